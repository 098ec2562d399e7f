"""How each database stands: its last good back-up, its last trial, and the alarms that follow (15.13.11, 15.13.14).

One judgement for the command that watches, the jobs and the console. It reads the directory, and asks of the folder of
the archives whether each is there: it opens none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from stat import S_ISREG
from typing import Final, Protocol

from attrs import frozen
from sqlalchemy import Connection

from netsoft.clause import Clause
from reference_app.clock import PARIS
from reference_app.services.policy import BACKUP_MAX_AGE, RESTORE_TEST_DAYS, RESTORE_TEST_EVERY
from reference_app.storage.backup_log import Backup, RestoreTest, kept_backups, newest_backups, newest_trials
from reference_app.storage.directory import Directory
from reference_app.storage.revision_log import DIRECTORY, NEW, Revisions
from reference_app.storage.sites import Place

DAILY: Final = Clause("15.13.11")
EQUAL: Final = "equal"
Of = tuple[str, str]


class Keeper(Protocol):
    """What jobs do to whole databases: they copy and compare them, and show no row of them."""

    def ready(self) -> bool:
        """Tell whether the deployment names a folder for archives."""

    def databases(self) -> tuple[Place, ...]:
        """Return the databases to back up: those of each brokerage by its name, the directory last."""

    def back_up(self, place: Place) -> str:
        """Back one up, with its files; say what was kept, or raise SetupError with the reason."""

    def tidy(self) -> str:
        """Remove what is too old, and what a process that was killed left half-written."""

    def to_try(self) -> tuple[Place, ...]:
        """Return the databases whose last archive is to be restored on trial."""

    def try_restoring(self, place: Place) -> str:
        """Restore its last archive apart and compare, keep the result and say it; SetupError where it failed."""

    def purge(self, place: Place) -> str:
        """Remove from dossiers what no restore asks for any more: old changes, files that were taken away."""


@frozen
class Standing:
    """A database with its last good back-up, its last trial, and when a trial last went well."""

    place: Place
    backup: Backup | None
    trial: RestoreTest | None
    went_well: datetime | None

    @property
    def failed(self) -> bool:
        """Whether its last trial failed."""
        return self.trial is not None and self.trial.verdict != EQUAL

    def to_try(self, now: datetime) -> bool:
        """Tell whether its last archive is to be tried: one that failed is tried again."""
        well = self.went_well
        return self.backup is not None and (self.failed or well is None or now - well >= RESTORE_TEST_EVERY)

    def alarms(self, now: datetime) -> tuple[str, ...]:
        """Say, in French, what is wrong with it."""
        return tuple(self._alarms(now))

    def _alarms(self, now: datetime) -> Iterator[str]:
        last = None if self.backup is None else self.backup.at
        if last is None or now - last > BACKUP_MAX_AGE:
            when = "aucune" if last is None else f"la dernière est du {_said(last)}"
            hours = BACKUP_MAX_AGE // timedelta(hours=1)
            yield f"pas de sauvegarde de moins de {hours} heures ({when}) (art. {DAILY})."
        if self.failed and self.trial is not None:
            yield f"essai de restauration en échec le {_said(self.trial.at)} : {self.trial.detail}"
        elif self.went_well is None or now - self.went_well > timedelta(days=RESTORE_TEST_DAYS):
            when = "aucun" if self.went_well is None else f"le dernier est du {_said(self.went_well)}"
            yield f"pas d’essai de restauration réussi depuis {RESTORE_TEST_DAYS} jours ({when})."


def databases(directory: Directory) -> tuple[Place, ...]:
    """Return the databases that were made and not erased, as the directory knows them, by the brokerages' names.

    One that is lost is among them, which a look at what is there would leave out.
    """
    revisions = Revisions(directory.store)
    known, names = revisions.all(), {tenant.id: tenant.name for tenant in directory.tenants.all()}
    made = [place for place in revisions.places() if place not in known or known[place].state != NEW]
    return (*sorted(made, key=lambda place: (names.get(place.tenant_id, ""), place.tenant_id)), DIRECTORY)


def standings(directory: Directory, folder: Path | None) -> tuple[Standing, ...]:
    """Return how each database stands, in the order of :func:`databases`; without a folder nothing is backed up."""
    with directory.store.read() as db:
        good = {} if folder is None else _good(db, folder)
        trials = {(trial.owner, trial.purpose): trial for trial in newest_trials(db)}
        well = {(trial.owner, trial.purpose): trial.at for trial in newest_trials(db, EQUAL)}
    return tuple(
        Standing(place, good.get(_of(place)), trials.get(_of(place)), well.get(_of(place)))
        for place in databases(directory)
    )


def present(folder: Path, backup: Backup) -> bool:
    """Tell whether an archive is where it was written, of the size that it had."""
    try:
        found = (folder / backup.file).stat()
    except OSError:
        return False
    return S_ISREG(found.st_mode) and found.st_size == backup.bytes


def _good(db: Connection, folder: Path) -> dict[Of, Backup]:
    """Return the last archive of each database that is there; one whose file is gone counts for nothing."""
    found: dict[Of, Backup] = {}
    for newest in newest_backups(db):
        good = newest if present(folder, newest) else _earlier(db, folder, newest)
        if good is not None:
            found[newest.owner, newest.purpose] = good
    return found


def _earlier(db: Connection, folder: Path, newest: Backup) -> Backup | None:
    """Return the last archive of the same database that is there, where the newest is gone."""
    mine = (one for one in reversed(kept_backups(db, newest.owner)) if one.purpose == newest.purpose)
    return next((one for one in mine if present(folder, one)), None)


def _of(place: Place) -> Of:
    return place.tenant_id, place.purpose.value


def _said(at: datetime) -> str:
    return f"{at.astimezone(PARIS):%d/%m/%Y à %H h %M}"
