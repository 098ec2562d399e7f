"""Nobody of the publisher reads a dossier but by a ticket of the client, for a time (9.2)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.names import StaffId, TenantId, UserId
from netsoft.tenancy.rights import ADMINISTRATION, MANAGEMENT, Member
from netsoft.tenancy.support import Scope, Subject, SupportPolicy, SupportRequest, Ticket, may_read, open_support

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
ANNA, BORIS = (Member(UserId("anna"), ADMINISTRATION.rights), Member(UserId("boris"), MANAGEMENT.rights))
LEA, MAX = StaffId("lea"), StaffId("max")
MISTRAL, AZUR = TenantId("mistral"), TenantId("azur")
POLICY = SupportPolicy(8 * HOUR)
REQUEST = SupportRequest(
    id="T-1",
    tenant=MISTRAL,
    opened_by=ANNA.user,
    opened_at=NINE,
    staff={LEA},
    scope=Scope({"automobile"}),
    span=(NINE + HOUR, NINE + 3 * HOUR),
    purpose="vignette illisible",
)
READ = Subject(MISTRAL, "automobile", "D-1")


def opened(request: SupportRequest = REQUEST, opener: Member = ANNA) -> Ticket:
    found = open_support(request, opener, POLICY)
    assert isinstance(found, Ticket)
    return found


def refusal(answer: Ticket | Decision) -> list[str]:
    assert isinstance(answer, Decision)
    assert answer.verdict == "refused"
    assert {reason.clause for reason in answer.reasons} == {Clause("9.2")}
    return [reason.fact.replace("\u00a0", " ") for reason in answer.reasons]


@pytest.mark.parametrize(
    ("request_", "opener", "facts"),
    [
        (
            REQUEST,
            Member(ANNA.user, MANAGEMENT.rights),
            [
                "« ouvrir un accès au support » demande le droit « ouvrir un accès au support », qui n'est pas accordé",
            ],
        ),
        (REQUEST, Member(ANNA.user, (), closed=True), ["l'accès de l'utilisateur est fermé"]),
        (REQUEST, Member(UserId("zoe"), ADMINISTRATION.rights), ["le ticket est de anna, non de zoe"]),
        (
            attrs.evolve(REQUEST, span=(NINE, NINE + 8 * HOUR + SECOND)),
            ANNA,
            ["l'accès durerait plus de 8 heures, le plus long qui soit admis"],
        ),
    ],
)
def test_a_ticket_is_opened_by_who_may_and_no_longer_than_the_policy(
    request_: SupportRequest, opener: Member, facts: list[str]
) -> None:
    assert refusal(open_support(request_, opener, POLICY)) == facts


def test_every_reason_is_given_at_once() -> None:
    long = attrs.evolve(REQUEST, span=(NINE, NINE + 9 * HOUR))
    assert len(refusal(open_support(long, BORIS, POLICY))) == 3


def test_the_longest_access_is_admitted() -> None:
    whole = attrs.evolve(REQUEST, span=(NINE, NINE + 8 * HOUR))
    assert may_read(opened(whole), LEA, NINE + 8 * HOUR - SECOND, READ).granted


@pytest.mark.parametrize(
    ("at", "staff", "subject", "facts"),
    [
        (HOUR, LEA, READ, []),
        (3 * HOUR - SECOND, LEA, READ, []),
        (HOUR - SECOND, LEA, READ, ["l'accès n'a pas commencé"]),
        (3 * HOUR, LEA, READ, ["l'accès a pris fin : un nouveau ticket est nécessaire"]),
        (HOUR, MAX, READ, ["le ticket ne nomme pas max"]),
        (HOUR, LEA, Subject(MISTRAL, "santé", "D-1"), ["le ticket n'ouvre pas les dossiers « santé »"]),
        (HOUR, LEA, Subject(AZUR, "automobile", "D-1"), ["le dossier est d'un autre cabinet que le ticket"]),
        (
            4 * HOUR,
            MAX,
            Subject(AZUR, "santé", "D-1"),
            [
                "l'accès a pris fin : un nouveau ticket est nécessaire",
                "le dossier est d'un autre cabinet que le ticket",
                "le ticket ne nomme pas max",
                "le ticket n'ouvre pas les dossiers « santé »",
            ],
        ),
    ],
)
def test_what_is_read_is_what_the_ticket_says(
    at: timedelta, staff: StaffId, subject: Subject, facts: list[str]
) -> None:
    answer = may_read(opened(), staff, NINE + at, subject)
    granted = Decision("granted", (Reason(Clause("9.2"), "ticket T-1 de anna : vignette illisible"),))
    assert (refusal(answer) if facts else answer) == (facts or granted)


def test_a_ticket_may_name_its_dossiers() -> None:
    ticket = opened(attrs.evolve(REQUEST, scope=Scope({"automobile"}, only={"D-2"})))
    assert refusal(may_read(ticket, LEA, NINE + HOUR, READ)) == ["le ticket n'ouvre pas le dossier D-1"]
    assert may_read(ticket, LEA, NINE + HOUR, attrs.evolve(READ, reference="D-2")).granted


def test_without_a_ticket_nobody_reads() -> None:
    assert refusal(may_read(None, LEA, NINE, READ)) == ["aucun ticket du client n'ouvre cet accès"]


def test_the_client_ends_it_and_nobody_undoes_that() -> None:
    ended = opened().end(NINE + 2 * HOUR)
    assert may_read(ended, LEA, NINE + 2 * HOUR - SECOND, READ).granted
    assert refusal(may_read(ended, LEA, NINE + 2 * HOUR, READ)) == ["le client a mis fin à l'accès"]
    assert ended.end(NINE + 5 * HOUR) == ended
    assert ended.end(NINE).ended_at == NINE
    assert refusal(may_read(opened().end(NINE + 9 * HOUR), LEA, NINE + 3 * HOUR, READ)) == [
        "l'accès a pris fin : un nouveau ticket est nécessaire"
    ]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        *(({name: " "}, f"{name} : rien n'est dit ; remplir ce champ du ticket") for name in ("id", "tenant")),
        *(({name: ""}, f"{name} : rien n'est dit ; remplir ce champ du ticket") for name in ("opened_by", "purpose")),
        ({"staff": set()}, "staff : aucune personne du support ; nommer qui lira les dossiers"),
        ({"staff": {LEA, StaffId(" ")}}, "staff : aucune personne du support ; nommer qui lira les dossiers"),
        (
            {"span": (NINE - SECOND, NINE + HOUR)},
            "span : l'accès commencerait avant que le client ne l'ouvre ; donner un début qui suit le ticket",
        ),
        (
            {"span": (NINE, NINE)},
            "span : l'accès finirait avant d'avoir commencé ; donner une fin qui suit le début",
        ),
    ],
)
def test_a_request_is_whole(changed: dict[str, Any], error: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        attrs.evolve(REQUEST, **changed)
    assert str(refused.value) == error


def test_a_policy_and_a_scope_say_something() -> None:
    for build, error in (
        (lambda: SupportPolicy(timedelta(0)), "longest : durée nulle ou négative ; donner une durée, par exemple huit"),
        (lambda: Scope(()), "kinds : aucune nature de dossier ; nommer les natures de dossier à montrer"),
        (lambda: Scope({" "}), "kinds : aucune nature de dossier ; nommer les natures de dossier à montrer"),
    ):
        with pytest.raises(InvalidValue) as refused:
            build()
        assert str(refused.value).startswith(error)
    assert attrs.evolve(REQUEST, span=(NINE, NINE + HOUR)).span[0] == REQUEST.opened_at


@given(st.integers(-1, 5), st.integers(-1, 5), st.lists(st.integers(-1, 5), max_size=2))
def test_an_end_only_takes_time_away(at: int, end: int, more: list[int]) -> None:
    ticket = opened()
    for hours in more:
        ticket = ticket.end(NINE + hours * HOUR)
    if may_read(ticket.end(NINE + end * HOUR), LEA, NINE + at * HOUR, READ).granted:
        assert may_read(ticket, LEA, NINE + at * HOUR, READ).granted
        assert at < end


class Tickets(RuleBasedStateMachine):
    """Tickets are opened and ended as time passes: who reads what is what some ticket says literally, and no more."""

    def __init__(self) -> None:
        super().__init__()
        self.at = NINE
        self.tickets: list[Ticket] = []
        self.ended: dict[int, datetime] = {}

    @rule(minutes=st.integers(0, 90))
    def wait(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(
        opener=st.sampled_from((ANNA, BORIS)),
        staff=st.sets(st.sampled_from((LEA, MAX)), min_size=1),
        kinds=st.sets(st.sampled_from(("automobile", "santé")), min_size=1),
        hours=st.tuples(st.integers(0, 3), st.integers(1, 10)),
    )
    def open(self, opener: Member, staff: set[StaffId], kinds: set[str], hours: tuple[int, int]) -> None:
        begins = self.at + hours[0] * HOUR
        request = attrs.evolve(
            REQUEST,
            id=f"T-{len(self.tickets)}",
            opened_by=opener.user,
            opened_at=self.at,
            staff=staff,
            scope=Scope(kinds),
            span=(begins, begins + hours[1] * HOUR),
        )
        found = open_support(request, opener, POLICY)
        assert isinstance(found, Ticket) == (opener is ANNA and hours[1] <= 8)
        if isinstance(found, Ticket):
            self.tickets.append(found)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data())
    def end(self, data: st.DataObject) -> None:
        which = data.draw(st.integers(0, len(self.tickets) - 1))
        self.tickets[which] = self.tickets[which].end(self.at)
        self.ended.setdefault(which, self.at)

    @invariant()
    def reading_is_what_a_ticket_says(self) -> None:
        for which, ticket in enumerate(self.tickets):
            request = ticket.request
            for staff in (LEA, MAX):
                for subject in (READ, Subject(MISTRAL, "santé", "D-2"), Subject(AZUR, "automobile", "D-1")):
                    says = staff in request.staff and subject.kind in request.scope.kinds and subject.tenant == MISTRAL
                    within = request.span[0] <= self.at < request.span[1]
                    expected = says and within and which not in self.ended
                    assert may_read(ticket, staff, self.at, subject).granted == expected
            assert request.span[1] - request.span[0] <= POLICY.longest


Tickets.TestCase.settings = settings(max_examples=max(10, settings().max_examples // 2), stateful_step_count=15)
TestTickets = Tickets.TestCase
