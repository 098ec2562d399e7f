"""The account on a day, as rows: lines, totals, allocations, what is pending, access."""

from datetime import date, timedelta
from fractions import Fraction

from netsoft.billing.account import ALL_AS_KNOWN, Assumptions
from netsoft.billing.entries import DebitReturned
from netsoft.billing.ledger import Ledger
from netsoft.clause import Clause
from netsoft.terms import Terms
from tests.reference.arithmetic import to_the_cent
from tests.reference.book import Book, Claim, Run
from tests.reference.days import history
from tests.reference.facts import facts_of
from tests.reference.imputation import parts
from tests.reference.penalties import FORTY, share, share_of
from tests.reference.rows import Row, Rows, added_up, in_order


def account(ledger: Ledger, terms: Terms, on: date, assuming: Assumptions = ALL_AS_KNOWN) -> Rows:
    """The whole account of article 8, as due on a day, as known on another."""
    facts = facts_of(ledger, on, assuming.known_on)
    book = history(facts, on, terms, assuming)
    drawn = penalties_of_the_day(book)
    lines = [*interest_lines(book), *penalty_lines(book, drawn)]
    return {
        "lines": in_order(lines),
        "pending": in_order(pending(book, drawn)),
        "for the record": for_the_record(book),
        "allocations": allocations(book),
        "totals": totals(book, drawn, lines),
        "balances": balances(book, drawn),
        "ignored": [(place,) for place in facts.left_out],
        "access": access(book),
        "oppositions": in_order(book.decided),
        "daily": [(daily(book),)],
    }


def penalties_of_the_day(book: Book) -> list[Claim]:
    """R-03 "balance-on-day-drawn": 15 % of what is unpaid that day, of each invoice in default."""
    if book.readings.penalty_base != "balance-on-day-drawn" or not book.terms.holds(Clause("8.2")):
        return []
    drawn = []
    for number in book.default_since:
        base = book.principal(number)
        if base and number not in book.absorbed:
            drawn.append(share(book, number, "8.2", base))
    return drawn


def interest_lines(book: Book) -> list[Row]:
    """One line for each run of days, and the cents between the lines and their sum (R-07)."""
    rows: list[Row] = []
    if book.regime is None:
        return rows
    for number, runs in book.runs.items():
        for run in runs:
            amount = to_the_cent(run.exact)
            rows.append((book.regime.clause, number, "interest", *over_days(book, run), amount))
        apart = book.accrued(number) - sum(to_the_cent(run.exact) for run in runs)
        if apart:
            rows.append((book.regime.clause, number, "interest", "rounding", apart))
    return rows


def over_days(book: Book, run: Run) -> Row:
    end = run.last + timedelta(days=1)
    year = (run.year_days, book.readings.day_count)
    return ("days", run.principal, str(run.first), str(end), str(run.rate), *year)


def penalty_lines(book: Book, drawn: list[Claim]) -> list[Row]:
    standing = [claim for claim in book.claims if not claim.void]
    rows: list[Row] = []
    for claim in [*standing, *drawn]:
        if claim.clause == "D441-5":
            basis: Row = ("statutory-indemnity", "count", 1, FORTY, str(claim.on))
        elif book.warned(claim.invoice):
            rate = str(share_of(book, claim.clause))
            basis = ("penalty-clause", "share", claim.base, rate, str(claim.on))
        else:
            continue
        rows.append((claim.clause, claim.invoice, *basis, claim.amount))
    return rows


def pending(book: Book, drawn: list[Claim]) -> list[Row]:
    """What waits for a formal notice (R-20), for a proof, or for a contested exception."""
    waiting = [
        (claim.clause, claim.invoice, claim.amount)
        for claim in [*book.claims, *drawn]
        if claim.clause != "D441-5" and not claim.void and not book.warned(claim.invoice)
    ]
    return [*waiting, *(("8.5", number, amount) for number, amount in book.unproved.items())]


def for_the_record(book: Book) -> list[Row]:
    """R-11: the 40 euros that the law gives and the contract does not name."""
    if book.readings.statutory_indemnity or not book.late:
        return []
    return [("D441-5", FORTY * len(book.late))]


def allocations(book: Book) -> list[Row]:
    entries = book.entries
    return added_up([(e.source.name, e.invoice, e.to, e.clause, e.cents) for e in entries])


def owed_penalties(book: Book, number: str, drawn: list[Claim]) -> int:
    today = sum(c.amount for c in drawn if c.invoice == number and book.warned(number))
    return today + sum(book.penalty(claim) for claim in book.payable_claims(number))


def balances(book: Book, drawn: list[Claim]) -> list[Row]:
    rows: list[Row] = []
    for number in book.due():
        since = book.default_since.get(number)
        owed = (book.principal(number), book.interest(number), owed_penalties(book, number, drawn))
        rows.append((number, *owed, str(since) if since else None))
    return in_order(rows)


def totals(book: Book, drawn: list[Claim], lines: list[Row]) -> list[Row]:
    due = book.due()
    notes = book.facts.notes
    later = [number for number in book.facts.invoices if number not in due]
    undone = {e.payment for e in book.facts.events if isinstance(e, DebitReturned)}
    sums = {
        "invoiced": sum(book.facts.invoices[number].total.cents for number in due),
        "credited": sum(note.amount.cents for note in notes if note.invoice in due),
        "accrued": sum(amount for *_, amount in lines if isinstance(amount, int)),
        "paid": sum(p.amount.cents for p in book.facts.payments if p.id not in undone),
        "principal": sum(book.principal(number) for number in due),
        "interest": sum(book.interest(number) for number in due),
        "penalties": sum(owed_penalties(book, number, drawn) for number in due),
        "credit": sum(entry.cents for entry in book.entries if entry.to == "credit"),
        "not yet due": sum(book.principal(number) for number in later),
    }
    sums["total"] = sums["principal"] + sums["interest"] + sums["penalties"]
    return list(sums.items())


def access(book: Book) -> list[Row]:
    """8.1: off while an invoice in default owes what R-22 names; what each of them needs to be on."""
    if not book.terms.holds(Clause("8.1")):
        return [("granted", 0)]
    cents = to_restore(book)
    return [("refused" if cents else "granted", cents)]


def to_restore(book: Book) -> int:
    """What must be paid for the invoices in default, in the order of R-08, to the last cent that
    holds access; penalties that come after all due invoices ask for these to be paid first.
    """
    named = {"principal", "interest"}
    if book.readings.restores_access == "principal":
        named = {"principal"}
    if book.readings.restores_access == "everything":
        named = {"principal", "interest", "penalty"}
    last = [c for c in book.payable_claims() if c.invoice in book.default_since and book.penalty(c)]
    if "penalty" in named and last and book.readings.imputation != "accessories-first":
        claims = book.payable_claims()
        before = claims[: claims.index(last[-1]) + 1]
        debts = sum(book.principal(number) + book.interest(number) for number in book.due())
        return debts + sum(book.penalty(claim) for claim in before)
    return sum(up_to_the_last(book, number, named) for number in book.default_since)


def up_to_the_last(book: Book, number: str, named: set[str]) -> int:
    needed = sum_so_far = 0
    for _number, to, _clause, owed in parts(book, number):
        sum_so_far += owed
        if owed and to in named:
            needed = sum_so_far
    return needed


def daily(book: Book) -> int | None:
    """What the next day adds: exact, then to the cent; nothing said where its rate is not known."""
    regime, exact = book.regime, Fraction(0)
    later = book.next_day_of_interest()
    for number, invoice in book.facts.invoices.items():
        principal = book.principal(number)
        if regime is None or book.today < invoice.due or not principal:
            continue
        rate = regime.rate(invoice.due, later)
        if rate is None:
            return None
        exact += principal * rate / regime.year_days(later)
    return to_the_cent(exact)
