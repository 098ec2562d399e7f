"""What the properties of the account share: how accounts are drawn at random, and how they are read."""

from collections.abc import Iterable
from datetime import date
from typing import Final, TypeAlias

import attrs
from hypothesis import settings
from hypothesis import strategies as st

from netsoft.answers import Line
from netsoft.billing.account import Arrears, Assumptions
from netsoft.billing.entries import CreditNote, DebitReturned, Event, Payment
from netsoft.billing.ledger import Ledger
from netsoft.clause import Clause
from netsoft.days import Day, Period
from netsoft.money import Money, total
from netsoft.terms import Terms
from netsoft.testing import assumptions, drawings, terms
from tests.reference import Rows
from tests.reference.compare import rows_of

YEAR: Final = Period(date(2023, 9, 1), date(2024, 9, 1))
"""A span that is short, so that facts meet, and holds a leap day and two changes of the rate."""

WINTER: Final = Period(date(2023, 12, 18), date(2024, 1, 15))
"""Four weeks around a change of year and of rate, where nearly all facts touch."""

Drawing: TypeAlias = tuple[Ledger, Day]
Judged: TypeAlias = tuple[Terms, Assumptions]


def times(count: int) -> settings:
    """As many more examples as the profile has."""
    return settings(max_examples=count * settings().max_examples)


def dense() -> st.SearchStrategy[Drawing]:
    """Accounts whose facts lie close to one another."""
    return st.one_of(drawings(within=WINTER), drawings(within=YEAR))


def judged() -> st.SearchStrategy[Judged]:
    """Any terms, any readings, any rates, as known on any day."""
    return st.tuples(terms(), assumptions(within=YEAR))


def at_once() -> st.SearchStrategy[Judged]:
    """The same, every fact being known."""
    return judged().map(lambda pair: (pair[0], attrs.evolve(pair[1], known_on=None)))


def reading(judged_by: Judged, **choices: str | bool) -> Judged:
    """The same with some readings chosen."""
    law, assuming = judged_by
    chosen = attrs.evolve(assuming.readings, **choices)  # type: ignore[arg-type]
    return law, attrs.evolve(assuming, readings=chosen)


def only(ledger: Ledger, *kinds: type[Payment | CreditNote | Event]) -> Ledger:
    """The invoices, and the facts of some kinds; a return without its payment goes too."""
    payments = ledger.payments if Payment in kinds else ()
    notes = ledger.credit_notes if CreditNote in kinds else ()
    kept = {None, *(payment.id for payment in payments)}
    events = (event for event in ledger.events if isinstance(event, kinds))
    stand = (e for e in events if not isinstance(e, DebitReturned) or e.payment in kept)
    return Ledger(ledger.invoices, payments, notes, tuple(stand))


def last_moment(ledger: Ledger) -> Day:
    """The last day on which something happens, a due day or a fact."""
    days = [invoice.due for invoice in ledger.invoices]
    return max([*days, *(fact.on for _place, fact in ledger.facts())])


def same_but(rows: Rows, *names: str) -> Rows:
    """The rows without some groups."""
    return {name: group for name, group in rows.items() if name not in names}


def plain(account: Arrears, *without: str) -> Rows:
    """The account as rows, without some groups; what was left out is another matter."""
    return same_but(rows_of(account), "ignored", *without)


def lines_of(account: Arrears, clause: str, invoice: str | None = None) -> list[Line]:
    """The lines of a clause, of one invoice or of all."""
    lines = [line for line in account.lines if line.clause == Clause(clause)]
    return [line for line in lines if invoice is None or line.invoice == invoice]


def summed(lines: Iterable[Line]) -> Money:
    return total([line.amount for line in lines])


def net(account: Arrears) -> Money:
    """What the client owes in the end: due or not yet, less the money held for it."""
    totals = account.totals
    return totals.total - totals.credit + totals.not_yet_due
