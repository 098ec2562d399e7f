"""Rights, denied by default: roles, operations, and what is kept of a set of rights (6.4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.names import UserId
from netsoft.tenancy.rights import (
    ACCOUNTING,
    ADMINISTRATION,
    GRANTABLE,
    MANAGEMENT,
    READING,
    RESTS_ON,
    ROLES,
    Member,
    Operation,
    Right,
    Rights,
    may,
    read_rights,
    role,
    role_of,
    unsupported,
    written,
)
from netsoft.testing import members as drawn_members
from netsoft.testing import rights_sets as drawn_rights

ANNA = UserId("anna")


@pytest.mark.parametrize("right", Right)
def test_an_open_access_without_rights_does_nothing_but_its_own(right: Right) -> None:
    answer = may(Member(ANNA, frozenset()), Operation("agir", right))
    assert answer.granted == (right is Right.SELF)
    assert answer.reasons[0].clause == Clause("6.4")


@pytest.mark.parametrize("right", Right)
def test_a_right_opens_what_states_it_and_nothing_else(right: Right) -> None:
    for held in GRANTABLE:
        member = Member(ANNA, frozenset({held}))
        assert may(member, Operation("agir", right)).granted == (right in (held, Right.SELF))


@pytest.mark.parametrize("right", [None, *Right])
def test_a_closed_access_does_nothing(right: Right | None) -> None:
    assert may(Member(ANNA, frozenset(), closed=True), Operation("agir", right)).verdict == "refused"


@given(drawn_members(), st.sampled_from(Right))
def test_what_is_held_is_what_is_done(member: Member, right: Right) -> None:
    """Total, and nothing beyond what was granted and one's own access."""
    done = not member.closed and (right in member.rights or right.key == "self")
    assert may(member, Operation("agir", right)).granted == done == (right in member.held)
    assert not may(member, Operation("agir")).granted


@given(drawn_rights())
def test_rights_come_back_as_they_were_kept(rights: Rights) -> None:
    assert read_rights(written(rights)) == rights
    assert bool(unsupported(rights)) == any(right in rights and base not in rights for right, base in RESTS_ON)


def test_an_operation_that_states_no_right_is_refused_to_an_administrator() -> None:
    answer = may(Member(ANNA, ADMINISTRATION.rights), Operation("nouvelle page"))
    assert answer.reasons[0].fact == "« nouvelle page » n'énonce pas le droit qu'elle demande : refusée à tous"


def test_answers_say_the_right() -> None:
    read = Operation("ouvrir un dossier", Right.DOSSIERS_READ)
    facts = [
        may(member, read).reasons[0].fact
        for member in (
            Member(ANNA, READING.rights),
            Member(ANNA, ACCOUNTING.rights),
            Member(ANNA, frozenset(), closed=True),
        )
    ]
    assert facts == [
        "droit « lire les dossiers » accordé",
        "« ouvrir un dossier » demande le droit « lire les dossiers », qui n'est pas accordé",
        "l'accès de l'utilisateur est fermé",
    ]


def test_the_roles() -> None:
    assert READING.rights == {Right.DOSSIERS_READ, Right.DOCUMENTS_READ}
    assert MANAGEMENT.rights == READING.rights | {Right.DOSSIERS_WRITE, Right.DOCUMENTS_WRITE}
    assert ACCOUNTING.rights == {Right.ACCOUNT_READ, Right.ACCOUNT_EXPORT, Right.CONTRACT_READ}
    assert ADMINISTRATION.rights == set(Right) - {Right.SELF}
    assert not any(unsupported(each.rights) for each in ROLES)
    assert [each.label for each in ROLES] == ["Lecture", "Gestion", "Comptabilité", "Administration"]


def test_what_rests_on_another_right_says_so() -> None:
    assert unsupported(frozenset({Right.DOSSIERS_WRITE})) == ((Right.DOSSIERS_WRITE, Right.DOSSIERS_READ),)


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        ("lecture", READING.rights),
        ("administration", GRANTABLE),
        ("", frozenset()),
        ("dossiers.read journal.read", {Right.DOSSIERS_READ, Right.JOURNAL_READ}),
    ],
)
def test_rights_are_kept_by_role_or_one_by_one(text: str, rights: frozenset[Right]) -> None:
    assert read_rights(text) == rights
    assert written(frozenset(rights)) == text


def test_a_role_is_found_by_its_key_and_by_its_rights() -> None:
    assert role("gestion") is MANAGEMENT
    assert role_of(MANAGEMENT.rights) is MANAGEMENT
    assert role_of(frozenset({Right.JOURNAL_READ})) is None


def test_an_administrator_holds_all_that_can_be_granted() -> None:
    assert Member(ANNA, GRANTABLE).administers
    assert not Member(ANNA, GRANTABLE - {Right.JOURNAL_READ}).administers


def error(problem: InvalidValue) -> tuple[str, str, str]:
    return problem.field, problem.problem, problem.remedy


def test_what_is_refused_says_what_to_write() -> None:
    with pytest.raises(InvalidValue) as unknown_role:
        role("chef")
    assert error(unknown_role.value) == (
        "role",
        "rôle inconnu : « chef »",
        "écrire lecture, gestion, comptabilite, administration",
    )
    with pytest.raises(InvalidValue) as unknown_right:
        read_rights("dossiers.read tout.faire")
    assert error(unknown_right.value) == ("rights", "droit inconnu : « tout.faire »", "écrire des droits de la liste")
    with pytest.raises(InvalidValue) as own:
        Member(ANNA, frozenset({Right.SELF}))
    assert own.value.remedy == "donner des droits de la liste, sans celui de son propre accès"
    with pytest.raises(InvalidValue) as nobody:
        Member(UserId(""), frozenset())
    assert error(nobody.value) == ("user", "utilisateur sans identifiant", "donner son identifiant")
    with pytest.raises(InvalidValue) as kept:
        Member(ANNA, READING.rights, closed=True)
    assert error(kept.value) == ("rights", "un accès fermé garde des droits", "les retirer en fermant l'accès")
    with pytest.raises(InvalidValue) as nameless:
        Operation(" ")
    assert error(nameless.value) == ("name", "opération sans nom", "dire ce qui est fait")
