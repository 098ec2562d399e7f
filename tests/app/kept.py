"""One value of each kind that the directory keeps."""

from __future__ import annotations

from datetime import date

from netsoft.answers import Reason
from netsoft.billing.contract.client_notice import ReceivedMessage
from netsoft.billing.contract.contract_events import FormalNoticeServed, NoticeGiven
from netsoft.billing.contract.contract_events import Infringement as Breach
from netsoft.billing.contract.withdrawal import Formation, Situation
from netsoft.billing.invoices.invoicing import Identity, InvoiceDocument, InvoiceLine, Key, Order, VatRate
from netsoft.billing.prices.price_models import Flat, Graduated, PerUnit, Tier
from netsoft.billing.prices.quotes import Consent, Quote
from netsoft.billing.prices.tariff import Price
from netsoft.billing.responsibility.insurance import Certificate
from netsoft.billing.responsibility.outages import CauseNotice, Outage
from netsoft.catalogue.acceptance import Acceptance
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Cycle, Month, Period
from netsoft.metering.complement import Complement, ComplementLine, Judgement, Request
from netsoft.metering.overage import TenantMonth
from netsoft.metering.perimeter import Perimeter
from netsoft.metering.statement import close
from netsoft.metering.tier import FleetMember, Publication, TierInputs, tier
from netsoft.money import Money, Rate
from netsoft.tenancy.infringement import Closing, Infringement, Reopening
from reference_app.clock import paris_day
from reference_app.ids import EntryId, StaffId, TenantId, UserId
from reference_app.storage.facts import (
    ContractFacts,
    CreditDue,
    Declined,
    FormalNoticeSent,
    Happened,
    Judged,
    LeftOut,
    MonthCounts,
    QuoteBilled,
    Reminded,
    Struck,
    UserCount,
)
from tests.app.world import START

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
QUOTE = Quote("D-1", Price("import", "Reprise", "work", DAY, Flat("450.00"), VAT), 1, DAY, DAY, "Reprise : 450 €")
FACTS = (
    QUOTE,
    Consent("D-1", QUOTE.digest, UserId("a"), True, START),
    QuoteBilled("D-1", "F-000002"),
    CONTRACT,
    Happened(NoticeGiven(paris_day(START), "client", "email", message=MESSAGE)),
    Happened(FormalNoticeServed.within(DAY, "non-payment", Clause("5.3"), 15)),
    COUNTS,
    LeftOut(True, "cabinet de démonstration"),
    Declined("D-1", "0" * 64),
    Struck(EntryId("f" * 32), "saisi pour un autre"),
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
    Infringement("A-1", "robot", START, "entrées 812 à 1 940", StaffId("m"), user=UserId("a")),
    Closing("A-1", START, StaffId("m"), "Un automate a lu vos dossiers.", leaves_export=False),
    Reopening("A-1", START, StaffId("m"), "automate retiré"),
    Happened(Breach(DAY, "6.5", "journal du 20/11")),
)
