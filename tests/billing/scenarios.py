"""Accounts that together meet every clause and every reading of article 8; used to see what a change reaches."""

from typing import Final

from netsoft.billing.account import Arrears
from netsoft.billing.entries import Collection, ExceptionNotified, FormalNotice, Invoice, Judgment, OppositionProved
from netsoft.billing.ledger import Ledger
from netsoft.days import Day
from netsoft.readings import DEFAULTS, OPTIONS, Readings
from netsoft.terms import Terms
from tests.billing.build import (
    PLAIN,
    april,
    corrected,
    credited,
    drawn,
    euros,
    invoice,
    ledger,
    march,
    paid,
    rejected,
    returned,
)

SCENARIOS: Final[dict[str, tuple[Ledger, Day]]] = {
    "unpaid": (ledger(invoice()), april(10)),
    "over the new year": (ledger(invoice(due=march(1).replace(year=2023, month=12))), march(1)),
    "paid in part": (ledger(invoice(), paid(april(4), "500.00"), paid(april(8), "200.00")), april(10)),
    "a few cents a day": (ledger(invoice(total="4.00"), credited(april(1), "0.60")), april(2)),
    "penalty alone unpaid": (ledger(invoice(), paid(april(4), "1004.00")), april(10)),
    "interest alone unpaid": (ledger(invoice(), paid(april(4), "1000.00")), april(4)),
    "two invoices": (
        ledger(invoice("F-1", nature="work"), invoice("F-2", due=april(2)), paid(april(4), "600.00")),
        april(10),
    ),
    "two of one day": (
        ledger(
            invoice("F-1"), Invoice("F-2", march(2), march(31), euros("700.00")), paid(april(4), "600.00")
        ),
        april(10),
    ),
    "rebated whole": (ledger(invoice(), credited(april(4), "1000.00")), april(10)),
    "agency and court": (
        ledger(invoice(), Collection(april(4), "agency"), Judgment(april(8)), FormalNotice(april(9))),
        april(10),
    ),
    "opposition": (ledger(invoice(), rejected(april(4), "MS02")), april(10)),
    "opposition to be proved": (ledger(invoice(), rejected(april(4), "AC06")), april(10)),
    "opposition proved": (
        ledger(invoice(), rejected(april(4), "MS03"), OppositionProved(april(5), "ordre produit")),
        april(10),
    ),
    "exception contested": (
        ledger(invoice(), ExceptionNotified(april(3)), rejected(april(4), "MD06")),
        april(10),
    ),
    "duplicate": (ledger(invoice(), rejected(march(20), "AM05")), march(25)),
    "correction and rebate": (
        ledger(invoice(), corrected(april(5), "100.00"), credited(april(6), "50.00")),
        april(10),
    ),
    "returned": (ledger(invoice(), paid(april(4), "504.00", id="P-1"), returned(april(6))), april(10)),
    "not yet due": (ledger(invoice(), paid(march(10), "100.00")), march(20)),
}  # fmt: skip


def answers(terms: Terms = PLAIN, readings: Readings = DEFAULTS) -> dict[str, Arrears]:
    """Every account, under terms and readings."""
    chosen = {key: getattr(readings, key) for _number, key, _values in OPTIONS}
    return {name: drawn(facts, on, terms, **chosen) for name, (facts, on) in SCENARIOS.items()}


def differing(some: dict[str, Arrears], others: dict[str, Arrears]) -> list[str]:
    """The names of the accounts whose answers differ in more than the readings that they echo."""
    return [name for name in some if _answer(some[name]) != _answer(others[name])]


def _answer(account: Arrears) -> tuple[object, ...]:
    return (
        account.lines,
        account.pending,
        account.for_the_record,
        account.totals,
        account.balances,
        account.allocations,
        account.access,
        account.to_restore,
        account.daily,
        account.oppositions,
    )
