"""The fields of the staff's forms: how each is typed, and how its text is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, Literal, TypeAlias

from attrs import frozen

from netsoft.errors import InvalidValue
from netsoft.money import Money, Rate
from reference_app.services.client_form import parse_day
from reference_app.services.record_fields import parse_count, parse_decimal, parse_instant

Look: TypeAlias = Literal[
    "day", "money", "percent", "text", "choice", "invoice", "payment", "invoices", "count", "decimal", "instant", "long"
]
Choices: TypeAlias = tuple[tuple[str, str], ...]

_SPACES: Final = re.compile(r"[\s\u00a0\u202f]+")
_THOUSANDS: Final = re.compile(r"\d{1,3}(\.\d{3})+,\d{1,2}", re.ASCII)
_LONGEST: Final = 200
_LONG: Final = 50_000


@frozen
class Field:
    """One field of a form: the name of the fact's own field, its label, its look, what may be chosen."""

    name: str
    label: str
    look: Look
    hint: str = ""
    required: bool = True
    choices: Choices = ()


def read_field(field: Field, form: Mapping[str, str]) -> object:
    """Return the value that a field holds, ``None`` when it is left empty and may be."""
    if field.look == "invoices":
        return ticked(field.name, form)
    text = form.get(field.name, "").strip()
    if not text and field.required:
        raise InvalidValue(field.name, "ce champ est vide", "le renseigner")
    if not text:
        return None
    longest = _LONG if field.look == "long" else _LONGEST
    if len(text) > longest:
        raise InvalidValue(field.name, f"au plus {longest} caractères", "raccourcir")
    try:
        return _READ[field.look](text, field)
    except InvalidValue as error:
        raise InvalidValue(field.name, error.problem, error.remedy) from error


def ticked(name: str, form: Mapping[str, str]) -> tuple[str, ...]:
    """Return the boxes that are ticked under a name: ``invoices:F-1``."""
    prefix = f"{name}:"
    return tuple(key.removeprefix(prefix) for key, value in form.items() if key.startswith(prefix) and value)


def parse_amount(text: str) -> Money:
    """Read an amount as people type it: ``1 234,50``, ``1234.5``, ``1.234,50 €``."""
    plain = _SPACES.sub("", text).removesuffix("€")
    plain = plain.replace(".", "") if _THOUSANDS.fullmatch(plain) else plain
    try:
        return Money.parse(plain.replace(",", "."))
    except InvalidValue as error:
        problem = f"montant illisible : « {text} »"
        raise InvalidValue("amount", problem, "écrire des euros et deux décimales, par exemple 1 234,56") from error


def parse_percent(text: str) -> Rate:
    """Read a percentage as people type it: ``2,75``, ``2.75 %``."""
    plain = _SPACES.sub("", text).removesuffix("%").replace(",", ".")
    try:
        return Rate.percent(plain)
    except InvalidValue as error:
        raise InvalidValue("percent", f"taux illisible : « {text} »", "écrire par exemple 2,75") from error


def _day(text: str, _field: Field) -> date:
    day = parse_day(text)
    if day is None:
        raise InvalidValue("", f"date illisible : « {text} »", "écrire par exemple 22/11/2026")
    return day


def _text(text: str, _field: Field) -> str:
    if not text.isprintable():
        raise InvalidValue("", "caractère qui ne s’imprime pas", "le retirer")
    return text


def _choice(text: str, field: Field) -> str:
    if field.choices and text not in dict(field.choices):
        raise InvalidValue("", "choix inconnu", "choisir dans la liste")
    return text


_READ: Final[Mapping[Look, Callable[[str, Field], object]]] = {
    "day": _day,
    "money": lambda text, _field: parse_amount(text),
    "percent": lambda text, _field: parse_percent(text),
    "text": _text,
    "choice": _choice,
    "invoice": _choice,
    "payment": _choice,
    "count": lambda text, _field: parse_count(text),
    "decimal": lambda text, _field: parse_decimal(text),
    "instant": lambda text, _field: parse_instant(text),
    "long": lambda text, _field: text,
}
