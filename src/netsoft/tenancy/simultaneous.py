"""Article 6.2: "interdire l'usage d'un même accès par plusieurs personnes": one access used from two places at once.

It shows in the order of uses. A person who goes home leaves one browser or network and comes back to it later, or
never; two persons take turns: one browser, then another, then the first again within minutes. That return is the sign.
It proves no sharing (a telephone beside a desk does the same): it is shown to the brokerage's administrator, who knows.

>>> from datetime import UTC, datetime, timedelta
>>> from netsoft.names import UserId
>>> at, alix = datetime(2026, 11, 2, 9, tzinfo=UTC), UserId("alix")
>>> office, home = Source("192.0.2.7"), Source("198.51.100.4")
>>> def use(minutes, browser, source):
...     return AccessUse(at + timedelta(minutes=minutes), alix, browser, source)
>>> simultaneous([use(0, "a", office), use(10, "a", home), use(20, "a", home)])
()
>>> (found,) = simultaneous([use(0, "a", office), use(10, "b", home), use(20, "a", office)])
>>> found.user, len(found.places), str(found.last - found.first)
('alix', 2, '0:20:00')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from attrs import define, field, frozen

from netsoft.answers import Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.names import UserId
from netsoft.paris import in_utc
from netsoft.rendering import counted
from netsoft.tenancy.places import Source

CLAUSE: Final = Clause("6.2")
WINDOW: Final = timedelta(minutes=30)
"""Who comes back within it had not left: the time after which a screen left alone is locked, and no more."""
RETURNS: Final = 2
"""Returns of one browser between two networks before they are shown: a telephone goes from Wi-Fi to 4G and back."""
_SUBSCRIBER_BITS: Final = 64
_MINUTE: Final = timedelta(minutes=1)


def _at(value: object) -> datetime:
    return in_utc(value, "at")


@frozen
class AccessUse:
    """One use of an access: when, whose, by which browser (the identifier of its cookie), from which source."""

    at: datetime = field(converter=_at)
    user: UserId
    browser: str
    source: Source

    def __attrs_post_init__(self) -> None:
        for name in ("user", "browser"):
            if type(value := getattr(self, name)) is not str or not value.strip():
                raise InvalidValue(name, "usage sans utilisateur ou sans navigateur", "nommer l'un et l'autre")

    @property
    def network(self) -> str:
        """Where it stands as far as an address tells: itself, or in IPv6 the subscriber's network of 64 bits."""
        address = self.source.ip
        return (
            self.source.address if address.version == 4 else f"{int(address) >> _SUBSCRIBER_BITS:x}/{_SUBSCRIBER_BITS}"
        )


@frozen
class SharingPolicy:
    """What is shown: returns within ``window``, so many between two browsers, so many of one browser between networks.

    One browser seen over IPv4 and over IPv6 in turn is one machine with two addresses, and is never shown.
    """

    window: timedelta = WINDOW
    between_browsers: int = 1
    between_networks: int = RETURNS

    def __attrs_post_init__(self) -> None:
        if self.window <= timedelta(0):
            raise InvalidValue("window", "durée nulle ou négative", "donner une durée positive")
        for name in ("between_browsers", "between_networks"):
            if type(number := getattr(self, name)) is not int or number < 1:
                raise InvalidValue(name, f"{shown(number)} n'est pas un nombre de retours", "donner un entier positif")


DEFAULT: Final = SharingPolicy()
"""The publisher's policy."""


@frozen
class Sharing:
    """One access used in turns from two places: whose, from when to when, the two latest uses, how many returns."""

    user: UserId
    first: datetime
    last: datetime
    places: tuple[AccessUse, AccessUse]
    returns: int
    why: Reason


def simultaneous(uses: Iterable[AccessUse], policy: SharingPolicy = DEFAULT) -> tuple[Sharing, ...]:
    """Return the accesses used in turns from two places, from uses in order of time, whosever they are.

    Turns that go on are one finding; after a pause of ``policy.window`` they are another. The time taken is in
    proportion to the uses. Uses out of order are an :class:`~netsoft.errors.InvalidValue`.
    """
    trails: dict[tuple[str, ...], _Trail] = {}
    open_turns: dict[tuple[str, ...], _Turns] = {}
    turns: list[_Turns] = []
    for use in _in_order(uses):
        for trail, key in _steps(use):
            met = trails.setdefault(trail, _Trail()).met(use, key, policy.window)
            if met is None:
                continue
            pair = (*trail, *sorted((key, met.other_key)))
            if pair not in open_turns or use.at - open_turns[pair].last >= policy.window:
                open_turns[pair] = _Turns(trail, met.before.at)
                turns.append(open_turns[pair])
            open_turns[pair].add(met.other, use)
    return tuple(_finding(one, policy) for one in turns if one.returns >= _least(one, policy))


@frozen
class _Return:
    """A place that comes back: its use before, and the use from elsewhere in between."""

    before: AccessUse
    other: AccessUse
    other_key: str


@define
class _Trail:
    """The uses of one access seen in one respect: the last of each place, and the last of all."""

    last: dict[str, AccessUse] = field(factory=dict)
    latest: str | None = None

    def met(self, use: AccessUse, key: str, window: timedelta) -> _Return | None:
        """Take a use in, and return what it comes back from, if it does within the window."""
        before, latest = self.last.get(key), self.latest
        self.last[key], self.latest = use, key
        if before is None or latest is None or latest == key or use.at - before.at >= window:
            return None
        return _Return(before, self.last[latest], latest)


@define
class _Turns:
    """Returns between the same two places, each within the window of the one before."""

    trail: tuple[str, ...]
    first: datetime
    last: datetime = field(init=False)
    places: tuple[AccessUse, AccessUse] = field(init=False)
    returns: int = 0

    def add(self, other: AccessUse, use: AccessUse) -> None:
        """Count one more return."""
        self.last, self.places, self.returns = use.at, (other, use), self.returns + 1


def _in_order(uses: Iterable[AccessUse]) -> Iterator[AccessUse]:
    latest: datetime | None = None
    for use in uses:
        if latest is not None and use.at < latest:
            raise InvalidValue("uses", "usages en désordre", "les donner dans l'ordre des instants")
        latest = use.at
        yield use


def _steps(use: AccessUse) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give the respects in which a use is looked at: the browsers of its user, the networks of its browser."""
    yield (use.user,), use.browser
    yield (use.user, use.browser, str(use.source.ip.version)), use.network


def _least(turns: _Turns, policy: SharingPolicy) -> int:
    return policy.between_browsers if len(turns.trail) == 1 else policy.between_networks


def _finding(turns: _Turns, policy: SharingPolicy) -> Sharing:
    one, two = turns.places
    places = tuple(dict.fromkeys(sorted((one.source.address, two.source.address))))
    networks = "d'un même réseau" if one.network == two.network else "de deux réseaux"
    browsers = "par deux navigateurs" if len(turns.trail) == 1 else "par un même navigateur"
    within = f"{counted(turns.returns, 'retour')} en moins de {counted(policy.window // _MINUTE, 'minute')}"
    fact = f"accès de {shown(one.user)} utilisé en alternance {browsers} {networks} ({', '.join(places)}) : {within}"
    return Sharing(one.user, turns.first, turns.last, turns.places, turns.returns, Reason(CLAUSE, fact))
