"""Which version of the terms binds on which day (1.2, 1.3)."""

from datetime import UTC, date, datetime

import attrs
import pytest
from hypothesis import given

from netsoft.catalogue import VERSIONS, version_named, version_on
from netsoft.cg052018 import CG052018
from netsoft.days import ONE_DAY, Period
from netsoft.errors import InvalidValue, MissingFact
from netsoft.testing import days

NEXT = attrs.evolve(CG052018, name="CG012027", first_day=date(2027, 1, 1))
LATER = attrs.evolve(CG052018, name="CG062027", first_day=date(2027, 6, 1))
THREE = (NEXT, CG052018, LATER)


def test_there_is_one_version() -> None:
    assert VERSIONS == (CG052018,)
    assert CG052018.first_day == date(2018, 5, 31)


def test_the_first_version_binds_from_its_first_day() -> None:
    assert version_on(date(2018, 5, 31)) == version_on(date(2100, 1, 1)) == CG052018


def test_before_the_first_version_nothing_is_known() -> None:
    with pytest.raises(MissingFact) as missing:
        version_on(date(2018, 5, 30))
    assert missing.value.fact == "aucune version des conditions générales en vigueur le 30/05/2018"
    assert missing.value.remedy == "nommer la version (« terms ») ou donner un jour à partir de la première"


@given(days(Period(date(2018, 5, 31), date(2030, 1, 1))))
def test_the_last_begun_binds(day: date) -> None:
    """Whatever the order in which the versions are given."""
    assert version_on(day, THREE) == version_on(day, THREE[::-1])
    assert version_on(day, THREE).first_day <= day
    expected = LATER if day >= LATER.first_day else NEXT if day >= NEXT.first_day else CG052018
    assert version_on(day, THREE) is expected


def test_the_eve_still_has_the_old_one() -> None:
    assert version_on(NEXT.first_day - ONE_DAY, THREE) is CG052018
    assert version_on(NEXT.first_day, THREE) is NEXT


def test_a_version_has_a_name() -> None:
    assert version_named("CG052018") is CG052018
    assert version_named("CG062027", THREE) is LATER
    with pytest.raises(InvalidValue) as refused:
        version_named("CG2019", THREE)
    assert str(refused.value) == "terms : version inconnue : « CG2019 » ; écrire CG012027, CG052018, CG062027"


def test_an_instant_has_no_version() -> None:
    with pytest.raises(InvalidValue) as refused:
        version_on(datetime(2024, 3, 1, tzinfo=UTC))
    assert refused.value.field == "day"


def test_the_digest_tells_numbers_apart() -> None:
    """Two versions that differ only by name, day or number have different digests; the same numbers the same."""
    usage = attrs.evolve(CG052018.usage, published_tier=3601)
    dearer = attrs.evolve(CG052018, usage=usage)
    assert len({version.digest for version in (*THREE, dearer)}) == 4
    assert attrs.evolve(CG052018).digest == CG052018.digest
