"""The three shapes of an answer: amounts that their bases give, decisions that say why, deadlines."""

from datetime import date
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.answers import (
    Count,
    Deadline,
    Decision,
    Decompte,
    Line,
    OverDays,
    Pending,
    Reason,
    Remark,
    RoundingDifference,
    Share,
)
from netsoft.clause import Clause
from netsoft.days import Period
from netsoft.errors import InvalidValue
from netsoft.money import ZERO, Money, Rate
from netsoft.testing import money, periods, rates

DAY = date(2024, 3, 1)
YEAR = Period(date(2023, 1, 1), date(2024, 1, 1))


def test_a_share_gives_its_amount() -> None:
    """15 % of 1 200.10 is 180.015: 180.02."""
    share = Share(Money.parse("1200.10"), Rate.percent("15"), DAY)
    assert (share.base, share.rate, share.on, share.amount) == (
        Money.parse("1200.10"),
        Rate.percent("15"),
        DAY,
        Money.parse("180.02"),
    )


def test_interest_over_days_gives_its_amount() -> None:
    """1 200.00 at 12.66 % over 46 days of 365: 19.1460..., so 19.15; of 366 it is 19.0937, so 19.09."""
    days = Period(date(2023, 11, 16), date(2024, 1, 1))
    line = OverDays(Money.parse("1200.00"), days, Rate.percent("12.66"), 365, "ACT/365F", "arrêté")
    assert (days.days, line.amount, line.order) == (46, Money.parse("19.15"), "arrêté")
    assert attrs.evolve(line, year_days=366).amount == Money.parse("19.09")


def test_a_year_of_interest_is_the_rate_of_the_base() -> None:
    """Over 365 days of 365 the fraction of the year is one; over none the amount is zero."""
    base, rate = Money.parse("333.33"), Rate.percent("10.05")
    assert OverDays(base, YEAR, rate, 365, "ACT/365F").amount == rate.of(base)
    assert OverDays(base, Period(DAY, DAY), rate, 365, "ACT/365F").amount == ZERO
    assert OverDays(base, YEAR, rate, 365, "ACT/365F").order == ""


@given(money(), periods(), rates(), st.sampled_from((365, 366)))
def test_interest_is_rounded_once(base: Money, days: Period, rate: Rate, year: int) -> None:
    """The amount is the integer of cents nearest to base x rate x days / year."""
    exact = Fraction(base.cents * days.days, year) * rate.fraction
    assert abs(OverDays(base, days, rate, year, "").amount.cents - exact) <= Fraction(1, 2)


def test_the_amount_cannot_be_chosen() -> None:
    """It is derived: neither given at construction nor set afterwards."""
    share = Share(Money.parse("100.00"), Rate.percent("15"), DAY)
    with pytest.raises(TypeError):
        Share(Money.parse("100.00"), Rate.percent("15"), DAY, Money.parse("99.00"))  # type: ignore[call-arg]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        share.amount = ZERO  # type: ignore[misc]
    assert attrs.evolve(share, base=Money.parse("200.00")).amount == Money.parse("30.00")


def test_a_count_and_a_difference_give_theirs() -> None:
    """3 at 40.00 make 120.00; a difference of rounding is itself, of either sign."""
    assert Count(3, Money.parse("40.00"), DAY).amount == Money.parse("120.00")
    assert RoundingDifference(Money(cents=-1)).amount == Money(cents=-1)


def test_a_line_and_an_account_add_up_their_bases() -> None:
    """A line's amount is its basis's; the total is the sum of the lines, pending and remarks left out."""
    penalty = Line(Clause("8.2"), "pénalité", Share(Money.parse("100.00"), Rate.percent("15"), DAY), "F-1")
    fee = Line(Clause("D441-5"), "indemnité", Count(2, Money.parse("40.00"), DAY), head="statutory-indemnity")
    account = Decompte(
        (penalty, fee),
        pending=(Pending(Clause("8.5"), "une preuve", Money.parse("50.00"), "F-1"),),
        for_the_record=(Remark(Clause("D441-5"), "pour mémoire", Money.parse("40.00")),),
    )
    assert (penalty.amount, fee.amount) == (Money.parse("15.00"), Money.parse("80.00"))
    assert (penalty.head, penalty.invoice, fee.invoice) == ("interest", "F-1", None)
    assert account.lines_total == Money.parse("95.00")
    assert Decompte().lines_total == ZERO


def test_a_decision_says_why() -> None:
    """Granted is yes, the two other verdicts are not; a decision without a reason does not exist."""
    why = (Reason(Clause("8.1"), "rien n'est dû"),)
    assert Decision("granted", why).granted
    assert not Decision("refused", why).granted
    assert not Decision("pending", why).granted
    with pytest.raises(InvalidValue) as refused:
        Decision("granted", ())
    assert str(refused.value) == "reasons : décision sans motif ; donner au moins un motif avec sa clause"


def test_a_deadline_holds_its_rule() -> None:
    """The last day, the clause, and how it was computed."""
    deadline = Deadline(DAY, Clause("5.2"), "un mois avant le terme")
    assert (deadline.last, deadline.clause, deadline.rule) == (DAY, Clause("5.2"), "un mois avant le terme")
