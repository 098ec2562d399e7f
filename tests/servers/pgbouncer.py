"""A real PgBouncer in front of the PostgreSQL of the tests: one server connection a transaction, SCRAM on both sides.

It knows each role by the verifier that the server keeps of it, never by a password: a client proves that it has the
password, and with that very proof PgBouncer opens the server's connection. It holds no secret that opens anything.
"""

from __future__ import annotations

import atexit
import functools
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from attrs import define, field

from tests.servers.kept import (
    Kept,
    Manner,
    Unavailable,
    free_port,
    give,
    keep,
    listens,
    new_folder,
    runs_as,
    users_to_try,
)  # fmt: skip
from tests.servers.postgres import Postgres

PLACES: Final = ("/usr/sbin/pgbouncer", "/usr/local/sbin/pgbouncer")
ADMIN: Final = "pooler_admin"
CONFIGURATION: Final = """\
[databases]
{mixed}
* = host={host} port={port}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own_port}
unix_socket_dir =
pool_mode = transaction
auth_type = scram-sha-256
auth_file = {folder}/users
admin_users = {admin}
max_client_conn = 400
max_db_connections = 4
default_pool_size = 2
server_login_retry = 1
log_connections = 0
log_disconnections = 0
"""


@define(eq=False)
class PgBouncer:
    """A running PgBouncer: the address of any database behind it, and what makes it know new roles."""

    postgres: Postgres
    port: int
    version: str
    folder: Path
    user: str
    admin_password: str = field(repr=False)
    kept: Kept | None = None

    def stop(self) -> None:
        """Stop it."""
        if self.kept is not None:
            self.kept.stop()

    def through(self, url: str) -> str:
        """The same role and database, through PgBouncer."""
        parts = urlsplit(url)
        return urlunsplit(parts._replace(netloc=f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{self.port}"))

    def refresh(self) -> None:
        """Learn the roles and verifiers that the server has now."""
        self.write_users()
        self.ask("RELOAD")

    def write_users(self) -> None:
        """Write what it knows of each role, for itself alone to read."""
        import psycopg

        assert self.postgres.superuser is not None
        with psycopg.connect(self.postgres.superuser) as db:
            known = (
                "SELECT rolname, rolpassword FROM pg_authid WHERE rolcanlogin AND NOT rolsuper AND rolpassword <> ''"
            )
            users = [(ADMIN, self.admin_password), *db.execute(known)]
        new = self.folder / "users.new"
        new.touch(0o600)
        new.write_text("".join(f'"{name}" "{verifier}"\n' for name, verifier in users), "utf-8")
        if self.user:
            give(new, self.user)
        new.replace(self.folder / "users")

    def ask(self, command: str) -> list[tuple[object, ...]]:
        """Have a command of its console done: ``RELOAD``, ``SHOW POOLS``."""
        import psycopg

        url = f"postgresql://{ADMIN}:{self.admin_password}@127.0.0.1:{self.port}/pgbouncer"
        with psycopg.connect(url, autocommit=True) as console:
            found = console.execute(command.encode())
            return found.fetchall() if found.description else []


@contextmanager
def fresh_pgbouncer(postgres: Postgres, mixed: str = "") -> Iterator[PgBouncer]:
    """A PgBouncer for one test; ``mixed`` are further lines of its databases, to plant a fault."""
    made = start(postgres, mixed)
    try:
        yield made
    finally:
        made.stop()


@functools.cache
def in_front_of(postgres: Postgres) -> PgBouncer:
    """The PgBouncer of this worker."""
    made = start(postgres)
    atexit.register(made.stop)
    return made


def start(postgres: Postgres, mixed: str = "") -> PgBouncer:
    """Start one; raise Unavailable when there is none, or when the server does not show its verifiers."""
    program = shutil.which("pgbouncer") or next((place for place in PLACES if os.access(place, os.X_OK)), None)
    if program is None:
        raise Unavailable("pgbouncer is not installed (on Debian: apt-get install pgbouncer)")
    if postgres.superuser is None:
        raise Unavailable("the named PostgreSQL gives no superuser, who alone reads the verifiers")
    return _started(postgres, program, mixed)


def _started(postgres: Postgres, program: str, mixed: str) -> PgBouncer:
    user = next((user for user in users_to_try() if runs_as(user, program)), None)
    if user is None:
        raise Unavailable(f"{program} refuses to run as root, and no other user can run it")
    port, folder = free_port(), new_folder("pgb", user)
    settings = CONFIGURATION.format(
        host=postgres.host, port=postgres.port, own_port=port, folder=folder, admin=ADMIN, mixed=mixed
    )
    (folder / "pgbouncer.ini").write_text(settings, "utf-8")
    made = PgBouncer(postgres, port, _version(program), folder, user, secrets.token_urlsafe(24))
    made.write_users()
    made.kept = keep([program, str(folder / "pgbouncer.ini")], folder, Manner(user, "SIGINT"))
    try:
        made.kept.wait_until(lambda: listens(port))
    except BaseException:
        made.stop()
        raise
    return made


def _version(program: str) -> str:
    printed = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return printed.stdout.split()[1]
