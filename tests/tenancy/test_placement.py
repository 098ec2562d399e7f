"""Where a database is follows from its tenant's id, and a connection is compared with it (15.13.7)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.answers import Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.names import TenantId
from netsoft.tenancy.keys import Purpose
from netsoft.tenancy.placement import ConnectionFacts, Engine, Placement, database_name, of_name, quoted, same_identity
from netsoft.testing import placements

ID = TenantId("0123456789abcdef0123456789abcdef")


def placed(
    tenant: str = ID,
    purpose: Purpose = Purpose.DOSSIERS,
    *,
    engine: Engine = "postgresql",
    server: str = "db1:5432",
    territory: str = "FR",
) -> Placement:
    return Placement(TenantId(tenant), purpose, engine=engine, server=server, territory=territory)


def test_names_on_either_engine() -> None:
    journal = placed(purpose=Purpose.JOURNAL)
    assert (journal.database, journal.role) == (f"ns_{ID}_j", f"ns_{ID}_j")
    assert journal.identity == ConnectionFacts(f"ns_{ID}_j", f"ns_{ID}_j")
    file = placed(purpose=Purpose.JOURNAL, engine="sqlcipher", server="/srv")
    assert (file.database, file.role) == (f"tenants/{ID}/journal.db", "journal")
    assert file.identity == ConnectionFacts(ID, "journal")


@given(placements(), placements())
def test_two_places_share_no_name(one: Placement, other: Placement) -> None:
    same = (one.tenant, one.purpose, one.engine) == (other.tenant, other.purpose, other.engine)
    assert (one.database == other.database) == same
    assert same_identity(one, other.identity).granted == same


@given(placements())
def test_a_name_says_whose_it_is(place: Placement) -> None:
    name = database_name(place.tenant, place.purpose)
    assert of_name(name) == (place.tenant, place.purpose)
    assert re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", name)
    assert quoted(name) == f'"{name}"'


@given(st.text() | st.from_regex(r"ns_[0-9a-fA-F]{31,33}_[djx]\n?", fullmatch=True))
def test_other_names_are_nobodys(name: str) -> None:
    found = of_name(name)
    assert found is None or database_name(*found) == name


def test_a_foreign_connection_is_refused_with_every_difference() -> None:
    answer = same_identity(placed(), ConnectionFacts("postgres", "netsoft"))
    assert answer.verdict == "refused"
    assert answer.reasons == (
        Reason(Clause("15.13.7"), f"la connexion mène à la base « postgres », non à « ns_{ID}_d »"),
        Reason(Clause("15.13.7"), f"la connexion est ouverte par « netsoft », non par « ns_{ID}_d »"),
    )
    only_user = same_identity(placed(), ConnectionFacts(f"ns_{ID}_d", f"ns_{ID}_j"))
    fact = f"la connexion est ouverte par « ns_{ID}_j », non par « ns_{ID}_d »"
    assert only_user.reasons == (Reason(Clause("15.13.7"), fact),)
    granted = same_identity(placed(), placed().identity)
    assert granted.reasons == (Reason(Clause("15.13.7"), f"base « ns_{ID}_d », ouverte par « ns_{ID}_d »"),)


@pytest.mark.parametrize(
    "tenant",
    [
        "",
        "mistral",
        ID.upper(),
        ID[:-1],
        ID + "0",
        ID + "\n",
        f"{ID[:-1]}\u0660",
        "x; DROP DATABASE postgres --",
        None,
        7,
    ],
)
def test_an_id_that_could_name_something_else_is_refused(tenant: str) -> None:
    for make in (lambda: placed(tenant), lambda: database_name(TenantId(tenant), Purpose.DOSSIERS)):
        with pytest.raises(
            InvalidValue, match="ne peut nommer une base ; donner 32 chiffres hexadécimaux en minuscules"
        ):
            make()


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: placed(purpose=Purpose.CACHE), ("purpose", "cache n'a pas de base", "dire dossiers ou journal")),
        (
            lambda: database_name(ID, Purpose.JOBS),
            ("purpose", "jobs n'a pas de base", "dire dossiers ou journal"),
        ),
        (
            lambda: placed(engine="mysql"),  # type: ignore[arg-type]
            ("engine", "« mysql » est inconnu", "dire postgresql ou sqlcipher"),
        ),
        (lambda: placed(server=" "), ("server", "aucun serveur", "donner hôte:port, ou le dossier des données")),
        (lambda: placed(territory="France"), ("territory", "« France » n'est pas un pays", "écrire par exemple FR")),
    ],
)
def test_what_cannot_be_is_refused(make: Callable[[], object], told: tuple[str, str, str]) -> None:
    with pytest.raises(InvalidValue) as refused:
        make()
    assert (refused.value.field, refused.value.problem, refused.value.remedy) == told


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 64, "é" * 32])
def test_a_name_that_postgresql_would_cut_is_refused(name: str) -> None:
    with pytest.raises(InvalidValue, match="donner de 1 à 63 octets, sans caractère nul"):
        quoted(name)


@given(st.text(min_size=1, max_size=15).filter(lambda name: "\0" not in name))
def test_a_quoted_name_ends_where_it_ends(name: str) -> None:
    written = quoted(name)
    assert written[0] == written[-1] == '"'
    assert written[1:-1].replace('""', '"') == name
    assert '"' not in written[1:-1].replace('""', "")
