"""Attacks of one brokerage on another, through the four layers of run time: two stand in the way of each (15.13.7).

With no layer off, or any single one, every attack is stopped; with exactly its two layers off it succeeds, which
shows that each of them is what stopped it. Every set of up to two layers is tried, all sixteen in the campaign.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import settings
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import DBAPIError

from netsoft.errors import BrokenEvidence
from reference_app.errors import ForeignConnection, ForeignRow, NotFound, SetupError
from reference_app.ids import new_id
from reference_app.services import desk
from reference_app.services.desk import Change
from reference_app.storage.clients import ClientQuery, all_clients, find_clients
from reference_app.storage.embedded import EmbeddedSite
from reference_app.storage.files import DiskFiles
from reference_app.storage.journal import FormSent
from reference_app.storage.pools import Pools
from reference_app.storage.sealing import KeySeal, Purpose
from reference_app.storage.served_site import ServedSite
from reference_app.storage.sites import Site
from reference_app.web.clients import record_of
from tests.app.attackers import CANARY, FILE, Granted, Layer, SharedKeys, Town, without
from tests.servers.databases import cleaned, new_database

if TYPE_CHECKING:
    from tests.conftest import Report

HANDLE, LOGIN, CHECK, SEALING = Layer
REFUSALS: Final = (ForeignRow, ForeignConnection, DBAPIError, SetupError, NotFound, BrokenEvidence)
MASTER: Final = bytes(range(32))


def a_connector_that_names_anothers_database(town: Town) -> object:
    with town.misled(town.mine, town.keys).read() as db:
        return all_clients(db, "")


def lend_theirs(town: Town) -> None:
    """Put an idle connection of B where A's next one is taken from."""
    mine, theirs, pools = town.mine.dossiers, town.theirs.dossiers, town.pools
    mine.check()
    theirs.check()
    mixed = pools._pools[mine.name].idle
    mixed[:] = [*mixed, pools._pools[theirs.name].idle.pop()]


def a_pooled_connection_lent_to_another(town: Town) -> object:
    lend_theirs(town)
    return town.desk.read(lambda db: all_clients(db, ""))


def a_stored_file_asked_for_by_anothers_id(town: Town) -> object:
    with town.altered(Purpose.FILES):
        return town.vault.files_of(town.mine.tenant.id).get(FILE, hashlib.sha256(CANARY.encode()).hexdigest())


def a_sealed_secret_moved_in_the_directory(town: Town) -> object:
    with town.altered(Purpose.DOSSIERS):
        moved = town.misled(town.theirs, lambda: town.vault._keys(town.place(town.mine)))
        with moved.read() as db:
            return all_clients(db, "")


def a_raw_read_by_anothers_reference(town: Town) -> object:
    with closing(town.theirs_as(town.mine, town.keys).engine().connect()) as db:
        found = all_clients(db, "")
    for client in found:
        desk.own(town.mine.tenant.id, client.owner)
    return found


def a_raw_read_by_anothers_job(town: Town) -> object:
    job = town.seal.wrap(town.theirs.tenant.id.encode(), town.theirs.tenant.id, Purpose.ARCHIVES)
    named = town.seal.unwrap(job, town.mine.tenant.id, Purpose.ARCHIVES).decode()
    assert named == town.theirs.tenant.id
    with closing(town.theirs_as(town.mine, town.keys).engine().connect()) as db:
        return all_clients(db, "")


ATTACKS: Final[Mapping[frozenset[Layer], Callable[[Town], object]]] = {
    frozenset({LOGIN, CHECK}): a_connector_that_names_anothers_database,
    frozenset({HANDLE, CHECK}): a_pooled_connection_lent_to_another,
    frozenset({HANDLE, SEALING}): a_stored_file_asked_for_by_anothers_id,
    frozenset({CHECK, SEALING}): a_sealed_secret_moved_in_the_directory,
    frozenset({HANDLE, LOGIN}): a_raw_read_by_anothers_reference,
    frozenset({LOGIN, SEALING}): a_raw_read_by_anothers_job,
}
LONG: Final = settings().max_examples > 1_000
SETS: Final = [frozenset(off) for size in range(5 if LONG else 3) for off in combinations(Layer, size)]


@pytest.fixture(params=["embedded", "postgresql"], scope="module")
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder, pools = tmp_path_factory.mktemp("town"), Pools(most=12, each=4, wait=0.5)
    if request.param == "embedded":
        (folder / "data").mkdir()
        yield from _town(EmbeddedSite(folder / "data", pools), pools, folder)
        return
    postgres = request.getfixturevalue("postgres")
    with cleaned(postgres):
        url = make_url(new_database(postgres)).set(drivername="postgresql+psycopg")
        for made in _town(ServedSite(url, pools), pools, folder):
            made.logins = Granted(postgres)
            yield made


def _town(site: Site, pools: Pools, folder: Path) -> Iterator[Town]:
    directory = site.directory(lambda: (MASTER,))
    yield Town(site, pools, directory, SharedKeys(), KeySeal(MASTER), DiskFiles(folder / "files"))
    site.close()


def succeeds(attack: Callable[[Town], object], town: Town, off: frozenset[Layer]) -> bool:
    """Tell whether an attack brings out what is B's, with these layers off."""
    with without(town, off):
        try:
            seen = repr(attack(town))
        except REFUSALS:
            return False
        finally:
            town.pools.close()
    assert CANARY in seen, "an attack that is not stopped and finds nothing proves nothing"
    return True


def test_there_is_an_attack_for_each_pair_of_layers() -> None:
    assert set(ATTACKS) == {frozenset(pair) for pair in combinations(Layer, 2)}


@pytest.mark.parametrize("pair", ATTACKS, ids=lambda pair: "+".join(sorted(layer.value for layer in pair)))
def test_each_attack_is_stopped_by_either_of_its_two_layers(town: Town, pair: frozenset[Layer], report: Report) -> None:
    attack = ATTACKS[pair]
    for off in SETS:
        assert succeeds(attack, town, off) == (pair <= off), sorted(layer.value for layer in off)
    stopped = sum(not pair <= off for off in SETS)
    report.add(
        "attacks", f"{attack.__name__.replace('_', ' ')}: stopped with {stopped} of {len(SETS)} sets of layers off"
    )


def test_what_is_switched_off_comes_back(town: Town) -> None:
    for off in SETS:
        with without(town, off):
            pass
        assert town.desk.read(lambda db: all_clients(db, "")) == ()
        assert town.theirs.files.get(FILE, hashlib.sha256(CANARY.encode()).hexdigest()) == CANARY.encode()


def test_a_foreign_row_among_ones_own_lets_nothing_leave(town: Town) -> None:
    town.lose_a_row()
    for fetch in (lambda db: all_clients(db, ""), lambda db: find_clients(db, ClientQuery()), _records):
        with pytest.raises(ForeignRow):
            town.desk.read(fetch)
    town.find_it_again()
    assert town.desk.read(lambda db: all_clients(db, "")) == ()


def test_nothing_is_written_to_anothers_database(town: Town) -> None:
    written: list[bool] = []
    before = town.theirs.dossiers
    change = Change("s", FormSent(new_id(), b"d"), lambda _db: written.append(True))
    with without(town, frozenset({CHECK})):
        lend_theirs(town)
        with pytest.raises(ForeignRow):
            town.desk.change(change)
    town.pools.close()
    with before.read() as db:
        assert [client.fields.last_name for client in all_clients(db, "")] == [CANARY]
    assert written == []


def _records(db: Connection) -> object:
    return [record_of(db, client.id) for client in all_clients(db, "")]
