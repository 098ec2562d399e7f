"""A server that lives as long as the run, in a folder of its own, and the reason why another could not be had."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import define, frozen

PATIENCE: Final = 60.0
ROOM: Final = 2 * 2**30


class Unavailable(Exception):
    """A server cannot be had here; the message says why."""


@frozen
class Manner:
    """How a server is run: as whom (empty: as oneself), stopped by which signal."""

    user: str = ""
    stop: str = "SIGTERM"


@define(eq=False)
class Kept:
    """A running server, kept by a program that outlives the run."""

    keeper: subprocess.Popen[bytes]
    folder: Path

    def wait_until(self, ready: Callable[[], bool]) -> None:
        """Wait until ``ready``; raise Unavailable with the end of its log when it died, or does not come up."""
        for _ in range(int(PATIENCE / 0.02)):
            if ready():
                return
            if self.keeper.poll() is not None:
                break
            time.sleep(0.02)
        raise Unavailable(f"it did not start: {self.last_words()}")

    def last_words(self) -> str:
        """The end of what it wrote."""
        log = self.folder / "log"
        lines = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
        return " / ".join(lines[-3:]) or "it wrote nothing"

    def stop(self) -> None:
        """Stop it, wait for it, and remove its folder."""
        assert self.keeper.stdin is not None
        self.keeper.stdin.close()
        self.keeper.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def keep(command: list[str], folder: Path, manner: Manner) -> Kept:
    """Start ``command``; what it prints goes to ``log`` in its folder."""
    keeper = [sys.executable, "-I", "-S", str(Path(__file__).with_name("keeper.py"))]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [*keeper, manner.user, manner.stop, str(folder), *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        )
    return Kept(process, folder)


@contextmanager
def running(command: list[str], folder: Path, manner: Manner) -> Iterator[Kept]:
    """Keep a server for a while."""
    kept = keep(command, folder, manner)
    try:
        yield kept
    finally:
        kept.stop()


def new_folder(name: str, user: str = "", under: Path | None = None) -> Path:
    """Make a folder with a short path that belongs to ``user`` alone, in memory where there is room."""
    folder = Path(tempfile.mkdtemp(prefix=f"netsoft-{name}-", dir=under or _place()))
    if user:
        give(folder, user)
    return folder


def give(path: Path, user: str) -> None:
    """Make a file or a folder belong to ``user``."""
    known = pwd.getpwnam(user)
    os.chown(path, known.pw_uid, known.pw_gid)


def _place() -> str | None:
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM:
        return str(memory)
    return "/tmp" if Path("/tmp").is_dir() else None  # a socket's path must be short: no long TMPDIR


def users_to_try() -> list[str]:
    """As whom a server may run that refuses to run as root: oneself, or one of the users that own nothing here."""
    if os.geteuid() != 0:
        return [""]
    known = {entry.pw_name for entry in pwd.getpwall()}
    return [name for name in ("nobody", "postgres") if name in known]


def free_port() -> int:
    """A port of loopback that nothing listened on a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def listens(port: int) -> bool:
    """Whether something listens on a port of loopback."""
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0


def skip_without(what: str, why: Unavailable) -> None:
    """Skip the test; pytest prints the reason once for all that are skipped here."""
    pytest.skip(f"no {what}: {why}")


def as_(user: str) -> dict[str, Any]:
    """The arguments by which ``subprocess`` runs a program as ``user`` and nothing more (empty: as oneself)."""
    if not user:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def runs_as(user: str, program: str) -> bool:
    """Whether ``user`` can run a program."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False, **as_(user)).returncode == 0
    except OSError:
        return False
