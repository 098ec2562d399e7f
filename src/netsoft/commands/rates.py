"""``netsoft rates``: the legal rate with the acts that fixed it, the ECB's, and what the terms make of them."""

from __future__ import annotations

import argparse
import json
from datetime import date
from types import MappingProxyType
from typing import Final

from netsoft.answers_json import VERSION, Json, interest_json
from netsoft.billing.legal_rate import RateRow, RateTable
from netsoft.billing.rates import Rates
from netsoft.catalogue import VERSIONS
from netsoft.commands.arguments import Parser, a_day_argument, parser
from netsoft.days import Day, HalfYear
from netsoft.money import Rate
from netsoft.rendering import day, long_day, percent
from netsoft.terms import Terms

DEFAULT_POINTS: Final = Rate.percent("10")
"""C. com. L441-10 II: what is added to the ECB's rate where the terms fix none."""
NAME: Final = "rates"
SUMMARY: Final = "le taux légal et celui de la BCE, semestre par semestre"
FLOOR_MULTIPLE: Final = 3
"""C. com. L441-10 II: the rate of late-payment penalties may not be under three times the legal rate."""
FLOOR_FROM: Final = date(2009, 1, 1)
"""The day from which law 2008-776 sets that floor."""
_CONFIDENCE: Final = MappingProxyType(
    {
        "V2": "lu dans deux sources au moins",
        "V1": "lu dans une source",
        "K": "notoire, non relu",
    }
)


def declare() -> Parser:
    """Declare the arguments."""
    made, group = parser("netsoft rates", "netsoft rates [--on JOUR] [--json]", "Affiche les taux connus.")
    group.add_argument("--on", metavar="JOUR", help="seulement les taux en vigueur ce jour")
    group.add_argument("--json", action="store_true", help="répondre en JSON")
    return made


def run(arguments: argparse.Namespace) -> str:
    """Write the rates, all of them or those in force on a day; a day without a rate is a missing fact."""
    on, rates, terms = a_day_argument(arguments, "on"), Rates(), VERSIONS[-1]
    legal, ecb = _rows(rates.legal, on), _ecb_rows(rates, on)
    if arguments.json:
        return json.dumps(_document(terms, on, legal, ecb), ensure_ascii=False, indent=2) + "\n"
    return _text(terms, legal, ecb)


def _rows(table: RateTable, on: Day | None) -> tuple[RateRow, ...]:
    return table.rows if on is None else (table.at(on),)


def _ecb_rows(rates: Rates, on: Day | None) -> tuple[RateRow, ...]:
    """Return the ECB's rows; a day that only the legal table knows has none."""
    return _rows(rates.ecb, on) if on is None or rates.ecb.knows(on) else ()


def _text(terms: Terms, legal: tuple[RateRow, ...], ecb: tuple[RateRow, ...]) -> str:
    interest = terms.payment.interest
    lines = [
        "Taux de l'intérêt légal (C. mon. fin. L313-2) ; créances des professionnels, créances des particuliers.",
        f"{terms.name}, clause 8.3 : {interest.multiple} fois le taux des professionnels ;",
        f"plancher de la loi (C. com. L441-10 II) : {FLOOR_MULTIPLE} fois ce taux, depuis le {long_day(FLOOR_FROM)}.",
        "",
        _columns("Période", "Profess.", "Particul.", f"{interest.multiple} ×", "Plancher", "Acte qui le fixe"),
        *(_legal_line(row, terms) for row in legal),
        "",
        "Taux de refinancement de la BCE au premier jour du semestre (C. com. L441-10 II, à défaut de taux convenu).",
        "",
        _columns("Période", "BCE", "+ 10", "Vérification"),
        *(_ecb_line(row) for row in ecb),
    ]
    return "".join(f"{line}".rstrip() + "\n" for line in lines)


def _columns(period: str, *cells: str) -> str:
    *rates, note = cells
    return period.ljust(25) + "".join(cell.rjust(11) for cell in rates) + "  " + note


def _legal_line(row: RateRow, terms: Terms) -> str:
    floor = _floor(row)
    cells = (*map(percent, (row.rate, row.consumer or row.rate, _due(row, terms))), percent(floor) if floor else "—")
    order = row.order or "acte non relevé"
    return _columns(_period(row), *cells, f"{order} ; une seule source" if row.sources == 1 else order)


def _ecb_line(row: RateRow) -> str:
    rates = percent(row.rate), percent(row.rate.plus(DEFAULT_POINTS))
    return _columns(_period(row), *rates, _CONFIDENCE.get(row.confidence, row.confidence))


def _floor(row: RateRow) -> Rate | None:
    """Return the least rate that the law allows; none before the law that fixed it."""
    return row.rate.times(FLOOR_MULTIPLE) if row.period.start >= FLOOR_FROM else None


def _due(row: RateRow, terms: Terms) -> Rate:
    return row.rate.times(terms.payment.interest.multiple)


def _half_year(row: RateRow) -> str | None:
    half_year = HalfYear.containing(row.period.start)
    return str(half_year) if half_year.period == row.period else None


def _period(row: RateRow) -> str:
    return _half_year(row) or f"{day(row.period.start)} – {day(row.period.last)}"


def _document(terms: Terms, on: Day | None, legal: tuple[RateRow, ...], ecb: tuple[RateRow, ...]) -> dict[str, Json]:
    return {
        "schema": VERSION,
        "on": on.isoformat() if on else None,
        "terms": {"name": terms.name, "interest": interest_json(terms.payment.interest)},
        "floor_multiple": FLOOR_MULTIPLE,
        "legal": [_legal_row(row, terms) for row in legal],
        "ecb": [_ecb_row(row) for row in ecb],
    }


def _legal_row(row: RateRow, terms: Terms) -> Json:
    floor = _floor(row)
    return {
        **_days(row),
        "percent": row.rate.percent_text,
        "consumer_percent": (row.consumer or row.rate).percent_text,
        "contract_percent": _due(row, terms).percent_text,
        "floor_percent": floor.percent_text if floor else None,
        "order": row.order or None,
        "sources": row.sources,
    }


def _ecb_row(row: RateRow) -> Json:
    return {
        **_days(row),
        "percent": row.rate.percent_text,
        "default_percent": row.rate.plus(DEFAULT_POINTS).percent_text,
        "confidence": row.confidence or None,
    }


def _days(row: RateRow) -> dict[str, Json]:
    return {
        "half_year": _half_year(row),
        "from": row.period.start.isoformat(),
        "to": row.period.last.isoformat(),
    }
