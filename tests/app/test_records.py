"""The stores of records and documents: what goes in comes out, once, and stays."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from netsoft.catalogue.acceptance import Acceptance
from netsoft.errors import BrokenEvidence
from reference_app.errors import AlreadySent
from reference_app.ids import StaffId
from reference_app.storage import documents, records
from reference_app.storage.facts import (
    ContractFacts,
    LeftOut,
    MonthCounts,
)
from reference_app.storage.journal import FormSent
from reference_app.storage.record_tables import documents as documents_table
from reference_app.storage.record_tables import records as records_table
from tests.app.engine import by_owner
from tests.app.kept import CONTRACT, COUNTS, DAY, FACTS, INVOICE
from tests.app.world import START, World, user_id


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: type(fact).__name__)
def test_each_kind_comes_back_as_it_went_in(world: World, fact: object) -> None:
    tenant = world.first.handle.tenant.id
    by = records.By(START, StaffId(world.member.account.id))
    with world.deployment.directory.store.write() as db:
        records.append(db, records.Fact(tenant, fact, DAY), by)
    store = world.deployment.directory.records
    *before, record = store.of(type(fact), tenant)
    assert all(type(one.value) is Acceptance for one in before), "the world's people have accepted the terms"
    assert (record.value, record.tenant_id, record.on, record.by) == (fact, tenant, DAY, by)
    assert store.latest(type(fact), tenant) == fact
    assert record not in store.of(type(fact), world.second.handle.tenant.id)
    assert record not in store.of(type(fact), None)
    assert store.everywhere(type(fact))[-1] == record


def test_under_a_key_one_value_stands_alone(world: World) -> None:
    ours, theirs = (office.handle.tenant.id for office in (world.first, world.second))
    directory = world.deployment.directory
    for tenant in (ours, theirs, None):
        with directory.store.write() as db:
            records.append(db, records.Fact(tenant, COUNTS, DAY, "2026-10"), records.By(START))
        with pytest.raises(IntegrityError), directory.store.write() as db:
            records.append(db, records.Fact(tenant, COUNTS, DAY, "2026-10"), records.By(START))
    assert directory.records.keyed(MonthCounts, ours, "2026-10") == COUNTS
    assert directory.records.keyed(MonthCounts, ours, "2026-11") is None
    assert directory.records.latest(LeftOut, ours) is None


def test_the_newest_facts_stand_and_the_older_are_kept(world: World) -> None:
    tenant, directory = world.first.handle.tenant.id, world.deployment.directory
    for out in (True, False):
        with directory.store.write() as db:
            records.append(db, records.Fact(tenant, LeftOut(out, "essai"), DAY), records.By(START))
    assert [record.value.out for record in directory.records.of(LeftOut, tenant)] == [True, False]
    left_out = directory.records.latest(LeftOut, tenant)
    assert left_out is not None
    assert not left_out.out


@pytest.mark.parametrize("who", ["staff", "user"])
def test_the_same_form_records_once(world: World, who: str) -> None:
    tenant, directory = world.first.handle.tenant.id, world.deployment.directory
    form = FormSent("une-cle", b"x")
    whose = StaffId(world.member.account.id) if who == "staff" else user_id(world.first.users[0])
    by = records.By(START, **{who: whose}, form=form)  # type: ignore[arg-type]
    other = records.By(START, **{who: whose}, form=FormSent("une-cle", b"y"))  # type: ignore[arg-type]
    with directory.store.write() as db:
        first = records.append(db, records.Fact(tenant, CONTRACT, DAY), by)
        assert records.append(db, records.Fact(tenant, CONTRACT, DAY), by) == first
        with pytest.raises(AlreadySent):
            records.append(db, records.Fact(tenant, CONTRACT, DAY), other)
    assert len(directory.records.of(ContractFacts, tenant)) == 1


def test_a_class_that_no_record_keeps_is_refused(world: World) -> None:
    with pytest.raises(TypeError, match="Perimeter"), world.deployment.directory.store.write() as db:
        records.append(db, records.Fact(None, CONTRACT.planned, DAY), records.By(START))


def document(
    world: World, number: str | None = "2026-0001", key: str = "subscription/2026-11"
) -> documents.NewDocument:
    """Return a document of the first brokerage."""
    series = None if number is None else "F"
    tenant = world.first.handle.tenant.id
    return documents.NewDocument(tenant, "invoice", key, "Infrassur", DAY, INVOICE, series, number)


def test_a_document_is_issued_once_under_its_number_and_its_key(world: World) -> None:
    directory = world.deployment.directory
    with directory.store.write() as db:
        issued = documents.issue(db, document(world), START)
        documents.issue(db, document(world, None, "notice/1"), START)
    for again in (document(world, key="another"), document(world, "2026-0002")):
        with pytest.raises(IntegrityError), directory.store.write() as db:
            documents.issue(db, again, START)
    first = world.first.handle.tenant.id
    one, two = directory.documents.of(first)
    assert (one.id, one.document, one.issued_at) == (issued, document(world), START)
    assert two.document.number is None
    assert directory.documents.get(first, issued) == one
    assert directory.documents.get(world.second.handle.tenant.id, issued) is None
    assert directory.documents.of(world.second.handle.tenant.id) == ()
    assert directory.documents.everywhere("invoice") == (one, two)
    with directory.store.read() as db:
        assert documents.numbers_of(db, "Infrassur", "F") == (("2026-0001", DAY),)
        assert documents.issued_under(db, first, "notice/1") == two
        assert documents.issued_under(db, first, "notice/2") is None


def test_neither_table_is_changed_or_forgotten(world: World) -> None:
    store = world.deployment.directory.store
    with store.write() as db:
        documents.issue(db, document(world), START)
        records.append(db, records.Fact(None, COUNTS, DAY), records.By(START))
    for table in (records_table, documents_table):
        for statement in (update(table).values(kind="x"), delete(table)):
            with pytest.raises(DatabaseError, match="append only"), store.write() as db:
                db.execute(statement)


def test_a_document_that_was_altered_is_not_shown(world: World) -> None:
    store = world.deployment.directory.store
    with store.write() as db:
        documents.issue(db, document(world), START)
    by_owner(store, "DROP TRIGGER documents_no_update", "ALTER TABLE documents DISABLE TRIGGER documents_no_update")
    with store.write() as db:
        db.execute(update(documents_table).values(body="[]"))
    with pytest.raises(BrokenEvidence, match="2026-0001"):
        world.deployment.directory.documents.of(world.first.handle.tenant.id)
