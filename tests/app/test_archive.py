"""The format of an archive: what is whole is read back, on the other engine too; what is not is refused."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from reference_app.ids import ClientId, EntryId, TenantId, new_id
from reference_app.operations.archive import FORMAT, BadArchive, Manifest, Reading, Seal, Writing, archive_id
from reference_app.operations.dumping import dump, load, verify
from reference_app.operations.rows import Proving, line, values_of
from reference_app.services.desk import mark_applied
from reference_app.storage.clients import ClientFields, Kind, add_client, change_client, get_client
from reference_app.storage.dossier_tables import changes, clients
from reference_app.storage.journal_tables import entries, sent_forms
from reference_app.storage.sealing import Purpose
from reference_app.storage.sites import Place, Site
from reference_app.storage.store import Store
from tests.app.sites import ENGINES, MakeSite, site_of

__all__ = ["site_of"]
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
SEAL = Seal("a" * 32, "dossiers", "0" * 32, bytes(range(32)))
VALUES = st.lists(
    st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.text(max_size=20), st.binary(max_size=20)), min_size=1
)


def archive(rows: Iterable[list[object]], size: int = 1) -> bytes:
    """Return an archive of one table of one column."""
    file, proving = io.BytesIO(), Proving("t", ("c",) * size)
    writing = Writing(file, SEAL)
    writing.table("t", ("c",) * size)
    for row in rows:
        proving.add(line(row))  # type: ignore[arg-type]
        writing.line(line(row))  # type: ignore[arg-type]
    writing.close(Manifest(SEAL.owner, SEAL.purpose, AT, "s", (proving.done(),)))
    return file.getvalue()


def frames(content: bytes) -> tuple[bytes, list[bytes]]:
    """Return the header of an archive and its chunks."""
    head, _, rest = content.partition(b"\n")
    found = []
    while rest:
        size = 4 + int.from_bytes(rest[:4], "big")
        found.append(rest[:size])
        rest = rest[size:]
    return head + b"\n", found


def read(content: bytes, seal: Seal = SEAL) -> list[list[object]]:
    reading = Reading(io.BytesIO(content), seal)
    return [values_of(row) for _table, rows in reading.tables() for row in rows]  # type: ignore[misc]


LONG = archive([["x" * 1000 + str(n)] for n in range(600)])


@given(st.lists(VALUES, max_size=5))
def test_what_is_written_is_read(rows: list[list[object]]) -> None:
    assert read(archive(rows, 3)) == rows


def test_chunks_are_bounded_and_nothing_is_in_clear() -> None:
    head, chunks = frames(LONG)
    assert head == f"{FORMAT} {SEAL.id}\n".encode()
    assert len(chunks) > 2
    assert b"manifest" not in LONG
    assert len(read(LONG)) == 600


def broken() -> Iterator[tuple[str, bytes]]:
    head, chunks = frames(LONG)
    yield "without its end", head + b"".join(chunks[:-1])
    yield "without its beginning", head + b"".join(chunks[1:])
    yield "in another order", head + chunks[1] + chunks[0] + b"".join(chunks[2:])
    yield "one chunk twice", head + chunks[0] + b"".join(chunks)
    yield "continued", LONG + chunks[-1]
    yield "cut in a chunk", LONG[:-3]
    yield "cut in a length", head + chunks[0] + b"\0"
    yield "an absurd length", head + b"\xff" * 8
    yield "empty", head
    yield "another id", LONG.replace(SEAL.id.encode(), b"1" * 32)
    yield "another format", LONG.replace(b"archive/1", b"archive/2")
    yield "no archive", b"PK\x03\x04"


@pytest.mark.parametrize(("why", "content"), list(broken()), ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_not_whole_is_refused(why: str, content: bytes) -> None:  # noqa: ARG001
    with pytest.raises(BadArchive):
        read(content)


@given(st.integers(0, len(LONG) - 1), st.integers(1, 255))
def test_an_altered_byte_is_refused(at: int, by: int) -> None:
    content = bytearray(LONG)
    content[at] ^= by
    with pytest.raises(BadArchive):
        read(bytes(content))


@pytest.mark.parametrize(
    "other",
    [
        evolve(SEAL, owner="b" * 32),
        evolve(SEAL, purpose="journal"),
        evolve(SEAL, key=bytes(32)),
        evolve(SEAL, id="1" * 32),
    ],
)
def test_an_archive_opens_to_its_owner_for_its_purpose_alone(other: Seal) -> None:
    with pytest.raises(BadArchive):
        read(LONG, other)


def test_a_manifest_that_does_not_say_what_is_there_is_refused() -> None:
    file = io.BytesIO()
    writing = Writing(file, SEAL)
    writing.table("t", ("c",))
    writing.line("[1]")
    writing.close(Manifest(SEAL.owner, SEAL.purpose, AT, "s", (Proving("t", ("c",)).done(),)))
    with pytest.raises(BadArchive, match="manifeste"):
        read(file.getvalue())


def made(site: Site, purpose: Purpose) -> Store:
    place = Place(TenantId(new_id()), purpose)
    if purpose is Purpose.JOURNAL:
        site.make(Place(place.tenant_id, Purpose.DOSSIERS), SEAL.key)
    site.make(place, SEAL.key)
    return site.owned(place, lambda: (SEAL.key,))


def dumped(store: Store, seal: Seal) -> tuple[Manifest, bytes]:
    file = io.BytesIO()
    return dump(store, seal, AT, file), file.getvalue()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("other", ENGINES)
def test_what_one_engine_keeps_the_other_restores(site_of: MakeSite, engine: str, other: str) -> None:
    store, target = made(site_of(engine), Purpose.DOSSIERS), made(site_of(other), Purpose.DOSSIERS)
    with store.write() as db:
        for name in ("b", "Œ'\"\\\n\t𝔘", "a"):
            add_client(db, ClientId(name), ClientFields(Kind.PERSON, last_name=name), AT)
        change_client(db, get_client(db, ClientId("b")), ClientFields(Kind.COMPANY, corporate_name="B"), AT)
        mark_applied(db, EntryId("e"), AT)
    manifest, content = dumped(store, SEAL)
    assert {table.name: (table.rows, table.last) for table in manifest.tables} == {
        "changes": (4, 4), "clients": (3, None), "files": (0, None), "applied": (1, None),
    }  # fmt: skip
    assert verify(io.BytesIO(content), SEAL) == manifest
    with target.write() as db:
        load(db, SCHEMA, io.BytesIO(content), SEAL)
    assert dumped(target, SEAL)[0] == manifest
    with target.write() as db:  # what follows is numbered and logged after what came
        add_client(db, ClientId("c"), ClientFields(Kind.PERSON), AT)
        assert list(db.scalars(select(changes.c.seq).order_by(changes.c.seq))) == [1, 2, 3, 4, 5]
        assert db.scalar(select(clients.c.number).where(clients.c.id == "c")) == 4


@pytest.mark.parametrize("engine", ENGINES)
def test_bytes_and_numbers_of_a_journal_come_back(site_of: MakeSite, engine: str) -> None:
    seal, store, target = evolve(SEAL, purpose="journal"), made(site_of(engine), Purpose.JOURNAL), None
    row = {name: "x" for name in entries.c.keys() if name not in ("seq", "at", "port")}  # noqa: SIM118
    with store.write() as db:
        db.execute(insert(entries).values(at=AT, **row))
        db.execute(insert(sent_forms).values(user_id="u", key="k", digest=b"\x00\xff'", entry_id="x"))
    manifest, content = dumped(store, seal)
    target = made(site_of("embedded"), Purpose.JOURNAL)
    with target.write() as db:
        load(db, entries.metadata, io.BytesIO(content), seal)
        assert db.scalar(select(sent_forms.c.digest)) == b"\x00\xff'"
        assert db.scalar(select(entries.c.at)) == AT
    assert dumped(target, seal)[0] == manifest


def test_an_archive_of_another_schema_fills_nothing(site_of: MakeSite) -> None:
    target = made(site_of("embedded"), Purpose.DOSSIERS)
    with pytest.raises(BadArchive, match="autre schéma"), target.write() as db:
        load(db, SCHEMA, io.BytesIO(LONG), SEAL)
    assert dumped(target, SEAL)[0].rows == 0


SCHEMA = clients.metadata


def test_what_is_no_archive_says_so() -> None:
    with pytest.raises(BadArchive, match="pas une archive"):
        archive_id(io.BytesIO(b""))
