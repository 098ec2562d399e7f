"""The application, made from an opened deployment."""

from __future__ import annotations

from typing import Final

from attrs import define
from sqlalchemy.exc import DatabaseError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from netsoft.errors import BrokenEvidence
from reference_app.deployment import Deployment
from reference_app.errors import (
    Busy,
    DamagedTenant,
    Forbidden,
    ForeignConnection,
    ForeignRow,
    NotFound,
    SessionsAway,
)
from reference_app.settings import Settings
from reference_app.web.guard import allowed_host
from reference_app.web.headers import SecurityHeaders
from reference_app.web.problems import Problems
from reference_app.web.proxy import BehindProxy
from reference_app.web.rendering import STATIC, Pages
from reference_app.web.serving import Server
from reference_app.web.table import PAGES

_A_YEAR: Final = "public, max-age=31536000, immutable"


class Application(Starlette):
    """Starlette, with the security headers around everything, its own faults included."""

    https = False

    def build_middleware_stack(self) -> ASGIApp:
        """Put the headers outermost."""
        return SecurityHeaders(super().build_middleware_stack(), self.https)


@define(eq=False)
class KnownHosts:
    """Refuses requests for a host that this deployment does not answer to."""

    app: ASGIApp
    settings: Settings
    pages: Pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, or answer 400."""
        if scope["type"] == "http" and not self._known(Request(scope)):
            answer: ASGIApp = self.pages.error(
                400, "Cette adresse n’est pas servie ici.", "Vérifier l’adresse du service.", scope["path"]
            )
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _known(self, request: Request) -> bool:
        return allowed_host(request.headers.get("host", ""), self.settings)


class StaticPages(StaticFiles):
    """Style and script; their addresses change with their content, so they may be kept."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, kept a year by browsers."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = _A_YEAR
        return response


def create_app(deployment: Deployment) -> Starlette:
    """Return the application that serves ``deployment``; the clock is the deployment's."""
    pages = Pages()
    problems, server = Problems(pages), Server(deployment, pages)
    app = Application(
        routes=[
            *(server.route(page) for page in PAGES),
            Mount("/static", StaticPages(directory=STATIC), name="static"),
        ],
        middleware=[
            Middleware(BehindProxy, proxies=deployment.settings.proxies),
            Middleware(KnownHosts, settings=deployment.settings, pages=pages),
        ],
        exception_handlers={
            HTTPException: problems.http,
            NotFound: problems.not_found,
            Forbidden: problems.forbidden,
            Busy: problems.busy,
            BrokenEvidence: problems.damaged,
            DamagedTenant: problems.damaged,
            ForeignRow: problems.damaged,
            ForeignConnection: problems.damaged,
            SessionsAway: problems.sessions_away,
            DatabaseError: problems.damaged,
            Exception: problems.crash,
        },
    )
    app.https = deployment.settings.https
    app.router.redirect_slashes = False
    return app
