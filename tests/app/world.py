"""A small real world for the application's tests: files in a folder, two brokerages, a clock that is set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import httpx2
from attrs import define, evolve, field, frozen
from sqlalchemy import delete, make_url
from starlette.applications import Starlette
from starlette.testclient import TestClient

from reference_app.app import create_app
from reference_app.clock import paris_month
from reference_app.deployment import Deployment, open_deployment
from reference_app.ids import TenantId, UserId
from reference_app.services.acceptances import Acceptances, accepted_by
from reference_app.services.charters import Charters
from reference_app.services.opening import Given, open_brokerage, open_staff, open_user
from reference_app.settings import PasswordCost, Settings
from reference_app.storage.directory_tables import given_passwords
from reference_app.storage.journal import Entry, Outcome
from reference_app.storage.people import Person, Tenant
from reference_app.storage.vault import TenantHandle, Vault
from tests.app.engine import database_of

LONG_AGO: Final = datetime(2020, 1, 1, tzinfo=UTC)
START: Final = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
HOME: Final = "192.0.2.44"
ORIGIN: Final = "http://testserver"
CHEAP: Final = PasswordCost(memory_kib=64, passes=1, lanes=1)
CLIENT: Final[Mapping[str, str]] = {
    "kind": "person",
    "title": "Madame",
    "last_name": "Lefèvre",
    "first_name": "Zoé",
    "birth_date": "03/05/1981",
    "email": "zoe.lefevre@exemple.fr",
    "phone": "06 12 34 56 78",
    "address": "3 rue des Lilas",
    "postcode": "13100",
    "city": "Aix-en-Provence",
    "country": "France",
    "corporate_name": "",
    "siren": "",
    "contact": "",
}
COMPANY: Final[Mapping[str, str]] = {
    **CLIENT,
    "kind": "company",
    "corporate_name": "Boulangerie Œillet & fils",
    "siren": "732 829 320",
}


@define
class SetClock:
    """A clock that stands still until it is moved."""

    at: datetime = START

    def now(self) -> datetime:
        """Return the instant to which it was set."""
        return self.at

    def advance(self, **by: float) -> None:
        """Move it forward."""
        self.at += timedelta(**by)


@define(eq=False)
class Browser:
    """A browser of one person: it keeps cookies, sends its origin, and fills forms from their page."""

    http: TestClient

    def get(self, path: str) -> httpx2.Response:
        """Open a page."""
        return self.http.get(path)

    def post(self, path: str, data: Mapping[str, str], **headers: str) -> httpx2.Response:
        """Send a form as it is given."""
        return self.http.post(path, data=dict(data), headers={"origin": ORIGIN, **headers})

    def fill(self, path: str, data: Mapping[str, str]) -> httpx2.Response:
        """Open the form at ``path``, then send it with ``data`` and its hidden fields."""
        return self.post(path, {**hidden_fields(self.get(path).text), **data})

    def csrf(self, path: str = "/mot-de-passe") -> str:
        """Return the token of the session, from a page that is no action."""
        return hidden_fields(self.get(path).text)["csrf"]

    def add_client(self, **changed: str) -> str:
        """Add a client and return the path of its page."""
        answer = self.fill("/clients/nouveau", {**CLIENT, **changed})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]


def hidden_fields(html: str) -> dict[str, str]:
    """Return the hidden fields of the last form of a page that is posted."""
    form = re.findall(r'<form [^>]*method="post".*?</form>', html, re.DOTALL)[-1]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


@frozen
class Office:
    """A brokerage of the tests with its two users."""

    vault: Vault
    tenant_id: TenantId
    users: tuple[Given, Given]

    @property
    def handle(self) -> TenantHandle:
        """Its handle, minted when it is first asked for: opening databases takes time."""
        return self.vault.operated(self.tenant_id)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything in its journal."""
        return self.handle.journal.all()

    def done(self) -> int:
        """How many entries say that something was done."""
        return sum(entry.outcome is Outcome.DONE for entry in self.entries)

    def counted(self, at: datetime) -> int:
        """How many actions the month of ``at`` counts, all users together."""
        return sum(count.actions for count in self.handle.journal.counts_of(paris_month(at)))


@frozen
class People:
    """Who is in a world: its brokerages with their users, and the publisher's member of staff."""

    offices: tuple[tuple[TenantId, tuple[Given, Given]], tuple[TenantId, tuple[Given, Given]]]
    member: Given


@define(eq=False)
class World:
    """A deployment with its application."""

    deployment: Deployment
    clock: SetClock
    first: Office
    second: Office
    member: Given
    browsers: ExitStack
    app: Starlette = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.app = create_app(self.deployment)

    @property
    def people(self) -> People:
        """Who is in it."""
        offices = [(office.tenant_id, office.users) for office in (self.first, self.second)]
        return People((offices[0], offices[1]), self.member)

    def nobody(self) -> Browser:
        """Return a browser in which nobody is signed in."""
        http = TestClient(self.app, follow_redirects=False, raise_server_exceptions=False, client=(HOME, 50_000))
        return Browser(self.browsers.enter_context(http))

    def broker(self, office: Office, which: int = 0) -> Browser:
        """Return the browser of a user of ``office``, signed in, who has accepted what there is to accept."""
        return self.newly_in("/connexion", office.users[which])

    def staff(self) -> Browser:
        """Return the browser of the publisher's member of staff, signed in."""
        return self.newly_in("/editeur/connexion", self.member)

    def signed_in(self, path: str, given: Given) -> Browser:
        """Sign in, and change a password that was given, as the service asks."""
        browser = self.newly_in(path, given)
        account = self.deployment.directory.accounts(given.account.realm).get(given.account.id)
        if account is not None and account.must_change:
            new, own = "quatre mots pris au hasard", path.replace("connexion", "mot-de-passe")
            answer = browser.fill(own, {"present": given.password, "new": new, "again": new})
            assert answer.status_code == 303, answer.text
        while (asked := browser.get("/").headers.get("location", "")).startswith("/bienvenue/"):
            assert browser.fill(asked, {}).status_code == 303
        return browser

    def newly_in(self, path: str, given: Given) -> Browser:
        """Sign in, and no more."""
        browser = self.nobody()
        answer = browser.post(path, {"login": given.account.person.login, "password": given.password})
        assert answer.status_code == 303, answer.text
        return browser


def settings_in(folder: Path) -> Settings:
    """Return settings whose data and key live under ``folder``, apart from one another."""
    named = database_of(folder)
    database = None if named is None else make_url(named)
    return Settings(
        folder / "data", folder / "keys" / "master.key", password_cost=CHEAP, hosts=("testserver",), database=database
    )


def identity(name: str, siren: str) -> Tenant:
    """Return the identity of a brokerage."""
    return Tenant(
        TenantId(""), name, "SARL", siren, "Claire Fabre", "1 rue Haute, 13100 Aix",
        "contact@exemple.fr", "+33442000000", START,
    )  # fmt: skip


@contextmanager
def world_in(folder: Path) -> Iterator[World]:
    """Make a world in an empty folder."""
    with open_deployment(settings_in(folder), SetClock()) as deployment:
        people = _populate(deployment)
    with world_again(folder, people) as world:
        yield world


@contextmanager
def world_again(folder: Path, people: People) -> Iterator[World]:
    """Open the world that was made in a folder, or copied to it."""
    clock = SetClock()
    with open_deployment(settings_in(folder), clock) as deployment, ExitStack() as browsers:
        first, second = (Office(deployment.vault, id_, users) for id_, users in people.offices)
        yield World(deployment, clock, first, second, people.member, browsers)


def _populate(deployment: Deployment) -> People:
    offices = (
        _office(deployment, "Cabinet Mistral", "552100554"),
        _office(deployment, "Durand Courtage", "732829320"),
    )
    member = open_staff(deployment, Person("Paul", "Serrano", "paul.serrano@editeur.example"))
    keep_passwords(deployment)
    for _tenant_id, users in offices:
        for given in users:
            accept_terms(deployment, given)
    deployment.vault.each()  # makes their databases, once for all the tests
    return People(offices, member)


def accept_terms(deployment: Deployment, given: Given) -> None:
    """Let a user have seen the terms in force and accepted the charter, as if the service had shown them."""
    kept = Acceptances(deployment.directory, deployment.editions)
    kept.accept(given.account, kept.in_force(LONG_AGO), accepted_by(given.account, LONG_AGO))
    tenant = deployment.directory.tenants.get(given.account.tenant_id or TenantId(""))
    assert tenant is not None
    Charters(deployment.directory, tenant).accept(given.account, accepted_by(given.account, LONG_AGO))


def keep_passwords(deployment: Deployment) -> None:
    """Let everyone keep the password that was given, as if each had changed it."""
    with deployment.directory.store.write() as db:
        db.execute(delete(given_passwords))


def _office(deployment: Deployment, name: str, siren: str) -> tuple[TenantId, tuple[Given, Given]]:
    host = name.split()[1].lower()
    claire = Person("Claire", "Fabre", f"claire.fabre@{host}.example")
    hugo = Person("Hugo", "Petit", f"hugo.petit@{host}.example")
    first = open_brokerage(deployment, identity(name, siren), claire, START)
    tenant_id = first.account.tenant_id
    assert tenant_id is not None
    return tenant_id, (first, open_user(deployment, tenant_id, hugo, administrator=False))


def with_access(world: World, *, granted: bool) -> World:
    """Return the same world in which netsoft's decision of access is the given one."""
    from netsoft.answers import Reason
    from netsoft.clause import Clause
    from netsoft.tenancy.access import LEFT_WHILE_SUSPENDED, Access, Cause

    unpaid = Cause("suspended", (Reason(Clause("8.1"), "décidé par le test"),), LEFT_WHILE_SUSPENDED)
    found = Access(() if granted else (unpaid,))
    deployment = evolve(world.deployment, access_of=lambda directory, whose, at: found)  # noqa: ARG005
    return World(deployment, world.clock, world.first, world.second, world.member, world.browsers)


def user_id(given: Given) -> UserId:
    """Return the id of a broker's account."""
    return UserId(given.account.id)
