"""Drawing and issuing invoices: what is ordered comes from the tariff and the contract, netsoft draws and numbers it.

A preview is the draft of the very order that is issued. Issuing keeps the document, its number and the
entry of the account in one transaction; a key that was issued gives the document that is there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import timedelta
from fractions import Fraction

from attrs import field, frozen
from sqlalchemy import Connection

from netsoft.answers import Line
from netsoft.billing.entries import Nature
from netsoft.billing.invoices.content import Content
from netsoft.billing.invoices.invoicing import Identity, InvoiceDocument, InvoiceLine, Key, Order, VatRate, draft, issue
from netsoft.billing.invoices.numbering import Series
from netsoft.billing.invoices.register import Issuance, Register
from netsoft.billing.prices.proration import Proration, prorate
from netsoft.billing.prices.tariff import Price
from netsoft.days import Cycle, Day, Month, Period
from netsoft.errors import InvalidValue, MissingFact
from netsoft.rendering import euros
from reference_app.errors import SetupError
from reference_app.services import policy
from reference_app.services.account import TERMS, facts_of, ledger_of
from reference_app.services.contracts import Contracts
from reference_app.services.tariffs import Tariffs
from reference_app.storage import billing, documents
from reference_app.storage.directory import Directory
from reference_app.storage.documents import NewDocument
from reference_app.storage.people import Tenant
from reference_app.storage.records import By

INVOICE = "invoice"


@frozen
class Wanted:
    """What is to be invoiced: to whom, for which period, of which nature, with which lines, and on which day."""

    tenant: Tenant
    period: Period
    nature: Nature
    lines: tuple[InvoiceLine, ...]
    issued: Day


@frozen
class Invoicing:
    """The invoices of the directory."""

    directory: Directory = field(repr=False)

    def month(self, tenant: Tenant, month: Month, issued: Day) -> Wanted | None:
        """Return the subscription of a month, billed in advance, or ``None`` when no day of it is the contract's."""
        period = Contracts(self.directory).days_within(tenant.id, month.period, issued)
        if period is None:
            return None
        lines = tuple(self._recurring(tenant, period))
        return Wanted(tenant, month.period, "subscription", lines, issued) if lines else None

    def preview(self, wanted: Wanted) -> InvoiceDocument:
        """Draw what would be issued: the same document, without its number."""
        return draft(self._order(wanted))

    def issue(self, db: Connection, wanted: Wanted, by: By) -> InvoiceDocument:
        """Issue an invoice and enter it in the account, once; a refusal of netsoft is a SetupError with its reasons."""
        order = self._order(wanted)
        before = documents.issued_under(db, wanted.tenant.id, key_of(order.key))
        register = Register(_papers(db, order, before))
        _register, done = issue(register, order)
        if done.document is None or done.outcome == "conflict":
            raise SetupError(" ; ".join(reason.fact for reason in done.decision.reasons))
        if done.outcome == "issued":
            self._keep(db, wanted.tenant, done, by)
        return done.document

    def _recurring(self, tenant: Tenant, period: Period) -> Iterator[InvoiceLine]:
        tariff = Tariffs(self.directory).of(tenant.id)
        for product in tariff.products(period.last):
            for price, days in _priced(tariff.history(product), period):
                if price.recurring:
                    quantity = self._quantity(tenant, price, period.start)
                    yield from self._price_lines(tenant, price, quantity, days)

    def _price_lines(self, tenant: Tenant, price: Price, quantity: Fraction, period: Period) -> Iterator[InvoiceLine]:
        """Bill the days of a monthly price, or the whole of a longer one in the month in which its cycle begins."""
        if price.months == 1:
            month = Month.containing(period.start)
            lines = prorate(price, quantity, period, Proration(month.start_day))
        else:
            cycles = Cycle(Contracts(self.directory).subscription(tenant.id).available_on, price.months)
            cycle = cycles.containing(period.last)
            lines, period = (price.lines(quantity), cycle) if cycle.start in period else ((), period)
        yield from (invoice_line(price, line, period) for line in lines if line.amount)

    def _quantity(self, tenant: Tenant, price: Price, on: Day) -> Fraction:
        """Return how many users are declared on a day, how many gigabytes are planned, or one."""
        if price.kind == "per-user":
            users = self.directory.users.of_tenant(tenant.id)
            return Fraction(sum(user.open_on(on) for user in users))
        if price.kind == "disk":
            return Fraction(Contracts(self.directory).facts(tenant.id).planned.disk_bytes, policy.GIGABYTE)
        return Fraction(1)

    def _order(self, wanted: Wanted) -> Order:
        return Order(
            Key(wanted.tenant.id, wanted.period, wanted.nature),
            self.seller(),
            buyer_of(wanted.tenant),
            TERMS,
            wanted.lines,
            wanted.issued,
            wanted.issued + timedelta(days=policy.DAYS_TO_PAY),
            series=policy.INVOICES,
            supplied="services",
            discount=policy.DISCOUNT,
        )

    def seller(self) -> Identity:
        """Return the publisher as its invoices name it; MissingFact until it was recorded."""
        seller = self.directory.records.latest(Identity, None)
        if seller is None:
            raise MissingFact("identité du vendeur non saisie", "saisir sa raison sociale, son adresse, son SIREN")
        return seller

    def _keep(self, db: Connection, tenant: Tenant, done: Issuance[InvoiceDocument], by: By) -> None:
        document = done.document
        assert document is not None
        assert document.number is not None
        new = NewDocument(
            tenant.id, INVOICE, key_of(document.key), document.seller, document.issued, document,
            document.series.prefix, document.number,
        )  # fmt: skip
        if billing.numbered_elsewhere(db, document.number, tenant.id):
            raise SetupError(
                f"{document.number} est déjà dans le compte d’un autre cabinet ; contre-passer l’écriture."
            )
        documents.issue(db, new, by.at, by.staff)
        entry = document.ledger_invoice
        ledger_of((*facts_of(billing.standing(billing.entries_of(db, tenant.id))), entry))
        billing.append(db, tenant.id, entry, billing.Recorded(by.at, by.staff))


def _priced(history: tuple[Price, ...], period: Period) -> Iterator[tuple[Price, Period]]:
    """Cut a period at the days on which a product changes its price: each price with its own days."""
    ends = (*(price.first_day for price in history[1:]), period.end)
    for price, end in zip(history, ends, strict=True):
        days = period.cut(price.first_day)[1].cut(end)[0]
        if days.start < days.end:
            yield price, days


def key_of(key: Key) -> str:
    """Write the key of an invoice: ``subscription/2026-11-01/2026-12-01``."""
    return f"{key.nature}/{key.period.start}/{key.period.end}"


def buyer_of(tenant: Tenant) -> Identity:
    """Return a brokerage as an invoice names it."""
    address = tuple(part.strip() for part in tenant.address.split(",") if part.strip())
    if not address:
        raise MissingFact(f"{tenant.name} : adresse absente", "la saisir dans l’identité du cabinet")
    return Identity(tenant.name, address, siren=tenant.siren, form=tenant.legal_form)


def said(document: InvoiceDocument) -> str:
    """Say an invoice in a line."""
    return f"{document.number} : {euros(document.total)} TTC"


def invoice_line(price: Price, line: Line, period: Period | None) -> InvoiceLine:
    """Put a line of the tariff on an invoice, with the VAT of its price."""
    return InvoiceLine(line, VatRate(price.vat), period)


@frozen
class Numbered:
    """What the numbering needs of a document that is there: its number and its day."""

    number: str
    issued: Day
    series: Series
    seller: str

    @property
    def key(self) -> Hashable:
        """No key of an invoice: this one is under another."""
        return "number", self.number

    def content(self) -> Content:
        """Nothing is compared with it."""
        raise InvalidValue("content", "seul son numéro est lu", "lire le document lui-même")


def _papers(db: Connection, order: Order, before: documents.Issued | None) -> Iterator[Numbered | InvoiceDocument]:
    """Give the numbers of the series, and in its place the document that is under the order's key."""
    for number, day in documents.numbers_of(db, order.seller.siren or "", order.series.prefix):
        if before is not None and before.document.number == number:
            assert isinstance(before.document.content, InvoiceDocument)
            yield before.document.content
        else:
            yield Numbered(number, day, order.series, order.seller.siren or "")
