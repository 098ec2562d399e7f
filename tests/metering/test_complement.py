"""The complement of a contract year, by hand: 1 April 2026 to 31 March 2027, two users, 7 200 actions a month."""

from datetime import date
from typing import Any

import attrs
import pytest

from netsoft.answers import Deadline
from netsoft.clause import Clause
from netsoft.days import Month, Period
from netsoft.errors import InvalidValue, MissingFact
from netsoft.metering.complement import Judgement, complement, last_day
from netsoft.metering.overage import Overage
from netsoft.usage_readings import UsageReadings
from tests.metering.build import SIROCCO, over, request, year_of

WHOLE = year_of([0, 10, 0, 0, 0, 0, 300, 0, 0, 0, 0, 5])
AFTER = date(2027, 4, 1)
LAST_DAY = UsageReadings(complement_limit="last-day")


def facts(outcome: Any) -> list[str]:
    return [reason.fact for reason in outcome.decision.reasons]


def test_the_quantities_of_a_year() -> None:
    outcome = complement(request(AFTER), WHOLE)
    assert outcome.decision.verdict == "granted"
    made = outcome.complement
    assert made is not None
    assert [(str(line.month), line.actions) for line in made.lines] == [
        ("2026-05", 10),
        ("2026-10", 300),
        ("2027-03", 5),
    ]
    assert (made.actions, outcome.taken_back) == (315, ())
    assert facts(outcome)[0] == "usage jugé intensif par Marie Durand le 01/03/2027 : deux fois la moyenne"
    assert facts(outcome)[1:] == [line.why.fact for line in made.lines]
    assert {reason.clause for reason in outcome.decision.reasons} == {Clause("7.2")}


@pytest.mark.parametrize(
    ("dated", "readings", "granted"),
    [
        (date(2027, 4, 1), UsageReadings(), True),
        (date(2027, 4, 2), UsageReadings(), False),
        (date(2027, 3, 31), LAST_DAY, True),
        (date(2027, 4, 1), LAST_DAY, False),
        (date(2026, 4, 1), UsageReadings(), False),  # no month is over
        (date(2026, 6, 1), UsageReadings(), True),
    ],
)
def test_r27(dated: date, readings: UsageReadings, *, granted: bool) -> None:
    outcome = complement(request(dated), WHOLE, (), readings)
    assert outcome.decision.granted == granted
    assert (outcome.complement is not None) == granted


def test_the_last_day_is_a_deadline() -> None:
    year = Period(date(2026, 4, 1), date(2027, 4, 1))
    clause = Clause("7.2")
    assert last_day(year) == Deadline(date(2027, 4, 1), clause, "le lendemain du dernier jour de l'année du contrat")
    assert last_day(year, LAST_DAY) == Deadline(date(2027, 3, 31), clause, "le dernier jour de l'année du contrat")


def test_a_refusal_says_why() -> None:
    late = "complément daté du 02/04/2027, après le 01/04/2027 : le lendemain du dernier jour de l'année du contrat"
    assert facts(complement(request(date(2027, 4, 2)), WHOLE)) == [late]
    early = "complément daté du 31/03/2026, avant le premier jour de l'année du contrat, le 01/04/2026"
    assert facts(complement(request(date(2026, 3, 31)), WHOLE)) == [early]


def test_nothing_over_is_an_answer() -> None:
    nothing = "rien à facturer : aucune action au-delà du palier qui ne soit déjà facturée"
    outcome = complement(request(AFTER), year_of([0] * 12))
    assert (outcome.decision.verdict, outcome.complement) == ("refused", None)
    assert facts(outcome) == [f"{nothing} (de 2026-04 à 2027-03)"]
    assert facts(complement(request(date(2026, 4, 29)), ())) == [f"{nothing} (aucun mois n'est écoulé)"]


def test_a_month_that_is_over_lacks_its_tier() -> None:
    """Every month of the year before the date of the complement; a month that ends that very day may be left."""
    with pytest.raises(MissingFact, match="palier de 2026-10 inconnu"):
        complement(request(AFTER), [one for one in WHOLE if one.month != Month(2026, 10)])
    assert complement(request(date(2026, 6, 30)), WHOLE[:2]).decision.granted
    with pytest.raises(MissingFact, match="palier de 2026-06 inconnu"):
        complement(request(date(2026, 7, 1)), WHOLE[:2])


def test_only_months_that_are_over_are_billed_and_only_those_of_the_year() -> None:
    more = [*WHOLE, over(9000, Month(2027, 4)), over(9000, Month(2026, 3))]
    made = complement(request(date(2026, 10, 30)), more).complement
    assert made is not None
    assert [str(line.month) for line in made.lines] == ["2026-05"]
    whole = complement(request(AFTER), more).complement
    assert whole is not None
    assert whole.actions == 315


def test_one_complement_a_year_unless_more_are_wanted() -> None:
    first = complement(request(date(2026, 6, 1)), WHOLE).complement
    assert first is not None
    again = complement(request(AFTER), WHOLE, (first,))
    assert facts(again) == ["le complément de cette année du contrat est déjà émis, daté du 01/06/2026"]
    second = complement(request(AFTER, several=True), WHOLE, (first,)).complement
    assert second is not None
    assert [(str(line.month), line.actions) for line in second.lines] == [("2026-10", 300), ("2027-03", 5)]
    third = complement(request(AFTER, several=True), WHOLE, (first, second))
    assert (third.decision.verdict, third.complement) == ("refused", None)


def test_the_complement_of_another_year_or_tenant_is_another() -> None:
    first = complement(request(AFTER), WHOLE).complement
    assert first is not None
    next_year = [over(7201, month) for month in (Month(2027, 4), Month(2027, 5))]
    assert complement(request(date(2027, 6, 1), index=1), next_year, (first,)).decision.granted
    elsewhere = attrs.evolve(first, request=attrs.evolve(first.request, tenant=SIROCCO))
    assert complement(request(AFTER), WHOLE, (elsewhere,)).complement == first


def corrected_to(done: int) -> list[Overage]:
    """The year, October being corrected to so many actions over."""
    return [over(7200 + done, one.month) if one.month == Month(2026, 10) else one for one in WHOLE]


def test_a_month_corrected_upwards_gives_the_difference_and_cites_its_line() -> None:
    first = complement(request(date(2026, 11, 15)), WHOLE).complement
    assert first is not None
    outcome = complement(request(AFTER, several=True), corrected_to(320), (first,))
    made = outcome.complement
    assert made is not None
    assert [(str(line.month), line.actions, line.corrects) for line in made.lines] == [
        ("2026-10", 20, "mistral/complément du 2026-11-15/2026-10"),
        ("2027-03", 5, ""),
    ]
    assert outcome.taken_back == ()


def test_a_month_corrected_downwards_is_taken_back() -> None:
    """Whatever the decision on the rest."""
    first = complement(request(AFTER), WHOLE).complement
    assert first is not None
    outcome = complement(request(AFTER, several=True), corrected_to(250), (first,))
    assert (outcome.decision.verdict, outcome.complement) == ("refused", None)
    assert [(str(line.month), line.actions) for line in outcome.taken_back] == [("2026-10", 50)]
    again = complement(request(AFTER), corrected_to(250), (first,))  # one a year, and it is issued
    late = complement(request(date(2027, 4, 2)), corrected_to(250), (first,))
    some = complement(request(date(2027, 4, 2)), [one for one in corrected_to(250) if one.over], (first,))
    assert {one.decision.verdict for one in (again, late, some)} == {"refused"}
    assert again.taken_back == late.taken_back == some.taken_back == outcome.taken_back


def test_the_months_of_a_contract_that_ended() -> None:
    """In the middle of June: its stub has the full allowance, and no later month is wanted."""
    ended = request(date(2026, 7, 1), ended_on=date(2026, 6, 15))
    made = complement(ended, [*WHOLE[:2], over(7201, Month(2026, 6))]).complement
    assert made is not None
    assert [(str(line.month), line.actions) for line in made.lines] == [("2026-05", 10), ("2026-06", 1)]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Judgement("", date(2027, 1, 1), "pourquoi"),
        lambda: Judgement("Marie", date(2027, 1, 1), " "),
        lambda: request(AFTER, index=-1),
        lambda: request(AFTER, index=True),
        lambda: request(AFTER, judged=Judgement("Marie", date(2027, 4, 2), "trop tard")),
        lambda: complement(request(AFTER), [*WHOLE, WHOLE[0]]),
        lambda: complement(request(AFTER), [attrs.evolve(WHOLE[0], tenant=SIROCCO)]),
    ],
)
def test_what_cannot_be_is_refused(make: Any) -> None:
    with pytest.raises(InvalidValue):
        make()
