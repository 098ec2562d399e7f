"""The parties of a décompte and the contract between them, as its heading prints them."""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

from netsoft.billing.invoices.identity import as_siren
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.facts.fields import Fields, a_day, a_text, some_lines
from netsoft.money import shown

_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", re.ASCII)
_SPACES: Final = re.compile("[ \u00a0\u202f]")


@frozen(kw_only=True)
class Party:
    """The creditor or the debtor: its name, its legal form, its SIREN (checked) and how to reach it.

    ``iban`` is where to pay (checked), ``place`` where the décompte is drawn up.
    """

    name: str
    form: str | None = None
    siren: str | None = None
    address: tuple[str, ...] = ()
    representative: str | None = None
    iban: str | None = None
    contact: str | None = None
    place: str | None = None


@frozen(kw_only=True)
class ContractReference:
    """The contract: its reference, the day it was concluded and the day its terms were accepted."""

    reference: str | None = None
    concluded: Day | None = None
    accepted: Day | None = None


PARTY_KEYS: Final = ("name", "form", "siren", "address", "representative", "iban", "contact", "place")
CONTRACT_KEYS: Final = ("reference", "concluded", "accepted")


def a_party(value: object, path: str) -> Party:
    """Read ``[creditor]`` or ``[debtor]``."""
    fields = Fields.of(value, path, PARTY_KEYS)
    return Party(
        name=fields.need("name", a_text),
        form=fields.may("form", a_text),
        siren=fields.may("siren", a_siren),
        address=fields.may("address", some_lines) or (),
        representative=fields.may("representative", a_text),
        iban=fields.may("iban", an_iban),
        contact=fields.may("contact", a_text),
        place=fields.may("place", a_text),
    )


def a_contract(value: object, path: str) -> ContractReference:
    """Read ``[contract]``."""
    fields = Fields.of(value, path, CONTRACT_KEYS)
    return ContractReference(
        reference=fields.may("reference", a_text),
        concluded=fields.may("concluded", a_day),
        accepted=fields.may("accepted", a_day),
    )


def a_siren(value: object, path: str) -> str:
    """Read the nine digits of a SIREN, spaces left out; the last is Luhn's check digit."""
    text = a_text(value, path)
    try:
        return as_siren(text)
    except InvalidValue as error:
        raise InvalidValue(path, error.problem, error.remedy) from None


def an_iban(value: object, path: str) -> str:
    """Read an IBAN, spaces left out; its remainder by 97 must be 1 (ISO 13616), a French one has 27 characters."""
    iban = _SPACES.sub("", a_text(value, path)).upper()
    if not _IBAN.fullmatch(iban) or (iban.startswith("FR") and len(iban) != 27):
        raise InvalidValue(path, f"IBAN illisible : {shown(iban)}", "écrire par exemple « FR76 3000 6000 … »")
    if int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 != 1:
        raise InvalidValue(path, f"IBAN faux : {shown(iban)}", "vérifier ses caractères, la clé ne convient pas")
    return iban
