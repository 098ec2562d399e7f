"""The application as people use it: served by its own command, opened in a real Chromium.

``NETSOFT_CHROMIUM`` and ``NETSOFT_AXE`` tell where the browser and axe-core are; otherwise they are
looked for among the programs, in ``node_modules`` and in the cache of the user.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest
from attrs import frozen
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.servers.databases import empty_database
from tests.servers.kept import free_port

ROOT: Final = Path(__file__).parents[2]
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
_ACCOUNT: Final = re.compile(r"^\s+(\S+@\S+)\s+(\S+)\s+\((\S+),", re.MULTILINE)


@frozen
class Service:
    """A served application with demonstration data, who may sign in (``(login, password)``), and its data folder."""

    address: str
    first: tuple[str, str]
    second: tuple[str, str]
    staff: tuple[str, str]
    data: Path


ENGINES: Final = ("embedded", "postgresql")


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """On which engine the application keeps what it is given: files, or PostgreSQL."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def service(engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    with ExitStack() as stack:
        environ = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "examples"), str(ROOT / "src")]),
            "PYTHONUNBUFFERED": "1",
            "NETSOFT_DATA": str(folder / "data"),
            "NETSOFT_KEY_FILE": str(folder / "keys" / "master.key"),
        }
        if engine == "postgresql":  # one setting moves the application
            database = empty_database(request.getfixturevalue("postgres"))
            environ["NETSOFT_DATABASE"] = stack.enter_context(database)
        command = [sys.executable, "-m", "reference_app", "serve", "--demo", "--port", str(free_port())]
        process = stack.enter_context(subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True))
        stack.callback(process.terminate)
        yield _announced(process, folder / "data")


def _announced(process: subprocess.Popen[str], data: Path) -> Service:
    """Read what the command prints until it says where it listens."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        found = re.search(r"https?://\S+", line)
        if found:
            break
    else:
        pytest.fail(f"the service did not start: {said}")
    accounts = _ACCOUNT.findall(said)
    brokers = [(login, password) for login, password, realm in accounts if realm == "cabinet"]
    staff = [(login, password) for login, password, realm in accounts if realm != "cabinet"]
    elsewhere = [one for one in brokers if one[0].partition("@")[2] != brokers[0][0].partition("@")[2]]
    return Service(found[0].rstrip("/"), brokers[0], elsewhere[0], staff[0], data)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    named = [os.environ.get("NETSOFT_CHROMIUM"), *map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))]
    program = next(filter(None, named), None)
    if program is None:
        pytest.skip("no Chromium was found (on Debian: apt-get install chromium)")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    places = [
        Path(os.environ["NETSOFT_AXE"]) if "NETSOFT_AXE" in os.environ else None,
        ROOT / "node_modules" / "axe-core" / "axe.min.js",
        Path.home() / ".cache" / "axe" / "node_modules" / "axe-core" / "axe.min.js",
    ]
    script = next((place for place in places if place and place.exists()), None)
    if script is None:
        pytest.skip("axe-core was not found (npm install axe-core, or NETSOFT_AXE)")
    return script.read_text("utf-8")


@frozen
class Visit:
    """A window of a person: its page, and what it asked for elsewhere or complained of."""

    page: Page
    context: BrowserContext
    foreign: list[str]
    complaints: list[str]


Open = Callable[..., Visit]


@pytest.fixture
def window(chromium: Browser, service: Service) -> Iterator[Open]:
    """Open windows: ``window()``, ``window(NARROW)``, ``window(script=False)``."""
    opened: list[BrowserContext] = []

    def make(size: dict[str, int] = WIDE, *, script: bool = True, axe: bool = False) -> Visit:
        context = chromium.new_context(
            base_url=service.address,
            viewport={"width": size["width"], "height": size["height"]},
            locale="fr-FR",
            java_script_enabled=script,
            bypass_csp=axe,  # axe-core is put into the page; every other test keeps the policy
        )
        opened.append(context)
        visit = Visit(context.new_page(), context, [], [])
        _watch(visit, service.address)
        return visit

    yield make
    for context in opened:
        context.close()


def _watch(visit: Visit, address: str) -> None:
    def asked(url: str) -> None:
        if not url.startswith((address, "data:")):
            visit.foreign.append(url)

    def complained(kind: str, text: str) -> None:
        if kind in ("error", "warning") and "Failed to load resource" not in text:
            visit.complaints.append(text)

    visit.page.on("request", lambda request: asked(request.url))
    visit.page.on("console", lambda message: complained(message.type, message.text))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))


def sign_in(page: Page, who: tuple[str, str], path: str = "/connexion") -> None:
    """Sign in as a person does."""
    page.goto(path)
    page.get_by_label("Adresse e-mail").fill(who[0])
    page.get_by_label("Mot de passe").fill(who[1])
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(re.compile(r"^(?!.*connexion)"))
