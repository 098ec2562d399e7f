"""Article 7.1: the perimeter planned at the origin (disk space, users), the present one, and the use above the mean.

Each growth is a ground to revise the price between two terms, with the figures that show it. The third ground is a
use above the *mean* of all users, not above the tier. The revision itself belongs to the tariff.

>>> planned, present = Perimeter(users=4, disk_bytes=10**10), Perimeter(users=6, disk_bytes=10**10)
>>> [(ground.kind, ground.planned, ground.seen) for ground in growth(planned, present)]
[('users', 4, 6)]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from attrs import field, frozen

from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.metering.overage import TenantMonth
from netsoft.metering.tier import TierReport
from netsoft.money import shown
from netsoft.rendering import count, counted

Kind: TypeAlias = Literal["disk", "users", "usage"]


@frozen
class Perimeter:
    """How many users, and how many bytes of disk."""

    users: int
    disk_bytes: int

    def __attrs_post_init__(self) -> None:
        for name, value in (("users", self.users), ("disk_bytes", self.disk_bytes)):
            if type(value) is not int or value < 0:
                raise InvalidValue(name, f"{shown(value)} n'est pas un compte", "donner un entier positif ou nul")


@frozen
class Ground:
    """What allows a revision between two terms: the kind, what was planned or is the mean, what is seen, in French.

    ``planned`` and ``seen`` are users, bytes, or actions of a month by the tenant's users taken together: for a use,
    ``planned`` is the mean times these users, rounded down.
    """

    kind: Kind
    planned: int
    seen: int
    fact: str
    clause: Clause = field(factory=lambda: Clause("7.1"))


def growth(planned: Perimeter, present: Perimeter) -> tuple[Ground, ...]:
    """Return the grounds that the growth of the perimeter gives: none where nothing grew."""
    return tuple(_growth(planned, present))


def _growth(planned: Perimeter, present: Perimeter) -> Iterator[Ground]:
    if present.disk_bytes > planned.disk_bytes:
        seen, had = present.disk_bytes, planned.disk_bytes
        yield Ground("disk", had, seen, f"{counted(seen, 'octet')} occupés, {count(had)} prévus")
    if present.users > planned.users:
        seen, had = present.users, planned.users
        yield Ground("users", had, seen, f"{counted(seen, 'utilisateur')}, {count(had)} prévus")


def above_mean(use: TenantMonth, report: TierReport) -> Ground | None:
    """Return the ground that the use of a month gives: its users do more, on average, than those of all clients.

    Users who did nothing do not count, as in the mean itself (R-29); with the declared users they do.
    """
    users = len([user for user in use.users if user.actions])
    if report.readings.users_in_mean == "declared":
        users = use.declared_users
    if report.mean is None or use.actions <= report.mean * users:
        return None
    mean = report.mean * users
    words = f"{counted(use.actions, 'action')} en {report.month} pour {counted(users, 'utilisateur')}"
    fact = f"{words} ; à la moyenne de tous les clients : {count(mean.numerator // mean.denominator)}"
    return Ground("usage", mean.numerator // mean.denominator, use.actions, fact)
