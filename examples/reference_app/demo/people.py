"""Invented people and firms: names, addresses, numbers that look right and belong to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from attrs import frozen

from reference_app.demo import words as w
from reference_app.folding import fold
from reference_app.storage.clients import ClientFields, Kind

# The blocks of numbers that the regulator keeps for works of fiction.
_MOBILE: Final = "+3363998"
_COMPANY_SHARE: Final = 0.3
_NEWEST_ADULT: Final = 18 * 365 + 5
_OLDEST: Final = 88 * 365


@frozen
class Region:
    """Where a brokerage's clients live: towns with their postcodes, and the fictitious fixed numbers."""

    towns: tuple[tuple[str, str], ...]
    phone: str


FINISTERE: Final = Region(w.FINISTERE, "+3326191")
RHONE: Final = Region(w.RHONE, "+3346571")


def client_fields(count: int, region: Region, today: date, chance: Random) -> Iterator[ClientFields]:
    """Give clients of a region, about one company for two persons."""
    for _ in range(count):
        make = _company if chance.random() < _COMPANY_SHARE else _person
        yield make(region, today, chance)


def siren(chance: Random) -> str:
    """Return nine digits with a right control digit."""
    stem = str(chance.randint(31_000_000, 94_999_999))
    return stem + str(-luhn_sum(stem + "0") % 10)


def luhn_sum(digits: str) -> int:
    """Return the Luhn sum of digits, which ends in zero when the last one is right."""
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits)))
    return sum(d // 10 + d % 10 for d in doubled)


def mailbox(*names: str) -> str:
    """Return the local part of an address: ``marie-helene.le-goff``."""
    return ".".join(fold(name).replace(" ", "-") for name in names)


def _person(region: Region, today: date, chance: Random) -> ClientFields:
    title, firsts = chance.choice((("Monsieur", w.MEN), ("Madame", w.WOMEN)))
    first, last = chance.choice(firsts), chance.choice(w.NAMES)
    postcode, city = chance.choice(region.towns)
    return ClientFields(
        kind=Kind.PERSON,
        title=title,
        first_name=first,
        last_name=last,
        birth_date=today - timedelta(days=chance.randint(_NEWEST_ADULT, _OLDEST)),
        email=f"{mailbox(first, last)}@courriel.example" if chance.random() < 0.85 else "",
        phone=_phone(_MOBILE if chance.random() < 0.7 else region.phone, chance),
        address=_street(chance),
        postcode=postcode,
        city=city,
    )


def _company(region: Region, _today: date, chance: Random) -> ClientFields:
    fancy = chance.random() < 0.25
    name = chance.choice(w.FANCIES if fancy else w.TRADES).format(name=chance.choice(w.NAMES))
    first, last = chance.choice(w.MEN + w.WOMEN), chance.choice(w.NAMES)
    postcode, city = chance.choice(region.towns)
    return ClientFields(
        kind=Kind.COMPANY,
        corporate_name=name,
        siren=siren(chance),
        contact=f"{first} {last}",
        email=f"contact@{mailbox(name)}.example",
        phone=_phone(region.phone, chance),
        address=_street(chance),
        postcode=postcode,
        city=city,
    )


def _street(chance: Random) -> str:
    bis = " bis" if chance.random() < 0.08 else ""
    return f"{chance.randint(1, 96)}{bis} {chance.choice(w.STREETS)}"


def _phone(block: str, chance: Random) -> str:
    return f"{block}{chance.randint(0, 9999):04d}"
