"""Any valid ledger has an answer, or an error of our tree; facts go to a file and come back."""

import json
from datetime import date, timedelta

import attrs
from hypothesis import given
from hypothesis import strategies as st

from netsoft.billing.account import Arrears, Assumptions
from netsoft.billing.arrears import arrears
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
from netsoft.days import Day, Period
from netsoft.errors import MissingFact
from netsoft.facts.decompte import decompte_facts
from netsoft.facts.document import read_document
from netsoft.money import Money
from netsoft.readings import OPTIONS, Readings
from netsoft.terms import Terms
from netsoft.testing import assumptions, drawings, ledgers, rate_tables, readings, terms
from tests.property.accounts import YEAR, Drawing, Judged, dense, judged, times

CENTURY = Period(date(1960, 1, 1), date(2040, 1, 1))


@times(2)
@given(dense(), judged())
def test_where_rates_are_known_there_is_an_answer(drawing: Drawing, by: Judged) -> None:
    """Always: no ledger that can be made and no reading stops it."""
    account = arrears(drawing[0], by[0], drawing[1], by[1])
    assert isinstance(account, Arrears)
    assert account.on == drawing[1]
    assert account.readings == by[1].readings
    assert account.terms == by[0].name


def drawn(ledger: Ledger, law: Terms, on: Day, assuming: Assumptions) -> Arrears | MissingFact:
    """The account, or the fact that it misses; any other error fails the test."""
    try:
        return arrears(ledger, law, on, assuming)
    except MissingFact as missing:
        return missing


@given(drawings(within=CENTURY), terms(), assumptions())
def test_beyond_the_tables_a_fact_is_missing(drawing: Drawing, law: Terms, assuming: Assumptions) -> None:
    """Before 1975 and after 2026 no rate is known: an answer, or the missing fact by its name."""
    found = drawn(drawing[0], law, drawing[1], assuming)
    if isinstance(found, MissingFact):
        assert "semestre" in found.fact
    else:
        assert found.totals.accrued == found.lines_total


@given(drawings(within=YEAR), readings(), rate_tables(Period(date(2024, 1, 1), date(2024, 7, 1))))
def test_with_one_half_year_known(drawing: Drawing, choices: Readings, table: RateTable) -> None:
    """The half-year that is missing is named."""
    found = drawn(drawing[0], CG052018, drawing[1], Assumptions(readings=choices, rates=Rates(legal=table)))
    named = ("2023-S2", "2024-S2")
    assert not isinstance(found, MissingFact) or any(half in found.fact for half in named)


@given(dense(), judged())
def test_the_same_facts_give_the_same_account(drawing: Drawing, by: Judged) -> None:
    """Nothing is kept from one account to the next."""
    first = arrears(drawing[0], by[0], drawing[1], by[1])
    arrears(drawing[0], CG052018, drawing[1])
    assert arrears(drawing[0], by[0], drawing[1], by[1]) == first


def text(value: object) -> object:
    """A value as a file gives it."""
    if isinstance(value, Money | date):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def row(fact: Invoice | Payment | CreditNote | Event) -> dict[str, object]:
    """A fact as a mapping: what is absent is left out."""
    fields = {a.name: getattr(fact, a.name) for a in attrs.fields(type(fact))}
    kept = {name: text(value) for name, value in fields.items() if value not in (None, (), "")}
    return kept if isinstance(fact, Invoice | Payment | CreditNote) else {"kind": KINDS[type(fact)], **kept}


KINDS: dict[type[Event], str] = {
    DebitReturned: "debit-returned",
    Collection: "collection",
    Judgment: "judgment",
    PaymentAnnounced: "payment-announced",
    ExceptionNotified: "exception-notified",
    OppositionProved: "opposition-proved",
    FormalNotice: "formal-notice",
}


def document(ledger: Ledger, on: Day, assuming: Assumptions) -> dict[str, object]:
    chosen = {key: getattr(assuming.readings, key) for _number, key, _values in OPTIONS}
    known = {} if assuming.known_on is None else {"known_on": str(assuming.known_on)}
    groups = ("invoices", "payments", "credit_notes", "events")
    facts = {name: [row(fact) for fact in getattr(ledger, name)] for name in groups}
    return {"terms": "CG052018", "on": str(on), **known, "readings": chosen, **facts}


@given(ledgers(within=YEAR), st.dates(YEAR.start, YEAR.last), readings(), st.integers(0, 400))
def test_facts_to_a_file_and_back(ledger: Ledger, on: Day, choices: Readings, known: int) -> None:
    """Written as JSON and read again, the facts are the same, and so is the account."""
    assuming = Assumptions(known_on=on - timedelta(days=known) if known else None, readings=choices)
    data = json.dumps(document(ledger, on, assuming)).encode()
    facts = decompte_facts(read_document(data, "JSON"))
    assert (facts.ledger, facts.on, facts.assuming) == (ledger, on, assuming)
    assert arrears(facts.ledger, facts.terms, facts.on, facts.assuming) == arrears(ledger, CG052018, on, assuming)
