"""The table from error to page: French, short, and never a trace of the program."""

from __future__ import annotations

import logging
import re
import secrets
from typing import Final

from attrs import define
from sqlalchemy.exc import DatabaseError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from reference_app.errors import Busy, Forbidden, NotFound, Upgrading
from reference_app.web.rendering import Pages

_LOG: Final = logging.getLogger("reference_app")
_PROBLEMS: Final = {
    400: ("La demande n’est pas comprise.", "Revenir à la page précédente et recommencer."),
    403: ("La demande est refusée.", "Revenir à l’accueil et recommencer."),
    404: ("Cette page n’existe pas.", "Vérifier l’adresse, ou chercher depuis l’accueil."),
    405: ("Cette page ne s’utilise pas ainsi.", "Revenir à l’accueil."),
    413: ("L’envoi est trop volumineux.", "Réduire ce qui est envoyé et recommencer."),
    429: ("Trop de tentatives.", "Patienter, puis recommencer."),
    503: (
        "Les données de votre cabinet ne s’ouvrent pas.",
        "Prévenir l’éditeur : il restaure la sauvegarde du cabinet. Le service reprend ensuite.",
    ),
}
# What SQLite and SQLCipher say of a file that was changed from outside, and PostgreSQL of a database that is not there,
# is shut, or cannot be read.
_DAMAGE: Final = re.compile(
    "file is not a database|malformed|hmac check failed|unable to open database file"
    '|database "[^"]+" does not exist|permission denied for database|password authentication failed'
    "|not currently accepting connections|invalid page in block|could not read block|missing chunk number"
)
# What is said of a server that is away for a moment, or recovers, and of a turn that was waited for too long.
_AWAY: Final = re.compile(
    "Connection refused|server closed the connection|starting up|shutting down|due to administrator command"
    "|too many clients|too many connections|connection timeout expired"
    "|in recovery mode|not yet accepting connections|crash of another server process"
    "|canceling statement due to|database is locked"
)
_UPGRADING: Final = (
    "Une mise à jour du service est en cours pour votre cabinet.",
    "Revenir dans quelques minutes ; rien n’est perdu.",
)
_UNKNOWN: Final = ("Une erreur est survenue de notre côté.", "Recommencer dans un instant.")


@define(eq=False)
class Problems:
    """Answers errors with pages."""

    pages: Pages

    def http(self, request: Request, error: Exception) -> Response:
        """Answer an error of HTTP."""
        if not isinstance(error, HTTPException):
            raise error
        problem, remedy = _PROBLEMS.get(error.status_code, _PROBLEMS[400])
        response = self.pages.error(error.status_code, problem, remedy, request.url.path)
        response.headers.update(error.headers or {})
        return response

    def not_found(self, request: Request, error: Exception) -> Response:
        """Answer what does not exist, or not for this brokerage: no one can tell which."""
        if not isinstance(error, NotFound):
            raise error
        return self.pages.error(404, *_PROBLEMS[404], request.url.path)

    def forbidden(self, request: Request, error: Exception) -> Response:
        """Answer a refusal with its reason."""
        if not isinstance(error, Forbidden):
            raise error
        return self.pages.error(403, str(error), error.remedy or _PROBLEMS[403][1], request.url.path)

    def sessions_away(self, request: Request, error: Exception) -> Response:
        """Answer that who is signed in cannot be told: then nobody is."""
        _LOG.error("sessions away on %s: %s", request.url.path, type(error.__cause__).__name__)
        problem = "Les sessions ne peuvent pas être vérifiées pour le moment : personne n’est connecté."
        response = self.pages.error(503, problem, "Rien n’a été perdu ; recommencer dans un instant.", request.url.path)
        response.headers["retry-after"] = "5"
        return response

    def damaged(self, request: Request, error: Exception) -> Response:
        """Answer a brokerage whose files do not open, found so at opening or later; the others are served."""
        if isinstance(error, DatabaseError) and _AWAY.search(str(error.orig)):
            return self.busy(request, Busy("La base de données ne répond pas pour le moment."))
        if isinstance(error, DatabaseError) and not _DAMAGE.search(str(error.orig)):
            raise error
        _LOG.error("damaged files on %s: %s", request.url.path, type(error).__name__)
        said = _UPGRADING if isinstance(error, Upgrading) else _PROBLEMS[503]
        return self.pages.error(503, *said, request.url.path)

    def busy(self, request: Request, error: Exception) -> Response:
        """Answer that more is asked than can be served; what was asked may be asked again."""
        _LOG.warning("no connection to be had on %s", request.url.path)
        response = self.pages.error(503, str(error), "Rien n’a été perdu ; recommencer.", request.url.path)
        response.headers["retry-after"] = "2"
        return response

    def crash(self, request: Request, error: Exception) -> Response:
        """Answer a fault of ours with a reference, under which the log has the rest."""
        reference = secrets.token_hex(4)
        _LOG.error("fault %s on %s: %s", reference, request.url.path, type(error).__name__)
        problem, remedy = _UNKNOWN
        remedy = f"{remedy} Référence pour l’assistance : {reference}."
        return self.pages.error(500, problem, remedy, request.url.path)
