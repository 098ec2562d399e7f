"""A real Redis that asks for a password, where ``redis-server`` is installed; else the server of ``fakeredis``."""

from __future__ import annotations

import secrets
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from attrs import field, frozen

from tests.servers.kept import Manner, Unavailable, free_port, listens, new_folder, running


@frozen
class Redis:
    """A running server: its address with its password, its version, and whether it is Redis itself."""

    url: str = field(repr=False)
    port: int
    version: str
    real: bool


@contextmanager
def fresh_redis() -> Iterator[Redis]:
    """A server of one's own: Redis where it is installed, else the fake; raise Unavailable where there is neither."""
    with real_redis() if shutil.which("redis-server") else fake_redis() as made:
        yield made


@contextmanager
def real_redis() -> Iterator[Redis]:
    """A ``redis-server`` on loopback that keeps nothing on disk and serves nobody without the password."""
    program = shutil.which("redis-server")
    if program is None:
        raise Unavailable("redis-server is not installed (on Debian: apt-get install redis-server)")
    port, password, folder = free_port(), secrets.token_urlsafe(24), new_folder("redis")
    configuration = folder / "redis.conf"
    configuration.touch(0o600)
    lines = ["bind 127.0.0.1", f"port {port}", f"requirepass {password}", 'save ""', "appendonly no", f"dir {folder}"]
    configuration.write_text("\n".join([*lines, ""]), "utf-8")
    with running([program, str(configuration)], folder, Manner()) as kept:
        kept.wait_until(lambda: listens(port))
        yield Redis(f"redis://:{password}@127.0.0.1:{port}/0", port, _version(program), real=True)


@contextmanager
def fake_redis() -> Iterator[Redis]:
    """The server of ``fakeredis``, in a thread: the same protocol, without a password."""
    try:
        from fakeredis import TcpFakeServer
    except ImportError:
        raise Unavailable("neither redis-server nor the package fakeredis is installed") from None
    server = TcpFakeServer(("127.0.0.1", 0))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    port: int = server.server_address[1]
    try:
        yield Redis(f"redis://127.0.0.1:{port}/0", port, "fakeredis", real=False)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _version(program: str) -> str:
    printed = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return next(part.removeprefix("v=") for part in printed.split() if part.startswith("v="))
