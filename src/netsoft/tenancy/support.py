"""Article 9.2: the provider does not use, read or analyse the client's data, except at its express request.

A support access is opened by a ticket of the client alone: by a user who holds that right, for named staff, for some
kinds of dossier, for a time. It opens reading and nothing else: no answer here allows a write. The client ends it when
it likes, and nobody lengthens it: a longer one is a new ticket.

>>> from datetime import UTC
>>> from netsoft.tenancy.rights import ADMINISTRATION
>>> nine = datetime(2026, 11, 2, 9, tzinfo=UTC)
>>> request = SupportRequest(
...     id="T-1", tenant=TenantId("mistral"), opened_by=UserId("anna"), opened_at=nine, staff={StaffId("lea")},
...     scope=Scope({"automobile"}), span=(nine, nine + timedelta(hours=2)), purpose="vignette illisible",
... )
>>> ticket = open_support(request, Member(UserId("anna"), ADMINISTRATION.rights), SupportPolicy(timedelta(hours=8)))
>>> read = Subject(TenantId("mistral"), "automobile", "D-17")
>>> may_read(ticket, StaffId("lea"), nine + timedelta(hours=1), read).verdict
'granted'
>>> may_read(ticket.end(nine), StaffId("lea"), nine + timedelta(hours=1), read).reasons[0].fact
"le client a mis fin à l'accès"
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, TypeAlias

import attrs
from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.names import StaffId, TenantId, UserId
from netsoft.paris import in_utc
from netsoft.rendering import counted
from netsoft.tenancy.rights import Member, Operation, Right, may

SUPPORT: Final = Clause("9.2")
_HOUR: Final = timedelta(hours=1)
_OPENING: Final = Operation("ouvrir un accès au support", Right.SUPPORT_OPEN)

DossierKind: TypeAlias = str
"""A kind of dossier, as the service names it."""
Span: TypeAlias = tuple[datetime, datetime]
"""From when, included, to when, excluded."""


def _opened_at(value: object) -> datetime:
    return in_utc(value, "opened_at")


def _ended_at(value: object) -> datetime | None:
    return None if value is None else in_utc(value, "ended_at")


def _texts(values: Iterable[str]) -> frozenset[str]:
    return frozenset(values)


def _staff(values: Iterable[StaffId]) -> frozenset[StaffId]:
    return frozenset(values)


def _span(value: Span) -> Span:
    begins, ends = (in_utc(each, "span") for each in value)
    if ends <= begins:
        raise InvalidValue("span", "l'accès finirait avant d'avoir commencé", "donner une fin qui suit le début")
    return begins, ends


@frozen
class SupportPolicy:
    """How long one support access may last at most, as the provider states it."""

    longest: timedelta

    def __attrs_post_init__(self) -> None:
        if type(self.longest) is not timedelta or self.longest <= timedelta(0):
            raise InvalidValue("longest", "durée nulle ou négative", "donner une durée, par exemple huit heures")


@frozen
class Scope:
    """What a support access shows: kinds of dossier, and only the dossiers named by ``only`` where any are."""

    kinds: frozenset[DossierKind] = field(converter=_texts)
    only: frozenset[str] = field(default=frozenset(), converter=_texts)

    def __attrs_post_init__(self) -> None:
        if not self.kinds or not all(kind.strip() for kind in self.kinds):
            raise InvalidValue("kinds", "aucune nature de dossier", "nommer les natures de dossier à montrer")


@frozen
class Subject:
    """A dossier that somebody would read: whose, of which kind, and its reference."""

    tenant: TenantId
    kind: DossierKind
    reference: str


@frozen(kw_only=True)
class SupportRequest:
    """What a client asks for by a ticket: who of the staff reads what, from when to when, and why."""

    id: str
    tenant: TenantId
    opened_by: UserId
    opened_at: datetime = field(converter=_opened_at)
    staff: frozenset[StaffId] = field(converter=_staff)
    scope: Scope
    span: Span = field(converter=_span)
    purpose: str

    def __attrs_post_init__(self) -> None:
        for name in ("id", "tenant", "opened_by", "purpose"):
            if not getattr(self, name).strip():
                raise InvalidValue(name, "rien n'est dit", "remplir ce champ du ticket")
        if not self.staff or not all(name.strip() for name in self.staff):
            raise InvalidValue("staff", "aucune personne du support", "nommer qui lira les dossiers")
        if self.span[0] < self.opened_at:
            problem = "l'accès commencerait avant que le client ne l'ouvre"
            raise InvalidValue("span", problem, "donner un début qui suit le ticket")


@frozen
class Ticket:
    """A support access that was opened, and the instant at which the client ended it before its time, if it did."""

    request: SupportRequest
    ended_at: datetime | None = field(default=None, converter=_ended_at)

    def end(self, at: datetime) -> Ticket:
        """Return the ticket ended at an instant: an end that is earlier stands, and none is ever undone."""
        when = in_utc(at, "at")
        return attrs.evolve(self, ended_at=when if self.ended_at is None else min(when, self.ended_at))


def open_support(request: SupportRequest, opener: Member, policy: SupportPolicy) -> Ticket | Decision:
    """Open a support access, or return the refusal with every reason.

    ``opener`` is the user who asks, with the rights it holds when it asks.
    """
    facts = []
    if opener.user != request.opened_by:
        facts.append(f"le ticket est de {request.opened_by}, non de {opener.user}")
    facts += [reason.fact for reason in may(opener, _OPENING).reasons if not may(opener, _OPENING).granted]
    begins, ends = request.span
    if ends - begins > policy.longest:
        facts.append(
            f"l'accès durerait plus de {counted(policy.longest // _HOUR, 'heure')}, le plus long qui soit admis"
        )
    if facts:
        return Decision("refused", tuple(Reason(SUPPORT, fact) for fact in facts))
    return Ticket(request)


def may_read(ticket: Ticket | None, staff: StaffId, at: datetime, subject: Subject) -> Decision:
    """Decide whether somebody of the staff may read a dossier at an instant; without a ticket nobody may."""
    if ticket is None:
        return Decision("refused", (Reason(SUPPORT, "aucun ticket du client n'ouvre cet accès"),))
    instant, request = in_utc(at, "at"), ticket.request
    if facts := [*_out_of_time(ticket, instant), *_out_of_scope(request, staff, subject)]:
        return Decision("refused", tuple(Reason(SUPPORT, fact) for fact in facts))
    fact = f"ticket {request.id} de {request.opened_by} : {request.purpose}"
    return Decision("granted", (Reason(SUPPORT, fact),))


def _out_of_time(ticket: Ticket, at: datetime) -> list[str]:
    begins, ends = ticket.request.span
    if ticket.ended_at is not None and at >= ticket.ended_at:
        return ["le client a mis fin à l'accès"]
    if at < begins:
        return ["l'accès n'a pas commencé"]
    return ["l'accès a pris fin : un nouveau ticket est nécessaire"] if at >= ends else []


def _out_of_scope(request: SupportRequest, staff: StaffId, subject: Subject) -> list[str]:
    facts = []
    if subject.tenant != request.tenant:
        facts.append("le dossier est d'un autre cabinet que le ticket")
    if staff not in request.staff:
        facts.append(f"le ticket ne nomme pas {staff}")
    if subject.kind not in request.scope.kinds:
        facts.append(f"le ticket n'ouvre pas les dossiers « {subject.kind} »")
    if request.scope.only and subject.reference not in request.scope.only:
        facts.append(f"le ticket n'ouvre pas le dossier {subject.reference}")
    return facts
