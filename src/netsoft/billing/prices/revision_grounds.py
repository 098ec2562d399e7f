"""The grounds of article 7.1 on which a price may be revised between two yearly terms, each with its evidence.

>>> from datetime import date
>>> MoreUsers(agreed=5, declared=8, on=date(2026, 3, 2), source="page des utilisateurs").holds
True
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from netsoft.billing.entries import contract_day
from netsoft.billing.prices.price_models import not_negative
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.money import Exact, shown
from netsoft.rendering import count, number


def _on(value: object) -> Day:
    return contract_day(value, "on")


def _source(value: object) -> str:
    if type(value) is not str or not value.strip():
        raise InvalidValue("source", "source absente", "dire d'où viennent les chiffres")
    return value


def _whole(value: object, name: str) -> int:
    if type(value) is not int or value < 0:
        raise InvalidValue(name, f"{shown(value)} n'est pas un nombre entier positif ou nul", "donner un entier")
    return value


def _agreed_space(value: Exact) -> Fraction:
    return not_negative(value, "agreed")


def _used(value: Exact) -> Fraction:
    return not_negative(value, "used")


def _agreed(value: object) -> int:
    return _whole(value, "agreed")


def _declared(value: object) -> int:
    return _whole(value, "declared")


def _actions(value: object) -> int:
    return _whole(value, "actions")


def _user_months(value: object) -> int:
    return _whole(value, "user_months")


@frozen
class MoreDisk:
    """Evidence that more disk space is used than was agreed, in gigabytes, on a day, and where the figures are from."""

    agreed: Fraction = field(converter=_agreed_space)
    used: Fraction = field(converter=_used)
    on: Day = field(converter=_on)
    source: str = field(converter=_source)

    @property
    def holds(self) -> bool:
        """Whether the figures show it."""
        return self.used > self.agreed

    @property
    def fact(self) -> str:
        """The figures, in French."""
        return f"espace disque utilisé : {number(self.used)} Go, convenu : {number(self.agreed)} Go"


@frozen
class MoreUsers:
    """Evidence that more users are declared than were agreed, on a day, and where the figures are from."""

    agreed: int = field(converter=_agreed)
    declared: int = field(converter=_declared)
    on: Day = field(converter=_on)
    source: str = field(converter=_source)

    @property
    def holds(self) -> bool:
        """Whether the figures show it."""
        return self.declared > self.agreed

    @property
    def fact(self) -> str:
        """The figures, in French."""
        return f"utilisateurs déclarés : {count(self.declared)}, convenus : {count(self.agreed)}"


@frozen
class Use:
    """Actions, over so many months of users."""

    actions: int = field(converter=_actions)
    user_months: int = field(converter=_user_months)

    def __attrs_post_init__(self) -> None:
        if not self.user_months:
            raise InvalidValue("user_months", "aucun mois d'utilisateur", "donner une période où il y en a")

    @property
    def mean(self) -> Fraction:
        """Actions a month and user, exact."""
        return Fraction(self.actions, self.user_months)


@frozen
class MoreUse:
    """Evidence that a client's use is above the mean of all users, itself included, on a day, with its source."""

    own: Use
    everyone: Use
    on: Day = field(converter=_on)
    source: str = field(converter=_source)

    def __attrs_post_init__(self) -> None:
        if self.own.actions > self.everyone.actions or self.own.user_months > self.everyone.user_months:
            raise InvalidValue("everyone", "le client dépasse l'ensemble", "donner l'ensemble, ce client compris")

    @property
    def holds(self) -> bool:
        """Whether the figures show it: strictly above the mean."""
        return self.own.mean > self.everyone.mean

    @property
    def fact(self) -> str:
        """The figures, in French."""
        own, everyone = (f"{count(use.actions)}/{count(use.user_months)}" for use in (self.own, self.everyone))
        return f"actions par mois d'utilisateur : {own}, ensemble des utilisateurs : {everyone}"


Ground: TypeAlias = MoreDisk | MoreUsers | MoreUse
"""The three grounds on which a price may be revised between two yearly terms, each with its evidence."""
