from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.world import People, World, world_again, world_in


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, People]:
    """A world that was made and closed, to be copied: making keys and files takes time."""
    folder = tmp_path_factory.mktemp("template")
    with world_in(folder) as made:
        people = made.people
    return folder, people


@pytest.fixture
def world(tmp_path: Path, template: tuple[Path, People]) -> Iterator[World]:
    folder, people = template
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with world_again(tmp_path, people) as made:
        yield made
