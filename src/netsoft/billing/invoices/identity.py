"""Who sells and who buys: the name, address and numbers that an invoice bears.

A number that its own check digit contradicts cannot be held: SIREN (Luhn) and French VAT number (its key).

>>> Identity("Courtage Mistral", ("12 quai du Port", "13002 Marseille"), siren="732 829 320").siren
'732829320'
>>> Identity("Courtage Mistral", ("13002 Marseille",), siren="732829321")
Traceback (most recent call last):
    ...
netsoft.errors.InvalidValue: siren : SIREN faux : « 732829321 » ; vérifier ses neuf chiffres, la clé ne convient pas
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal, TypeAlias, get_args

from attrs import field, frozen
from attrs.converters import optional

from netsoft.billing.invoices.identity_table import (
    LUHN_BASE,
    SIREN_DIGITS,
    VAT_COUNTRY,
    VAT_KEY_BASE,
    VAT_KEY_FACTOR,
    VAT_KEY_MODULUS,
)
from netsoft.errors import InvalidValue
from netsoft.money import shown

Size: TypeAlias = Literal["large", "mid", "small"]
"""The size of a business, as the calendar of electronic invoices takes it: large, mid-size (ETI), small or micro."""
_SPACES: Final = re.compile("[ \u00a0\u202f]")
_ANY_VAT: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{2,13}", re.ASCII)
_FRENCH_VAT: Final = re.compile(rf"{VAT_COUNTRY}[0-9]{{2}}[0-9]{{{SIREN_DIGITS}}}", re.ASCII)


def as_siren(value: object) -> str:
    """Return the nine digits of a SIREN, spaces left out; the last is Luhn's check digit."""
    digits = _SPACES.sub("", value) if type(value) is str else ""
    if not (len(digits) == SIREN_DIGITS and digits.isascii() and digits.isdigit()):
        raise InvalidValue("siren", f"SIREN illisible : {shown(value)}", "écrire ses neuf chiffres")
    doubled = [int(digit) * (1 + index % 2) for index, digit in enumerate(digits)]
    if sum(sum(divmod(number, LUHN_BASE)) for number in doubled) % LUHN_BASE:
        remedy = "vérifier ses neuf chiffres, la clé ne convient pas"
        raise InvalidValue("siren", f"SIREN faux : {shown(digits)}", remedy)
    return digits


def as_vat_number(value: object) -> str:
    """Return a VAT number of a member state, spaces left out; the key of a French one, of digits, is checked."""
    number = _SPACES.sub("", value).upper() if type(value) is str else ""
    french = number.startswith(VAT_COUNTRY)
    if not (_FRENCH_VAT if french else _ANY_VAT).fullmatch(number):
        problem = f"numéro de TVA illisible : {shown(value)}"
        raise InvalidValue("vat_number", problem, "écrire par exemple « FR44732829320 »")
    start = len(VAT_COUNTRY) + 2
    if french and int(number[len(VAT_COUNTRY) : start]) != vat_key(number[start:]):
        problem = f"numéro de TVA faux : {shown(number)}"
        raise InvalidValue("vat_number", problem, "vérifier ses chiffres, la clé ne convient pas au SIREN")
    return number


def vat_key(siren: str) -> int:
    """Return the two-digit key that a French VAT number puts before a SIREN."""
    return (VAT_KEY_BASE + VAT_KEY_FACTOR * (int(siren) % VAT_KEY_MODULUS)) % VAT_KEY_MODULUS


def _lines(value: Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@frozen
class Identity:
    """A party of an invoice: its name and address, and in words its form, capital, register; its SIREN, VAT number.

    ``size`` matters for the seller only: it dates the mentions that electronic invoices bring. ``iban`` is where to
    pay, ``contact`` how to reach it.
    """

    name: str
    address: tuple[str, ...] = field(converter=_lines)
    siren: str | None = field(default=None, kw_only=True, converter=optional(as_siren))
    vat_number: str | None = field(default=None, kw_only=True, converter=optional(as_vat_number))
    form: str = field(default="", kw_only=True)
    capital: str = field(default="", kw_only=True)
    register: str = field(default="", kw_only=True)
    size: Size | None = field(default=None, kw_only=True)
    iban: str = field(default="", kw_only=True)
    contact: str = field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        if type(self.name) is not str or not self.name.strip():
            raise InvalidValue("name", "nom vide", "l'écrire")
        if not self.address or not all(type(line) is str and line.strip() for line in self.address):
            raise InvalidValue("address", "adresse vide ou ligne vide", "l'écrire, une ligne après l'autre")
        if self.size is not None and self.size not in get_args(Size):
            raise InvalidValue("size", f"taille inconnue : {shown(self.size)}", f"écrire {', '.join(get_args(Size))}")
        if self.siren and self.vat_number and self.vat_number.startswith(VAT_COUNTRY):
            self._one_business(self.siren, self.vat_number)

    def _one_business(self, siren: str, vat_number: str) -> None:
        if not vat_number.endswith(siren):
            problem = f"numéro de TVA d'un autre SIREN : {shown(vat_number)}"
            raise InvalidValue("vat_number", problem, f"donner celui du SIREN {siren}")
