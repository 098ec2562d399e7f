"""Back-ups as the console shows them: how each brokerage stands, the alarms first."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Final

from attrs import field, frozen

from reference_app.ids import TenantId
from reference_app.services.safekeeping import Standing, standings
from reference_app.storage.directory import Directory
from reference_app.storage.sealing import Purpose

SIZE: Final = 50
WHAT: Final = {Purpose.DIRECTORY: "annuaire", Purpose.DOSSIERS: "dossiers", Purpose.JOURNAL: "journal"}


@frozen
class Row:
    """A brokerage, or the directory: it stands as the worst of its databases does."""

    owner: TenantId
    name: str
    databases: tuple[Standing, ...]
    alarms: tuple[str, ...]

    @property
    def backed_up_at(self) -> datetime | None:
        """When all its databases were last backed up; None where one of them never was."""
        backups = [one.backup for one in self.databases]
        return None if None in backups else min(backup.at for backup in backups if backup is not None)

    @property
    def tried_at(self) -> datetime | None:
        """When its last trial was."""
        return max((one.trial.at for one in self.databases if one.trial is not None), default=None)

    @property
    def failed(self) -> bool:
        """Whether the last trial of one of its databases failed."""
        return any(one.failed for one in self.databases)

    @property
    def untried(self) -> tuple[str, ...]:
        """Which of its databases were never tried."""
        return tuple(WHAT[one.place.purpose] for one in self.databases if one.trial is None)


@frozen
class Page:
    """A page of the rows; pages count from one. ``alarms`` are those of all."""

    rows: tuple[Row, ...]
    number: int
    pages: int
    total: int
    alarms: int
    named: bool


@frozen
class SafekeepingView:
    """What the console sees: the directory and the folder of the archives, and no database of a brokerage."""

    directory: Directory = field(repr=False)
    folder: Path | None
    now: datetime

    def page(self, asked: str) -> Page:
        """Return a page, those with alarms first, then by name; one that is not there gives the nearest."""
        rows = sorted(self._rows(), key=lambda row: not row.alarms)
        pages = max(1, -(-len(rows) // SIZE))
        number = min(max(int(asked), 1), pages) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
        shown = tuple(rows[(number - 1) * SIZE : number * SIZE])
        return Page(shown, number, pages, len(rows), sum(len(row.alarms) for row in rows), self.folder is not None)

    def alarms(self) -> int:
        """Return how many alarms there are."""
        return sum(len(one.alarms(self.now)) for one in standings(self.directory, self.folder))

    def _rows(self) -> tuple[Row, ...]:
        names = {tenant.id: tenant.name for tenant in self.directory.tenants.all()}
        found = groupby(standings(self.directory, self.folder), key=lambda one: one.place.tenant_id)
        return tuple(self._row(owner, names.get(owner, "Annuaire de l’éditeur"), tuple(some)) for owner, some in found)

    def _row(self, owner: TenantId, name: str, databases: tuple[Standing, ...]) -> Row:
        alarms = (f"{WHAT[one.place.purpose]} : {alarm}" for one in databases for alarm in one.alarms(self.now))
        return Row(owner, name, databases, tuple(alarms))
