"""Taking actions in: four outcomes, by hand."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from netsoft.errors import InvalidValue
from netsoft.metering.actions import Action, Conflict, Journal, natural_id, take_all, take_in
from netsoft.metering.admission import Access, Admission
from netsoft.names import ActionId, TenantId, UserId
from netsoft.paris import PARIS
from tests.metering.build import ANNA, FIFTH, MISTRAL, PAUL, SIROCCO, action, door

LATER = FIFTH + timedelta(hours=1)


def test_what_was_never_seen_is_new() -> None:
    intake = take_in([action("a-1"), action("a-2")], door())
    assert intake.new == (action("a-1"), action("a-2"))
    assert (intake.duplicates, intake.conflicts, intake.refused, intake.taken_in) == ((), (), (), 2)


def test_a_copy_is_a_duplicate_in_the_batch_and_after_it() -> None:
    """Even the very same object, and even if the contract no longer allows it."""
    made = action()
    assert take_in([made, made, action()], door()).duplicates == (made, made)
    journal = Journal().after(take_in([made], door()))
    for shut in (door(first=date(2026, 11, 1)), door(users=frozenset()), Admission.of({})):
        again = take_in([made], shut, journal)
        assert (again.duplicates, again.taken_in) == ((made,), 1)


def test_the_same_instant_in_another_zone_is_the_same_content() -> None:
    """The instant counts, not how it is written."""
    there = action(at=FIFTH.astimezone(timezone(timedelta(hours=2))))
    assert there == action(at=FIFTH.astimezone(PARIS)) == action()
    assert take_in([action(), there], door()).duplicates == (there,)


@pytest.mark.parametrize("changes", [{"user": PAUL}, {"at": LATER}, {"kind": "search"}])
def test_another_content_under_the_same_id_is_a_conflict(changes: dict[str, Any]) -> None:
    """Both are kept and shown; the lesser one is counted whichever came first."""
    first, other = action(), action(**changes)
    one_way, other_way = take_in([first, other], door()), take_in([other, first], door())
    assert one_way.conflicts == (Conflict(first, other),)
    assert other_way.conflicts == (Conflict(first, other, moves=True),)
    assert (one_way.conflicts[0].arrived, other_way.conflicts[0].arrived) == (other, first)
    for intake in (one_way, other_way):
        assert Journal().after(intake) == Journal((first,), (other,))


def test_a_copy_of_what_was_set_aside_is_a_duplicate() -> None:
    """The journal keeps both contents, so both are known."""
    first, other = action(), action(at=LATER)
    journal = Journal().after(take_in([first, other], door()))
    assert take_in([other, first], door(), journal).duplicates == (other, first)
    assert take_in([first, other, other], door()).duplicates == (other,)


def test_the_same_id_of_another_tenant_is_another_action() -> None:
    access = Access(frozenset({ANNA}), date(2026, 4, 1))
    both = Admission.of({MISTRAL: access, SIROCCO: access})
    assert len(take_in([action(), action(tenant=SIROCCO)], both).new) == 2


@pytest.mark.parametrize(
    ("made", "changes", "why"),
    [
        ({"tenant": TenantId("inconnu")}, {}, "client inconnu : « inconnu »"),
        ({"user": UserId("zoé")}, {}, "utilisateur inconnu de ce client : « zoé »"),
        ({}, {"first": date(2026, 10, 6)}, "action antérieure au contrat, qui l'admet à compter du 06/10/2026"),
        ({}, {"last": date(2026, 10, 4)}, "action postérieure au contrat, qui l'admet jusqu'au 04/10/2026"),
        (
            {},
            {"open_from": date(2026, 11, 1), "correctable_from": date(2026, 11, 1)},
            (
                "mois clos dont le complément ne peut plus être daté : rien ne se compte avant le 01/11/2026 ; "
                "seul un avoir en faveur du client peut encore suivre"
            ),
        ),
    ],
)
def test_a_refusal_says_why(made: dict[str, Any], changes: dict[str, Any], why: str) -> None:
    refused = take_in([action(**made)], door(**changes)).refused
    assert [(one.action, one.reason.clause.number, one.reason.fact) for one in refused] == [
        (action(**made), "7.2", why)
    ]


def test_what_is_refused_leaves_its_id_free() -> None:
    """In either order, and beside a conflict it is refused, not in conflict."""
    strange = action(user=UserId("zoé"))
    for batch in ([strange, action()], [action(), strange]):
        intake = take_in(batch, door())
        assert (intake.new, [one.action for one in intake.refused]) == ((action(),), [strange])


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (datetime(2026, 10, 31, 22, 59, 59, 999999, tzinfo=UTC), True),  # 23:59 in Paris, winter time
        (datetime(2026, 10, 31, 23, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 31, 22, 0, tzinfo=UTC), True),  # midnight in Paris, summer time
        (datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC), False),
    ],
)
def test_the_days_of_a_contract_are_those_of_paris(at: datetime, *, allowed: bool) -> None:
    intake = take_in([action(at=at)], door(last=date(2026, 10, 31)))
    assert len(intake.new) == allowed


def test_what_stands_in_a_closed_month_never_moves() -> None:
    """Nor does anything move into one, while it is open for corrections: an open month keeps what it counted."""
    september = action(at=FIFTH - timedelta(days=20))
    since = door(open_from=date(2026, 10, 1))
    held = Journal((september,))
    assert take_in([action(at=september.at - timedelta(1))], since, held).conflicts[0].stands == september
    assert take_in([action(at=FIFTH)], since, held).conflicts[0].stands == september
    assert take_in([september], since, Journal((action(),))).conflicts == (Conflict(action(), september),)


def test_all_that_were_admitted_stand_once() -> None:
    """The lesser content of each key, in any order."""
    first, other, second = action(), action(at=LATER), action("a-2")
    assert take_all([other, first, second, first]) == take_all([first, second, other]) == (first, second)


def test_an_id_derived_from_what_it_is_about() -> None:
    """A retry finds the same one; another occasion, another kind, another user do not."""
    about = ("dossier-7", "form-1")
    found = natural_id(MISTRAL, ANNA, "record", about)
    assert natural_id(MISTRAL, ANNA, "record", about) == found
    others = [
        natural_id(MISTRAL, PAUL, "record", about),
        natural_id(SIROCCO, ANNA, "record", about),
        natural_id(MISTRAL, ANNA, "search", about),
        natural_id(MISTRAL, ANNA, "record", ("dossier-7", "form-2")),
        natural_id(MISTRAL, ANNA, "record", ("dossier-", "7form-1")),
    ]
    assert len({found, *others}) == 6
    with pytest.raises(InvalidValue, match="rien ne distingue"):
        natural_id(MISTRAL, ANNA, "record", ())


@pytest.mark.parametrize("at", [datetime(2026, 10, 5), date(2026, 10, 5), "2026-10-05", None])  # noqa: DTZ001
def test_an_instant_has_its_zone(at: Any) -> None:
    with pytest.raises(InvalidValue, match="n'est pas un instant"):
        action(at=at)


def test_an_instant_is_within_the_calendar() -> None:
    with pytest.raises(InvalidValue, match="hors du calendrier"):
        action(at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2))))


@pytest.mark.parametrize("name", ["", 7, None])
@pytest.mark.parametrize("field", ["id", "tenant", "user", "kind"])
def test_a_name_is_a_text(name: Any, field: str) -> None:
    values: dict[str, Any] = {"id": ActionId("a"), "tenant": MISTRAL, "user": ANNA, "at": FIFTH, "kind": "record"}
    with pytest.raises(InvalidValue, match="n'est pas un nom"):
        Action(**{**values, field: name})


@pytest.mark.parametrize(
    "changes",
    [
        {"last": date(2026, 3, 31)},
        {"correctable_from": date(2026, 5, 1)},
        {"correctable_from": date(2026, 5, 1), "open_from": date(2026, 4, 30)},
        {"first": FIFTH},
        {"open_from": FIFTH},
    ],
)
def test_an_access_that_cannot_be_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        door(**changes)


def test_the_key_holds_no_instant() -> None:
    assert action().key == (MISTRAL, ActionId("a-1"))
    assert action().rank == (FIFTH, ANNA, "record")
