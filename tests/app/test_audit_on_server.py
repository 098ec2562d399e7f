"""The audit of a real PostgreSQL server: nothing where the application made it, each planted fault by its name.

The server is told once, from made to mended; the tests read what was found on the way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psycopg
import pytest
from attrs import evolve, frozen
from sqlalchemy import make_url

import reference_app.__main__ as command_line
from netsoft.tenancy.audit import Finding
from reference_app.__main__ import main
from reference_app.deployment import Deployment, open_deployment
from reference_app.ids import TenantId
from reference_app.services.isolation_audit import Audited, audit_isolation
from reference_app.services.opening import open_brokerage
from reference_app.settings import Settings
from reference_app.storage.directory_tables import given_passwords
from reference_app.storage.people import Person
from reference_app.storage.sealing import Purpose
from reference_app.storage.served_site import database_name
from reference_app.storage.sites import Place
from tests.app.planted import FAULTS, Fault
from tests.app.world import CHEAP, START, SetClock, identity
from tests.conftest import Report
from tests.servers.kept import Unavailable
from tests.servers.postgres import MAINTENANCE, Cluster, Postgres, fresh_cluster, on_database

UNKNOWN: Final = "ns_" + "f" * 32 + "_d"
SIRENS: Final = ("732829320", "404833048", "552100554")
BY_HAND: Final = frozenset({
    "foreign-database", "unknown-database", "missing-database", "missing-role", "weak-password", "no-password",
    "shared-secret", "secret-refused", "hba-trust", "login-without-secret", "rights-elsewhere",
})  # fmt: skip
"""What no statement mends that could be run without thinking."""


@frozen
class Site:
    """A server of its own with brokerages on it, and the names that faults are written with."""

    server: Postgres
    deployment: Deployment
    names: dict[str, str]

    @property
    def superuser(self) -> str:
        assert self.server.superuser is not None
        return self.server.superuser

    def run(self, statements: str, database: str = "postgres") -> None:
        """Run as the superuser."""
        with psycopg.connect(on_database(self.superuser, database), autocommit=True) as db:
            for statement in statements.split("; "):
                db.execute(statement.encode())

    def plant(self, fault: Fault) -> None:
        self.run(fault.plant.format(**self.names), fault.database.format(**self.names))

    def trust(self) -> None:
        """Let anybody into a database without a password."""
        assert self.server.socket_folder is not None
        rules = self.server.socket_folder / "data" / "pg_hba.conf"
        rules.write_text(f"host {self.names['k']} all 127.0.0.1/32 trust\n{rules.read_text('utf-8')}", "utf-8")
        self.run("SELECT pg_reload_conf()")

    def audited(self, *, by_superuser: bool = True) -> Audited:
        url = make_url(self.superuser) if by_superuser else None
        settings = evolve(self.deployment.settings, audit_database=url)
        return audit_isolation(evolve(self.deployment, settings=settings))

    def mend(self, findings: tuple[Finding, ...]) -> None:
        """Run the remedies that are statements, each where its object is; what a superuser made, it mends first."""
        for finding in findings:
            if finding.code not in BY_HAND:
                remedy, where = finding.remedy.partition(" : ")[2] or finding.remedy, finding.object.split(" : ")[0]
                known = where in {*self.names.values(), "netsoft", "postgres"}
                inside = where if known and where != UNKNOWN and where != self.names["m"] else "postgres"
                self.run(remedy.rstrip(";").replace("; ", ";"), inside)


@frozen
class Told:
    """What audits found on the way, and what the command said."""

    site: Site
    clean: Audited
    found: Audited
    less: Audited
    mended: Audited
    text: tuple[str, str]
    answer: str


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, report: Report) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("audited")
    try:
        with fresh_cluster(Cluster(fsync=False)) as server:
            report.add("audit", f"PostgreSQL {server.version}: {len(FAULTS)} faults planted and found")
            yield from story(folder, server)
    except Unavailable as why:
        pytest.skip(f"no PostgreSQL: {why}")


def story(folder: Path, server: Postgres) -> Iterator[Told]:
    with psycopg.connect(server.maintenance, autocommit=True) as db:
        db.execute("CREATE DATABASE netsoft TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
    url = make_url(server.url("netsoft")).set(drivername="postgresql+psycopg")
    settings = Settings(folder / "data", folder / "keys" / "master.key", password_cost=CHEAP, database=url)
    with open_deployment(settings, SetClock()) as deployment:
        site = Site(server, deployment, made(deployment))
        site.run("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC")
        before, clean = commanded(site), site.audited()
        for fault in FAULTS:
            site.plant(fault)
        site.trust()
        with deployment.directory.store.write() as db:
            db.execute(given_passwords.delete())
        found, after, answer = site.audited(), commanded(site), commanded(site, "--json")
        less = site.audited(by_superuser=False)
        site.mend(found.findings)
        yield Told(site, clean, found, less, site.audited(), (before, after), answer)


def made(deployment: Deployment) -> dict[str, str]:
    """Open three brokerages, of which one lost a database and the third has none yet; return the others' names."""
    ids = [opened(deployment, number) for number in range(2)]
    deployment.vault.each()
    remade = Place(ids[0], Purpose.DOSSIERS)
    deployment.vault._site.rebuild(remade, lambda: deployment.vault.secrets()[remade], lambda _: None)
    opened(deployment, 2)
    dossiers, journals = (
        [database_name(Place(one, purpose)) for one in ids] for purpose in (Purpose.DOSSIERS, Purpose.JOURNAL)
    )
    return dict(zip("dejkmx", [*dossiers, *journals, MAINTENANCE, UNKNOWN], strict=True))


def opened(deployment: Deployment, number: int) -> TenantId:
    person = Person.named("Anne", "Martin", f"anne{number}@exemple.fr")
    tenant_id = open_brokerage(
        deployment, identity(f"Cabinet {number}", SIRENS[number]), person, START
    ).account.tenant_id
    assert tenant_id is not None
    return tenant_id


def commanded(site: Site, *options: str) -> str:
    """What the command prints, and its exit."""
    from contextlib import redirect_stdout
    from io import StringIO

    settings = evolve(site.deployment.settings, audit_database=make_url(site.superuser))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()) as printed:
        patch.setattr(command_line, "from_environment", lambda _: settings)
        patch.setattr("os.umask", lambda mask: mask)
        code = main(["audit-isolation", *options])
    return f"{printed.getvalue()}exit {code}"


def test_what_the_application_made_is_without_a_fault(told: Told) -> None:
    assert told.clean == Audited(4, (), (), ("Cabinet 2",))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_planted_fault_is_found(told: Told, fault: Fault) -> None:
    where, says = fault.object.format(**told.site.names), fault.says.format(**told.site.names)
    same = [one for one in told.found.findings if one.code == fault.code and one.object.startswith(where)]
    assert [one for one in same if says in one.problem], same or told.found.findings


def test_a_rule_of_entry_that_trusts_is_found_by_reading_it_and_by_trying_it(told: Told) -> None:
    found = {one.code: one.object for one in told.found.findings}
    assert found["hba-trust"] == "pg_hba.conf, ligne 1"
    assert found["login-without-secret"] == told.site.names["k"]


def test_a_brokerage_that_was_entered_and_has_no_database_is_found(told: Told) -> None:
    lost = [one for one in told.found.findings if one.code in ("missing-database", "missing-role")]
    assert len(lost) == 4
    assert told.found.unmade == ()


def test_the_maintenance_role_sees_less_and_says_what(told: Told) -> None:
    assert [one.split(" (")[1] for one in told.less.unseen] == ["pg_authid)", "pg_hba.conf)"]
    blind = {"hba-trust", "weak-password", "no-password"}
    codes, less = ({one.code for one in audited.findings} for audited in (told.found, told.less))
    assert codes - less <= blind | {"shared-secret"}
    assert "secret-refused" in less, "a secret that is no SCRAM is found by trying it"


def test_the_remedies_mend_what_they_say(told: Told) -> None:
    left = [one for one in told.mended.findings if one.code not in BY_HAND]
    assert left == [], [one for one in told.found.findings if one.object == left[0].object]


def test_the_command_says_it_in_french_and_fails(told: Told) -> None:
    before, after = told.text
    said = "Aucun constat.\nPas encore de base, personne n’y est entré : Cabinet 2.\nexit 0"
    assert before.startswith("Étanchéité des bases de postgresql+psycopg://netsoft_maintenance:***@127.0.0.1:")
    assert before.endswith(f"/netsoft : 4 base(s)\n\n{said}")
    told_so = f"GRAVE [15.13.7] {told.site.names['d']}\n  tout le monde y a le droit CONNECT\n  remède : REVOKE CONNECT"
    assert told_so in after
    assert after.endswith(" grave(s).\nexit 1")
    answer = json.loads(told.answer.removesuffix("exit 1"))
    assert [one["code"] for one in answer["findings"]] == [one.code for one in told.found.findings]
