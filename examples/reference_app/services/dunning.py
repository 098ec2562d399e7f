"""Dunning: which invoices are in default and not yet under a formal notice, and the notice as a document.

Suspension is not an act: the account of the day decides access (8.1). The notice says what is owed on its
day, with the décompte annexed; it counts from its delivery, which the staff enters in the account.
"""

from __future__ import annotations

from datetime import timedelta

from attrs import field, frozen
from sqlalchemy import Connection

from netsoft.billing.invoices.identity import Identity
from netsoft.days import Day
from netsoft.documents.formal_notice import Letter, formal_notice
from netsoft.documents.page import Document
from netsoft.facts.decompte import DecompteFacts
from netsoft.facts.parties import Party
from netsoft.rendering import day as french
from netsoft.rendering import euros
from reference_app.clock import paris_day
from reference_app.services import policy
from reference_app.services.account import TERMS, Accounts, AsOf, Statement
from reference_app.services.invoicing import Invoicing, buyer_of
from reference_app.storage import documents, records
from reference_app.storage.directory import Directory
from reference_app.storage.documents import NewDocument
from reference_app.storage.facts import FormalNoticeSent
from reference_app.storage.people import Tenant

FORMAL_NOTICE = "formal-notice"


@frozen
class Dunning:
    """The dunning of the brokerages in the directory."""

    directory: Directory = field(repr=False)

    def to_notify(self, tenant: Tenant, on: Day) -> tuple[str, ...]:
        """Return the invoices whose default holds access on a day, and that no formal notice names."""
        drawn = Accounts(self.directory).draw(tenant.id, AsOf(on))
        if drawn.account.access.granted:
            return ()
        sent = {n for record in self.directory.records.of(FormalNoticeSent, tenant.id) for n in record.value.invoices}
        unpaid = (b for b in drawn.account.balances if b.in_default_since is not None and b.principal)
        return tuple(balance.invoice for balance in unpaid if balance.invoice not in sent)

    def preview(self, tenant: Tenant, on: Day) -> Document:
        """Write the formal notice of what a brokerage owes on a day, as it would be issued."""
        return self._page(tenant, Accounts(self.directory).draw(tenant.id, AsOf(on)))

    def notify(self, db: Connection, tenant: Tenant, invoices: tuple[str, ...], by: records.By) -> str:
        """Issue the formal notice that names some invoices, on the day of ``by``; return it in words."""
        on = paris_day(by.at)
        drawn = Accounts(self.directory).draw(tenant.id, AsOf(on))
        page, until, key = self._page(tenant, drawn), limit(on), key_of(invoices)
        amount = drawn.account.totals.total
        seller = Invoicing(self.directory).seller()
        new = NewDocument(tenant.id, FORMAL_NOTICE, key, seller.siren or "", on, page)
        documents.issue(db, new, by.at, by.staff)
        sent = FormalNoticeSent(on, invoices, amount, until)
        records.append(db, records.Fact(tenant.id, sent, on, key), by)
        return f"mise en demeure de {euros(amount)} ({', '.join(invoices)}), à payer au plus tard le {french(until)}"

    def _page(self, tenant: Tenant, drawn: Statement) -> Document:
        seller, buyer = Invoicing(self.directory).seller(), buyer_of(tenant)
        facts = DecompteFacts(
            ledger=drawn.ledger,
            published=TERMS,
            terms=TERMS,
            on=drawn.on,
            creditor=_party(seller),
            debtor=_party(buyer, tenant.representative),
        )
        reference = f"MD-{drawn.on:%Y%m%d}-{tenant.siren}"
        return formal_notice(facts, drawn.account, Letter(reference, limit(drawn.on)))


def limit(on: Day) -> Day:
    """Return the last day that a formal notice of a day leaves."""
    return on + timedelta(days=policy.DAYS_OF_FORMAL_NOTICE)


def key_of(invoices: tuple[str, ...]) -> str:
    """Write the key of a formal notice: the invoices that it names."""
    return f"{FORMAL_NOTICE}/{'+'.join(invoices)}"


def _party(identity: Identity, representative: str | None = None) -> Party:
    return Party(
        name=identity.name,
        form=identity.form or None,
        siren=identity.siren,
        address=identity.address,
        representative=representative or None,
        iban=identity.iban or None,
        contact=identity.contact or None,
    )
