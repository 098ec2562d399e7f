"""« Mon compte »: the brokerage's own use of the service, open also while the service is off."""

from __future__ import annotations

from starlette.responses import Response

from netsoft.cg052018 import CG052018
from reference_app.clock import paris_month
from reference_app.ids import UserId
from reference_app.web.calls import BrokerCall


def show_account(call: BrokerCall) -> Response:
    """Show the actions of the month by user, and the access."""
    counted = {c.user_id: c.actions for c in call.journal.counts_of(paris_month(call.now))}
    users = call.directory.users.of_tenant(call.tenant.id)
    return call.render(
        "account.html",
        users=[(user, counted.get(UserId(user.id), 0)) for user in users],
        allowance=CG052018.usage.published_tier,
    )
