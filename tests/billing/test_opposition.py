"""Article 8.5: whether a rejection is an opposition, over every code, counter-fact, day and naming."""

from itertools import product

import pytest

from netsoft.answers import Share
from netsoft.billing.entries import DebitReturned, Event, ExceptionNotified, OppositionProved, PaymentAnnounced
from netsoft.billing.opposition import CLAUSE, excused, opposition, opposition_penalty
from netsoft.billing.sepa import REASON_CODES
from netsoft.cg052018 import CG052018
from netsoft.days import Day
from netsoft.money import Rate
from tests.billing.build import april, euros, rejected

CONCERNED = frozenset({"F-1", "F-2"})
BEFORE, ON, AFTER = april(9), april(10), april(11)
ACTS = {"own": "granted", "ambiguous": "pending", "unstated": "refused", "none": "refused"}
PROVED = {"own": "granted", "ambiguous": "granted", "unstated": "granted", "none": "refused"}
NAMINGS: list[tuple[tuple[str, ...], bool]] = [
    ((), True),
    (("F-1",), True),
    (("F-9", "F-2"), True),
    (("F-9",), False),
]
PROOF = OppositionProved(AFTER, "ordre produit par la banque")


def verdict(reason: str, *events: Event) -> str:
    """The verdict on a rejection of 10 April."""
    return opposition(rejected(ON, reason), CONCERNED, events).verdict


def expected(reason: str, *, proved: bool, announced: bool, exception: str | None) -> str:
    """The table of truth, as the clause is read: candidate, announcement, exception, proof."""
    act = REASON_CODES[reason].debtor_act
    if act == "none" or (act == "unstated" and not proved):
        return "refused"
    if announced or exception == "legitimate":
        return "refused"
    if exception == "contested" or (act == "ambiguous" and not proved):
        return "pending"
    return "granted"


@pytest.mark.parametrize("reason", REASON_CODES)
def test_the_code_alone(reason: str) -> None:
    """His own order is an opposition; an ambiguous code waits for a proof; nothing else suffices."""
    assert verdict(reason) == ACTS[REASON_CODES[reason].debtor_act]


@pytest.mark.parametrize("reason", REASON_CODES)
@pytest.mark.parametrize("day", [BEFORE, ON, AFTER])
@pytest.mark.parametrize(("named", "counts"), NAMINGS)
def test_the_code_and_a_proof(reason: str, day: Day, named: tuple[str, ...], counts: bool) -> None:
    """A proof counts whatever its day, if it names an invoice of the debit or none."""
    act = REASON_CODES[reason].debtor_act
    assert verdict(reason, OppositionProved(day, "ordre", named)) == (PROVED if counts else ACTS)[act]


@pytest.mark.parametrize("reason", REASON_CODES)
@pytest.mark.parametrize("day", [BEFORE, ON, AFTER])
@pytest.mark.parametrize(("named", "counts"), NAMINGS)
def test_the_code_and_a_payment_announced(reason: str, day: Day, named: tuple[str, ...], counts: bool) -> None:
    """An announcement by the day of the rejection rules the opposition out; a later one does not."""
    stops = counts and day <= ON
    proved = PROVED[REASON_CODES[reason].debtor_act]
    assert verdict(reason, PROOF, PaymentAnnounced(day, named)) == ("refused" if stops else proved)


@pytest.mark.parametrize("reason", REASON_CODES)
@pytest.mark.parametrize("day", [BEFORE, ON, AFTER])
@pytest.mark.parametrize(("named", "counts"), NAMINGS)
def test_the_code_and_an_exception(reason: str, day: Day, named: tuple[str, ...], counts: bool) -> None:
    """By the day of the rejection: legitimate rules it out, contested leaves it open, ill-founded changes nothing."""
    proved = PROVED[REASON_CODES[reason].debtor_act]
    for legitimate, opens in ((True, "refused"), (None, "pending"), (False, proved)):
        said = opens if counts and day <= ON and proved == "granted" else proved
        assert verdict(reason, PROOF, ExceptionNotified(day, legitimate, named)) == said


@pytest.mark.parametrize("reason", REASON_CODES)
def test_everything_at_once(reason: str) -> None:
    """Each code with and without a proof, an announcement, and an exception of each kind, in any order of facts."""
    exceptions = {None: (), "ill-founded": (False,), "contested": (False, None), "legitimate": (None, True)}
    for proved, announced, (name, kinds) in product((False, True), (False, True), exceptions.items()):
        facts: list[Event] = [ExceptionNotified(BEFORE, kind) for kind in kinds]
        facts += [PaymentAnnounced(BEFORE)] if announced else []
        facts += [PROOF] if proved else []
        wanted = expected(reason, proved=proved, announced=announced, exception=name)
        assert verdict(reason, *facts) == wanted
        assert verdict(reason, *reversed(facts)) == wanted


@pytest.mark.parametrize(
    ("reason", "events", "fact"),
    [
        ("MS02", (), "opposition du débiteur le 10/04/2024 : MS02 (refus du débiteur)"),
        ("AM04", (), "le motif AM04 (provision insuffisante) ne suffit pas à établir une opposition"),
        (
            "MS03",
            (),
            "le motif MS03 (raison non communiquée par la banque) ne suffit pas à établir une opposition",
        ),
        (
            "AC06",
            (),
            f"le motif AC06 ({REASON_CODES['AC06'].label}) est ambigu : prouver l'ordre d'opposition du débiteur",
        ),
        (
            "MS02",
            (PaymentAnnounced(AFTER), PaymentAnnounced(ON), PaymentAnnounced(BEFORE)),
            "un autre paiement a été annoncé le 10/04/2024",
        ),
        (
            "MS02",
            (ExceptionNotified(BEFORE), ExceptionNotified(ON, legitimate=True)),
            "exception légitime (art. 1219 C. civ.) notifiée le 10/04/2024",
        ),
        (
            "MS02",
            (ExceptionNotified(BEFORE, legitimate=False), ExceptionNotified(ON)),
            "l'exception (art. 1219 C. civ.) notifiée le 10/04/2024 est contestée : dire si elle est légitime",
        ),
    ],
)
def test_the_reason_given(reason: str, events: tuple[Event, ...], fact: str) -> None:
    """One reason under clause 8.5, in French, with the day of the fact that decides."""
    decision = opposition(rejected(ON, reason), CONCERNED, events)
    assert [(r.clause.number, r.fact) for r in decision.reasons] == [("8.5", fact)]


def test_two_facts_may_be_missing() -> None:
    """A contested exception and no proof of an ambiguous code: both are said, once each."""
    contested = ExceptionNotified(BEFORE), ExceptionNotified(ON), ExceptionNotified(BEFORE, legitimate=False)
    decision = opposition(rejected(ON, "AC06"), CONCERNED, contested)
    assert decision.verdict == "pending"
    assert [r.fact for r in decision.reasons] == [
        "l'exception (art. 1219 C. civ.) notifiée le 09/04/2024 est contestée : dire si elle est légitime",
        f"le motif AC06 ({REASON_CODES['AC06'].label}) est ambigu : prouver l'ordre d'opposition du débiteur",
    ]
    assert len(opposition(rejected(ON, "AC06"), CONCERNED, (*contested, PROOF)).reasons) == 1


def test_a_debit_of_no_known_invoice_hears_all() -> None:
    """A fact that names an invoice counts where the debit concerns none."""
    concerned: frozenset[str] = frozenset()
    for fact, said in (
        (PaymentAnnounced(ON, ("F-9",)), "refused"),
        (ExceptionNotified(ON, legitimate=True, invoices=("F-9",)), "refused"),
        (ExceptionNotified(ON, invoices=("F-9",)), "pending"),
    ):
        assert opposition(rejected(ON, "MS02"), concerned, (fact,)).verdict == said
    proof = OppositionProved(ON, "ordre", ("F-9",))
    assert opposition(rejected(ON, "AC06"), concerned, (proof,)).granted


@pytest.mark.parametrize(
    ("exception", "said"),
    [
        (ExceptionNotified(ON, legitimate=True, invoices=("F-2", "F-1")), True),
        (ExceptionNotified(BEFORE, legitimate=True, invoices=("F-1",)), True),
        (ExceptionNotified(AFTER, legitimate=True, invoices=("F-1",)), False),
        (ExceptionNotified(ON, legitimate=True, invoices=("F-2",)), False),
        (ExceptionNotified(ON, legitimate=True), False),
        (ExceptionNotified(ON, legitimate=False, invoices=("F-1",)), False),
        (ExceptionNotified(ON, invoices=("F-1",)), False),
        (PaymentAnnounced(ON, ("F-1",)), False),
    ],
)
def test_what_excuses_an_invoice(exception: Event, said: bool) -> None:
    """A legitimate exception that names it, notified by the day."""
    assert excused("F-1", ON, (exception,)) is said


def test_a_returned_debit_is_judged_alike() -> None:
    """Whether before or after settlement, the same code says the same."""
    refund = DebitReturned(ON, "refund", "MD06", payment="P-1")
    assert opposition(refund, CONCERNED, iter(())).granted


def test_facts_may_come_once() -> None:
    """The events are read from any iterable, once given."""
    assert opposition(rejected(ON, "AC06"), CONCERNED, iter([PROOF])).granted


def test_half_of_the_balance() -> None:
    """50 % of 1 224.15 is 612.075: 612.08."""
    assert opposition_penalty(euros("1224.15"), ON, CG052018) == Share(euros("1224.15"), Rate(1, 2), ON)
    assert opposition_penalty(euros("1224.15"), ON, CG052018).amount == euros("612.08")
    assert CLAUSE.number == "8.5"
