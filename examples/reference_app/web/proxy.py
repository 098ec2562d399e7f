"""Where a request comes from, behind the proxy that the settings name and behind no other."""

from __future__ import annotations

import ipaddress
import re
from typing import Final

from attrs import define
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

_HOP: Final = re.compile(r"(?:\[(?P<v6>[^\]]+)\]|(?P<v4>[\d.]+))(?::(?P<port>\d{1,5}))?", re.ASCII)


@define(eq=False)
class BehindProxy:
    """Takes the source of a request from the last hop of X-Forwarded-For, if the named proxy sent it.

    The hops before the last were written by the client; from any other peer, so was the whole header.
    """

    app: ASGIApp
    proxy: str | None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, with the source in place of the proxy."""
        client = scope.get("client")
        if scope["type"] == "http" and self.proxy is not None and client and normal_address(client[0]) == self.proxy:
            scope = {**scope, "client": last_hop(Headers(scope=scope)) or client}
        await self.app(scope, receive, send)


def last_hop(headers: Headers) -> tuple[str, int | None] | None:
    """Return the address and the port (``None`` if it is not given) of the last hop, or nothing readable."""
    hop = ",".join(headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
    bare = normal_address(hop)
    if bare is not None:
        return bare, None
    found = _HOP.fullmatch(hop)
    address = normal_address(found["v6"] or found["v4"]) if found else None
    if found is None or address is None:
        return None
    port = int(found["port"] or 0)
    return address, port if 0 < port <= 65_535 else None


def normal_address(text: str) -> str | None:
    """Return an address as it is always written, or ``None`` for what is none."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
