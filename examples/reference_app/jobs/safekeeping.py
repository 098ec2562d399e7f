"""``daily-backup`` and ``daily-restore-test``: every database backed up each day, every archive tried in its turn.

A step is one database, so that one that fails stops no other, and a run that was cut off does what is left. Both run
beside the service: they take nothing from whoever reads and writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from reference_app.errors import SetupError
from reference_app.ids import TenantId
from reference_app.jobs.dunning import check_today, only_today
from reference_app.services.jobs import Job, Room, Step
from reference_app.storage.sites import Place

DAILY_BACKUP: Final = "daily-backup"
DAILY_TRIAL: Final = "daily-restore-test"
TIDYING: Final = "archives"


def _due(room: Room) -> tuple[str, ...]:
    return only_today(room) if room.keeper.ready() else ()


def _check(room: Room, subject: str) -> None:
    if not room.keeper.ready():
        raise SetupError("NETSOFT_BACKUPS : donner un dossier pour les sauvegardes, hors de celui des données.")
    check_today(room, subject)


def _backups(room: Room, subject: str) -> Iterator[Step]:  # noqa: ARG001
    for place in room.keeper.databases():
        yield _step("backup", place, partial(room.keeper.back_up, place))
    yield Step(TIDYING, None, before=room.keeper.tidy)


def _trials(room: Room, subject: str) -> Iterator[Step]:  # noqa: ARG001
    for place in room.keeper.to_try():
        yield _step("trial", place, partial(room.keeper.try_restoring, place))


def _step(kind: str, place: Place, work: partial[str]) -> Step:
    owner: TenantId | None = place.tenant_id or None
    return Step(f"{kind}/{owner or 'directory'}/{place.purpose.value}", owner, before=work)


BACKING_UP: Final = Job(DAILY_BACKUP, "Sauvegardes du jour", _due, _check, _backups, beside=True)
TRYING: Final = Job(DAILY_TRIAL, "Essais de restauration du jour", _due, _check, _trials, beside=True)
