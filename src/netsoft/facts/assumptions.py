"""What a décompte assumes beside its facts: the readings, the basis of interest, newer rates."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from netsoft.billing.legal_rate import RateRow, RateTable
from netsoft.billing.rates import Rates
from netsoft.clause import Clause
from netsoft.days import HalfYear, Period
from netsoft.errors import InvalidValue
from netsoft.facts.fields import Fields, T, a_half_year, a_multiple, a_percentage, a_text, some_texts
from netsoft.money import shown
from netsoft.readings import OPTIONS, Readings
from netsoft.rendering import percent
from netsoft.terms import InterestBasis

READING_KEYS: Final = (*(key for _number, key, _values in OPTIONS), "set_aside")
RATE_KEYS: Final = ("half_year", "percent", "source")
BASIS_KEYS: Final[Mapping[str, str]] = MappingProxyType({"legal": "multiple", "ecb": "points", "fixed": "percent"})
"""The key that goes with each basis of interest."""


def some_readings(value: object, path: str) -> tuple[Readings, tuple[Clause, ...]]:
    """Read ``[readings]``: the choices, and the clauses set aside as void (19.1)."""
    fields = Fields.of(value, path, READING_KEYS)
    choices = {key: fields.need(key, _a_choice) for key in fields.table if key != "set_aside"}
    try:
        readings = Readings.of(choices)
    except InvalidValue as error:
        raise error.under(path) from None
    return readings, fields.may("set_aside", some_clauses) or ()


def _a_choice(value: object, path: str) -> object:
    return value if isinstance(value, bool) else a_text(value, path)


def some_clauses(value: object, path: str) -> tuple[Clause, ...]:
    """Read clauses of the terms by their numbers, each once."""
    from netsoft.clauses import CLAUSES  # a long table, loaded only if a clause is set aside

    numbers, known = some_texts(value, path), {entry.clause.number for entry in CLAUSES}
    for index, number in enumerate(numbers):
        place = f"{path}[{index}]"
        if number not in known:
            raise InvalidValue(
                place, f"clause inconnue : {shown(number)}", "donner un numéro que « netsoft articles » liste"
            )
        if number in numbers[:index]:
            raise InvalidValue(place, f"clause {number} nommée deux fois", "ne la nommer qu'une fois")
    return tuple(Clause(number) for number in numbers)


def a_basis(value: object, path: str, own: InterestBasis) -> InterestBasis:
    """Read ``[interest]``; what it leaves out is the terms' own."""
    fields = Fields.of(value, path, ("basis", *BASIS_KEYS.values()))
    kind = fields.choice("basis", tuple(BASIS_KEYS)) if "basis" in fields.table else own.kind
    for key in BASIS_KEYS.values():
        if key in fields.table and key != BASIS_KEYS[kind]:
            raise InvalidValue(fields.at(key), f"sans objet pour la base « {kind} »", f"écrire « {BASIS_KEYS[kind]} »")
    if kind == "legal":
        return attrs.evolve(own, kind="legal", multiple=_given(fields.may("multiple", a_multiple), own.multiple))
    if kind == "ecb":
        return attrs.evolve(own, kind="ecb", points=_given(fields.may("points", a_percentage), own.points))
    return attrs.evolve(own, kind="fixed", percent=fields.need("percent", a_percentage))


def _given(value: T | None, default: T) -> T:
    return default if value is None else value


def some_rates(document: Fields) -> Rates:
    """Extend the tables of law by ``[[legal_rates]]`` and ``[[ecb_rates]]``."""
    built_in = Rates()
    return Rates(
        _extended(built_in.legal, document.tables("legal_rates", RATE_KEYS)),
        _extended(built_in.ecb, document.tables("ecb_rates", RATE_KEYS)),
    )


def _extended(table: RateTable, rows: list[Fields]) -> RateTable:
    """Add what the table does not know; what it knows already may be repeated, never contradicted."""
    given: dict[HalfYear, RateRow] = {}
    for row in rows:
        half_year = row.need("half_year", a_half_year)
        if half_year in given:
            raise _already_known(row, half_year, given[half_year], "retirer cette ligne")
        rate, source = row.need("percent", a_percentage), row.may("source", a_text)
        known = _known(table, half_year.period)
        if known is None:
            given[half_year] = RateRow(half_year.period, rate, order=source or "", confidence="donné avec les faits")
        elif known.rate != rate:
            raise _already_known(row, half_year, known, "retirer cette ligne, ou y donner ce taux")
    return table.extended(given.values()) if given else table


def _already_known(row: Fields, half_year: HalfYear, known: RateRow, remedy: str) -> InvalidValue:
    return InvalidValue(row.at("half_year"), f"le semestre {half_year} est déjà connu : {percent(known.rate)}", remedy)


def _known(table: RateTable, period: Period) -> RateRow | None:
    """Return a row of the table that covers a day of ``period``, if there is one."""
    return next((r for r in table.rows if r.period.start < period.end and period.start < r.period.end), None)
