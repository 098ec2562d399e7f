"""Preview and issue are one function; issue is once by key; a conflict is shown."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from netsoft.answers import Count, Line, Prorated, Quantity, Reason, RoundingDifference
from netsoft.billing.invoices.invoice_values import InvoiceDocument, InvoiceLine, Key, LineReference, Order
from netsoft.billing.invoices.invoicing import Register, draft, issue, issue_all
from netsoft.billing.invoices.numbering import Series
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Month, Period
from netsoft.errors import InvalidValue
from netsoft.money import CENT
from netsoft.names import TenantId
from netsoft.testing import orders
from tests.invoices.papers import OTHER_SELLER, SELLER, TODAY, TWENTY, euros, issued, key, line, order

TOMORROW = TODAY + timedelta(1)


@given(orders())
def test_preview_is_issue(wanted: Order) -> None:
    preview, (register, done) = draft(wanted), issue(Register(), wanted)
    assert done.outcome == "issued"
    assert done.document is not None
    assert done.document == draft(wanted, done.document.number)
    assert (preview.net, preview.vat, preview.total) == (done.document.net, done.document.vat, done.document.total)
    assert {**preview.content(), "number": done.document.number} == done.document.content()
    assert register.papers == (done.document,)


@given(st.lists(orders(), max_size=6))
def test_a_second_run_changes_nothing(wanted: list[Order]) -> None:
    register, first = issue_all(Register(), wanted)
    after, second = issue_all(register, wanted)
    assert after == register
    assert {end.outcome for end in second} <= {"already-issued", "conflict", "refused"}
    assert [end.document for end in second if end.document] == [
        next(p for p in register.papers if p.key == one.key)
        for one, end in zip(wanted, second, strict=True)
        if end.document
    ]
    assert not register.faults()
    assert len(first) == len(wanted)


@given(orders())
def test_the_ledger_takes_it(wanted: Order) -> None:
    _, document = issued(wanted)
    invoice = document.ledger_invoice
    assert (invoice.number, invoice.total, invoice.nature) == (document.number, document.total, wanted.key.nature)
    assert (invoice.issued, invoice.due, invoice.net) == (wanted.issued, wanted.due, document.net)


def test_the_same_order_on_another_day_is_the_same_invoice() -> None:
    register, document = issued(order())
    later = order(issued=TOMORROW, due=TOMORROW)
    after, done = issue(register, later)
    assert (done.outcome, done.document, after) == ("already-issued", document, register)
    assert done.decision.granted


@pytest.mark.parametrize(
    "changed",
    [
        {"due": TOMORROW},
        {"discount": "2 % à huit jours"},
        {"seller": OTHER_SELLER},
        {"lines": (line("120.01"),)},
        {"lines": (line(label="Autre"),)},
        {"rounding": "per-line"},
        {"series": Series("G-")},
        {"contract": "C-1"},
    ],
)
def test_another_content_under_the_same_key_is_a_conflict(changed: dict[str, Any]) -> None:
    register, document = issued(order())
    after, done = issue(register, evolve(order(), **changed))
    assert (done.outcome, done.document, after) == ("conflict", document, register)
    assert "F-000001 du 02/11/2026 est émis sous la même clé avec un autre contenu" in done.decision.reasons[0].fact


def test_what_lacks_a_mention_is_refused_and_takes_no_number() -> None:
    register, (refused, done) = issue_all(Register(), (order(discount=""), order(key=key(11))))
    assert (refused.outcome, refused.document) == ("refused", None)
    assert refused.decision.reasons[0].clause == Clause("L441-9")
    assert done.document is not None
    assert done.document.number == "F-000001"
    assert len(register.papers) == 1


@pytest.mark.parametrize("amounts", [("0.00",), ("-10.00",), ("10.00", "-10.00")])
def test_nothing_to_bill_is_an_answer(amounts: tuple[str, ...]) -> None:
    _, done = issue(Register(), order(*map(line, amounts)))
    assert done.outcome == "refused"
    assert "rien à facturer" in done.decision.reasons[0].fact


def test_a_clause_that_is_set_aside_founds_no_line() -> None:
    terms = CG052018.without(Clause("7.1"))
    register, done = issue(Register(), order(terms=terms))
    assert (done.outcome, register) == ("refused", Register())
    assert done.decision.reasons == (Reason(Clause("7.1"), "clause écartée : elle ne fonde rien"),)
    given_back = evolve(line("-20.00"), line=evolve(line("-20.00").line, clause=Clause("7.2")))
    _, done = issue(Register(), order(line(), given_back, terms=CG052018.without(Clause("7.2"))))
    assert done.outcome == "issued"


def test_numbers_follow_by_seller_and_series() -> None:
    wanted = [
        order(key=key(1)),
        order(key=key(2), seller=OTHER_SELLER),
        order(key=key(3), series=Series("C-", 2)),
        order(key=key(4)),
    ]
    _, ends = issue_all(Register(), wanted)
    assert [end.document and end.document.number for end in ends] == ["F-000001", "F-000001", "C-01", "F-000002"]


def test_an_invoice_is_not_dated_before_the_last() -> None:
    register, _ = issued(order())
    yesterday = TODAY - timedelta(1)
    _, done = issue(register, order(key=key(9), issued=yesterday, due=TODAY))
    assert done.outcome == "refused"
    assert "chronologique" in done.decision.reasons[0].fact


def test_a_series_at_fault_takes_nothing_more() -> None:
    _, document = issued(order())
    register = Register((document.numbered("F-000002"),))
    assert [fault.number for fault in register.faults()] == ["F-000001"]
    _, done = issue(register, order(key=key(9)))
    assert (done.outcome, done.decision.reasons[0].fact) == ("refused", "F-000001 manque dans la série F-")


def test_two_series_never_give_one_number() -> None:
    register, done = issue(Register(), order(series=Series("F-", 6, yearly=True)))
    assert done.document is not None
    assert done.document.number == "F-2026-000001"
    _, again = issue(register, order(key=key(9), series=Series("F-2026-", 6)))
    assert again.outcome == "refused"
    assert "déjà donné dans une autre série" in again.decision.reasons[0].fact


def test_a_digest_tells_documents_apart() -> None:
    _, document = issued(order())
    others = [order(due=TOMORROW), order(line("120.01")), order(line(label="x")), order(contract="C")]
    digests = {document.digest, *(draft(other, document.number).digest for other in others), draft(order()).digest}
    assert len(digests) == 6
    assert document.digest == draft(order(), "F-000001").digest
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        document.number = "F-2"  # type: ignore[misc]


def test_quantity_and_price_come_from_the_basis() -> None:
    month = Month(2026, 10).period
    lines = [
        InvoiceLine(Line(Clause("7.1"), "x", basis), TWENTY)
        for basis in (
            Quantity(4, "30"),
            Prorated(2, "30", month, 31, 31),
            RoundingDifference(CENT),
            Count(3, CENT, TODAY),
        )
    ]
    counted = [(one.quantity, one.unit_price) for one in lines]
    assert counted == [(4, 30), (2, 30), (None, None), (3, Fraction(1, 100))]
    content = draft(order(*lines)).content()["lines"]
    assert isinstance(content, list)
    assert content[2]["quantity"] is None  # type: ignore[index,call-overload]


def test_a_correction_cites_the_line_that_it_corrects() -> None:
    cited = LineReference("F-000001", 2)
    assert str(cited) == "F-000001, ligne 2"
    _, document = issued(order(line(corrects=cited, period=Month(2026, 9).period)))
    lines = document.content()["lines"]
    assert isinstance(lines, list)
    assert lines[0]["corrects"] == {"invoice": "F-000001", "line": 2}  # type: ignore[index,call-overload]
    for wrong in (("", 1), ("F-1", 0), ("F-1", True)):
        with pytest.raises(InvalidValue):
            LineReference(*wrong)


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        ({"due": TODAY - timedelta(1)}, "due"),
        ({"lines": ()}, "lines"),
        ({"seller": evolve(SELLER, siren=None, vat_number=None)}, "seller.siren"),
        ({"rounding": "half-even"}, "rounding"),
        ({"supplied": "all"}, "supplied"),
        ({"issued": date(1899, 1, 1)}, "issued"),
    ],
)
def test_what_no_order_is(keys: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        evolve(order(), **keys)
    assert caught.value.field == field


def test_what_no_key_is() -> None:
    month = Month(2026, 10).period
    with pytest.raises(InvalidValue, match="client sans nom"):
        Key(TenantId(" "), month)
    with pytest.raises(InvalidValue, match="période vide"):
        Key(TenantId("a"), Period(TODAY, TODAY))
    with pytest.raises(InvalidValue, match="nature"):
        Key(TenantId("a"), month, "gift")  # type: ignore[arg-type]


def test_a_preview_is_in_no_account() -> None:
    with pytest.raises(InvalidValue, match="facture non émise"):
        _ = InvoiceDocument(order()).ledger_invoice
    assert euros("144.00") == draft(order()).total
    assert draft(order(delivery="12 quai du Port")).order.delivery == ("12 quai du Port",)
