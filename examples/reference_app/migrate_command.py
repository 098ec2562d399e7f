"""``migrate``: every brokerage's databases brought to the last revision, several at a time, each for itself."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from typing import Final

from attrs import field, frozen

from reference_app.deployment import Deployment
from reference_app.errors import SetupError
from reference_app.folder_lock import alone
from reference_app.ids import TenantId
from reference_app.operations.room import Room, Subject
from reference_app.storage.revision_log import said
from reference_app.storage.revisions import HISTORIES
from reference_app.storage.sites import Place

BEHIND: Final = 1
_EACH: Final = 50


def migrate_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to upgrade, and how many at a time."""
    parser.add_argument("--only", default="", metavar="CABINET", help="un seul cabinet : son SIREN ou son nom")
    parser.add_argument("--workers", type=int, default=4, help="combien de bases à la fois (4)")
    changing = parser.add_mutually_exclusive_group()
    changing.add_argument("--dry-run", action="store_true", help="dire ce qui serait fait, sans rien changer")
    changing.add_argument("--check", action="store_true", help="sortir avec 1 si une base est en retard")


def changes(asked: argparse.Namespace) -> bool:
    """Tell whether the command was asked to change anything."""
    return not (asked.check or asked.dry_run)


def migrate(deployment: Deployment, asked: argparse.Namespace) -> int:
    """Upgrade what is behind; whatever stops one database stops no other, and a later run goes on from there."""
    if not 1 <= asked.workers <= 32:
        raise SetupError("--workers : donner un nombre de 1 à 32.")
    run = Run(Room(deployment), asked.workers)
    behind = run.behind(asked.only)
    if not behind:
        print("Toutes les bases sont à jour.")
        return 0
    if not changes(asked):
        for place in behind if asked.dry_run else ():
            print(f"{run.words(place)} : {run.steps(place)}")
        print(f"{len(behind)} base(s) en retard.")
        return BEHIND if asked.check else 0
    return BEHIND if run.upgrade(behind) else 0


@frozen(eq=False)
class Run:
    """One run over what is behind."""

    room: Room
    workers: int
    names: dict[TenantId, str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Read the names of the brokerages, once."""
        tenants = self.room.deployment.directory.tenants.all()
        object.__setattr__(self, "names", {tenant.id: tenant.name for tenant in tenants})

    def behind(self, only: str) -> tuple[Place, ...]:
        """Return the databases that are behind: of one brokerage, or all."""
        owner = self.room.tenant(only).id if only else None
        places = self.room.deployment.vault.revisions.behind()
        return tuple(place for place in places if owner in (None, place.tenant_id))

    def words(self, place: Place) -> str:
        """Return what people call a database."""
        return Subject(place.tenant_id, place.purpose, self.names[place.tenant_id]).words

    def steps(self, place: Place) -> str:
        """Return from where to where a database is to be brought."""
        known = self.room.deployment.vault.revisions.of(place)
        stopped = f" (dernier essai : {known.error})" if known.error else ""
        return f"{known.revision or 'sans révision'} → {HISTORIES[place.purpose].head}{stopped}"

    def upgrade(self, behind: tuple[Place, ...]) -> int:
        """Upgrade each, say how far it is, and at the end what was left and why; return how many were left."""
        left: dict[Place, str] = {}
        with self._held():
            for number, (place, problem) in enumerate(self._each(behind), 1):
                if problem:
                    left[place] = problem
                if number % _EACH == 0 or number == len(behind):
                    print(f"{number} / {len(behind)}", flush=True)
        for place, problem in sorted(left.items(), key=lambda one: self.words(one[0])):
            print(f"{self.words(place)} : {problem} ; laissée telle quelle.", file=sys.stderr)
        done = len(behind) - len(left)
        self.room.note("database.migrate", "", f"{done} mises à jour, {len(left)} en échec")
        print(f"{done} base(s) mise(s) à jour, {len(left)} en échec.")
        return len(left)

    def _each(self, behind: tuple[Place, ...]) -> Iterator[tuple[Place, str]]:
        """Give each database once it is done, with what stopped it; cut off, those not begun are not."""
        vault = self.room.deployment.vault
        with ThreadPoolExecutor(self.workers) as pool:
            begun = {pool.submit(vault.upgrade, place): place for place in behind}
            try:
                for done in as_completed(begun):
                    place, error = begun.pop(done), done.exception()
                    yield place, "" if error is None else said(error)
            finally:
                pool.shutdown(cancel_futures=True)

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Hold the folder where files are upgraded: whoever serves it does so by itself."""
        settings = self.room.deployment.settings
        if settings.database is not None:
            yield
            return
        with alone(settings.data_folder):
            yield
