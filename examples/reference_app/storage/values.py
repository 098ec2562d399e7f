"""Values of the library and of the application as rows keep them: tagged JSON, and back by their constructors.

A value is written field by field under the name of its class; what is derived is not written, since it is
derived again. Whatever comes back passes its own constructor: a row that was damaged is refused, not read.
A class keeps its name in rows for ever, or the one that ``OTHER_NAMES`` gives it; its module may move.

>>> from netsoft.money import Money
>>> text = encode((Money.parse("12.34"), None))
>>> text
'[{"euros": "12.34"}, null]'
>>> decode(text)
(Money('12.34'), None)
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache, reduce
from importlib import import_module
from inspect import isclass
from types import MappingProxyType
from typing import Final

import attrs

from netsoft.catalogue import version_named
from netsoft.clause import Clause
from netsoft.days import HalfYear, Month
from netsoft.errors import InvalidValue
from netsoft.money import Money, Rate, shown
from netsoft.tenancy.infringement import Infringement
from netsoft.terms import Terms

_CLASS: Final = "is"
_REMEDY: Final = "restaurer l’annuaire"
MODULES: Final = (
    "netsoft.answers",
    "netsoft.billing.contract.client_notice",
    "netsoft.billing.contract.contract_events",
    "netsoft.billing.contract.delivery",
    "netsoft.billing.entries",
    "netsoft.billing.invoices.credit_values",
    "netsoft.billing.invoices.identity",
    "netsoft.billing.responsibility.insurance",
    "netsoft.billing.invoices.invoice_values",
    "netsoft.billing.invoices.numbering",
    "netsoft.billing.responsibility.outages",
    "netsoft.billing.prices.price_models",
    "netsoft.billing.prices.quotes",
    "netsoft.billing.prices.tariff",
    "netsoft.billing.invoices.vat",
    "netsoft.billing.contract.withdrawal",
    "netsoft.catalogue.acceptance",
    "netsoft.clause",
    "netsoft.days",
    "netsoft.documents.page",
    "netsoft.metering.complement",
    "netsoft.metering.overage",
    "netsoft.metering.perimeter",
    "netsoft.metering.statement",
    "netsoft.metering.tier",
    "netsoft.tenancy.infringement",
    "netsoft.usage_readings",
    "reference_app.storage.facts",
)
"""Where the classes are whose values are kept; two of one name would be refused at the first use."""
OTHER_NAMES: Final[Mapping[type, str]] = MappingProxyType({Infringement: "ConductInfringement"})
"""The classes whose own name was another's already: an event in the life of a contract is named Infringement too."""


def encode(value: object) -> str:
    """Write a value; one whose class is not kept is refused with a :class:`TypeError`."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)


def decode(text: str) -> object:
    """Read a value back through its constructors."""
    try:
        return _value(json.loads(text))
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, InvalidValue):
            raise
        raise InvalidValue("body", f"valeur illisible : {shown(text)}", _REMEDY) from error


@cache
def _classes() -> Mapping[str, type]:
    """Return the kept classes by name."""
    found: dict[str, type] = {}
    for module in map(import_module, MODULES):
        for name, cls in vars(module).items():
            ours = isclass(cls) and attrs.has(cls) and cls.__module__ == module.__name__
            if ours and found.setdefault(OTHER_NAMES.get(cls, name), cls) is not cls:
                raise TypeError(f"two kept classes are named {name}")
    return MappingProxyType(found)


def _plain(value: object) -> object:
    kind = type(value)
    if value is None or kind in (bool, int, str):
        return value
    if kind in (tuple, list):
        return [_plain(item) for item in value]  # type: ignore[attr-defined]
    if kind is frozenset:
        return {"set": sorted(_plain(item) for item in value)}  # type: ignore[attr-defined,type-var]
    for name, (cls, write, _read) in _LEAVES.items():
        if kind is cls:
            return {name: write(value)}
    return _attributes(value)


def _attributes(value: object) -> dict[str, object]:
    cls = type(value)
    name = OTHER_NAMES.get(cls, cls.__name__)
    if not attrs.has(cls) or _classes().get(name) is not cls:
        raise TypeError(f"no row keeps values of {cls.__module__}.{cls.__qualname__}")
    given = [a for a in attrs.fields(cls) if a.init]
    return {_CLASS: name} | {str(a.alias): _plain(getattr(value, a.name)) for a in given}


def _value(plain: object) -> object:
    if isinstance(plain, list):
        return tuple(map(_value, plain))
    if not isinstance(plain, dict):
        return plain
    if _CLASS in plain:
        cls = _classes()[plain[_CLASS]]
        return cls(**{name: _value(part) for name, part in plain.items() if name != _CLASS})
    ((name, text),) = plain.items()
    return frozenset(map(_value, text)) if name == "set" else _LEAVES[name][2](text)


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("an instant without its offset")
    return at


def _name_of(terms: Terms) -> str:
    """Write terms by their name, their digest and what is set aside: their numbers stand in the catalogue."""
    return " ".join((terms.name, terms.digest, *(str(clause) for clause in sorted(terms.set_aside))))


def _terms(text: str) -> Terms:
    name, digest, *set_aside = text.split(" ")
    terms = version_named(name)
    if terms.digest != digest:
        raise InvalidValue("terms", f"les conditions {name} ne sont plus celles qui furent gardées", _REMEDY)
    return reduce(Terms.without, map(Clause, set_aside), terms)


_LEAVES: Final[Mapping[str, tuple[type, Callable[..., str], Callable[[str], object]]]] = MappingProxyType(
    {
        "at": (datetime, datetime.isoformat, _instant),
        "day": (date, date.isoformat, date.fromisoformat),
        "euros": (Money, str, Money.parse),
        "rate": (Rate, lambda rate: str(rate.fraction), lambda text: Rate(*Fraction(text).as_integer_ratio())),
        "fraction": (Fraction, str, Fraction),
        "decimal": (Decimal, str, Decimal),
        "month": (Month, str, Month.parse),
        "half-year": (HalfYear, str, HalfYear.parse),
        "terms": (Terms, _name_of, _terms),
        "bytes": (bytes, lambda raw: b64encode(raw).decode(), lambda text: b64decode(text, validate=True)),
    }
)
