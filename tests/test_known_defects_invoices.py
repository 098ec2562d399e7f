"""Direct tests of the known defects about invoices: one of each key, whenever and however often it is issued."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

import attrs
import pytest

from netsoft.billing.invoices.credit_notes import Credited, CreditOrder, credit
from netsoft.billing.invoices.invoicing import (
    NO_DISCOUNT,
    Identity,
    InvoiceLine,
    Key,
    Order,
    Register,
    VatRate,
    draft,
    issue,
    issue_all,
)
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Month, Period
from netsoft.money import Money, Rate
from netsoft.names import TenantId
from netsoft.paris import day_in_paris

SELLER: Final = Identity("Éditeur", ("75001 Paris",), siren="732829320", vat_number="FR44732829320")
BUYER: Final = Identity("Courtage Mistral", ("13002 Marseille",), siren="404833048")
VAT: Final = VatRate(Rate.percent("20"))
OCTOBER: Final = Month(2026, 10)


def line(amount: str = "120.00", label: str = "Abonnement") -> InvoiceLine:
    return InvoiceLine.stated(Clause("7.1"), label, Money.parse(amount), VAT)


def order(run_on: date, month: Month = OCTOBER, *lines: InvoiceLine) -> Order:
    """The invoice of a month, drawn by a run on a day."""
    return Order(
        Key(TenantId("mistral"), month.period),
        SELLER,
        BUYER,
        CG052018,
        lines or (line(),),
        run_on,
        run_on + timedelta(days=30),
        discount=NO_DISCOUNT,
        supplied="services",
    )


def month_before(at: datetime) -> Month:
    """The month that a run bills: the one that is over in Paris."""
    return Month.containing(Month.containing(day_in_paris(at)).start_day - timedelta(days=1))


MIDNIGHTS: Final = [datetime(2026, 10, 31, 23, tzinfo=UTC), datetime(2026, 8, 31, 22, tzinfo=UTC)]


@pytest.mark.parametrize("midnight", MIDNIGHTS, ids=["winter", "summer"])
def test_two_runs_around_local_midnight_issue_one_invoice(midnight: datetime) -> None:
    """Runs on both sides of midnight in Paris and in UTC: one invoice for each month of Paris."""
    register, found = Register(), []
    for minutes in (-1, 0, 1, 59, 61, 121, 60 * 24):
        at = midnight + timedelta(minutes=minutes)
        register, done = issue(register, order(day_in_paris(at), month_before(at)))
        found.append(done.outcome)
    assert found == ["issued", "issued", *["already-issued"] * 5]
    over = month_before(midnight)
    assert [paper.key for paper in register.papers] == [
        order(midnight.date(), month).key for month in (_before(over), over)
    ]
    assert register.faults() == ()


def _before(month: Month) -> Month:
    return Month.containing(month.start_day - timedelta(days=1))


def test_two_orders_in_quick_succession_are_one_invoice() -> None:
    """In one batch too: the key has no instant, and no minute."""
    same = order(date(2026, 11, 2))
    register, ends = issue_all(Register(), (same, same, order(date(2026, 11, 2))))
    assert [end.outcome for end in ends] == ["issued", "already-issued", "already-issued"]
    assert len(register.papers) == 1


def test_issuing_again_and_again_changes_nothing() -> None:
    """Each further run leaves the register as it was: no document follows from a document."""
    orders = [order(date(2026, 11, 2), month) for month in (Month(2026, 9), OCTOBER)]
    register, _ends = issue_all(Register(), orders)
    for _ in range(3):
        after, ends = issue_all(register, orders)
        assert after == register
        assert {end.outcome for end in ends} == {"already-issued"}


def test_what_was_corrected_is_not_invoiced_again() -> None:
    """A credit note on the invoice opens no gap that a later run would fill; another content is a conflict."""
    first = order(date(2026, 11, 2))
    register, done = issue(Register(), first)
    assert done.document is not None
    wanted = CreditOrder("A-1", done.document, (Credited(1, Money.parse("20.00")),), date(2026, 11, 5), "trop facturé")
    register, credited = credit(register, wanted)
    assert credited.outcome == "issued"
    for run in (first, order(date(2026, 12, 2))):
        after, again = issue(register, run)
        assert (after, again.outcome) == (register, "already-issued")
    after, other = issue(register, attrs.evolve(first, lines=(line("100.00"),)))
    assert (after, other.outcome) == (register, "conflict")
    after, twice = credit(register, wanted)
    assert (after, twice.outcome) == (register, "already-issued")


def test_a_preview_is_the_invoice_without_its_number() -> None:
    for lines in ((line(),), (line("33.33"), line("-3.33", "Remise")), (line("0.01"), line("0.01"), line("0.01"))):
        wanted = order(date(2026, 11, 2), OCTOBER, *lines)
        preview = draft(wanted)
        _register, done = issue(Register(), wanted)
        assert done.document is not None
        assert preview.number is None
        assert attrs.evolve(done.document, number=None) == preview
        assert (preview.net, preview.total) == (done.document.net, done.document.total)


def test_all_lines_of_an_invoice_share_its_period() -> None:
    """The period is that of the key: the next month follows it, whatever the number of lines."""
    register, months = Register(), [Month(2026, 10), Month(2026, 11), Month(2026, 12)]
    for month in months:
        lines = (line(), line("10.00", "Espace disque"), line("5.00", "Option"))
        register, done = issue(register, order(month.next.start_day, month, *lines))
        assert done.document is not None
        assert done.document.key.period == month.period
        assert {one.period for one in done.document.order.lines} == {None}
    assert len(register.papers) == len(months)
    assert Period(months[0].start_day, months[-1].next.start_day).days == sum(m.period.days for m in months)
