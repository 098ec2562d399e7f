"""The jobs of the console: what is due, starting it in the serving process, following it, taking it up again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.responses import Response

from netsoft.errors import NetsoftError
from reference_app.errors import NotFound, SetupError
from reference_app.ids import StaffId
from reference_app.services.job_view import JobView
from reference_app.storage.directory import journal_staff_act
from reference_app.storage.job_log import RunKey
from reference_app.web.calls import StaffCall
from reference_app.web.entries import Typed
from reference_app.web.guard import check_form_key

_EVERY: Final = "3"
"""After how many seconds a page that follows a run asks for itself again."""


def show_jobs(call: StaffCall) -> Response:
    """Show what is due and the last runs."""
    return _page(call, Typed({}, {}))


def submit_job(call: StaffCall) -> Response:
    """Start a job on a subject in a thread of this process."""
    check_form_key(call.form)
    key = RunKey(call.form.get("job", ""), call.form.get("subject", "").strip())
    return _started(call, "job.start", f"{key.job} {key.subject}", lambda by: call.jobs.start(key, by))


def show_run(call: StaffCall) -> Response:
    """Show how far a run has come; while it is under way the page renews itself, unless it is asked to stand still."""
    view = _view(call)
    row = view.run(call.path_value("run_id"))
    if row is None:
        raise NotFound
    follow = row.state == "running" and call.query.get("suivre") != "non"
    response = call.render("editeur/run.html", row=row, steps=view.steps(row.run), follow=follow)
    if follow:
        response.headers["refresh"] = _EVERY
    return response


def resume_run(call: StaffCall) -> Response:
    """Start again what a run left undone."""
    check_form_key(call.form)
    row = _view(call).run(call.path_value("run_id"))
    if row is None:
        raise NotFound
    detail = f"{row.run.key.job} {row.run.key.subject}"
    return _started(call, "job.resume", detail, lambda by: call.jobs.resume(row.run.id, by))


def _started(call: StaffCall, action: str, detail: str, start: Callable[[StaffId], str | None]) -> Response:
    try:
        run_id = start(StaffId(call.account.id))
    except (NetsoftError, SetupError) as error:
        return _page(call, Typed(call.form, {"": str(error)}), 422)
    if run_id is None:
        return call.done(call.url("jobs"), "Rien à faire : tout est déjà fait.")
    with call.directory.store.write() as db:
        journal_staff_act(db, call.act(action, detail=detail[:100]))
    return call.redirect(call.url("run", run_id=run_id))


def _page(call: StaffCall, form: Typed, status: int = 200) -> Response:
    view = _view(call)
    return call.render(
        "editeur/jobs.html", status, due=view.due(), recent=view.recent(), words=call.jobs.words, form=form
    )


def _view(call: StaffCall) -> JobView:
    return JobView(call.jobs, call.directory)
