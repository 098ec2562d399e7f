"""The application's own facts of contracts and months; those that the library has are kept as it has them."""

from __future__ import annotations

from attrs import field, frozen

from netsoft.billing.contract.contract_events import ContractEvent
from netsoft.billing.contract.withdrawal import Formation
from netsoft.days import Day, Month, as_day
from netsoft.errors import InvalidValue
from netsoft.metering.perimeter import Perimeter
from netsoft.money import Money
from reference_app.ids import EntryId, StaffId, UserId


def _on(value: object) -> Day:
    return as_day(value, "on")


def _reason(value: str) -> str:
    text = " ".join(value.split())
    if not text:
        raise InvalidValue("reason", "motif absent", "dire pourquoi en quelques mots")
    return text


@frozen
class ContractFacts:
    """How the contract of a brokerage came about, and the perimeter planned at the origin (2.2, 7.1).

    The newest facts of a brokerage stand; the older ones show what was recorded before.
    """

    formation: Formation
    planned: Perimeter

    def __attrs_post_init__(self) -> None:
        if self.formation.available_on is None:
            problem = "jour de mise à disposition absent"
            raise InvalidValue("available_on", problem, "le donner : l’abonnement en prend effet (5.1)")


@frozen
class Happened:
    """An event in the life of a contract, as the library has it; whether it takes effect is for netsoft to say."""

    event: ContractEvent


@frozen
class Struck:
    """What was recorded by mistake is struck out, for a reason: it stands in the history and nowhere else."""

    record: EntryId
    reason: str = field(converter=_reason)


@frozen
class LeftOut:
    """A brokerage is left out of the mean of all (R-29), or taken in again: the publisher's own, a trial, one damaged.

    It holds for the months that are closed from then on.
    """

    out: bool
    reason: str = field(converter=_reason)


@frozen
class UserCount:
    """The actions of one user in a month, as the journal counted them when the month was closed."""

    user: UserId
    actions: int


@frozen
class MonthCounts:
    """What a brokerage's journal had counted in a month of Paris, user by user, and its declared users (R-19).

    The counts are read once, on the day of the close: what comes later is a correction.
    """

    month: Month
    counts: tuple[UserCount, ...]
    declared: int

    @property
    def actions(self) -> int:
        """The actions of all users."""
        return sum(count.actions for count in self.counts)


@frozen
class Judged:
    """A member of staff judged a use intensive (7.2), for the term that ends on ``term_end``; why is written."""

    on: Day = field(converter=_on)
    term_end: Day
    by: StaffId
    reason: str = field(converter=_reason)


@frozen
class CreditDue:
    """Actions billed over the tier that a correction took back: a credit note must follow, by the staff."""

    month: Month
    actions: int
    reason: str = field(converter=_reason)


@frozen
class Declined:
    """An administrator declined a quote, as it was shown: its digest says which."""

    quote: str
    digest: str


@frozen
class QuoteBilled:
    """A quote was invoiced, under which number: it is billed once."""

    quote: str
    invoice: str


@frozen
class FormalNoticeSent:
    """A formal notice was issued for invoices in default: which, how much on that day, and the last day it leaves."""

    on: Day = field(converter=_on)
    invoices: tuple[str, ...]
    amount: Money
    until: Day


@frozen
class Reminded:
    """Something must be done by a day: said once, under a key of its own."""

    about: str
    by: Day
