"""As due on a day, as known on a day: which facts count, which are left out, and why."""

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.billing.account import Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import Collection, DebitReturned, Event, FormalNotice
from netsoft.billing.ledger import Ignored, Known, Ledger
from netsoft.cg052018 import CG052018
from netsoft.days import Day
from netsoft.testing import drawings, ledgers
from tests.billing.build import april, credited, invoice, ledger, march, paid, rejected, returned

ONE_OF_EACH = ledger(
    invoice("F-1"),
    attrs.evolve(invoice("F-2"), issued=march(20)),
    paid(april(2), "10.00", id="P-1"),
    paid(april(4), "10.00", "F-2", id="P-2"),
    credited(april(3), "10.00"),
    credited(april(3), "10.00", "F-2"),
    returned(april(5)),
    returned(april(5), "P-2"),
    rejected(april(1), invoice="F-2"),
    Collection(april(2), "agency", ("F-2",)),
)

EVENTS = [f"events[{n}]" for n in range(4)]


def left_out(facts: Ledger, on: Day, known_on: Day | None = None) -> dict[str, str]:
    """The places left out, with the reasons."""
    return {ignored.fact: ignored.reason for ignored in facts.as_known(on, known_on).ignored}


def test_everything_counts_once_it_has_happened() -> None:
    """On the day of the last fact nothing is left out, and the order given is kept."""
    known = ONE_OF_EACH.as_known(april(5), None)
    facts = ONE_OF_EACH
    assert known == Known(facts.invoices, facts.payments, facts.credit_notes, facts.events, ())


@pytest.mark.parametrize(
    ("on", "places"),
    [
        (april(4), ["events[0]", "events[1]"]),
        (april(3), ["payments[1]", "events[0]", "events[1]"]),
        (april(2), ["payments[1]", "credit_notes[0]", "credit_notes[1]", "events[0]", "events[1]"]),
        (march(31), [*(f"{kind}[{n}]" for kind in ("payments", "credit_notes") for n in range(2)), *EVENTS]),
    ],
)
def test_what_happens_later_is_left_out(on: Day, places: list[str]) -> None:
    """Facts dated after the day drawn, in the order of the file, each with the day."""
    assert list(left_out(ONE_OF_EACH, on)) == places
    assert left_out(ONE_OF_EACH, on)[places[0]] == f"postérieur au {on:%d/%m/%Y}"


def test_what_rests_on_a_later_invoice_is_left_out_with_it() -> None:
    """On 10 March F-2 is not issued: its credit note and rejection go with it, but the money of a payment stays."""
    early = ledger(
        attrs.evolve(invoice("F-2"), issued=march(20)),
        invoice("F-1"),
        paid(march(5), "10.00", "F-2"),
        Collection(march(5), "agency", ("F-2",)),
    )
    assert left_out(early, march(10)) == {"invoices[0]": "postérieur au 10/03/2024"}
    known = early.as_known(march(10), None)
    assert [i.number for i in known.invoices] == ["F-1"]
    assert (known.payments, known.events) == (early.payments, early.events)


def test_what_was_learnt_later_is_left_out() -> None:
    """A fact of 2 April learnt on 9 April is unknown on 8 April, with both days in the reason."""
    facts = ledger(invoice(), attrs.evolve(paid(april(2), "10.00"), known_on=april(9)))
    assert left_out(facts, april(20), april(8)) == {
        "payments[0]": "connu le 09/04/2024, après le 08/04/2024",
    }
    assert left_out(facts, april(20), april(9)) == {}
    assert left_out(facts, april(20)) == {}


def test_the_day_of_the_fact_is_said_before_the_day_it_was_learnt() -> None:
    """A fact both later and learnt too late is left out for its day."""
    facts = ledger(invoice(), attrs.evolve(paid(april(5), "10.00"), known_on=april(9)))
    assert left_out(facts, april(4), april(4)) == {"payments[0]": "postérieur au 04/04/2024"}


def test_a_fact_not_said_otherwise_was_learnt_on_its_day() -> None:
    """As known on the eve of a fact, the fact does not count, whatever the day drawn."""
    facts = ledger(invoice(), paid(april(5), "10.00"))
    assert left_out(facts, april(20), april(4)) == {"payments[0]": "connu le 05/04/2024, après le 04/04/2024"}


def test_what_rests_on_an_unknown_fact_is_left_out_with_it() -> None:
    """An invoice learnt late takes its credit note and rejection along; a payment learnt late its return."""
    facts = ledger(
        attrs.evolve(invoice("F-1"), known_on=april(9)),
        attrs.evolve(paid(april(2), "10.00", "F-1", id="P-1"), known_on=april(9)),
        paid(april(2), "10.00", "F-1", id="P-2"),
        credited(april(3), "10.00"),
        returned(april(5), "P-1"),
        returned(april(5), "P-2"),
        rejected(april(1)),
        FormalNotice(april(6), ("F-1",)),
    )
    assert facts.as_known(april(20), april(8)).ignored == (
        Ignored("invoices[0]", "connu le 09/04/2024, après le 08/04/2024"),
        Ignored("payments[0]", "connu le 09/04/2024, après le 08/04/2024"),
        Ignored("credit_notes[0]", "porte sur « facture F-1 », qui n'est pas retenu"),
        Ignored("events[0]", "porte sur « paiement P-1 », qui n'est pas retenu"),
        Ignored("events[2]", "porte sur « facture F-1 », qui n'est pas retenu"),
    )


def test_one_name_for_an_invoice_and_a_payment() -> None:
    """An invoice left out does not take along the return of a payment of the same name, nor the reverse."""
    facts = ledger(
        attrs.evolve(invoice("X"), known_on=april(9)),
        invoice("Y"),
        paid(april(2), "10.00", id="X"),
        attrs.evolve(paid(april(2), "10.00", id="Y"), known_on=april(9)),
        returned(april(5), "X"),
        rejected(april(1), invoice="Y"),
    )
    assert list(left_out(facts, april(20), april(8))) == ["invoices[0]", "payments[1]"]


@pytest.mark.parametrize("event", [FormalNotice(april(9)), DebitReturned(april(9), "return", "AM04", payment="P-1")])
def test_an_event_left_out_alone(event: Event) -> None:
    """Events are left out like the rest."""
    facts = ledger(invoice(), paid(april(2), "10.00", id="P-1"), event)
    assert left_out(facts, april(8)) == {"events[0]": "postérieur au 08/04/2024"}


@given(ledgers(max_invoices=2, max_facts=6), st.dates(date(2018, 12, 1), date(2026, 8, 1)))
def test_left_out_and_kept_make_the_ledger(facts: Ledger, on: Day) -> None:
    """Each fact is either kept or left out, and what is kept has happened and has its invoice or payment."""
    known = facts.as_known(on, None)
    kept = [*known.invoices, *known.payments, *known.credit_notes, *known.events]
    assert len(kept) + len(known.ignored) == len(list(facts.facts()))
    assert all(fact.on <= on for fact in kept)
    Ledger(facts.invoices, known.payments, known.credit_notes, known.events)


@given(drawings(max_invoices=2, max_facts=4))
def test_an_account_is_that_of_the_facts_known(drawing: tuple[Ledger, Day]) -> None:
    """Drawn with the facts left out taken away, the account is the same but for the list of what is ignored."""
    facts, on = drawing
    whole = arrears(facts, CG052018, on, Assumptions(known_on=on))
    kept = facts.as_known(on, on)
    named = {p.invoice for p in kept.payments} | {n for e in kept.events for n in getattr(e, "invoices", ())}
    if named <= {i.number for i in kept.invoices} | {None}:
        reduced = Ledger(kept.invoices, kept.payments, kept.credit_notes, kept.events)
        again = arrears(reduced, CG052018, on, Assumptions(known_on=on))
        assert again == attrs.evolve(whole, ignored=())
