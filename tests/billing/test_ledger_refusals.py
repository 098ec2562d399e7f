"""A ledger is checked whole: each refusal names the place of the fact, its field, and what to write."""

import attrs
import pytest

from netsoft.billing.entries import (
    Collection,
    CreditNote,
    DebitReturned,
    Event,
    ExceptionNotified,
    FormalNotice,
    Judgment,
    Means,
    OppositionProved,
    PaymentAnnounced,
)
from netsoft.billing.ledger import Ledger
from netsoft.errors import InvalidValue
from tests.billing.build import april, credited, euros, invoice, ledger, march, paid, rejected, returned


def refused(*facts: object) -> str:
    """The sentence with which a ledger of these facts is refused."""
    with pytest.raises(InvalidValue) as error:
        ledger(*facts)  # type: ignore[arg-type]
    return str(error.value)


def test_two_invoices_of_one_number() -> None:
    """The second one is named."""
    sentence = refused(invoice("F-1"), invoice("F-2"), invoice("F-1"))
    assert sentence == "invoices[2].number : « F-1 » est donné deux fois ; donner un nom propre à chacun"


def test_two_payments_of_one_name() -> None:
    """Given twice, or given by the file to one and by its place to another."""
    first, second = paid(april(1), "1.00", id="P"), paid(april(2), "1.00", id="P")
    sentence = "payments[1].id : « P » est donné deux fois ; donner un nom propre à chacun"
    assert refused(first, second) == sentence
    assert refused(paid(april(1), "1.00", id="#2"), paid(april(1), "1.00")).startswith("payments[1].id : « #2 » ")


def test_two_credit_notes_of_one_name() -> None:
    """A credit note's name is its own."""
    note = attrs.evolve(credited(april(1), "1.00"), id="A-1")
    sentence = "credit_notes[1].id : « A-1 » est donné deux fois ; donner un nom propre à chacun"
    assert refused(invoice(), note, note) == sentence


def test_a_credit_note_named_like_a_payment() -> None:
    """Both are sources of money in the account: one name cannot serve two."""
    note = attrs.evolve(credited(april(1), "1.00"), id="P-1")
    payments = paid(april(1), "1.00", id="P-1"), paid(april(1), "1.00", id="P-2")
    sentence = "credit_notes[0].id : « P-1 » est donné deux fois ; donner un nom propre à chacun"
    assert refused(invoice(), *payments, note) == sentence


def test_names_by_place() -> None:
    """Payments without a name take ``#1``, ``#2``, credit notes ``credit_notes[0]``; names given stay."""
    facts = ledger(
        invoice(),
        paid(april(1), "1.00"),
        paid(april(2), "1.00", id="P-9"),
        paid(april(3), "1.00"),
        credited(april(1), "1.00"),
        attrs.evolve(credited(april(1), "1.00"), id="A-1"),
        credited(april(1), "1.00"),
    )
    assert [p.id for p in facts.payments] == ["#1", "P-9", "#3"]
    assert [n.id for n in facts.credit_notes] == ["credit_notes[0]", "A-1", "credit_notes[2]"]
    assert attrs.evolve(facts) == facts


@pytest.mark.parametrize(
    "event",
    [
        Collection(april(1), "agency", ("F-1", "F-9")),
        Judgment(april(1), invoices=("F-1", "F-9")),
        PaymentAnnounced(april(1), ("F-1", "F-9")),
        ExceptionNotified(april(1), invoices=("F-1", "F-9")),
        OppositionProved(april(1), "ordre", ("F-1", "F-9")),
        FormalNotice(april(1), ("F-1", "F-9")),
    ],
    ids=lambda event: type(event).__name__,
)
def test_an_event_names_invoices_of_the_file(event: Event) -> None:
    """The place of the event, and of the name within it."""
    sentence = "events[1].invoices[1] : facture inconnue : « F-9 » ; nommer une facture du fichier"
    assert refused(invoice(), FormalNotice(april(1)), event) == sentence
    assert ledger(invoice(), invoice("F-9"), event).events == (event,)


def test_payments_and_notes_and_rejections_name_an_invoice_of_the_file() -> None:
    """Each under the field ``invoice`` of its place."""
    unknown = "facture inconnue : « F-9 » ; nommer une facture du fichier"
    payments = paid(april(1), "1.00"), paid(april(1), "1.00", "F-9")
    assert refused(invoice(), *payments) == f"payments[1].invoice : {unknown}"
    assert refused(invoice(), credited(april(1), "1.00", "F-9")) == f"credit_notes[0].invoice : {unknown}"
    assert refused(invoice(), rejected(april(1), invoice="F-9")) == f"events[0].invoice : {unknown}"


def test_a_return_names_a_payment_of_the_file() -> None:
    """Under the field ``payment`` of its place; a name given by place is a name."""
    sentence = "events[1].payment : paiement inconnu : « P-9 » ; donner l'« id » d'un paiement du fichier"
    assert refused(invoice(), FormalNotice(april(1)), returned(april(1), "P-9")) == sentence
    assert ledger(paid(april(1), "1.00"), returned(april(1), "#1")).events


def test_a_credit_note_is_not_before_its_invoice() -> None:
    """On the day of the issue it may be; the eve is refused."""
    other = Ledger((invoice(),), credit_notes=(credited(march(1), "1.00"),))
    assert other.credit_notes[0].on == march(1)
    eve = march(1).replace(day=29, month=2)
    sentence = "credit_notes[1].on : l'avoir précède sa facture ; donner le 01/03/2024 ou un jour d'après"
    assert refused(invoice(), credited(march(2), "1.00"), credited(eve, "1.00")) == sentence


def test_credit_notes_stay_within_their_invoice() -> None:
    """Up to its total, to the cent; another invoice's notes do not count."""
    whole = [credited(april(1), "400.00"), credited(april(1), "100.00", "F-2"), credited(april(2), "600.00")]
    assert len(ledger(invoice(), invoice("F-2"), *whole).credit_notes) == 3
    sentence = refused(invoice(), invoice("F-2"), *whole, credited(april(1), "0.01"))
    problem = "1\u202f000,01\u00a0€ d'avoirs pour une facture de 1\u202f000,00\u00a0€"
    assert sentence == f"credit_notes[3].amount : {problem} ; ne pas créditer plus que la facture"


def test_a_payment_is_returned_once() -> None:
    """The second return is refused, whatever its day or kind."""
    twice = returned(april(5)), DebitReturned(april(6), "refund", "MD06", payment="P-1")
    sentence = "events[1].payment : paiement « P-1 » déjà annulé ; n'annuler un paiement qu'une fois"
    assert refused(invoice(), paid(april(1), "1.00", id="P-1"), *twice) == sentence
    others = paid(april(1), "1.00", id="P-1"), paid(april(1), "1.00", id="P-2")
    assert len(ledger(*others, returned(april(5), "P-1"), returned(april(5), "P-2")).events) == 2


@pytest.mark.parametrize("means", ["transfer", "card", "cheque"])
def test_only_a_debit_is_returned(means: Means) -> None:
    """A debit, or a payment whose means is not said."""
    payment = paid(april(1), "1.00", id="P-1")
    sentence = f"events[0].payment : « {means} » ne se rejette pas ; nommer un prélèvement"
    assert refused(attrs.evolve(payment, means=means), returned(april(5))) == sentence
    assert ledger(attrs.evolve(payment, means="direct-debit"), returned(april(5))).events
    assert ledger(payment, returned(april(5))).events


def test_a_return_is_not_before_its_payment() -> None:
    """On its day it may be; the eve is refused."""
    payment = paid(april(2), "1.00", id="P-1")
    assert ledger(payment, returned(april(2))).events
    sentence = "events[0].on : le retour précède le paiement ; donner le 02/04/2024 ou un jour d'après"
    assert refused(payment, returned(april(1))) == sentence


def test_a_rejection_is_not_before_its_invoice() -> None:
    """On the day of the issue it may be; the eve is refused."""
    assert ledger(invoice(), rejected(march(1))).events
    eve = march(1).replace(day=29, month=2)
    sentence = "events[1].on : le rejet précède la facture ; donner le 01/03/2024 ou un jour d'après"
    assert refused(invoice(), FormalNotice(april(1)), rejected(eve)) == sentence


def test_the_order_given_is_kept() -> None:
    """Facts come with their places, invoices first, then payments, credit notes, events."""
    facts = ledger(
        rejected(april(1)), credited(april(1), "1.00"), paid(april(1), "1.00"), invoice("F-2"), invoice("F-1")
    )
    places = ["invoices[0]", "invoices[1]", "payments[0]", "credit_notes[0]", "events[0]"]
    assert [place for place, _fact in facts.facts()] == places
    assert [i.number for i in facts.invoices] == ["F-2", "F-1"]
    assert list(Ledger().facts()) == []


def test_amounts_of_the_builder_are_the_facts() -> None:
    """A credit note is read back as it was given."""
    note = ledger(invoice(), credited(april(1), "1.00")).credit_notes[0]
    assert (type(note), note.amount, note.invoice, note.cause) == (CreditNote, euros("1.00"), "F-1", "rebate")
