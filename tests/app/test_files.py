"""Files at rest: the same promises of a folder and of S3, and nothing in clear on either."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.errors import BrokenEvidence
from reference_app.errors import NotFound
from reference_app.ids import new_id
from reference_app.storage.files import DiskFiles, FileStore, s3_files
from reference_app.storage.sealed_stream import MAGIC, PIECE, Bound, seal, unseal
from tests.servers.s3 import S3

KEY = bytes(range(32))
BOUND = Bound(KEY, b"mistral/files/1")
CANARY = b"CANARI-ZOE-LEFEVRE"


@pytest.fixture(params=["disk", "s3"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "disk":
        return DiskFiles(tmp_path)
    s3: S3 = request.getfixturevalue("s3")
    environ = {
        "AWS_ENDPOINT_URL": s3.endpoint,
        "AWS_ACCESS_KEY_ID": s3.access_key,
        "AWS_SECRET_ACCESS_KEY": s3.secret_key,
        "AWS_REGION": s3.region,
    }
    return s3_files(f"s3://{s3.new_bucket()}", environ.items())


def read(files: FileStore, name: str) -> bytes:
    return b"".join(files.get(name))


def test_what_is_kept_is_given_back_listed_and_removed(files: FileStore) -> None:
    mine, other = new_id(), new_id()
    names = sorted(f"{mine}/{new_id()}" for _ in range(3))
    for name in names:
        files.put(name, [name.encode(), b"-", b"x" * 300_000])
    assert [read(files, name) for name in names] == [name.encode() + b"-" + b"x" * 300_000 for name in names]
    assert sorted(files.names(mine)) == names
    assert list(files.names(other)) == []
    files.delete(names[0])
    files.delete(names[0])
    with pytest.raises(NotFound):
        read(files, names[0])
    assert sorted(files.names(mine)) == names[1:]


def test_a_content_that_fails_on_the_way_leaves_nothing(files: FileStore, tmp_path: Path) -> None:
    name = f"{new_id()}/{new_id()}"

    def cut() -> Iterator[bytes]:
        yield b"x" * 100_000
        raise TimeoutError

    with pytest.raises(TimeoutError):
        files.put(name, cut())
    with pytest.raises(NotFound):
        read(files, name)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/b", "", "0" * 32, f"{'0' * 32}/../{'0' * 32}"])
def test_a_name_that_is_not_two_ids_reaches_nothing(files: FileStore, name: str) -> None:
    for reach in (lambda: files.put(name, [b"x"]), lambda: read(files, name), lambda: files.delete(name)):
        with pytest.raises(NotFound):
            reach()


def test_a_folder_of_files_is_open_to_its_owner_alone(tmp_path: Path) -> None:
    name = f"{new_id()}/{new_id()}"
    DiskFiles(tmp_path / "files").put(name, [b"x"])
    modes = {path.stat().st_mode & 0o077 for path in (tmp_path / "files").rglob("*")}
    assert modes == {0}


@given(st.lists(st.binary(max_size=2 * PIECE // 3), max_size=6), st.integers(1, PIECE))
def test_what_is_sealed_opens_however_it_is_cut(parts: list[bytes], cut: int) -> None:
    sealed = b"".join(seal(parts, BOUND))
    again = (sealed[at : at + cut] for at in range(0, len(sealed), cut))
    assert b"".join(unseal(again, BOUND)) == b"".join(parts)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_every_size_comes_back(size: int) -> None:
    content = os.urandom(size)
    sealed = b"".join(seal([content], BOUND))
    assert b"".join(unseal([sealed], BOUND)) == content
    assert len(sealed) == len(MAGIC) + 16 + size + 16 * max(1, -(-size // PIECE))


def refused(sealed: bytes, bound: Bound = BOUND) -> bool:
    try:
        list(unseal([sealed], bound))
    except BrokenEvidence:
        return True
    return False


def test_nothing_of_another_file_brokerage_or_key_opens() -> None:
    sealed = b"".join(seal([CANARY * 10_000], BOUND))
    assert CANARY not in sealed
    assert not refused(sealed)
    assert refused(sealed, Bound(KEY, b"sirocco/files/1"))
    assert refused(sealed, Bound(bytes(32), BOUND.words))


def test_a_piece_altered_moved_missing_or_added_does_not_open() -> None:
    sealed = b"".join(seal([os.urandom(3 * PIECE)], BOUND))
    head = len(MAGIC) + 16
    pieces = [sealed[at : at + PIECE + 16] for at in range(head, len(sealed), PIECE + 16)]
    assert len(pieces) == 3
    orders: tuple[list[int], ...] = ([1, 0, 2], [0, 1], [0, 2], [0, 1, 2, 2], [0, 0, 1, 2], [], [2])
    assert all(refused(sealed[:head] + b"".join(pieces[n] for n in order)) for order in orders)
    for at in (0, len(MAGIC), head, head + 5, len(sealed) - 1):
        altered = bytearray(sealed)
        altered[at] ^= 1
        assert refused(bytes(altered))
    assert all(refused(sealed[:cut]) for cut in (0, 5, head, head + 10, len(sealed) - 1))
