"""Quotes as a brokerage and the publisher see them: what is offered, at what price, and what was answered (7.6)."""

from __future__ import annotations

from attrs import field, frozen

from netsoft.billing.invoices.vat import Taxed, Vat, VatRate, vat
from netsoft.billing.prices.quotes import Consent, Quote, agreed
from netsoft.days import Day
from netsoft.names import UserId as LibraryUserId
from netsoft.rendering import day as french
from netsoft.tenancy.rights import Right
from reference_app.errors import Conflict, Forbidden, NotFound
from reference_app.ids import EntryId, TenantId
from reference_app.storage import records
from reference_app.storage.directory import Directory
from reference_app.storage.facts import Declined, QuoteBilled
from reference_app.storage.people import Account
from reference_app.storage.records import By, Fact


@frozen
class QuoteRow:
    """A quote with its amounts, VAT included where it has a quantity, and where it stands."""

    record_id: EntryId
    quote: Quote
    amounts: Vat | None
    state: str
    look: str
    open: bool


@frozen
class QuoteDesk:
    """The quotes of a brokerage: reading them, consenting, declining."""

    directory: Directory = field(repr=False)

    def of(self, tenant_id: TenantId, today: Day) -> tuple[QuoteRow, ...]:
        """Return the quotes of a brokerage, the newest first."""
        kept = reversed(self.directory.records.of(Quote, tenant_id))
        return tuple(self._row(tenant_id, record.id, record.value, today) for record in kept)

    def one(self, tenant_id: TenantId, record_id: EntryId, today: Day) -> QuoteRow:
        """Return one quote; another brokerage's is not found."""
        found = next((row for row in self.of(tenant_id, today) if row.record_id == record_id), None)
        if found is None:
            raise NotFound
        return found

    def consent(self, row: QuoteRow, account: Account, digest: str, by: By) -> None:
        """Record the consent of an entitled user to the very quote that was shown; twice is once."""
        tenant_id = _answering(row, account, digest)
        made = Consent(row.quote.id, digest, LibraryUserId(account.id), entitled(account), by.at)
        self._answer(Fact(tenant_id, made, made.on, f"{account.id}/{digest}"), digest, by)

    def decline(self, row: QuoteRow, account: Account, digest: str, by: By) -> None:
        """Record that an entitled user declines a quote; a new one may be made."""
        tenant_id = _answering(row, account, digest)
        made = Declined(row.quote.id, digest)
        self._answer(Fact(tenant_id, made, row.quote.made_on, f"{row.quote.id}/{digest}"), digest, by)

    def answered(self, row: QuoteRow, account: Account, digest: str, *, accepted: bool) -> bool:
        """Tell whether an entitled user has given this very answer before, as a form that is sent twice does."""
        tenant_id, kept = _answering(row, account, digest), self.directory.records
        if accepted:
            return kept.keyed(Consent, tenant_id, f"{account.id}/{digest}") is not None
        return kept.keyed(Declined, tenant_id, f"{row.quote.id}/{digest}") is not None

    def _answer(self, fact: Fact[object], digest: str, by: By) -> None:
        """Keep an answer once; where the other one was given in the meantime, that one stands."""
        kinds: tuple[type[Consent | Declined], ...] = (Consent, Declined)
        with self.directory.store.write() as db:
            given = [record.value for kind in kinds for record in records.recorded(db, kind, fact.tenant_id)]
            if any(one.digest == digest and type(one) is not type(fact.value) for one in given):
                raise Conflict
            if fact.key and records.keyed(db, type(fact.value), fact.tenant_id, fact.key) is None:
                records.append(db, fact, by)

    def _row(self, tenant_id: TenantId, record_id: EntryId, quote: Quote, today: Day) -> QuoteRow:
        state, look, is_open = self._state(tenant_id, quote, today)
        lines = [Taxed(line.amount, VatRate(quote.price.vat)) for line in quote.lines]
        return QuoteRow(record_id, quote, vat(lines) if lines else None, state, look, is_open)

    def _state(self, tenant_id: TenantId, quote: Quote, today: Day) -> tuple[str, str, bool]:
        kept = self.directory.records
        billed = {record.value.quote: record.value.invoice for record in kept.of(QuoteBilled, tenant_id)}
        if quote.id in billed:
            return f"facturé, {billed[quote.id]}", "good", False
        given = agreed(quote, [record.value for record in kept.of(Consent, tenant_id)])
        if given.decision.granted and given.consent is not None:
            return f"accepté le {french(given.consent.on)}", "good", False
        if any(record.value.digest == quote.digest for record in kept.of(Declined, tenant_id)):
            return "refusé", "bad", False
        if today > quote.valid_until:
            return f"expiré le {french(quote.valid_until)}", "bad", False
        return f"attend votre réponse, jusqu’au {french(quote.valid_until)}", "due", True


def entitled(account: Account) -> bool:
    """Tell whether a user may bind the brokerage by an answer (6.4, 7.6)."""
    return Right.CONTRACT_COMMIT in account.member.held


def _answering(row: QuoteRow, account: Account, digest: str) -> TenantId:
    """Refuse an answer by somebody who may not bind the brokerage, or to another quote than the one shown."""
    if not entitled(account) or account.tenant_id is None:
        raise Forbidden(f"Répondre à un devis demande le droit « {Right.CONTRACT_COMMIT.label} » (6.4).")
    if digest != row.quote.digest:
        raise Conflict
    return account.tenant_id
