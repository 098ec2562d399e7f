"""What a user undertakes not to do, and the closing of the access when it is done (13.1)."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.names import StaffId, UserId
from netsoft.tenancy.infringement import (
    KINDS_IN_FRENCH,
    Closing,
    ConductAct,
    Infringement,
    InfringementFile,
    InfringementKind,
    Reopening,
    act_on,
    standing,
)

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
LEA, ANNA = StaffId("lea"), UserId("anna")
ROBOT = Infringement("I-1", "robot", NINE, "journal 812 à 1940", LEA)
FORGED = Infringement("I-2", "forged-headers", NINE + HOUR, "extrait signé E-7", LEA, user=ANNA)


def closing(record: str, hours: int, told: str = "Votre accès est fermé.") -> Closing:
    return Closing(record, NINE + hours * HOUR, LEA, told)


def reopening(record: str, hours: int) -> Reopening:
    return Reopening(record, NINE + hours * HOUR, LEA, "engagement écrit du cabinet")


def closed(*acts: ConductAct, hours: int) -> list[str]:
    found = standing(InfringementFile((ROBOT, FORGED), acts), NINE + hours * HOUR)
    return [each.record for each in found.closings]


@pytest.mark.parametrize(
    ("acts", "hours", "in_force"),
    [
        ((), 9, []),
        ((closing("I-1", 2),), 1, []),
        ((closing("I-1", 2),), 2, ["I-1"]),
        ((closing("I-1", 2), reopening("I-1", 5)), 4, ["I-1"]),
        ((closing("I-1", 2), reopening("I-1", 5)), 5, []),
        ((reopening("I-1", 5), closing("I-1", 2)), 5, []),
        ((reopening("I-1", 2), closing("I-1", 2)), 2, []),
        ((closing("I-1", 2), closing("I-2", 3), reopening("I-1", 4)), 9, ["I-2"]),
        ((closing("I-1", 2), reopening("I-1", 4), closing("I-1", 6)), 9, ["I-1"]),
        ((closing("I-9", 2),), 9, []),
        ((closing("I-2", 0),), 9, []),
    ],
)
def test_a_closing_holds_until_its_reopening(acts: tuple[ConductAct, ...], hours: int, in_force: list[str]) -> None:
    assert closed(*acts, hours=hours) == in_force


@pytest.mark.parametrize(
    ("act", "before", "verdict", "fact"),
    [
        (closing("I-1", 2), (), "granted", "accès par un automate ; preuve : journal 812 à 1940"),
        (closing("I-1", 0), (), "granted", "accès par un automate ; preuve : journal 812 à 1940"),
        (closing("I-9", 2), (), "refused", "aucun agissement enregistré sous « I-9 » : on ne ferme pas sans preuve"),
        (closing("I-2", 0), (), "refused", "la fermeture précède l'agissement"),
        (closing("I-1", 3), (closing("I-1", 2),), "refused", "l'accès est déjà fermé au titre de « I-1 »"),
        (reopening("I-1", 3), (closing("I-1", 2),), "granted", "accès rouvert : engagement écrit du cabinet"),
        (reopening("I-1", 3), (closing("I-2", 2),), "refused", "rien n'est fermé au titre de « I-1 »"),
    ],
)
def test_an_act_takes_effect_or_says_why_not(
    act: ConductAct, before: tuple[Closing, ...], verdict: str, fact: str
) -> None:
    answer = act_on(InfringementFile((ROBOT, FORGED)), before, act)
    assert (answer.verdict, answer.reasons[0].clause, answer.reasons[0].fact) == (verdict, Clause("13.1"), fact)


def test_what_has_no_effect_stays_with_its_reason() -> None:
    vain = closing("I-9", 2)
    found = standing(InfringementFile((ROBOT,), (vain, closing("I-1", 2))), NINE + 9 * HOUR)
    assert [(each.act, each.decision.verdict) for each in found.ignored] == [(vain, "refused")]


def test_a_closing_touches_one_user_or_the_whole_brokerage() -> None:
    found = standing(InfringementFile((ROBOT, FORGED), (closing("I-1", 2), closing("I-2", 2))), NINE + 9 * HOUR)
    assert [each.record for each in found.closings_for(ANNA)] == ["I-1", "I-2"]
    assert [each.record for each in found.closings_for(UserId("boris"))] == ["I-1"]
    assert [each.record for each in found.closings_for(None)] == ["I-1"]
    assert found.doing(found.closings[1]) is FORGED


def test_each_kind_has_its_words() -> None:
    assert set(KINDS_IN_FRENCH) == set(get_args(InfringementKind))
    assert Infringement("I", "other", NINE, "E", LEA, description="revente d'accès").words == (
        "autre agissement : revente d'accès"
    )


def test_a_doing_is_recorded_with_its_evidence() -> None:
    good = {"id": "I-1", "kind": "robot", "at": NINE, "evidence": "E", "noted_by": LEA}
    kinds = "unlawful-act, impersonation, forged-headers, circumvention, robot, hindrance, other"
    wrong: list[tuple[dict[str, object], str]] = [
        ({"id": " "}, "id : rien n'est dit ; donner un identifiant"),
        ({"kind": "spam"}, f"kind : agissement inconnu : « spam » ; écrire {kinds}"),
        (
            {"evidence": ""},
            "evidence : rien n'est dit ; donner la référence de la preuve : entrées du journal, extrait signé",
        ),
        ({"noted_by": ""}, "noted_by : rien n'est dit ; dire qui l'a constaté"),
        ({"kind": "other"}, "description : rien n'est dit ; décrire l'agissement, que la clause ne nomme pas"),
        ({"at": NINE.replace(tzinfo=None)}, "at : « datetime.datetime(2026, 11, 2, 9, 0) » n'est pas un instant"),
    ]
    for changed, error in wrong:
        with pytest.raises(InvalidValue) as refused:
            Infringement(**{**good, **changed})  # type: ignore[arg-type]
        assert str(refused.value).startswith(error)


def test_an_act_says_who_and_why() -> None:
    for build, error in (
        (lambda: Closing("I-1", NINE, StaffId(""), "x"), "by : rien n'est dit ; dire qui ferme l'accès"),
        (
            lambda: Closing("I-1", NINE, LEA, " "),
            "told : rien n'est dit ; écrire à l'utilisateur pourquoi son accès est fermé",
        ),
        (lambda: Reopening("I-1", NINE, StaffId(""), "x"), "by : rien n'est dit ; dire qui rouvre l'accès"),
        (lambda: Reopening("I-1", NINE, LEA, ""), "reason : rien n'est dit ; dire pourquoi l'accès est rouvert"),
        (
            lambda: InfringementFile((ROBOT, ROBOT)),
            "records : deux agissements ont le même identifiant ; donner à chacun le sien",
        ),
    ):
        with pytest.raises(InvalidValue) as refused:
            build()
        assert str(refused.value) == error
