"""The back-ups in the console: the last good one of each brokerage, its last trial, and what is wrong."""

from __future__ import annotations

from starlette.responses import Response

from reference_app.services.safekeeping_view import SafekeepingView
from reference_app.web.calls import StaffCall


def show_backups(call: StaffCall) -> Response:
    """Show how each brokerage stands, those with alarms first."""
    return call.render("editeur/backups.html", page=view(call).page(call.query.get("page", "1")))


def view(call: StaffCall) -> SafekeepingView:
    """Return what the console sees of the back-ups."""
    return SafekeepingView(call.directory, call.settings.backups, call.now)
