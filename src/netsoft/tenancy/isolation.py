"""Article 15.10: protection by design and by default. What is one tenant's never meets another's.

A handle stands for one tenant and exists only where every decision that lets somebody in was granted: none at all lets
nobody in. A reference is branded by the handle that made it. The brand is a type: in a function over two tenants, a
type checker refuses that a reference of one be given to the other. At run time a reference carries its tenant besides,
and a handle refuses a foreign one without saying whose it is.

>>> class Mistral: ...
>>> CLIENTS: Kind["Client"] = Kind("client")
>>> signed_in = Decision("granted", (Reason(DESIGN, "session ouverte"),))
>>> mistral = mint(Mistral, TenantId("mistral"), [signed_in])
>>> sirocco = mint(Mistral, TenantId("sirocco"), [signed_in])
>>> assert isinstance(mistral, Handle) and isinstance(sirocco, Handle)
>>> reference = mistral.ref(CLIENTS, "C-17")
>>> mistral.own(reference).verdict, sirocco.own(reference).verdict
('granted', 'refused')
>>> mint(Mistral, TenantId("mistral"), []).reasons[0].fact
"aucune décision n'ouvre ce cabinet : fermé par défaut"
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Generic, TypeVar

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.names import TenantId

DESIGN: Final = Clause("15.10")

B = TypeVar("B")
"""The brand of a tenant: any class, one for each tenant that a piece of work handles."""
K = TypeVar("K")
"""What is referred to."""


def _named(value: object, name: str) -> str:
    if type(value) is not str or not value.strip():
        raise InvalidValue(name, f"{shown(value)} ne désigne rien", "donner un texte")
    return value


@frozen
class Kind(Generic[K]):
    """A kind of thing that a tenant has, such as its clients; ``K`` is the type of these things."""

    name: str

    def __attrs_post_init__(self) -> None:
        _named(self.name, "kind")


@frozen
class Ref(Generic[B, K]):
    """A reference to a thing of one tenant. ``B`` is the tenant's brand, ``tenant`` its tag at run time.

    :meth:`Handle.ref` makes it.
    """

    tenant: TenantId
    kind: Kind[K]
    id: str

    def __attrs_post_init__(self) -> None:
        _named(self.tenant, "tenant")
        _named(self.id, "id")


def _granted(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    return tuple(decisions)


@frozen
class Handle(Generic[B]):
    """The capability to work in one tenant, and the decisions that opened it: :func:`mint` makes it."""

    tenant: TenantId
    opened_by: tuple[Decision, ...] = field(converter=_granted, repr=False)

    def __attrs_post_init__(self) -> None:
        _named(self.tenant, "tenant")
        if not self.opened_by or not all(decision.granted for decision in self.opened_by):
            raise InvalidValue("opened_by", "une décision manque ou n'est pas accordée", "passer par mint")

    def ref(self, kind: Kind[K], id: str) -> Ref[B, K]:  # noqa: A002 - what an identifier is called here
        """Return the reference of a thing of this tenant."""
        return Ref(self.tenant, kind, id)

    def own(self, ref: Ref[B, K]) -> Decision:
        """Decide whether a reference is this tenant's; a type checker has refused other brands before."""
        return self._mine(ref.tenant, f"la référence {ref.kind.name} {shown(ref.id)}")

    def admit(self, owner: TenantId, what: str = "la ligne") -> Decision:
        """Decide whether what came from outside, a row or a payload, is this tenant's by the owner that it carries."""
        return self._mine(owner, what)

    def _mine(self, owner: TenantId, what: str) -> Decision:
        if owner == self.tenant:
            return Decision("granted", (Reason(DESIGN, f"{what} est de ce cabinet"),))
        return Decision("refused", (Reason(DESIGN, f"{what} n'est pas de ce cabinet"),))


def mint(brand: type[B], tenant: TenantId, decisions: Iterable[Decision]) -> Handle[B] | Decision:  # noqa: ARG001
    """Return the handle of a tenant if all the decisions that let somebody in are granted, or the refusal.

    ``brand`` marks its references for the type checker and does nothing else. The refusal cites the reasons of every
    decision that was not granted.
    """
    heard = tuple(decisions)
    if not heard:
        return Decision("refused", (Reason(DESIGN, "aucune décision n'ouvre ce cabinet : fermé par défaut"),))
    against = tuple(reason for decision in heard if not decision.granted for reason in decision.reasons)
    return Decision("refused", against) if against else Handle(tenant, heard)
