"""The built-in rates are those that were published, and each of them counts."""

from datetime import date

import attrs
import pytest

from netsoft.billing.account import Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.ecb_rate_table import ECB_RATES
from netsoft.billing.entries import Invoice
from netsoft.billing.ledger import Ledger
from netsoft.billing.legal_rate import RateRow, RateTable
from netsoft.billing.legal_rate_table import LEGAL_RATES
from netsoft.billing.rates import Rates
from netsoft.cg052018 import CG052018
from netsoft.days import ONE_DAY, HalfYear, Period
from netsoft.money import Money, Rate
from netsoft.rendering import long_day
from netsoft.terms import InterestBasis, Terms
from tests.vectors import rows

LEGAL = rows("legal_interest_rates")
ECB = rows("ecb_rates")


def french(act: str) -> str:
    """``decret 96-105 du 1996-02-08 NOR X (JO 1996-02-09)``, as a French lawyer writes it."""
    words = act.replace("(JO ", "JO ").replace(")", "").split()
    written = [{"decret": "décret", "arrete": "arrêté"}.get(words.pop(0), "")] if words else []
    if words and words[0] != "du":
        written.append(f"n° {words.pop(0)}")
    if words:
        written += [words.pop(0), long_day(date.fromisoformat(words.pop(0)))]
    notes = dict(zip(words[::2], words[1::2], strict=True))
    told = [f"NOR {notes['NOR']}"] if "NOR" in notes else []
    told += [f"JO du {long_day(date.fromisoformat(notes['JO']))}"] if "JO" in notes else []
    return " ".join(written) + (f" ({', '.join(told)})" if told else "")


def test_the_legal_rates_are_those_published() -> None:
    """54 rows, each with its days, its rates, its act and its number of sources."""
    expected = [
        RateRow(
            Period(date.fromisoformat(row["start"]), date.fromisoformat(row["end"]) + ONE_DAY),
            Rate.percent(row["professional_pct"]),
            Rate.percent(row["consumer_pct"]) if row["start"] >= "2015" else None,
            french(row["arrete"]),
            int(row["sources_count"]),
        )
        for row in LEGAL
    ]
    assert len(expected) == 54
    assert list(LEGAL_RATES.rows) == expected
    assert LEGAL_RATES.name == "taux de l'intérêt légal"
    assert LEGAL_RATES.rows[0].period.start == date(1975, 7, 15)


def test_one_rate_served_all_creditors_before_2015() -> None:
    assert all(row["professional_pct"] == row["consumer_pct"] for row in LEGAL if row["start"] < "2015")


def test_the_ecb_rates_are_those_published() -> None:
    """36 half-years; how sure each figure is comes with it."""
    expected = [
        RateRow(
            HalfYear.containing(date.fromisoformat(row["anchor_day"])).period,
            Rate.percent(row["main_refinancing_rate_pct"]),
            sources={"K": 0, "V1": 1, "V2": 2}[row["confidence"]],
            confidence=row["confidence"],
        )
        for row in ECB
    ]
    assert len(expected) == 36
    assert list(ECB_RATES.rows) == expected
    assert ECB_RATES.name == "taux de refinancement de la BCE"
    assert ECB_RATES.rows[0].period.start == date(2009, 1, 1)


def account(terms: Terms, period: Period, rates: Rates) -> object:
    """The lines of a large invoice that falls due on the eve of a period, drawn on the last day of it."""
    due = period.start if period.start == date(1975, 7, 15) else period.start - ONE_DAY
    ledger = Ledger((Invoice("F-1", due, due, Money.parse("100000.00")),))
    return arrears(ledger, terms, period.last, Assumptions(rates=rates)).lines


def altered(table: RateTable, place: int, **changes: object) -> RateTable:
    """The same table with one row changed."""
    row = attrs.evolve(table.rows[place], **changes)  # type: ignore[arg-type]
    return RateTable(table.name, (*table.rows[:place], row, *table.rows[place + 1 :]))


@pytest.mark.parametrize("place", range(len(LEGAL_RATES.rows)))
def test_each_legal_rate_counts(place: int) -> None:
    """A hundredth of a point more, or another act, and the account says something else."""
    row = LEGAL_RATES.rows[place]
    before = account(CG052018, row.period, Rates())
    dearer = altered(LEGAL_RATES, place, rate=row.rate.plus(Rate(1, 10_000)))
    assert account(CG052018, row.period, Rates(legal=dearer)) != before
    renamed = altered(LEGAL_RATES, place, order="un autre arrêté")
    assert account(CG052018, row.period, Rates(legal=renamed)) != before


@pytest.mark.parametrize("place", range(len(ECB_RATES.rows)))
def test_each_ecb_rate_counts(place: int) -> None:
    """The same under terms whose interest is the ECB's rate and ten points."""
    ecb = attrs.evolve(CG052018, payment=attrs.evolve(CG052018.payment, interest=InterestBasis(kind="ecb")))
    row = ECB_RATES.rows[place]
    if place == 0:  # the rate of its eve is unknown
        row = attrs.evolve(row, period=Period(row.period.start + ONE_DAY, row.period.end))
    dearer = altered(ECB_RATES, place, rate=row.rate.plus(Rate(1, 10_000)))
    assert account(ecb, row.period, Rates(ecb=dearer)) != account(ecb, row.period, Rates())
