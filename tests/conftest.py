"""What every test shares: the report, the guard of the network, the Hypothesis profiles.

**The report.** A test that counts something worth reading says so::

    def test_peer_cases(report: Report) -> None:
        ...
        report.add("peer cases", f"{passed} passed, {left_out} left out, each with its reason")

and the line stands at the end of the run, under its topic, whether the test passed or not.

**The network.** No test opens a connection outside loopback; one that tries fails.

**Hypothesis.** The profile ``default`` is modest and without chance, so that the same code gets the same verdict
everywhere; ``campaign`` is long and draws anew each time (``make campaign``), ``mutants`` short. None has a deadline:
the suite holds no timed assertion.
"""

import importlib.util
import ipaddress
import socket
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.servers.fixtures import pgbouncer, postgres, redis, s3  # noqa: F401  fixtures for every suite

settings.register_profile("default", max_examples=30, deadline=None, derandomize=True)
settings.register_profile(
    "campaign",
    max_examples=5_000,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "mutants",
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),  # that it fails is enough: no time is spent on the smallest failure
)
settings.load_profile("default")

# The tests of the browser cannot even be read without the driver.
collect_ignore = [] if importlib.util.find_spec("playwright") else ["browser"]


class Report:
    """Lines that the run prints at its end, under their topics."""

    def __init__(self) -> None:
        self.topics: dict[str, list[str]] = {}

    def add(self, topic: str, line: str) -> None:
        """Say one line under a topic; the same line twice is said once."""
        lines = self.topics.setdefault(topic, [])
        if line not in lines:
            lines.append(line)


# Few tests that take long: begun first, no worker waits for the other at the end.
LONGEST = {
    "operations.md",
    "test_audit_on_server.py",
    "test_bytes.py",
    "test_commands.py",
    "test_demo.py",
    "test_group_commit.py",
    "test_interruptions.py",
    "test_load.py",
    "test_midnight.py",
    "test_migrations.py",
    "test_moving.py",
    "test_server_at_work.py",
    "test_strategies.py",
    "test_tenants_apart.py",
    "test_two_years.py",
}
Address = tuple[object, ...] | str
REPORT = pytest.StashKey[Report]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[REPORT] = Report()
    config.pluginmanager.register(Workers(config.stash[REPORT]))


@pytest.fixture(scope="session")
def report(pytestconfig: pytest.Config) -> Report:
    """The report of this run: ``report.add(topic, line)``."""
    return pytestconfig.stash[REPORT]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the lines of a worker over to the run that it works for."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["report"] = session.config.stash[REPORT].topics


class Workers:
    """Takes the lines of the workers in, when the suite runs on several cores."""

    def __init__(self, report: Report) -> None:
        self.report = report

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Add what a worker that ends has said."""
        output: dict[str, dict[str, list[str]]] = getattr(node, "workeroutput", {})
        for topic, lines in output.get("report", {}).items():
            for line in lines:
                self.report.add(topic, line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    topics = config.stash[REPORT].topics
    if topics:
        terminalreporter.section("counted")
    for topic in sorted(topics):
        for line in topics[topic]:
            terminalreporter.write_line(f"{topic}: {line}")


def is_loopback(host: object) -> bool:
    """Whether a host, as given to ``connect`` or ``getaddrinfo``, is this machine."""
    if isinstance(host, bytes):
        host = host.decode()
    if host in {None, "", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def refuse_other_hosts(sock: socket.socket, address: object) -> None:
    """Fail the test that connects to anything but this machine."""
    if sock.family not in {socket.AF_INET, socket.AF_INET6}:
        return
    host = address[0] if isinstance(address, tuple) else address
    if not is_loopback(host):
        pytest.fail(f"a test tried to reach {host}: only loopback is allowed")


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """Refuse, for the whole run, connections and name look-ups outside loopback."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    getaddrinfo = socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Address) -> None:
        refuse_other_hosts(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Address) -> int:
        refuse_other_hosts(self, address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: str | bytes | None, *args: int, **kwargs: int) -> object:
        if not is_loopback(host):
            pytest.fail(f"a test looked {host!r} up: only loopback is allowed")
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield
