"""Making and removing a brokerage's database on a server, when others are at work there or it was cut off."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import make_url

from reference_app.errors import SetupError
from reference_app.ids import TenantId, new_id
from reference_app.storage import served_site
from reference_app.storage.sealing import Purpose
from reference_app.storage.served_site import ServedSite, database_name
from reference_app.storage.sites import Place
from tests.servers.databases import empty_database
from tests.servers.postgres import Postgres

KEY = bytes(range(32))


@pytest.fixture
def site(postgres: Postgres) -> Iterator[ServedSite]:
    with empty_database(postgres) as url:
        made = ServedSite(make_url(url))
        yield made
        made.close()


@pytest.fixture
def place() -> Place:
    return Place(TenantId(new_id()), Purpose.DOSSIERS)


def entering(postgres: Postgres, place: Place, role: Place | None = None) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(postgres.url_of(database_name(role or place), KEY.hex(), database_name(place)))


def test_sessions_of_other_processes_do_not_keep_a_database_from_being_removed(
    postgres: Postgres, site: ServedSite, place: Place
) -> None:
    site.make(place, KEY)
    with entering(postgres, place) as elsewhere:
        site.remove(place)
        with pytest.raises(psycopg.OperationalError):
            elsewhere.execute("SELECT 1")
    assert not site.exists(place)
    site.remove(place)
    site.make(place, KEY)
    site.open(place, lambda: (KEY,)).check()


@pytest.mark.parametrize("step", ["_PASSWORD", "_DATABASE", "_shut", "grant_rows"])
def test_what_was_cut_off_is_made_whole(
    site: ServedSite, place: Place, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(served_site, step, cut if step in ("_shut", "grant_rows") else "no statement {}")
        with pytest.raises((KeyboardInterrupt, psycopg.Error)):
            site.make(place, KEY)
    site.make(place, KEY)
    site.open(place, lambda: (KEY,)).check()


def test_nobody_enters_a_database_before_it_is_shut(
    postgres: Postgres, site: ServedSite, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Place(TenantId(new_id()), Purpose.DOSSIERS)
    site.make(other, KEY)
    refused: list[str] = []
    shut = served_site._shut

    def watched(db: psycopg.Connection[object], name: str) -> None:
        if name == database_name(place):
            with pytest.raises(psycopg.OperationalError) as error:
                entering(postgres, place, other)
            refused.append(str(error.value))
        shut(db, name)

    monkeypatch.setattr(served_site, "_shut", watched)
    site.make(place, KEY)
    assert len(refused) == 1
    assert "is not currently accepting connections" in refused[0]
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        entering(postgres, place, other)


def test_what_is_whole_is_left_as_it_is(postgres: Postgres, site: ServedSite, place: Place) -> None:
    """A right that was taken from a role is not given back by whoever opens its database."""
    site.make(place, KEY)
    name = database_name(place)
    with psycopg.connect(postgres.url(name), autocommit=True) as db:
        db.execute(f"REVOKE ALL ON clients FROM {name}")
    site.make(place, KEY)
    with entering(postgres, place) as mine, pytest.raises(psycopg.errors.InsufficientPrivilege):
        mine.execute("SELECT * FROM clients")


def test_the_database_of_another_is_not_given_to_a_role(postgres: Postgres, site: ServedSite, place: Place) -> None:
    other = Place(TenantId(new_id()), Purpose.DOSSIERS)
    site.make(other, KEY)
    with psycopg.connect(postgres.maintenance, autocommit=True) as db:
        db.execute(f"ALTER DATABASE {database_name(other)} RENAME TO {database_name(place)}")
    with pytest.raises(SetupError, match="est vide ou d’un autre"):
        site.make(place, KEY)
