"""The stores of records and documents: what goes in comes out, once, and stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from netsoft.answers import Reason
from netsoft.billing.client_notice import ReceivedMessage
from netsoft.billing.contract_events import FormalNoticeServed, NoticeGiven
from netsoft.billing.insurance import Certificate
from netsoft.billing.invoicing import Identity, InvoiceDocument, InvoiceLine, Key, Order, VatRate
from netsoft.billing.outages import CauseNotice, Outage
from netsoft.billing.price_models import Graduated, PerUnit, Tier
from netsoft.billing.tariff import Price
from netsoft.billing.withdrawal import Formation, Situation
from netsoft.catalogue.acceptance import Acceptance
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Cycle, HalfYear, Month, Period
from netsoft.errors import BrokenEvidence, InvalidValue
from netsoft.metering.complement import Complement, ComplementLine, Judgement, Request
from netsoft.metering.overage import TenantMonth
from netsoft.metering.perimeter import Perimeter
from netsoft.metering.statement import close
from netsoft.metering.tier import FleetMember, Publication, TierInputs, tier
from netsoft.money import Money, Rate
from netsoft.testing import days, money
from reference_app.clock import paris_day
from reference_app.errors import AlreadySent
from reference_app.ids import StaffId, TenantId, UserId
from reference_app.storage import documents, records
from reference_app.storage.facts import (
    ContractFacts,
    CreditDue,
    FormalNoticeSent,
    Happened,
    Judged,
    LeftOut,
    MonthCounts,
    Reminded,
    UserCount,
)
from reference_app.storage.journal import FormSent
from reference_app.storage.record_tables import documents as documents_table
from reference_app.storage.record_tables import records as records_table
from reference_app.storage.values import decode, encode
from tests.app.world import START, World, user_id

DAY = date(2026, 11, 20)
VAT = Rate.percent("20")
CONTRACT = ContractFacts(
    Formation(
        concluded_on=date(2025, 10, 1),
        available_on=date(2025, 10, 6),
        first_use_on=date(2025, 10, 7),
        closed_days="alsace-moselle",
        situation=Situation(employees=4, off_premises=True),
    ),
    Perimeter(users=5, disk_bytes=10**10),
)
MESSAGE = ReceivedMessage(b"Subject: fin\r\n\r\nNous partons.", START, "contact@infrassur.fr", "claire@mistral.example")
COUNTS = MonthCounts(Month(2026, 10), (UserCount(UserId("a"), 12), UserCount(UserId("b"), 3)), 2)
FLEET = (FleetMember(TenantId("mistral"), 2, 15, 2), FleetMember(TenantId("durand"), 1, 4, None))
PUBLISHED = (Publication(3800, date(2026, 9, 1)),)
REPORT = tier(TierInputs(Month(2026, 10), FLEET, PUBLISHED, frozenset({TenantId("essai")})), CG052018)
STATEMENT = close(TenantMonth(TenantId("mistral"), 2, {UserId("a"): 12}), REPORT, CG052018)
YEARS = Cycle(date(2025, 10, 6), 12)
COMPLEMENT = Complement(
    Request(TenantId("mistral"), YEARS, 0, Judgement("Paul", DAY, "trop"), DAY),
    (ComplementLine(Month(2026, 10), 30, Reason(Clause("7.2"), "au-delà")),),
)
GRADUATED = Graduated((Tier(10_000, "0.0045"), Tier(None, "0.003")))
SELLER = Identity("Éditeur", ("1 rue A", "75001 Paris"), siren="732829320", vat_number="FR44732829320")
ORDER = Order(
    Key(TenantId("mistral"), Period(date(2026, 11, 1), date(2026, 12, 1))),
    SELLER,
    Identity("Cabinet Mistral", ("13100 Aix",), siren="552100554"),
    CG052018.without(Clause("8.5")),
    (InvoiceLine.stated(Clause("7.1"), "Abonnement", Money.parse("245.00"), VatRate(VAT)),),
    DAY,
    DAY,
)
INVOICE = InvoiceDocument(ORDER, "F-000001")
FACTS = (
    CONTRACT,
    Happened(NoticeGiven(paris_day(START), "client", "email", message=MESSAGE)),
    Happened(FormalNoticeServed.within(DAY, "non-payment", Clause("5.3"), 15)),
    COUNTS,
    LeftOut(True, "cabinet de démonstration"),
    Judged(DAY, date(2026, 9, 30), StaffId("m"), "trois fois le palier, trois mois de suite"),
    Reminded("attestation d'assurance", date(2026, 12, 31)),
    FormalNoticeSent(DAY, ("F-000001",), Money.parse("294.00"), date(2026, 12, 5)),
    CreditDue(Month(2026, 9), 12, "douze actions en moins"),
    REPORT,
    STATEMENT,
    COMPLEMENT,
    Publication(3700, DAY),
    Price("seat", "Par utilisateur", "per-user", DAY, PerUnit("40.00"), VAT),
    Price("complement", "Actions au-delà du palier", "complement", DAY, GRADUATED, VAT),
    SELLER,
    Certificate("own-loss", "Assureur A", "RC-1", DAY, date(2027, 11, 19)),
    Outage(START, None, "telecom-operator", (CauseNotice(START, "fibre coupée", START),)),
    Acceptance(UserId("a"), "CG052018", CG052018.digest, START),
)


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
        db.exec_driver_sql("DROP TRIGGER documents_no_update")
        db.execute(update(documents_table).values(body="[]"))
    with pytest.raises(BrokenEvidence, match="2026-0001"):
        world.deployment.directory.documents.of(world.first.handle.tenant.id)


_PARIS_SUMMER = timezone(timedelta(hours=2))
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    days(),
    money(),
    st.fractions(),
    st.binary(),
    st.builds(Month.containing, days()),
    st.builds(HalfYear.containing, days()),
    st.sampled_from([Rate.percent("15"), Rate(1, 3), Decimal("0.0045"), Clause("8.3"), Period(DAY, date(2027, 1, 1))]),
    st.datetimes(timezones=st.sampled_from([_PARIS_SUMMER, UTC])),
    st.sampled_from(FACTS),
)


@given(st.recursive(_LEAVES, lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=12))
def test_any_kept_value_comes_back(value: object) -> None:
    assert decode(encode(value)) == value


def test_sets_come_back_whatever_their_order() -> None:
    assert decode(encode(frozenset({"b", "a"}))) == frozenset({"a", "b"})
    assert encode(frozenset({"b", "a"})) == encode(frozenset({"a", "b"}))


@pytest.mark.parametrize("value", [1.5, object(), datetime, {"a": 1}], ids=["float", "object", "class", "dict"])
def test_what_no_row_keeps_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no row keeps"):
        encode(value)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"is": "Popen", "args": "ls"}',
        '{"is": "Perimeter", "users": 1}',
        '{"is": "Perimeter", "users": -1, "disk_bytes": 1}',
        '{"euros": "1.234"}',
        '{"euros": "1.23", "day": "2026-01-01"}',
        '{"at": "2026-01-01T00:00:00"}',
        '{"day": "2026-02-30"}',
        '{"bytes": "é"}',
        '{"unknown": "x"}',
    ],
)
def test_a_damaged_row_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        decode(text)


@pytest.mark.parametrize(
    "make",
    [
        lambda: LeftOut(True, "  "),
        lambda: ContractFacts(Formation(concluded_on=DAY), CONTRACT.planned),
        lambda: Judged("2026-11-20", DAY, StaffId("m"), "trop"),
    ],
)
def test_facts_that_cannot_be_are_refused(make: object) -> None:
    with pytest.raises(InvalidValue):
        make()  # type: ignore[operator]


def test_money_and_rates_are_exact() -> None:
    assert encode((Money.parse("0.10"), Rate(1, 3), Fraction(1, 3))) == (
        '[{"euros": "0.10"}, {"rate": "1/3"}, {"fraction": "1/3"}]'
    )
    assert COUNTS.actions == 15


def test_terms_that_changed_since_are_refused() -> None:
    text = encode(CG052018).replace(CG052018.digest, "0" * 64)
    with pytest.raises(InvalidValue, match="ne sont plus celles"):
        decode(text)


def test_every_kind_has_its_case() -> None:
    assert {type(fact) for fact in FACTS} == {cls for _name, cls in records.KINDS}
    assert len({name for name, _cls in records.KINDS}) == len(records.KINDS)
