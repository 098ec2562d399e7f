"""Errors that end a command with one line, and errors that end a request with a page."""

from __future__ import annotations


class SetupError(Exception):
    """The deployment cannot start or the command cannot be done; the message says what to do."""


class DirectoryBehind(SetupError):
    """The directory waits for an upgrade that nobody asked for; the message says which command does it."""


class DamagedTenant(Exception):
    """The files of one brokerage do not open; the message says which and why. The others are served."""


class Upgrading(DamagedTenant):
    """The tables of one brokerage are not those that this version works on: it is served once they are upgraded."""


class NotFound(Exception):
    """There is no such dossier for this brokerage."""


class Conflict(Exception):
    """The dossier was changed by someone else in the meantime."""


class AlreadySent(Exception):
    """The same form was sent before with other content."""


class Forbidden(Exception):
    """The request is refused; the message says why, in French, and ``remedy`` what can be done, if it is known."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


class Busy(Exception):
    """More is asked at once than the service has connections for; the same request may be made again."""


class ForeignRow(Exception):
    """A row is another brokerage's than the one that asks: nothing of what was read leaves, nothing is written."""


class SessionsAway(Exception):
    """What keeps the sessions does not answer: nobody is signed in until it does."""


class ForeignConnection(Exception):
    """A connection is not one of the database that was asked for: it is closed, and nothing was read of it."""
