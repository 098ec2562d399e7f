"""« Usage » (art. 7): the users' actions against the tier, month by month; open also while the service is off."""

from __future__ import annotations

from starlette.responses import Response

from netsoft.days import Month
from netsoft.errors import InvalidValue
from reference_app.errors import NotFound
from reference_app.services.account import TERMS
from reference_app.services.forecast import METHOD
from reference_app.services.month_reports import MonthReports
from reference_app.services.usage_csv import actions_csv, usage_csv
from reference_app.services.usage_forecast import Forecasts
from reference_app.services.usage_year import Counted, UsageYear, usage_year
from reference_app.web.answers import csv_file
from reference_app.web.calls import BrokerCall
from reference_app.web.contract import paper


def show_usage(call: BrokerCall) -> Response:
    """Show twelve months of use, one of them user by user, and where the month and the contract year are going."""
    counted = _counted(call)
    year = usage_year(counted, call.now)
    return call.render(
        "usage.html",
        year=year,
        month=year.month(_asked(call.query.get("mois", "")) or year.running.month),
        method=METHOD,
        foreseen=Forecasts(call.directory).year(call.tenant.id, counted, call.now),
    )


def show_statement(call: BrokerCall) -> Response:
    """Show the usage statement of a closed month, to print."""
    month = _asked(call.path_value("month"))
    if month is None:
        raise NotFound
    document = MonthReports(call.directory).page(call.tenant, month)
    return paper(call, "broker.html", document, (f"{call.url('usage')}?mois={month}#mois", "Usage"))


def export_usage(call: BrokerCall) -> Response:
    """Give the months and users as a table."""
    return csv_file(usage_csv(_year(call)), f"usage-{call.tenant.siren}-{call.today.isoformat()}.csv")


def export_actions(call: BrokerCall) -> Response:
    """Give the counted actions of a month, one by one: the count can be done again from them."""
    month = _asked(call.path_value("month"))
    if month is None or not TERMS.first_day < month.next.start_day <= Month.containing(call.today).next.start_day:
        raise NotFound
    names = {str(user.id): user.person.full_name for user in call.directory.users.of_tenant(call.tenant.id)}
    return csv_file(actions_csv(call.journal.counted_in(str(month)), names), f"actions-{call.tenant.siren}-{month}.csv")


def _year(call: BrokerCall) -> UsageYear:
    return usage_year(_counted(call), call.now)


def _counted(call: BrokerCall) -> Counted:
    return MonthReports(call.directory).counted(call.tenant.id, call.journal)


def _asked(text: str) -> Month | None:
    try:
        return Month.parse(text)
    except InvalidValue:
        return None
