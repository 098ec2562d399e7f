"""Ten thousand explained invoices, priced, taxed, checked, numbered and kept; and twice as many."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from netsoft.billing.invoices.identity import Identity
from netsoft.billing.invoices.invoice_values import InvoiceLine, Key, Order
from netsoft.billing.invoices.invoicing import Register, issue_all
from netsoft.billing.invoices.mentions import NO_DISCOUNT
from netsoft.billing.invoices.vat import VatRate
from netsoft.billing.prices.price_models import Graduated, Package, Tier
from netsoft.billing.prices.tariff import Price
from netsoft.cg052018 import CG052018
from netsoft.days import Month
from netsoft.money import Rate
from netsoft.names import TenantId
from tests.benchmarks.harness import Comparison

MANY = 10_000
MOST = 10.0  # seconds
SLOPE = 2.2
SELLER = Identity("Éditeur", ("75001 Paris",), siren="732829320", vat_number="FR44732829320", size="small")
BUYER = Identity("Cabinet", ("13002 Marseille",), siren="552100554")
VAT = Rate.percent("20")
SINCE = date(2026, 1, 1)
SEAT = Price("seat", "Abonnement", "per-user", SINCE, Graduated((Tier(10, "30.00"), Tier(None, "25.00"))), VAT)
DISK = Price("disk", "Espace disque", "disk", SINCE, Package(10, "1.50", 20), VAT)
OCTOBER = Month(2026, 10).period
ISSUED = date(2026, 11, 2)


def order(number: int) -> Order:
    """The order of a month of one client, of three or four lines."""
    key = Key(TenantId(f"t{number}"), OCTOBER)
    lines = [*SEAT.lines(1 + number % 25), *DISK.lines(25 + number % 60)]
    taxed = tuple(InvoiceLine(line, VatRate(VAT), OCTOBER) for line in lines)
    return Order(key, SELLER, BUYER, CG052018, taxed, ISSUED, ISSUED, supplied="services", discount=NO_DISCOUNT)


def explained(count: int) -> list[tuple[str, str]]:
    """Issue so many invoices, and give the number and the digest of each."""
    _register, ends = issue_all(Register(), map(order, range(count)))
    return [(end.document.number or "", end.document.digest) for end in ends if end.document]


def comparisons() -> Iterator[Comparison]:
    """The invoices that are measured."""
    lines = [line for number in range(MANY) for line in order(number).lines]
    yield Comparison("10,000 explained invoices", partial(explained, MANY), partial(added, lines), "bare sums", MOST)
    half, twice = partial(explained, MANY // 10), partial(explained, MANY // 5)
    yield Comparison("invoices, twice as many", twice, half, "half as many", None, SLOPE)


def added(lines: list[InvoiceLine]) -> int:
    """The least that any program would do: add the cents of the lines."""
    return sum(line.line.amount.cents for line in lines)
