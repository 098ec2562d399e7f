"""Credit notes cite, never exceed what is left, and come to zero to the cent."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from netsoft.billing.invoices.credit_notes import credit, credit_all, credited, left
from netsoft.billing.invoices.credit_values import Credited, CreditNoteDocument, CreditOrder
from netsoft.billing.invoices.invoice_values import InvoiceDocument, LineReference, Order
from netsoft.billing.invoices.invoicing import Register
from netsoft.billing.invoices.vat import VatRate
from netsoft.errors import InvalidValue
from netsoft.money import ZERO, Money, Rate, total
from netsoft.testing import orders
from tests.invoices.papers import TODAY, euros, issued, key, line, order

YESTERDAY = TODAY - timedelta(1)


def wanted(invoice: InvoiceDocument, amount: str = "20.00", **more: Any) -> CreditOrder:
    made = CreditOrder("A-1", invoice, (Credited(1, euros(amount)),), TODAY, "un utilisateur de trop")
    return evolve(made, **more)


@given(orders(), st.data())
def test_in_one_go_or_in_many_it_comes_to_zero(invoiced: Order, data: st.DataObject) -> None:
    register, invoice = issued(invoiced)
    taken = (ZERO, ZERO)
    for place, one in enumerate(invoice.order.lines, 1):
        weights = data.draw(st.lists(st.integers(1, 9), min_size=1, max_size=3))
        for part, amount in enumerate(one.line.amount.split(weights)):
            if not amount:
                continue
            asked = CreditOrder(f"A-{place}-{part}", invoice, (Credited(place, amount),), invoice.issued, "reprise")
            register, done = credit(register, asked)
            if done.document is None:  # so small that no cent with VAT is left for it
                assert "rien à créditer" in done.decision.reasons[0].fact
                return
            assert done.document.net >= ZERO
            assert done.document.vat.vat >= ZERO
            taken = (taken[0] + done.document.net, taken[1] + done.document.vat.vat)
    assert taken == (invoice.net, invoice.vat.vat)
    assert not any(left(register, invoice))
    assert credited(register, invoice) == tuple(one.line.amount for one in invoice.order.lines)


@given(orders())
def test_a_whole_invoice_is_taken_back_whole(invoiced: Order) -> None:
    register, invoice = issued(invoiced)
    _, done = credit(register, CreditOrder.of_the_whole("A-1", invoice, invoice.issued, "annulation"))
    assert done.document is not None
    assert done.document.vat == invoice.vat
    note = done.document.ledger_credit_note
    assert (note.amount, note.invoice, note.id, note.cause) == (
        invoice.total,
        invoice.number,
        "AV-000001",
        "correction",
    )


def test_it_cites_its_invoice_and_lines() -> None:
    register, invoice = issued(order(line(), line("10.00")))
    _, done = credit(register, wanted(invoice))
    assert done.document is not None
    assert done.document.cites == (LineReference("F-000001", 1),)
    assert done.document.content()["cites"] == {"invoice": "F-000001", "issued": "2026-11-02", "digest": invoice.digest}
    assert (done.document.net, done.document.vat.vat, done.document.total) == (euros("20"), euros("4"), euros("24"))


def test_never_more_than_is_left() -> None:
    register, invoice = issued(order())
    register, _ = credit(register, wanted(invoice, "100.00"))
    after, done = credit(register, wanted(invoice, "20.01", id="A-2"))
    assert (done.outcome, after) == ("refused", register)
    assert "il reste 20,00" in done.decision.reasons[0].fact
    _, done = credit(register, wanted(invoice, "20.00", id="A-2"))
    assert done.outcome == "issued"
    assert left(register, invoice) == (euros("20.00"),)


def test_a_line_is_credited_in_its_own_sign() -> None:
    register, invoice = issued(order(line("100.00"), line("-50.00")))
    for place, amount in ((2, "1.00"), (2, "-50.01"), (1, "-1.00")):
        _, done = credit(register, wanted(invoice, lines=(Credited(place, euros(amount)),)))
        assert "à créditer" in done.decision.reasons[0].fact
    _, whole = credit(register, wanted(invoice, lines=(Credited(1, euros("100")), Credited(2, euros("-50")))))
    assert whole.document is not None
    assert whole.document.total == invoice.total


def test_never_more_than_the_whole_although_no_line_forbids_it() -> None:
    register, invoice = issued(order(line("100.00"), line("-50.00")))
    _, done = credit(register, wanted(invoice, "100.00"))
    assert done.decision.reasons[0].fact.replace("\u00a0", " ") == (
        "F-000001 : 120,00 € d'avoirs en tout, pour 60,00 € facturés"
    )
    _, none = credit(register, wanted(invoice, lines=(Credited(2, euros("-50.00")),)))
    assert "rien à créditer" in none.decision.reasons[0].fact


def test_once_by_its_name() -> None:
    register, invoice = issued(order())
    register, done = credit(register, wanted(invoice))
    after, again = credit(register, wanted(invoice))
    assert (again.outcome, again.document, after) == ("already-issued", done.document, register)
    after, other = credit(register, wanted(invoice, "19.99"))
    assert (other.outcome, other.document, after) == ("conflict", done.document, register)
    for changed in ({"reason": "autre"}, {"cause": "rebate"}):
        assert credit(register, wanted(invoice, **changed))[1].outcome == "conflict"


def test_its_series_is_its_own_or_the_invoices() -> None:
    register, invoice = issued(order())
    register, ends = credit_all(register, (wanted(invoice), wanted(invoice, id="A-2", series=invoice.series)))
    assert [end.document and end.document.number for end in ends] == ["AV-000001", "F-000002"]
    assert not register.faults()


def test_not_before_its_invoice_nor_before_its_series() -> None:
    register, invoice = issued(order())
    assert (
        "ne peut être du 01/11/2026" in credit(register, wanted(invoice, issued=YESTERDAY))[1].decision.reasons[0].fact
    )
    later = TODAY + timedelta(9)
    register, _ = credit(register, wanted(invoice, issued=later))
    _, done = credit(register, wanted(invoice, id="A-2"))
    assert "chronologique" in done.decision.reasons[0].fact


def test_an_invoice_that_the_register_does_not_hold() -> None:
    _, invoice = issued(order())
    other, _ = issued(order(key=key(9)))
    for register in (Register(), other):
        assert credit(register, wanted(invoice))[1].outcome == "refused"
    altered = evolve(invoice, order=order(line("121.00")))
    mine, _ = issued(order())
    assert "telle qu'elle est citée" in credit(mine, wanted(altered))[1].decision.reasons[0].fact


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        ({"id": " "}, "id"),
        ({"reason": ""}, "reason"),
        ({"cause": "gift"}, "cause"),
        ({"lines": ()}, "lines"),
        ({"lines": (Credited(1, euros("1")), Credited(1, euros("2")))}, "lines"),
        ({"lines": (Credited(2, euros("1")),)}, "lines"),
        ({"invoice": InvoiceDocument(order())}, "invoice"),
    ],
)
def test_what_no_order_of_credit_is(keys: dict[str, Any], field: str) -> None:
    _, invoice = issued(order())
    with pytest.raises(InvalidValue) as caught:
        evolve(wanted(invoice), **keys)
    assert caught.value.field == field


def test_what_no_credited_line_is() -> None:
    for place, amount in ((0, euros("1")), (True, euros("1")), (1, ZERO), (1, 1)):
        with pytest.raises(InvalidValue):
            Credited(place, amount)  # type: ignore[arg-type]


def test_a_preview_is_in_no_account() -> None:
    _, invoice = issued(order())
    drawn = CreditNoteDocument(wanted(invoice), (ZERO,))
    assert drawn.total == euros("24.00")
    assert drawn.digest != drawn.numbered("AV-000001").digest
    with pytest.raises(InvalidValue, match="avoir non émis"):
        _ = drawn.ledger_credit_note


def test_the_sums_of_credit_notes_are_what_is_credited() -> None:
    register, invoice = issued(order(line("33.33"), line("0.01", includes_vat=True)))
    register, ends = credit_all(
        register, [wanted(invoice, amount, id=f"A-{amount}") for amount in ("11.11", "11.12", "11.10")]
    )
    amounts = [end.document.total for end in ends if end.document]
    assert total(amounts) == euros("40.00")
    assert left(register, invoice) == (ZERO, Money(cents=1))


def test_no_rate_is_credited_beyond_what_it_was_billed() -> None:
    """The whole is not exceeded, and yet more VAT would be given back at one rate than the invoice bears at it."""
    half = VatRate(Rate.percent("5.5"))
    register, invoice = issued(order(line("100.00"), line("-30.00", label="Remise"), line("50.00", half)))
    register, done = credit(register, wanted(invoice, "100.00"))
    said = "F-000001 : 120,00 € d'avoirs en tout à 20,00 % de TVA, pour 84,00 € facturés"
    assert done.decision.reasons[0].fact.replace("\xa0", " ") == said
    register, done = credit(register, wanted(invoice, "70.00"))
    assert done.outcome == "issued"
    rest = tuple(Credited(place, amount) for place, amount in enumerate(left(register, invoice), 1))
    _, last = credit(register, wanted(invoice, id="A-2", lines=rest))
    assert last.document is not None
    assert done.document is not None
    assert done.document.total + last.document.total == invoice.total
