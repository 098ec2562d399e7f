"""What the tests of article 7 are made of: one tenant, two users, the months of a year."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs

from netsoft.cg052018 import CG052018
from netsoft.days import Cycle, Month
from netsoft.metering.actions import Action
from netsoft.metering.admission import Access, Admission
from netsoft.metering.complement import Judgement, Request
from netsoft.metering.overage import Overage, TenantMonth, overage
from netsoft.metering.statement import UsageStatement
from netsoft.metering.statement import close as close_month
from netsoft.metering.tier import FleetMember, TierInputs, TierReport, tier
from netsoft.names import ActionId, TenantId, UserId
from netsoft.terms import Terms
from netsoft.usage_readings import UsageReadings

MISTRAL, SIROCCO = TenantId("mistral"), TenantId("sirocco")
ANNA, PAUL = UserId("anna"), UserId("paul")
OCTOBER = Month(2026, 10)
FIFTH = datetime(2026, 10, 5, 9, tzinfo=UTC)
YEARS = Cycle(date(2026, 4, 1), 12)


def action(name: str = "a-1", **changes: Any) -> Action:
    """An action of anna, on the morning of 5 October 2026."""
    return attrs.evolve(Action(ActionId(name), MISTRAL, ANNA, FIFTH, "record"), **changes)


def actions(count: int, user: UserId = ANNA, at: datetime = FIFTH) -> list[Action]:
    """So many actions of a user, a second apart."""
    return [action(f"{user}-{at:%m%d}-{n}", user=user, at=at + timedelta(seconds=n)) for n in range(count)]


def door(**changes: Any) -> Admission:
    """Who may act: anna and paul, from 1 April 2026."""
    access = Access(frozenset({ANNA, PAUL}), date(2026, 4, 1))
    return Admission.of({MISTRAL: attrs.evolve(access, **changes)})


def usage_terms(**numbers: Any) -> Terms:
    """CG052018 with other numbers of article 7."""
    return attrs.evolve(CG052018, usage=attrs.evolve(CG052018.usage, **numbers))


def report(*members: tuple[int, int], month: Month = OCTOBER, **readings: str) -> TierReport:
    """The tier of a month of tenants, each given by its active users and its actions."""
    fleet = [FleetMember(TenantId(f"t-{n}"), users, done, users) for n, (users, done) in enumerate(members)]
    return tier(TierInputs(month, tuple(fleet)), CG052018, UsageReadings.of(readings))


def use(users: Mapping[UserId, int], declared: int = 2) -> TenantMonth:
    """What mistral did in a month."""
    return TenantMonth(MISTRAL, declared, users)


def over(done: int, month: Month = OCTOBER, **readings: str) -> Overage:
    """The overage of mistral, two declared users, anna alone having acted, against the published tier."""
    return overage(use({ANNA: done}), report((2, 200), month=month, **readings), CG052018)


def statement(users: Mapping[UserId, int], month: Month = OCTOBER) -> UsageStatement:
    """The statement of a month of mistral."""
    return close_month(use(users), report((2, 200), month=month), CG052018)


def request(dated: date, **changes: Any) -> Request:
    """A complement asked for mistral's first contract year, from 1 April 2026 to 31 March 2027."""
    judged = Judgement("Marie Durand", min(dated, date(2027, 3, 1)), "deux fois la moyenne")
    return attrs.evolve(Request(MISTRAL, YEARS, 0, judged, dated), **changes)


def year_of(overs: Iterable[int], **readings: str) -> list[Overage]:
    """The overages of the months from April 2026, by what is over the allowance of 7 200."""
    months = [Month(2026, 4)]
    found = []
    for done in overs:
        found.append(over(7200 + done, months[-1], **readings))
        months.append(months[-1].next)
    return found
