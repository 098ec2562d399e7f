"""The words and figures of accounts as pages write them: netsoft's own rendering, made into filters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from attrs import frozen

from netsoft.billing.account import Allocation
from netsoft.billing.entries import CreditNote, Invoice, Payment
from netsoft.billing.responsibility.insurance import IN_FRENCH as RISKS
from netsoft.days import HalfYear
from netsoft.decompte_text.words import CAUSES, MEANS, NATURES, PARTS, READINGS, event_words
from netsoft.readings import OPTIONS, Readings
from netsoft.rendering import NO_BREAK_SPACE, count, euros, long_day, percent
from reference_app.services.contract_view import share
from reference_app.services.policy import GIGABYTE
from reference_app.services.price_words import model_words
from reference_app.storage.billing_facts import BillingFact, StatutoryRate

_INDEXES: Final = {"legal": "taux d’intérêt légal", "ecb": "taux directeur de la BCE"}


@frozen
class ReadingRow:
    """A reading used by an account: its number, the question, the choice in words, and whether it is the default."""

    number: str
    question: str
    choice: str


def reading_rows(readings: Readings) -> Iterator[ReadingRow]:
    """Give the readings that an account used."""
    for number, key, _values in OPTIONS:
        question, choices = READINGS[key]
        yield ReadingRow(number, question, choices[getattr(readings, key)])


def half_year_words(half_year: HalfYear) -> str:
    """Return ``1er semestre 2027``."""
    return f"{'1er' if half_year.half == 1 else '2d'} semestre {half_year.year}"


def part_words(part: Allocation) -> str:
    """Say to what a part of a payment went: ``intérêts de la facture F-1``."""
    clause = f" ({part.clause})" if part.clause else ""
    where = f" – {part.invoice}" if part.invoice else ""
    return f"{PARTS[part.to]}{clause}{where}"


def fact_words(fact: BillingFact) -> str:
    """Say a fact in one line, as the history of entries lists it."""
    match fact:
        case Invoice():
            due = f"échéance le {fact.due:%d/%m/%Y}"
            return f"Facture {fact.number} ({NATURES[fact.nature]}), {euros(fact.total)} TTC, {due}"
        case Payment():
            means = MEANS[fact.means].capitalize() if fact.means else "Paiement"
            return f"{means} {fact.id}, {euros(fact.amount)}" + (f", facture {fact.invoice}" if fact.invoice else "")
        case CreditNote():
            return f"Avoir ({CAUSES[fact.cause]}), {euros(fact.amount)}, facture {fact.invoice}"
        case StatutoryRate():
            rate = f"{_INDEXES[fact.index]} du {half_year_words(fact.half_year)} : {percent(fact.percent)}"
            return f"{rate[0].upper()}{rate[1:]}, {fact.order}"
        case _:
            return event_words(fact)


def gigabytes(number: int) -> str:
    """Write a number of bytes in gigabytes, with at most one decimal."""
    tenths = number * 10 // GIGABYTE
    whole, rest = divmod(tenths, 10)
    return f"{count(whole)}{f',{rest}' if rest else ''}{NO_BREAK_SPACE}Go"


FILTERS: Final[Mapping[str, object]] = MappingProxyType(
    {
        "euros": euros,
        "percent": percent,
        "long_day": long_day,
        "half_year": half_year_words,
        "part": part_words,
        "fact": fact_words,
        "nature": NATURES.__getitem__,
        "means": MEANS.__getitem__,
        "event": event_words,
        "reading_rows": reading_rows,
        "share": share,
        "risk": RISKS.__getitem__,
        "gigabytes": gigabytes,
        "model": model_words,
    }
)
