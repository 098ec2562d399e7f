"""Where money goes: the payer's choice, the due debts in order, the penalties, then credit."""

from datetime import date
from fractions import Fraction
from typing import TypeAlias

from netsoft.billing.entries import Invoice
from tests.reference.arithmetic import shares
from tests.reference.book import Book, Entry, Source

Part: TypeAlias = tuple[str, str, str | None, int]
"""A part of an invoice: its number, where money goes, the clause of a penalty, what is owed."""


def parts(book: Book, number: str) -> list[Part]:
    """R-08: the parts of one invoice in order; penalties come later, but under accessories-first."""
    interest: Part = (number, "interest", None, book.interest(number))
    principal: Part = (number, "principal", None, book.principal(number))
    if book.readings.imputation == "accessories-first":
        claims = book.payable_claims(number)
        penalties = [(number, "penalty", c.clause, book.penalty(c)) for c in claims]
        return [interest, *penalties, principal]
    if book.readings.imputation == "principal-first":
        return [principal, interest]
    return [interest, principal]


def pay(book: Book, source: Source, cents: int, owed: list[Part]) -> int:
    """Pay parts in their order; give back what is left."""
    for number, to, clause, amount in owed:
        given = min(cents, amount)
        if given > 0:
            book.entries.append(Entry(source, to, number, clause, given))
            cents -= given
    return cents


def impute(book: Book, source: Source, cents: int) -> None:
    """Steps 2 to 4: the due invoices, the penalties, and what is left is held."""
    for group in groups(book):
        owed = [parts(book, number) for number in group]
        whole = [sum(part[3] for part in one) for one in owed]
        given = whole if cents >= sum(whole) else shares(cents, whole)
        for one, share in zip(owed, given, strict=True):
            pay(book, source, share, one)
        cents -= sum(given)
        if not cents:
            return
    for claim in book.payable_claims():
        part: Part = (claim.invoice, "penalty", claim.clause, book.penalty(claim))
        cents = pay(book, source, cents, [part])
    if cents:
        book.entries.append(Entry(source, "credit", None, None, cents))


def groups(book: Book) -> list[list[str]]:
    """R-09: the due invoices that owe something, in order; those that tie stand together."""
    owing = [n for n in book.due() if sum(p[3] for p in parts(book, n))]
    if book.readings.between_invoices == "pro-rata":
        return [owing] if owing else []
    ranks = {n: rank(book, book.facts.invoices[n]) for n in owing}
    if book.readings.between_invoices == "oldest-first":
        ranks = {n: (Fraction(0), False, *ranks[n][2:4], place) for place, n in enumerate(owing)}
    return [[n for n in owing if ranks[n] == key] for key in sorted(set(ranks.values()))]


Rank: TypeAlias = tuple[Fraction, bool, date, date, int]


def rank(book: Book, invoice: Invoice) -> Rank:
    """The debt that the debtor has most interest to settle, then the oldest."""
    running = running_rate(book, invoice)
    return -running, invoice.nature != "subscription", invoice.due, invoice.issued, 0


def running_rate(book: Book, invoice: Invoice) -> Fraction:
    """The rate of the next day of interest; nothing where interest does not run, or no more."""
    runs = book.today > invoice.due and book.principal(invoice.number) > 0
    if book.regime is None or not runs:
        return Fraction(0)
    rate = book.regime.rate(invoice.due, book.next_day_of_interest())
    return Fraction(10**9) if rate is None else rate


def hold_or_pay_chosen(book: Book, source: Source, choice: str | None, cents: int) -> int:
    """Step 1: the payer's choice; give back what goes on to the other debts."""
    if choice is None:
        return cents
    if choice not in book.facts.invoices:
        book.entries.append(Entry(source, "credit", choice, None, cents))
        return 0
    if choice in book.due_since:
        return pay(book, source, cents, parts(book, choice))
    reserved = sum(e.cents for e in book.entries if e.to == "credit" and e.invoice == choice)
    kept = min(cents, max(0, book.principal(choice) - reserved))
    if kept:
        book.entries.append(Entry(source, "credit", choice, None, kept))
    return cents - kept


def held(book: Book, number: str | None) -> list[Entry]:
    """Credit held for an invoice, or for any, in the order in which the money came."""
    found = [e for e in book.entries if e.to == "credit" and e.invoice == number]
    return sorted(found, key=lambda e: (e.source.on, e.source.order, e.source.place))


def use_credit(book: Book) -> None:
    """No credit stays free beside a debt: impute what is held for any invoice."""
    for entry in held(book, None):
        book.entries.remove(entry)
        impute(book, entry.source, entry.cents)


def release(book: Book, number: str) -> None:
    """An invoice falls due: what was held for it pays it; the excess is free."""
    for entry in held(book, number):
        book.entries.remove(entry)
        owed = parts(book, number)
        left = pay(book, entry.source, entry.cents, owed)
        if left:
            book.entries.append(Entry(entry.source, "credit", None, None, left))
