"""What each event does to a contract, to the word: whole reasons with their clauses, whole exits."""

from collections.abc import Sequence
from datetime import date

import pytest

from netsoft.answers import Decision
from netsoft.billing.contract.contract import Contract
from netsoft.billing.contract.contract_events import (
    ContractEvent,
    Default,
    FormalNoticeServed,
    Infringement,
    NoticeGiven,
    NoticeWithdrawn,
    Reactivation,
    Settled,
    Suspension,
    SwitchingAsked,
    SwitchingCompleted,
    Termination,
    WithdrawalDeclared,
)
from netsoft.billing.contract.delivery import Delivery
from netsoft.billing.contract.life import Life, Recorded, life
from netsoft.billing.contract.life_events import Exit
from netsoft.billing.contract.withdrawal import Formation
from netsoft.billing.entries import Nature
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from tests.contract.build import APRIL, contract, said

LATER = date(2027, 3, 20)
NAMED = Clause("5.3")
SERVED, LIMIT, ENDED = date(2027, 1, 20), date(2027, 2, 4), date(2027, 2, 5)
UNPAID = Default(date(2027, 1, 16), "F-1")
DEMAND = FormalNoticeServed(SERVED, "non-payment", NAMED, LIMIT)
END = Termination(ENDED, "non-payment")
NOTICE = NoticeGiven(date(2027, 2, 1), "client", "email")
ASKED = SwitchingAsked(date(2027, 2, 1))
SUSPENDED = Suspension(date(2027, 2, 1))
OF_SUBSCRIPTION = ("5.3", "facture F-1 de l'abonnement, impayée à l'échéance")
FRUITLESS = ("1225", "mise en demeure du 20/01/2027 restée sans effet au 04/02/2027")
NO_DELAY = ("1225", "mise en demeure : elle ne laisse aucun délai")
NOT_NAMED = ("1225", "mise en demeure : elle ne vise pas la clause résolutoire (5.3)")
NO_UNPAID = ("5.3", "mise en demeure : aucun non-paiement de l'abonnement constaté avant elle")
NO_RULE = ("5.3", "mise en demeure : aucun manquement prouvé aux règles d'utilisation constaté avant elle")
OPEN_UNTIL = ("1225", "mise en demeure du 20/01/2027, qui vise la clause 5.3 : délai jusqu'au 04/02/2027")
BY_THE_LAW = (
    "1224",
    "la clause 5.3 n'ouvre cette voie qu'au fournisseur ; celle de la loi reste, au juge de l'apprécier",
)
CLIENT_ONLY = "ce droit n'appartient qu'au client"
ASKED_ALREADY = "changement déjà demandé le 01/02/2027 : il prend fin le 01/05/2027 au plus tard"
CURED_LATE = "régularisé le 05/02/2027, après le délai, avant la résiliation du 06/02/2027 : la bonne foi s'apprécie"
STILL_RUNS = "service suspendu ; la durée du contrat court toujours et n'est pas allongée"


def lived(events: Sequence[ContractEvent], of: Contract | None = None) -> Life:
    return life(of or contract(), events, LATER)


def told(events: Sequence[ContractEvent], of: Contract | None = None) -> tuple[str, list[tuple[str, str]]]:
    return said(lived(events, of).events[-1].decision)


ONE_REASON: list[tuple[tuple[ContractEvent, ...], str, tuple[str, str]]] = [
    ((Suspension(date(2026, 3, 31)),), "refused", ("5.1", "le 31/03/2026, il n'y a pas encore de contrat")),
    ((WithdrawalDeclared(APRIL), SUSPENDED), "refused", ("5.1", "le contrat a pris fin le 01/04/2026")),
    ((WithdrawalDeclared(APRIL), Suspension(APRIL)), "refused", ("5.1", "le contrat a pris fin le 01/04/2026")),
    ((WithdrawalDeclared(APRIL, "provider"),), "refused", ("4.1", CLIENT_ONLY)),
    ((SwitchingAsked(APRIL, "provider"),), "refused", ("25", CLIENT_ONLY)),
    ((NoticeWithdrawn(LATER, "client", True),), "refused", ("5.1", "aucun préavis de cette partie à retirer")),
    ((NOTICE, NoticeWithdrawn(LATER, "provider", True)), "refused", ("5.1", "aucun préavis de cette partie à retirer")),
    (
        (NOTICE, NoticeWithdrawn(LATER, "client", False)),
        "refused",
        ("1193", "l'autre partie n'accepte pas le retrait du préavis"),
    ),
    (
        (NOTICE, NoticeWithdrawn(LATER, "client", True)),
        "granted",
        ("1193", "préavis retiré, avec l'accord de l'autre partie"),
    ),
    ((ASKED, SwitchingAsked(LATER)), "refused", ("25", ASKED_ALREADY)),
    ((ASKED, ASKED), "refused", ("25", ASKED_ALREADY)),
    ((SwitchingCompleted(LATER),), "refused", ("25", "aucun changement de fournisseur n'a été demandé")),
    (
        (ASKED, SwitchingCompleted(LATER)),
        "granted",
        ("25", "changement achevé : le contrat prend fin le 20/03/2027"),
    ),
    ((UNPAID,), "granted", OF_SUBSCRIPTION),
    ((Default(SERVED),), "granted", ("5.3", "facture de l'abonnement, impayée à l'échéance")),
    (
        (Infringement(SERVED, "6.5"),),
        "pending",
        ("5.3", "règle d'utilisation 6.5 : pièce qui prouve l'infraction ?"),
    ),
    ((Infringement(SERVED),), "pending", ("5.3", "règle d'utilisation : pièce qui prouve l'infraction ?")),
    ((Infringement(SERVED, "6.5", "constat"),), "granted", ("5.3", "règle d'utilisation 6.5 enfreinte : constat")),
    ((Settled(SERVED, "non-payment"),), "refused", ("5.3", "rien à régulariser")),
    ((UNPAID, Settled(SERVED, "non-payment", "F-2")), "refused", ("5.3", "rien à régulariser")),
    ((UNPAID, Settled(SERVED, "non-payment", "F-1")), "granted", ("5.3", "régularisé le 20/01/2027")),
    ((UNPAID, Settled(SERVED, "non-payment")), "granted", ("5.3", "régularisé le 20/01/2027")),
    ((UNPAID, DEMAND), "granted", OPEN_UNTIL),
    ((DEMAND,), "refused", NO_UNPAID),
    ((UNPAID, FormalNoticeServed(SERVED, "infringement", NAMED, LIMIT)), "refused", NO_RULE),
    ((UNPAID, FormalNoticeServed(SERVED, "non-payment", None, LIMIT)), "refused", NOT_NAMED),
    ((UNPAID, FormalNoticeServed(SERVED, "non-payment", NAMED)), "refused", NO_DELAY),
    ((UNPAID, FormalNoticeServed(SERVED, "non-payment", NAMED, SERVED)), "refused", NO_DELAY),
    (
        (UNPAID, FormalNoticeServed(SERVED, "non-payment", NAMED, LIMIT, "letter")),
        "refused",
        ("1344", "par lettre simple, moins probant que : e-mail"),
    ),
    (
        (UNPAID, FormalNoticeServed(SERVED, "non-payment", NAMED, LIMIT, "email", Delivery("refused"))),
        "refused",
        ("1344", "par e-mail, non parvenu : l'acte n'a pas été donné"),
    ),
    ((Termination(SERVED, "non-payment", "client"),), "refused", BY_THE_LAW),
    ((FormalNoticeServed(SERVED, "infringement", party="client"),), "refused", BY_THE_LAW),
    ((END,), "refused", ("5.3", "aucun non-paiement de l'abonnement constaté")),
    (
        (Termination(ENDED, "infringement"),),
        "refused",
        ("5.3", "aucun manquement prouvé aux règles d'utilisation constaté"),
    ),
    ((Default(ENDED, party="provider"),), "refused", ("5.3", "aucun non-paiement de l'abonnement constaté")),
    (
        (Infringement(ENDED, party="provider"),),
        "refused",
        ("5.3", "aucun manquement prouvé aux règles d'utilisation constaté"),
    ),
    (
        (Infringement(SERVED, "6.5"), Termination(ENDED, "infringement")),
        "refused",
        ("5.3", "règle d'utilisation 6.5 : pièce qui prouve l'infraction ?"),
    ),
    ((UNPAID, END), "refused", ("1225", "aucune mise en demeure qui vise la clause résolutoire")),
    (
        (UNPAID, DEMAND, Termination(LIMIT, "non-payment")),
        "refused",
        ("1225", "le délai de la mise en demeure court jusqu'au 04/02/2027"),
    ),
    (
        (UNPAID, DEMAND, Settled(LIMIT, "non-payment"), END),
        "refused",
        ("1225", "régularisé dans le délai de la mise en demeure"),
    ),
    ((SUSPENDED,), "granted", ("8.1", STILL_RUNS)),
    ((Suspension(APRIL),), "granted", ("8.1", STILL_RUNS)),
    ((SUSPENDED, Suspension(LATER)), "refused", ("8.1", "service déjà suspendu depuis le 01/02/2027")),
    ((Reactivation(LATER),), "refused", ("8.1", "service non suspendu")),
    (
        (SUSPENDED, Reactivation(LATER)),
        "granted",
        ("8.1", "service rétabli, après la suspension du 01/02/2027"),
    ),
]


@pytest.mark.parametrize(("events", "verdict", "reason"), ONE_REASON)
def test_an_event_says_what_it_does(events: tuple[ContractEvent, ...], verdict: str, reason: tuple[str, str]) -> None:
    assert told(events) == (verdict, [reason])


@pytest.mark.parametrize(
    ("nature", "called"),
    [("complement", "un complément impayé"), ("option", "une option impayée"), ("work", "des travaux impayés")],
)
def test_another_invoice_is_called_by_its_nature(nature: Nature, called: str) -> None:
    """When it is found, and when it is all that there is to end the contract on."""
    unpaid = Default(SERVED, "F-1", nature)
    wanted = ("refused", [("5.3", f"facture F-1 : {called} n'est pas le non-paiement de l'abonnement")])
    assert told((unpaid,)) == told((unpaid, END)) == wanted


def test_a_demand_says_all_that_it_lacks() -> None:
    """In the order of the law; a limit that a closed day puts off where the client is."""
    assert told((FormalNoticeServed(SERVED, "non-payment"),)) == ("refused", [NO_UNPAID, NOT_NAMED, NO_DELAY])
    friday = FormalNoticeServed(SERVED, "non-payment", NAMED, date(2027, 3, 26))
    for where, until in (("metropole", "26/03/2027"), ("alsace-moselle", "30/03/2027")):
        fact = f"mise en demeure du 20/01/2027, qui vise la clause 5.3 : délai jusqu'au {until}"
        assert told((UNPAID, friday), contract(closed_days=where)) == ("granted", [("1225", fact)])


def test_a_termination_says_its_ground_and_its_demand() -> None:
    """And a cure that came after the limit."""
    found = lived((UNPAID, DEMAND, END)).events[-1]
    assert said(found.decision) == ("granted", [OF_SUBSCRIPTION, FRUITLESS])
    assert found == Recorded(END, found.decision, Exit("termination", "provider", ENDED, ENDED), None)
    cured = (UNPAID, DEMAND, Settled(ENDED, "non-payment"), Termination(date(2027, 2, 6), "non-payment"))
    assert told(cured) == ("granted", [OF_SUBSCRIPTION, FRUITLESS, ("1104", CURED_LATE)])
    same_day = (Default(SERVED, "F-1"), DEMAND, END)
    assert told(same_day) == ("granted", [OF_SUBSCRIPTION, FRUITLESS])


def test_of_two_demands_that_run_the_first_to_end_is_told() -> None:
    longer = FormalNoticeServed(SERVED, "non-payment", NAMED, date(2027, 2, 10))
    wanted = ("refused", [("1225", "le délai de la mise en demeure court jusqu'au 04/02/2027")])
    assert told((UNPAID, longer, DEMAND, Termination(LIMIT, "non-payment"))) == wanted


def test_a_clause_set_aside_says_so() -> None:
    aside = ("refused", [("5.3", "la clause 5.3 est écartée")])
    assert told((UNPAID, DEMAND, END), contract(terms=CG052018.without(NAMED))) == aside
    closed = ("refused", [("8.1", "la clause 8.1 est écartée : elle ne permet plus d'interrompre l'accès")])
    assert told((SUSPENDED,), contract(terms=CG052018.without(Clause("8.1")))) == closed


def test_before_the_availability_an_event_says_what_it_waits_for() -> None:
    never = contract(None, concluded_on=APRIL)
    no_effect = "l'abonnement n'a pas pris effet : le service n'est pas mis à disposition"
    assert told((NOTICE,), never) == ("refused", [("5.1", no_effect)])
    closed = ("refused", [("5.1", "le service n'est pas encore mis à disposition")])
    assert told((SUSPENDED,), never) == closed
    assert told((Suspension(APRIL),), contract(date(2026, 4, 2), concluded_on=APRIL)) == closed
    nothing = ("refused", [("5.1", "le 01/04/2026, il n'y a pas encore de contrat")])
    assert told((Suspension(APRIL),), Contract(CG052018, Formation())) == nothing


def test_what_ends_sooner_is_told_with_each_exit() -> None:
    """A notice for March, then a switching to the end of May, then one that ends on the very day of the notice."""
    by_notice = Exit("notice", "client", date(2027, 3, 31), date(2027, 4, 1))
    later = SwitchingAsked(date(2027, 3, 1))
    by_switching = Exit("switching", "client", date(2027, 5, 31), date(2027, 6, 1))
    found = lived((NOTICE, later))
    assert found.events[0] == Recorded(NOTICE, found.events[0].decision, by_notice, None)
    assert found.events[1] == Recorded(later, found.events[1].decision, by_switching, by_notice)
    assert said(found.events[1].decision)[1][-1] == ("5.1", "le contrat prend déjà fin plus tôt, le 31/03/2027")
    assert found.ending == by_notice
    same_day = SwitchingAsked(date(2027, 3, 1), notice_ends_on=date(2027, 3, 1), transition_ends_on=date(2027, 3, 31))
    both = lived((NOTICE, same_day)).events[1]
    assert both == Recorded(same_day, both.decision, Exit("switching", "client", *_to(3, 31)), None)
    assert len(both.decision.reasons) == 1


def _to(month: int, day: int) -> tuple[date, date]:
    last = date(2027, month, day)
    return last, date.fromordinal(last.toordinal() + 1)


def test_each_exit_is_whole() -> None:
    withdrawn = WithdrawalDeclared(date(2026, 4, 15))
    by_withdrawal = Exit("withdrawal", "client", withdrawn.on, withdrawn.on)
    assert lived((withdrawn,)).events[0].exit == by_withdrawal
    completed = SwitchingCompleted(date(2027, 2, 20))
    assert lived((ASKED, completed)).events[1].exit == Exit("switching", "client", *_to(2, 20))
    of_provider = NoticeGiven(date(2027, 1, 31), "provider", "bailiff")
    assert lived((of_provider,)).events[0].exit == Exit("notice", "provider", *_to(3, 31))


@pytest.mark.parametrize(
    ("of", "events", "on", "fact"),
    [
        (contract(), (), date(2026, 3, 31), "le 31/03/2026, il n'y a pas encore de contrat"),
        (Contract(CG052018, Formation()), (), APRIL, "le 01/04/2026, il n'y a pas encore de contrat"),
        (contract(), (NOTICE,), date(2027, 4, 1), "le 01/04/2027, le contrat a pris fin le 31/03/2027"),
    ],
)
def test_without_a_contract_there_is_no_switching_to_ask_for(
    of: Contract, events: Sequence[ContractEvent], on: date, fact: str
) -> None:
    found = life(of, events, on)
    assert said(found.switching.decision) == ("refused", [("5.1", fact)])
    assert (found.switching.asked_on, found.switching_asked) == (on, False)


def test_within_the_contract_a_switching_may_be_asked_for() -> None:
    """From its first day, and on the last one."""
    for on in (APRIL, date(2027, 3, 31)):
        decision: Decision = life(contract(), (NOTICE,), on).switching.decision
        assert (decision.verdict, [str(reason.clause) for reason in decision.reasons]) == ("granted", ["25"])
