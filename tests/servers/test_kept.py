"""A server goes with the run that started it, however the run ends."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.kept import Manner, Unavailable, free_port, keep, listens, new_folder

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_killed_leaves_nothing(how: signal.Signals) -> None:
    path = os.pathsep.join([*(str(ROOT / part) for part in ("", "src", "examples")), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "tests.servers.left_behind", "SIGINT"]
    environ = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environ) as run:
        assert run.stdout is not None
        folder, server = run.stdout.readline().split()
        watched = os.pidfd_open(int(server))
        run.send_signal(how)
    assert select.select([watched], [], [], 60)[0], "it still runs"
    os.close(watched)
    wait_for_the_folder(Path(folder))


def wait_for_the_folder(folder: Path) -> None:
    import time

    for _ in range(1000):
        if not folder.exists():
            return
        time.sleep(0.01)
    pytest.fail(f"{folder} is still there")


def test_a_server_that_dies_says_why() -> None:
    kept = keep(["/bin/sh", "-c", "echo no room left >&2; exit 3"], new_folder("dies"), Manner())
    with pytest.raises(Unavailable, match="no room left"):
        kept.wait_until(lambda: False)
    kept.stop()
    assert not kept.folder.exists()


def test_a_free_port_is_not_listened_to() -> None:
    assert not listens(free_port())
