"""The tests' own means: the guard of the network, the report."""

import socket

import pytest

from tests.conftest import Report, is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "", None, b"localhost"])
def test_loopback(host: str | bytes | None) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "localhost.example.org", "::", "0.0.0.0", 1])
def test_other_hosts(host: object) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize("connect", ["connect", "connect_ex"])
def test_a_connection_elsewhere_fails_the_test(connect: str) -> None:
    with socket.socket() as sock, pytest.raises(pytest.fail.Exception, match="only loopback"):
        getattr(sock, connect)(("192.0.2.1", 80))


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(pytest.fail.Exception, match="only loopback"):
        socket.getaddrinfo("example.org", 80)


def test_loopback_connects() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_the_report_says_a_line_once() -> None:
    report = Report()
    for line in ("a", "b", "a"):
        report.add("topic", line)
    assert report.topics == {"topic": ["a", "b"]}
