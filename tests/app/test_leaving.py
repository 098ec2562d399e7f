"""What a brokerage takes with it, and what is left of it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from sqlalchemy import select

from reference_app import open_export
from reference_app.errors import SetupError
from reference_app.operations.backups import back_up_all
from reference_app.operations.envelope import Recipient, Sealing, opened, private_key
from reference_app.operations.erasing import Erasing, certificate_of, close, erase
from reference_app.operations.exporting import Wanted, export
from reference_app.settings import Settings
from reference_app.storage.directory_tables import tenant_keys, users
from reference_app.storage.embedded import EmbeddedSite
from reference_app.storage.served_site import ServedSite
from tests.app.operated import CANARY, Operated, operated, settings
from tests.app.world import CHEAP

__all__ = ["settings"]
MINE, OTHER = X25519PrivateKey.generate(), X25519PrivateKey.generate()


def pem(key: X25519PrivateKey | Ed25519PrivateKey) -> tuple[bytes, bytes]:
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), public


@pytest.fixture
def on(settings: Settings) -> Iterator[Operated]:
    with operated(settings) as made:
        made.add("a", "=b")
        made.deposit("a", CANARY.encode() * 9)
        yield made


def test_a_brokerage_takes_all_its_data_and_nobody_else_opens_them(on: Operated, tmp_path: Path) -> None:
    before = on.counted()
    given = export(on.room, Wanted(on.tenant, Recipient.of_pem(pem(MINE)[1]), tmp_path / "out", "T-1"))
    content = given.path.read_bytes()
    assert CANARY.encode() not in content
    with pytest.raises(SetupError, match="ne s’ouvre pas"):
        list(opened(io.BytesIO(content), OTHER))
    (tmp_path / "key.pem").write_bytes(pem(MINE)[0])
    assert open_export.main([str(given.path), str(tmp_path / "a.zip"), "--key", str(tmp_path / "key.pem")]) == 0
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        rows = json.loads(archive.read("dossiers/clients.json"))
        lines = list(csv.reader(io.StringIO(archive.read("dossiers/clients.csv").decode("utf-8-sig")), delimiter=";"))
        (deposited,) = (name for name in archive.namelist() if name.startswith("fichiers/"))
        assert archive.read(deposited) == CANARY.encode() * 9
        assert deposited.endswith("-é_.._b.pdf")
        tables = {"dossiers/clients": 2, "dossiers/files": 1, "journal/entries": 3, "journal/outcomes": 3}
        expected = {f"{name}.{kind}": n for name, n in tables.items() for kind in ("json", "csv")}
        expected |= {"journal/counts.json": 1, "journal/counts.csv": 1, deposited: 0}
        assert {file["file"]: file["rows"] for file in manifest["files"]} == expected
    assert [(row["id"], row["first_name"]) for row in rows] == [("=b", CANARY), ("a", CANARY)]
    assert lines[1][0] == "'=b"
    assert given.rows == 10
    assert on.journaled()[-1] == ("data.export", "noted")
    assert on.counted() == before


def test_a_passphrase_opens_it_and_no_other() -> None:
    file = io.BytesIO()
    sealing = Sealing(file, Recipient(passphrase="quatre mots", cost=CHEAP))
    sealing.write(b"x" * 600_000)
    sealing.finish()
    assert b"".join(opened(io.BytesIO(file.getvalue()), "quatre mots")) == b"x" * 600_000
    for content, secret in (
        (file.getvalue(), "autre"),
        (file.getvalue(), MINE),
        (file.getvalue()[:-1], "quatre mots"),
        (file.getvalue()[:-40], "quatre mots"),
        (file.getvalue().replace(b'"lanes": 1', b'"lanes": 2'), "quatre mots"),
        (file.getvalue().replace(b'"lanes": 1', b'"lanes": 99'), "quatre mots"),
        (file.getvalue().partition(b"\n")[0] + b"\n", "quatre mots"),
        (b"PK\x03\x04", "quatre mots"),
    ):
        with pytest.raises(SetupError):
            list(opened(io.BytesIO(content), secret))


def test_only_a_key_of_the_right_kind_is_taken() -> None:
    for content in (b"", pem(Ed25519PrivateKey.generate())[1]):
        with pytest.raises(SetupError, match="X25519"):
            Recipient.of_pem(content)
        with pytest.raises(SetupError, match="X25519"):
            private_key(content)


def test_an_export_is_refused_without_a_ticket_or_into_the_data(on: Operated, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="--ticket"):
        Wanted(on.tenant, Recipient(), tmp_path, "")
    with pytest.raises(SetupError, match="dossier des données"):
        export(on.room, Wanted(on.tenant, Recipient(), on.deployment.settings.data_folder / "x", "T"))


def closed(on: Operated) -> Operated:
    close(on.room, on.tenant, "T-8")
    on.tenant = on.room.tenant(on.tenant.id)
    return on


def month_closed(on: Operated) -> None:
    on.clock.advance(days=31)
    assert not [run.failures for run in on.deployment.jobs.run_due(only="close-month") if "counts" in str(run.failures)]


def test_only_a_closed_brokerage_named_in_full_is_erased_once_its_month_is_closed(on: Operated) -> None:
    with pytest.raises(SetupError, match="pas fermé"):
        erase(on.room, Erasing(on.tenant, "T", on.tenant.name))
    closed(on)
    with pytest.raises(SetupError, match="déjà fermé"):
        close(on.room, on.tenant, "T")
    with pytest.raises(SetupError, match="nom tapé"):
        erase(on.room, Erasing(on.tenant, "T", "Cabinet"))
    with pytest.raises(SetupError, match="pas clos"):
        erase(on.room, Erasing(on.tenant, "T", on.tenant.name))
    with pytest.raises(SetupError, match="--ticket"):
        Erasing(on.tenant, "", on.tenant.name)


def test_what_is_erased_is_gone_with_its_archives_and_keys_and_the_rest_stays(on: Operated) -> None:
    back_up_all(on.room)
    closed(on)
    month_closed(on)
    subjects = on.room.subjects(on.tenant)
    certificate = erase(on.room, Erasing(on.tenant, "T-9", on.tenant.name))
    tables = {(base["database"], t["table"]): t["rows"] for base in certificate["bases"] for t in base["tables"]}
    assert tables["dossiers", "clients"] == 2
    assert certificate["sauvegardes"] == 2
    assert not [subject for subject in subjects if on.room.custody.site.exists(subject.place)]
    with on.deployment.directory.store.read() as db:
        assert list(db.scalars(select(tenant_keys.c.purpose))) == []
        assert len(list(db.scalars(select(users.c.id)))) == 1
    assert certificate_of(on.room, on.tenant) == certificate
    with pytest.raises(SetupError, match="déjà effacé"):
        erase(on.room, Erasing(on.tenant, "T-9", on.tenant.name))
    assert list(on.deployment.vault._files.names(on.tenant.id)) == []
    folder = on.deployment.settings.backups
    assert folder is not None
    assert not (folder / on.tenant.id).exists()
    assert [path.parent.name for path in folder.rglob("*.nsa")] == ["directory"]
    assert on.deployment.vault.each() == ()
    on.deployment.jobs.run_due()
    assert CANARY not in json.dumps(certificate, ensure_ascii=False)


def test_an_erasure_that_is_cut_off_is_ended_by_the_next(settings: Settings) -> None:
    site = EmbeddedSite if settings.database is None else ServedSite
    real = site.remove

    def cut(self: EmbeddedSite | ServedSite, place: object) -> None:
        real(self, place)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with operated(settings) as on:
        on.add("a")
        closed(on)
        month_closed(on)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(site, "remove", cut)
            with pytest.raises(KeyboardInterrupt):
                erase(on.room, Erasing(on.tenant, "T", on.tenant.name))
        assert certificate_of(on.room, on.tenant) is None
        erase(on.room, Erasing(on.tenant, "T", on.tenant.name))
        assert certificate_of(on.room, on.tenant) is not None
