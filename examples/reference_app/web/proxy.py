"""Where a request comes from, behind the proxies that the settings name and behind no other (6.5, 16.3)."""

from __future__ import annotations

from typing import Final

from attrs import define
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from netsoft.answers import Decision
from netsoft.tenancy.networks import Proxies, source
from netsoft.tenancy.places import Source

_FOUND: Final = "netsoft.source"


@define(eq=False)
class BehindProxy:
    """Puts the source of a request in place of the proxy that sent it.

    What cannot be told leaves the connection's own address for the journal, and the refusal for whoever asks from where
    the service is used.
    """

    app: ASGIApp
    proxies: Proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, with the source in place of the proxy."""
        if scope["type"] == "http":
            found = source(scope.get("client"), Headers(scope=scope).getlist("x-forwarded-for"), self.proxies)
            scope = {**scope, _FOUND: found}
            if isinstance(found, Source):
                scope["client"] = (found.address, found.port)
        await self.app(scope, receive, send)


def source_of(request: Request) -> Source | Decision:
    """Return where a request comes from, or the refusal that says why it cannot be told."""
    found = request.scope[_FOUND]
    assert isinstance(found, Source | Decision)
    return found
