"""Article 3.2: outages, and which of them the parties agreed to hold for force majeure.

The parties hold for force majeure (Code civil, art. 1218) the failures of telecommunication operators, and those that
do not come from the provider's own resources.

>>> from datetime import UTC
>>> outage = Outage(datetime(2026, 3, 2, 8, tzinfo=UTC), datetime(2026, 3, 2, 9, tzinfo=UTC), "telecom-operator")
>>> outage.held_for_force_majeure
True
>>> outage.span.seconds
Fraction(3600, 1)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from fractions import Fraction
from typing import Final, Literal, Self, TypeAlias, get_args

from attrs import field, frozen
from attrs.converters import optional

from netsoft.clause import Clause
from netsoft.days import Period
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.paris import in_utc, start_of_day

CLAUSE: Final = Clause("3.2")
MICROSECONDS: Final = 1_000_000

OutageCause: TypeAlias = Literal[
    "announced-maintenance",
    "unannounced-maintenance",
    "technical-necessity",
    "suspension",
    "force-majeure",
    "telecom-operator",
    "outside-resources",
    "other-outside-cause",
    "own-failure",
]
"""Why the service was out: maintenance, a technical necessity, the suspension of article 8, an event of article 1218,
an operator, resources that are not the provider's, another cause outside the party, or the provider's own failure."""
PartyName: TypeAlias = Literal["provider", "client"]

AGREED: Final = frozenset({"telecom-operator", "outside-resources"})
"""The causes that 3.2 holds for force majeure, whatever article 1218 would say."""
OUTSIDE: Final = AGREED | {"force-majeure", "other-outside-cause"}
"""The causes that are outside a party, and may excuse it."""
CAUSES_IN_FRENCH: Final = (
    ("announced-maintenance", "maintenance annoncée"),
    ("unannounced-maintenance", "maintenance non annoncée"),
    ("technical-necessity", "contingence technique nécessaire au bon fonctionnement"),
    ("suspension", "interruption pour impayé"),
    ("force-majeure", "force majeure"),
    ("telecom-operator", "dysfonctionnement d'un opérateur de télécommunications"),
    ("outside-resources", "dysfonctionnement hors des ressources du fournisseur"),
    ("other-outside-cause", "autre cause extérieure"),
    ("own-failure", "défaillance du fournisseur"),
)


def _begins(value: object) -> datetime:
    return in_utc(value, "begins")


def _ends(value: object) -> datetime:
    return in_utc(value, "ends")


def _at(value: object) -> datetime:
    return in_utc(value, "at")


def _until(value: object) -> datetime:
    return in_utc(value, "until")


def micros(at: datetime) -> int:
    """Return an instant in whole microseconds since 1970 UTC: exact, and quick to sort."""
    passed = at - datetime(1970, 1, 1, tzinfo=UTC)
    return (passed.days * 86_400 + passed.seconds) * MICROSECONDS + passed.microseconds


@frozen
class Span:
    """A stretch of time from ``begins`` (included) to ``ends`` (excluded), kept in UTC; it may be empty."""

    begins: datetime = field(converter=_begins)
    ends: datetime = field(converter=_ends)

    def __attrs_post_init__(self) -> None:
        if self.ends < self.begins:
            raise InvalidValue("ends", "la fin précède le début", "donner une fin qui suit le début")

    @classmethod
    def of_days(cls, days: Period) -> Self:
        """Return the time of civil days of Paris: a day at a change of clocks has 23 or 25 hours."""
        begins, ends = (datetime.fromtimestamp(start_of_day(day), tz=UTC) for day in (days.start, days.end))
        return cls(begins, ends)

    @property
    def seconds(self) -> Fraction:
        """How long it is, in exact seconds."""
        return Fraction(micros(self.ends) - micros(self.begins), MICROSECONDS)


@frozen
class CauseNotice:
    """What a party told the other of a cause: when, the cause in words, and until when it was to last ("délai").

    Without the cause or without the delay it is no notice in the sense of 3.3.
    """

    at: datetime = field(converter=_at)
    cause: str = ""
    until: datetime | None = field(default=None, converter=optional(_until))

    @property
    def complete(self) -> bool:
        """Whether it says both the cause and the delay."""
        return bool(self.cause.strip()) and self.until is not None


def _notices(value: Iterable[CauseNotice]) -> tuple[CauseNotice, ...]:
    return tuple(value)


@frozen
class Outage:
    """Something that kept a party from performing: of the provider, the service was out; of the client, its own part.

    ``ends`` is ``None`` while it lasts. ``notices`` are what the party told the other.
    """

    begins: datetime = field(converter=_begins)
    ends: datetime | None = field(converter=optional(_ends))
    cause: OutageCause
    notices: tuple[CauseNotice, ...] = field(default=(), converter=_notices)
    party: PartyName = "provider"
    reference: str = ""

    def __attrs_post_init__(self) -> None:
        for name, allowed in (("cause", get_args(OutageCause)), ("party", get_args(PartyName))):
            if getattr(self, name) not in allowed:
                problem = f"valeur inconnue : {shown(getattr(self, name))}"
                raise InvalidValue(name, problem, f"écrire {', '.join(allowed)}")
        if self.ends is not None and self.ends < self.begins:
            raise InvalidValue("ends", "la fin précède le début", "donner une fin qui suit le début, ou aucune")
        if self.party == "client" and self.cause not in OUTSIDE | {"own-failure"}:
            problem = f"« {self.cause} » est un fait du fournisseur"
            raise InvalidValue("cause", problem, "donner une cause extérieure au client, ou sa propre défaillance")

    @property
    def held_for_force_majeure(self) -> bool:
        """Whether it is force majeure, by article 1218 or because the parties agreed so (3.2)."""
        return self.cause == "force-majeure" or self.cause in AGREED

    @property
    def in_french(self) -> str:
        """Its cause in words."""
        words = dict(CAUSES_IN_FRENCH)[self.cause]
        return "défaillance du client" if (self.party, self.cause) == ("client", "own-failure") else words

    @property
    def span(self) -> Span:
        """Its whole time; one that lasts still has no end, and refuses."""
        if self.ends is None:
            raise InvalidValue("ends", "l'interruption dure encore", "donner sa fin, ou la mesurer sur une période")
        return Span(self.begins, self.ends)
