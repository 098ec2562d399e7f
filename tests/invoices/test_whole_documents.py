"""What an invoice and a credit note say, whole: every key of their contents, and their entries in the account."""

from fractions import Fraction
from typing import Final

from netsoft.answers import Count, Line, Prorated, RoundingDifference
from netsoft.billing.entries import CreditNote, Invoice
from netsoft.billing.invoices.credit_notes import credit
from netsoft.billing.invoices.credit_values import Credited, CreditKey, CreditNoteDocument, CreditOrder
from netsoft.billing.invoices.invoice_values import InvoiceDocument, InvoiceLine, LineReference
from netsoft.billing.invoices.invoicing import draft
from netsoft.billing.invoices.numbering import Series
from netsoft.billing.invoices.vat import VatRate
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.money import ZERO, Rate
from tests.invoices.papers import TODAY, TWENTY, euros, issued, key, line, order

PARTY: Final = {"form": "", "capital": "", "register": "", "size": None, "iban": "", "contact": ""}
STANDARD: Final = {"rate_percent": "20.00", "category": "standard", "mention": None}
FREE: Final = {"rate_percent": "0.00", "category": "exempt", "mention": "texte cité"}
SAID: Final = {"period": None, "includes_vat": False, "corrects": None}
OCTOBER: Final = {"first": "2026-10-01", "last": "2026-10-31"}


def drawn() -> InvoiceDocument:
    """A count, a part of a cycle with its VAT, and a cent of rounding without any."""
    counted = Line(Clause("7.4"), "Appels", Count(3, euros("10.00"), TODAY), why="trois appels")
    part = Line(Clause("7.1"), "Part", Prorated(2, "30.00", key().period, 15, 30), head="principal")
    cent = Line(Clause("7.1"), "Arrondi", RoundingDifference(euros("0.01")))
    lines = (
        InvoiceLine(counted, TWENTY),
        InvoiceLine(part, TWENTY, key().period, includes_vat=True, corrects=LineReference("F-000000", 2)),
        InvoiceLine(cent, VatRate(Rate(0), "exempt", "texte cité")),
    )
    asked = order(*lines, contract="C-1", delivery="Entrepôt", on_debits=True, terms=CG052018.without(Clause("8.2")))
    return draft(asked, "F-7")


def rebate() -> tuple[InvoiceDocument, CreditOrder, CreditNoteDocument | None]:
    """A rebate on a line without VAT and on one with it."""
    register, invoice = issued(order(line("100.00"), line("20.00", label="Option", includes_vat=True)))
    taken = (Credited(1, euros("10.00")), Credited(2, euros("6.00")))
    series = Series("AV-", 3, yearly=True)
    asked = CreditOrder("A-1", invoice, taken, TODAY, "un utilisateur de trop", cause="rebate", series=series)
    document = credit(register, asked)[1].document
    return invoice, asked, document


def test_a_credit_note_is_whole() -> None:
    _, asked, document = rebate()
    assert document == CreditNoteDocument(asked, (ZERO, ZERO), "AV-2026-001")
    assert (document.key, document.seller) == (CreditKey("732829320", "F-000001", "A-1"), "732829320")
    assert document.ledger_credit_note == CreditNote(TODAY, euros("18.00"), "F-000001", "rebate", id="AV-2026-001")


def test_the_content_of_a_credit_note() -> None:
    invoice, _, document = rebate()
    assert document is not None
    assert document.content() == {
        "kind": "credit-note",
        "number": "AV-2026-001",
        "id": "A-1",
        "tenant": "mistral",
        "nature": "subscription",
        "issued": "2026-11-02",
        "series": {"prefix": "AV-", "width": 3, "yearly": True, "first": 1},
        "cause": "rebate",
        "reason": "un utilisateur de trop",
        "cites": {"invoice": "F-000001", "issued": "2026-11-02", "digest": invoice.digest},
        "seller": invoice.content()["seller"],
        "buyer": invoice.content()["buyer"],
        "lines": [
            {"line": 1, "label": "Abonnement", "amount": "10.00"},
            {"line": 2, "label": "Option", "amount": "6.00"},
        ],
        "rounding": "per-rate",
        "vat_by_rate": [
            {
                "rate_percent": "20.00",
                "category": "standard",
                "mention": None,
                "lines": "15.00",
                "rounding": "0.00",
                "net": "15.00",
                "vat": "3.00",
            }
        ],
        "net": "15.00",
        "vat": "3.00",
        "total": "18.00",
    }


def test_an_invoice_says_who_when_and_under_what() -> None:
    document = drawn()
    content = document.content()
    terms = document.order.terms
    assert {name: content[name] for name in list(content)[:17]} == {
        "kind": "invoice",
        "number": "F-7",
        "tenant": "mistral",
        "nature": "subscription",
        "period": OCTOBER,
        "issued": "2026-11-02",
        "due": "2026-11-02",
        "series": {"prefix": "F-", "width": 6, "yearly": False, "first": 1},
        "seller": {"name": "Éditeur", "siren": "732829320", "vat_number": "FR44732829320"}
        | {"address": ["1 rue A", "75001 Paris"]}
        | PARTY,
        "buyer": {"name": "Courtage Mistral", "siren": "552100554", "vat_number": None}
        | {"address": ["12 quai du Port", "13002 Marseille"]}
        | PARTY,
        "delivery": ["Entrepôt"],
        "contract": "C-1",
        "terms": {"name": terms.name, "digest": terms.digest},
        "set_aside": ["8.2"],
        "supplied": "services",
        "discount": "Pas d'escompte pour paiement anticipé.",
        "on_debits": True,
    }


def test_an_invoice_says_its_lines() -> None:
    assert drawn().content()["lines"] == [
        {"clause": "7.4", "label": "Appels", "amount": "30.00", "why": "trois appels", "quantity": "3"}
        | {"unit_price": "10", "net": "30.00", "vat": STANDARD}
        | SAID,
        {"clause": "7.1", "label": "Part", "amount": "30.00", "why": None, "quantity": "2", "unit_price": "30"}
        | {"period": OCTOBER, "includes_vat": True, "net": "25.00", "vat": STANDARD}
        | {"corrects": {"invoice": "F-000000", "line": 2}},
        {"clause": "7.1", "label": "Arrondi", "amount": "0.01", "why": None, "quantity": None, "unit_price": None}
        | {"net": "0.01", "vat": FREE}
        | SAID,
    ]


def test_an_invoice_enters_the_account_with_its_totals() -> None:
    assert drawn().ledger_invoice == Invoice(
        "F-7", TODAY, TODAY, euros("66.01"), "subscription", net=euros("55.01"), vat=euros("11.00")
    )


def test_a_stated_line_is_whole() -> None:
    stated = InvoiceLine.stated(Clause("7.1"), "Abonnement", euros("12.00"), TWENTY)
    assert (stated.line.clause, stated.line.label, stated.line.head) == (Clause("7.1"), "Abonnement", "principal")
    assert (stated.quantity, stated.unit_price, str(stated.line.amount), stated.vat) == (
        Fraction(1),
        Fraction(12),
        "12.00",
        TWENTY,
    )
    assert str(LineReference("F-7", 2)) == "F-7, ligne 2"
