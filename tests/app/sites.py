"""Sites of both engines for the tests of what is done to databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from reference_app.storage.embedded import EmbeddedSite
from reference_app.storage.pools import Pools
from reference_app.storage.served_site import ServedSite
from reference_app.storage.sites import Site
from tests.servers.postgres import Postgres

ENGINES = ("embedded", "postgresql")
MakeSite = Callable[[str], Site]


@pytest.fixture
def site_of(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeSite]:
    """Make a site of an engine; each is closed at the end."""
    made: list[Site] = []

    def make(engine: str) -> Site:
        if engine == "embedded":
            made.append(EmbeddedSite(tmp_path / f"site{len(made)}", Pools(most=6, each=3, wait=0.5)))
        else:
            postgres: Postgres = request.getfixturevalue("postgres")
            url = make_url(postgres.maintenance).set(drivername="postgresql+psycopg")
            made.append(ServedSite(url, Pools(most=6, each=3, wait=0.5)))
        return made[-1]

    yield make
    for site in made:
        site.close()
