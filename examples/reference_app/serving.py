"""Serving: one process to a data folder, one socket, no access log."""

from __future__ import annotations

import errno
import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from reference_app.app import create_app
from reference_app.deployment import Deployment
from reference_app.errors import SetupError
from reference_app.services.desk import mend


def serve(deployment: Deployment, host: str, port: int) -> int:
    """Mend what was cut off, then serve until stopped."""
    with _alone(deployment.settings.data_folder), _listening(host, port) as listener:
        for handle in deployment.vault.each():
            mended = mend(handle)
            if mended:
                print(f"{handle.tenant.name} : {mended} action(s) interrompue(s), rapprochée(s).")
        scheme = "https" if deployment.settings.https else "http"
        shown = f"[{host}]" if ":" in host else host
        print(
            f"À l'écoute sur {scheme}://{shown}:{listener.getsockname()[1]}/ (Ctrl+C pour arrêter)",
            flush=True,
        )
        config = uvicorn.Config(
            create_app(deployment),
            http="httptools",
            loop="uvloop",
            proxy_headers=False,  # an address that the client can write is worth nothing in a journal
            server_header=False,
            access_log=False,  # addresses hold what is searched for
            log_level="warning",
            timeout_graceful_shutdown=10,
        )
        uvicorn.Server(config).run(sockets=[listener])
    return 0


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the data folder for this process: writers take turns within a process only."""
    with (folder / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SetupError(f"{folder} est déjà servi par un autre processus ; l'arrêter d'abord.") from error
        yield


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """Listen on the port, or on the first free one of the twenty after it, and say so."""
    for candidate in range(port, port + 20):
        listener = _bound(host, candidate)
        if listener is not None:
            if candidate != port:
                print(f"Le port {port} est pris ; le {candidate} le remplace.")
            with listener:
                yield listener
            return
    raise SetupError(f"Les ports {port} à {port + 19} sont pris ; donner --port.")


def _bound(host: str, port: int) -> socket.socket | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            return None
        raise SetupError(f"Impossible d'écouter sur {host}:{port} : {error.strerror}.") from error
    except OverflowError as error:
        listener.close()
        raise SetupError("--port : donner un port entre 1 et 65535.") from error
    return listener
