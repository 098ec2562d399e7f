"""Where the contract year is going: the actions over the tier so far, and those to come at the pace of the year.

Closed months are as their statements say. The running month is carried on at its own pace; each month to come has
the pace of the year so far, against the allowance of the present month. It is a forecast, and is never billed.
"""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from netsoft.answers import Line
from netsoft.days import Day, Month, Period
from netsoft.errors import MissingFact
from netsoft.metering.months import months_of_term
from netsoft.money import Money, total
from reference_app.clock import paris_day
from reference_app.ids import TenantId
from reference_app.services import policy
from reference_app.services.contracts import Contracts
from reference_app.services.forecast import at_this_pace, month_forecast, rounded, working_days
from reference_app.services.tariffs import Tariffs
from reference_app.services.usage_year import Counted, MonthUse
from reference_app.storage.directory import Directory


@frozen
class YearForecast:
    """The contract year: its last day, the actions over so far, those foreseen at its end, and what they would cost.

    ``price`` is without VAT, ``None`` where the tariff has no price for them; ``foreseen`` is ``None`` too early.
    """

    last_day: Day
    over: int
    foreseen: int | None
    price: Money | None


@frozen
class Forecasts:
    """Foresees from the contracts and the tariff of the directory."""

    directory: Directory = field(repr=False)

    def year(self, tenant_id: TenantId, counted: Counted, now: datetime) -> YearForecast | None:
        """Return the forecast of the contract year that holds an instant; ``None`` without a contract that runs."""
        try:
            years = Contracts(self.directory).years(tenant_id)
        except MissingFact:
            return None
        today = paris_day(now)
        if today < years.anchor:
            return None
        index = years.index(today)
        months = [one.month for one in months_of_term(years, index)]
        uses = [counted.use(m, sum(counted.actions(m).values())) for m in months if m.start_day <= today]
        coming = [month for month in months if month.start_day > today]
        foreseen = _foreseen(uses, coming, (years.period(index), now))
        price = None if foreseen is None else self._price(tenant_id, foreseen, today)
        return YearForecast(years.period(index).last, sum(use.over for use in uses), foreseen, price)

    def _price(self, tenant_id: TenantId, actions: int, on: Day) -> Money | None:
        try:
            lines: tuple[Line, ...] = Tariffs(self.directory).of(tenant_id).on(policy.COMPLEMENT, on).lines(actions)
        except MissingFact:
            return None
        return total([line.amount for line in lines])


def _foreseen(uses: list[MonthUse], coming: list[Month], year: tuple[Period, datetime]) -> int | None:
    term, now = year
    pace = at_this_pace(sum(use.actions for use in uses), term, now)
    if pace is None or not uses:
        return None
    *before, running = uses
    carried = month_forecast(running.actions, running.month, now)
    present = running.over if carried is None else max(running.over, carried - running.allowance)
    ahead = (rounded(pace * working_days(month.period)) - running.allowance for month in coming)
    return sum(use.over for use in before) + present + sum(max(0, over) for over in ahead)
