"""The home page of a brokerage: where one stands this month. It reads no dossier."""

from __future__ import annotations

from starlette.responses import Response

from netsoft.days import Month
from netsoft.metering.tier import Publication, in_force
from reference_app.clock import paris_month
from reference_app.services.account import TERMS
from reference_app.web.calls import BrokerCall


def show_home(call: BrokerCall) -> Response:
    """Show the way to the clients, and the user's actions of the month."""
    actions = call.journal.actions_of(call.desk.actor.user_id, paris_month(call.now))
    published = [record.value for record in call.directory.records.of(Publication, None)]
    tier = in_force(TERMS, Month.containing(call.today), published).tier
    return call.render("home.html", actions=actions, allowance=tier)
