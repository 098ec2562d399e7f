"""Addresses and networks as they are compared: one writing for each place, and what is doubtful refused.

An IPv4 address may be dressed as an IPv6 one. ``::ffff:192.0.2.1`` (mapped, RFC 4291 2.5.5.2) is what a server that
listens on both says of an IPv4 peer: it is read as the IPv4 address. ``::192.0.2.1`` (compatible, RFC 4291 2.5.5.1) is
given up since 2006 and comes from no honest host: it is refused. 6to4 (``2002::/16``) and NAT64 (``64:ff9b::/96``) are
left as they are: the IPv4 address in them is written by a relay that anybody may run, and proves no place.

>>> Network.parse("192.0.2.0/24").holds(Source.parse("::ffff:192.0.2.7"))
True
>>> Network.parse("192.0.2.0/24").holds(Source.parse("2002:c000:207::1"))
False
>>> print(Network.parse("::ffff:192.0.2.0/120"), Source.parse("[2001:DB8::1]:443"))
192.0.2.0/24 2001:db8::1
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

from attrs import frozen

from netsoft.errors import InvalidValue
from netsoft.money import shown

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Version: TypeAlias = Literal[4, 6]

_HOP: Final = re.compile(r"(?:\[(?P<v6>[^\[\]]*)\]|(?P<v4>[0-9.]+))(?::(?P<port>[0-9]{1,5}))?", re.ASCII)
_NETWORK: Final = re.compile(r"(?P<address>[^/]+)(?:/(?P<prefix>[0-9]{1,3}))?", re.ASCII)
_BITS: Final = ((4, 32), (6, 128))
_MAPPED_BITS: Final = 96
_LARGEST_PORT: Final = 65_535
_SUBSCRIBER_BITS: Final = 64
"""What one subscriber holds of IPv6 at least (RFC 6177): its addresses count as one source."""


def _address(text: str, name: str) -> Address:
    """Read an address that stands for itself alone."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        problem = f"{shown(text)} n'est pas une adresse IP"
        raise InvalidValue(name, problem, "écrire par exemple 192.0.2.1 ou 2001:db8::1") from None
    if isinstance(found, ipaddress.IPv4Address):
        return found
    if found.scope_id is not None:
        problem = f"{shown(text)} ne vaut que sur un lien (zone)"
        raise InvalidValue(name, problem, "donner une adresse sans zone, qui vaut partout")
    if found.ipv4_mapped is None and 1 < int(found) < 1 << 32:
        problem = f"{shown(text)} est une adresse IPv4 déguisée (RFC 4291, abandonnée)"
        raise InvalidValue(name, problem, "écrire l'adresse IPv4 elle-même")
    return found.ipv4_mapped or found


def _around(address: Address, prefix: int) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    """Return the network of an address; a number alone would make a small IPv6 address an IPv4 one."""
    cls = ipaddress.IPv4Network if address.version == 4 else ipaddress.IPv6Network
    return cls((int(address), prefix), strict=False)


@frozen
class Source:
    """Where a request comes from: an address, and its port where it is known.

    ``address`` is kept as it is always written, IPv4 dressed as IPv6 undressed.
    """

    address: str
    port: int | None = None

    def __attrs_post_init__(self) -> None:
        if self.address != str(_address(self.address, "address")):
            problem = f"{shown(self.address)} n'est pas l'écriture normale"
            raise InvalidValue("address", problem, "passer par Source.parse")
        if self.port is not None and (type(self.port) is not int or not 0 < self.port <= _LARGEST_PORT):
            problem = f"{shown(self.port)} n'est pas le port d'une connexion"
            raise InvalidValue("port", problem, f"donner un entier de 1 à {_LARGEST_PORT}, ou aucun")

    @classmethod
    def parse(cls, text: str) -> Source:
        """Read ``address``, ``address:port`` (IPv4) or ``[address]:port`` (IPv6)."""
        found = _HOP.fullmatch(text)
        if found is None:
            return cls.of(text)
        if found["v6"] is not None and ":" not in found["v6"]:
            raise InvalidValue("address", f"{shown(text)} n'est pas une adresse IPv6", "ôter les crochets")
        return cls.of(found["v6"] or found["v4"], None if found["port"] is None else int(found["port"]))

    @classmethod
    def of(cls, address: str, port: int | None = None) -> Source:
        """Return the source of an address, however it is written."""
        return cls(str(_address(address, "address")), port)

    @property
    def ip(self) -> Address:
        """The address as the standard library has it."""
        return ipaddress.ip_address(self.address)

    def __str__(self) -> str:
        return self.address


@frozen
class Network:
    """A network: its version, its first address as a number, and the bits that all its addresses share."""

    version: Version
    first: int
    prefix: int

    def __attrs_post_init__(self) -> None:
        bits = dict(_BITS).get(self.version, -1)
        if not 0 <= self.prefix <= bits or not 0 <= self.first < 1 << bits or self.first % self.size:
            problem = f"{shown((self.version, self.first, self.prefix))} n'est pas un réseau"
            raise InvalidValue("network", problem, "passer par Network.parse")

    @classmethod
    def parse(cls, text: str) -> Network:
        """Read ``192.0.2.0/24``, ``2001:db8::/32`` or one address; bits beyond the prefix are refused, not dropped."""
        found = _NETWORK.fullmatch(text.strip())
        if found is None:
            remedy = "écrire par exemple 192.0.2.0/24 ou 2001:db8::/32"
            raise InvalidValue("network", f"{shown(text)} n'est pas un réseau", remedy)
        address = _address(found["address"], "network")
        bits = address.max_prefixlen
        asked = int(found["prefix"]) if found["prefix"] else None
        if asked is not None and address.version == 4 and ":" in found["address"]:
            asked -= _MAPPED_BITS
        return cls._exact(address, bits if asked is None else asked, text)

    @classmethod
    def _exact(cls, address: Address, prefix: int, text: str) -> Network:
        if not 0 <= prefix <= address.max_prefixlen:
            remedy = f"donner un préfixe de 0 à {address.max_prefixlen}"
            raise InvalidValue("network", f"{shown(text)} a un préfixe impossible", remedy)
        around = _around(address, prefix)
        if around.network_address != address:
            problem = f"{shown(text)} désigne une adresse dans un réseau"
            raise InvalidValue("network", problem, f"écrire {around} pour le réseau, {address} pour l'adresse seule")
        return cls(address.version, int(address), prefix)

    @property
    def size(self) -> int:
        """How many addresses it holds."""
        return 1 << (dict(_BITS)[self.version] - self.prefix)

    def holds(self, source: Source) -> bool:
        """Tell whether a source lies in it; IPv4 and IPv6 never hold one another."""
        address = source.ip
        return address.version == self.version and self.first <= int(address) < self.first + self.size

    def meets(self, other: Network) -> bool:
        """Tell whether some address lies in both."""
        first, last = max(self.first, other.first), min(self.first + self.size, other.first + other.size)
        return self.version == other.version and first < last

    def __str__(self) -> str:
        start = ipaddress.IPv4Address(self.first) if self.version == 4 else ipaddress.IPv6Address(self.first)
        return str(start) if self.size == 1 else f"{start}/{self.prefix}"


def whole(listed: Iterable[Network], version: int) -> bool:
    """Tell whether networks together leave out no address of a version, be it as two halves."""
    reached = 0
    for each in sorted((each for each in listed if each.version == version), key=lambda each: each.first):
        if each.first > reached:
            return False
        reached = max(reached, each.first + each.size)
    return reached == 1 << dict(_BITS)[version]


def neighbourhood(address: str) -> str:
    """Return what one subscriber may hold: the IPv4 address itself, or the /64 of an IPv6 one.

    It is what is counted of an address, so that nobody is a new source with each of their own addresses. A text that
    is no address is given back as it is.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or _around(found, _SUBSCRIBER_BITS))


def networks(text: str) -> tuple[Network, ...]:
    """Read a list of networks, parted by commas, spaces or lines; none is an empty list, and twice the same is once."""
    return tuple(dict.fromkeys(Network.parse(each) for each in re.split(r"[\s,;]+", text) if each))
