"""Accounts under article 8: an ordinary one, the worst one, and how the time grows."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from netsoft.billing.arrears import arrears
from netsoft.billing.entries import Invoice, Payment
from netsoft.billing.ledger import Ledger
from netsoft.billing.legal_rate_table import LEGAL_RATES
from netsoft.cg052018 import CG052018
from netsoft.days import HalfYear
from netsoft.money import Money
from tests.benchmarks.harness import Comparison

FIRST = date(2014, 1, 1)
DAY = timedelta(days=1)


def one_invoice(years: int, payments: int) -> Ledger:
    """One invoice, unpaid for years but for payments spread over them."""
    due = FIRST + 30 * DAY
    step = (years * 365 - 30) // (payments + 1)
    paid = tuple(Payment(due + (n + 1) * step * DAY, Money(cents=10_000)) for n in range(payments))
    return Ledger((Invoice("F-1", FIRST, due, Money(cents=10_000_000)),), paid)


def monthly_invoices(years: int, payments: int) -> Ledger:
    """An invoice a month for years, of which payments settle the least part."""
    days = [date(FIRST.year + n // 12, n % 12 + 1, 1) for n in range(years * 12)]
    invoices = tuple(Invoice(f"F-{n}", day, day + 27 * DAY, Money(cents=120_000)) for n, day in enumerate(days))
    step = years * 365 // (payments + 1)
    paid = tuple(Payment(FIRST + (n + 1) * step * DAY, Money(cents=10_000)) for n in range(payments))
    return Ledger(invoices, paid)


def settled_late(years: int) -> Ledger:
    """An invoice a month for years, each paid three weeks late: what a long account really holds."""
    ledger = monthly_invoices(years, 0)
    paid = tuple(Payment(i.due + 21 * DAY, Money(cents=121_000), invoice=i.number) for i in ledger.invoices)
    return Ledger(ledger.invoices, paid)


def drawn(years: int) -> date:
    """The day on which an account of so many years is drawn."""
    return date(FIRST.year + years, 1, 1)


def bare_interest(ledger: Ledger, on: date) -> int:
    """The least arithmetic: 15 % and the interest of each invoice by half-year, in whole cents, no line kept."""
    cents = 0
    for invoice in ledger.invoices:
        base, day = invoice.total.cents, invoice.due
        cents += base * 15 // 100
        while day < on:
            end = min(on, HalfYear.containing(day).next.start_day)
            rate = LEGAL_RATES.at(day).rate
            cents += base * 3 * rate.numerator * (end - day).days // (rate.denominator * 365)
            day = end
    return cents


def account(name: str, ledger: Ledger, years: int, most_seconds: float | None = None) -> Comparison:
    """An account against the bare arithmetic of the same invoices."""
    on = drawn(years)
    bare = partial(bare_interest, ledger, on)
    return Comparison(name, partial(arrears, ledger, CG052018, on), bare, "bare arithmetic", most_seconds)


def doubled(name: str, small: Ledger, large: Ledger, years: tuple[int, int]) -> Comparison:
    """The same kind of account at twice the size."""
    subject = partial(arrears, large, CG052018, drawn(years[1]))
    baseline = partial(arrears, small, CG052018, drawn(years[0]))
    return Comparison(name, subject, baseline, "half of it", most_ratio=2.2)


def comparisons() -> Iterator[Comparison]:
    """The accounts that are measured."""
    yield account("account, one invoice two months late", one_invoice(1, 0), 1, 1e-4)
    yield account("account, one invoice, 10 years, 50 payments", one_invoice(10, 50), 10, 1e-2)
    yield account("account, 120 invoices, 10 years, 50 payments", monthly_invoices(10, 50), 10)
    yield doubled("account, 10 years against 5", one_invoice(5, 25), one_invoice(10, 50), (5, 10))
    yield doubled("account, 96 invoices paid late against 48", settled_late(4), settled_late(8), (4, 8))
