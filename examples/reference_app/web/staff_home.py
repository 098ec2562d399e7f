"""The home page of the publisher's console: the brokerages."""

from __future__ import annotations

from starlette.responses import Response

from reference_app.web.calls import StaffCall


def show_console(call: StaffCall) -> Response:
    """List the brokerages."""
    return call.render("editeur/home.html", tenants=call.directory.tenants.all())
