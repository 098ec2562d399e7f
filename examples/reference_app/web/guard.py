"""The checks that every request passes before a page sees it. What is not allowed here is closed."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from attrs import frozen
from starlette.requests import Request
from starlette.responses import Response

from reference_app.errors import Forbidden
from reference_app.settings import Settings
from reference_app.storage.people import Realm

CSRF_FIELD: Final = "csrf"
KEY_FIELD: Final = "cle"


@frozen
class Cookies:
    """The session cookies: one name per realm, never readable by a script, never sent across sites."""

    https: bool

    def name(self, realm: Realm) -> str:
        """Return the cookie's name; under TLS the browser itself binds it to this host."""
        base = "netsoft" if realm is Realm.BROKER else "netsoft-editeur"
        return f"__Host-{base}" if self.https else base

    def secret(self, request: Request, realm: Realm) -> str:
        """Return what the browser gave for a realm, or ``""``."""
        return request.cookies.get(self.name(realm), "")

    def put(self, response: Response, realm: Realm, secret: str, life: timedelta) -> None:
        """Give the browser a secret for as long as its session has left; nothing and no time take it away."""
        response.set_cookie(
            self.name(realm),
            secret,
            max_age=int(life.total_seconds()),
            path="/",
            secure=self.https,
            httponly=True,
            samesite="strict",
        )


def check_same_origin(request: Request, settings: Settings) -> None:
    """Refuse a post that does not come from a page of this application."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        raise Forbidden("La demande vient d’un autre site.")
    origin = request.headers.get("origin")
    if origin is None and site is None:
        raise Forbidden("La demande ne dit pas d’où elle vient.")
    if origin is not None and not _own_origin(origin, request, settings):
        raise Forbidden("La demande vient d’un autre site.")


def check_csrf(form: Mapping[str, str], expected: str) -> None:
    """Refuse a post without the session's own token."""
    if not hmac.compare_digest(form.get(CSRF_FIELD, "").encode(), expected.encode()):
        raise Forbidden("Le formulaire n’est plus valable ; revenir à la page et recommencer.")


def check_form_key(form: Mapping[str, str]) -> None:
    """Refuse an action that does not carry the key of its form: it could not be told from a retry."""
    if not 0 < len(form.get(KEY_FIELD, "")) <= 64:
        raise Forbidden("Le formulaire n’est plus valable ; revenir à la page et recommencer.")


def check_navigation(request: Request) -> None:
    """Refuse a page asked for by another site's image, script or frame: it would be counted."""
    foreign = request.headers.get("sec-fetch-site") in ("cross-site", "same-site")
    if foreign and request.headers.get("sec-fetch-dest", "document") != "document":
        raise Forbidden("La page ne se charge pas depuis un autre site.")


def allowed_host(host: str, settings: Settings) -> bool:
    """Tell whether the request names a host that this deployment answers to."""
    return _without_port(host.lower()) in settings.hosts


def safe_next(path: str) -> str | None:
    """Return a path of this application to go to after signing in, or ``None``."""
    local = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if local and len(path) <= 500 and "\\" not in path else None


def _own_origin(origin: str, request: Request, settings: Settings) -> bool:
    parts = urlsplit(origin)
    scheme = "https" if settings.https else "http"
    return parts.scheme == scheme and parts.netloc.lower() == request.headers.get("host", "").lower()


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]
