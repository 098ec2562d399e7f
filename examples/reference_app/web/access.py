"""« Votre accès »: whether it is open, why it is not, what stays possible (8.1, 9.3, 13.1); open to all, always."""

from __future__ import annotations

from starlette.responses import Response

from netsoft.tenancy.access import Need
from netsoft.tenancy.rights import Right
from reference_app.services.conduct import Conduct
from reference_app.services.publisher import PUBLISHER
from reference_app.web.calls import BrokerCall


def show_access(call: BrokerCall) -> Response:
    """Show the access; to an administrator, what the publisher recorded of the brokerage's conduct, and did, too."""
    manages = Right.USERS_MANAGE in call.account.member.held and call.access.may(Need.ACCOUNT).granted
    rows = Conduct(call.directory, call.tenant.id).rows(call.now) if manages else ()
    possible = {need.value for need in Need if call.access.may(need).granted}
    return call.render("access.html", possible=possible, rows=rows, publisher=PUBLISHER)
