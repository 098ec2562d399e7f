"""What a contract answers, to the word: withdrawal and notices, whole reasons and whole rules."""

from datetime import date
from typing import Any

import attrs
import pytest

from netsoft.answers import Deadline, Decision, Reason
from netsoft.billing.contract.client_notice import client_last_day, client_notice, client_path
from netsoft.billing.contract.delivery import By, Delivery, Outcome, Sent, reaches, strong_enough
from netsoft.billing.contract.notice import Ending, Judged, Path
from netsoft.billing.contract.provider_notice import provider_last_day, provider_notice, provider_path
from netsoft.billing.contract.refund import Paid, refund
from netsoft.billing.contract.subscription import Subscription
from netsoft.billing.contract.withdrawal import Formation, Situation, Window, may_withdraw, withdrawal
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.days import Period
from netsoft.money import Money
from tests.contract.build import APRIL, PLAIN, reading, said, subscription

ASKED = date(2026, 11, 27)
DAYS: dict[str, Any] = {"concluded_on": ASKED, "available_on": ASKED}
PROTECTED = Situation(employees=5, off_premises=True, main_activity=False)
LATER = "14 jours pour se rétracter, depuis la conclusion ou la mise à disposition, la plus tardive"
CONDITIONS = (
    "contrat conclu hors établissement",
    "5 salariés au plus",
    "objet hors du champ de l'activité principale du client",
)
MET = [("L221-3", f"condition remplie : {text}") for text in CONDITIONS]
NOT_MET = [("L221-3", f"condition non remplie : {text}") for text in CONDITIONS]
UNKNOWN = [("L221-3", f"fait à donner : {text} ?") for text in CONDITIONS]
TOO_LATE = ("4.1", "déclarée le 14/12/2026, après le dernier jour du délai, le 11/12/2026")


def window(readings: ContractReadings = PLAIN, aside: str = "", **formation: Any) -> Window:
    return withdrawal(Formation(**formation), CG052018.without(*map(Clause, aside.split())), readings)


@pytest.mark.parametrize(
    ("start", "days", "verdict", "rule"),
    [
        ("availability", DAYS, "granted", "depuis la conclusion ou la mise à disposition, la plus tardive"),
        ("availability", {}, "granted", "depuis la conclusion ou la mise à disposition, la plus tardive"),
        ("civil-days", DAYS, "granted", "depuis la conclusion ou la mise à disposition, la plus tardive"),
        ("first-use", DAYS, "granted", "depuis le premier usage constaté"),
        ("conclusion", DAYS, "granted", "depuis la conclusion"),
        ("conclusion", {}, "granted", "depuis la conclusion"),
        ("conclusion", {"available_on": ASKED}, "pending", "depuis la conclusion"),
    ],
)
def test_each_reading_says_from_when(start: str, days: Any, verdict: str, rule: str) -> None:
    found = window(reading(withdrawal_start=start), **days)
    asked = " ; fait à donner : jour de la conclusion ?" if verdict == "pending" else ""
    assert found.rule == rule
    assert said(found.by_contract) == (verdict, [("4.1", f"14 jours pour se rétracter, {rule}{asked}")])


@pytest.mark.parametrize(
    ("situation", "verdict", "reasons"),
    [
        (PROTECTED, "granted", MET),
        (Situation(), "pending", UNKNOWN),
        (Situation(employees=6, off_premises=False, main_activity=True), "refused", NOT_MET),
        (Situation(employees=6), "refused", NOT_MET[1:2]),
        (Situation(off_premises=False), "refused", NOT_MET[:1]),
        (Situation(main_activity=True), "refused", NOT_MET[2:]),
        (attrs.evolve(PROTECTED, employees=None), "pending", UNKNOWN[1:2]),
        (attrs.evolve(PROTECTED, off_premises=None), "pending", UNKNOWN[:1]),
        (attrs.evolve(PROTECTED, main_activity=None), "pending", UNKNOWN[2:]),
    ],
)
def test_the_conditions_of_the_law(situation: Situation, verdict: str, reasons: list[tuple[str, str]]) -> None:
    assert said(window(situation=situation).statutory) == (verdict, reasons)


def test_a_withdrawal_in_time_says_until_when() -> None:
    told = ("4.1", "déclarée le 11/12/2026, dans le délai : jusqu'au 11/12/2026")
    assert said(may_withdraw(window(**DAYS), date(2026, 12, 11))) == ("granted", [told])
    not_begun = ("4.1", "déclarée le 11/12/2026, dans le délai : le délai n'a pas commencé")
    assert said(may_withdraw(window(), date(2026, 12, 11))) == ("granted", [not_begun])


def test_a_withdrawal_too_late_by_the_terms_is_judged_by_the_law() -> None:
    """Told of its right, or not (thirteen months), or that is not known."""
    on = date(2026, 12, 14)
    until = ("L221-18", "déclarée le 14/12/2026, dans le délai de la loi : jusqu'au 13/12/2027")
    asked = ("L221-20", "fait à donner : client informé de son droit ? sinon, délai jusqu'au 13/12/2027")
    cases: list[tuple[Situation, str, list[tuple[str, str]]]] = [
        (attrs.evolve(PROTECTED, disclosed=True), "refused", [TOO_LATE, *MET]),
        (attrs.evolve(PROTECTED, disclosed=False), "granted", [TOO_LATE, *MET, until]),
        (PROTECTED, "pending", [TOO_LATE, *MET, asked]),
        (Situation(disclosed=False), "pending", [TOO_LATE, *UNKNOWN, until]),
        (Situation(), "refused", [TOO_LATE, *UNKNOWN]),
        (Situation(employees=6), "refused", [TOO_LATE, NOT_MET[1]]),
    ]
    for situation, verdict, reasons in cases:
        assert said(may_withdraw(window(situation=situation, **DAYS), on)) == (verdict, reasons)


def test_a_withdrawal_without_the_clause_has_the_law_alone() -> None:
    found = window(aside="4.1", situation=PROTECTED, **DAYS)
    assert said(found.by_contract) == ("refused", [("4.1", "la clause 4.1 est écartée")])
    until = ("L221-18", "déclarée le 11/12/2026, dans le délai de la loi : jusqu'au 11/12/2026")
    answer = may_withdraw(found, date(2026, 12, 11))
    assert said(answer) == ("granted", [("4.1", "la clause 4.1 est écartée"), *MET, until])


def test_what_is_given_back_is_whole() -> None:
    paid = Paid(Money.parse("365.00"), Period(date(2027, 1, 1), date(2028, 1, 1)))
    found = refund(paid, date(2027, 1, 3), True)
    by = Deadline(date(2027, 1, 17), Clause("L221-24"), "14\u00a0jours à compter de la rétractation")
    assert (found.paid, found.days_used, found.deadline) == (paid, 2, by)
    assert found.convention == "actual days, the day of withdrawal not counted, over the days of the period paid"
    (line,) = found.owed_lines.lines
    label = "Service fourni avant la rétractation du 03/01/2027 : 2\u00a0jours"
    assert (line.clause, line.label, line.head, str(line.amount)) == (Clause("L221-25"), label, "principal", "2.00")
    whole = refund(paid, date(2027, 1, 3), False)
    assert (whole.paid, whole.days_used, whole.deadline, whole.owed_lines.lines) == (paid, 2, by, ())


GIVEN = "compte du 04/01/2027"
NOT_GIVEN = "non parvenu : l'acte n'a pas été donné"
CONTESTED = "présentée le 04/01/2027 : effet contesté, au juge d'en décider"
PRESENTED = "compte de sa première présentation, le 04/01/2027"


@pytest.mark.parametrize(
    ("means", "outcome", "verdicts", "facts"),
    [
        ("email", "delivered", ("granted", "granted"), (GIVEN, GIVEN)),
        ("email", "refused", ("refused", "refused"), (f"par e-mail, {NOT_GIVEN}",) * 2),
        ("bailiff", "refused", ("granted", "granted"), (GIVEN, GIVEN)),
        ("registered-letter", "delivered", ("granted", "granted"), (GIVEN, GIVEN)),
        (
            "registered-letter",
            "not-presented",
            ("refused", "refused"),
            ("lettre jamais présentée : l'acte n'a pas été donné",) * 2,
        ),
        (
            "registered-letter",
            "refused",
            ("pending", "granted"),
            (f"lettre refusée, {CONTESTED}", f"lettre refusée : {PRESENTED}"),
        ),
        (
            "electronic-registered-letter",
            "unclaimed",
            ("pending", "granted"),
            (f"lettre non réclamée, {CONTESTED}", f"lettre non réclamée : {PRESENTED}"),
        ),
    ],
)
def test_what_reaches_says_from_when(means: By, outcome: Outcome, verdicts: Any, facts: Any) -> None:
    """As a termination and as a formal notice."""
    act, clause = Sent(date(2027, 1, 4), means, Delivery(outcome)), Clause("5.3")
    found = [said(reaches(act, PLAIN, purpose, clause)) for purpose in ("termination", "formal-notice")]
    assert found == [(verdict, [("5.3", fact)]) for verdict, fact in zip(verdicts, facts, strict=True)]


@pytest.mark.parametrize(
    ("means", "named", "only", "verdict", "fact"),
    [
        ("email", "email", False, "granted", "par e-mail, moyen convenu"),
        ("phone", "email", False, "refused", "par téléphone, moins probant que : e-mail"),
        ("ticket", "email", False, "refused", "par ticket dans le service, moins probant que : e-mail"),
        ("letter", "email", True, "refused", "par lettre simple au lieu de : e-mail"),
        (
            "hand-delivery",
            "email",
            False,
            "granted",
            "par remise en main propre contre décharge, plus probant que : e-mail",
        ),
        (
            "electronic-registered-letter",
            "registered-letter",
            True,
            "granted",
            "par lettre recommandée électronique, moyen convenu",
        ),
        (
            "bailiff",
            "registered-letter",
            False,
            "granted",
            "par acte de commissaire de justice, plus probant que : lettre recommandée avec accusé de réception",
        ),
    ],
)
def test_a_means_is_named(means: By, named: str, only: bool, verdict: str, fact: str) -> None:  # noqa: PLR0917
    readings = reading(notice_means="named-only") if only else PLAIN
    found = strong_enough(Sent(APRIL, means), named, readings, Clause("5.2"))
    assert said(found) == (verdict, [("5.2", fact)])


def test_how_each_party_leaves() -> None:
    assert client_path(CG052018) == Path("client", 1, "email", Clause("5.2"), "contact@infrassur.fr")
    assert provider_path(CG052018) == Path("provider", 2, "registered-letter", Clause("5.3"))
    found = subscription()
    term = found.numbered(1)
    ends = "avant l'échéance du 31/03/2027, jusqu'à minuit, sans report"
    assert client_last_day(found, term).deadline == Deadline(
        date(2027, 2, 28), Clause("5.2"), f"préavis de 1\u00a0mois {ends}"
    )
    assert provider_last_day(found, term).deadline == Deadline(
        date(2027, 1, 31), Clause("5.3"), f"préavis de 2\u00a0mois {ends}"
    )
    assert (client_last_day(found, term).path, client_last_day(found, term).term) == (client_path(CG052018), term)


def test_a_notice_judged_is_whole() -> None:
    """In time, late, by the wrong means, at the wrong mailbox, without its clause."""
    found = subscription()
    first, second = found.numbered(1), found.numbered(2)
    by, counts = ("5.2", "par e-mail, moyen convenu"), ("5.2", "compte du 28/02/2027")
    ends = ("5.2", "met fin au contrat le 31/03/2027, à minuit")
    answer = client_notice(found, Sent(date(2027, 2, 28), "email"))
    assert (said(answer.decision), answer.ending) == (("granted", [by, counts, ends]), Ending(first, date(2027, 3, 31)))
    late = client_notice(found, Sent(date(2027, 3, 1), "email"))
    missed = ("5.2", "trop tard pour l'échéance du 31/03/2027 : il fallait le donner au plus tard le 28/02/2027")
    then = ("5.2", "met fin au contrat le 31/03/2028, à minuit")
    assert said(late.decision) == ("granted", [by, ("5.2", "compte du 01/03/2027"), missed, then])
    assert late.ending == Ending(second, date(2028, 3, 31), first)
    elsewhere = client_notice(found, Sent(date(2027, 2, 1), "email", Delivery(mailbox="x@y.fr")))
    assert elsewhere == Judged(_no("5.2", "arrivé à x@y.fr, et non à contact@infrassur.fr"))
    without = Subscription(APRIL, CG052018.without(Clause("5.2")))
    assert client_notice(without, Sent(APRIL, "email")) == Judged(_no("5.2", "la clause 5.2 est écartée"))


def _no(clause: str, fact: str) -> Decision:
    return Decision("refused", (Reason(Clause(clause), fact),))


def test_a_late_notice_of_the_provider_is_whole() -> None:
    missed = "trop tard pour l'échéance du 31/03/2027 : il fallait le donner au plus tard le 31/01/2027"
    again = "le contrat est reconduit ; le préavis est à donner de nouveau"
    late = Sent(date(2027, 2, 1), "registered-letter")
    next_time = f"{again}, au plus tard le 31/01/2028 pour la suivante"
    told = provider_notice(subscription(), late)
    assert (said(told.decision), told.ending) == (("refused", [("5.3", missed), ("5.3", next_time)]), None)
    indefinite = provider_notice(subscription(readings=reading(renewal="indefinite")), late)
    assert said(indefinite.decision) == ("refused", [("5.3", missed), ("5.3", again)])
