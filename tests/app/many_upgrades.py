"""A thousand brokerages upgraded: what it costs, cut off by a kill and resumed (``python -m tests.app.many_upgrades``).

``python -m tests.app.many_upgrades embedded 1000`` or ``… postgresql 200``. It makes the brokerages, asks for an
upgrade with nothing to do, kills a real process in the middle of one that changes the dossiers, and resumes it.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import evolve
from sqlalchemy import make_url

from netsoft.names import TenantId
from reference_app.clock import SystemClock
from reference_app.deployment import Deployment, open_deployment
from reference_app.ids import new_id
from reference_app.migrate_command import migrate
from reference_app.settings import Settings
from reference_app.storage.revisions import HISTORIES, History
from reference_app.storage.sealing import Purpose
from tests.app.world import identity, settings_in
from tests.servers.databases import empty_database, superuser
from tests.servers.postgres import shared

CHANGE = """
import sqlalchemy as sa

revision = "dossiers_0002"
down_revision = "dossiers_0001"
compatible = "dossiers_0001"


def upgrade(op):
    op.add_column("clients", sa.Column("made_up", sa.TEXT))
    op.create_index("clients_made_up", "clients", ["made_up"])
"""


def next_version(folder: Path) -> None:
    """Let this process be a version of the application with one more revision of the dossiers."""
    folder.mkdir(exist_ok=True)
    for baseline in HISTORIES[Purpose.DOSSIERS].folder.glob("r0001_*"):
        (folder / baseline.name).write_text(baseline.read_text())
    (folder / "r0002_made_up.py").write_text(CHANGE)
    HISTORIES[Purpose.DOSSIERS] = History(folder)


def asked(workers: int, *, check: bool = False) -> Namespace:
    """What the command line would give."""
    return Namespace(check=check, dry_run=False, only="", workers=workers)


def main() -> None:
    """Run as asked; the process that is killed is this very module again."""
    engine, many, folder, workers, *address = [*sys.argv[1:3], *(sys.argv[3:] or ["", "4"])]
    if folder:
        next_version(Path(folder) / "revisions")
        with open_deployment(settings_of(Path(folder), address[0] if address else ""), SystemClock()) as deployment:
            sys.exit(migrate(deployment, asked(int(workers))))
    with tempfile.TemporaryDirectory() as made, place(engine) as url:
        measure(settings_of(Path(made), url), Path(made), int(many), url)


@contextmanager
def place(engine: str) -> Iterator[str]:
    """The address of an empty database, or none for files."""
    if engine == "embedded":
        yield ""
        return
    with empty_database(shared()) as url:
        yield url


def settings_of(folder: Path, url: str) -> Settings:
    """Settings on a folder, or on a server."""
    settings = settings_in(folder)
    return evolve(settings, database=make_url(url).set(drivername="postgresql+psycopg")) if url else settings


def measure(settings: Settings, folder: Path, many: int, url: str) -> None:
    """Say how long each part takes, and what it takes of memory and of connections."""
    with open_deployment(settings, SystemClock()) as deployment:
        with counted_on_server(url):
            said("created", lambda: create(deployment, many))
        said("nothing to do, asked", lambda: migrate(deployment, asked(4, check=True)))
        connections(deployment)
    with open_deployment(settings, SystemClock()) as deployment:
        said("nothing to do, told to", lambda: migrate(deployment, asked(4)))
    said("killed in the middle", lambda: killed(folder, url, many))
    next_version(folder / "revisions")
    with open_deployment(settings, SystemClock()) as deployment:
        print(f"left by the kill: {len(deployment.vault.revisions.behind())} of {many}", flush=True)
        with counted_on_server(url):
            assert said("resumed", lambda: migrate(deployment, asked(4))) == 0
        assert deployment.vault.revisions.behind() == ()
        said("nothing to do again", lambda: migrate(deployment, asked(4)))
        connections(deployment)
        for tenant in deployment.directory.tenants.all():
            with deployment.vault.operate(tenant.id, Purpose.DOSSIERS).read() as db:
                db.exec_driver_sql("SELECT made_up FROM clients").all()
            deployment.vault.let_go(tenant.id)


def create(deployment: Deployment, many: int) -> None:
    """Make brokerages, and forget each once it is made."""
    for number in range(many):
        deployment.vault.create(evolve(identity(f"Cabinet {number}", f"{number:09}"), id=TenantId(new_id())))


def killed(folder: Path, url: str, many: int) -> None:
    """Kill a real process once it says that it did some."""
    command = [
        sys.executable,
        "-m",
        "tests.app.many_upgrades",
        "x",
        str(many),
        str(folder),
        "4",
        *([url] if url else []),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert "50 / " in child.stdout.readline()
        child.send_signal(signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL


def said(what: str, work: Callable[[], object]) -> object:
    """Do it, and say how long it took and the most memory that the process ever had."""
    began, before = time.perf_counter(), os.times()
    result = work()
    after = os.times()
    spent = after.user + after.system - before.user - before.system
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what}: {time.perf_counter() - began:.2f} s, {spent:.2f} s of CPU, at most {most} MiB", flush=True)
    return result


@contextmanager
def counted_on_server(url: str) -> Iterator[None]:
    """Say the most connections that the server saw at once meanwhile, those of its owner among them."""
    if not url:
        yield
        return
    most, ended = [0], threading.Event()

    def look() -> None:
        with superuser(shared()) as db:
            while not ended.wait(0.02):
                asked = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                ((now,),) = db.execute(asked).fetchall()
                most[0] = max(most[0], now - 1)  # but for this one

    watch = threading.Thread(target=look)
    watch.start()
    try:
        yield
    finally:
        ended.set()
        watch.join()
        print(f"connections that the server saw: at most {most[0]}", flush=True)


def connections(deployment: Deployment) -> None:
    """Say how many connections are open, of how many that may be."""
    pools = deployment.placed.default._pools  # type: ignore[attr-defined]
    print(f"connections: {pools.size} of {pools.most}", flush=True)
    assert pools.size <= pools.most


if __name__ == "__main__":
    main()
