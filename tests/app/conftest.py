from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.engine import MADE, NAMED, ON_POSTGRESQL, database_of, same_database
from tests.app.world import People, World, world_again, world_in
from tests.servers.databases import Kept, bring_back, found_on, keep
from tests.servers.postgres import Postgres


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Postgres | None:
    """The PostgreSQL on which the application runs; none on the embedded engine."""
    return request.getfixturevalue("postgres") if ON_POSTGRESQL else None


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, server: Postgres | None) -> tuple[Path, People, Kept | None]:
    """A world that was made and closed, to be copied: making keys and databases takes time."""
    folder = tmp_path_factory.mktemp("template")
    before = found_on(server) if server else None
    with world_in(folder) as made:
        people = made.people
    return folder, people, keep(server, before) if server and before else None


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """Drop the databases that a test made on the server; those of its module stay."""
    named, MADE.before = os.environ.get(NAMED, "{}"), None
    yield
    MADE.drop()
    os.environ[NAMED] = named


@pytest.fixture(autouse=True)
def mask_of_before() -> Iterator[None]:
    """Put back the process's file mode mask, which each command sets for itself."""
    mask = os.umask(0o022)
    os.umask(mask)
    yield
    os.umask(mask)


@pytest.fixture
def copied(tmp_path: Path, template: tuple[Path, People, Kept | None]) -> People:
    """The template, copied to the test's folder, closed; who is in it."""
    folder, people, kept = template
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    if kept is not None:
        bring_back(kept)
        same_database(tmp_path, database_of(folder))
    return people


@pytest.fixture
def world(tmp_path: Path, copied: People) -> Iterator[World]:
    with world_again(tmp_path, copied) as made:
        yield made
