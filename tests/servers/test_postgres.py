"""The PostgreSQL of the tests: it asks everyone for a password, and goes when the run goes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Report
from tests.servers import postgres as servers
from tests.servers.kept import Unavailable
from tests.servers.postgres import MAINTENANCE, Cluster, Postgres, fresh_cluster, start
from tests.servers.postgres_binaries import Binaries, found, runnable

psycopg = pytest.importorskip("psycopg")
NAMES = ("initdb", "postgres")


def first(origin: str) -> Binaries:
    for binaries in found():
        if binaries.origin == origin:
            return binaries
    pytest.skip(f"no PostgreSQL of the {origin} on this machine")


@pytest.fixture(scope="module", params=["system", "wheel"])
def server(request: pytest.FixtureRequest, report: Report) -> Iterator[Postgres]:
    try:
        with fresh_cluster(Cluster(first(request.param), fsync=False)) as made:
            report.add("PostgreSQL", f"{made.version} of the {made.origin} starts, and refuses who has no password")
            yield made
    except Unavailable as why:
        pytest.skip(f"no PostgreSQL: {why}")


def refusal(url: str) -> str:
    with pytest.raises(psycopg.OperationalError) as refused:
        psycopg.connect(url, passfile="/nowhere").close()
    return str(refused.value)


@pytest.mark.parametrize("role", ["postgres", MAINTENANCE, "nobody_known"])
def test_a_wrong_password_is_refused(server: Postgres, role: str) -> None:
    assert "password authentication failed" in refusal(server.url_of(role, "wrong", "postgres"))


@pytest.mark.parametrize("role", ["postgres", MAINTENANCE])
@pytest.mark.parametrize("where", ["network", "socket"])
def test_no_password_is_refused(server: Postgres, role: str, where: str) -> None:
    host = server.host if where == "network" else server.socket_folder
    assert "no password supplied" in refusal(f"postgresql://{role}@/postgres?host={host}&port={server.port}")


def test_nobody_is_trusted(server: Postgres) -> None:
    assert server.superuser is not None
    with psycopg.connect(server.superuser) as db:
        rules = db.execute("SELECT type, auth_method, error FROM pg_hba_file_rules").fetchall()
        verifiers = db.execute("SELECT rolname, rolpassword FROM pg_authid WHERE rolcanlogin").fetchall()
    assert {rule[0] for rule in rules} == {"local", "host"}
    assert {rule[1:] for rule in rules} == {("scram-sha-256", None)}
    assert {name for name, kept in verifiers if kept.startswith("SCRAM-SHA-256$")} == {"postgres", MAINTENANCE}


def test_the_maintenance_role_has_the_rights_it_needs_and_no_more(server: Postgres) -> None:
    with psycopg.connect(server.maintenance, autocommit=True) as db:
        row = db.execute(
            "SELECT rolcreatedb, rolcreaterole, rolsuper, rolreplication, rolbypassrls FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()
        assert row == (True, True, False, False, False)
        db.execute("CREATE DATABASE one TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
    with psycopg.connect(server.url("one")) as db:
        assert db.execute("SELECT current_database()").fetchone() == ("one",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("SELECT rolpassword FROM pg_authid")


def test_only_loopback_is_listened_to_and_messages_are_english(server: Postgres) -> None:
    assert server.superuser is not None
    with psycopg.connect(server.superuser) as db:
        shown = {
            name: db.execute(f"SHOW {name}").fetchone()[0]
            for name in ("listen_addresses", "lc_messages", "log_statement")
        }
    assert shown == {"listen_addresses": "127.0.0.1", "lc_messages": "C", "log_statement": "none"}


def test_secrets_are_not_shown(server: Postgres) -> None:
    assert server.superuser is not None
    for url in (server.superuser, server.maintenance):
        assert url.split("@")[0] not in repr(server)


def test_programs_that_cannot_be_reached_are_copied(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root has to run the server as somebody else")
    wheel = first("wheel").folder
    (tmp_path / "closed").mkdir(0o700)
    install = tmp_path / "closed" / "install"
    install.symlink_to(wheel.parent)
    programs = runnable(Binaries(install / "bin", "wheel"))
    assert programs.copied is not None
    assert programs.folder.is_relative_to(programs.copied)
    said = [subprocess.run([programs.folder / n, "--version"], capture_output=True, check=True) for n in NAMES]
    assert all(b"PostgreSQL" in each.stdout for each in said)


def test_what_is_no_server_is_refused_with_its_reason(tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_text("#!/bin/sh\necho this is no server >&2; exit 3\n")
        (folder / name).chmod(0o755)
    with pytest.raises(Unavailable, match=r"cannot be run: .*this is no server"):
        start(Cluster(Binaries(folder, "system")))


def test_the_reason_says_what_was_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "found", list)
    with pytest.raises(Unavailable, match="none on PATH, no wheel"):
        servers._start_best()
