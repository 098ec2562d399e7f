"""A brokerage is moved to another server or folder, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve
from sqlalchemy import make_url

from reference_app.errors import SetupError
from reference_app.operations import moving
from reference_app.operations.moving import Move, forget_source, move
from reference_app.operations.rotation import rotate_all
from reference_app.settings import Settings
from tests.app.operated import operated, settings, settings_on
from tests.servers.databases import empty_database
from tests.servers.postgres import Postgres

__all__ = ["settings"]


def test_it_is_moved_and_goes_on_elsewhere(tmp_path: Path, postgres: Postgres) -> None:
    with empty_database(postgres) as database:
        url = make_url(database).set(drivername="postgresql+psycopg")
        settings = evolve(settings_on(tmp_path, None), sites={"grand": url})
        with operated(settings) as on:
            on.add("a")
            journal = on.journaled()
            move(on.room, Move(on.tenant, "grand", "T"))
            on.add("b")
            assert [name for name, _town in on.held()] == ["a", "b"]
            assert [entry for entry in on.journaled() if "move" not in entry[0]][: len(journal)] == journal
            assert rotate_all(on.room, on.tenant) == 0
            with pytest.raises(SetupError, match="déjà là"):
                move(on.room, Move(on.tenant, "grand", "T"))
            with pytest.raises(SetupError, match="forget-source"):
                move(on.room, Move(on.tenant, "", "T"))
            assert on.deployment.placed.default.exists(on.dossiers.place)
            assert forget_source(on.room, on.tenant) == 2
            assert not on.deployment.placed.default.exists(on.dossiers.place)
        with operated(settings) as on:
            assert [name for name, _town in on.held()] == ["a", "b"]
            move(on.room, Move(on.tenant, "", "T"))
            assert [name for name, _town in on.held()] == ["a", "b"]
            assert forget_source(on.room, on.tenant) == 2


def test_cut_off_it_stays_where_it_was_and_the_next_run_moves_it(settings: Settings, tmp_path: Path) -> None:
    settings = evolve(settings, sites={"autre": tmp_path / "autre"})
    with operated(settings) as on:
        on.add("a")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(moving, "_switch", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                move(on.room, Move(on.tenant, "autre", "T"))
        on.add("b")
        move(on.room, Move(on.tenant, "autre", "T"))
        assert [name for name, _town in on.held()] == ["a", "b"]
    with pytest.raises(Exception, match="NETSOFT_SITES"), operated(evolve(settings, sites={})):
        pass


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    settings = settings_on(tmp_path, None)
    with operated(evolve(settings, sites={"meme": settings.data_folder})) as on:
        on.add("a")
        with pytest.raises(SetupError, match="contient déjà"):
            move(on.room, Move(on.tenant, "meme", "T"))
        with pytest.raises(SetupError, match="NETSOFT_SITES"):
            move(on.room, Move(on.tenant, "ailleurs", "T"))
        with pytest.raises(SetupError, match="--ticket"):
            Move(on.tenant, "meme", "")
        assert on.held() == [("a", "")]
