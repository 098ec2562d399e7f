"""What a session lives, and every way in which it ends (16.4)."""

from datetime import UTC, datetime, timedelta, timezone

import attrs
import pytest

from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.tenancy.sessions import (
    IDLE_MINUTES,
    LEAST_IDLE_MINUTES,
    TOLERANCE,
    Epochs,
    Session,
    SessionPolicy,
    alive,
    must_rotate,
)

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ALL_DAY = SessionPolicy.of(CG052018, idle_minutes=24 * 60)
HALF_HOUR = SessionPolicy.of(CG052018, idle_minutes=30)
FRESH = Session(NINE, Epochs(2, 3, 4))


def facts(session: Session, at: datetime, epochs: Epochs, policy: SessionPolicy = HALF_HOUR) -> list[str]:
    answer = alive(session, at, epochs, policy)
    assert {reason.clause for reason in answer.reasons} == {Clause("16.4")}
    assert answer.verdict in ("granted", "refused")
    return [] if answer.granted else [reason.fact.replace("\u00a0", " ") for reason in answer.reasons]


@pytest.mark.parametrize(
    ("passed", "ended"),
    [
        (timedelta(0), []),
        (timedelta(hours=24) - SECOND, []),
        (timedelta(hours=24), ["ouverte depuis 24 heures, sa durée entière"]),
        (-TOLERANCE, []),
        (-TOLERANCE - SECOND, ["l'horloge précède l'ouverture de la session : fermée dans le doute"]),
    ],
)
def test_its_life_is_that_of_the_terms(passed: timedelta, ended: list[str]) -> None:
    assert facts(FRESH, NINE + passed, FRESH.epochs, ALL_DAY) == ended


def test_use_does_not_lengthen_its_life() -> None:
    used = FRESH.seen(NINE + timedelta(hours=24) - SECOND)
    assert facts(used, NINE + timedelta(hours=24), FRESH.epochs) == ["ouverte depuis 24 heures, sa durée entière"]


def test_an_idle_session_ends_and_a_used_one_goes_on() -> None:
    later = NINE + timedelta(minutes=30)
    assert facts(FRESH, later - SECOND, FRESH.epochs) == []
    assert facts(FRESH, later, FRESH.epochs) == ["inactive depuis 30 minutes : 30 minutes admises"]
    assert facts(FRESH.seen(NINE + SECOND), later, FRESH.epochs) == []


def test_a_clock_behind_the_last_use_is_doubtful() -> None:
    used = FRESH.seen(NINE + timedelta(minutes=10))
    assert facts(used, used.seen_at - TOLERANCE, FRESH.epochs) == []
    assert facts(used, used.seen_at - TOLERANCE - SECOND, FRESH.epochs) == [
        "l'horloge précède le dernier usage de la session : fermée dans le doute"
    ]


@pytest.mark.parametrize(
    ("epochs", "ended"),
    [
        (Epochs(2, 3, 4), []),
        (Epochs(2, 3, 9), []),
        (Epochs(3, 3, 4), ["les sessions de l'utilisateur ont été révoquées"]),
        (Epochs(2, 4, 4), ["les sessions du cabinet ont été révoquées"]),
        (
            Epochs(1, 2, 4),
            [
                f"les sessions {whose} sont à une époque antérieure à celle de cette session : fermée dans le doute"
                for whose in ("du cabinet", "de l'utilisateur")
            ],
        ),
    ],
)
def test_an_epoch_that_moved_ends_it(epochs: Epochs, ended: list[str]) -> None:
    assert facts(FRESH, NINE, epochs) == ended


def test_what_was_signed_out_stays_so() -> None:
    assert facts(FRESH.sign_out().seen(NINE + SECOND).rotated(FRESH.epochs), NINE, FRESH.epochs) == ["déconnectée"]


def test_epochs_go_up_one_by_one() -> None:
    assert FRESH.epochs.revoke_user() == Epochs(3, 3, 4)
    assert FRESH.epochs.revoke_tenant() == Epochs(2, 4, 4)
    assert FRESH.epochs.change_rights() == Epochs(2, 3, 5)


def test_a_change_of_rights_asks_for_a_new_secret_and_no_new_life() -> None:
    changed = FRESH.epochs.change_rights()
    assert not must_rotate(FRESH, FRESH.epochs)
    assert must_rotate(FRESH, changed)
    renewed = FRESH.rotated(changed)
    assert not must_rotate(renewed, changed)
    assert (renewed.opened_at, renewed.seen_at) == (FRESH.opened_at, FRESH.seen_at)


def test_the_session_that_changed_the_password_goes_on_and_the_others_end() -> None:
    after = FRESH.epochs.revoke_user()
    assert facts(FRESH.rotated(after), NINE, after) == []
    assert facts(FRESH, NINE, after)


def test_it_says_when_it_ends_by_itself() -> None:
    soon = FRESH.ends(HALF_HOUR)
    assert (soon.last, soon.clause) == (NINE + timedelta(minutes=30), Clause("16.4"))
    assert soon.rule.replace("\u00a0", " ") == "30 minutes après le dernier usage"
    whole = FRESH.ends(ALL_DAY)
    assert (whole.last, whole.clause) == (NINE + timedelta(hours=24), Clause("16.4"))
    assert whole.rule.replace("\u00a0", " ") == "24 heures après l'ouverture, quoi qu'il arrive"
    said = alive(FRESH, NINE, FRESH.epochs, HALF_HOUR).reasons[0].fact.replace("\u00a0", " ")
    assert said == "ouverte ; elle se ferme 30 minutes après le dernier usage"


def test_the_life_follows_the_terms() -> None:
    longer = attrs.evolve(CG052018, logs=attrs.evolve(CG052018.logs, session_hours=30))
    at = NINE + timedelta(hours=29)
    assert alive(FRESH.seen(at), at, FRESH.epochs, SessionPolicy.of(longer)).granted
    assert not alive(FRESH.seen(at), at, FRESH.epochs, SessionPolicy.of(CG052018)).granted


def test_its_instants_are_kept_in_utc() -> None:
    paris = timedelta(hours=1)
    local = NINE.astimezone(timezone(paris))
    assert Session(local, Epochs()) == Session(NINE, Epochs())
    assert Session(NINE, Epochs()).seen_at == NINE


@pytest.mark.parametrize("minutes", [LEAST_IDLE_MINUTES, IDLE_MINUTES, 24 * 60])
def test_the_idle_times_that_a_brokerage_may_set(minutes: int) -> None:
    assert SessionPolicy.of(CG052018, minutes).idle == timedelta(minutes=minutes)


@pytest.mark.parametrize("minutes", [LEAST_IDLE_MINUTES - 1, 24 * 60 + 1, 30.0, True])
def test_other_idle_times_are_refused(minutes: int) -> None:
    with pytest.raises(InvalidValue) as refused:
        SessionPolicy.of(CG052018, minutes)
    assert str(refused.value) == (
        f"idle_minutes : « {minutes!r} » n'est pas admis ; donner un nombre entier de minutes, de 5 à 1440"
    )


@pytest.mark.parametrize("hours", [0, -1, 1.5, "24"])
def test_a_life_is_a_number_of_hours(hours: int) -> None:
    with pytest.raises(InvalidValue, match="n'est pas une durée ; donner un nombre entier d'heures"):
        SessionPolicy(hours)


@pytest.mark.parametrize("name", ["user", "tenant", "rights"])
@pytest.mark.parametrize("value", [-1, True, 1.0])
def test_an_epoch_is_a_count(name: str, value: int) -> None:
    with pytest.raises(InvalidValue, match="n'est pas une époque") as refused:
        Epochs(**{name: value})
    assert str(refused.value) == f"{name} : « {value!r} » n'est pas une époque ; donner un entier positif ou nul"


def test_a_session_is_not_used_before_it_is_opened() -> None:
    with pytest.raises(InvalidValue) as refused:
        Session(NINE, Epochs(), seen_at=NINE - SECOND)
    assert str(refused.value) == (
        "seen_at : la session servait avant d'être ouverte ; donner un dernier usage qui suit l'ouverture"
    )
    with pytest.raises(InvalidValue, match="opened_at"):
        Session(NINE.replace(tzinfo=None), Epochs())
    with pytest.raises(InvalidValue, match="seen_at"):
        Session(NINE, Epochs(), seen_at=NINE.replace(tzinfo=None))
