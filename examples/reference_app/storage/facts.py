"""The application's own facts of contracts and months; those that the library has are kept as it has them."""

from __future__ import annotations

from attrs import field, frozen

from netsoft.closed_days import Where
from netsoft.days import Day, Month, as_day
from netsoft.errors import InvalidValue
from reference_app.ids import StaffId, UserId


def _on(value: object) -> Day:
    return as_day(value, "on")


def _said(value: str, name: str) -> str:
    text = " ".join(value.split())
    if not text:
        raise InvalidValue(name, "motif absent", "dire pourquoi en quelques mots")
    return text


def _reason(value: str) -> str:
    return _said(value, "reason")


@frozen(kw_only=True)
class Perimeter:
    """What was planned at the origin (2.2, 7.1): users, and bytes of disk."""

    users: int
    disk_bytes: int

    def __attrs_post_init__(self) -> None:
        for name in ("users", "disk_bytes"):
            if type(getattr(self, name)) is not int or getattr(self, name) < 1:
                raise InvalidValue(name, "ni zéro ni moins", "donner ce qui est prévu au contrat")


@frozen(kw_only=True)
class ContractFacts:
    """When the contract of a brokerage was concluded and its service made available, and what L221-3 looks at.

    ``on`` is the day of the conclusion. The newest facts stand; the older ones show what was known before.
    """

    on: Day = field(converter=_on)
    available_on: Day
    planned: Perimeter
    first_use_on: Day | None = None
    closed_days: Where = "metropole"
    employees: int | None = None
    off_premises: bool = False
    main_activity: bool = True
    early_start_requested: bool = False

    def __attrs_post_init__(self) -> None:
        as_day(self.available_on, "available_on")
        if self.first_use_on is not None and as_day(self.first_use_on, "first_use_on") < self.on:
            raise InvalidValue("first_use_on", "l’usage précède la conclusion", "vérifier les deux jours")

    @property
    def concluded_on(self) -> Day:
        """The day of the conclusion."""
        return self.on


@frozen
class LeftOut:
    """A brokerage is left out of the mean of all (R-29) from a day, or taken in again: the publisher's own, a test."""

    on: Day = field(converter=_on)
    out: bool
    reason: str = field(converter=_reason)


@frozen
class UserCount:
    """The actions of one user in a month, as the journal counted them when the month was closed."""

    user: UserId
    actions: int


@frozen
class MonthCounts:
    """What a brokerage's journal had counted in a month of Paris, user by user, and its declared users.

    ``on`` is the day of the close. The counts are read once: what comes later is a correction.
    """

    month: Month
    on: Day = field(converter=_on)
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
class Reminder:
    """Something must be done by a day; said once, under a key of its own."""

    on: Day = field(converter=_on)
    about: str
    by: Day
