"""What any place that keeps sessions keeps of them: the directory's database, and Redis, under the same contract."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import redis
from attrs import evolve
from sqlalchemy import select

from netsoft.tenancy.sessions import Epochs
from reference_app.app import create_app
from reference_app.deployment import sessions_of
from reference_app.errors import SessionsAway, SetupError
from reference_app.settings import from_environment
from reference_app.storage.directory_sessions import DirectorySessions
from reference_app.storage.directory_tables import sessions as table
from reference_app.storage.people import Account, Realm
from reference_app.storage.redis_sessions import RedisSessions
from reference_app.storage.sessions import Session, Sessions
from tests.app.world import World
from tests.servers.redis import Redis, fresh_redis

KEYS = (b"k" * 32,)
DAY = timedelta(hours=24)


@pytest.fixture(scope="module")
def running() -> Iterator[Redis]:
    with fresh_redis() as made:
        yield made


@pytest.fixture(params=["directory", "redis"])
def kept(request: pytest.FixtureRequest, world: World) -> Iterator[Sessions]:
    if request.param == "directory":
        yield DirectorySessions(world.deployment.directory.store)
        return
    made = RedisSessions.at(request.getfixturevalue("running").url, KEYS)
    yield made
    made.close()


@pytest.fixture
def account(world: World) -> Account:
    found = world.deployment.directory.users.get(world.first.users[0].account.id)
    assert found is not None
    return found


def opened(kept: Sessions, account: Account, world: World) -> tuple[str, Session]:
    secret = kept.open(account, world.clock.now(), DAY)
    return secret, found(kept, secret, world)


def found(kept: Sessions, secret: str, world: World) -> Session:
    session = kept.find(secret, Realm.BROKER, world.clock.now())
    assert session is not None
    return session


def test_what_is_opened_is_found_whole_in_its_realm(kept: Sessions, account: Account, world: World) -> None:
    secret, session = opened(kept, account, world)
    now = world.clock.now()
    assert (session.account_id, session.realm, session.expires_at) == (account.id, Realm.BROKER, now + DAY)
    assert (session.life.opened_at, session.life.seen_at, session.life.epochs) == (now, now, account.bounds.epochs)
    assert len(session.csrf) >= 43
    assert kept.find(secret, Realm.STAFF, now) is None
    assert kept.find(secret, Realm.BROKER, now + DAY) is None
    assert kept.find("A" * 43, Realm.BROKER, now) is None
    kept.check()


def test_each_session_is_its_own(kept: Sessions, account: Account, world: World) -> None:
    one, other = opened(kept, account, world), opened(kept, account, world)
    assert one[0] != other[0]
    assert not {one[1].csrf, one[1].browser_id} & {other[1].csrf, other[1].browser_id}
    kept.end(one[0])
    assert kept.find(one[0], Realm.BROKER, world.clock.now()) is None
    assert found(kept, other[0], world) == other[1]
    kept.end(one[0])


def test_the_last_use_goes_on_and_never_back(kept: Sessions, account: Account, world: World) -> None:
    secret, session = opened(kept, account, world)
    later = world.clock.now() + timedelta(minutes=7)
    kept.seen(session, later)
    kept.seen(found(kept, secret, world), later - timedelta(minutes=5))
    assert found(kept, secret, world).life.seen_at == later


def test_a_new_secret_takes_the_place_of_the_old_one_once(kept: Sessions, account: Account, world: World) -> None:
    secret, session = opened(kept, account, world)
    kept.leave(session, "à lire", "/clients", world.clock.now() + timedelta(minutes=1))
    epochs = Epochs(user=3, tenant=2, rights=1)
    new = kept.rotate(found(kept, secret, world), epochs)
    assert new is not None
    assert kept.find(secret, Realm.BROKER, world.clock.now()) is None
    moved = found(kept, new, world)
    assert moved.life == session.life.rotated(epochs)
    assert (moved.csrf, moved.notice, moved.free_path) == (session.csrf, "à lire", "/clients")
    assert moved.expires_at == session.expires_at
    assert kept.rotate(session, epochs) is None


def test_a_notice_and_a_free_page_serve_once(kept: Sessions, account: Account, world: World) -> None:
    secret, session = opened(kept, account, world)
    now = world.clock.now()
    kept.leave(session, "fait", "/clients/1", now + timedelta(minutes=1))
    kept.leave_notice(session, "fait encore")
    left = found(kept, secret, world)
    assert left.notice == "fait encore"
    assert not kept.take_free_path(left, "/clients/2", now)
    assert not kept.take_free_path(left, "/clients/1", now + timedelta(minutes=1))
    assert [kept.take_free_path(left, "/clients/1", now) for _ in range(3)] == [True, False, False]
    kept.clear_notice(left)
    assert found(kept, secret, world).notice is None


def test_of_many_at_once_one_takes_the_free_page_and_one_the_new_secret(
    kept: Sessions, account: Account, world: World
) -> None:
    _secret, session = opened(kept, account, world)
    now = world.clock.now()
    kept.leave(session, "", "/clients/1", now + timedelta(minutes=1))
    left = evolve(session, free_path="/clients/1", free_until=now + timedelta(minutes=1))
    taken, secrets = list[bool](), list[str | None]()
    each(lambda: taken.append(kept.take_free_path(left, "/clients/1", now)))
    assert sorted(taken) == [False] * 5 + [True]
    each(lambda: secrets.append(kept.rotate(session, Epochs())))
    assert sum(secret is not None for secret in secrets) == 1


def each(work: Any) -> None:
    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_nothing_is_done_to_a_session_that_has_gone(kept: Sessions, account: Account, world: World) -> None:
    secret, session = opened(kept, account, world)
    kept.end(secret)
    kept.seen(session, world.clock.now())
    kept.leave(session, "fait", "/clients", world.clock.now() + DAY)
    kept.clear_notice(session)
    assert kept.find(secret, Realm.BROKER, world.clock.now()) is None


def test_the_directory_holds_no_secret(account: Account, world: World) -> None:
    secret = DirectorySessions(world.deployment.directory.store).open(account, world.clock.now(), DAY)
    with world.deployment.directory.store.read() as db:
        assert secret not in repr(db.execute(select(table)).all())


def test_redis_sees_neither_names_nor_tokens_and_forgets_by_itself(
    running: Redis, account: Account, world: World
) -> None:
    kept = RedisSessions.at(running.url, KEYS)
    secret, session = opened(kept, account, world)
    kept.leave(session, "Claire Fabre", None, world.clock.now())
    with redis.Redis.from_url(running.url) as db:
        name = f"netsoft:session:{session.id_hash.hex()}"
        seen = name.encode() + (db.get(name) or b"")
        assert 0 < db.ttl(name) <= DAY.total_seconds()
    for told in (secret, session.csrf, session.browser_id, account.id, "Claire", "broker"):
        assert told.encode() not in seen
    assert running.url not in repr((kept, world.deployment.settings))


def test_a_value_altered_moved_or_sealed_by_another_opens_nothing(
    running: Redis, account: Account, world: World
) -> None:
    kept, stranger = RedisSessions.at(running.url, KEYS), RedisSessions.at(running.url, (b"x" * 32,))
    (secret, one), (other, two) = opened(kept, account, world), opened(kept, account, world)
    now = world.clock.now()
    assert stranger.find(secret, Realm.BROKER, now) is None
    assert found(RedisSessions.at(running.url, (b"x" * 32, *KEYS)), secret, world) == one
    with redis.Redis.from_url(running.url) as db:
        names = [f"netsoft:session:{each.id_hash.hex()}" for each in (one, two)]
        db.set(names[1], db.get(names[0]) or b"")
        for spoiled in (b"", b"short", (db.get(names[0]) or b"")[:-1] + b"?"):
            db.set(names[0], spoiled)
            assert kept.find(secret, Realm.BROKER, now) is None
    assert kept.find(other, Realm.BROKER, now) is None


@contextmanager
def relay(port: int, hold: threading.Event) -> Iterator[int]:
    """Stand between the application and Redis, and keep answers back while ``hold`` is set."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ended = threading.Event()
        threading.Thread(target=_accept, args=(listener, port, hold, ended), daemon=True).start()
        yield listener.getsockname()[1]
        ended.set()
        hold.clear()


def _accept(listener: socket.socket, port: int, hold: threading.Event, ended: threading.Event) -> None:
    while not ended.is_set():
        try:
            client = listener.accept()[0]
        except OSError:
            return
        behind = socket.create_connection(("127.0.0.1", port))
        threading.Thread(target=_pass, args=(client, behind, threading.Event()), daemon=True).start()
        threading.Thread(target=_pass, args=(behind, client, hold), daemon=True).start()


def _pass(one: socket.socket, other: socket.socket, hold: threading.Event) -> None:
    try:
        while data := one.recv(65_536):
            while hold.is_set():
                hold.wait(0.01)
            other.sendall(data)
    except OSError:
        pass
    finally:
        one.close()
        other.close()


def test_an_answer_that_comes_too_late_is_nobodys(running: Redis, account: Account, world: World) -> None:
    direct, hold = RedisSessions.at(running.url, KEYS), threading.Event()
    (mine, one), (other, two) = opened(direct, account, world), opened(direct, account, world)
    with relay(running.port, hold) as port:
        slow = RedisSessions.at(running.url.replace(f":{running.port}/", f":{port}/"), KEYS, timeout=0.2)
        assert found(slow, mine, world) == one
        hold.set()
        with pytest.raises(SessionsAway):
            slow.find(mine, Realm.BROKER, world.clock.now())
        with pytest.raises(SessionsAway):
            slow.seen(one, world.clock.now())
        hold.clear()
        assert found(slow, other, world) == two  # on a connection of its own: the late answer was to another question
        assert found(slow, mine, world) == one
        slow.close()


def in_redis(world: World, kept: Sessions) -> World:
    """Return the same world whose sessions are elsewhere."""
    directory = evolve(world.deployment.directory, sessions=kept)
    deployment = evolve(world.deployment, directory=directory)
    return World(deployment, world.clock, world.first, world.second, world.member, world.browsers)


def test_the_application_runs_on_redis_and_epochs_end_sessions_there(running: Redis, world: World) -> None:
    there = in_redis(world, RedisSessions.at(running.url, KEYS))
    browser, staff = there.broker(there.first), there.staff()
    assert browser.add_client().startswith("/clients/")
    assert "ajoutée" in browser.get("/").text or browser.get("/").status_code == 200
    with world.deployment.directory.store.read() as db:
        assert db.execute(select(table)).all() == []
    world.deployment.directory.users.set_password(there.first.users[0].account, "x", world.clock.now())
    assert browser.get("/").headers["location"].startswith("/connexion")
    assert staff.get("/editeur").status_code == 200


def test_without_redis_nobody_is_signed_in_and_the_page_says_so(world: World) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    away = in_redis(world, RedisSessions.at(f"redis://127.0.0.1:{port}/0", KEYS))
    create_app(away.deployment)
    nobody, given = away.nobody(), away.first.users[0]
    nobody.http.cookies.set("netsoft", "A" * 43)
    form = {"login": given.account.person.login, "password": given.password}
    for answer in (nobody.get("/"), nobody.get("/clients"), nobody.post("/connexion", form), nobody.get("/sante")):
        assert answer.status_code == 503
        assert "personne n’est connecté" in answer.text
        assert answer.headers["retry-after"] == "5"
    assert away.first.entries == ()
    assert nobody.get("/connexion").status_code == 200


def test_the_settings_name_a_redis_and_repeat_no_password(world: World) -> None:
    settings = from_environment({"NETSOFT_SESSIONS": "redis://:motsecret@127.0.0.1:6379/0", "HOME": "/nowhere"})
    assert "motsecret" not in repr(settings)
    made = sessions_of(settings, world.deployment.master_key)
    assert isinstance(made, RedisSessions)
    made.close()
    assert sessions_of(world.deployment.settings, world.deployment.master_key) is None
    with pytest.raises(SetupError, match="NETSOFT_SESSIONS") as refused:
        from_environment({"NETSOFT_SESSIONS": "http://motsecret@ailleurs", "HOME": "/nowhere"})
    assert "motsecret" not in str(refused.value)
