"""Articles 10 and 17: a claim, head by head: excluded or not, retained or not, and within the cap.

Nothing is owed before the provider's liability is retained, by an agreement or a judge; until then what no clause
excludes is pending. What is retained is capped (17.1), all causes together.

>>> from datetime import date
>>> from netsoft.billing.responsibility.cap import Invoiced
>>> from netsoft.cg052018 import CG052018
>>> heads = (ClaimHead("personal-data-breach", Money.parse("5000.00")), ClaimHead("data-loss", Money.parse("900.00")))
>>> billed = Billed((Invoiced("F-1", date(2026, 2, 1), Money.parse("1200.00")),))
>>> answer = liability(Claim("R-1", date(2026, 6, 1), heads, retained="judge"), billed, CG052018)
>>> [str(reason.decision.reasons[0].clause) for reason in answer.heads], answer.retained, answer.payable
(['17.1', '10.1'], Money('5000.00'), Money('1200.00'))
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias, get_args

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.billing.entries import contract_day
from netsoft.billing.responsibility.cap import CLAUSE as CAP
from netsoft.billing.responsibility.cap import Billed, Cap, cap
from netsoft.billing.responsibility.exclusions import BLANKET, DAMAGES, Damage, Objection, excluded, in_french
from netsoft.billing.responsibility.excuse import Excuse
from netsoft.contract_readings import ContractReadings
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.money import ZERO, Money, shown, total
from netsoft.rendering import euros
from netsoft.terms import Terms

RetainedBy: TypeAlias = Literal["agreement", "judge"]
RETAINED_BY: Final[tuple[RetainedBy, ...]] = get_args(RetainedBy)


def _event(value: object) -> Day:
    return contract_day(value, "event")


def _heads(value: Iterable[ClaimHead]) -> tuple[ClaimHead, ...]:
    return tuple(value)


@frozen
class ClaimHead:
    """One head of a claim: the damage and the amount asked, in euros.

    ``excuse`` is that of the outage which caused it, where one did (:mod:`netsoft.billing.responsibility.excuse`): an
    outage that is excused from its beginning owes nothing, whatever becomes of the clauses that exclude.
    """

    damage: Damage
    amount: Money
    excuse: Excuse | None = None

    def __attrs_post_init__(self) -> None:
        if self.damage not in DAMAGES:
            raise InvalidValue("damage", f"dommage inconnu : {shown(self.damage)}", f"écrire {', '.join(DAMAGES)}")
        if type(self.amount) is not Money or self.amount <= ZERO:
            raise InvalidValue("amount", f"montant nul ou illisible : {shown(self.amount)}", "donner un Money positif")


@frozen
class Claim:
    """A claim: its reference, the day of the event, its heads, and by what liability was retained, if it was."""

    reference: str
    event: Day = field(converter=_event)
    heads: tuple[ClaimHead, ...] = field(converter=_heads)
    retained: RetainedBy | None = None

    def __attrs_post_init__(self) -> None:
        if type(self.reference) is not str or not self.reference.strip():
            raise InvalidValue("reference", "réclamation sans référence", "donner sa référence")
        if not self.heads:
            raise InvalidValue("heads", "réclamation sans chef de demande", "en donner au moins un")
        if self.retained is not None and self.retained not in RETAINED_BY:
            problem = f"valeur inconnue : {shown(self.retained)}"
            raise InvalidValue("retained", problem, f"écrire {', '.join(RETAINED_BY)}, ou rien")


@frozen
class HeadAnswer:
    """What becomes of a head: granted (within the cap), refused or pending, why, and what the law says against it."""

    head: ClaimHead
    decision: Decision
    objections: tuple[Objection, ...]


@frozen
class Liability:
    """The answer to a claim: its heads one by one, the cap, and the amounts, in euros.

    ``claimed == excluded + pending + retained``; ``payable`` is what is retained within what is left of the cap;
    ``objections`` is what the law says against the cap itself.
    """

    claim: Claim
    heads: tuple[HeadAnswer, ...]
    cap: Cap
    objections: tuple[Objection, ...]

    def _sum(self, verdict: str) -> Money:
        return total([answer.head.amount for answer in self.heads if answer.decision.verdict == verdict])

    @property
    def claimed(self) -> Money:
        """What is asked."""
        return total([head.amount for head in self.claim.heads])

    @property
    def excluded(self) -> Money:
        """What a clause excludes."""
        return self._sum("refused")

    @property
    def pending(self) -> Money:
        """What waits for liability to be retained."""
        return self._sum("pending")

    @property
    def retained(self) -> Money:
        """What is retained, before the cap."""
        return self._sum("granted")

    @property
    def payable(self) -> Money:
        """What is owed: the retained sum, within what is left of the cap."""
        return self._capped(self.retained)

    @property
    def at_most(self) -> Money:
        """What would be owed, were liability retained for what is pending too."""
        return self._capped(self.retained + self.pending)

    def _capped(self, amount: Money) -> Money:
        return amount if self.cap.left is None else min(amount, self.cap.left)


def liability(claim: Claim, billed: Billed, terms: Terms, readings: ContractReadings = ContractReadings()) -> Liability:
    """Answer a claim under the terms: exclusions head by head, then the cap over what was billed before the event."""
    found = cap(billed, claim.event, terms, readings)
    heads = tuple(_head(head, claim.retained, found, terms) for head in claim.heads)
    return Liability(claim, heads, found, BLANKET if found.ceiling == ZERO else ())


def _head(head: ClaimHead, retained: RetainedBy | None, found: Cap, terms: Terms) -> HeadAnswer:
    exclusion = excluded(head.damage, terms)
    if exclusion.by is not None:
        return HeadAnswer(head, Decision("refused", (exclusion.reason,)), exclusion.objections)
    if head.excuse is not None and head.excuse.whole:
        return HeadAnswer(head, Decision("refused", (head.excuse.reason,)), ())
    why = (exclusion.reason,) if head.excuse is None else (exclusion.reason, head.excuse.reason)
    if retained is None:
        missing = Reason(CAP, "responsabilité du fournisseur ni reconnue ni jugée")
        return HeadAnswer(head, Decision("pending", (missing, *why)), ())
    return HeadAnswer(head, Decision("granted", (_within(head, retained, found), *why)), ())


def _within(head: ClaimHead, retained: RetainedBy, found: Cap) -> Reason:
    by = "par un juge" if retained == "judge" else "d'un commun accord"
    limit = "sans plafond, la clause étant écartée" if found.left is None else f"dans la limite de {euros(found.left)}"
    return Reason(CAP, f"{in_french(head.damage)} : responsabilité retenue {by}, {limit}")
