"""Each reading of article 8, its default and its alternatives, on figures worked out by hand.

Where nothing else is said, the invoice F-1 of 1 000.00 falls due on 31 March 2024 and unpaid euros bear a
thousandth a day (36.5 % a year): 1 000.00 bear 1.00, and on ``april(4)`` the invoice is four days late.
"""

from datetime import date

import attrs

from netsoft.answers import OverDays
from netsoft.billing.account import Arrears
from netsoft.billing.entries import Collection, FormalNotice, Invoice
from netsoft.billing.ledger import Ledger
from netsoft.cg052018 import CG052018
from netsoft.money import Rate
from netsoft.terms import InterestBasis
from tests.billing.build import (
    PLAIN,
    allocated,
    april,
    corrected,
    credited,
    drawn,
    euros,
    interest,
    invoice,
    ledger,
    march,
    owed,
    paid,
    penalties,
    rejected,
    returned,
)

UNPAID = ledger(invoice())
PART_PAID = ledger(invoice(), paid(april(4), "600.00", id="P-1"))
WINTER = Ledger((Invoice("F-1", date(2023, 12, 1), date(2023, 12, 20), euros("10000.00")),))


def winter(**readings: str) -> Arrears:
    """10 000.00 due on 20 December 2023, drawn on 10 January 2024 at three times the legal rate."""
    return drawn(WINTER, date(2024, 1, 10), CG052018, **readings)


def amounts(account: Arrears) -> list[str]:
    return [str(line.amount) for line in account.lines if isinstance(line.basis, OverDays)]


def test_r03_once() -> None:
    """15 % x 1 000.00 = 150.00, struck on 1 April; the 600.00 paid on the 4th change nothing."""
    assert penalties(drawn(PART_PAID, april(10))) == [("8.2", "F-1", "150.00")]


def test_r03_on_the_balance_of_the_day_drawn() -> None:
    """600.00 pay 4.00 of interest and 596.00; 15 % x 404.00 = 60.60."""
    account = drawn(PART_PAID, april(10), penalty_base="balance-on-day-drawn")
    assert penalties(account) == [("8.2", "F-1", "60.60")]


def test_r03_as_a_yearly_rate() -> None:
    """1 000.00 x 15 % x 4/365 = 1.6438; 600.00 pay 1.64 and 598.36; 401.64 x 15 % x 6/365 = 0.9903."""
    account = drawn(PART_PAID, april(10), penalty_base="annual-rate")
    assert penalties(account) == [("8.2", "F-1", "1.64"), ("8.2", "F-1", "0.99")]
    assert interest(account) == []


def test_r04_from_the_day_after_to_the_day_itself() -> None:
    """21 to 31 December: 11 days at 12.66 % = 38.1534; 1 to 10 January: 10 days at 15.21 % = 41.6712."""
    assert amounts(winter()) == ["38.15", "41.67"]


def test_r04_from_the_due_day_to_the_day_before() -> None:
    """20 to 31 December: 12 days at 12.66 % = 41.6219; 1 to 9 January: 9 days at 15.21 % = 37.5041."""
    assert amounts(winter(bounds="[due, paid)")) == ["41.62", "37.50"]


def test_r05_days_of_the_year() -> None:
    """1 000.00 at 36.5 % from 22 December to 10 January: 20 days of 1.00; or 10 of 1.00, and 10 in a
    year of 366 days: 1 000.00 x 36.5 % x 10/366 = 9.9727."""
    facts = Ledger((Invoice("F-1", date(2023, 12, 1), date(2023, 12, 21), euros("1000.00")),))
    assert amounts(drawn(facts, date(2024, 1, 10))) == ["20.00"]
    assert amounts(drawn(facts, date(2024, 1, 10), day_count="ACT/ACT")) == ["10.00", "9.97"]


def test_r06_the_rate_of_the_due_day() -> None:
    """12.66 % throughout: 10 days of January at 12.66 % = 34.6849 instead of 41.67."""
    assert amounts(winter(rate_change="at-due-date")) == ["38.15", "34.68"]


def test_r07_rounding() -> None:
    """4.00 bear 0.004 on the first day, 3.40 bear 0.0034 on the second: nothing line by line, and
    0.0074, a cent, in one sum."""
    facts = ledger(invoice(total="4.00"), credited(april(1), "0.60"))
    assert interest(drawn(facts, april(2))) == [("F-1", "0.00"), ("F-1", "0.00")]
    once = drawn(facts, april(2), rounding="each-invoice")
    assert interest(once) == [("F-1", "0.00"), ("F-1", "0.00"), ("F-1", "0.01")]


def test_r08_inside_one_invoice() -> None:
    """600.00 four days late: 4.00 of interest and 596.00; or, with the 150.00, 446.00; or all principal."""
    assert allocated(drawn(PART_PAID, april(4))) == [
        ("P-1", "F-1", "interest", "4.00"),
        ("P-1", "F-1", "principal", "596.00"),
    ]
    assert allocated(drawn(PART_PAID, april(4), imputation="accessories-first")) == [
        ("P-1", "F-1", "interest", "4.00"),
        ("P-1", "F-1", "penalty", "150.00"),
        ("P-1", "F-1", "principal", "446.00"),
    ]
    last = drawn(PART_PAID, april(4), imputation="principal-first")
    assert allocated(last) == [("P-1", "F-1", "principal", "600.00")]


def between(**readings: str) -> list[tuple[str, str | None, str, str]]:
    """F-1 of work four days late, F-2 of subscription two days late, 600.00 paid without a choice."""
    facts = ledger(invoice(nature="work"), invoice("F-2", due=april(2)), paid(april(4), "600.00", id="P-1"))
    return sorted(allocated(drawn(facts, april(4), PLAIN, **readings)))


def test_r09_between_invoices() -> None:
    """One rate for both: the subscription first, 2.00 and 598.00; or the oldest, 4.00 and 596.00; or pro
    rata of 1 004.00 and 1 002.00: 300.299 and 299.701."""
    assert between() == [("P-1", "F-2", "interest", "2.00"), ("P-1", "F-2", "principal", "598.00")]
    oldest = between(between_invoices="oldest-first")
    assert oldest == [("P-1", "F-1", "interest", "4.00"), ("P-1", "F-1", "principal", "596.00")]
    assert between(between_invoices="pro-rata") == [
        ("P-1", "F-1", "interest", "4.00"),
        ("P-1", "F-1", "principal", "296.30"),
        ("P-1", "F-2", "interest", "2.00"),
        ("P-1", "F-2", "principal", "297.70"),
    ]


def test_r10_base_of_the_flat_sums() -> None:
    """Four days late: 10 % of 1 000.00 + 4.00; of the same + 150.00; of 1 000.00."""
    facts = ledger(invoice(), Collection(april(4), "agency"))
    found = {
        base: penalties(drawn(facts, april(10), flat_base=base))[-1]
        for base in ("principal-and-interest", "all-sums-due", "principal")
    }
    assert found == {
        "principal-and-interest": ("8.4", "F-1", "100.40"),
        "all-sums-due": ("8.4", "F-1", "115.40"),
        "principal": ("8.4", "F-1", "100.00"),
    }


def test_r11_the_forty_euros() -> None:
    """Beside the total, or in it: 150.00, or 150.00 + 40.00."""
    off, on = drawn(UNPAID, april(1)), drawn(UNPAID, april(1), statutory_indemnity=True)
    assert [str(remark.amount) for remark in off.for_the_record] == ["40.00"]
    assert (owed(off), owed(on)) == (("1000.00", "1.00", "150.00"), ("1000.00", "1.00", "190.00"))
    assert on.for_the_record == ()


def test_r20_formal_notice() -> None:
    """The 150.00 are due by themselves; or wait, until the notice of the third day."""
    assert owed(drawn(UNPAID, april(10)))[2] == "150.00"
    waiting = drawn(UNPAID, april(10), formal_notice=True)
    assert owed(waiting)[2] == "0.00"
    assert [str(pending.amount_if_proved) for pending in waiting.pending] == ["150.00"]
    warned = drawn(ledger(invoice(), FormalNotice(april(3))), april(10), formal_notice=True)
    assert (owed(warned)[2], warned.pending) == ("150.00", ())


def test_r21_cumulation() -> None:
    """Opposition four days late: 50 % of 1 004.00 = 502.00, beside the 150.00 or in their place."""
    facts = ledger(invoice(), rejected(april(4), "MS02"))
    assert penalties(drawn(facts, april(10))) == [("8.2", "F-1", "150.00"), ("8.5", "F-1", "502.00")]
    absorbed = drawn(facts, april(10), cumulation="opposition-absorbs")
    assert penalties(absorbed) == [("8.5", "F-1", "502.00")]


def test_r22_what_restores_access() -> None:
    """1 004.00 paid four days late leave the 150.00; 1 000.00 on the principal leave 4.00 of interest."""
    facts = ledger(invoice(), paid(april(4), "1004.00"))
    assert drawn(facts, april(4)).access.granted
    held = drawn(facts, april(4), restores_access="everything")
    assert (held.access.granted, str(held.to_restore)) == (False, "150.00")
    facts = ledger(invoice(), paid(april(4), "1000.00"))
    held = drawn(facts, april(4), imputation="principal-first")
    assert (held.access.granted, str(held.to_restore)) == (False, "4.00")
    assert drawn(facts, april(4), imputation="principal-first", restores_access="principal").access.granted


def test_r23_rejections_on_the_side_of_the_creditor() -> None:
    """A duplicate before the due day: nothing; or a default like any other, 15 % of 1 000.00 at once."""
    facts = ledger(invoice(), rejected(march(20), "AM05"))
    none, other = drawn(facts, march(25)), drawn(facts, march(25), creditor_side_rejections="as-any-other")
    assert (penalties(none), none.access.granted, str(none.totals.not_yet_due)) == ([], True, "1000.00")
    assert (penalties(other), other.access.granted) == ([("8.2", "F-1", "150.00")], False)


def test_r24_effect_of_a_correction() -> None:
    """100.00 off, told on the fifth day: ten days of 0.90 and 15 % of 900.00; or five days of 1.00, five
    of 0.90, and 15 % of 1 000.00."""
    facts = ledger(invoice(), corrected(april(5), "100.00"))
    by_cause = drawn(facts, april(10))
    assert (interest(by_cause), penalties(by_cause)) == ([("F-1", "9.00")], [("8.2", "F-1", "135.00")])
    dated = drawn(facts, april(10), credit_note_effect="from-its-date")
    assert interest(dated) == [("F-1", "5.00"), ("F-1", "4.50")]
    assert penalties(dated) == [("8.2", "F-1", "150.00")]


def test_r34_effect_of_a_return() -> None:
    """Paid on the due day, returned on the fourth day after: six days of 1.00 by the tenth, or ten."""
    facts = ledger(invoice(), paid(april(0), "1000.00", id="P-1"), returned(april(4)))
    assert owed(drawn(facts, april(10))) == ("1000.00", "6.00", "150.00")
    assert owed(drawn(facts, april(10), return_effect="as-if-never-paid")) == ("1000.00", "10.00", "150.00")


def test_the_three_bases_of_interest() -> None:
    """January 2024, ten days on 10 000.00: 3 x 5.07 % = 41.67; 4.50 % + 10 points = 39.73; 10 % = 27.40."""
    facts = Ledger((Invoice("F-1", date(2023, 12, 1), date(2023, 12, 31), euros("10000.00")),))
    bases = {
        "41.67": InterestBasis("legal", multiple=3),
        "39.73": InterestBasis("ecb", points=Rate.percent("10")),
        "27.40": InterestBasis("fixed", percent=Rate.percent("10")),
    }
    for wanted, basis in bases.items():
        terms = attrs.evolve(CG052018, payment=attrs.evolve(CG052018.payment, interest=basis))
        assert amounts(drawn(facts, date(2024, 1, 10), terms)) == [wanted]
