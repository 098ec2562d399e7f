"""« Charte informatique » : shown before a first use, readable afterwards; administrators see who accepted it (6.8)."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from reference_app.services.acceptances import accepted_by
from reference_app.services.charters import Charters
from reference_app.web.calls import BrokerCall
from reference_app.web.guard import safe_next

TO_READ: Final = "/bienvenue/charte"


def show_charter(call: BrokerCall) -> Response:
    """Show the charter, to read or to print, and when the user accepted it."""
    charters = _charters(call)
    return call.render("charter/page.html", charter=charters.current, decision=charters.of(call.account))


def show_unread(call: BrokerCall) -> Response:
    """Show a user the charter, to accept if it has not yet."""
    charters = _charters(call)
    return call.render(
        "charter/unread.html", charter=charters.current, decision=charters.of(call.account), suite=_after(call)
    )


def accept(call: BrokerCall) -> Response:
    """Record that the user accepts the charter; a text that is not the one shown is shown first."""
    charters = _charters(call)
    current = charters.current
    if call.form.get("empreinte") != current.digest:
        return call.redirect(TO_READ)
    charters.accept(call.account, accepted_by(call.account, call.now))
    call.desk.note(f"{current.version} acceptée (6.8), empreinte {current.digest}")
    return call.redirect(_after(call))


def show_acceptances(call: BrokerCall) -> Response:
    """Show who accepted the charter and who has not."""
    charters = _charters(call)
    return call.render("charter/acceptances.html", charter=charters.current, people=charters.all())


def _after(call: BrokerCall) -> str:
    return safe_next(call.form.get("suite", call.query.get("suite", ""))) or call.url("home")


def _charters(call: BrokerCall) -> Charters:
    return Charters(call.directory, call.tenant)
