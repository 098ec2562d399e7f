"""Giving a brokerage its data back (9.3, 9.4): its dossiers and its journal, in clear for it, and sealed to it alone.

A zip of each table as JSON and as CSV, and a manifest with counts and digests. Nothing is in clear on the disk.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from attrs import field, frozen
from sqlalchemy import Connection, Table, select

from netsoft.clause import Clause
from reference_app.errors import SetupError
from reference_app.operations.envelope import Recipient, Sealing, content_of
from reference_app.operations.files import whole_file
from reference_app.operations.replay import followed
from reference_app.operations.room import Room, Subject, refuse_without_ticket
from reference_app.operations.rows import plain
from reference_app.services.client_csv import guarded
from reference_app.storage.dossier_tables import files
from reference_app.storage.journal_tables import counts, entries, outcomes
from reference_app.storage.people import Tenant
from reference_app.storage.sealing import Purpose

GIVEN_BACK: Final = Clause("9.3")
ITS_OWN: Final = Clause("9.4")
_README: Final = """\
Export des données du cabinet {name}, état du {at} UTC.

dossiers/ : les dossiers ; fichiers/ : ce qui y est déposé, sous l’identifiant de sa ligne ;
journal/ : le journal des actions et leur décompte.
Chaque table est donnée deux fois : en JSON, exacte, et en CSV pour un tableur (point-virgule, UTF-8 ; une cellule
qu’un tableur calculerait y est précédée d’une apostrophe).
manifest.json donne le nombre de lignes et l’empreinte SHA-256 de chaque fichier.
"""


@frozen
class Wanted:
    """Whose data, to whom, where, by which ticket."""

    tenant: Tenant
    recipient: Recipient
    folder: Path
    ticket: str = field(converter=refuse_without_ticket)


@frozen
class Given:
    """What was given: the file, how many rows, and the digest of the content that it holds sealed."""

    path: Path
    rows: int
    digest: str


def export(room: Room, wanted: Wanted) -> Given:
    """Write the export of a brokerage, read it again, and note it in both journals."""
    now, tenant = room.deployment.clock.now(), wanted.tenant
    if wanted.folder.resolve().is_relative_to(room.deployment.settings.data_folder.resolve()):
        raise SetupError(f"{wanted.folder} est dans le dossier des données ; donner un autre dossier.")
    path = wanted.folder / f"export-{tenant.siren}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.netsoft-export"
    with whole_file(path) as file:
        sealing = Sealing(file, wanted.recipient)
        rows = _zip(room, tenant, now, sealing)
        sealing.finish()
        file.seek(0)
        _prove(file, sealing)
    room.note_to(tenant, "data.export", f"billet {wanted.ticket}, {rows} lignes, {sealing.digest}")
    return Given(path, rows, sealing.digest)


def _zip(room: Room, tenant: Tenant, at: datetime, sealing: Sealing) -> int:
    proofs: list[dict[str, object]] = []
    parts = (
        (Subject(tenant.id, Purpose.DOSSIERS, tenant.name), followed()),
        (Subject(tenant.id, Purpose.JOURNAL, tenant.name), (entries, outcomes, counts)),
    )
    with zipfile.ZipFile(sealing, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        writer = _Writer(archive, at, proofs)
        for subject, tables in parts:
            with room.store(subject).read() as db:
                for table in tables:
                    room.say(f"{subject.words} : {table.name}")
                    writer.add(f"{subject.purpose.value}/{table.name}.json", _json, (db, table))
                    writer.add(f"{subject.purpose.value}/{table.name}.csv", _csv, (db, table))
        writer.files(room, tenant)
        readme = _README.format(name=tenant.name, at=f"{at.astimezone(UTC):%d/%m/%Y %H:%M:%S}")
        writer.text("LISEZMOI.txt", readme)
        manifest = {"siren": tenant.siren, "name": tenant.name, "at": at.astimezone(UTC).isoformat(), "files": proofs}
        writer.text("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    return sum(int(str(proof["rows"])) for proof in proofs if str(proof["file"]).endswith(".json"))


@frozen
class _Writer:
    """Adds files to a zip as they are made, and proves each."""

    _archive: zipfile.ZipFile
    _at: datetime
    _proofs: list[dict[str, object]]

    def add(
        self,
        name: str,
        give: Callable[[Connection, Table], Iterator[tuple[str, int]]],
        of: tuple[Connection, Table],
    ) -> None:
        """Add what ``give`` gives: pieces of text, and how many rows each holds."""
        digest, rows = hashlib.sha256(), 0
        with self._archive.open(self._info(name), "w", force_zip64=True) as file:
            for text, held in give(*of):
                digest.update(text.encode())
                file.write(text.encode())
                rows += held
        self._proofs.append({"file": name, "rows": rows, "sha256": digest.hexdigest()})

    def files(self, room: Room, tenant: Tenant) -> None:
        """Add what was deposited in the dossiers; each is the one that its row describes, or the export fails."""
        kept = room.deployment.vault.files_of(tenant.id)
        with room.store(Subject(tenant.id, Purpose.DOSSIERS, tenant.name)).read() as db:
            rows = db.execute(select(files).where(files.c.removed_at.is_(None)).order_by(files.c.id)).all()
        for row in rows:
            name = f"fichiers/{row.id}-{_safe(row.name)}"
            content = kept.get(row.id, row.sha256)
            with self._archive.open(self._info(name), "w", force_zip64=True) as file:
                file.write(content)
            self._proofs.append({"file": name, "rows": 0, "sha256": row.sha256})

    def text(self, name: str, content: str) -> None:
        """Add a text that is no table."""
        self._archive.writestr(self._info(name), content)

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self._at.astimezone(UTC).timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        return info


def _safe(name: str) -> str:
    """Return a name without what leads out of a folder or trips a system."""
    return "".join(each if each.isalnum() or each in " .-_()" else "_" for each in name).strip(". ")[:120] or "fichier"


def _rows(db: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    kept = plain(table)
    asked = select(kept).order_by(*(kept.c[key.name] for key in table.primary_key))
    for row in db.execute(asked, execution_options={"yield_per": 500}):
        yield tuple(row)


def _json(db: Connection, table: Table) -> Iterator[tuple[str, int]]:
    names, before = tuple(table.columns.keys()), "[\n"
    for row in _rows(db, table):
        yield before + json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=bytes.hex), 1
        before = ",\n"
    yield ("[]" if before == "[\n" else "\n]") + "\n", 0


def _csv(db: Connection, table: Table) -> Iterator[tuple[str, int]]:
    yield "\N{ZERO WIDTH NO-BREAK SPACE}" + _csv_line(table.columns.keys()), 0
    for row in _rows(db, table):
        yield _csv_line("" if value is None else str(value) for value in row), 1


def _csv_line(cells: Any) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow([guarded(cell) for cell in cells])
    return text.getvalue()


def _prove(file: IO[bytes], sealing: Sealing) -> None:
    """Read again what was written, and compare."""
    digest = hashlib.sha256()
    for part in content_of(file, file.readline(4096), sealing.key):
        digest.update(part)
    if digest.hexdigest() != sealing.digest:
        raise SetupError("L’export ne se relit pas comme il a été écrit.")
