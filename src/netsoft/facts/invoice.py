"""The facts of an invoice: from a mapping, as TOML or JSON give it, to the order that it is drawn from.

>>> party = {"name": "Éditeur", "address": "1 rue A", "siren": "732829320"}
>>> facts = invoice_facts({
...     "issued": "2026-11-02",
...     "due": "2026-12-02",
...     "period": {"first": "2026-10-01", "last": "2026-10-31"},
...     "seller": party,
...     "buyer": {"name": "Courtage Mistral", "address": "13002 Marseille"},
...     "lines": [{"label": "Abonnement", "net": "120.00", "vat": "20"}],
... })
>>> facts.order.lines[0].line.amount, facts.order.terms.name
(Money('120.00'), 'CG052018')
>>> invoice_facts({"issued": "2026-11-02", "facture": 1})
Traceback (most recent call last):
    ...
netsoft.errors.InvalidValue: facture : clé inconnue ; clés admises : terms, set_aside, ...
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, cast, get_args

from attrs import frozen

from netsoft.billing.entries import Nature
from netsoft.billing.invoices.identity import Identity, Size
from netsoft.billing.invoices.invoice_values import Key, Order, Supplied
from netsoft.billing.invoices.numbering import Numbered, Series
from netsoft.billing.invoices.vat import ROUNDINGS, VatRounding
from netsoft.catalogue import VERSIONS, version_named, version_on
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.facts.assumptions import some_clauses
from netsoft.facts.fields import Fields, a_day, a_flag, a_list, a_text, joined, some_lines
from netsoft.facts.invoice_lines import Pricing, a_period, a_proration, a_tariff, a_whole, placed
from netsoft.facts.invoice_lines import some_lines as lines_of
from netsoft.facts.parties import an_iban
from netsoft.money import shown
from netsoft.names import TenantId
from netsoft.terms import Terms

KEYS: Final = (
    "terms", "set_aside", "issued", "due", "period", "tenant", "nature", "number", "series", "rounding", "supplied",
    "discount", "on_debits", "contract", "delivery", "seller", "buyer", "proration", "tariff", "lines",
)  # fmt: skip
SERIES_KEYS: Final = ("prefix", "width", "yearly", "first", "last")
LAST_KEYS: Final = ("number", "issued")
IDENTITY_KEYS: Final = (
    "name", "form", "capital", "siren", "register", "vat_number", "address", "size", "iban", "contact",
)  # fmt: skip
_CLAUSES: Final[Mapping[str, Clause]] = MappingProxyType(
    {
        "subscription": Clause("7.1"),
        "complement": Clause("7.2"),
        "option": Clause("7.4"),
        "work": Clause("7.6"),
    }
)


@frozen
class InvoiceFacts:
    """What an invoice is drawn from: its order, its number if it has one, and the last of its series if it is known.

    ``numbering`` says whether the facts tell of the series, so that the next number may be given.
    """

    order: Order
    number: str | None = None
    last: Numbered | None = None
    numbering: bool = False


def invoice_facts(document: Mapping[str, object], versions: Sequence[Terms] = VERSIONS) -> InvoiceFacts:
    """Read the facts of an invoice.

    A refusal is an :class:`~netsoft.errors.InvalidValue` that carries the path of the field (``lines[0].vat``); a
    product without a price on its day is a :class:`~netsoft.errors.MissingFact`.
    """
    fields = Fields.of(document, "", KEYS)
    series, last = _series(fields)
    order = _order(fields, series, versions)
    number = fields.may("number", a_text)
    rank = series.first if number is None or "series" not in fields.table else series.rank(number, order.issued)
    if rank is None or rank < series.first:
        problem = f"{shown(number)} n'est pas de la série {series.head(order.issued)}"
        raise InvalidValue("number", problem, f"écrire par exemple {series.number(series.first, order.issued)}")
    return InvoiceFacts(order, number, last, "series" in fields.table)


def _order(fields: Fields, series: Series, versions: Sequence[Terms]) -> Order:
    issued, due, period = fields.need("issued", a_day), fields.need("due", a_day), fields.need("period", a_period)
    name = fields.may("terms", a_text)
    terms = version_named(name, versions) if name is not None else version_on(issued, versions)
    set_aside = fields.may("set_aside", some_clauses) or ()
    seller, buyer = fields.need("seller", an_identity), fields.need("buyer", an_identity)
    nature = fields.choice("nature", get_args(Nature)) if "nature" in fields.table else "subscription"
    tenant = TenantId(fields.may("tenant", a_text) or buyer.name)
    proration = fields.may("proration", lambda value, path: a_proration(value, path, period))
    fields.need("lines", a_list)
    lines = lines_of(fields, Pricing(a_tariff(fields), period, _CLAUSES[nature], proration))
    supplied = fields.choice("supplied", get_args(Supplied)) if "supplied" in fields.table else None
    rounding = fields.choice("rounding", ROUNDINGS) if "rounding" in fields.table else "per-rate"
    said = {key: fields.may(key, a_text) or "" for key in ("discount", "contract")}
    debits, delivery = fields.may("on_debits", a_flag) or False, fields.may("delivery", some_lines) or ()
    return Order(
        Key(tenant, period, cast("Nature", nature)),
        seller,
        buyer,
        terms.without(*set_aside),
        lines,
        issued,
        due,
        series=series,
        rounding=cast("VatRounding", rounding),
        supplied=cast("Supplied | None", supplied),
        on_debits=debits,
        delivery=delivery,
        discount=said["discount"],
        contract=said["contract"],
    )


def an_identity(value: object, path: str) -> Identity:
    """Read ``[seller]`` or ``[buyer]``."""
    fields = Fields.of(value, path, IDENTITY_KEYS)
    name, address = fields.need("name", a_text), fields.need("address", some_lines)
    siren, vat_number = fields.may("siren", a_text), fields.may("vat_number", a_text)
    words = {key: fields.may(key, a_text) or "" for key in ("form", "capital", "register", "contact")}
    size = cast("Size | None", fields.choice("size", get_args(Size)) if "size" in fields.table else None)
    iban = fields.may("iban", an_iban) or ""
    return placed(
        path,
        lambda: Identity(name, address, siren=siren, vat_number=vat_number, size=size, iban=iban, **words),
    )


def _series(fields: Fields) -> tuple[Series, Numbered | None]:
    """Read ``[series]``: how numbers are written, and the last one given."""
    table = Fields.of(fields.table.get("series", {}), "series", SERIES_KEYS)
    prefix = table.may("prefix", _prefix)
    width, first = table.may("width", a_whole), table.may("first", a_whole)
    series = placed(
        "series",
        lambda: Series(
            Series().prefix if prefix is None else prefix,
            Series().width if width is None else width,
            yearly=table.may("yearly", a_flag) or False,
            first=Series().first if first is None else first,
        ),
    )
    return series, table.may("last", lambda value, path: _last(value, path, series))


def _prefix(value: object, path: str) -> str:
    """Read what stands before a number; nothing does in a series of bare numbers."""
    return "" if value == "" else a_text(value, path)


def _last(value: object, path: str, series: Series) -> Numbered:
    fields = Fields.of(value, path, LAST_KEYS)
    last = Numbered(fields.need("number", a_text), fields.need("issued", a_day))
    rank = series.rank(last.number, last.on)
    if rank is None or rank < series.first - 1:  # the one before the first may be kept elsewhere
        problem = f"{shown(last.number)} n'est pas de la série {series.head(last.on)}"
        raise InvalidValue(joined(path, "number"), problem, "corriger le numéro ou la série")
    return last
