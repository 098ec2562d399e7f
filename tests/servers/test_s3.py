"""The S3 of the tests, spoken to over HTTP by the client that the application uses."""

from __future__ import annotations

import pytest

from tests.servers.s3 import S3

obstore = pytest.importorskip("obstore")


def bucket(s3: S3) -> object:
    from obstore.store import S3Store

    return S3Store(
        s3.new_bucket(),
        endpoint=s3.endpoint,
        region=s3.region,
        access_key_id=s3.access_key,
        secret_access_key=s3.secret_key,
        virtual_hosted_style_request=False,
        client_options={"allow_http": True},
    )


def test_what_is_put_is_found_and_listed(s3: S3) -> None:
    place = bucket(s3)
    obstore.put(place, "tenant/one", b"\x00bytes")
    assert bytes(obstore.get(place, "tenant/one").bytes()) == b"\x00bytes"
    assert [found["path"] for found in obstore.list(place).collect()] == ["tenant/one"]
    obstore.delete(place, "tenant/one")
    with pytest.raises(FileNotFoundError):
        obstore.get(place, "tenant/one")


def test_what_is_there_is_not_written_over_unless_asked(s3: S3) -> None:
    place = bucket(s3)
    obstore.put(place, "once", b"first", mode="create")
    with pytest.raises(obstore.exceptions.AlreadyExistsError):
        obstore.put(place, "once", b"second", mode="create")


def test_buckets_do_not_meet(s3: S3) -> None:
    first, second = bucket(s3), bucket(s3)
    obstore.put(first, "name", b"of the first")
    assert obstore.list(second).collect() == []


def test_the_secret_is_not_shown(s3: S3) -> None:
    assert s3.secret_key not in repr(s3)
