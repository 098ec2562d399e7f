"""A process that is cut off in the middle of adding a client: ``python -m tests.app.crash FOLDER WHERE``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

from sqlalchemy import Connection

from reference_app.deployment import open_deployment
from reference_app.ids import ClientId, new_id
from reference_app.services.client_form import read_client_form
from reference_app.services.desk import Change, Desk
from reference_app.storage.clients import add_client
from reference_app.storage.journal import Actor, FormSent
from tests.app.world import CLIENT, START, SetClock, settings_in

CUT_OFF = 9


def main(folder: Path, where: str) -> None:
    """Add a client and die ``inside`` the change, or ``after`` it and before its outcome."""
    with open_deployment(settings_in(folder), SetClock()) as deployment:
        handle = deployment.vault.each()[0]
        user = deployment.directory.users.of_tenant(handle.tenant.id)[0]
        actor = Actor(START, handle.tenant.id, user.id, "b", "192.0.2.1", 1)  # type: ignore[arg-type]
        fields = read_client_form(CLIENT, START.date()).fields
        assert fields is not None

        def write(db: Connection) -> None:
            add_client(db, ClientId(subject), fields, START)
            if where == "inside":
                _die()
            setattr(type(handle.dossiers.backend), "begin", _die)  # noqa: B010 - the next transaction is the journal's

        subject = new_id()
        desk = Desk(handle, actor, "clients.add", counted=True)
        desk.change(Change(subject, FormSent("une-cle", b"x"), write))


def _die(*_: object, **__: object) -> NoReturn:
    os._exit(CUT_OFF)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
