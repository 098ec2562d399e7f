"""A program that keeps one server for a run of the tests: it stops it, and removes its folder, once the run is gone.

The run holds the other end of this program's standard input and never writes to it. When the run closes it, or dies of
anything at all (``SIGKILL`` included), the end of that input is read here. It runs in a session of its own, so that an
interruption from the keyboard reaches the run alone.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

PATIENCE = 20


def main(user: str, how: str, folder: str, *command: str) -> int:
    """Run ``command`` as ``user`` (empty: as oneself) until standard input ends, then send it ``how``."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: None)  # a handler, since what is ignored would be ignored by the server too
    gone = threading.Event()
    with (Path(folder) / "log").open("ab") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, **_identity(user)
        )
    threading.Thread(target=_stop_at_the_end, args=(process, how, gone), daemon=True).start()
    code: int = process.wait()
    if gone.is_set():
        shutil.rmtree(folder, ignore_errors=True)
    return code


def _stop_at_the_end(process: subprocess.Popen[bytes], how: str, gone: threading.Event) -> None:
    while os.read(0, 1024):
        pass
    gone.set()
    process.send_signal(signal.Signals[how])
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def _identity(user: str) -> dict[str, Any]:
    if not user:
        return {}
    import pwd

    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
