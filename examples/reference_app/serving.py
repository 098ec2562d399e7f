"""Serving: one process to a data folder, one socket, no access log."""

from __future__ import annotations

import errno
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

import uvicorn
from sqlalchemy.exc import DatabaseError

from reference_app.app import create_app
from reference_app.deployment import Deployment
from reference_app.errors import DamagedTenant, SetupError
from reference_app.services.desk import mend, sweep
from reference_app.settings import refuse_in_clear

LAST_PORT: Final = 65_535
_NO_PROXY: Final = (
    "Attention : NETSOFT_HTTPS=1 sans NETSOFT_PROXY ; toutes les demandes sembleront venir de l’adresse du proxy, "
    "dans le journal comme pour les essais de connexion."
)


class Server(uvicorn.Server):
    """A server that says where it listens, once it does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address."""
        await super().startup(sockets)
        host, port = (sockets or [])[0].getsockname()[:2]
        scheme = "https" if self.config.is_ssl else "http"
        shown = f"[{host}]" if ":" in host else host
        print(f"À l’écoute sur {scheme}://{shown}:{port}/ (Ctrl+C pour arrêter)", flush=True)


def serve(deployment: Deployment, host: str, port: int) -> int:
    """Mend what was cut off, then serve until interrupted or terminated; both end cleanly.

    The caller holds the data folder (:func:`reference_app.folder_lock.alone`).
    """
    refuse_in_clear(host, "--host", deployment.settings)
    if deployment.settings.https and not deployment.settings.proxies.networks:
        print(_NO_PROXY, file=sys.stderr)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _listening(host, port) as listener:
        mend_each(deployment)
        with suppress(KeyboardInterrupt):
            Server(_configuration(deployment)).run(sockets=[listener])
    return 0


def mend_each(deployment: Deployment) -> None:
    """Mend each brokerage; one whose files are damaged is said, and stops no other."""
    for handle in deployment.vault.each(_say_damaged):
        try:
            handle.dossiers.check()
            mended = mend(handle)
            sweep(handle)
        except DatabaseError:
            _say_damaged(DamagedTenant(f"{handle.tenant.name} : ses fichiers sont abîmés."))
            continue
        if mended:
            print(f"{handle.tenant.name} : {mended} action(s) interrompue(s), rapprochée(s).")


def _say_damaged(damage: DamagedTenant) -> None:
    print(f"Cabinet non servi : {damage} Les autres cabinets sont servis.", file=sys.stderr)


def _configuration(deployment: Deployment) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(deployment),
        http="httptools",
        loop="uvloop",
        proxy_headers=False,  # what a client can write is worth nothing in a journal: see web/proxy.py
        server_header=False,
        access_log=False,  # addresses hold what is searched for
        log_level="warning",
        timeout_graceful_shutdown=10,
    )


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """Listen on the port, or on the first free one of the twenty after it, and say so."""
    if not 1 <= port <= LAST_PORT:
        raise SetupError(f"--port : donner un port entre 1 et {LAST_PORT}.")
    last = min(port + 20, LAST_PORT)
    for candidate in range(port, last + 1):
        listener = _bound(host, candidate)
        if listener is not None:
            if candidate != port:
                print(f"Le port {port} est pris ; le {candidate} le remplace.")
            with listener:
                yield listener
            return
    raise SetupError(f"Les ports {port} à {last} sont pris ; donner --port.")


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
        raise SetupError(f"Impossible d’écouter sur {host}:{port} : {error.strerror}.") from error
    return listener
