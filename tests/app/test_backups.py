"""Back-up, restore to an instant, trial and making anew, the same on either engine."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from netsoft.tenancy.sessions import Session, SessionPolicy, alive
from reference_app.deployment import open_deployment
from reference_app.errors import DamagedTenant, SetupError
from reference_app.operations.backups import back_up, back_up_all, backups_of, overdue, prune, verify_all
from reference_app.operations.rebuilding import Whole, rebuild, rebuild_directory, try_all
from reference_app.operations.restoring import Asked, restore
from reference_app.operations.room import Room, Subject
from reference_app.services.policy import BACKUP_DAYS
from reference_app.settings import Settings
from reference_app.storage.bounds import end_sessions, end_sessions_of_tenant
from reference_app.storage.directory_tables import users
from reference_app.storage.people import Account, Realm
from reference_app.storage.sealing import TENANT_PURPOSES
from tests.app.operated import CANARY, Operated, operated, settings, settings_on
from tests.app.sites import ENGINES
from tests.app.world import SetClock
from tests.servers.databases import empty_database

__all__ = ["settings"]


@pytest.fixture
def on(settings: Settings) -> Iterator[Operated]:
    with operated(settings) as made:
        yield made


def test_dossiers_are_restored_to_an_instant_and_the_journal_is_not(on: Operated) -> None:
    on.add("a", "b")
    back_up(on.room, on.dossiers)
    on.clock.advance(hours=1)
    on.rename("a", "Aix")
    instant = on.clock.at - timedelta(seconds=30)
    on.remove("b")
    on.add("c")
    on.rename("a", "Marseille")
    now, journal, counted = on.held(), on.journaled(), on.counted()
    dry = restore(on.room, Asked(on.tenant, instant, "T-1", dry=True))
    assert (dry.changes, dry.removed, dry.added) == (1, 2, 2)
    assert (on.held(), on.journaled()) == (now, journal)
    done = restore(on.room, Asked(on.tenant, instant, "T-1"))
    assert on.held() == [("a", "Aix"), ("b", "")]
    assert (done.after, done.removed, done.added) == (dry.after, 2, 2)
    assert on.journaled() == [*journal, ("dossiers.restore.begin", "noted"), ("dossiers.restore", "noted")]
    assert on.counted() == counted
    on.clock.advance(minutes=1)
    back = restore(on.room, Asked(on.tenant, on.clock.at - timedelta(minutes=2), "T-2"))
    assert back.after == done.before
    assert on.held() == now


def test_files_come_back_with_their_rows(on: Operated) -> None:
    on.add("a")
    kept = on.deposit("a", b"contenu" * 9)
    instant = on.clock.at
    on.clock.advance(minutes=1)
    on.rename("a", "Aix")
    later = on.deposit("a", b"plus tard")
    assert back_up_all(on.room) == 0
    files = on.deployment.vault.files_of(on.tenant.id)
    files.delete(kept)
    restore(on.room, Asked(on.tenant, instant, "T"))
    assert on.held() == [("a", "")]
    assert files.get(kept, hashlib.sha256(b"contenu" * 9).hexdigest()) == b"contenu" * 9
    files.keep_only([kept])
    on.clock.advance(minutes=1)
    restore(on.room, Asked(on.tenant, on.clock.at - timedelta(minutes=2), "T"))
    assert files.has(later)
    assert on.held() == [("a", "Aix")]
    files.delete(later)
    on.deposit("a", b"perdu")
    files.keep_only([kept])
    assert back_up_all(on.room) == 1


def test_without_any_backup_the_log_goes_back_to_the_start(on: Operated) -> None:
    start = on.clock.at - timedelta(seconds=1)
    on.add("a")
    instant = on.clock.at
    on.clock.advance(minutes=5)
    on.remove("a")
    assert restore(on.room, Asked(on.tenant, instant, "T", dry=True)).base is None
    restore(on.room, Asked(on.tenant, instant, "T"))
    assert on.held() == [("a", "")]
    restore(on.room, Asked(on.tenant, start, "T"))
    assert on.held() == []


def test_nobody_restores_without_a_ticket_nor_to_what_is_to_come(on: Operated) -> None:
    with pytest.raises(SetupError, match="--ticket"):
        Asked(on.tenant, on.clock.at, " ")
    with pytest.raises(SetupError, match="à venir"):
        restore(on.room, Asked(on.tenant, on.clock.at + timedelta(seconds=1), "T"))


def test_what_is_overdue_is_said_and_what_was_tried_is_kept(on: Operated) -> None:
    on.add("a")
    assert len(overdue(on.room)) == 6
    assert back_up_all(on.room) == 0
    assert [line for line in overdue(on.room) if "pas de sauvegarde" in line] == []
    tests = try_all(on.room)
    assert [test.verdict for test in tests] == ["equal"] * 3, tests
    assert overdue(on.room) == ()
    on.clock.advance(hours=24, seconds=1)
    assert all("pas de sauvegarde de moins de 24 heures" in line for line in overdue(on.room))
    on.clock.advance(days=31)
    assert len(overdue(on.room)) == 6
    assert on.room.deployment.directory.all_unfinished("scratch/") == ()


def test_what_was_altered_or_lost_is_found(on: Operated) -> None:
    on.add("a")
    back_up_all(on.room)
    assert [verdict.problem for verdict in verify_all(on.room)] == ["", "", ""]
    folder = on.room.deployment.settings.backups
    assert folder is not None
    (kept,) = backups_of(on.room, on.dossiers)
    path = folder / kept.file
    assert path.stat().st_mode & 0o777 == 0o600
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    bad = [verdict.backup for verdict in verify_all(on.room) if "altérée" in verdict.problem]
    assert bad == [kept]
    assert sorted(test.verdict for test in try_all(on.room)) == ["equal", "equal", "failed"]
    path.unlink()
    assert any(on.dossiers.words in line and "aucune" in line for line in overdue(on.room))


def test_old_ones_are_removed_but_never_the_last_good_one(on: Operated) -> None:
    first = back_up(on.room, on.dossiers)
    on.clock.advance(hours=1)
    second = back_up(on.room, on.dossiers)
    on.clock.advance(days=BACKUP_DAYS + 1)
    assert prune(on.room) == (first,)
    assert backups_of(on.room, on.dossiers) == (second,)


def test_a_lost_database_is_made_anew_from_its_last_archive(on: Operated) -> None:
    on.add("a", "b")
    back_up_all(on.room)
    held, journal = on.held(), on.journaled()
    with pytest.raises(Whole):
        rebuild(on.room, on.dossiers, "T")
    on.deployment.vault.close()
    on.room.custody.site.remove(on.dossiers.place)
    made = rebuild(on.room, on.dossiers, "T")
    assert made.manifest.rows == 6
    assert on.held() == held
    assert on.journaled() == journal
    on.add("c")
    assert [name for name, _town in on.held()] == ["a", "b", "c"]


def account_of(on: Operated) -> Account:
    """Return the account of the brokerage's user."""
    found = on.deployment.directory.users.get(on.user)
    assert found is not None
    return found


def end_them(on: Operated, end: Callable[..., None]) -> None:
    """End the sessions of the user, or of the whole brokerage."""
    with on.deployment.directory.store.write() as db:
        end(db, users, on.user) if end is end_sessions else end(db, on.tenant.id)


@pytest.mark.parametrize("engine", ENGINES)
def test_when_all_is_lost_the_archives_and_the_key_are_enough(
    tmp_path: Path, request: pytest.FixtureRequest, engine: str
) -> None:
    with operated(settings_on(tmp_path, None)) as lost:
        lost.add("a", "b")
        account = account_of(lost)
        secret = lost.deployment.directory.sessions.open(account, lost.clock.at, timedelta(hours=24))
        assert back_up_all(lost.room) == 0
        opened_in = [account.bounds.epochs]
        for end in (end_sessions, end_sessions, end_sessions_of_tenant):
            end_them(lost, end)
            opened_in.append(account_of(lost).bounds.epochs)
        held, journal, counted = lost.held(), lost.journaled(), lost.counted()
        folder = lost.deployment.settings.backups
        assert folder is not None
    shutil.rmtree(tmp_path / "data")
    with ExitStack() as stack:
        url, said = None, list[str]()
        if engine == "postgresql":
            url = stack.enter_context(empty_database(request.getfixturevalue("postgres")))
        deployment = stack.enter_context(open_deployment(settings_on(tmp_path, url), SetClock()))
        rebuild_directory(Room(deployment, said.append), next((folder / "directory").iterdir()))
        with pytest.raises(SetupError, match="pas vide"):
            rebuild_directory(Room(deployment, said.append), next((folder / "directory").iterdir()))
        (tenant,) = deployment.directory.tenants.all()
        with pytest.raises(DamagedTenant, match="rebuild"):
            deployment.vault.each()
        for purpose in TENANT_PURPOSES:
            (archive,) = (folder / tenant.id).glob(f"{purpose.value}-*")
            rebuild(Room(deployment, said.append), Subject(tenant.id, purpose, tenant.name), "T", archive)
        again = Operated(deployment, SetClock(), tenant, lost.user, [])
        assert (again.held(), again.journaled(), again.counted()) == (held, journal, counted)
        assert deployment.directory.sessions.find(secret, Realm.BROKER, lost.clock.at) is None
        present = account_of(again).bounds.epochs
        for epochs in opened_in:
            assert not alive(Session(lost.clock.at, epochs), lost.clock.at, present, SessionPolicy(24)).granted
        again.add("c")
        assert len(again.held()) == 3


def test_the_archives_hold_nothing_in_clear_and_no_master_key(on: Operated) -> None:
    on.add("a")
    back_up_all(on.room)
    folder, key = on.room.deployment.settings.backups, on.room.deployment.master_key.key
    assert folder is not None
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) == 3
    for path in files:
        content = path.read_bytes()
        for secret in (key, key.hex().encode(), CANARY.encode(), b"Mistral", b"dossiers", on.tenant.id.encode()):
            assert secret not in content
