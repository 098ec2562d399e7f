"""Switching to another provider under the Data Act (Regulation (EU) 2023/2854), beside the contract's own paths.

From 12 September 2025, on any day: a notice of two months at most, then a transition of thirty days at most (up to
seven months where that is technically impossible, with the reasons), then thirty days at least to retrieve the data.
Charges are at cost until 11 January 2027, and none from the 12th. Months and days count from the day after that of
the act, and the maxima that bind the provider are not extended for closed days.

>>> from datetime import date
>>> plan = switching(SwitchingAsked(date(2026, 11, 27)))
>>> plan.notice_ends_on, plan.transition_ends_on, plan.retrieval_ends_on, plan.charges
(datetime.date(2027, 1, 27), datetime.date(2027, 2, 26), datetime.date(2027, 3, 28), 'at-cost')
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Literal, TypeAlias

from attrs import frozen

from netsoft.answers import Decision, Reason
from netsoft.billing.contract.contract_events import SwitchingAsked
from netsoft.billing.contract.switching_table import (
    APPLIES_FROM,
    FREE_FROM,
    IMPOSSIBLE_MONTHS,
    NOTICE_MONTHS,
    RETRIEVAL_DAYS,
    TRANSITION_DAYS,
)
from netsoft.clause import Clause
from netsoft.days import Day, anniversary
from netsoft.rendering import counted, months
from netsoft.rendering import day as french

Charges: TypeAlias = Literal["at-cost", "none"]
ACT: Final = "règlement (UE) 2023/2854"


@frozen
class SwitchingPlan:
    """The days of a switching: the last of the notice, of the transition, and of the retrieval at the least.

    Where the client only has its data erased, there is no transition: the contract ends with the notice.
    ``charges`` are those of the day on which it was asked for; from ``free_from`` on there are none.
    """

    asked_on: Day
    decision: Decision
    notice_ends_on: Day
    transition_ends_on: Day | None
    retrieval_ends_on: Day
    charges: Charges
    free_from: Day = FREE_FROM

    @property
    def ends_on(self) -> Day:
        """The last day of the contract, if the switching is not done before."""
        return self.transition_ends_on or self.notice_ends_on


def charges_on(day: Day) -> Charges:
    """Return what a switching may be charged on a day."""
    return "none" if day >= FREE_FROM else "at-cost"


def switching(asked: SwitchingAsked) -> SwitchingPlan:
    """Return the days of a switching asked for on a day, and whether the regulation gives the right to it then."""
    notice = asked.notice_ends_on or anniversary(asked.on, NOTICE_MONTHS)
    transition = None if asked.erase_only else _transition(asked, notice)
    return SwitchingPlan(
        asked_on=asked.on,
        decision=_decision(asked, notice),
        notice_ends_on=notice,
        transition_ends_on=transition,
        retrieval_ends_on=(transition or notice) + timedelta(days=RETRIEVAL_DAYS),
        charges=charges_on(asked.on),
    )


def _longest(asked: SwitchingAsked, notice: Day) -> Day:
    if asked.impossible:
        return anniversary(notice, IMPOSSIBLE_MONTHS)
    return notice + timedelta(days=TRANSITION_DAYS)


def _transition(asked: SwitchingAsked, notice: Day) -> Day:
    """Return the end that was announced, within the longest that the regulation allows."""
    longest = _longest(asked, notice)
    return min(asked.transition_ends_on or longest, longest)


def _decision(asked: SwitchingAsked, notice: Day) -> Decision:
    if asked.on < APPLIES_FROM:
        fact = f"{ACT} : applicable à compter du {french(APPLIES_FROM)} seulement"
        return Decision("refused", (Reason(Clause("25"), fact),))
    limits = f"préavis de {months(NOTICE_MONTHS)} au plus, transition de {counted(TRANSITION_DAYS, 'jour')} au plus"
    reasons = [Reason(Clause("25"), f"{ACT} : changement de fournisseur à tout moment, {limits}")]
    if asked.impossible and not asked.erase_only:
        most = f"transition portée à {months(IMPOSSIBLE_MONTHS)} au plus"
        reasons.append(Reason(Clause("25"), f"{ACT} : {most} : {asked.impossible}"))
    longest = _longest(asked, notice)
    announced = None if asked.erase_only else asked.transition_ends_on
    if announced is not None and announced > longest:
        why = "la plus longue permise" if asked.impossible else "faute de motif"
        reasons.append(Reason(Clause("25"), f"{ACT} : transition ramenée au {french(longest)}, {why}"))
    return Decision("granted", tuple(reasons))
