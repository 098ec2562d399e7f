"""Orders by hand, with the few things that a test changes."""

from datetime import date
from typing import Any

from attrs import evolve

from netsoft.billing.invoices.identity import Identity
from netsoft.billing.invoices.invoice_values import InvoiceDocument, InvoiceLine, Key, Order
from netsoft.billing.invoices.invoicing import Register, issue
from netsoft.billing.invoices.mentions import NO_DISCOUNT
from netsoft.billing.invoices.vat import VatRate
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Month
from netsoft.money import Money, Rate
from netsoft.names import TenantId

SELLER = Identity("Éditeur", ("1 rue A", "75001 Paris"), siren="732829320", vat_number="FR44732829320")
OTHER_SELLER = Identity("Autre", ("2 rue B", "69001 Lyon"), siren="404833048", vat_number="FR83404833048")
BUYER = Identity("Courtage Mistral", ("12 quai du Port", "13002 Marseille"), siren="552100554")
TWENTY = VatRate(Rate.percent("20"))
TODAY = date(2026, 11, 2)


def euros(text: str) -> Money:
    return Money.parse(text)


def line(amount: str = "120.00", vat: VatRate = TWENTY, label: str = "Abonnement", **more: Any) -> InvoiceLine:
    stated = InvoiceLine.stated(Clause("7.1"), label, euros(amount), vat)
    return evolve(stated, **more)


def key(month: int = 10, tenant: str = "mistral") -> Key:
    return Key(TenantId(tenant), Month(2026, month).period)


def order(*lines: InvoiceLine, **more: Any) -> Order:
    due = more.get("issued", TODAY)
    kept = {
        "key": key(),
        "seller": SELLER,
        "issued": TODAY,
        "due": due,
        "supplied": "services",
        "discount": NO_DISCOUNT,
    }
    return Order(
        buyer=more.pop("buyer", BUYER), terms=more.pop("terms", CG052018), lines=lines or (line(),), **kept | more
    )


def issued(wanted: Order) -> tuple[Register, InvoiceDocument]:
    """A register with that invoice alone."""
    register, done = issue(Register(), wanted)
    assert done.document is not None
    return register, done.document
