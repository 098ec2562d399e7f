"""Behind a real PgBouncer that lends a server connection for one transaction: what the server refuses stays refused."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import psycopg
import pytest
from attrs import evolve, frozen
from sqlalchemy import make_url, text
from sqlalchemy.engine import URL

from reference_app.errors import ForeignConnection
from reference_app.ids import TenantId, new_id
from reference_app.storage.pools import Pools
from reference_app.storage.sealing import TENANT_PURPOSES, Purpose
from reference_app.storage.served_site import database_name
from reference_app.storage.server import ServedDatabase
from reference_app.storage.sites import Place
from reference_app.storage.store import Store
from reference_app.storage.vault import Vault, new_tenant
from tests.app.engine import same_database
from tests.app.world import Office, People, World, identity, world_again, world_in
from tests.servers.databases import empty_database, superuser
from tests.servers.pgbouncer import PgBouncer, fresh_pgbouncer
from tests.servers.postgres import Postgres

Way = Callable[[str], str]


@frozen
class Login:
    """The role of one database of one brokerage, and its secret."""

    name: str
    secret: str


@frozen
class Behind:
    """A world that was made on the server itself, in a folder."""

    folder: Path
    people: People
    directory: str
    logins: tuple[Login, ...]


@pytest.fixture(scope="module")
def behind(postgres: Postgres, pgbouncer: PgBouncer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    folder = tmp_path_factory.mktemp("behind")
    with empty_database(postgres) as url:
        same_database(folder, url)
        with world_in(folder) as made:
            logins = tuple(login for office in (made.first, made.second) for login in logins_of(made, office))
            people = made.people
        pgbouncer.refresh()
        yield Behind(folder, people, url, logins)
        pgbouncer.ask("RECONNECT")


@pytest.fixture(params=["directly", "through PgBouncer"])
def way(request: pytest.FixtureRequest, pgbouncer: PgBouncer) -> Way:
    return pgbouncer.through if request.param != "directly" else str


@pytest.fixture
def world(behind: Behind, pgbouncer: PgBouncer) -> Iterator[World]:
    """The same world, served through PgBouncer."""
    same_database(behind.folder, pgbouncer.through(behind.directory))
    with world_again(behind.folder, behind.people) as made:
        yield made


def logins_of(world: World, office: Office) -> Iterator[Login]:
    vault: Vault = world.deployment.vault
    for purpose in TENANT_PURPOSES:
        place = Place(office.handle.tenant.id, purpose)
        yield Login(database_name(place), vault._keys(place)[-1].hex())


def refused(url: str) -> str:
    with pytest.raises(psycopg.OperationalError) as error:
        psycopg.connect(url, passfile="/nowhere").close()
    return str(error.value)


def test_a_login_opens_its_own_database_and_no_other(postgres: Postgres, behind: Behind, way: Way) -> None:
    for login, entered in product(behind.logins, behind.logins):
        url = way(postgres.url_of(login.name, login.secret, entered.name))
        if login == entered:
            with psycopg.connect(url) as db:
                row = db.execute("SELECT session_user, current_database()").fetchone()
            assert row == (login.name, login.name)
        else:
            assert f'permission denied for database "{entered.name}"' in refused(url)


def test_no_login_of_a_brokerage_opens_the_directory(postgres: Postgres, behind: Behind, way: Way) -> None:
    directory = make_url(behind.directory).database
    assert directory is not None
    for login in behind.logins:
        for name in (directory, "postgres"):
            said = refused(way(postgres.url_of(login.name, login.secret, name))) if name == directory else directory
            assert f'permission denied for database "{directory}"' in said or name == "postgres"


def test_the_secret_of_another_is_a_wrong_password(postgres: Postgres, behind: Behind, way: Way) -> None:
    for login, other in product(behind.logins, behind.logins):
        if login != other:
            url = way(postgres.url_of(login.name, other.secret, login.name))
            assert "authentication failed" in refused(url)


def test_the_pages_are_served(world: World) -> None:
    for office in (world.first, world.second):
        browser = world.broker(office)
        before = office.counted(world.clock.now())
        path = browser.add_client(last_name=f"Of-{office.handle.tenant.siren}")
        assert f"Of-{office.handle.tenant.siren}".upper() in browser.get(path).text.upper()
        assert office.counted(world.clock.now()) > before
    assert "Of-" not in world.broker(world.first).get("/clients?q=732829320").text


def test_two_brokerages_at_work_at_once_never_meet(world: World, pgbouncer: PgBouncer) -> None:
    """Few server connections serve many clients in turns, and each turn sees its own brokerage alone."""
    wrong: list[object] = []

    def work(office: Office, purpose: str) -> None:
        store = office.handle.dossiers if purpose == "dossiers" else office.handle._journal_store
        expected = store.backend.identity
        for turn in range(15):
            with store.read() if turn % 3 else store.write() as db:
                found = db.execute(text("SELECT current_database(), session_user")).one()
                owner = db.execute(text("SELECT owner, purpose FROM identity")).one()
                if (*found, *owner) != (expected.database, expected.user, office.handle.tenant.id, purpose):
                    wrong.append((found, owner))

    offices, purposes = (world.first, world.second), ("dossiers", "journal")
    threads = [
        threading.Thread(target=work, args=(office, purpose))
        for office, purpose, _ in product(offices, purposes, range(4))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(pgbouncer.ask("SHOW SERVERS")) <= 4 * (len(offices) * len(purposes) + 1)


def test_nothing_of_a_session_is_left_on_the_server(world: World, behind: Behind, postgres: Postgres) -> None:
    browser = world.broker(world.first)
    browser.add_client(last_name="Session")
    names = [login.name for login in behind.logins]
    assert locks_left(postgres, *names, make_url(behind.directory).database or "") == 0
    for login in behind.logins:
        url = make_url(behind.directory).set(database=login.name, username=login.name, password=login.secret)
        with psycopg.connect(plain(through(world, url)), autocommit=True, prepare_threshold=None) as db:
            left = "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'), "
            left += "current_setting('transaction_read_only'), current_setting('transaction_isolation')"
            assert db.execute(left).fetchone() == ("0", "0", "off", "read committed")
            assert db.execute("SELECT count(*) FROM pg_prepared_statements").fetchone() == (0,)


def locks_left(postgres: Postgres, *names: str) -> object:
    with superuser(postgres) as db:
        held = "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE locktype = 'advisory'"
        row = db.execute(held + " AND datname = ANY(%s)", (list(names),)).fetchone()
        assert row is not None
        return row[0]


def through(world: World, url: URL) -> URL:
    database = world.deployment.settings.database
    assert database is not None
    return url.set(host=database.host, port=database.port)


def plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def test_a_brokerage_that_is_opened_is_served_once_its_role_is_known(world: World, pgbouncer: PgBouncer) -> None:

    tenant = new_tenant(identity("Cabinet Nouveau", "404833048"), world.clock.now())
    handle = world.deployment.vault.create(tenant)
    with pytest.raises(Exception, match="authentication failed"):
        handle.dossiers.check()
    pgbouncer.refresh()
    handle.dossiers.check()
    assert handle.journal.all() == ()


def test_a_database_is_made_once_by_all_who_make_it_at_once(
    world: World, postgres: Postgres, pgbouncer: PgBouncer
) -> None:
    site = world.deployment.placed.default
    place = Place(TenantId(new_id()), Purpose.JOURNAL)
    failed: list[Exception] = []

    def make() -> None:
        try:
            site.make(place, bytes(32))
        except Exception as error:  # noqa: BLE001  whatever it is, it is shown below
            failed.append(error)

    threads = [threading.Thread(target=make) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    pgbouncer.refresh()
    site.open(place, lambda: (bytes(32),)).check()
    assert locks_left(postgres, database_name(place)) == 0


def test_a_pooler_that_mixes_databases_up_is_found_out(postgres: Postgres, tmp_path: Path) -> None:
    """The name of one database leads to another one, which the server, by mistake, lets the login enter."""
    with empty_database(postgres) as url:
        same_database(tmp_path, url)
        with world_in(tmp_path) as made:
            mine, theirs = (one.handle.dossiers.backend for one in (made.first, made.second))
            assert isinstance(mine, ServedDatabase)
            assert isinstance(theirs, ServedDatabase)
            with psycopg.connect(url, autocommit=True) as db:
                db.execute(f"GRANT CONNECT ON DATABASE {theirs.identity.database} TO {mine.identity.user}")
            place = f"host={postgres.host} port={postgres.port}"
            leads = f"{mine.identity.database} = {place} dbname={theirs.identity.database}"
            with fresh_pgbouncer(postgres, leads) as mixed:
                elsewhere = evolve(mine, url=mine.url.set(port=mixed.port))
                with pytest.raises(ForeignConnection), Store(elsewhere, Pools()).read():
                    pass
                sound = evolve(theirs, url=theirs.url.set(port=mixed.port))
                Store(sound, Pools()).check()
