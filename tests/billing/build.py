"""Small facts and terms whose figures can be checked by eye.

Under :data:`PLAIN` interest is a thousandth a day (36.5 % a year over 365 days): 1 000.00 unpaid bear 1.00 a day.
The usual invoice of 1 000.00 falls due on 31 March 2024, so that on 5 April it is five days late.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

import attrs

from netsoft.answers import Line
from netsoft.billing.account import Arrears, Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import CreditNote, DebitReturned, Event, Invoice, Nature, Payment
from netsoft.billing.ledger import Ledger
from netsoft.cg052018 import CG052018
from netsoft.days import Day
from netsoft.money import Money, Rate
from netsoft.readings import Readings
from netsoft.terms import InterestBasis, Terms

DAILY: Final = InterestBasis("fixed", percent=Rate.percent("36.5"))
PLAIN: Final = attrs.evolve(CG052018, payment=attrs.evolve(CG052018.payment, interest=DAILY))
DUE: Final = date(2024, 3, 31)


def euros(text: str) -> Money:
    """``euros("12.34")``."""
    return Money.parse(text)


def march(day: int) -> Day:
    """A day of March 2024."""
    return date(2024, 3, day)


def april(day: int) -> Day:
    """A day of April 2024, counted on into May: the invoice due on 31 March is so many days late."""
    return DUE + timedelta(days=day)


def invoice(number: str = "F-1", due: Day = DUE, total: str = "1000.00", nature: Nature = "subscription") -> Invoice:
    """An invoice issued on 1 March 2024, or on its due day if that is earlier."""
    return Invoice(number, min(march(1), due), due, euros(total), nature)


def paid(on: Day, amount: str, invoice: str | None = None, id: str = "") -> Payment:  # noqa: A002  the field's name
    """A payment, with or without the payer's choice."""
    return Payment(on, euros(amount), id, invoice=invoice)


def rejected(on: Day, reason: str = "AM04", invoice: str = "F-1") -> DebitReturned:
    """A debit rejected before settlement."""
    return DebitReturned(on, type="reject", reason=reason, invoice=invoice)


def returned(on: Day, payment: str = "P-1", reason: str = "AM04") -> DebitReturned:
    """A payment returned after settlement."""
    return DebitReturned(on, type="return", reason=reason, payment=payment)


def credited(on: Day, amount: str, invoice: str = "F-1") -> CreditNote:
    """A rebate on an invoice."""
    return CreditNote(on, euros(amount), invoice, "rebate")


def corrected(on: Day, amount: str, invoice: str = "F-1") -> CreditNote:
    """A correction of an invoice."""
    return CreditNote(on, euros(amount), invoice, "correction")


def ledger(*facts: Invoice | Payment | CreditNote | Event) -> Ledger:
    """The facts, each with its kind, in the order given."""
    return Ledger(
        tuple(fact for fact in facts if isinstance(fact, Invoice)),
        tuple(fact for fact in facts if isinstance(fact, Payment)),
        tuple(fact for fact in facts if isinstance(fact, CreditNote)),
        tuple(fact for fact in facts if not isinstance(fact, Invoice | Payment | CreditNote)),
    )


def drawn(facts: Ledger, on: Day, terms: Terms = PLAIN, **readings: str | bool) -> Arrears:
    """The account of the facts; whatever it is, its totals must agree with one another."""
    account = arrears(facts, terms, on, Assumptions(readings=Readings.of(readings)))
    totals = account.totals
    assert totals.invoiced - totals.credited + totals.accrued - totals.paid == totals.total - totals.credit
    assert totals.accrued == account.lines_total
    return account


def written(lines: Iterable[Line]) -> list[tuple[str, str | None, str]]:
    """Clause, invoice and amount of each line."""
    return [(line.clause.number, line.invoice, str(line.amount)) for line in lines]


def owed(account: Arrears) -> tuple[str, str, str]:
    """Principal, interest and penalties still owed."""
    totals = account.totals
    return str(totals.principal), str(totals.interest), str(totals.penalties)


def allocated(account: Arrears) -> list[tuple[str, str | None, str, str]]:
    """Payment, invoice, head and amount of each allocation."""
    return [(a.payment, a.invoice, a.to, str(a.amount)) for a in account.allocations]


def penalties(account: Arrears) -> list[tuple[str, str | None, str]]:
    """The lines of flat sums: all but interest."""
    return [entry for entry in written(account.lines) if entry[0] != "8.3"]


def interest(account: Arrears) -> list[tuple[str | None, str]]:
    """Invoice and amount of each line of interest."""
    return [(number, amount) for clause, number, amount in written(account.lines) if clause == "8.3"]
