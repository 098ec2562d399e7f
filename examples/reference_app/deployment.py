"""A deployment, opened: what the pages are served with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from attrs import Factory, field, frozen

from netsoft.catalogue import EDITIONS, Version
from reference_app.clock import Clock
from reference_app.errors import DirectoryBehind
from reference_app.folder_lock import alone
from reference_app.jobs.table import JOBS
from reference_app.operations.keeper import DatabaseKeeper
from reference_app.services.access import Accesses, AccessOf
from reference_app.services.jobs import Jobs, Room
from reference_app.services.passwords import Passwords
from reference_app.services.sign_in import SignIn
from reference_app.settings import Settings
from reference_app.storage.custody import Custody
from reference_app.storage.directory import (
    Directory,
    behind,
    check_data_folder,
    make_data_folder,
    open_directory,
    upgrade_directory,
)
from reference_app.storage.embedded import EmbeddedSite
from reference_app.storage.files import DiskFiles, FileStore, s3_files
from reference_app.storage.master_key import MasterKey, load_master_key
from reference_app.storage.placed_site import PlacedSite
from reference_app.storage.pools import Pools
from reference_app.storage.sealing import derived
from reference_app.storage.served_site import ServedSite
from reference_app.storage.sessions import Sessions
from reference_app.storage.sites import Site
from reference_app.storage.store import Store
from reference_app.storage.vault import Vault


def jobs_on(here: Deployment) -> Jobs:
    """Return the jobs of a deployment."""
    return Jobs(Room(here.directory, here.clock, here.vault.counts_of, DatabaseKeeper(here)), JOBS)


@frozen(eq=False)
class Deployment:
    """Opened stores, services, and the clock: everything a page may need, given and never global."""

    settings: Settings
    clock: Clock
    master_key: MasterKey
    directory: Directory
    vault: Vault
    passwords: Passwords
    custody: Custody = field(repr=False)
    jobs: Jobs = field(default=Factory(jobs_on, takes_self=True), repr=False)
    access_of: AccessOf = field(factory=Accesses)
    editions: Sequence[Version] = EDITIONS

    @property
    def placed(self) -> PlacedSite:
        """Where the brokerages' databases are."""
        assert isinstance(self.custody.site, PlacedSite)
        return self.custody.site

    @property
    def sign_in(self) -> SignIn:
        """The service that opens sessions."""
        life = timedelta(hours=self.settings.session_hours)
        return SignIn(self.directory, self.passwords, life, self.vault.journal_of)


@contextmanager
def open_deployment(settings: Settings, clock: Clock, *, upgrades: bool | None = None) -> Iterator[Deployment]:
    """Open what ``settings`` name, made on the first start; close it at the end.

    A directory that is behind is upgraded where nothing else can be serving it, in files, or when it is asked for
    (``upgrades``); otherwise DirectoryBehind.
    """
    check_data_folder(settings.data_folder)
    site = site_of(settings)
    master = load_master_key(settings, has_data=site.has_directory)
    make_data_folder(settings.data_folder)
    store = site.directory(lambda: derived(master, "directory"))
    if behind(store):
        _upgrade(settings, store, clock, upgrades=settings.database is None if upgrades is None else upgrades)
    placed = PlacedSite(site, others_of(settings), store)
    directory, vault = open_directory(placed, files_of(settings), master, sessions_of(settings, master))
    if settings.database is not None:
        vault.refuse_another_key(settings.where)
    custody = Custody(directory.store, placed, master)
    here = Deployment(settings, clock, master, directory, vault, Passwords(settings.password_cost), custody)
    try:
        yield here
    finally:
        here.jobs.close()
        directory.sessions.close()
        placed.close()


def _upgrade(settings: Settings, store: Store, clock: Clock, *, upgrades: bool) -> None:
    if not upgrades:
        raise DirectoryBehind("L’annuaire attend sa mise à jour : python -m reference_app migrate")
    with ExitStack() as held:
        if settings.database is None:
            held.enter_context(alone(settings.data_folder, "arrêter d’abord l’ancienne version"))
        upgrade_directory(store, clock.now())


def site_of(settings: Settings) -> Site:
    """Return where the databases are: on the server that the settings name, or in files of the data folder."""
    pools = Pools(settings.connections)
    if settings.database is not None:
        return ServedSite(settings.database, pools)
    return EmbeddedSite(settings.data_folder, pools)


def others_of(settings: Settings) -> dict[str, Site]:
    """Return the further places that the settings name."""
    return {
        name: EmbeddedSite(where) if isinstance(where, Path) else ServedSite(where, Pools(settings.connections))
        for name, where in settings.sites.items()
    }


def sessions_of(settings: Settings, master: MasterKey) -> Sessions | None:
    """Return where the sessions are, if the settings name it; else the directory keeps them."""
    if settings.sessions is None:
        return None
    from reference_app.storage.redis_sessions import RedisSessions  # asked for by those who use it alone

    return RedisSessions.at(settings.sessions, derived(master, "sessions"))


def files_of(settings: Settings) -> FileStore:
    """Return where the brokerages' files are: in the bucket that the settings name, or in the data folder."""
    if settings.bucket is not None:
        return s3_files(settings.bucket, settings.s3)
    return DiskFiles(settings.data_folder / "files")
