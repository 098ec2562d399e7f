"""Depositing a file in a client's dossier (2.2): asked of netsoft, sealed, then described; or nothing of it kept."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Final

from attrs import field, frozen
from sqlalchemy import Connection

from netsoft.answers import Decision
from netsoft.errors import MissingFact
from netsoft.tenancy.quota import Quota, upload
from reference_app.folding import without_invisible
from reference_app.ids import ClientId, FileId, TenantId, UserId, new_id
from reference_app.services.contracts import Contracts
from reference_app.services.desk import Change, Desk
from reference_app.storage.client_files import Deposited, add_file, bytes_used, get_file
from reference_app.storage.clients import get_client
from reference_app.storage.directory import Directory
from reference_app.storage.journal import FormSent
from reference_app.storage.tenant_files import TenantFiles

_LONGEST: Final = 150


@frozen
class Upload:
    """A file as it was sent: the name that the browser gave, and the content."""

    name: str
    content: bytes = field(repr=False)

    @property
    def clean_name(self) -> str:
        """The name without a path and without what does not show, cut to what a list has room for."""
        last = self.name.replace("\\", "/").rpartition("/")[2]
        shown = " ".join(without_invisible(unicodedata.normalize("NFC", last)).split()).strip(". ")
        stem, dot, suffix = shown.rpartition(".")
        return f"{stem[: _LONGEST - len(suffix)]}{dot}{suffix}" if stem and len(suffix) < 12 else shown[:_LONGEST]


def quota_of(directory: Directory, tenant_id: TenantId) -> Quota | None:
    """Return the disk space that the contract states, if it was recorded."""
    try:
        planned = Contracts(directory).facts(tenant_id).planned
    except MissingFact:
        return None
    return Quota(planned.disk_bytes, "contrat")


@frozen
class Deposits:
    """What one request may do with the files of its brokerage."""

    desk: Desk
    files: TenantFiles
    at: datetime

    def admit(self, sent: Upload, quota: Quota) -> Decision:
        """Ask whether there is room for a file."""
        return upload(self.desk.glance(bytes_used), len(sent.content), quota)

    def deposit(self, client_id: ClientId, sent: Upload, form: FormSent) -> None:
        """Seal the content, then describe it as one action; a form sent again deposits nothing more."""
        file_id = FileId(new_id())
        deposited = Deposited(
            id=file_id,
            client_id=client_id,
            name=sent.clean_name,
            size=len(sent.content),
            sha256=self.files.put(file_id, sent.content),
            added_at=self.at,
            added_by=UserId(self.desk.actor.user_id),
        )

        def write(db: Connection) -> None:
            get_client(db, client_id)
            add_file(db, deposited)

        described = False
        try:
            self.desk.change(Change(client_id, form, write, f"fichier {file_id}"))
            described = not self.desk.replayed
        finally:
            if not described:
                self.files.delete(file_id)

    def open(self, client_id: ClientId, file_id: FileId) -> tuple[Deposited, bytes]:
        """Read a file as one action."""
        found = self.desk.read(lambda db: get_file(db, client_id, file_id), client_id, f"fichier {file_id}")
        return found, self.files.get(found.id, found.sha256)
