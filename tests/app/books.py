"""Accounts for the application's tests: an invoice left unpaid, and what is read of pages and tables."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from netsoft.billing.entries import Fact, Invoice
from netsoft.money import Money
from reference_app.services.account import Accounts, AsOf, Statement
from reference_app.storage import billing
from reference_app.storage.billing_facts import BillingFact
from tests.app.world import Office, World

INVOICE: Final = Invoice("F-1", date(2026, 9, 1), date(2026, 10, 1), Money.parse("1200.00"))
TO_RESTORE: Final = "1213.56"
"""1 200.00 and the interest of 50 days at 8.25 %, on 20 November 2026."""


def enter(world: World, office: Office, *facts: BillingFact) -> None:
    """Put facts in the account of a brokerage, as the demonstration does."""
    with world.deployment.directory.store.write() as db:
        for fact in facts:
            billing.append(db, office.handle.tenant.id, fact, billing.Recorded(world.clock.now()))


def drawn(world: World, office: Office, on: date, known_on: date | None = None) -> Statement:
    """Draw the account of a brokerage."""
    return Accounts(world.deployment.directory).draw(office.handle.tenant.id, AsOf(on, known_on))


def standing_facts(world: World, office: Office) -> list[Fact]:
    """Return the facts of a brokerage that no counter-entry cancels."""
    entries = world.deployment.directory.billing.of(office.handle.tenant.id)
    return [entry.fact for entry in billing.standing(entries) if entry.fact is not None]  # type: ignore[misc]


def text_of(page: str) -> str:
    """Return what a person reads of a page: no tag, one space between words."""
    visible = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"[\s\u00a0\u202f]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", visible)))


def table_of(content: bytes) -> Iterator[dict[str, str]]:
    """Give the lines of a table as a spreadsheet reads it."""
    return csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
