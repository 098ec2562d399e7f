"""An invoice as a value: what is ordered (:class:`Order`), and the document that is drawn from it.

A line is a line of an account, whose amount its basis gives, with its rate of VAT. The document derives its amounts
from its order, so that a preview and the invoice that is issued cannot differ: only the number is added.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final, Literal, TypeAlias, get_args

import attrs
from attrs import field, frozen

from netsoft.answers import Count, Line, Prorated, Quantity
from netsoft.billing.entries import Invoice, Nature, contract_day
from netsoft.billing.invoices import content
from netsoft.billing.invoices.identity import Identity
from netsoft.billing.invoices.numbering import Series
from netsoft.billing.invoices.vat import ROUNDINGS, Taxed, Vat, VatRate, VatRounding, vat
from netsoft.billing.prices.rgpd_functions import refuse_a_price
from netsoft.clause import Clause
from netsoft.days import Day, Period
from netsoft.errors import InvalidValue
from netsoft.money import ZERO, Money, exact_text, shown
from netsoft.names import TenantId
from netsoft.rendering import day as french
from netsoft.terms import Terms

Supplied: TypeAlias = Literal["services", "goods", "both"]
"""What the invoice is for, as the law has it said: services, goods, or both."""
NATURES: Final = get_args(Nature)


def _period(value: object) -> Period:
    if type(value) is not Period or not value.days:
        raise InvalidValue(
            "period", f"période vide ou illisible : {shown(value)}", "donner un premier et un dernier jour"
        )
    return value


@frozen
class Key:
    """What an invoice is the one invoice of: a tenant, a period and a nature. It holds no instant and no run."""

    tenant: TenantId
    period: Period = field(converter=_period)
    nature: Nature = "subscription"

    def __attrs_post_init__(self) -> None:
        if type(self.tenant) is not str or not self.tenant.strip():
            raise InvalidValue("tenant", "client sans nom", "donner son identifiant")
        if self.nature not in NATURES:
            raise InvalidValue("nature", f"valeur inconnue : {shown(self.nature)}", f"écrire {', '.join(NATURES)}")


@frozen
class LineReference:
    """A line of an invoice, cited by the invoice's number and the line's, from 1 on."""

    invoice: str
    line: int

    def __attrs_post_init__(self) -> None:
        if type(self.invoice) is not str or not self.invoice.strip():
            raise InvalidValue("invoice", "facture sans numéro", "donner le numéro de la facture citée")
        if type(self.line) is not int or self.line < 1:
            raise InvalidValue("line", f"ligne illisible : {shown(self.line)}", "donner son rang, à partir de 1")

    def __str__(self) -> str:
        return f"{self.invoice}, ligne {self.line}"


@frozen
class InvoiceLine:
    """A line of an invoice: the line of account that gives its amount, its VAT, the period that it is for.

    ``includes_vat`` says that the amount bears its VAT; ``corrects`` is the line of an earlier invoice that this one
    corrects; a line may be negative.
    """

    line: Line
    vat: VatRate
    period: Period | None = None
    includes_vat: bool = field(default=False, kw_only=True)
    corrects: LineReference | None = field(default=None, kw_only=True)

    @classmethod
    def stated(cls, clause: Clause, label: str, amount: Money, vat: VatRate) -> InvoiceLine:
        """Return a line whose net amount is given, and not computed from a tariff; never a price on 7.5."""
        if amount > ZERO:
            refuse_a_price(label, field="label")
        return cls(Line(clause, label, Quantity(1, amount), head="principal"), vat)

    @property
    def taxed(self) -> Taxed:
        """Its amount with its rate of VAT."""
        return Taxed(self.line.amount, self.vat, self.includes_vat)

    @property
    def quantity(self) -> Fraction | None:
        """How many, where the basis counts."""
        match self.line.basis:
            case Quantity(quantity) | Prorated(quantity):
                return quantity
            case Count(count):
                return Fraction(count)
            case _:
                return None

    @property
    def unit_price(self) -> Fraction | None:
        """At what price each, in euros, where the basis counts."""
        match self.line.basis:
            case Quantity(_, price) | Prorated(_, price):
                return price
            case Count(_, price):
                return Fraction(price.euros)
            case _:
                return None


def _issued(value: object) -> Day:
    return contract_day(value, "issued")


def _due(value: object) -> Day:
    return contract_day(value, "due")


def _lines(value: Iterable[InvoiceLine]) -> tuple[InvoiceLine, ...]:
    return tuple(value)


def _texts(value: Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@frozen
class Order:
    """What an invoice is drawn from: its key, parties, terms, lines and days; and, by name, what else it says.

    ``supplied`` and ``discount`` (the terms of a discount for early payment, in French) are mentions of the law: an
    invoice is drawn without them, and not issued. ``delivery`` is an address other than the client's.
    """

    key: Key
    seller: Identity
    buyer: Identity
    terms: Terms
    lines: tuple[InvoiceLine, ...] = field(converter=_lines)
    issued: Day = field(converter=_issued)
    due: Day = field(converter=_due)
    series: Series = field(default=Series(), kw_only=True)
    rounding: VatRounding = field(default="per-rate", kw_only=True)
    supplied: Supplied | None = field(default=None, kw_only=True)
    discount: str = field(default="", kw_only=True)
    on_debits: bool = field(default=False, kw_only=True)
    delivery: tuple[str, ...] = field(default=(), kw_only=True, converter=_texts)
    contract: str = field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.due < self.issued:
            remedy = f"donner le {french(self.issued)} ou un jour d'après"
            raise InvalidValue("due", "l'échéance précède l'émission", remedy)
        if not self.lines:
            raise InvalidValue("lines", "facture sans ligne", "en donner au moins une")
        if not self.seller.siren:
            raise InvalidValue("seller.siren", "SIREN absent : une série est celle d'un vendeur", "l'ajouter")
        if self.rounding not in ROUNDINGS:
            raise InvalidValue(
                "rounding", f"arrondi inconnu : {shown(self.rounding)}", f"écrire {', '.join(ROUNDINGS)}"
            )
        if self.supplied not in (None, *get_args(Supplied)):
            remedy = f"écrire {', '.join(get_args(Supplied))}"
            raise InvalidValue("supplied", f"valeur inconnue : {shown(self.supplied)}", remedy)


@frozen
class InvoiceDocument:
    """An invoice: its order, and its number once it is issued; its amounts are derived from its lines.

    It never changes: what is wrong in it is corrected by a credit note or by a line of a later invoice.
    """

    order: Order
    number: str | None = None
    vat: Vat = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "vat", vat([line.taxed for line in self.order.lines], self.order.rounding))

    @property
    def key(self) -> Key:
        """What it is the one invoice of."""
        return self.order.key

    @property
    def issued(self) -> Day:
        """Its day."""
        return self.order.issued

    @property
    def series(self) -> Series:
        """The series of its number."""
        return self.order.series

    @property
    def seller(self) -> str:
        """The SIREN of the seller, whose series it is."""
        return self.order.seller.siren or ""

    @property
    def net(self) -> Money:
        """The total without VAT, in euros."""
        return self.vat.net

    @property
    def total(self) -> Money:
        """The total with VAT, in euros."""
        return self.vat.gross

    def numbered(self, number: str) -> InvoiceDocument:
        """Return the same document with its number."""
        return attrs.evolve(self, number=number)

    def content(self) -> content.Content:
        """Return what the invoice says, as a plain mapping: the same content, the same document."""
        order = self.order
        return {
            "kind": "invoice",
            "number": self.number,
            "tenant": order.key.tenant,
            "nature": order.key.nature,
            "period": content.of_period(order.key.period),
            "issued": order.issued.isoformat(),
            "due": order.due.isoformat(),
            "series": content.of_series(order.series),
            "seller": content.of_identity(order.seller),
            "buyer": content.of_identity(order.buyer),
            "delivery": list(order.delivery),
            "contract": order.contract,
            "terms": {"name": order.terms.name, "digest": order.terms.digest},
            "set_aside": [str(clause) for clause in sorted(order.terms.set_aside)],
            "supplied": order.supplied,
            "discount": order.discount,
            "on_debits": order.on_debits,
            "lines": [_line(line) for line in order.lines],
            **content.of_vat(self.vat),
        }

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of its content, number and days included."""
        return content.digest(self.content())

    @property
    def ledger_invoice(self) -> Invoice:
        """The invoice as the account of article 8 takes it; one that is not issued has no number, and is refused."""
        if self.number is None:
            raise InvalidValue("number", "facture non émise", "l'émettre d'abord")
        order = self.order
        return Invoice(
            self.number, order.issued, order.due, self.total, order.key.nature, net=self.net, vat=self.vat.vat
        )


def _line(line: InvoiceLine) -> content.Content:
    return {
        **content.of_line(line.line),
        "quantity": None if line.quantity is None else exact_text(line.quantity),
        "unit_price": None if line.unit_price is None else exact_text(line.unit_price),
        "period": None if line.period is None else content.of_period(line.period),
        "includes_vat": line.includes_vat,
        "net": str(line.taxed.net),
        "vat": content.of_rate(line.vat),
        "corrects": None if line.corrects is None else {"invoice": line.corrects.invoice, "line": line.corrects.line},
    }
