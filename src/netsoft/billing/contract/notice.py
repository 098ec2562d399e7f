"""How a party leaves at the annual term: by when, and which term its notice ends. Shared by 5.2 and 5.3.

Read (R-13): a notice of some months is in time when the day on which it is given plus the months (clamped at the end
of the month, article 641 CPC) is no later than the last day of the term, until 24:00 in Paris; or counted back from
that day. The limit is never extended for closed days: who must meet it does so before. The safe last day is the
earliest under any reading (R-13, R-26).

>>> from datetime import date
>>> count_forward(date(2027, 3, 31), 1), count_forward(date(2027, 4, 30), 1)
(datetime.date(2027, 2, 28), datetime.date(2027, 3, 31))
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs
from attrs import frozen

from netsoft.answers import Deadline, Decision, Reason
from netsoft.billing.contract.delivery import Sent, at_the_mailbox, counts_on, reaches, strong_enough
from netsoft.billing.contract.subscription import Subscription, Term
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.days import ONE_DAY, Day, anniversary
from netsoft.rendering import day as french
from netsoft.rendering import months
from netsoft.terms import Means

Party: TypeAlias = Literal["client", "provider"]


@frozen
class Path:
    """How a party leaves at the annual term: its notice in months, the means, the clause, the mailbox if it writes."""

    party: Party
    months: int
    means: Means
    clause: Clause
    mailbox: str | None = None


@frozen
class LastDay:
    """The last day on which a party may give notice for a term, and the safe one under any reading.

    Both are absent where the contract has no term: notice may be given on any day then.
    """

    path: Path
    term: Term
    last_day: Day | None
    safe_last_day: Day | None

    @property
    def deadline(self) -> Deadline | None:
        """The same as a deadline, with its rule in French."""
        if self.last_day is None or self.term.last_day is None:
            return None
        ahead = f"préavis de {months(self.path.months)} avant l'échéance du {french(self.term.last_day)}"
        return Deadline(self.last_day, self.path.clause, f"{ahead}, jusqu'à minuit, sans report")


@frozen
class Ending:
    """What a notice ends: the term, the last day of the contract, and the term for which it came too late, if any."""

    term: Term
    ends_on: Day
    late_for: Term | None = None


@frozen
class Judged:
    """A notice judged: the decision with its reasons, and what it ends, if it ends anything."""

    decision: Decision
    ending: Ending | None = None


def count_forward(last_day: Day, months: int) -> Day:
    """Return the latest day that, plus the months, is no later than ``last_day``."""
    day = anniversary(last_day, -months)
    while anniversary(day + ONE_DAY, months) <= last_day:  # three times at most: a clamped month has several such days
        day += ONE_DAY
    return day


def _limit(last_day: Day, months: int, readings: ContractReadings) -> Day:
    return count_forward(last_day, months) if readings.notice_count == "forward" else anniversary(last_day, -months)


def last_day_for(path: Path, subscription: Subscription, term: Term) -> LastDay:
    """Return the last day on which a party may give notice for ``term``, and the safe one."""
    if term.last_day is None:
        return LastDay(path, term, None, None)
    eve = attrs.evolve(subscription, readings=attrs.evolve(subscription.readings, annual_term="eve"))
    earliest = eve.numbered(term.number).last_day
    assert earliest is not None
    limit = _limit(term.last_day, path.months, subscription.readings)
    return LastDay(path, term, limit, anniversary(earliest, -path.months))


def ended_by(path: Path, subscription: Subscription, given_on: Day) -> Ending:
    """Return which term a notice given on a day ends; too late for the running one, it rolls to a later one."""
    over = max(anniversary(given_on, path.months), subscription.available_on)
    running = subscription.term_on(max(given_on, subscription.available_on))
    term = subscription.term_on(over)
    while term.last_day is not None and _limit(term.last_day, path.months, subscription.readings) < given_on:
        term = subscription.after(term)
    late_for = running if term.number > running.number else None
    return Ending(term, max(over, term.first_day) if term.last_day is None else term.last_day, late_for)


def judged(path: Path, subscription: Subscription, act: Sent) -> Judged:
    """Judge a notice: its means, where it arrived, whether it arrived; then what it ends, and whether it is late."""
    readings = subscription.readings
    checks = (
        _still_there(path, subscription),
        strong_enough(act, path.means, readings, path.clause),
        at_the_mailbox(act, path.mailbox, path.clause),
        reaches(act, readings, "termination", path.clause),
    )
    for check in checks:
        if check is not None and not check.granted:
            return Judged(check)
    ending = ended_by(path, subscription, counts_on(act, readings))
    reasons = tuple(reason for check in checks if check for reason in check.reasons)
    return Judged(Decision("granted", (*reasons, *_effect(path, subscription, ending))), ending)


def _still_there(path: Path, subscription: Subscription) -> Decision | None:
    if subscription.terms.holds(path.clause):
        return None
    return Decision("refused", (Reason(path.clause, f"la clause {path.clause} est écartée"),))


def _effect(path: Path, subscription: Subscription, ending: Ending) -> tuple[Reason, ...]:
    """Say what the notice ends; for one that is late, first what it missed."""
    ends = Reason(path.clause, f"met fin au contrat le {french(ending.ends_on)}, à minuit")
    return (ends,) if ending.late_for is None else (too_late(path, subscription, ending.late_for), ends)


def too_late(path: Path, subscription: Subscription, term: Term) -> Reason:
    """Say for which term a notice came too late, and by when it should have come."""
    limit = last_day_for(path, subscription, term).last_day
    assert limit is not None
    assert term.last_day is not None
    fact = (
        f"trop tard pour l'échéance du {french(term.last_day)} : il fallait le donner au plus tard le {french(limit)}"
    )
    return Reason(path.clause, fact)
