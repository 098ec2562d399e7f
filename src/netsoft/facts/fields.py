"""One table of a document, read key by key: every refusal names the path of the field, and the remedy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Final, TypeAlias, TypeVar, cast

from attrs import frozen

from netsoft.billing.entries import contract_day
from netsoft.days import Day, HalfYear
from netsoft.errors import InvalidValue
from netsoft.money import Money, Rate, shown

T = TypeVar("T")
Converter: TypeAlias = Callable[[object, str], T]
"""Turns a raw value, with the path of its field, into a value; refuses with that path."""

LONGEST_TEXT: Final = 200
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_FRENCH_SPACES: Final = "\u00a0\u202f"


@frozen
class Fields:
    """A table of facts: where it stands in the document, and its keys, all of them known."""

    path: str
    table: Mapping[str, object]

    @classmethod
    def of(cls, value: object, path: str, allowed: Sequence[str]) -> Fields:
        """Take ``value`` as a table whose keys are all ``allowed``."""
        if not isinstance(value, Mapping):
            raise InvalidValue(path or "document", f"{kind_of(value)} au lieu d'une table", "écrire des clés")
        for key in value:
            if key not in allowed:
                raise InvalidValue(joined(path, key), "clé inconnue", f"clés admises : {', '.join(allowed)}")
        return cls(path, cast("Mapping[str, object]", value))

    def at(self, key: str) -> str:
        """Return the path of ``key``."""
        return joined(self.path, key)

    def need(self, key: str, convert: Converter[T]) -> T:
        """Read a key that must be there."""
        if key not in self.table:
            raise InvalidValue(self.at(key), "champ absent", "l'ajouter")
        return convert(self.table[key], self.at(key))

    def may(self, key: str, convert: Converter[T]) -> T | None:
        """Read a key that may be absent: ``None`` then."""
        return self.need(key, convert) if key in self.table else None

    def choice(self, key: str, values: Sequence[str]) -> str:
        """Read a key that must be there and hold one of ``values``."""
        value = self.need(key, a_text)
        if value not in values:
            raise InvalidValue(self.at(key), f"valeur inconnue : {shown(value)}", f"écrire {', '.join(values)}")
        return value

    def tables(self, key: str, allowed: Sequence[str]) -> list[Fields]:
        """Read a list of tables, none if the key is absent."""
        rows = self.may(key, a_list) or []
        return [Fields.of(row, f"{self.at(key)}[{index}]", allowed) for index, row in enumerate(rows)]


def joined(path: str, key: object) -> str:
    """Append a key to a path, a key that is no plain word being quoted."""
    name = key if isinstance(key, str) and key.isidentifier() and key.isascii() and len(key) < 40 else shown(key)
    return f"{path}.{name}" if path else name


def kind_of(value: object) -> str:
    """Say in French what sort of value stands there, without showing it."""
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "un booléen"),
        (int, "un nombre entier"),
        (float, "un nombre à virgule flottante"),
        (str, "un texte"),
        (datetime, "un instant"),
        (date, "un jour"),
        (time, "une heure"),
        (list, "une liste"),
        (Mapping, "une table"),
    )
    return next((french for kind, french in kinds if isinstance(value, kind)), "une valeur nulle")


def _refuse(value: object, path: str, wanted: str, remedy: str) -> InvalidValue:
    remedy = "retirer la clé" if value is None else remedy
    return InvalidValue(path, f"{kind_of(value)} au lieu {wanted}", remedy)


def a_text(value: object, path: str) -> str:
    """Read one line of text, without spaces around it."""
    if type(value) is not str:
        raise _refuse(value, path, "d'un texte", "écrire le texte entre guillemets")
    text = unicodedata.normalize("NFC", value).strip()
    if not text:
        raise InvalidValue(path, "texte vide", "l'écrire ou retirer la clé")
    if not all(c.isprintable() or c in _FRENCH_SPACES for c in text):
        raise InvalidValue(path, f"caractère invisible ou de contrôle : {shown(text)}", "l'écrire sur une ligne")
    if len(text) > LONGEST_TEXT:
        raise InvalidValue(path, f"texte de {len(text)} caractères", f"en garder {LONGEST_TEXT} au plus")
    return text


def some_lines(value: object, path: str) -> tuple[str, ...]:
    """Read a text of one or more lines, such as an address."""
    if type(value) is not str:
        raise _refuse(value, path, "d'un texte", "écrire le texte entre guillemets")
    return tuple(a_text(line, path) for line in value.strip().split("\n"))


def an_amount(value: object, path: str) -> Money:
    """Read an amount in euros: ASCII digits, at most two decimals, never negative."""
    if type(value) is not str:
        raise _refuse(value, path, "d'un montant", 'écrire le montant entre guillemets, par exemple "1200.00"')
    with_path = InvalidValue(path, f"montant négatif : {shown(value)}", "écrire un montant sans signe")
    if value.startswith("-") and _reads(Money.parse, value):
        raise with_path
    try:
        return Money.parse(value)
    except InvalidValue as error:
        raise error.under(path) from None


def _reads(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except InvalidValue:
        return False
    return True


def a_percentage(value: object, path: str) -> Rate:
    """Read a percentage: a text of ASCII digits (``"2.75"``) or a whole number, never negative."""
    text = str(value) if type(value) is int and abs(value) < 10**6 else value
    if type(text) is not str:
        raise _refuse(value, path, "d'un pourcentage", 'écrire le taux entre guillemets, par exemple "2.75"')
    try:
        rate = Rate.percent(text)
    except InvalidValue as error:
        raise error.under(path) from None
    if rate.numerator < 0:
        raise InvalidValue(path, f"taux négatif : {shown(text)}", "écrire un taux positif ou nul")
    return rate


def a_day(value: object, path: str) -> Day:
    """Read a day: a TOML local date, or a text ``"2024-03-01"``."""
    day = _day_of(value) if type(value) is str else value
    if type(day) is not date:
        problem = f"jour illisible : {shown(value)}" if type(value) is str else f"{kind_of(value)} au lieu d'un jour"
        raise InvalidValue(path, problem, "écrire un jour sans heure, par exemple 2024-03-01")
    return contract_day(day, path)


def _day_of(text: str) -> Day | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def a_half_year(value: object, path: str) -> HalfYear:
    """Read a half-year, ``"2027-S1"``."""
    text = a_text(value, path)
    try:
        half_year = HalfYear.parse(text)
    except InvalidValue as error:
        raise InvalidValue(path, error.problem, error.remedy) from None
    a_day(half_year.start_day, path)
    return half_year


def a_flag(value: object, path: str) -> bool:
    """Read ``true`` or ``false``."""
    if type(value) is not bool:
        raise _refuse(value, path, "d'un booléen", "écrire true ou false, sans guillemets")
    return value


def a_multiple(value: object, path: str) -> int:
    """Read a whole number from 0 to 1 000."""
    if type(value) is not int:
        raise _refuse(value, path, "d'un nombre entier", "écrire un nombre entier, par exemple 3")
    if not 0 <= value <= 1000:
        raise InvalidValue(path, "nombre hors de 0 à 1000", "écrire un nombre entier, par exemple 3")
    return value


def a_list(value: object, path: str) -> list[object]:
    """Read a list."""
    if not isinstance(value, list):
        raise _refuse(value, path, "d'une liste", "écrire une liste")
    return value


def some_texts(value: object, path: str) -> tuple[str, ...]:
    """Read a list of texts."""
    return tuple(a_text(item, f"{path}[{index}]") for index, item in enumerate(a_list(value, path)))
