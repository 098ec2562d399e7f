"""Both certificates of insurance, their gaps, and what is reminded (18.1)."""

from datetime import date, timedelta
from typing import Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.billing.responsibility.insurance import IN_FRENCH, RISKS, Certificate, Risk, gaps, insured, reminders
from netsoft.days import Period
from netsoft.errors import InvalidValue
from netsoft.testing import COVERED_YEAR, certificates

DAY: Final = date(2026, 11, 27)
YEAR: Final = COVERED_YEAR


def certificate(risk: Risk, first: date, last: date, policy: str = "P-1") -> Certificate:
    return Certificate(risk, "Assureur A", policy, first, last)


OTHERS: Final = certificate("damage-to-others", date(2026, 1, 1), date(2026, 12, 31))
OWN: Final = certificate("own-loss", date(2026, 2, 1), date(2027, 1, 31), "P-2")


def test_both_risks_are_needed() -> None:
    assert insured((OTHERS, OWN), DAY).granted
    assert not insured((OTHERS,), DAY).granted
    assert not insured((OWN,), DAY).granted
    assert not insured((), DAY).granted


def test_both_ends_of_a_certificate_count() -> None:
    assert insured((OTHERS, OWN), date(2026, 2, 1)).granted
    assert insured((OTHERS, OWN), date(2026, 12, 31)).granted
    assert not insured((OTHERS, OWN), date(2026, 1, 31)).granted
    assert not insured((OTHERS, OWN), date(2027, 1, 1)).granted


def test_each_risk_has_its_reason() -> None:
    facts = [reason.fact for reason in insured((OTHERS,), DAY).reasons]
    assert facts == [
        "dommages causés aux tiers : Assureur A, police P-1, du 01/01/2026 au 31/12/2026",
        "aucune attestation pour les dommages subis à titre personnel le 27/11/2026",
    ]


def test_gaps_are_found_risk_by_risk() -> None:
    more = certificate("damage-to-others", date(2026, 6, 1), date(2026, 8, 31))
    first = attrs.evolve(OTHERS, first_day=date(2026, 1, 15), last_day=date(2026, 3, 31))
    found = [(gap.risk, gap.period) for gap in gaps((more, OWN, first), YEAR)]
    assert found == [
        ("damage-to-others", Period(date(2026, 1, 1), date(2026, 1, 15))),
        ("damage-to-others", Period(date(2026, 4, 1), date(2026, 6, 1))),
        ("damage-to-others", Period(date(2026, 9, 1), date(2027, 1, 1))),
        ("own-loss", Period(date(2026, 1, 1), date(2026, 2, 1))),
    ]


def test_certificates_that_follow_one_another_leave_no_gap() -> None:
    halves = (
        certificate("damage-to-others", date(2026, 1, 1), date(2026, 6, 30)),
        certificate("damage-to-others", date(2026, 7, 1), date(2026, 12, 31)),
        certificate("damage-to-others", date(2026, 3, 1), date(2026, 4, 30)),
        certificate("damage-to-others", date(2028, 1, 1), date(2028, 12, 31)),
    )
    assert [gap.risk for gap in gaps(halves, YEAR)] == ["own-loss"]


def steps(*certificates: Certificate, on: date) -> list[tuple[Risk, int]]:
    return [(reminder.risk, reminder.step) for reminder in reminders(certificates, on)]


def test_a_reminder_comes_before_the_end_by_steps() -> None:
    last = OTHERS.last_day
    both = (OTHERS, attrs.evolve(OWN, last_day=date(2030, 1, 1)))
    assert steps(*both, on=last - timedelta(days=61)) == []
    assert steps(*both, on=last - timedelta(days=60)) == [("damage-to-others", 60)]
    assert steps(*both, on=last - timedelta(days=30)) == [("damage-to-others", 30)]
    assert steps(*both, on=last - timedelta(days=8)) == [("damage-to-others", 30)]
    assert steps(*both, on=last) == [("damage-to-others", 7)]
    assert steps(*both, on=last + timedelta(days=1)) == [("damage-to-others", 0)]


def test_cover_that_is_taken_over_does_not_end() -> None:
    renewed = attrs.evolve(OTHERS, first_day=date(2027, 1, 1), last_day=date(2027, 12, 31))
    late = attrs.evolve(renewed, first_day=date(2027, 1, 2))
    own = attrs.evolve(OWN, last_day=date(2030, 1, 1))
    assert steps(renewed, OTHERS, own, on=DAY) == []
    assert steps(late, OTHERS, own, on=DAY) == [("damage-to-others", 60)]


def test_a_reminder_says_by_when() -> None:
    reminder = reminders((OTHERS, OWN), date(2026, 12, 30))[0]
    assert reminder.deadline.last == date(2026, 12, 31)
    assert reminder.deadline.rule.replace("\xa0", " ") == (
        "dommages causés aux tiers : la garantie prend fin dans 1 jour, le 31/12/2026"
    )
    lacking = reminders((OTHERS,), DAY)[1]
    assert (lacking.step, lacking.deadline.last) == (0, DAY)
    assert lacking.deadline.rule == "aucune attestation en cours pour les dommages subis à titre personnel"


def test_the_policy_of_reminders_is_an_argument() -> None:
    assert not [r for r in reminders((OTHERS, OWN), DAY, (5,)) if r.step]
    assert [r.step for r in reminders((OTHERS, OWN), DAY, (400, 34, 33))] == [34, 400]


@pytest.mark.parametrize("days", [(), (-1,), (True,), ("7",)])
def test_a_policy_is_some_numbers_of_days(days: tuple[int, ...]) -> None:
    with pytest.raises(InvalidValue, match="délais de rappel illisibles"):
        reminders((), DAY, days)


@pytest.mark.parametrize("field", ["insurer", "policy"])
def test_a_certificate_names_insurer_and_policy(field: str) -> None:
    with pytest.raises(InvalidValue, match="attestation incomplète"):
        attrs.evolve(OTHERS, **{field: " "})  # type: ignore[arg-type]


def test_a_certificate_is_of_a_known_risk_and_ends_after_it_begins() -> None:
    with pytest.raises(InvalidValue, match="risque inconnu"):
        attrs.evolve(OTHERS, risk="fire")  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="le dernier jour précède le premier"):
        attrs.evolve(OTHERS, last_day=date(2025, 12, 31))
    assert attrs.evolve(OTHERS, last_day=OTHERS.first_day).covers(OTHERS.first_day)


CERTIFICATES: Final = st.lists(certificates(), max_size=6)


@given(CERTIFICATES)
def test_gaps_hold_exactly_the_days_that_are_not_covered(held: list[Certificate]) -> None:
    """Slow and literal: day by day, and the decision of each day agrees."""
    assert all(gap.period.days for gap in gaps(held, YEAR))
    lacking = {(gap.risk, day) for gap in gaps(held, YEAR) for day in gap.period}
    for day in YEAR:
        bare = {risk for risk in RISKS if not any(c.risk == risk and c.covers(day) for c in held)}
        assert {risk for risk, lacks in lacking if lacks == day} == bare
        assert insured(held, day).granted == (not bare)


@given(CERTIFICATES, st.dates(date(2025, 12, 1), date(2027, 5, 1)))
def test_what_is_reminded_is_the_last_day_of_the_cover(held: list[Certificate], on: date) -> None:
    wanted = {}
    for risk in RISKS:
        last = on - timedelta(days=1)
        while any(c.risk == risk and c.covers(last + timedelta(days=1)) for c in held):
            last += timedelta(days=1)
        if (last - on).days <= 60:
            wanted[risk] = max(last, on)
    assert {reminder.risk: reminder.deadline.last for reminder in reminders(held, on)} == wanted
    assert set(IN_FRENCH) == set(RISKS)


@pytest.mark.parametrize("name", ["first_day", "last_day"])
def test_days_that_no_contract_reaches_are_refused(name: str) -> None:
    days = {"first_day": date(2026, 1, 1), "last_day": date(2026, 12, 31)}
    with pytest.raises(InvalidValue) as refused:
        Certificate("own-loss", "Assureur A", "RC-1", **(days | {name: date(9999, 12, 31)}))
    assert refused.value.field == name


def test_cover_that_ends_today_says_so() -> None:
    last = date(2026, 12, 31)
    found = reminders((Certificate("own-loss", "Assureur A", "RC-1", date(2026, 1, 1), last),), last)
    assert found[1].deadline.rule.endswith("la garantie prend fin aujourd'hui, le 31/12/2026")
