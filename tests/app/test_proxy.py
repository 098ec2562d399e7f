"""The source of a request: the peer, or what the named proxies say of it; and failures that fade."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from netsoft.answers import Decision
from netsoft.tenancy.networks import Proxies
from netsoft.tenancy.places import Source
from reference_app.app import create_app
from reference_app.errors import SetupError
from reference_app.services.sign_in import Credentials, Refused
from reference_app.settings import from_environment
from reference_app.storage.people import Realm
from reference_app.web.proxy import BehindProxy, source_of
from tests.app.world import ORIGIN, World

PROXY = "192.0.2.10"


def journaled(world: World, proxies: str, peer: str, header: str) -> tuple[str, int | None]:
    """Open the list of clients through a peer; return the source that the journal holds."""
    app = create_app(
        evolve(world.deployment, settings=evolve(world.deployment.settings, proxies=Proxies.parse(proxies)))
    )
    http = TestClient(app, follow_redirects=False, client=(peer, 40_000))
    with http:
        known = world.first.users[0]
        form = {"login": known.account.person.login, "password": known.password}
        headers = {"origin": ORIGIN, "x-forwarded-for": header}
        told = http.post("/connexion", data=form, headers=headers).status_code == 303
        assert http.get("/clients", headers=headers).status_code == (200 if told else 303)
    actor = world.first.entries[-1].actor
    return actor.ip, actor.port


@pytest.mark.parametrize(
    ("asked", "source"),
    [
        (("", PROXY, "203.0.113.9:4711"), (PROXY, 40_000)),
        ((PROXY, PROXY, "6.6.6.6, 203.0.113.9:4711"), ("203.0.113.9", 4711)),
        ((PROXY, f"::ffff:{PROXY}", "203.0.113.9"), ("203.0.113.9", None)),
        ((f"{PROXY}, 10.0.0.0/28", PROXY, "6.6.6.6, 203.0.113.9:4711, 10.0.0.3"), ("203.0.113.9", 4711)),
        ((PROXY, "192.0.2.11", "203.0.113.9:4711"), ("192.0.2.11", 40_000)),
        ((PROXY, PROXY, "[2001:DB8::1]:443"), ("2001:db8::1", 443)),
        ((PROXY, PROXY, "203.0.113.9, quelque part"), (PROXY, 40_000)),
        ((PROXY, PROXY, "203.0.113.9:0"), (PROXY, 40_000)),
    ],
)
def test_only_the_named_proxies_are_believed(
    world: World, asked: tuple[str, str, str], source: tuple[str, int | None]
) -> None:
    assert journaled(world, *asked) == source


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (["203.0.113.9", "198.51.100.1"], Source("198.51.100.1")),
        (["203.0.113.9,"], "maillon illisible de X-Forwarded-For : «  » n'est pas une adresse IP"),
        ([], "le proxy ne dit pas pour qui il parle"),
    ],
)
def test_a_page_is_told_the_source_or_why_there_is_none(headers: list[str], found: Source | str) -> None:
    told: list[Source | Decision] = []

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        told.append(source_of(Request(scope)))
        await PlainTextResponse("")(scope, receive, send)

    app = BehindProxy(page, Proxies.parse(PROXY))
    TestClient(app, client=(PROXY, 40_000)).get("/", headers=[("x-forwarded-for", each) for each in headers])
    assert [each.reasons[0].fact if isinstance(each, Decision) else each for each in told] == [found]


def test_the_settings_name_the_proxies(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}
    named = from_environment({"NETSOFT_PROXY": "::1, 10.0.0.0/28", **home}).proxies.networks
    assert list(map(str, named)) == ["::1", "10.0.0.0/28"]
    assert from_environment(home).proxies == Proxies()


@pytest.mark.parametrize("text", ["proxy.example", "*", "0.0.0.0/0", "::/0", "10.0.0.1/28"])
def test_a_proxy_that_is_nobody_or_everybody_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SetupError, match=r"NETSOFT_PROXY : .* ; écrire les adresses ou les réseaux des proxys"):
        from_environment({"NETSOFT_PROXY": text, "HOME": str(tmp_path)})


@pytest.mark.parametrize("host", ["app.example", "192.0.2.1", "0.0.0.0", "[2001:db8::1]", "localhost.example"])
def test_a_public_host_is_refused_in_clear(tmp_path: Path, host: str) -> None:
    environ = {"NETSOFT_HOSTS": f"localhost,{host}", "HOME": str(tmp_path)}
    with pytest.raises(SetupError, match="NETSOFT_INSECURE"):
        from_environment(environ)
    assert from_environment({**environ, "NETSOFT_INSECURE": "1"}).hosts == ("localhost", host)
    assert from_environment({**environ, "NETSOFT_HTTPS": "1"}).https


def test_hosts_of_this_machine_need_no_tls(tmp_path: Path) -> None:
    hosts = "127.0.0.1,localhost,[::1],127.8.0.1,app.localhost"
    assert len(from_environment({"NETSOFT_HOSTS": hosts, "HOME": str(tmp_path)}).hosts) == 5


def attempt(world: World, login: str, password: str = "ce n'est pas lui") -> float | None:
    """Try to sign in from one source; return the wait that is asked for, ``None`` for a success."""
    given = Credentials(Realm.BROKER, login, password, "203.0.113.9")
    result = world.deployment.sign_in(given, world.clock.now(), Source("203.0.113.9"))
    return result.wait.total_seconds() if isinstance(result, Refused) else None


def test_old_failures_of_a_source_fade_though_people_sign_in_meanwhile(world: World) -> None:
    known = world.first.users[0]
    for day_hour in range(30):
        for n in range(5):
            assert attempt(world, f"personne{day_hour}.{n}@ailleurs.example") == 0.0
        assert attempt(world, known.account.person.login, known.password) is None
        world.clock.advance(hours=1)


def test_failures_without_a_pause_still_add_up(world: World) -> None:
    waits = []
    for n in range(60):
        waits.append(attempt(world, f"personne{n}@ailleurs.example"))
        world.clock.advance(seconds=10)
    assert any(waits)


def test_an_empty_login_is_refused_and_throttles_nobody(world: World) -> None:
    assert [attempt(world, blank) for blank in ("", "  ", "\t") * 30] == [0.0] * 90
    known = world.first.users[0]
    assert attempt(world, known.account.person.login, known.password) is None


def test_a_login_that_looks_like_a_key_is_only_a_login(world: World) -> None:
    for n in range(39):
        attempt(world, f"203.0.113.9|claire.fabre@mistral.example{' ' * n}|")
    known = world.first.users[0]
    assert attempt(world, known.account.person.login, known.password) is None


@pytest.mark.parametrize(("passed", "said"), [(63, "1 seconde,"), (62, "2 secondes,"), (0, "64 secondes,")])
def test_the_wait_is_said_in_the_singular_and_in_the_plural(world: World, passed: int, said: str) -> None:
    browser = world.nobody()
    form = {"login": "claire.fabre@mistral.example", "password": "ce n'est pas lui"}
    for _ in range(5):
        browser.post("/connexion", form)
    world.clock.advance(seconds=passed)
    assert f"patienter {said}" in browser.post("/connexion", form).text
