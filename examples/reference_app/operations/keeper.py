"""The back-ups and the trials as the jobs do them: one database at a time, each with a result in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from attrs import field, frozen
from sqlalchemy.exc import DBAPIError

from netsoft.errors import NetsoftError
from netsoft.rendering import counted
from reference_app.errors import DamagedTenant, SetupError
from reference_app.operations.archive import BadArchive
from reference_app.operations.backups import back_up, folder_of, prune
from reference_app.operations.file_copies import copy_files
from reference_app.operations.purging import purge
from reference_app.operations.rebuilding import try_one, words_of
from reference_app.operations.room import Room, Subject
from reference_app.services.safekeeping import EQUAL, databases, standings
from reference_app.storage.sealing import Purpose
from reference_app.storage.sites import Place

if TYPE_CHECKING:
    from reference_app.deployment import Deployment


@frozen(eq=False)
class DatabaseKeeper:
    """Keeps the databases of a deployment; one process at a time works on its archives."""

    deployment: Deployment = field(repr=False)

    def ready(self) -> bool:
        """Tell whether the deployment names a folder for archives."""
        return self.deployment.settings.backups is not None

    def databases(self) -> tuple[Place, ...]:
        """Return the databases that were made, the directory last."""
        return databases(self.deployment.directory)

    def back_up(self, place: Place) -> str:
        """Back one up, with its files."""
        subject = self._room.subject(place)
        with self._noting("backup.failed", subject), self._room.turn():
            kept = back_up(self._room, subject)
            copied = self._copied(subject) if place.purpose is Purpose.DOSSIERS else 0
        files = f", {counted(copied, 'fichier copié', 'fichiers copiés')}" if copied else ""
        return f"{place.purpose.value} : {counted(kept.rows, 'ligne')}{files}, {kept.file}"

    def tidy(self) -> str:
        """Remove what is too old or half-written."""
        with self._told(), self._room.turn():
            self._room.tidy()
            removed = len(prune(self._room))
        return f"{counted(removed, 'archive retirée', 'archives retirées')}"

    def to_try(self) -> tuple[Place, ...]:
        """Return the databases whose last archive was not tried with success for long enough."""
        here = self.deployment
        found = standings(here.directory, here.settings.backups)
        return tuple(one.place for one in found if one.to_try(here.clock.now()))

    def try_restoring(self, place: Place) -> str:
        """Restore the last archive apart, compare, and keep the result."""
        subject = self._room.subject(place)
        with self._told(), self._room.turn():
            tried = try_one(self._room, subject)
        verdict = "" if tried is None else f", {tried.archive} : {tried.verdict}"
        self._room.note("restore.test", subject.owner, f"{place.purpose.value}{verdict}")
        said = f"{place.purpose.value} : {words_of(tried)}"
        if tried is None or tried.verdict != EQUAL:
            raise SetupError(said)
        return said

    def purge(self, place: Place) -> str:
        """Remove what no restore asks for any more."""
        with self._told(), self._room.turn():
            return purge(self._room, self._room.subject(place)).words

    @property
    def _room(self) -> Room:
        return Room(self.deployment, lambda said: None)  # noqa: ARG005

    def _copied(self, subject: Subject) -> int:
        copied, missing = copy_files(self._room, subject, folder_of(self.deployment.settings))
        if missing:
            raise SetupError(f"fichiers dont le contenu est absent : {', '.join(missing)}")
        return copied

    @contextmanager
    def _noting(self, action: str, subject: Subject) -> Iterator[None]:
        try:
            with self._told():
                yield
        except (SetupError, DamagedTenant, NetsoftError) as failure:
            self._room.note(action, subject.owner, f"{subject.purpose.value} : {failure}")
            raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say what failed as a job does; of what a database refused, its kind alone."""
        try:
            yield
        except (BadArchive, OSError) as failure:
            raise SetupError(str(failure)) from failure
        except DBAPIError as failure:
            raise SetupError(f"la base ne se lit pas ({type(failure.orig).__name__})") from failure
