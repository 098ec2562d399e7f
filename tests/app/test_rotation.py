"""Another secret for a database, another master key: without interruption, and whole wherever it is cut off."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import evolve
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from reference_app.errors import SetupError
from reference_app.operations import master_rotation
from reference_app.operations.master_rotation import rotate_master_key
from reference_app.operations.room import Room
from reference_app.operations.rotation import rotate, rotate_all
from reference_app.settings import Settings
from reference_app.storage.custody import Custody
from reference_app.storage.directory_tables import tenant_keys
from reference_app.storage.embedded import EmbeddedSite
from reference_app.storage.master_key import next_key_file
from reference_app.storage.sealing import TENANT_PURPOSES
from reference_app.storage.served_site import ServedSite
from tests.app.children import environ
from tests.app.operated import Operated, operated, settings, settings_on
from tests.app.sites import ENGINES

__all__ = ["settings"]


@pytest.fixture
def on(settings: Settings) -> Iterator[Operated]:
    with operated(settings) as made:
        made.add("a")
        yield made


def secrets_of(on: Operated) -> dict[str, tuple[bytes, ...]]:
    return {s.purpose.value: on.room.custody.secrets(s.place).all for s in on.room.subjects(on.tenant)}


def test_a_secret_is_replaced_while_others_read_and_write(on: Operated) -> None:
    before, store = secrets_of(on), on.room.store(on.dossiers)
    stop, failed = threading.Event(), list[BaseException]()

    def work(write: int) -> None:
        try:
            while not stop.is_set():
                with store.write() if write else store.read() as db:
                    db.execute(text("SELECT count(*) FROM clients"))
        except BaseException as error:  # noqa: BLE001 - told by the test
            failed.append(error)

    threads = [threading.Thread(target=work, args=(n % 2,)) for n in range(4)]
    for thread in threads:
        thread.start()
    with store.read() as db:
        assert rotate_all(on.room, on.tenant) == 0, on.said
        assert db.scalar(text("SELECT count(*) FROM clients")) == 1  # who was reading reads on
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == []
    after = secrets_of(on)
    assert {len(one) for one in after.values()} == {1}
    assert not set(before.values()) & set(after.values())
    on.add("b")
    assert [name for name, _town in on.held()] == ["a", "b"]
    for subject in on.room.subjects(on.tenant):
        old = on.room.custody.site.open(subject.place, lambda s=subject: before[s.purpose.value])  # type: ignore[misc]
        old.forget()
        with pytest.raises(DBAPIError), old.read():
            pass
        old.forget()
    assert [entry for entry in on.journaled() if entry[0] == "secret.rotate"] == [("secret.rotate", "noted")] * 2


CRASH = """
import os, sys
from pathlib import Path
from reference_app.operations import rotation
from reference_app.storage.embedded import EmbeddedSite
from tests.app.operated import operated, settings_on
real = EmbeddedSite.change_secret
def cut(*arguments):
    real(*arguments)
    os.kill(os.getpid(), 9)
EmbeddedSite.change_secret = cut
with operated(settings_on(Path(sys.argv[1]), None)) as on:
    rotation.rotate_all(on.room, on.tenant)
"""


def cut_at(patch: pytest.MonkeyPatch, thing: object, name: str, *, done: bool) -> None:
    """Let a step be where the process is interrupted: before it is done, or once it is."""
    real = getattr(thing, name)

    def cut(*arguments: object) -> None:
        if done:
            real(*arguments)
        raise KeyboardInterrupt

    patch.setattr(thing, name, cut)


STEPS: list[tuple[object, str, bool]] = [
    (Custody, "keep_next", False),
    (Custody, "keep_next", True),
    ((EmbeddedSite, ServedSite), "change_secret", True),
    (Custody, "promote", True),
]


def on_engines(steps: list[tuple[object, str, bool]]) -> list[object]:
    """Every step in files; on a server the one that differs there, since the others are the directory's."""
    of_site = [step for step in steps if isinstance(step[0], tuple)]
    return [
        pytest.param(engine, step, id=f"{engine}-{step[1]}-{step[2]}")
        for engine, some in zip(ENGINES, (steps, of_site), strict=True)
        for step in some
    ]


def interrupted(given: Settings, step: tuple[object, str, bool], work: Callable[[Room], object]) -> None:
    """Do work in a deployment that is interrupted at a step."""
    thing, name, done = step
    if isinstance(thing, tuple):
        thing = thing[given.database is not None]
    with pytest.MonkeyPatch.context() as patch, operated(given) as on:
        cut_at(patch, thing, name, done=done)
        with pytest.raises(KeyboardInterrupt):
            work(on.room)


@pytest.mark.parametrize(("settings", "step"), on_engines(STEPS), indirect=["settings"])
def test_cut_off_at_any_step_it_opens_and_the_next_run_ends_it(
    settings: Settings,
    step: tuple[object, str, bool],
) -> None:
    with operated(settings) as on:
        on.add("a")
        before = secrets_of(on)
    interrupted(settings, step, rotate_all)
    ended(settings, before)


def test_killed_once_the_file_is_sealed_anew_it_opens(tmp_path: Path) -> None:
    settings = settings_on(tmp_path, None)
    with operated(settings) as on:
        on.add("a")
        before = secrets_of(on)
    command = [sys.executable, "-c", CRASH, str(tmp_path)]
    killed = subprocess.run(command, env=environ(), check=False, capture_output=True)
    assert killed.returncode == -9, killed.stderr.decode()
    ended(settings, before)


def ended(settings: Settings, before: dict[str, tuple[bytes, ...]]) -> None:
    """Hold that a deployment serves, and that the next rotation ends what was begun."""
    with operated(settings) as on:
        on.add("b")
        assert [name for name, _town in on.held()] == ["a", "b"]
        assert rotate_all(on.room, on.tenant) == 0, on.said
        after = secrets_of(on)
        assert {len(one) for one in after.values()} == {1}
        assert not set(before.values()) & set(after.values())
    with operated(settings) as on:
        assert [name for name, _town in on.held()] == ["a", "b"]


def sealed(on: Operated) -> set[bytes]:
    with on.deployment.directory.store.read() as db:
        return set(db.scalars(select(tenant_keys.c.sealed)))


def test_the_master_key_is_replaced_and_the_old_one_opens_nothing(settings: Settings) -> None:
    with operated(settings) as on:
        on.add("a")
        before, held = sealed(on), secrets_of(on)
        old = rotate_master_key(on.room)
    with operated(settings) as on:
        assert not before & sealed(on)
        assert secrets_of(on) == held
        assert [name for name, _town in on.held()] == ["a"]
        assert len(held) == len(TENANT_PURPOSES)
    assert old.read_bytes() != settings.key_file.read_bytes()
    assert not next_key_file(settings.key_file).exists()
    old.replace(settings.key_file)
    with pytest.raises(Exception, match="ne s’ouvre pas"), operated(settings):
        pass


MASTER_STEPS: list[tuple[object, str, bool]] = [
    (master_rotation, "_seal_anew", False),
    (master_rotation, "_seal_anew", True),
    ((EmbeddedSite, ServedSite), "change_directory_secret", True),
    (master_rotation, "_take_its_place", True),
]


@pytest.mark.parametrize(("settings", "step"), on_engines(MASTER_STEPS), indirect=["settings"])
def test_a_master_key_cut_off_at_any_step_is_ended_by_the_next_run(
    settings: Settings,
    step: tuple[object, str, bool],
) -> None:
    with operated(settings) as on:
        on.add("a")
        held = secrets_of(on)
    interrupted(settings, step, rotate_master_key)
    with operated(settings) as on:
        assert secrets_of(on) == held
        rotate_master_key(on.room)
    with operated(settings) as on:
        assert [name for name, _town in on.held()] == ["a"]
    assert [path.name for path in settings.key_file.parent.glob("*.next")] == []


def test_a_key_that_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    with operated(evolve(settings_on(tmp_path, None), master_key="0" * 64)) as on:
        with pytest.raises(SetupError, match="NETSOFT_MASTER_KEY"):
            rotate_master_key(on.room)
        rotate(on.room, on.dossiers)
