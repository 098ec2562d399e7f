"""Facts: what each holds, and each refusal with its field and its remedy."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import attrs
import pendulum
import pytest

from netsoft.billing.entries import (
    FIRST_DAY,
    LAST_DAY,
    Collection,
    CreditNote,
    DebitReturned,
    Event,
    ExceptionNotified,
    Fact,
    FormalNotice,
    Invoice,
    Judgment,
    OppositionProved,
    Payment,
    PaymentAnnounced,
)
from netsoft.errors import InvalidValue
from netsoft.money import ZERO, Money
from tests.billing.build import euros

DAY, LATER, EARLIER = date(2024, 1, 10), date(2024, 1, 11), date(2024, 1, 9)
INVOICE = Invoice("F-1", DAY, LATER, euros("120.00"))
FACTS: list[Fact] = [
    INVOICE,
    Payment(DAY, euros("1.00")),
    CreditNote(DAY, euros("1.00"), "F-1"),
    DebitReturned(DAY, "reject", "AM04", invoice="F-1"),
    Collection(DAY, "agency"),
    Judgment(DAY),
    PaymentAnnounced(DAY),
    ExceptionNotified(DAY),
    OppositionProved(DAY, "ordre produit"),
    FormalNotice(DAY),
]
NAMES = [type(fact).__name__ for fact in FACTS]


def refused(make: Callable[[], object]) -> str:
    """The sentence with which a construction is refused."""
    with pytest.raises(InvalidValue) as error:
        make()
    return str(error.value)


@pytest.mark.parametrize("fact", FACTS, ids=NAMES)
def test_a_fact_is_learnt_on_its_day_unless_said(fact: Fact) -> None:
    """``learnt`` is the fact's own day, an invoice's that of its issue, or ``known_on``."""
    assert fact.on == fact.learnt == DAY
    assert attrs.evolve(fact, known_on=DAY).learnt == DAY
    assert attrs.evolve(fact, known_on=LATER).learnt == LATER


@pytest.mark.parametrize("fact", FACTS, ids=NAMES)
def test_a_fact_is_not_learnt_before_its_day(fact: Fact) -> None:
    """``known_on`` before the fact is refused."""
    problem = "known_on : un fait ne peut être connu avant son jour ; donner le 10/01/2024 ou un jour d'après"
    assert refused(lambda: attrs.evolve(fact, known_on=EARLIER)) == problem


@pytest.mark.parametrize("fact", FACTS, ids=NAMES)
def test_a_fact_has_a_day_not_an_instant(fact: Fact) -> None:
    """An instant is refused, in the fact's day as in the day it was learnt; a day of pendulum is taken."""
    instant: Any = datetime(2024, 1, 10, 12, 0)  # noqa: DTZ001  what is refused
    same: Any = pendulum.date(2024, 1, 10)
    field = "issued" if isinstance(fact, Invoice) else "on"
    assert refused(lambda: attrs.evolve(fact, **{field: instant})).startswith(f"{field} : « datetime")
    assert refused(lambda: attrs.evolve(fact, known_on=instant)).startswith("known_on : ")
    assert type(attrs.evolve(fact, **{field: same}).on) is date
    assert type(attrs.evolve(fact, known_on=same).learnt) is date


@pytest.mark.parametrize("fact", FACTS, ids=NAMES)
@pytest.mark.parametrize("day", [date(1899, 12, 31), date(3000, 1, 1), date.max])
def test_a_fact_has_a_day_of_a_contract(fact: Fact, day: date) -> None:
    """From 1900 to 2999, the two included: each such day has an eve and a morrow."""
    field = "issued" if isinstance(fact, Invoice) else "on"
    change: Any = attrs.evolve
    sentence = f"le {day:%d/%m/%Y} n'est pas un jour de contrat ; donner un jour entre 1900 et 2999"
    assert refused(lambda: change(fact, **{field: day})) == f"{field} : {sentence}"
    assert refused(lambda: attrs.evolve(fact, known_on=day)) == f"known_on : {sentence}"


def test_the_first_and_the_last_day_of_a_contract() -> None:
    """Both can be said, of an invoice too."""
    assert date(1900, 1, 1) == FIRST_DAY
    assert date(2999, 12, 31) == LAST_DAY
    assert Invoice("F-1", FIRST_DAY, LAST_DAY, Money(cents=1), known_on=LAST_DAY).due == LAST_DAY
    assert refused(lambda: Invoice("F-1", DAY, date(3000, 1, 1), Money(cents=1))).startswith("due : le 01/01/3000 ")
    assert refused(lambda: Judgment(DAY, date(3000, 1, 1))).startswith("enforceable_on : le 01/01/3000 ")
    assert Judgment(DAY, LAST_DAY).enforceable_on == LAST_DAY


@pytest.mark.parametrize("fact", FACTS, ids=NAMES)
def test_facts_are_frozen(fact: Fact) -> None:
    """A fact never changes; no attribute can be added."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        fact.known_on = LATER  # type: ignore[misc]
    assert not hasattr(fact, "__dict__")


@pytest.mark.parametrize(
    ("amount", "said"), [(ZERO, "0,00\u00a0€"), (Money(cents=-100_001), "\u22121\u202f000,01\u00a0€")]
)
def test_amounts_are_positive(amount: Money, said: str) -> None:
    """A total, a payment and a credit note are of a cent at least."""
    problem = f"montant nul ou négatif : {said} ; donner un montant positif"
    assert refused(lambda: Invoice("F-1", DAY, LATER, amount)) == f"total : {problem}"
    assert refused(lambda: Payment(DAY, amount)) == f"amount : {problem}"
    assert refused(lambda: CreditNote(DAY, amount, "F-1")) == f"amount : {problem}"
    assert Payment(DAY, Money(cents=1)).amount == Money(cents=1)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda value: Invoice("F-1", DAY, LATER, Money(cents=1), value),
            "nature : valeur inconnue : « x » ; écrire subscription, complement, option, work",
        ),
        (
            lambda value: Payment(DAY, Money(cents=1), means=value),
            "means : valeur inconnue : « x » ; écrire direct-debit, transfer, card, cheque",
        ),
        (
            lambda value: CreditNote(DAY, Money(cents=1), "F-1", value),
            "cause : valeur inconnue : « x » ; écrire correction, rebate",
        ),
        (
            lambda value: DebitReturned(DAY, value, "AM04", invoice="F-1"),
            "type : valeur inconnue : « x » ; écrire reject, refusal, return, refund",
        ),
        (lambda value: Collection(DAY, value), "by : valeur inconnue : « x » ; écrire agency, court"),
    ],
)
def test_words_are_those_of_the_list(make: Callable[[Any], object], sentence: str) -> None:
    """An unknown word is refused with the words that there are."""
    assert refused(lambda: make("x")) == sentence


def test_every_word_of_the_lists_is_taken() -> None:
    """Each nature, means, cause, collector."""
    for nature in ("subscription", "complement", "option", "work"):
        assert Invoice("F-1", DAY, LATER, Money(cents=1), nature).nature == nature
    for means in ("direct-debit", "transfer", "card", "cheque", None):
        assert Payment(DAY, Money(cents=1), means=means).means == means
    for cause in ("correction", "rebate"):
        assert CreditNote(DAY, Money(cents=1), "F-1", cause).cause == cause
    for by in ("agency", "court"):
        assert Collection(DAY, by).by == by


@pytest.mark.parametrize("amount", [100, "1.00", None])
def test_an_amount_is_money(amount: Any) -> None:
    """A bare number says neither its unit nor its cents."""
    problem = f"« {amount} » n'est pas un montant ; donner un Money"
    assert refused(lambda: Invoice("F-1", DAY, LATER, amount)) == f"total : {problem}"
    assert refused(lambda: Payment(DAY, amount)) == f"amount : {problem}"
    assert refused(lambda: CreditNote(DAY, amount, "F-1")) == f"amount : {problem}"


@pytest.mark.parametrize("event", [fact for fact in FACTS if hasattr(fact, "invoices")], ids=lambda e: type(e).__name__)
def test_invoices_are_a_list(event: Event) -> None:
    """A text is not a list of letters; any other list is kept as it is, in order."""
    change: Any = attrs.evolve
    sentence = "invoices : « F-1 » n'est pas une liste ; donner une liste de numéros de facture"
    assert refused(lambda: change(event, invoices="F-1")) == sentence
    assert change(event, invoices=iter(["F-2", "F-1"])).invoices == ("F-2", "F-1")


@pytest.mark.parametrize("number", ["", " ", "\t\n", 5, None])
def test_an_invoice_has_a_number(number: Any) -> None:
    """Blanks are no number; a number is a text."""
    sentence = "number : facture sans numéro ; donner son numéro"
    assert refused(lambda: Invoice(number, DAY, LATER, Money(cents=1))) == sentence


def test_an_invoice_is_not_due_before_its_issue() -> None:
    """It may be due on the very day."""
    assert Invoice("F-1", DAY, DAY, Money(cents=1)).due == DAY
    sentence = "due : l'échéance précède l'émission ; donner le 10/01/2024 ou un jour d'après"
    assert refused(lambda: Invoice("F-1", DAY, EARLIER, Money(cents=1))) == sentence


def test_a_due_day_is_a_day() -> None:
    """An instant is refused under its own field; a day of pendulum is taken."""
    instant: Any = datetime(2024, 1, 12)  # noqa: DTZ001  what is refused
    same: Any = pendulum.date(2024, 1, 12)
    assert refused(lambda: Invoice("F-1", DAY, instant, Money(cents=1))).startswith("due : ")
    assert type(Invoice("F-1", DAY, same, Money(cents=1)).due) is date


def test_net_and_vat_add_up_to_the_total() -> None:
    """Both or neither, and their sum is the total to the cent."""
    net, vat = euros("100.00"), euros("20.00")
    assert attrs.evolve(INVOICE, net=net, vat=vat).vat == vat
    alone = "net : « net » et « vat » vont ensemble ; donner les deux ou aucun"
    assert refused(lambda: attrs.evolve(INVOICE, net=net)) == alone
    assert refused(lambda: attrs.evolve(INVOICE, vat=vat)) == alone
    sentence = "vat : 100,00\u00a0€ + 19,99\u00a0€ ne font pas 120,00\u00a0€ ; corriger l'un des trois"
    assert refused(lambda: attrs.evolve(INVOICE, net=net, vat=euros("19.99"))) == sentence


@pytest.mark.parametrize("kind", ["reject", "refusal"])
def test_a_rejection_names_an_invoice_and_no_payment(kind: Any) -> None:
    """Before settlement there is no payment to undo."""
    assert not DebitReturned(DAY, kind, "AM04", invoice="F-1").undoes
    sentence = (
        f"invoice : « {kind} » précède le règlement ; "
        "nommer la facture (« invoice ») présentée au prélèvement, sans « payment »"
    )
    assert refused(lambda: DebitReturned(DAY, kind, "AM04")) == sentence
    assert refused(lambda: DebitReturned(DAY, kind, "AM04", payment="P-1")) == sentence
    assert refused(lambda: DebitReturned(DAY, kind, "AM04", payment="P-1", invoice="F-1")) == sentence


@pytest.mark.parametrize("kind", ["return", "refund"])
def test_a_return_names_its_payment(kind: Any) -> None:
    """After settlement there is one."""
    assert DebitReturned(DAY, kind, "AM04", payment="P-1").undoes
    sentence = f"payment : « {kind} » sans paiement ; nommer le paiement que le retour annule"
    assert refused(lambda: DebitReturned(DAY, kind, "AM04")) == sentence
    assert refused(lambda: DebitReturned(DAY, kind, "AM04", invoice="F-1")) == sentence
    both = f"invoice : « {kind} » annule un paiement ; ne nommer que le paiement (« payment »)"
    assert refused(lambda: DebitReturned(DAY, kind, "AM04", payment="P-1", invoice="F-1")) == both


@pytest.mark.parametrize("reason", ["", "XX99", "am04", "AM04 "])
def test_a_reason_code_is_known(reason: str) -> None:
    """An unknown code is refused at the door, never guessed."""
    sentence = f"reason : code de rejet inconnu : « {reason} » ; donner un code SEPA, par exemple MD06"
    assert refused(lambda: DebitReturned(DAY, "reject", reason, invoice="F-1")) == sentence


@pytest.mark.parametrize("evidence", ["", " \n"])
def test_a_proof_cites_its_evidence(evidence: str) -> None:
    """A proof without a document is none."""
    sentence = "evidence : preuve sans pièce ; citer la pièce qui prouve l'ordre du débiteur"
    assert refused(lambda: OppositionProved(DAY, evidence)) == sentence


def test_what_stands_where_nothing_is_said() -> None:
    """A subscription, a rebate, a contested exception, all that is due."""
    assert (INVOICE.nature, INVOICE.net, INVOICE.vat, INVOICE.known_on) == ("subscription", None, None, None)
    payment = Payment(DAY, Money(cents=1))
    assert (payment.id, payment.means, payment.invoice) == ("", None, None)
    assert (CreditNote(DAY, Money(cents=1), "F-1").cause, CreditNote(DAY, Money(cents=1), "F-1").id) == ("rebate", "")
    assert ExceptionNotified(DAY).legitimate is None
    assert Judgment(DAY).enforceable_on is None
    event: Event
    for event in (Collection(DAY, "court"), Judgment(DAY), PaymentAnnounced(DAY), FormalNotice(DAY)):
        assert getattr(event, "invoices") == ()  # noqa: B009  the type has no such field for every event
