"""To what money goes between invoices (R-09): the choice, the higher running rate, the nature, the age, ties."""

from datetime import date

from netsoft.billing.account import Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import Invoice
from netsoft.billing.legal_rate import RateRow, RateTable
from netsoft.billing.rates import Rates
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import HalfYear
from netsoft.money import Rate
from tests.billing.build import (
    PLAIN,
    allocated,
    april,
    drawn,
    euros,
    invoice,
    ledger,
    march,
    owed,
    paid,
    returned,
)

OLD, YOUNG = invoice("F-1"), invoice("F-2", due=april(2), total="500.00")


def test_a_chosen_due_invoice_comes_first() -> None:
    """The excess goes on to the others, then to the penalties: the choice does not reach its own penalty."""
    account = drawn(ledger(OLD, YOUNG, paid(april(2), "700.00", "F-2", id="P-1")), april(2))
    assert allocated(account) == [
        ("P-1", "F-2", "principal", "500.00"),
        ("P-1", "F-1", "interest", "2.00"),
        ("P-1", "F-1", "principal", "198.00"),
    ]
    late = drawn(ledger(OLD, YOUNG, paid(april(3), "1100.00", "F-1", id="P-1")), april(3))
    assert allocated(late)[-1] == ("P-1", "F-2", "principal", "96.50")
    assert owed(late) == ("403.50", "0.00", "225.00")


def test_the_same_invoice_in_one_entry() -> None:
    """A choice that comes back to its own invoice is one allocation, not two."""
    facts = ledger(OLD, paid(april(2), "1100.00", "F-1", id="P-1"))
    account = drawn(facts, april(2), between_invoices="pro-rata")
    assert allocated(account) == [
        ("P-1", "F-1", "interest", "2.00"),
        ("P-1", "F-1", "principal", "1000.00"),
        ("P-1", "F-1", "penalty", "98.00"),
    ]


def test_interest_that_runs_comes_first() -> None:
    """On its due day F-2 bears no interest yet: F-1, which does, is settled first, though it is no subscription."""
    late_work = invoice("F-1", nature="work")
    account = drawn(ledger(YOUNG, late_work, paid(april(2), "600.00", id="P-1")), april(2))
    assert allocated(account) == [("P-1", "F-1", "interest", "2.00"), ("P-1", "F-1", "principal", "598.00")]


def test_a_subscription_comes_before_the_rest() -> None:
    """At equal rates, before an older invoice of another nature."""
    older = invoice("F-1", nature="complement")
    account = drawn(ledger(older, YOUNG, paid(april(4), "600.00", id="P-1")), april(4))
    assert allocated(account) == [
        ("P-1", "F-2", "interest", "1.00"),
        ("P-1", "F-2", "principal", "500.00"),
        ("P-1", "F-1", "interest", "4.00"),
        ("P-1", "F-1", "principal", "95.00"),
    ]


def test_the_older_due_day_then_the_older_issue() -> None:
    """At equal rates and natures; the order of the file does not matter."""
    younger_issue = Invoice("F-3", march(15), OLD.due, euros("1000.00"))
    facts = ledger(YOUNG, younger_issue, OLD, paid(april(4), "100.00", id="P-1"), paid(april(4), "1000.00", id="P-2"))
    account = drawn(facts, april(4))
    assert [(number, to) for _name, number, to, _amount in allocated(account)] == [
        ("F-1", "interest"),
        ("F-1", "principal"),
        ("F-1", "principal"),
        ("F-3", "interest"),
        ("F-3", "principal"),
    ]


def test_exact_ties_share() -> None:
    """Same rate, nature, due day and issue: in proportion to what each owes, 1 004.00 and 502.00 of 1 506.00."""
    facts = ledger(invoice("F-1"), invoice("F-2", total="500.00"), paid(april(4), "300.00", id="P-1"))
    account = drawn(facts, april(4))
    assert allocated(account) == [
        ("P-1", "F-1", "interest", "4.00"),
        ("P-1", "F-1", "principal", "196.00"),
        ("P-1", "F-2", "interest", "2.00"),
        ("P-1", "F-2", "principal", "98.00"),
    ]


def test_an_odd_cent_of_a_tie_goes_to_the_first_in_the_file() -> None:
    """0.03 between two equals: 0.02 and 0.01."""
    facts = ledger(invoice("F-2"), invoice("F-1"), paid(march(31), "0.03", id="P-1"))
    assert allocated(drawn(facts, march(31))) == [
        ("P-1", "F-2", "principal", "0.02"),
        ("P-1", "F-1", "principal", "0.01"),
    ]


def test_more_than_a_tie_owes() -> None:
    """Both are settled whole, the rest goes on."""
    facts = ledger(invoice("F-1"), invoice("F-2", total="500.00"), paid(april(4), "1600.00", id="P-1"))
    account = drawn(facts, april(4))
    assert owed(account) == ("0.00", "0.00", "131.00")


def test_the_oldest_first_does_not_look_at_the_nature() -> None:
    """R-09: the older due day, the older issue, the order of the file; no sharing of ties."""
    complement = invoice("F-1", nature="complement")
    account = drawn(
        ledger(YOUNG, complement, paid(april(4), "600.00", id="P-1")), april(4), between_invoices="oldest-first"
    )
    assert [number for _name, number, _to, _amount in allocated(account)] == ["F-1", "F-1"]
    older_issue = Invoice("F-3", march(1).replace(month=2), complement.due, euros("1000.00"))
    account = drawn(
        ledger(complement, older_issue, paid(april(4), "600.00", id="P-1")), april(4), between_invoices="oldest-first"
    )
    assert [number for _name, number, _to, _amount in allocated(account)] == ["F-3", "F-3"]
    ties = ledger(invoice("F-2"), invoice("F-1"), paid(april(4), "600.00", id="P-1"))
    account = drawn(ties, april(4), between_invoices="oldest-first")
    assert allocated(account) == [("P-1", "F-2", "interest", "4.00"), ("P-1", "F-2", "principal", "596.00")]


def test_pro_rata_between_all_that_is_due() -> None:
    """1 004.00 and 501.00 owed of 1 505.00: 301.00 give 200.80 and 100.20."""
    facts = ledger(OLD, YOUNG, invoice("F-3", due=april(20)), paid(april(4), "301.00", id="P-1"))
    account = drawn(facts, april(4), between_invoices="pro-rata")
    assert allocated(account) == [
        ("P-1", "F-1", "interest", "4.00"),
        ("P-1", "F-1", "principal", "196.80"),
        ("P-1", "F-2", "interest", "1.00"),
        ("P-1", "F-2", "principal", "99.20"),
    ]


def test_pro_rata_of_accessories_counts_them() -> None:
    """1 154.00 and 576.00 owed with the 15 %: 173.00 of 1 730.00 give a tenth of each."""
    facts = ledger(OLD, YOUNG, paid(april(4), "173.00", id="P-1"))
    account = drawn(facts, april(4), between_invoices="pro-rata", imputation="accessories-first")
    assert allocated(account) == [
        ("P-1", "F-1", "interest", "4.00"),
        ("P-1", "F-1", "penalty", "111.40"),
        ("P-1", "F-2", "interest", "1.00"),
        ("P-1", "F-2", "penalty", "56.60"),
    ]


def test_pro_rata_of_nothing_is_credit() -> None:
    """No invoice at all, or none that owes: the money is held."""
    account = drawn(ledger(paid(april(4), "100.00", id="P-1")), april(4), between_invoices="pro-rata")
    assert allocated(account) == [("P-1", None, "credit", "100.00")]


def test_an_invoice_that_owes_interest_alone_runs_no_more() -> None:
    """Principal first: F-1 owes 4.00 of interest and no principal, so F-2, whose interest runs, comes before it."""
    facts = ledger(OLD, YOUNG, paid(april(4), "1000.00", "F-1", id="P-1"), paid(april(5), "300.00", id="P-2"))
    account = drawn(facts, april(5), imputation="principal-first")
    assert [entry for entry in allocated(account) if entry[0] == "P-2"] == [("P-2", "F-2", "principal", "300.00")]


def test_without_interest_every_rate_is_nothing() -> None:
    """8.3 set aside: the subscription first, then the older due day."""
    facts = ledger(invoice("F-1", nature="work"), YOUNG, paid(april(2), "600.00", id="P-1"))
    account = drawn(facts, april(2), PLAIN.without(Clause("8.3")))
    assert [number for _name, number, _to, _amount in allocated(account)] == ["F-2", "F-1"]


def test_penalties_alone_share_nothing() -> None:
    """Two invoices that owe their 15 % alone: the first struck in the order of the file is paid, pro rata or not."""
    facts = ledger(
        invoice("F-2"), invoice("F-1"), paid(april(1), "2002.00", id="P-1"), paid(april(3), "200.00", id="P-2")
    )
    for between in ("most-interest", "oldest-first", "pro-rata"):
        account = drawn(facts, april(3), between_invoices=between)
        assert [entry for entry in allocated(account) if entry[0] == "P-2"] == [
            ("P-2", "F-2", "penalty", "150.00"),
            ("P-2", "F-1", "penalty", "50.00"),
        ]


LATE_2023 = invoice("F-1", due=date(2023, 12, 1))
EARLY_2024 = invoice("F-2", due=date(2024, 2, 1))


def test_the_higher_running_rate_comes_first() -> None:
    """Frozen at their due days, 3 x 4.22 % and 3 x 5.07 %: F-2 first. Each half-year: the same rate, so the older."""
    facts = ledger(LATE_2023, EARLY_2024, paid(march(1), "100.00", id="P-1"))
    frozen = drawn(facts, march(1), CG052018, rate_change="at-due-date")
    assert [number for _name, number, _to, _amount in allocated(frozen)] == ["F-2", "F-2"]
    each = drawn(facts, march(1), CG052018)
    assert [number for _name, number, _to, _amount in allocated(each)] == ["F-1", "F-1"]


def test_the_running_rate_is_that_of_the_last_day_counted() -> None:
    """A payment on the last day of the table needs no rate of a later day."""
    late = invoice("F-1", due=date(2026, 12, 1)), invoice("F-2", due=date(2026, 12, 10))
    last = date(2026, 12, 31)
    for day in (last, last.replace(day=30)):
        for bounds in ("(due, paid]", "[due, paid)"):
            account = drawn(ledger(*late, paid(day, "100.00", id="P-1")), last, CG052018, bounds=bounds)
            assert [number for _name, number, _to, _amount in allocated(account)] == ["F-1", "F-1"]


def test_an_order_needs_no_known_rate() -> None:
    """In a half-year that nobody knows, what runs still comes before what falls due that day, and no line needs it."""
    day = date(2027, 1, 10)
    facts = ledger(
        invoice("F-1", due=date(2027, 1, 5), total="100.00", nature="work"),
        invoice("F-2", due=day, total="100.00"),
        paid(date(2027, 1, 5), "100.00", id="P-1"),
        returned(day, reason="AM05"),
        paid(day, "100.00", id="P-2"),
    )
    account = drawn(facts, day, CG052018)
    assert allocated(account) == [("P-2", "F-1", "principal", "100.00")]
    assert account.lines == ()


def test_a_running_rate_of_nothing_gives_no_precedence() -> None:
    """On the last day at 0 %, F-1 runs for nothing: the subscription that falls due that day comes first."""
    rows = RateRow(HalfYear(2024, 1).period, Rate(0)), RateRow(HalfYear(2024, 2).period, Rate.percent("5"))
    day = date(2024, 6, 30)
    facts = ledger(
        invoice("F-1", due=date(2024, 6, 1), nature="work"), invoice("F-2", due=day), paid(day, "100.00", id="P-1")
    )
    account = arrears(facts, CG052018, day, Assumptions(rates=Rates(legal=RateTable("essai", rows))))
    assert allocated(account) == [("P-1", "F-2", "principal", "100.00")]
    later = ledger(*facts.invoices, paid(date(2024, 7, 1), "100.00", id="P-1"))
    account = arrears(later, CG052018, date(2024, 7, 1), Assumptions(rates=Rates(legal=RateTable("essai", rows))))
    assert [number for _name, number, _to, _amount in allocated(account)] == ["F-2", "F-2"]
