"""Strategies for addresses, networks, and the chains that proxies write."""

from __future__ import annotations

import ipaddress
from typing import Final

from hypothesis import strategies as st

from netsoft.tenancy.networks import Places
from netsoft.tenancy.places import Network, Source

_NEAR: Final = ("192.0.2.0", "10.0.0.0", "2001:db8::", "2001:db8:1::", "64:ff9b::")
_NOT_AN_ADDRESS: Final = (
    "",
    "unknown",
    "_secret",
    "192.0.2",
    "192.0.2.256",
    "fe80::1%eth0",
    "::192.0.2.1",
    "[::1",
    "*",
)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Networks of both versions, of any prefix, around a few addresses so that they often meet."""
    address = draw(st.sampled_from(_NEAR))
    bits = ipaddress.ip_address(address).max_prefixlen
    prefix = draw(st.sampled_from((bits, bits - 4, bits - 8, bits // 2, bits // 4)) | st.integers(0, bits))
    number = int(ipaddress.ip_address(address)) + draw(st.integers(0, 300))
    return Network.parse(str(ipaddress.ip_network((number, prefix), strict=False)))


@st.composite
def sources(draw: st.DrawFn) -> Source:
    """Sources close to the addresses of :func:`networks`, with and without a port."""
    address = draw(st.sampled_from(_NEAR))
    number = int(ipaddress.ip_address(address)) + draw(st.integers(0, 300))
    cls = ipaddress.IPv6Address if ":" in address else ipaddress.IPv4Address
    return Source(str(cls(number)), draw(st.none() | st.integers(1, 65_535)))


def places() -> st.SearchStrategy[Places]:
    """Lists of a brokerage and of one of its users, often empty, at times without a place in common."""
    listed = st.lists(networks(), max_size=3).map(tuple)
    return st.builds(Places, listed, listed)


@st.composite
def hops(draw: st.DrawFn) -> str:
    """One hop of ``X-Forwarded-For`` as proxies write it: bare, with a port, bracketed, dressed, or unreadable."""
    at = draw(sources())
    port = draw(st.sampled_from(("", ":443", ":65535", ":0", ":65536", ":", ":x")))
    forms = [at.address, f"[{at.address}]", f"[{at.address}]{port}", f"{at.address}{port}", f" {at.address}\t"]
    if ":" not in at.address:
        forms += [f"::ffff:{at.address}", f"::{at.address}", f"[::FFFF:{at.address}]{port}"]
    return draw(st.sampled_from(forms) | st.sampled_from(_NOT_AN_ADDRESS))
