"""The history of an account, one civil day after another."""

from datetime import date, timedelta

from netsoft.billing.account import Assumptions
from netsoft.billing.entries import DebitReturned
from netsoft.terms import Terms
from tests.reference import penalties
from tests.reference.book import Book, Source
from tests.reference.facts import Facts, never_paid
from tests.reference.imputation import hold_or_pay_chosen, impute, release, use_credit


def history(facts: Facts, on: date, terms: Terms, assuming: Assumptions) -> Book:
    """Live through every day up to ``on``."""
    book = Book(facts, terms, assuming.readings, assuming.rates, on)
    if assuming.readings.return_effect == "as-if-never-paid":
        book.facts = never_paid(facts)
    for day in all_days(facts, on):
        book.today = day
        book.accrue()
        penalties.due_day_has_passed(book)
        fall_due(book)
        credit_notes(book)
        returns(book)
        payments(book)
        penalties.rejections(book)
        penalties.other_events(book)
        use_credit(book)
    return book


def all_days(facts: Facts, on: date) -> list[date]:
    starts = [invoice.issued for invoice in facts.invoices.values()]
    starts += [fact.on for fact in facts.payments]
    starts += [fact.on for fact in facts.events]
    first = min(starts, default=on)
    return [first + timedelta(days=n) for n in range((on - first).days + 1)]


def fall_due(book: Book) -> None:
    """The invoices that fall due take what is held: for them first, then for any."""
    for number in book.facts.invoices:
        if book.facts.invoices[number].due == book.today:
            payable(book, number)
    use_credit(book)


def payable(book: Book, number: str) -> None:
    """An invoice may be asked for from today: what is held for it pays it."""
    if number not in book.due_since:
        book.due_since[number] = book.today
        release(book, number)


def credit_notes(book: Book) -> None:
    """A rebate lowers the principal; what exceeds it is money. A correction has acted already."""
    for place, note in enumerate(book.facts.notes):
        if note.on == book.today and not book.corrects(note.cause):
            lowered = min(note.amount.cents, book.principal(note.invoice))
            book.rebated[note.invoice] += lowered
            surplus = note.amount.cents - lowered
            if surplus:
                impute(book, Source(note.on, 0, place, note.id, is_payment=False), surplus)


def returns(book: Book) -> None:
    """A return undoes its payment wherever the money went; a reject before settlement nothing.

    Either makes the invoice for which the debit was presented payable, even before its due day.
    """
    for place, event in book.events_of_today():
        if isinstance(event, DebitReturned):
            back = [e for e in book.entries if e.source.name == event.payment]
            undone = [entry for entry in back if entry.source.is_payment]
            settled = [entry.invoice for entry in undone if entry.to == "principal"]
            numbers = [n for n in (book.presented_for(event), *settled) if n is not None]
            book.concerned[place] = list(dict.fromkeys(numbers))
            book.entries = [entry for entry in book.entries if entry not in undone]
    for place, event in book.events_of_today():
        for number in book.concerned.get(place, []):
            if book.in_default_by(event, number):
                payable(book, number)
    use_credit(book)


def payments(book: Book) -> None:
    """Impute the money of the day; what came and went back on one day has settled nothing."""
    back = [e.payment for _n, e in book.events_of_today() if isinstance(e, DebitReturned)]
    for place, payment in enumerate(book.facts.payments):
        if payment.on == book.today and payment.id not in back:
            source = Source(payment.on, 1, place, payment.id)
            rest = hold_or_pay_chosen(book, source, payment.invoice, payment.amount.cents)
            if rest:
                impute(book, source, rest)
