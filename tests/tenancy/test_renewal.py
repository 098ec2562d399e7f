"""By when a password is changed: the brokerage's option, off by default; at once where another may know it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.answers import Deadline
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.tenancy.renewal import Renewal, due
from netsoft.testing import days

DAY = date(2026, 8, 31)


def test_nobody_must_change_where_nobody_asks_it() -> None:
    assert due(DAY, Renewal()) is None
    assert due(DAY, Renewal(administrators=6)) is None
    assert due(DAY, Renewal(), administrator=True) is None


def test_the_period_is_the_brokerages() -> None:
    six = Deadline(
        date(2027, 2, 28), Clause("6.3"), "6\u00a0mois après le changement du 31/08/2026, au choix du cabinet"
    )
    assert due(DAY, Renewal(months=6)) == six
    assert due(DAY, Renewal(months=6), administrator=True) == six
    assert due(DAY, Renewal(administrators=6), administrator=True) == six
    assert due(DAY, Renewal(months=12, administrators=6), administrator=True) == six


def test_a_doubt_is_settled_by_a_change_since() -> None:
    rule = "mot de passe peut-être connu d'un autre depuis le 31/08/2026 : à changer sans attendre"
    assert due(DAY, Renewal(months=6), compromised=DAY) == Deadline(DAY, Clause("6.3"), rule)
    assert due(DAY, Renewal(), compromised=DAY - timedelta(days=1)) is None


@given(days(), st.integers(1, 60), st.integers(0, 12))
def test_a_longer_period_is_never_due_before(changed: date, months: int, more: int) -> None:
    first, second = due(changed, Renewal(months)), due(changed, Renewal(months + more))
    assert first is not None
    assert second is not None
    assert changed < first.last <= second.last


@pytest.mark.parametrize("months", [0, -1, True, 1.5])
def test_a_period_is_whole_months(months: int) -> None:
    for option in ({"months": months}, {"administrators": months}):
        with pytest.raises(InvalidValue) as refused:
            Renewal(**option)
        problem, remedy = (
            f"« {months} » n'est pas un nombre de mois",
            "donner un entier positif, ou rien pour ne pas imposer de changement",
        )
        assert (refused.value.field, refused.value.problem, refused.value.remedy) == ("months", problem, remedy)


def test_a_day_is_one() -> None:
    instant = datetime(2026, 11, 2, tzinfo=UTC)
    with pytest.raises(InvalidValue) as refused:
        due(instant, Renewal())
    assert refused.value.field == "changed"
    with pytest.raises(InvalidValue) as refused:
        due(DAY, Renewal(), compromised=instant)
    assert refused.value.field == "compromised"
