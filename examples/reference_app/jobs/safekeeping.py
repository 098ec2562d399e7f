"""``daily-backup``, ``daily-restore-test``, ``purge``: every database backed up, tried in its turn, and kept short.

A step is one database, so that one that fails stops no other, and a run that was cut off does what is left. All run
beside the service: they take nothing from whoever reads and writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from netsoft.days import Month
from reference_app.errors import SetupError
from reference_app.ids import TenantId
from reference_app.jobs.dunning import check_today, only_today
from reference_app.jobs.subjects import today
from reference_app.services.jobs import Job, Room, Step
from reference_app.storage.sealing import Purpose
from reference_app.storage.sites import Place

DAILY_BACKUP: Final = "daily-backup"
DAILY_TRIAL: Final = "daily-restore-test"
PURGE: Final = "purge"
TIDYING: Final = "archives"


def _due(room: Room) -> tuple[str, ...]:
    return only_today(room) if room.keeper.ready() else ()


def _check(room: Room, subject: str) -> None:
    _refuse_without_folder(room)
    check_today(room, subject)


def _refuse_without_folder(room: Room) -> None:
    if not room.keeper.ready():
        raise SetupError("NETSOFT_BACKUPS : donner un dossier pour les sauvegardes, hors de celui des données.")


def _backups(room: Room, subject: str) -> Iterator[Step]:  # noqa: ARG001
    for place in room.keeper.databases():
        yield _step("backup", place, partial(room.keeper.back_up, place))
    yield Step(TIDYING, None, before=room.keeper.tidy)


def _trials(room: Room, subject: str) -> Iterator[Step]:  # noqa: ARG001
    for place in room.keeper.to_try():
        yield _step("trial", place, partial(room.keeper.try_restoring, place))


def _this_month(room: Room) -> tuple[str, ...]:
    return (str(Month.containing(today(room))),) if room.keeper.ready() else ()


def _check_month(room: Room, subject: str) -> None:
    _refuse_without_folder(room)
    if (subject,) != _this_month(room):
        raise SetupError(f"Cette tâche se fait sur le mois où elle est lancée, {Month.containing(today(room))}.")


def _purges(room: Room, subject: str) -> Iterator[Step]:  # noqa: ARG001
    for place in room.keeper.databases():
        if place.purpose is Purpose.DOSSIERS:
            yield _step("purge", place, partial(room.keeper.purge, place))


def _step(kind: str, place: Place, work: partial[str]) -> Step:
    owner: TenantId | None = place.tenant_id or None
    return Step(f"{kind}/{owner or 'directory'}/{place.purpose.value}", owner, before=work)


BACKING_UP: Final = Job(DAILY_BACKUP, "Sauvegardes du jour", _due, _check, _backups, beside=True)
TRYING: Final = Job(DAILY_TRIAL, "Essais de restauration du jour", _due, _check, _trials, beside=True)
PURGING: Final = Job(
    PURGE, "Purge de ce qu’aucune restauration ne demande", _this_month, _check_month, _purges, beside=True
)
