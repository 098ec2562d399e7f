"""The flat sums of an account: 8.2, 8.4 and 8.5 under every reading, and the 40 euros."""

from netsoft.answers import Count, Share
from netsoft.billing.entries import Collection, FormalNotice, Judgment
from netsoft.clause import Clause
from netsoft.money import ZERO, Rate
from tests.billing.build import (
    PLAIN,
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
    written,
)

BOTH = invoice("F-1"), invoice("F-2", due=april(10), total="500.00")
AGENCY = Collection(april(4), "agency")


def test_the_penalty_is_on_what_the_due_day_left_unpaid() -> None:
    """300.00 paid on the due day lower it; 300.00 on the day after do not."""
    early, late = paid(march(31), "300.00"), paid(april(1), "300.00")
    assert penalties(drawn(ledger(invoice(), early), april(9))) == [("8.2", "F-1", "105.00")]
    assert penalties(drawn(ledger(invoice(), late), april(9))) == [("8.2", "F-1", "150.00")]


def test_the_penalty_is_struck_once() -> None:
    """Neither a rejection nor a returned debit strikes it again."""
    facts = ledger(
        invoice(), paid(april(3), "500.00", id="P-1"), rejected(april(2)), returned(april(5)), rejected(april(7))
    )
    assert penalties(drawn(facts, april(9))) == [("8.2", "F-1", "150.00")]


def test_a_penalty_that_rounds_to_nothing() -> None:
    """15 % of 0.03: a line of nothing, struck all the same."""
    account = drawn(ledger(invoice(total="0.03")), april(1))
    assert penalties(account) == [("8.2", "F-1", "0.00")]
    assert owed(account) == ("0.03", "0.00", "0.00")


def test_the_penalty_on_the_balance_of_the_day_drawn() -> None:
    """15 % of what is unpaid on the day drawn; a payment lowers it, and never goes to it."""
    facts = ledger(*BOTH, paid(april(4), "504.00"))
    account = drawn(facts, april(9), penalty_base="balance-on-day-drawn")
    assert penalties(account) == [("8.2", "F-1", "75.00")]
    assert account.lines[0].basis == Share(euros("500.00"), Rate.percent("15"), april(9))
    assert owed(account) == ("500.00", "2.50", "75.00")
    everything = ledger(*BOTH, paid(april(4), "1100.00"))
    account = drawn(everything, april(11), penalty_base="balance-on-day-drawn")
    assert owed(account) == ("404.00", "0.40", "60.60")
    assert penalties(account) == [("8.2", "F-2", "60.60")]


def test_the_day_drawn_counts_only_what_is_in_default() -> None:
    """On its due day an invoice is not; with nothing unpaid there is no penalty."""
    assert penalties(drawn(ledger(*BOTH), april(10), penalty_base="balance-on-day-drawn")) == [("8.2", "F-1", "150.00")]
    settled = ledger(invoice(), paid(april(4), "1004.00"))
    assert penalties(drawn(settled, april(9), penalty_base="balance-on-day-drawn")) == []
    aside = PLAIN.without(Clause("8.2"))
    assert penalties(drawn(ledger(invoice()), april(9), aside, penalty_base="balance-on-day-drawn")) == []


def test_a_payment_never_goes_to_a_penalty_of_the_day_drawn() -> None:
    """Money beyond principal and interest is credit, though the penalty of that day stands in the total."""
    facts = ledger(invoice(), invoice("F-2"), paid(april(4), "1500.00", "F-1"))
    account = drawn(facts, april(4), penalty_base="balance-on-day-drawn")
    assert penalties(account) == [("8.2", "F-2", "76.20")]
    assert all(allocation.to != "penalty" for allocation in account.allocations)


def test_fifteen_percent_a_year() -> None:
    """8.2 as a yearly rate: 36 500.00 bear 15.00 a day under 8.2, nothing under 8.3, no flat penalty."""
    account = drawn(ledger(invoice(total="36500.00")), april(2), penalty_base="annual-rate")
    assert written(account.lines) == [("8.2", "F-1", "30.00")]
    assert account.lines[0].head == "interest"
    assert owed(account) == ("36500.00", "30.00", "0.00")


def test_clauses_set_aside_strike_nothing() -> None:
    """Without 8.2, 8.3, 8.4 or 8.5 the others stand."""
    facts = ledger(invoice(), AGENCY, rejected(april(4), "MS02"))
    assert written(drawn(facts, april(4)).lines) == [
        ("8.2", "F-1", "150.00"),
        ("8.3", "F-1", "4.00"),
        ("8.4", "F-1", "100.40"),
        ("8.5", "F-1", "502.00"),
    ]
    for clause, amount in (("8.2", "606.40"), ("8.4", "656.00"), ("8.5", "254.40")):
        account = drawn(facts, april(4), PLAIN.without(Clause(clause)))
        assert clause not in [c for c, _number, _amount in written(account.lines)]
        assert account.lines_total == euros(amount)
    account = drawn(facts, april(4), PLAIN.without(Clause("8.3")))
    assert written(account.lines) == [("8.2", "F-1", "150.00"), ("8.4", "F-1", "100.00"), ("8.5", "F-1", "500.00")]


def test_an_agency_costs_ten_percent_of_what_is_owed() -> None:
    """10 % of principal and interest at the end of the day, of each due invoice; later days change nothing."""
    account = drawn(ledger(*BOTH, AGENCY), april(9))
    assert penalties(account) == [("8.2", "F-1", "150.00"), ("8.4", "F-1", "100.40")]
    line = account.lines[-1]
    assert (line.label, line.head) == ("Majoration pour recouvrement (clause pénale)", "penalty-clause")
    assert line.basis == Share(euros("1004.00"), Rate.percent("10"), april(4))


def test_a_payment_of_the_day_lowers_the_base() -> None:
    """At the end of the day of the recourse 504.00 are owed after 500.00 paid that day."""
    account = drawn(ledger(invoice(), AGENCY, paid(april(4), "500.00")), april(4))
    assert penalties(account)[1] == ("8.4", "F-1", "50.40")


def test_agency_and_court_together_once() -> None:
    """A second recourse strikes only what the first did not: F-2, due since, though it is named with F-1."""
    facts = ledger(*BOTH, AGENCY, Judgment(april(12), invoices=("F-1", "F-2")), Collection(april(13), "court"))
    assert penalties(drawn(facts, april(14))) == [
        ("8.2", "F-1", "150.00"),
        ("8.4", "F-1", "100.40"),
        ("8.2", "F-2", "75.00"),
        ("8.4", "F-2", "50.10"),
    ]


def test_a_recourse_for_named_invoices() -> None:
    """Only the one that is named, and only if it is due and owes something that day."""
    late = Collection(april(12), "court", ("F-2",))
    assert [p for p in penalties(drawn(ledger(*BOTH, late), april(14))) if p[0] == "8.4"] == [("8.4", "F-2", "50.10")]
    early = Collection(april(9), "court", ("F-2",))
    assert [p for p in penalties(drawn(ledger(*BOTH, early), april(14))) if p[0] == "8.4"] == []
    settled = ledger(invoice(), paid(april(1), "1001.00"), AGENCY)
    assert penalties(drawn(settled, april(9))) == [("8.2", "F-1", "150.00")]
    on_due_day = ledger(invoice(), Collection(march(31), "agency"))
    assert penalties(drawn(on_due_day, april(9))) == [("8.2", "F-1", "150.00")]
    the_day_after = ledger(invoice(), Collection(april(1), "agency"))
    assert ("8.4", "F-1", "100.10") in penalties(drawn(the_day_after, april(9)))


def test_a_recourse_for_an_invoice_that_a_rejection_called() -> None:
    """Before its due day and on it, once the rejection has put it in default."""
    for day in (march(21), march(31)):
        facts = ledger(invoice(), rejected(march(20)), Collection(day, "agency"))
        assert penalties(drawn(facts, day)) == [("8.2", "F-1", "150.00"), ("8.4", "F-1", "100.00")]
    elsewhere = ledger(invoice(), rejected(march(20), "AM05"), Collection(march(31), "agency"))
    assert penalties(drawn(elsewhere, march(31))) == []


def test_interest_alone_is_enough_for_a_recourse() -> None:
    """Principal paid first, 4.00 of interest are left: 10 % of them."""
    facts = ledger(invoice(), paid(april(4), "1000.00"), Collection(april(5), "agency"))
    assert penalties(drawn(facts, april(9), imputation="principal-first"))[1] == ("8.4", "F-1", "0.40")
    without_base = drawn(facts, april(9), imputation="principal-first", flat_base="principal")
    assert penalties(without_base) == [("8.2", "F-1", "150.00")]


def test_a_base_of_nothing_strikes_nothing_yet() -> None:
    """R-10 on principal alone, and none on the day: a later recourse may strike what a return restored."""
    facts = ledger(
        invoice(),
        paid(april(4), "1000.00", id="P-1"),
        Collection(april(5), "agency"),
        returned(april(6)),
        Collection(april(7), "court"),
    )
    account = drawn(facts, april(9), imputation="principal-first", flat_base="principal")
    assert penalties(account)[1] == ("8.4", "F-1", "100.00")


def test_the_base_under_each_reading() -> None:
    """Principal and interest; all sums due, the 15 % and the 40 euros included; principal alone."""
    facts = ledger(invoice(), AGENCY)
    bases = {
        ("principal-and-interest", False): "1004.00",
        ("all-sums-due", False): "1154.00",
        ("all-sums-due", True): "1194.00",
        ("principal", False): "1000.00",
    }
    for (flat_base, indemnity), base in bases.items():
        account = drawn(facts, april(9), flat_base=flat_base, statutory_indemnity=indemnity)
        assert [line.basis for line in account.lines if line.clause == Clause("8.4")] == [
            Share(euros(base), Rate.percent("10"), april(4))
        ]


def test_all_sums_due_in_the_order_of_events() -> None:
    """8.4 enters the base of a later 8.5 of the same day; what is already paid or waits for a notice does not."""
    facts = ledger(invoice(), AGENCY, rejected(april(4), "MS02"))
    struck = penalties(drawn(facts, april(4), flat_base="all-sums-due"))
    assert struck[1:] == [("8.4", "F-1", "115.40"), ("8.5", "F-1", "634.70")]
    waiting = drawn(facts, april(4), flat_base="all-sums-due", formal_notice=True)
    assert [(p.clause.number, str(p.amount_if_proved)) for p in waiting.pending] == [
        ("8.2", "150.00"),
        ("8.4", "100.40"),
        ("8.5", "502.00"),
    ]


def test_penalties_alone_are_no_base() -> None:
    """All sums due, and nothing owed but the 15 %: a recourse strikes nothing on a penalty."""
    facts = ledger(invoice(), paid(april(1), "1001.00"), AGENCY)
    account = drawn(facts, april(9), flat_base="all-sums-due")
    assert written(account.lines) == [("8.2", "F-1", "150.00"), ("8.3", "F-1", "1.00")]


def test_forty_euros_for_the_record() -> None:
    """Off: one remark beside the total, for every invoice paid late."""
    account = drawn(ledger(*BOTH), april(11))
    (remark,) = account.for_the_record
    label = (
        "Indemnité forfaitaire pour frais de recouvrement (2 × 40,00\u00a0€) : due de par la loi, absente du contrat, "
    )
    assert (remark.clause, remark.label, remark.amount) == (Clause("D441-5"), label + "non comptée", euros("80.00"))
    assert drawn(ledger(*BOTH), april(10)).for_the_record[0].amount == euros("40.00")
    assert drawn(ledger(*BOTH), march(31)).for_the_record == ()


def test_forty_euros_counted() -> None:
    """On: a line an invoice, payable like a penalty, and no remark; a formal notice is not asked for."""
    account = drawn(ledger(*BOTH), april(11), statutory_indemnity=True, formal_notice=True)
    lines = [line for line in account.lines if line.clause == Clause("D441-5")]
    assert [(line.invoice, line.head, line.label) for line in lines] == [
        ("F-1", "statutory-indemnity", "Indemnité forfaitaire pour frais de recouvrement"),
        ("F-2", "statutory-indemnity", "Indemnité forfaitaire pour frais de recouvrement"),
    ]
    assert [line.basis for line in lines] == [Count(1, euros("40.00"), april(1)), Count(1, euros("40.00"), april(11))]
    assert account.for_the_record == ()
    assert account.totals.penalties == euros("80.00")


def test_forty_euros_without_the_clause_of_eight_two() -> None:
    """The law grants them whatever the terms say: 8.2 set aside, or read as a rate."""
    aside = drawn(ledger(invoice()), april(1), PLAIN.without(Clause("8.2")), statutory_indemnity=True)
    assert penalties(aside) == [("D441-5", "F-1", "40.00")]
    yearly = drawn(ledger(invoice()), april(1), penalty_base="annual-rate", statutory_indemnity=True)
    assert ("D441-5", "F-1", "40.00") in penalties(yearly)


def test_a_correction_lowers_the_whole_history() -> None:
    """Issued for 400.00 too much: as if for 600.00, from the due day on; a rebate lowers from its own day."""
    correction = drawn(ledger(invoice(), corrected(april(5), "400.00")), april(10))
    assert written(correction.lines) == [("8.2", "F-1", "90.00"), ("8.3", "F-1", "6.00")]
    assert (correction.totals.invoiced, correction.totals.credited) == (euros("1000.00"), euros("400.00"))
    rebate = ledger(invoice(), credited(april(5), "400.00"))
    assert written(drawn(rebate, april(10)).lines) == [
        ("8.2", "F-1", "150.00"),
        ("8.3", "F-1", "5.00"),
        ("8.3", "F-1", "3.00"),
    ]
    from_its_date = drawn(
        ledger(invoice(), corrected(april(5), "400.00")), april(10), credit_note_effect="from-its-date"
    )
    assert from_its_date.lines == drawn(rebate, april(10)).lines


def test_two_corrections_add_up() -> None:
    """300.00 and 100.00: issued for 600.00."""
    facts = ledger(invoice(), corrected(april(5), "300.00"), corrected(april(6), "100.00"))
    assert written(drawn(facts, april(10)).lines) == [("8.2", "F-1", "90.00"), ("8.3", "F-1", "6.00")]
    assert written(drawn(facts, april(5)).lines) == [("8.2", "F-1", "105.00"), ("8.3", "F-1", "3.50")]


def test_a_correction_of_another_invoice_or_of_tomorrow_changes_nothing() -> None:
    """Corrections act on their own invoice, and only once they are dated."""
    facts = ledger(*BOTH, corrected(april(11), "400.00", "F-2"))
    assert interest(drawn(facts, april(10))) == [("F-1", "10.00")]
    assert drawn(facts, april(11)).totals.not_yet_due == ZERO
    assert penalties(drawn(facts, april(11))) == [("8.2", "F-1", "150.00"), ("8.2", "F-2", "15.00")]
    assert penalties(drawn(facts, april(10))) == [("8.2", "F-1", "150.00")]
    early = ledger(*BOTH, corrected(april(2), "400.00", "F-2"))
    assert drawn(early, april(9)).totals.not_yet_due == euros("100.00")
    assert drawn(early, april(9)).totals.credited == ZERO


def test_a_notice_of_another_kind_strikes_nothing() -> None:
    """A formal notice is no recourse."""
    assert penalties(drawn(ledger(invoice(), FormalNotice(april(4))), april(9))) == [("8.2", "F-1", "150.00")]
