"""Article 6.5: the client limits the use of the service to the places where it wants it used.

A brokerage lists the networks from which it is used, and may narrow them for one user. An empty list is everywhere.
Where a request comes from is what the peer says of itself, unless the peer is a proxy that the settings name.

>>> office = networks("192.0.2.0/24, 2001:db8:1::/48")
>>> proxies = Proxies.parse("10.0.0.1")
>>> found = source(("10.0.0.1", 40_000), ["6.6.6.6, 192.0.2.7:4711"], proxies)
>>> found
Source(address='192.0.2.7', port=4711)
>>> admitted(Places(office), found).verdict
'granted'
>>> admitted(Places(office, networks("192.0.2.9")), found).reasons[0].fact
"192.0.2.7 n'est pas un lieu admis pour cet utilisateur (192.0.2.9)"
>>> source(("10.0.0.1", 40_000), ["192.0.2.7, unknown"], proxies).reasons[0].fact
"maillon illisible de X-Forwarded-For : « unknown » n'est pas une adresse IP"
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from attrs import frozen

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.tenancy.places import Network, Source, networks, whole

PLACES: Final = Clause("6.5")
_SHOWN: Final = 5
"""How many networks a reason names before it counts the others."""

Peer: TypeAlias = tuple[str, int | None]
"""Who is connected: its address as the server says it, and its port."""


@frozen
class Proxies:
    """The proxies whose word is taken: addresses or networks, each named. None is the default."""

    networks: tuple[Network, ...] = ()

    def __attrs_post_init__(self) -> None:
        if any(whole(self.networks, version) for version in (4, 6)):
            problem = "tout le monde serait un proxy, et chacun écrirait son adresse"
            raise InvalidValue("proxies", problem, "nommer les adresses des proxys")

    @classmethod
    def parse(cls, text: str) -> Proxies:
        """Read addresses and networks parted by commas; ``*`` is refused, and so is what amounts to it."""
        if "*" in text:
            raise InvalidValue("proxies", "« * » croirait n'importe qui", "nommer les adresses des proxys")
        return cls(networks(text))

    def holds(self, source: Source) -> bool:
        """Tell whether a source is one of the proxies."""
        return any(each.holds(source) for each in self.networks)


def source(peer: Peer | None, forwarded: Sequence[str], proxies: Proxies) -> Source | Decision:
    """Return where a request comes from, or the refusal that says why it cannot be told.

    ``forwarded`` are the values of the ``X-Forwarded-For`` headers, in their order. They are read only behind a named
    proxy, from the right, while the hop is itself a named proxy: what stands further left was written by the client.
    A proxy is never a place: a chain that ends at one is refused, as is one that holds nothing.
    """
    if peer is None:
        return _refused("la connexion ne dit pas d'où elle vient")
    at = _peer(peer)
    behind = isinstance(at, Source) and proxies.holds(at)
    return _client(forwarded, proxies) if behind else at


def _peer(peer: Peer) -> Source | Decision:
    try:
        return Source.of(*peer)
    except InvalidValue as doubt:
        return _refused(f"adresse de connexion illisible : {doubt.problem}")


def _client(forwarded: Sequence[str], proxies: Proxies) -> Source | Decision:
    """Return the first hop from the right that is no proxy."""
    if not any(value.strip() for value in forwarded):
        return _refused("le proxy ne dit pas pour qui il parle")
    for text in reversed(",".join(forwarded).split(",")):
        hop = _hop(text.strip(" \t"))
        if isinstance(hop, Decision) or not proxies.holds(hop):
            return hop
    return _refused("la chaîne de X-Forwarded-For s'arrête à un proxy")


def _hop(text: str) -> Source | Decision:
    try:
        return Source.parse(text)
    except InvalidValue as doubt:
        return _refused(f"maillon illisible de X-Forwarded-For : {doubt.problem}")


@frozen
class Places:
    """From where a brokerage is used, and from where one of its users is, within that; an empty list is everywhere."""

    brokerage: tuple[Network, ...] = ()
    user: tuple[Network, ...] = ()

    @property
    def imposed(self) -> bool:
        """Whether a list bounds the use at all."""
        return bool(self.brokerage or self.user)

    @property
    def nowhere(self) -> bool:
        """Whether no place is left: the user's list lies outside the brokerage's."""
        if not self.brokerage or not self.user:
            return False
        return not any(one.meets(other) for one in self.brokerage for other in self.user)

    @property
    def useless(self) -> tuple[Network, ...]:
        """The user's networks that the brokerage's list leaves nothing of."""
        if not self.brokerage:
            return ()
        return tuple(one for one in self.user if not any(one.meets(other) for other in self.brokerage))


def admitted(places: Places, found: Source | Decision) -> Decision:
    """Decide whether the service is used from an admitted place.

    The user's list narrows the brokerage's: both must hold the address. A refusal of :func:`source` stays one wherever
    a place is imposed: what is in doubt is closed. Where none is, nothing depends on where one is.
    """
    if isinstance(found, Decision):
        return found if places.imposed else Decision("granted", (Reason(PLACES, "aucun lieu n'est imposé"),))
    facts = list(_outside(places, found))
    if facts:
        return Decision("refused", tuple(Reason(PLACES, fact) for fact in facts))
    where = "est un lieu admis" if places.imposed else "est admis : aucun lieu n'est imposé"
    return Decision("granted", (Reason(PLACES, f"{found} {where}"),))


def admitted_after(places: Places, asker: Source | Decision) -> Decision:
    """Decide whether whoever asks for these places could still enter once they are set: nobody shuts themselves out."""
    if places.nowhere:
        return _refused("ces deux listes ne laissent aucun lieu en commun")
    after = admitted(places, asker)
    if after.granted:
        return after
    remedy = Reason(PLACES, "vous ne pourriez plus entrer : ajouter le lieu d'où vous faites ce changement")
    return Decision("refused", (*after.reasons, remedy))


def left_a_way(administrators: Sequence[Places]) -> Decision:
    """Decide whether some administrator has a place left, from these that each would have: else nobody undoes it."""
    if administrators and all(places.nowhere for places in administrators):
        return _refused("il ne resterait aucun lieu d'où un administrateur puisse entrer")
    return Decision("granted", (Reason(PLACES, "un administrateur au moins garde un lieu"),))


def _outside(places: Places, found: Source) -> Iterator[str]:
    for whose, listed in (("ce cabinet", places.brokerage), ("cet utilisateur", places.user)):
        if listed and not any(each.holds(found) for each in listed):
            yield f"{found} n'est pas un lieu admis pour {whose} ({_named(listed)})"


def _named(listed: Sequence[Network]) -> str:
    more = len(listed) - _SHOWN
    return ", ".join(map(str, listed[:_SHOWN])) + (f" et {more} de plus" if more > 0 else "")


def _refused(fact: str) -> Decision:
    return Decision("refused", (Reason(PLACES, fact),))
