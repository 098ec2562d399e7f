"""Who gives rights to whom: nobody gives what they do not hold, and a brokerage keeps an administrator (6.4)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.names import UserId
from netsoft.tenancy.rights import ADMINISTRATION, GRANTABLE, MANAGEMENT, READING, Member, Right, Rights
from netsoft.tenancy.team import (
    NOBODY,
    Act,
    Change,
    ClientRequest,
    Granter,
    Team,
    grant,
    history,
    may_reset,
    may_restrict,
    team_after,
    who_could,
)
from netsoft.testing import PEOPLE
from netsoft.testing import acts as drawn_acts
from netsoft.testing import members as drawn_members
from tests.reference import rights as slow

ANNA, BORIS, CHLOE = PEOPLE
CLIENT = ClientRequest("contrat C-1")
MANAGER = frozenset({Right.USERS_MANAGE, *READING.rights})
OFFICE = Team((Member(ANNA, ADMINISTRATION.rights), Member(BORIS, MANAGER)))
SEVERAL = st.lists(drawn_members(), max_size=3, unique_by=lambda member: member.user)
NOBODY_LEFT = "il ne resterait aucun administrateur dont l'accès soit ouvert"


def facts(by: Granter, *changes: Change, team: Team = OFFICE) -> list[str]:
    answer = grant(team, Act(by, changes))
    assert {reason.clause for reason in answer.reasons} == {Clause("6.4")}
    return [] if answer.granted else [reason.fact for reason in answer.reasons]


@pytest.mark.parametrize(
    ("by", "change"),
    [
        (ANNA, Change(CHLOE, MANAGEMENT.rights)),
        (ANNA, Change(BORIS, ADMINISTRATION.rights)),
        (ANNA, Change(BORIS, closed=True)),
        (BORIS, Change(CHLOE, READING.rights)),
        (BORIS, Change(CHLOE, MANAGER)),
        (BORIS, Change(BORIS, closed=True)),
        (CLIENT, Change(CHLOE, ADMINISTRATION.rights)),
    ],
)
def test_one_gives_and_takes_what_one_holds(by: Granter, change: Change) -> None:
    assert facts(by, change) == []


def test_nobody_gives_what_they_do_not_hold() -> None:
    assert facts(BORIS, Change(CHLOE, MANAGEMENT.rights)) == [
        "boris ne détient pas « modifier les dossiers » et ne peut le donner (accès chloe)",
        "boris ne détient pas « déposer et supprimer des documents » et ne peut le donner (accès chloe)",
    ]
    assert facts(BORIS, Change(BORIS, MANAGER | {Right.JOURNAL_READ})) == [
        "boris ne détient pas « lire le journal » et ne peut le donner (accès boris)"
    ]


def test_nobody_takes_away_what_they_do_not_hold() -> None:
    team = OFFICE.changed((Change(CHLOE, ADMINISTRATION.rights),))
    assert facts(BORIS, Change(CHLOE, ADMINISTRATION.rights - {Right.JOURNAL_READ}), team=team) == [
        "boris ne détient pas « lire le journal » et ne peut le retirer (accès chloe)"
    ]
    assert len(facts(BORIS, Change(CHLOE, closed=True), team=team)) == len(GRANTABLE - MANAGER)


@pytest.mark.parametrize("by", [CHLOE, UserId("inconnu")])
def test_users_are_managed_by_those_who_may(by: UserId) -> None:
    team = OFFICE.changed((Change(CHLOE, READING.rights),))
    assert facts(by, Change(CHLOE, frozenset()), team=team)[0] == (
        f"{by} n'a pas le droit « gérer les utilisateurs et leurs droits »"
    )


@pytest.mark.parametrize("by", [ANNA, CLIENT])
@pytest.mark.parametrize(
    "change", [Change(ANNA, closed=True), Change(ANNA, MANAGER), Change(ANNA, GRANTABLE - {Right.JOURNAL_READ})]
)
def test_the_last_administrator_stays(by: Granter, change: Change) -> None:
    assert facts(by, change) == [NOBODY_LEFT]


def test_several_administrators_do_not_leave_in_one_go() -> None:
    team = OFFICE.changed((Change(CHLOE, ADMINISTRATION.rights),))
    assert facts(ANNA, Change(CHLOE, closed=True), team=team) == []
    assert facts(ANNA, Change(ANNA, READING.rights), Change(CHLOE, closed=True), team=team) == [NOBODY_LEFT]
    handed_over = (Change(BORIS, ADMINISTRATION.rights), Change(ANNA, closed=True))
    assert facts(ANNA, *handed_over) == []


def test_a_brokerage_begins_with_an_administrator_at_its_request() -> None:
    assert facts(CLIENT, Change(ANNA, READING.rights), team=NOBODY) == [NOBODY_LEFT]
    assert "anna n'a pas le droit" in facts(ANNA, Change(ANNA, GRANTABLE), team=NOBODY)[0]
    answer = grant(NOBODY, Act(CLIENT, (Change(ANNA, GRANTABLE),)))
    assert answer.reasons[0].fact == "à la demande du client (contrat C-1)"
    said = grant(OFFICE, Act(ANNA, (Change(BORIS, closed=True),)))
    assert said.reasons[0].fact == "anna détient tout ce que cet acte donne ou retire"


def test_a_set_of_rights_holds_what_it_rests_on() -> None:
    assert facts(ANNA, Change(CHLOE, frozenset({Right.DOSSIERS_WRITE}))) == [
        "« modifier les dossiers » suppose « lire les dossiers » (accès chloe)"
    ]


def test_an_access_that_does_not_exist_is_not_closed() -> None:
    assert facts(ANNA, Change(CHLOE, closed=True)) == ["chloe n'a pas d'accès à fermer"]


def test_those_who_could_are_named() -> None:
    assert who_could(OFFICE, (Change(CHLOE, READING.rights),)) == (ANNA, BORIS)
    assert who_could(OFFICE, (Change(CHLOE, MANAGEMENT.rights),)) == (ANNA,)
    assert who_could(OFFICE, (Change(ANNA, closed=True),)) == ()
    assert OFFICE.holders(Right.DOSSIERS_READ) == (ANNA, BORIS)
    assert OFFICE.holders(Right.JOURNAL_READ) == (ANNA,)
    assert OFFICE.member(CHLOE) == Member(CHLOE, frozenset(), closed=True)


@pytest.mark.parametrize(
    ("by", "user", "facts"),
    [
        (ANNA, BORIS, []),
        (CLIENT, ANNA, []),
        (BORIS, BORIS, ["on change soi-même son propre mot de passe, avec l'ancien"]),
        (ANNA, CHLOE, ["l'accès de l'utilisateur est fermé"]),
        (CHLOE, UserId("didier"), ["chloe n'a pas le droit « gérer les utilisateurs et leurs droits »"]),
        (BORIS, UserId("elise"), ["boris ne détient pas « lire le journal », que ce mot de passe ouvrirait"]),
    ],
)
def test_a_password_gives_nobody_more_than_they_hold(by: Granter, user: UserId, facts: list[str]) -> None:
    more = (Change(UserId("didier"), frozenset()), Change(UserId("elise"), frozenset({Right.JOURNAL_READ})))
    answer = may_reset(OFFICE.changed(more), by, user)
    said = facts or [f"aucun droit de {user} ne manque à qui donne ce mot de passe"]
    assert answer == Decision("refused" if facts else "granted", tuple(Reason(Clause("6.4"), each) for each in said))


@given(SEVERAL, st.sampled_from(PEOPLE), st.sampled_from(PEOPLE))
def test_whoever_resets_a_password_could_have_given_its_rights(members: list[Member], by: UserId, user: UserId) -> None:
    team = Team(tuple(members))
    if may_reset(team, by, user).granted:
        assert team.member(user).rights <= team.member(by).rights
        assert by in team.holders(Right.USERS_MANAGE)


def test_a_manager_of_places_shuts_nobody_out_who_holds_more() -> None:
    places = Member(CHLOE, frozenset({Right.NETWORKS_MANAGE}))
    team = Team((*OFFICE.members, places, closed := Member(UserId("dora"), frozenset(), closed=True)))
    for by, user in ((ANNA, BORIS), (ANNA, ANNA), (CHLOE, CHLOE), (CHLOE, closed.user), (CHLOE, UserId("nobody"))):
        said = Reason(Clause("6.4"), f"aucun droit de {user} ne manque à qui restreint ses lieux")
        assert may_restrict(team, by, user) == Decision("granted", (said,))
    lacking = "boris n'a pas le droit « gérer les lieux d'où le service s'utilise »"
    assert [reason.fact for reason in may_restrict(team, BORIS, BORIS).reasons] == [lacking]
    refused = may_restrict(team, CHLOE, BORIS)
    assert (refused.verdict, {reason.clause for reason in refused.reasons}) == ("refused", {Clause("6.4")})
    assert [reason.fact for reason in refused.reasons] == [
        f"{CHLOE} ne détient pas « {right.label} », que des lieux pourraient retirer à {BORIS}"
        for right in Right
        if right in MANAGER
    ]
    assert not may_restrict(team, UserId("stranger"), BORIS).granted


def test_a_refused_act_changes_nothing_and_stays_with_its_reasons() -> None:
    founding = Act(CLIENT, (Change(ANNA, GRANTABLE), Change(BORIS, READING.rights)))
    greedy = Act(BORIS, (Change(BORIS, GRANTABLE),))
    team, met = history((founding, greedy, Act(ANNA, (Change(BORIS, closed=True),))))
    assert team == Team((Member(ANNA, GRANTABLE), Member(BORIS, frozenset(), closed=True)))
    assert [(each.act, each.decision.verdict) for each in met[:2]] == [(founding, "granted"), (greedy, "refused")]
    assert history((greedy,), team)[0] == team


@pytest.mark.parametrize(
    ("build", "error"),
    [
        (
            lambda: ClientRequest(" "),
            "reference : rien ne dit que le client l'a demandé ; nommer le contrat ou le ticket",
        ),
        (
            lambda: Act(ANNA, ()),
            "changes : aucun changement, ou deux pour un même utilisateur ; donner un changement par utilisateur",
        ),
        (
            lambda: Act(ANNA, (Change(BORIS), Change(BORIS, closed=True))),
            "changes : aucun changement, ou deux pour un même utilisateur ; donner un changement par utilisateur",
        ),
        (
            lambda: Team((Member(ANNA, GRANTABLE), Member(ANNA, frozenset()))),
            "members : un utilisateur y est deux fois ; donner chaque accès une fois",
        ),
        (lambda: Change(ANNA, GRANTABLE, closed=True), "rights : un accès fermé garde des droits"),
    ],
)
def test_what_is_refused_says_what_to_write(build: object, error: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        build()  # type: ignore[operator]
    assert str(refused.value).startswith(error)


def plain(team: Team) -> dict[str, Rights | None]:
    return {member.user: None if member.closed else member.rights for member in team.members}


def wanted(act: Act) -> dict[str, Rights | None]:
    return {change.user: None if change.closed else change.rights for change in act.changes}


@given(st.lists(drawn_acts(), max_size=4))
def test_a_history_in_two_parts_is_the_same(acts: list[Act]) -> None:
    whole, met = history(acts)
    for cut in range(len(acts) + 1):
        half, before = history(acts[:cut])
        rest, after = history(acts[cut:], half)
        assert (rest, before + after) == (whole, met)


class Granting(RuleBasedStateMachine):
    """Acts of anybody, in any order, several accesses in one go: the slow reading, and what must never happen."""

    def __init__(self) -> None:
        super().__init__()
        self.team = NOBODY

    @initialize(founder=st.sampled_from(PEOPLE))
    def found(self, founder: UserId) -> None:
        self.team = team_after((Act(CLIENT, (Change(founder, GRANTABLE),)),))

    @rule(act=drawn_acts())
    def change(self, act: Act) -> None:
        """Nothing appears or goes that the granter did not hold, and a refusal leaves all as it was."""
        by = None if isinstance(act.by, ClientRequest) else act.by
        before = plain(self.team)
        after, (met,) = history((act,), self.team)
        assert met.decision.granted == slow.allowed(before, by, wanted(act))
        assert after == (self.team.changed(act.changes) if met.decision.granted else self.team)
        assert plain(after) == ({**before, **wanted(act)} if met.decision.granted else before)
        if by is not None and after != self.team:
            touched = {r for m in after.members for r in m.rights ^ self.team.member(m.user).rights}
            assert touched <= self.team.member(by).rights
        self.team = after

    @rule(act=drawn_acts())
    def ask_who_could(self, act: Act) -> None:
        """Those who are named could; nobody else of the brokerage could."""
        named = who_could(self.team, act.changes)
        allowed = {user for user in PEOPLE if slow.allowed(plain(self.team), user, wanted(act))}
        assert set(named) == allowed

    @invariant()
    def somebody_can_give_back_any_right(self) -> None:
        for user in self.team.administrators:
            assert all(user in self.team.holders(right) for right in Right)
        assert self.team.administrators or self.team == NOBODY


Granting.TestCase.settings = settings(max_examples=max(10, settings().max_examples // 2), stateful_step_count=20)
TestGranting = Granting.TestCase
