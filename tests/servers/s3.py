"""Storage that speaks S3 over HTTP on loopback: moto's server, in a thread. It checks no signature."""

from __future__ import annotations

import http.client
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from attrs import field, frozen

from tests.servers.kept import Unavailable

REGION: Final = "eu-west-3"
_LOCATION: Final = (
    '<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
    f"<LocationConstraint>{REGION}</LocationConstraint></CreateBucketConfiguration>"
)


@frozen
class S3:
    """Where it is and how one gets in; ``new_bucket`` makes an empty bucket in it."""

    endpoint: str
    access_key: str
    secret_key: str = field(repr=False)
    region: str = REGION

    def new_bucket(self) -> str:
        """Make an empty bucket and return its name."""
        name = f"netsoft-{secrets.token_hex(8)}"
        place = http.client.HTTPConnection(self.endpoint.removeprefix("http://"), timeout=60)
        credential = f"AWS4-HMAC-SHA256 Credential={self.access_key}/20260101/{REGION}/s3/aws4_request"
        place.request("PUT", f"/{name}", _LOCATION, {"Authorization": f"{credential}, SignedHeaders=host, Signature=0"})
        answer = place.getresponse()
        said = answer.read()
        place.close()
        assert answer.status == http.HTTPStatus.OK, said
        return name


@contextmanager
def fresh_s3() -> Iterator[S3]:
    """A server of one's own; raise Unavailable without the package moto."""
    try:
        from moto.server import ThreadedMotoServer
    except ImportError:
        raise Unavailable("the package moto[s3,server] is not installed") from None
    log = logging.getLogger("werkzeug")
    level = log.level
    log.setLevel(logging.WARNING)  # else a line a request
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield S3(f"http://{host}:{port}", "netsoft", secrets.token_urlsafe(24))
    finally:
        server.stop()
        if server._server is not None:
            server._server.server_close()
        log.setLevel(level)
