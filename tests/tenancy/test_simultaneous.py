"""One access used from two places at once: taking turns is shown, moving on is not."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given

from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.names import UserId
from netsoft.tenancy.places import Source
from netsoft.tenancy.simultaneous import DEFAULT, AccessUse, Sharing, SharingPolicy, simultaneous
from netsoft.testing import sharing_policies, uses
from tests.reference import sharing

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
ALIX = UserId("alix")
OFFICE, HOME, SIX, SIX_TOO = map(Source.parse, ("192.0.2.7", "198.51.100.4", "2001:db8::1", "2001:db8::2"))


def trace(*steps: tuple[float, str, Source]) -> list[AccessUse]:
    """Uses of Alix, at minutes."""
    return [AccessUse(AT + timedelta(minutes=minutes), ALIX, browser, source) for minutes, browser, source in steps]


def facts(*steps: tuple[float, str, Source]) -> list[str]:
    """What is said of a trace, spaces made plain."""
    found = simultaneous(trace(*steps))
    assert {one.why.clause for one in found} <= {Clause("6.2")}
    return [one.why.fact.replace("\u00a0", " ") for one in found]


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [(0, "a", OFFICE)],
        [(0, "a", OFFICE), (1, "a", HOME), (2, "a", HOME)],  # goes home
        [(0, "a", OFFICE), (1, "a", HOME), (2, "a", OFFICE)],  # Wi-Fi, 4G, Wi-Fi
        [(0, "a", OFFICE), (1, "b", HOME), (2, "b", HOME)],  # leaves the desk for the telephone
        [(0, "a", OFFICE), (10, "b", HOME), (30, "a", OFFICE)],  # comes back as late as the window
        [(0, "a", OFFICE), (1, "a", SIX), (2, "a", OFFICE), (3, "a", SIX), (4, "a", OFFICE)],  # two addresses at once
        [(0, "a", SIX), (1, "a", SIX_TOO), (2, "a", SIX), (3, "a", SIX_TOO)],  # one subscriber, who changes addresses
    ],
)
def test_one_person_who_moves_raises_no_alarm(steps: list[tuple[float, str, Source]]) -> None:
    assert facts(*steps) == []


def test_two_browsers_that_take_turns_are_shown() -> None:
    two = [(0.0, "a", OFFICE), (10.0, "b", HOME), (29.9, "a", OFFICE)]
    said = "accès de « alix » utilisé en alternance par deux navigateurs"
    assert facts(*two) == [f"{said} de deux réseaux (192.0.2.7, 198.51.100.4) : 1 retour en moins de 30 minutes"]
    assert facts((0, "a", OFFICE), (1, "b", OFFICE), (2, "a", OFFICE), (3, "b", OFFICE)) == [
        f"{said} d'un même réseau (192.0.2.7) : 2 retours en moins de 30 minutes"
    ]


def test_one_browser_in_two_places_by_turns_is_shown() -> None:
    steps = [(0.0, "a", OFFICE), (1.0, "a", HOME), (2.0, "a", OFFICE), (3.0, "a", HOME)]
    said = "accès de « alix » utilisé en alternance par un même navigateur"
    assert facts(*steps) == [f"{said} de deux réseaux (192.0.2.7, 198.51.100.4) : 2 retours en moins de 30 minutes"]


def test_a_finding_says_who_when_and_which_two_places() -> None:
    steps = trace((0, "a", OFFICE), (10, "b", HOME), (20, "a", OFFICE), (35, "b", HOME))
    (found,) = simultaneous(steps)
    expected = Sharing(ALIX, AT, AT + timedelta(minutes=35), (steps[2], steps[3]), 2, found.why)
    assert found == expected


def test_after_a_pause_it_is_another_finding() -> None:
    turns: list[tuple[float, str, Source]] = [(0, "a", OFFICE), (1, "b", HOME), (2, "a", OFFICE)]
    later = [(minutes + 31, browser, source) for minutes, browser, source in turns]
    assert len(facts(*turns, *later)) == len((turns, later))
    soon = [(minutes + 28, browser, source) for minutes, browser, source in turns]
    assert len(facts(*turns, *soon)) == 1


def test_uses_are_in_order() -> None:
    with pytest.raises(InvalidValue) as refused:
        simultaneous(reversed(trace((0, "a", OFFICE), (1, "a", OFFICE))))
    assert str(refused.value) == "uses : usages en désordre ; les donner dans l'ordre des instants"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"window": timedelta(0)}, "window : durée nulle ou négative ; donner une durée positive"),
        ({"between_browsers": 0}, "between_browsers : « 0 » n'est pas un nombre de retours ; donner un entier positif"),
        (
            {"between_networks": True},
            "between_networks : « True » n'est pas un nombre de retours ; donner un entier positif",
        ),
    ],
)
def test_a_policy_is_one(changed: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        evolve(DEFAULT, **changed)  # type: ignore[arg-type]
    assert str(refused.value) == message


@pytest.mark.parametrize(("user", "browser", "field"), [(" ", "a", "user"), (7, "a", "user"), ("alix", "", "browser")])
def test_a_use_has_its_user_and_its_browser(user: UserId, browser: str, field: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        AccessUse(AT, user, browser, OFFICE)
    said = f"{field} : usage sans utilisateur ou sans navigateur ; nommer l'un et l'autre"
    assert str(refused.value) == said


def whom(found: tuple[Sharing, ...]) -> Counter[tuple[str, frozenset[str], int]]:
    """Findings as the literal reading gives them."""
    named: Counter[tuple[str, frozenset[str], int]] = Counter()
    for one in found:
        first, second = one.places
        browsers = first.browser != second.browser
        places = (first.browser, second.browser) if browsers else (first.network, second.network)
        named[one.user, frozenset(places), one.returns] += 1
    return named


@given(uses(), sharing_policies())
def test_it_is_what_the_literal_reading_finds(trail: tuple[AccessUse, ...], policy: SharingPolicy) -> None:
    assert whom(simultaneous(trail, policy)) == sharing.shared(trail, policy)


@given(uses())
def test_browsers_that_interleave_are_always_shown_and_others_never(trail: tuple[AccessUse, ...]) -> None:
    found = [one for one in simultaneous(trail) if one.places[0].browser != one.places[1].browser]
    assert bool(found) is sharing.interleaved(trail, DEFAULT.window)


@given(uses())
def test_what_others_do_changes_nothing(trail: tuple[AccessUse, ...]) -> None:
    alone = simultaneous(use for use in trail if use.user == ALIX)
    assert [one for one in simultaneous(trail) if one.user == ALIX] == list(alone)
