"""Values as rows keep them: they come back whole, or are refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.billing.contract.withdrawal import Formation
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import HalfYear, Month, Period
from netsoft.errors import InvalidValue
from netsoft.money import Money, Rate
from netsoft.testing import days, money
from reference_app.ids import StaffId
from reference_app.storage import records
from reference_app.storage.facts import (
    ContractFacts,
    Judged,
    LeftOut,
)
from reference_app.storage.values import decode, encode
from tests.app.kept import CONTRACT, COUNTS, DAY, FACTS

_PARIS_SUMMER = timezone(timedelta(hours=2))
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    days(),
    money(),
    st.fractions(),
    st.binary(),
    st.builds(Month.containing, days()),
    st.builds(HalfYear.containing, days()),
    st.sampled_from([Rate.percent("15"), Rate(1, 3), Decimal("0.0045"), Clause("8.3"), Period(DAY, date(2027, 1, 1))]),
    st.datetimes(timezones=st.sampled_from([_PARIS_SUMMER, UTC])),
    st.sampled_from(FACTS),
)


@given(st.recursive(_LEAVES, lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=12))
def test_any_kept_value_comes_back(value: object) -> None:
    assert decode(encode(value)) == value


def test_sets_come_back_whatever_their_order() -> None:
    assert decode(encode(frozenset({"b", "a"}))) == frozenset({"a", "b"})
    assert encode(frozenset({"b", "a"})) == encode(frozenset({"a", "b"}))


@pytest.mark.parametrize("value", [1.5, object(), datetime, {"a": 1}], ids=["float", "object", "class", "dict"])
def test_what_no_row_keeps_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no row keeps"):
        encode(value)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"is": "Popen", "args": "ls"}',
        '{"is": "Perimeter", "users": 1}',
        '{"is": "Perimeter", "users": -1, "disk_bytes": 1}',
        '{"euros": "1.234"}',
        '{"euros": "1.23", "day": "2026-01-01"}',
        '{"at": "2026-01-01T00:00:00"}',
        '{"day": "2026-02-30"}',
        '{"bytes": "é"}',
        '{"unknown": "x"}',
    ],
)
def test_a_damaged_row_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        decode(text)


@pytest.mark.parametrize(
    "make",
    [
        lambda: LeftOut(True, "  "),
        lambda: ContractFacts(Formation(concluded_on=DAY), CONTRACT.planned),
        lambda: Judged("2026-11-20", DAY, StaffId("m"), "trop"),
    ],
)
def test_facts_that_cannot_be_are_refused(make: object) -> None:
    with pytest.raises(InvalidValue):
        make()  # type: ignore[operator]


def test_money_and_rates_are_exact() -> None:
    assert encode((Money.parse("0.10"), Rate(1, 3), Fraction(1, 3))) == (
        '[{"euros": "0.10"}, {"rate": "1/3"}, {"fraction": "1/3"}]'
    )
    assert COUNTS.actions == 15


def test_terms_that_changed_since_are_refused() -> None:
    text = encode(CG052018).replace(CG052018.digest, "0" * 64)
    with pytest.raises(InvalidValue, match="ne sont plus celles"):
        decode(text)


def test_every_kind_has_its_case() -> None:
    assert {type(fact) for fact in FACTS} == {cls for _name, cls in records.KINDS}
    assert len({name for name, _cls in records.KINDS}) == len(records.KINDS)
