"""The Redis of the tests, the real one and the fake alike."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.servers import redis as servers
from tests.servers.kept import Unavailable
from tests.servers.redis import Redis, fake_redis, real_redis

client = pytest.importorskip("redis")


@pytest.fixture(scope="module", params=[real_redis, fake_redis])
def server(request: pytest.FixtureRequest) -> Iterator[Redis]:
    try:
        with request.param() as made:
            yield made
    except Unavailable as why:
        pytest.skip(f"no Redis: {why}")


def test_what_is_kept_is_found_until_it_ends(server: Redis) -> None:
    with client.Redis.from_url(server.url) as db:
        assert db.set("kept", b"\x00value", ex=3600)
        assert db.get("kept") == b"\x00value"
        assert 0 < db.ttl("kept") <= 3600
        assert db.set("kept", b"other", nx=True) is None
        assert db.getdel("kept") == b"\x00value"
        assert db.get("kept") is None


def test_what_has_ended_is_gone(server: Redis) -> None:
    with client.Redis.from_url(server.url) as db:
        db.set("ended", b"value", exat=1)
        assert db.get("ended") is None


def test_a_transaction_is_whole(server: Redis) -> None:
    with client.Redis.from_url(server.url) as db, db.pipeline(transaction=True) as together:
        together.sadd("of one", "a", "b").expire("of one", 60).smembers("of one")
        assert together.execute()[-1] == {b"a", b"b"}


def test_the_real_one_asks_for_its_password(server: Redis) -> None:
    for url in (f"redis://127.0.0.1:{server.port}/0", f"redis://:wrong@127.0.0.1:{server.port}/0"):
        with client.Redis.from_url(url) as db:
            if server.real:
                with pytest.raises(client.AuthenticationError):
                    db.get("kept")
            elif ":wrong@" not in url:  # the fake knows no password
                assert db.get("kept") is None


def test_the_password_is_not_shown(server: Redis) -> None:
    assert server.url not in repr(server)


def test_the_best_there_is_serves(redis: Redis) -> None:
    assert redis.real == (shutil.which("redis-server") is not None)


def test_the_fake_serves_where_there_is_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with servers.fresh_redis() as made:
        assert not made.real
