"""Tables of rates: the row of a day, what nobody knows, new rows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.billing.ecb_rate_table import ECB_RATES
from netsoft.billing.legal_rate import RateRow, RateTable
from netsoft.billing.legal_rate_table import LEGAL_RATES
from netsoft.billing.rates import PUBLISHED, Rates
from netsoft.days import HalfYear, Period
from netsoft.errors import InvalidValue, MissingFact
from netsoft.money import Rate
from netsoft.testing import rate_tables

FIRST = RateRow(HalfYear(2024, 1).period, Rate.percent("5.07"), order="premier arrêté")
YEAR = RateRow(Period(date(2025, 1, 1), date(2026, 1, 1)), Rate.percent("3.71"))
TABLE = RateTable("taux d'essai", (FIRST, YEAR))


def test_the_row_of_a_day() -> None:
    """From its first day to its last, both included."""
    assert TABLE.at(date(2024, 1, 1)) == TABLE.at(date(2024, 6, 30)) == FIRST
    assert TABLE.at(date(2025, 1, 1)) == TABLE.at(date(2025, 7, 1)) == TABLE.at(date(2025, 12, 31)) == YEAR


@pytest.mark.parametrize(
    ("day", "half"),
    [
        (date(2023, 12, 31), "2023-S2"),
        (date(2024, 7, 1), "2024-S2"),
        (date(2024, 12, 31), "2024-S2"),
        (date(2026, 1, 1), "2026-S1"),
    ],
)
def test_a_rate_that_nobody_knows(day: date, half: str) -> None:
    """Before the first row, in a gap, after the last: a missing fact, never an extrapolation."""
    assert not TABLE.knows(day)
    with pytest.raises(MissingFact) as missing:
        TABLE.at(day)
    assert missing.value.fact == f"taux d'essai inconnu au semestre {half}"
    remedy = "donner le taux publié, jamais une extrapolation (par exemple [[legal_rates]] ou [[ecb_rates]])"
    assert missing.value.remedy == remedy


@given(rate_tables(), st.dates(date(2018, 6, 1), date(2027, 1, 1)))
def test_a_day_is_known_if_it_has_a_row(table: RateTable, day: date) -> None:
    """``knows`` says whether ``at`` answers, and the row of a day holds it."""
    rows = [row for row in table.rows if day in row.period]
    assert table.knows(day) is bool(rows)
    if rows:
        assert [table.at(day)] == rows
        assert table.end_of_piece(day) == rows[0].period.end


def test_where_a_line_ends() -> None:
    """Where the row ends; where no row is known, with the half-year."""
    assert TABLE.end_of_piece(date(2024, 3, 1)) == date(2024, 7, 1)
    assert TABLE.end_of_piece(date(2025, 3, 1)) == date(2026, 1, 1)
    assert TABLE.end_of_piece(date(2024, 8, 1)) == date(2025, 1, 1)
    assert TABLE.end_of_piece(date(2026, 2, 1)) == date(2026, 7, 1)


def test_two_rates_on_one_day_are_refused() -> None:
    """At construction as when rows are added; the day is named."""
    sentence = "rows : taux d'essai : deux taux le 2025-01-01 ; corriger l'une des lignes"
    overlapping = RateRow(Period(date(2024, 7, 1), date(2025, 1, 2)), Rate(0))
    with pytest.raises(InvalidValue) as refused:
        RateTable("taux d'essai", (FIRST, overlapping, YEAR))
    assert str(refused.value) == sentence
    with pytest.raises(InvalidValue, match="deux taux le 2024-01-01"):
        TABLE.extended([FIRST])
    with pytest.raises(InvalidValue, match="deux taux le 2024-01-01"):
        RateTable("taux d'essai", (YEAR, FIRST))


def test_a_table_has_a_row() -> None:
    """An empty one would know nothing, and say so for each day."""
    with pytest.raises(InvalidValue) as refused:
        RateTable("taux d'essai", ())
    assert str(refused.value) == "rows : taux d'essai : table sans ligne ; donner au moins une ligne"


def test_a_table_is_shown_short() -> None:
    """By its name, its number of rows and its last day."""
    shown = "RateTable(name=\"taux d'essai\", rows=<2 lignes jusqu'au 2025-12-31>)"
    assert repr(TABLE) == shown


def test_new_rows_find_their_place() -> None:
    """Before, between, after; the table itself does not change."""
    between = RateRow(HalfYear(2024, 2).period, Rate.percent("4.92"))
    after = RateRow(HalfYear(2026, 1).period, Rate.percent("2.62"))
    table = TABLE.extended(iter([after, between]))
    assert table.rows == (FIRST, between, YEAR, after)
    assert table.name == "taux d'essai"
    assert (TABLE.last_day, table.last_day) == (date(2025, 12, 31), date(2026, 6, 30))
    assert not TABLE.knows(date(2024, 7, 1))
    assert TABLE.extended([]) == TABLE


def test_a_row_is_checked() -> None:
    """A negative rate, a row without a day; a rate of zero is a rate."""
    with pytest.raises(InvalidValue) as negative:
        RateRow(HalfYear(2024, 1).period, Rate(-1, 100))
    assert str(negative.value) == "rate : taux négatif ; donner un taux positif ou nul"
    with pytest.raises(InvalidValue) as empty:
        RateRow(Period(date(2024, 1, 1), date(2024, 1, 1)), Rate(0))
    assert str(empty.value) == "period : ligne sans jour ; donner au moins un jour"
    assert RateRow(HalfYear(2024, 1).period, Rate(0)).rate == Rate(0)
    row = RateRow(HalfYear(2024, 1).period, Rate(0))
    assert (row.consumer, row.order, row.sources, row.confidence) == (None, "", 0, "")


@pytest.mark.parametrize("table", [LEGAL_RATES, ECB_RATES], ids=["legal", "ecb"])
def test_the_published_tables_have_no_gap(table: RateTable) -> None:
    """Each row begins where the one before it ends, to the end of 2026."""
    for before, after in zip(table.rows, table.rows[1:], strict=False):
        assert before.period.end == after.period.start
    assert table.last_day == date(2026, 12, 31)
    assert table.knows(table.last_day)
    assert not table.knows(table.last_day + timedelta(days=1))


def test_the_published_tables_are_the_default() -> None:
    """An account takes the two built-in tables unless others are given."""
    assert PUBLISHED == Rates() == Rates(LEGAL_RATES, ECB_RATES)
    assert Rates(legal=TABLE).ecb == ECB_RATES
