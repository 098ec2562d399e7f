"""The strategies draw what they promise: everything valid, everything that matters reached, examples made small."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from netsoft import testing
from netsoft.billing.account import Assumptions
from netsoft.billing.entries import (
    Collection,
    CreditNote,
    DebitReturned,
    Event,
    ExceptionNotified,
    FormalNotice,
    Invoice,
    Judgment,
    OppositionProved,
    Payment,
    PaymentAnnounced,
)
from netsoft.billing.ledger import Ledger
from netsoft.billing.legal_rate import RateTable
from netsoft.billing.rates import Rates
from netsoft.cg052018 import CG052018
from netsoft.days import ONE_DAY, Day, HalfYear, Period
from netsoft.money import Money, Rate
from netsoft.readings import OPTIONS, Readings

SPAN = Period(date(2023, 5, 1), date(2024, 8, 1))
QUICK = settings(max_examples=4_000, phases=[Phase.generate], database=None)


T = TypeVar("T")


def reached(strategy: st.SearchStrategy[T], wanted: Callable[[T], bool]) -> bool:
    """Whether the strategy draws such a value before long; ``find`` fails otherwise."""
    return wanted(find(strategy, wanted, settings=QUICK))


@pytest.fixture(scope="module")
def pool() -> list[Ledger]:
    """Ledgers drawn once for all the questions below."""
    drawn: list[Ledger] = []

    @settings(QUICK, max_examples=600)
    @given(testing.ledgers())
    def collect(ledger: Ledger) -> None:
        drawn.append(ledger)

    collect()
    return drawn


def paid(wanted: Callable[[Ledger, Payment], bool]) -> Callable[[Ledger], bool]:
    """A ledger with such a payment."""
    return lambda ledger: any(wanted(ledger, payment) for payment in ledger.payments)


def happened(wanted: Callable[[Ledger, Event], bool]) -> Callable[[Ledger], bool]:
    """A ledger with such an event."""
    return lambda ledger: any(wanted(ledger, event) for event in ledger.events)


def credited(wanted: Callable[[Ledger, CreditNote], bool]) -> Callable[[Ledger], bool]:
    """A ledger with such a credit note."""
    return lambda ledger: any(wanted(ledger, note) for note in ledger.credit_notes)


def invoiced(wanted: Callable[[Invoice], bool]) -> Callable[[Ledger], bool]:
    """A ledger with such an invoice."""
    return lambda ledger: any(wanted(invoice) for invoice in ledger.invoices)


def of(ledger: Ledger, number: str | None) -> Invoice | None:
    """The invoice of a number."""
    return next((invoice for invoice in ledger.invoices if invoice.number == number), None)


def before_its_due_day(ledger: Ledger, event: Event) -> bool:
    """A debit that failed before its invoice was due."""
    invoice = of(ledger, event.invoice) if isinstance(event, DebitReturned) else None
    return invoice is not None and event.on < invoice.due


def on_the_day_of_its_payment(ledger: Ledger, event: Event) -> bool:
    """A debit returned on the day on which it was made."""
    return any((event.on, getattr(event, "payment", None)) == (payment.on, payment.id) for payment in ledger.payments)


REACHED: dict[str, Callable[[Ledger], bool]] = {
    "one invoice": lambda ledger: len(ledger.invoices) == 1,
    "three invoices": lambda ledger: len(ledger.invoices) == 3,
    "invoices due together": lambda ledger: len({i.due for i in ledger.invoices}) < len(ledger.invoices),
    "an invoice due at once": invoiced(lambda invoice: invoice.due == invoice.issued),
    "an invoice due a month later": invoiced(lambda invoice: (invoice.due - invoice.issued).days == 30),
    "an invoice due on the last day of a half-year": invoiced(
        lambda i: HalfYear.containing(i.due).period.last == i.due
    ),
    "an invoice due on the first day of a half-year": invoiced(lambda i: HalfYear.containing(i.due).start_day == i.due),
    "an invoice due on 29 February": invoiced(lambda invoice: (invoice.due.month, invoice.due.day) == (2, 29)),
    "an invoice of whole euros": invoiced(lambda invoice: invoice.total.cents % 100 == 0),
    "an invoice of odd cents": invoiced(lambda invoice: invoice.total.cents % 100 != 0),
    "an invoice that is not a subscription": invoiced(lambda invoice: invoice.nature != "subscription"),
    "an invoice learnt late": invoiced(lambda invoice: invoice.learnt > invoice.issued),
    "no fact but the invoices": lambda ledger: not (ledger.payments or ledger.credit_notes or ledger.events),
    "eight facts": lambda ledger: len(ledger.payments + ledger.credit_notes + ledger.events) == 8,
    "a payment in part": paid(lambda ledger, p: p.amount < min(i.total for i in ledger.invoices)),
    "the payment of the whole": paid(lambda ledger, p: any(p.amount == i.total for i in ledger.invoices)),
    "a payment in excess": paid(lambda ledger, p: p.amount > max(i.total for i in ledger.invoices)),
    "a payment in advance": paid(lambda ledger, p: p.on < min(i.due for i in ledger.invoices)),
    "a payment on a due day": paid(lambda ledger, p: any(p.on == i.due for i in ledger.invoices)),
    "a payment on the day after": paid(lambda ledger, p: any(p.on == i.due + ONE_DAY for i in ledger.invoices)),
    "a payment chosen for an invoice": paid(lambda _ledger, p: p.invoice is not None),
    "a payment chosen for the second": paid(lambda _ledger, p: p.invoice == "F-2"),
    "a payment without choice": paid(lambda _ledger, p: p.invoice is None),
    "a payment without an id": paid(lambda _ledger, p: p.id.startswith("#")),
    "a payment learnt late": paid(lambda _ledger, p: p.learnt > p.on),
    "a payment by transfer": paid(lambda _ledger, p: p.means == "transfer"),
    "two payments on a day": lambda ledger: len({p.on for p in ledger.payments}) < len(ledger.payments),
    "a correction": credited(lambda _ledger, note: note.cause == "correction"),
    "a rebate": credited(lambda _ledger, note: note.cause == "rebate"),
    "a credit note in part": credited(lambda ledger, note: note.amount < of(ledger, note.invoice).total),  # type: ignore[union-attr]
    "a credit note of the whole": credited(lambda ledger, note: note.amount == of(ledger, note.invoice).total),  # type: ignore[union-attr]
    "a credit note learnt late": credited(lambda _ledger, note: note.learnt > note.on),
    "a return": happened(lambda _ledger, event: getattr(event, "type", "") == "return"),
    "a refund": happened(lambda _ledger, event: getattr(event, "type", "") == "refund"),
    "a reject": happened(lambda _ledger, event: getattr(event, "type", "") == "reject"),
    "a refusal": happened(lambda _ledger, event: getattr(event, "type", "") == "refusal"),
    "a debit that fails before the due day": happened(before_its_due_day),
    "a debit returned on its day": happened(on_the_day_of_its_payment),
    "an event learnt late": happened(lambda _ledger, event: event.learnt > event.on),
    "an agency": happened(lambda _ledger, event: isinstance(event, Collection) and event.by == "agency"),
    "a court": happened(lambda _ledger, event: isinstance(event, Collection) and event.by == "court"),
    "a judgment": happened(lambda _ledger, event: isinstance(event, Judgment) and event.enforceable_on is None),
    "one to enforce": happened(lambda _ledger, event: isinstance(event, Judgment) and event.enforceable_on is not None),
    "an announcement": happened(lambda _ledger, event: isinstance(event, PaymentAnnounced)),
    "a proof": happened(lambda _ledger, event: isinstance(event, OppositionProved)),
    "a notice": happened(lambda _ledger, event: isinstance(event, FormalNotice) and not event.invoices),
    "a notice for some": happened(lambda _ledger, event: isinstance(event, FormalNotice) and bool(event.invoices)),
    "an exception contested": happened(lambda _l, e: isinstance(e, ExceptionNotified) and e.legitimate is None),
    "an exception that holds": happened(lambda _l, e: isinstance(e, ExceptionNotified) and e.legitimate is True),
    "an exception that does not": happened(lambda _l, e: isinstance(e, ExceptionNotified) and e.legitimate is False),
}


@pytest.mark.parametrize("what", REACHED)
def test_ledgers_reach(what: str, pool: list[Ledger]) -> None:
    assert any(map(REACHED[what], pool)) or reached(testing.ledgers(), REACHED[what])


@pytest.mark.parametrize("code", ["MS02", "MD06", "AC06", "MD01", "SL01", "MS03", "AM04", "AM05"])
def test_reason_codes_are_reached(code: str, pool: list[Ledger]) -> None:
    """Those that decide something (8.5)."""
    wanted = happened(lambda _ledger, event: getattr(event, "reason", "") == code)
    assert any(map(wanted, pool)) or reached(testing.ledgers(), wanted)


@given(testing.ledgers(max_invoices=2, max_facts=5, within=SPAN))
def test_ledgers_keep_to_their_bounds(ledger: Ledger) -> None:
    assert 1 <= len(ledger.invoices) <= 2
    assert len(ledger.payments) + len(ledger.credit_notes) + len(ledger.events) <= 5
    assert all(fact.on in SPAN for _place, fact in ledger.facts())
    assert all(invoice.due in SPAN for invoice in ledger.invoices)


@given(testing.ledgers(max_invoices=1, max_facts=0))
def test_the_smallest_bounds(ledger: Ledger) -> None:
    assert [len(part) for part in (ledger.invoices, ledger.payments, ledger.credit_notes, ledger.events)] == [
        1,
        0,
        0,
        0,
    ]


@given(testing.drawings(within=SPAN))
def test_accounts_are_drawn_within_the_span(drawing: tuple[Ledger, Day]) -> None:
    assert drawing[1] in SPAN


def test_days_of_drawing_reach() -> None:
    """On a due day, on the day after, on the last day, before everything."""
    drawings = testing.drawings()
    assert reached(drawings, lambda drawn: any(drawn[1] == i.due for i in drawn[0].invoices))
    assert reached(drawings, lambda drawn: any(drawn[1] == i.due + ONE_DAY for i in drawn[0].invoices))
    assert reached(drawings, lambda drawn: drawn[1] == testing.KNOWN_RATES.last)
    assert reached(drawings, lambda drawn: drawn[1] < min(i.issued for i in drawn[0].invoices))


@given(st.data())
def test_a_ledger_takes_fact_after_fact(data: st.DataObject) -> None:
    """From an empty one on, whatever comes: this is what a state machine needs."""
    ledger = Ledger()
    for _step in range(6):
        fact = data.draw(st.one_of(testing.invoices(ledger, SPAN), testing.facts(ledger, SPAN)))
        longer = testing.with_fact(ledger, fact)
        assert len(list(longer.facts())) == len(list(ledger.facts())) + 1
        ledger = longer


def test_an_empty_ledger_takes_payments_and_events() -> None:
    """There is nothing to credit, to reject or to return yet."""
    facts = testing.facts(Ledger())
    assert reached(facts, lambda fact: isinstance(fact, Payment) and fact.amount == Money(cents=1))
    assert reached(facts, lambda fact: isinstance(fact, FormalNotice))
    assert not isinstance(find(facts, lambda fact: not isinstance(fact, Payment)), (CreditNote, DebitReturned))


@pytest.mark.no_mutants
def test_failing_examples_are_made_small() -> None:
    """One invoice and the event, or hardly more: nothing that the failure does not need."""
    ledger = find(
        testing.ledgers(within=SPAN),
        lambda ledger: bool(ledger.events),
        settings=settings(database=None, derandomize=True),
    )
    assert len(list(ledger.facts())) <= 3
    assert ledger.invoices[0].total <= Money(cents=100)


@given(testing.days(SPAN), testing.half_years(SPAN), testing.periods(SPAN))
def test_days_keep_to_their_span(day: Day, half: HalfYear, period: Period) -> None:
    assert day in SPAN
    assert half in {HalfYear(2023, 1), HalfYear(2023, 2), HalfYear(2024, 1), HalfYear(2024, 2)}
    assert SPAN.start <= period.start <= period.end <= SPAN.last


@pytest.mark.parametrize("day", ["2023-06-30", "2023-07-01", "2023-12-31", "2024-01-01", "2024-02-29", "2024-03-01"])
def test_days_reach_the_edges(day: str) -> None:
    assert reached(testing.days(SPAN), lambda drawn: drawn == date.fromisoformat(day))


def test_periods_reach() -> None:
    assert reached(testing.periods(SPAN), lambda period: period.days == 0)
    assert reached(testing.periods(SPAN), lambda period: period.days > 300)


@given(testing.money(Money(cents=101), Money(cents=150)), testing.rates(Rate(1, 7), Rate(1, 6)))
def test_amounts_and_rates_keep_to_their_bounds(amount: Money, rate: Rate) -> None:
    """Both included; no whole euro lies between the two."""
    assert Money(cents=101) <= amount <= Money(cents=150)
    assert Rate(1, 7).fraction <= rate.fraction <= Rate(1, 6).fraction


def test_amounts_reach_their_bounds() -> None:
    for amount in (Money(cents=-200), Money(cents=-100), Money(cents=0), Money(cents=100)):
        assert reached(testing.money(Money(cents=-200), Money(cents=100)), lambda drawn, it=amount: drawn == it)  # type: ignore[misc]


@pytest.mark.parametrize(("key", "value"), [(key, value) for _number, key, values in OPTIONS for value in values])
def test_readings_reach_every_value(key: str, value: object) -> None:
    assert reached(testing.readings(), lambda readings: getattr(readings, key) == value)


def test_readings_and_terms_shrink_to_the_defaults() -> None:
    assert find(testing.readings(), lambda _any: True) == Readings()
    assert find(testing.terms(), lambda _any: True) == CG052018


def test_terms_reach() -> None:
    """Each basis of interest, and each clause of article 8 set aside."""
    for kind in ("legal", "ecb", "fixed"):
        assert reached(testing.bases(), lambda basis, it=kind: basis.kind == it)  # type: ignore[misc]
    assert reached(testing.terms(), lambda terms: terms.payment != CG052018.payment)
    for number in ("8.1", "8.2", "8.3", "8.4", "8.5"):
        assert reached(testing.terms(), lambda terms, it=number: it in {str(c) for c in terms.set_aside})  # type: ignore[misc]


@given(testing.rate_tables(SPAN))
def test_tables_know_their_span(table: RateTable) -> None:
    """Without a gap, from the half-year of the first day to that of the last."""
    assert table.rows[0].period.start == date(2023, 1, 1)
    assert table.last_day == date(2024, 12, 31)
    assert all(table.knows(day) for day in SPAN)


def test_tables_reach() -> None:
    """A row for each half-year, one row for all, neighbours that bear the same rate."""
    tables = testing.rate_tables(SPAN)
    assert reached(tables, lambda table: len(table.rows) == 4)
    assert reached(tables, lambda table: len(table.rows) == 1)
    assert reached(tables, lambda table: len({row.rate.fraction for row in table.rows}) < len(table.rows))


def test_assumptions_reach() -> None:
    assumptions = testing.assumptions(SPAN)
    assert find(assumptions, lambda _any: True) == Assumptions()
    assert reached(assumptions, lambda assumed: assumed.known_on is not None)
    assert reached(assumptions, lambda assumed: assumed.rates != Rates())


def test_the_front_of_the_package_is_sorted() -> None:
    assert testing.__all__ == sorted(testing.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name))
    assert all(hasattr(testing, name) for name in testing.__all__)
