"""8.2, 8.4, 8.5 and the 40 euros: what strikes them, on what, and when."""

from datetime import timedelta
from fractions import Fraction

from netsoft.billing.entries import (
    Collection,
    DebitReturned,
    Event,
    ExceptionNotified,
    FormalNotice,
    Judgment,
    OppositionProved,
    PaymentAnnounced,
)
from netsoft.billing.sepa import REASON_CODES
from netsoft.clause import Clause
from tests.reference.arithmetic import to_the_cent
from tests.reference.book import Book, Claim

FORTY = 4000


def due_day_has_passed(book: Book) -> None:
    """An invoice whose due day ended with something unpaid is in default from the next day."""
    for number, invoice in book.facts.invoices.items():
        if invoice.due + timedelta(days=1) == book.today and book.principal(number):
            incident(book, number, late=True)


def rejections(book: Book) -> None:
    """A rejection that counts puts what is unpaid of its invoices, as the day ends, in default."""
    for place, event in book.events_of_today():
        for number in book.concerned.get(place, []):
            if book.in_default_by(event, number) and book.principal(number):
                incident(book, number, late=book.today > book.facts.invoices[number].due)


def incident(book: Book, number: str, *, late: bool) -> None:
    """What an incident brings: default; 15 % and 40 euros, once, if something is unpaid."""
    book.default_since.setdefault(number, book.today)
    if late and number not in book.late:
        book.late[number] = book.today
        if book.readings.statutory_indemnity:
            book.claims.append(Claim(number, "D441-5", book.today, FORTY, FORTY))
    once = book.readings.penalty_base == "once" and number not in book.absorbed
    base = book.principal(number)
    if once and base and not book.struck(number, "8.2") and book.terms.holds(Clause("8.2")):
        book.claims.append(share(book, number, "8.2", base))


def share(book: Book, number: str, clause: str, base: int) -> Claim:
    """A share of a base, to the cent, struck today."""
    return Claim(number, clause, book.today, base, to_the_cent(base * share_of(book, clause)))


def share_of(book: Book, clause: str) -> Fraction:
    payment = book.terms.payment
    rates = {
        "8.2": payment.late_penalty,
        "8.4": payment.collection_penalty,
        "8.5": payment.opposition_penalty,
    }
    return rates[clause].fraction


def base_of(book: Book, number: str) -> int:
    """R-10: the base of the 10 % and of the 50 % as it stands; nothing where nothing is owed."""
    principal, interest = book.principal(number), book.interest(number)
    if principal + interest <= 0:
        return 0
    if book.readings.flat_base == "principal":
        return principal
    if book.readings.flat_base == "principal-and-interest":
        return principal + interest
    penalties = sum(book.penalty(claim) for claim in book.payable_claims(number))
    return principal + interest + penalties


def names(event: Event, numbers: list[str]) -> bool:
    """Whether an event names one of these invoices, or none at all; whatever it names, if there are none."""
    named = getattr(event, "invoices", ())
    return not named or not numbers or any(number in named for number in numbers)


def unpaid_when_due(book: Book) -> list[str]:
    """The invoices whose due day is over, and those that a rejection called: not one due this very day."""
    past = (n for n in book.due() if book.facts.invoices[n].due < book.today or n in book.default_since)
    return list(past)


def excused(book: Book) -> set[str]:
    """The invoices named by a legitimate exception, notified by today: what 1219 excuses is not due."""
    told = (e for e in book.facts.events if isinstance(e, ExceptionNotified) and e.on <= book.today)
    return {number for event in told if event.legitimate for number in event.invoices}


def other_events(book: Book) -> None:
    """8.4, 8.5 and formal notices in the order of the file, each on what the former has left."""
    for place, event in book.events_of_today():
        if isinstance(event, Collection | Judgment):
            collection(book, event)
        if isinstance(event, DebitReturned):
            opposition(book, event, book.concerned[place])
        if isinstance(event, FormalNotice):
            formal_notice(book, event)


def collection(book: Book, event: Event) -> None:
    """8.4: an agency or a court, once for each invoice referred."""
    for number in unpaid_when_due(book):
        base = base_of(book, number)
        once = base and names(event, [number]) and not book.struck(number, "8.4")
        if once and book.terms.holds(Clause("8.4")):
            book.claims.append(share(book, number, "8.4", base))


def opposition(book: Book, event: DebitReturned, concerned: list[str]) -> None:
    """8.5: the debtor's own order to its bank, unless it told in time how it would pay."""
    verdict = decide(book, event, concerned)
    known = (str(event.on), event.reason, event.payment, event.invoice)
    book.decided.append((*known, verdict))
    for number in book.due():
        base = base_of(book, number)
        once = base and number not in excused(book) and not book.struck(number, "8.5")
        if once and verdict != "refused" and book.terms.holds(Clause("8.5")):
            oppose(book, share(book, number, "8.5", base), verdict)


def oppose(book: Book, claim: Claim, verdict: str) -> None:
    if verdict == "pending":
        book.unproved.setdefault(claim.invoice, claim.amount)
        return
    book.unproved.pop(claim.invoice, None)
    book.claims.append(claim)
    if book.readings.cumulation == "opposition-absorbs":
        absorb(book, claim)


def decide(book: Book, event: DebitReturned, concerned: list[str]) -> str:
    """Say "granted", "refused", or "pending" where the debtor's act or its exception is not settled."""
    act = REASON_CODES[event.reason].debtor_act
    about = [e for e in book.facts.events if names(e, concerned)]
    proved = act == "own" or any(isinstance(e, OppositionProved) for e in about)
    if act == "none" or (act == "unstated" and not proved):
        return "refused"
    in_time = [e for e in about if e.on <= event.on]
    if any(isinstance(e, PaymentAnnounced) for e in in_time):
        return "refused"
    verdicts = {e.legitimate for e in in_time if isinstance(e, ExceptionNotified)}
    if True in verdicts:
        return "refused"
    return "granted" if proved and None not in verdicts else "pending"


def absorb(book: Book, taking: Claim) -> None:
    """R-21: the 8.5 takes the place of the 8.2; what was paid on this one counts for that one."""
    book.absorbed.add(taking.invoice)
    room = taking.amount
    for claim in book.claims:
        if claim.invoice == taking.invoice and claim.clause == "8.2":
            claim.void = True
    for entry in list(book.entries):
        if entry.invoice == taking.invoice and entry.clause == "8.2":
            kept = min(room, entry.cents)
            room -= kept
            book.give_back(entry, entry.cents - kept)
            entry.clause = "8.5"


def formal_notice(book: Book, event: FormalNotice) -> None:
    """R-20: a formal notice, once the invoice may be asked for, makes its penalties payable."""
    for number in unpaid_when_due(book):
        if names(event, [number]):
            book.noticed.setdefault(number, book.today)
