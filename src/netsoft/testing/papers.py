"""Strategies for invoices: orders with any lines, rates and roundings, and what may be asked of a register."""

from __future__ import annotations

from datetime import date
from typing import Final

from hypothesis import strategies as st

from netsoft.answers import Line, Quantity
from netsoft.billing.entries import Nature
from netsoft.billing.invoices.credit_values import Credited, CreditOrder
from netsoft.billing.invoices.identity import Identity
from netsoft.billing.invoices.invoice_values import InvoiceDocument, InvoiceLine, Key, Order
from netsoft.billing.invoices.mentions import NO_DISCOUNT
from netsoft.billing.invoices.numbering import Series
from netsoft.billing.invoices.vat import Taxed, VatRate, VatRounding
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Month, Period
from netsoft.money import Money, Rate
from netsoft.names import TenantId
from netsoft.testing.values import days, money

SELLERS: Final = (
    Identity("Éditeur", ("1 rue A", "75001 Paris"), siren="732829320", vat_number="FR44732829320", size="small"),
    Identity("Autre éditeur", ("2 rue B", "69001 Lyon"), siren="404833048", vat_number="FR83404833048"),
)
"""Two sellers, each with series of its own."""
BUYER: Final = Identity("Courtage Mistral", ("12 quai du Port", "13002 Marseille"), siren="552100554")
_SPAN: Final = Period(date(2026, 1, 1), date(2027, 1, 1))
_CATEGORIES: Final = (VatRate(Rate(0), "exempt", "article cité par le vendeur"), VatRate(Rate(0), "outside", "motif"))
_ROUNDINGS: Final[tuple[VatRounding, ...]] = ("per-rate", "per-line", "gross-kept")
_NATURES: Final[tuple[Nature, ...]] = ("subscription", "complement", "option", "work")


def vat_rates() -> st.SearchStrategy[VatRate]:
    """The rates that one meets, others, and regimes without VAT with the mention that they need."""
    percents = st.one_of(st.sampled_from(("20", "10", "5.5", "2.1", "19", "7")), st.integers(1, 99).map(str))
    taxed = percents.map(lambda text: VatRate(Rate.percent(text)))
    return st.one_of(taxed, taxed, st.sampled_from(_CATEGORIES))


def taxed_amounts(at_least: Money = Money(cents=-500_000)) -> st.SearchStrategy[Taxed]:
    """Amounts with their rates, net or gross, of either sign unless ``at_least`` says otherwise."""
    return st.builds(Taxed, money(at_least), vat_rates(), st.booleans())


def vat_roundings() -> st.SearchStrategy[VatRounding]:
    """The three roundings."""
    return st.sampled_from(_ROUNDINGS)


@st.composite
def invoice_lines(draw: st.DrawFn) -> InvoiceLine:
    """Lines with an amount above zero, priced by the piece or stated."""
    price = draw(money(at_most=Money(cents=100_000)))
    basis = Quantity(draw(st.integers(1, 5)), price)
    line = Line(
        Clause("7.1"), draw(st.sampled_from(("Abonnement", "Espace disque", "Option"))), basis, head="principal"
    )
    return InvoiceLine(line, draw(vat_rates()), includes_vat=draw(st.booleans()))


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Orders that may be issued: of two sellers, three tenants, the months of 2026, any nature and rounding."""
    month = draw(st.integers(1, 12))
    key = Key(
        TenantId(draw(st.sampled_from(("mistral", "cévennes", "armor")))),
        Month(2026, month).period,
        draw(st.sampled_from(_NATURES)),
    )
    issued = draw(days(_SPAN))
    due = draw(days(Period(issued, _SPAN.end)))
    return Order(
        key,
        draw(st.sampled_from(SELLERS)),
        BUYER,
        CG052018,
        tuple(draw(st.lists(invoice_lines(), min_size=1, max_size=4))),
        issued,
        due,
        series=draw(st.sampled_from((Series(), Series("A-", 3), Series("Y-", 4, yearly=True)))),
        rounding=draw(vat_roundings()),
        supplied="services",
        discount=NO_DISCOUNT,
    )


@st.composite
def credit_orders(draw: st.DrawFn, invoice: InvoiceDocument) -> CreditOrder:
    """Credit notes of an issued invoice, of some of its lines, often for more than is left."""
    lines = draw(st.lists(st.integers(1, len(invoice.order.lines)), min_size=1, unique=True))
    amounts = [(place, invoice.order.lines[place - 1].line.amount) for place in lines]
    credited = [Credited(place, draw(money(at_most=amount + Money(cents=1)))) for place, amount in amounts]
    issued = draw(days(Period(invoice.issued, date(2027, 6, 1))))
    own = draw(st.booleans())
    series = invoice.series if own else Series("AV-")
    name = draw(st.sampled_from(("A-1", "A-2", "A-3")))
    return CreditOrder(name, invoice, tuple(credited), issued, "erreur de saisie", series=series)
