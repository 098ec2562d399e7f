"""Facts of an account as rows keep them: the keys of the published facts, and back to frozen values.

Whatever comes back passes netsoft's own constructors: a row that was damaged is refused, not read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

import attrs
from attrs import field, frozen

from netsoft.billing import entries as e
from netsoft.billing.legal_rate import RateRow
from netsoft.days import Day, HalfYear, as_day
from netsoft.errors import InvalidValue
from netsoft.money import Money, Rate, shown

Index: TypeAlias = Literal["legal", "ecb"]
_JUST_BEFORE: Final = 183  # an order is published within the half-year before the one that it rules


def _learnt_on(value: object) -> Day:
    return as_day(value, "on")


@frozen
class StatutoryRate:
    """The rate of a half-year, entered by the staff from the order that fixed it, with the day it was learnt."""

    on: Day = field(converter=_learnt_on)
    half_year: HalfYear
    percent: Rate
    order: str
    index: Index = "legal"

    def __attrs_post_init__(self) -> None:
        if not self.order.strip():
            raise InvalidValue("order", "texte absent", "citer l'arrêté ou la décision qui a fixé le taux")
        if self.percent.numerator < 0 or Rate.percent("50") < self.percent:
            raise InvalidValue(
                "percent",
                f"taux invraisemblable : {self.percent.percent_text} %",
                "vérifier le taux",
            )
        if (self.half_year.start_day - self.on).days > _JUST_BEFORE:
            problem = f"le taux du semestre {self.half_year} ne peut être connu dès le {self.on:%d/%m/%Y}"
            raise InvalidValue("half_year", problem, "vérifier le semestre et le jour de publication")

    @property
    def learnt(self) -> Day:
        """The day on which the rate was learnt."""
        return self.on

    @property
    def row(self) -> RateRow:
        """The row that a table of rates takes."""
        return RateRow(self.half_year.period, self.percent, order=self.order, sources=1, confidence="saisi")


BillingFact: TypeAlias = e.Fact | StatutoryRate
Mapped: TypeAlias = dict[str, object]

KINDS: Final[Mapping[str, type[BillingFact]]] = MappingProxyType(
    {
        "invoice": e.Invoice,
        "payment": e.Payment,
        "credit-note": e.CreditNote,
        "debit-returned": e.DebitReturned,
        "collection": e.Collection,
        "judgment": e.Judgment,
        "formal-notice": e.FormalNotice,
        "payment-announced": e.PaymentAnnounced,
        "exception-notified": e.ExceptionNotified,
        "opposition-proved": e.OppositionProved,
        "rate": StatutoryRate,
    }
)
_DECODE: Final[Mapping[str, Callable[[str], object]]] = MappingProxyType(
    dict.fromkeys(("on", "known_on", "issued", "due", "enforceable_on"), date.fromisoformat)
    | dict.fromkeys(("total", "net", "vat", "amount"), Money.parse)
    | {"percent": Rate.percent, "half_year": HalfYear.parse}
)


def kind_of(fact: BillingFact) -> str:
    """Return the kind under which a fact is kept."""
    return next(kind for kind, cls in KINDS.items() if type(fact) is cls)


def encode(fact: BillingFact) -> str:
    """Write a fact as JSON: amounts and days as text, what is absent left out."""
    named = {a.name: getattr(fact, a.name) for a in attrs.fields(type(fact))}
    mapped = {name: _plain(value) for name, value in named.items() if value not in (None, ())}
    return json.dumps(mapped, ensure_ascii=False, sort_keys=True)


def decode(kind: str, body: str) -> BillingFact:
    """Read a fact back through its constructor."""
    if kind not in KINDS:
        raise InvalidValue("kind", f"écriture inconnue : {shown(kind)}", "restaurer l'annuaire")
    mapped: Mapped = json.loads(body)
    return KINDS[kind](**{name: _value(name, value) for name, value in mapped.items()})  # type: ignore[arg-type]


def _plain(value: object) -> object:
    if isinstance(value, Rate):
        return value.percent_text
    if isinstance(value, Money | HalfYear):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _value(name: str, value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    reader = _DECODE.get(name)
    return reader(value) if reader is not None and isinstance(value, str) else value
