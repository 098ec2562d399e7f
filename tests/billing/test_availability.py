"""Outages classified, from when an outside cause excuses, and availability by hand (3.1, 3.2, 3.3, R-30)."""

from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Final, get_args

import attrs
import pytest

from netsoft.billing.responsibility.availability import Availability, availability
from netsoft.billing.responsibility.excuse import Excuse, excuse
from netsoft.billing.responsibility.outages import CAUSES_IN_FRENCH, CauseNotice, Outage, OutageCause, Span
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.days import Period
from netsoft.errors import InvalidValue
from netsoft.paris import PARIS

STRICT: Final = ContractReadings(outside_causes="always-notified")
MAJEURE: Final[tuple[OutageCause, ...]] = ("force-majeure", "telecom-operator", "outside-resources")


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour, minute, tzinfo=UTC)


EVENING: Final = at(20)


def told(hour: int, cause: str = "panne du centre de données", until: datetime | None = EVENING) -> CauseNotice:
    return CauseNotice(at(hour), cause, until)


def out(cause: OutageCause, begins: int = 8, ends: int = 11, *notices: CauseNotice) -> Outage:
    return Outage(at(begins), at(ends), cause, notices)


def measured(*outages: Outage, readings: ContractReadings = ContractReadings()) -> Availability:
    return availability(outages, Span(at(0), at(20)), CG052018, readings)


def clause_and_hour(found: Excuse) -> tuple[str, str, int | None]:
    return str(found.reason.clause), found.standing, found.since.hour if found.since else None


@pytest.mark.parametrize(
    ("cause", "clause"),
    [
        ("announced-maintenance", "3.1"),
        ("unannounced-maintenance", "3.1"),
        ("technical-necessity", "3.1"),
        ("force-majeure", "3.2"),
        ("telecom-operator", "3.2"),
        ("outside-resources", "3.2"),
    ],
)
def test_what_excuses_from_its_beginning(cause: OutageCause, clause: str) -> None:
    assert clause_and_hour(excuse(out(cause), CG052018)) == (clause, "excused", 8)


def test_a_suspension_is_out_of_the_time_that_counts() -> None:
    assert clause_and_hour(excuse(out("suspension"), CG052018)) == ("3.1", "suspended", 8)
    found = excuse(out("suspension"), CG052018.without(Clause("8.1")))
    assert clause_and_hour(found) == ("8.1", "failed", None)


def test_its_own_failure_excuses_nobody() -> None:
    found = excuse(out("own-failure", 8, 11, told(7)), CG052018)
    assert clause_and_hour(found) == ("3.3", "failed", None)
    assert found.decision.verdict == "refused"
    assert found.reason.fact == "défaillance du fournisseur : la cause ne lui est pas extérieure"


@pytest.mark.parametrize(("hour", "since"), [(7, 8), (8, 8), (9, 9), (10, 10)])
def test_another_outside_cause_excuses_from_its_notice(hour: int, since: int) -> None:
    found = excuse(out("other-outside-cause", 8, 11, told(hour)), CG052018)
    assert clause_and_hour(found) == ("3.3", "excused", since)
    assert found.decision.granted
    assert found.reason.fact == (
        f"autre cause extérieure : notification du 02/03/2026 à {hour + 1:02d}:00, "
        "annonçant la fin pour le 02/03/2026 à 21:00"
    )


def test_the_first_complete_notice_counts() -> None:
    notices = (told(10), told(8, cause=" "), told(8, until=None), told(9))
    assert clause_and_hour(excuse(out("other-outside-cause", 8, 11, *notices), CG052018)) == ("3.3", "excused", 9)


@pytest.mark.parametrize(
    ("notices", "words"),
    [
        ((), "autre cause extérieure : aucune notification"),
        ((told(9, cause=""),), "autre cause extérieure : notification sans la cause ou sans le délai"),
        ((told(9, until=None),), "autre cause extérieure : notification sans la cause ou sans le délai"),
        ((told(11),), "autre cause extérieure : notification du 02/03/2026 à 12:00, après la fin"),
    ],
)
def test_without_a_notice_in_time_it_excuses_nothing(notices: tuple[CauseNotice, ...], words: str) -> None:
    found = excuse(out("other-outside-cause", 8, 11, *notices), CG052018)
    assert clause_and_hour(found) == ("3.3", "failed", None)
    assert found.reason.fact == words


@pytest.mark.parametrize("cause", MAJEURE)
def test_read_otherwise_force_majeure_needs_its_notice(cause: OutageCause) -> None:
    """R-30 changes an answer."""
    late = out(cause, 8, 11, told(10))
    assert clause_and_hour(excuse(late, CG052018)) == ("3.2", "excused", 8)
    assert clause_and_hour(excuse(late, CG052018, STRICT)) == ("3.3", "excused", 10)
    assert clause_and_hour(excuse(out(cause), CG052018, STRICT)) == ("3.3", "failed", None)
    assert [measured(late).due, measured(late, readings=STRICT).due] == [1, Fraction(9, 10)]


def test_the_law_stays_where_its_clause_is_set_aside() -> None:
    terms = CG052018.without(Clause("3.2"))
    assert clause_and_hour(excuse(out("force-majeure"), terms)) == ("1218", "excused", 8)
    assert clause_and_hour(excuse(out("telecom-operator"), terms)) == ("3.3", "failed", None)
    assert clause_and_hour(excuse(out("telecom-operator", 8, 11, told(9)), terms)) == ("3.3", "excused", 9)


def test_set_aside_a_clause_excuses_nothing() -> None:
    told_in_time = out("other-outside-cause", 8, 11, told(7))
    found = excuse(told_in_time, CG052018.without(Clause("3.3")))
    assert found.reason.fact == "autre cause extérieure : la clause 3.3 est écartée"
    planned = excuse(out("announced-maintenance"), CG052018.without(Clause("3.1")))
    assert clause_and_hour(planned) == ("3.1", "failed", None)


def test_the_client_is_excused_too() -> None:
    client = attrs.evolve(out("other-outside-cause", 8, 11, told(9)), party="client")
    assert clause_and_hour(excuse(client, CG052018)) == ("3.3", "excused", 9)
    own = attrs.evolve(out("own-failure"), party="client")
    assert excuse(own, CG052018).reason.fact == "défaillance du client : la cause ne lui est pas extérieure"


def test_what_hinders_the_client_leaves_the_service_available() -> None:
    client = attrs.evolve(out("force-majeure"), party="client")
    assert measured(client).measured == 1
    assert len(measured(client).excuses) == 1


def test_unannounced_maintenance_is_said_to_be_so() -> None:
    found = excuse(out("unannounced-maintenance"), CG052018)
    assert found.reason.fact == "maintenance non annoncée, que la clause réserve ; la clause n'exige pas d'annonce"


def test_overlaps_count_once() -> None:
    answer = measured(out("own-failure", 2, 6), out("own-failure", 4, 8), out("announced-maintenance", 5, 9))
    assert [answer.seconds(state) / 3600 for state in ("up", "failed", "excused")] == [13, 6, 1]
    assert answer.measured == Fraction(13, 20)
    assert answer.due == Fraction(14, 20)


def test_suspended_time_is_out_of_the_base() -> None:
    answer = measured(out("suspension", 0, 10), out("own-failure", 8, 12))
    assert answer.base == 10 * 3600
    assert answer.measured == answer.due == Fraction(8, 10)


def test_never_due_is_no_share() -> None:
    answer = measured(out("suspension", 0, 20))
    assert [answer.base, answer.measured, answer.due] == [0, None, None]


def test_an_outage_that_lasts_is_cut_at_the_end_and_one_of_before_at_the_beginning() -> None:
    lasting = Outage(at(15), None, "own-failure")
    before = Outage(at(0) - timedelta(days=1), at(5), "own-failure")
    elsewhere = Outage(at(21), at(22), "own-failure")
    assert measured(lasting, before, elsewhere).measured == Fraction(10, 20)
    assert measured(elsewhere).measured == 1


def test_an_outage_that_lasts_may_be_notified_while_it_lasts() -> None:
    lasting = Outage(at(15), None, "other-outside-cause", (told(18),))
    answer = measured(lasting)
    assert [answer.seconds(state) / 3600 for state in ("failed", "excused")] == [3, 2]
    with pytest.raises(InvalidValue, match="l'interruption dure encore"):
        print(lasting.span)


def test_microseconds_are_exact() -> None:
    third = Outage(at(1), at(1) + timedelta(microseconds=1), "own-failure")
    answer = availability((third,), Span(at(1), at(1) + timedelta(microseconds=3)), CG052018)
    assert answer.measured == Fraction(2, 3)


def test_instants_compare_in_utc_whatever_their_zones() -> None:
    """01:30 summer time to 02:30 winter time of Paris on 25 October 2026 is two hours, not one."""
    begins = datetime(2026, 10, 25, 1, 30, tzinfo=PARIS)
    ends = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=PARIS)
    assert Outage(begins, ends, "own-failure").span.seconds == 7200
    there = at(8).astimezone(timezone(timedelta(hours=-5)))
    assert Outage(there, at(9), "own-failure") == out("own-failure", 8, 9)


def test_days_are_those_of_paris() -> None:
    span = Span.of_days(Period(date(2026, 3, 2), date(2026, 3, 3)))
    assert (span.begins, span.ends) == (at(0) - timedelta(hours=1), at(23))


def test_each_cause_has_its_words() -> None:
    assert [cause for cause, _words in CAUSES_IN_FRENCH] == list(get_args(OutageCause))
    assert len({words for _cause, words in CAUSES_IN_FRENCH}) == len(CAUSES_IN_FRENCH)


@pytest.mark.parametrize("value", [datetime(2026, 3, 2), date(2026, 3, 2), "2026-03-02T08:00:00Z", None])  # noqa: DTZ001
def test_what_is_no_instant_is_refused(value: object) -> None:
    with pytest.raises(InvalidValue, match="n'est pas un instant") as refused:
        Outage(value, at(9), "own-failure")
    assert refused.value.field == "begins"


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidValue, match="la fin précède le début"):
        out("own-failure", 9, 8)
    with pytest.raises(InvalidValue, match="la fin précède le début"):
        Span(at(9), at(8))
    with pytest.raises(InvalidValue, match="valeur inconnue"):
        attrs.evolve(out("own-failure"), cause="gremlins")  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="valeur inconnue"):
        attrs.evolve(out("own-failure"), party="both")  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="est un fait du fournisseur"):
        attrs.evolve(out("suspension"), party="client")
