"""Numbers: one continuous chronological series, whose faults are named."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.billing.invoices.numbering import Numbered, Series, after, faults, follow
from netsoft.errors import InvalidValue
from netsoft.testing import days

F = Series("F-", 3)
DAY = date(2026, 11, 2)


def held(*ranks: int) -> list[Numbered]:
    return [Numbered(F.number(rank, DAY), DAY) for rank in ranks]


def kinds(*ranks: int) -> list[tuple[str, str]]:
    return [(fault.kind, fault.number) for fault in faults(F, held(*ranks))]


@given(st.lists(days(), max_size=12), st.booleans())
def test_what_follows_follows(dates: list[date], yearly: bool) -> None:
    series = Series("F-", 2, yearly=yearly)
    entries: list[Numbered] = []
    for on in sorted(dates):
        number = follow(series, entries, on).number
        assert number is not None
        entries.append(Numbered(number, on))
    assert not faults(series, entries)
    assert len({entry.number for entry in entries}) == len(dates)
    if entries and not yearly:
        assert [series.rank(entry.number, entry.on) for entry in entries] == list(range(1, len(dates) + 1))


@given(st.lists(st.integers(1, 6), max_size=8))
def test_a_series_is_whole_or_its_faults_are_named(ranks: list[int]) -> None:
    found = faults(F, held(*ranks))
    assert (not found) == (sorted(ranks) == list(range(1, len(ranks) + 1)))
    assert follow(F, held(*ranks), DAY).decision.granted == (not found)


def test_holes_and_repeats_have_names() -> None:
    assert kinds() == []
    assert kinds(1, 2, 3) == []
    assert kinds(1, 3) == [("missing", "F-002")]
    assert kinds(2) == [("missing", "F-001")]
    assert kinds(1, 2, 2, 3) == [("repeated", "F-002")]
    assert faults(F, held(1, 5))[0].fact == "de F-002 à F-004, 3 numéros manquent dans la série F-"


def test_a_number_out_of_its_time() -> None:
    entries = [Numbered("F-001", DAY), Numbered("F-002", DAY - timedelta(1))]
    assert [fault.kind for fault in faults(F, entries)] == ["not-chronological"]
    assert not follow(F, entries, DAY).decision.granted


def test_another_series() -> None:
    assert [fault.kind for fault in faults(F, [Numbered("G-001", DAY)])] == ["foreign"]
    for text in ("F-1", "F-0001", "F-", "F-٠٠١", "F-000", "F-" + "9" * 5000, "X"):
        assert F.rank(text, DAY) is None
    assert F.rank("F-1000", DAY) == 1000


def test_a_series_goes_on_from_elsewhere() -> None:
    series = Series("F-2023-", 3, first=118)
    assert follow(series, (), DAY).number == "F-2023-118"
    assert follow(series, [Numbered("F-2023-118", DAY)], DAY).number == "F-2023-119"
    assert [fault.kind for fault in faults(series, [Numbered("F-2023-117", DAY)])] == ["foreign"]


def test_a_year_has_its_own_series() -> None:
    series = Series("F-", 2, yearly=True)
    last = Numbered("F-2026-41", date(2026, 12, 31))
    assert after(series, last, date(2026, 12, 31)).number == "F-2026-42"
    assert after(series, last, date(2027, 1, 1)).number == "F-2027-01"
    assert after(series, last, date(2026, 12, 30)).number is None
    assert series.rank("F-2026-41", date(2027, 1, 1)) is None


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        ({"prefix": "f"}, "prefix"),
        ({"prefix": "F\n"}, "prefix"),
        ({"prefix": "F" * 21}, "prefix"),
        ({"prefix": 1}, "prefix"),
        ({"width": 0}, "width"),
        ({"width": True}, "width"),
        ({"width": 10}, "width"),
        ({"yearly": 1}, "yearly"),
        ({"first": 0}, "first"),
        ({"first": 1.0}, "first"),
        ({"first": 10**9}, "first"),
        ({"first": 2, "yearly": True}, "first"),
    ],
)
def test_what_no_series_is(keys: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Series(**keys)  # type: ignore[arg-type]
    assert caught.value.field == field
