"""Where databases are kept: the port that the embedded engine and PostgreSQL both serve."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Protocol

from attrs import frozen
from sqlalchemy import Connection, MetaData

from reference_app.ids import TenantId
from reference_app.storage.directory_tables import directory_metadata
from reference_app.storage.dossier_tables import dossier_metadata
from reference_app.storage.journal_tables import journal_metadata
from reference_app.storage.sealing import Purpose
from reference_app.storage.store import Identity, Store

Keys = Callable[[], Sequence[bytes]]
"""Gives the 256-bit secret of a database and, while it is being replaced, the next one after it."""

SCHEMAS: Final[Mapping[Purpose, MetaData]] = MappingProxyType(
    {
        Purpose.DIRECTORY: directory_metadata,
        Purpose.DOSSIERS: dossier_metadata,
        Purpose.JOURNAL: journal_metadata,
    }
)


@frozen
class Place:
    """One database of one brokerage."""

    tenant_id: TenantId
    purpose: Purpose

    @property
    def schema(self) -> MetaData:
        """Its tables."""
        return SCHEMAS[self.purpose]

    @property
    def identity(self) -> Identity:
        """What its identity row says: whose it is, and what for."""
        return Identity(self.tenant_id, self.purpose.value)


def awaited(place: Place) -> str:
    """Return the name of the unfinished work that a database is, which is to come back from an archive."""
    return f"rebuild/{place.tenant_id}/{place.purpose.value}"


class Site(Protocol):
    """Keeps the directory and the brokerages' databases. Nothing here decides who may open them."""

    def has_directory(self) -> bool:
        """Tell whether there is a directory already; its key must then not be made anew."""

    def directory(self, keys: Keys) -> Store:
        """Return the directory, made if there is none."""

    def change_directory_secret(self, keys: Keys, secret: bytes) -> None:
        """Let the directory open with another key, where it is the master key that opens it."""

    def make(self, place: Place, key: bytes, *, known: bool = False) -> bool:
        """Make a database with its login and the tables of today; what is there already is left as it is.

        One that is ``known`` was made before: it is never made anew in silence. Tell whether the tables were made.
        """

    def exists(self, place: Place) -> bool:
        """Tell whether the database is there."""

    def open(self, place: Place, keys: Keys) -> Store:
        """Return a database; nothing is opened before it is used."""

    def owned(self, place: Place, keys: Keys) -> Store:
        """Return a database as its owner opens it, who may fill and alter it: what operations need, and no page."""

    def shut(self, place: Place) -> None:
        """Let nobody in with the database's login, and end its sessions; its owner still reads it."""

    def reopen(self, place: Place) -> None:
        """Let the login in again."""

    def rebuild(self, place: Place, keys: Keys, fill: Callable[[Connection], object]) -> None:
        """Make a database anew, filled in one transaction, in the stead of what was there; nobody opens it before."""

    def change_secret(self, place: Place, keys: Keys, secret: bytes) -> None:
        """Let a database open with another secret from now on; what is open is read on, what is written is kept."""

    def remove(self, place: Place) -> None:
        """Remove a database with its login, for ever."""

    def waits_for_migrate(self, place: Place) -> bool:
        """Tell whether others may serve it too, so that nobody upgrades a database merely by opening it."""

    def upgrade(self, place: Place, keys: Keys) -> str:
        """Bring a database to the last revision in one transaction; return the revision that it has."""

    def close(self) -> None:
        """Close what is open."""
