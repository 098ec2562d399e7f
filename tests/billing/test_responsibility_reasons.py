"""What liability, outages and insurance answer, to the word: whole reasons with their clauses, rules, objections."""

from datetime import UTC, date, datetime
from typing import Any, Final

import attrs
import pytest

from netsoft.answers import Deadline, Decision, Reason
from netsoft.billing.entries import CreditNote
from netsoft.billing.responsibility.availability import Part, availability
from netsoft.billing.responsibility.cap import Billed, Counted, Invoiced, cap, invoiced_in
from netsoft.billing.responsibility.exclusions import DAMAGES, Damage, Exclusion, Objection, excluded, in_french
from netsoft.billing.responsibility.excuse import excuse, moment
from netsoft.billing.responsibility.insurance import Certificate, Reminder, insured, reminders
from netsoft.billing.responsibility.liability import Claim, ClaimHead, HeadAnswer, RetainedBy, liability
from netsoft.billing.responsibility.outages import CAUSES_IN_FRENCH, CauseNotice, Outage, Span
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.days import Period
from netsoft.money import Money

EVENT: Final = date(2027, 3, 15)
STRICT: Final = ContractReadings(outside_causes="always-notified")
EUROS: Final = Money.parse
BILLED: Final = Billed((Invoiced("F-1", date(2027, 1, 2), EUROS("1000.00")),))
CAUSES: Final = [words for _cause, words in CAUSES_IN_FRENCH]


def plain(reason: Reason) -> tuple[str, str]:
    """A reason with common spaces, to be read."""
    return str(reason.clause), reason.fact.replace("\u202f", " ").replace("\u00a0", " ")


def said(decision: Decision) -> tuple[str, list[tuple[str, str]]]:
    """The verdict, and each reason with its clause."""
    return decision.verdict, [plain(reason) for reason in decision.reasons]


def at(hour: int) -> datetime:
    return datetime(2026, 3, 2, hour, tzinfo=UTC)


def out(cause: Any, *notices: CauseNotice) -> Outage:
    return Outage(at(8), at(11), cause, notices)


TOLD: Final = CauseNotice(at(9), "panne", at(12))
NO_CAUSE, NO_END = CauseNotice(at(8), "  ", at(12)), CauseNotice(at(8), "panne")
TOLD_AT: Final = "notification du 02/03/2026 à 10:00"
TOLD_WHOLE: Final = f"{TOLD_AT}, annonçant la fin pour le 02/03/2026 à 13:00"
HALF_TOLD: Final = "notification sans la cause ou sans le délai"
AT_ONCE: Final = "excuse dès son début, sans notification"
PARTLY: Final = out("other-outside-cause", TOLD)
MINE: Final = attrs.evolve(out("own-failure"), party="client")
OTHER, OPERATOR = "autre cause extérieure", "dysfonctionnement d'un opérateur de télécommunications"

PLANNED: Final = "contingence technique nécessaire au bon fonctionnement, que la clause réserve"
NO_NOTICE_ASKED: Final = "maintenance non annoncée, que la clause réserve ; la clause n'exige pas d'annonce"
CLOSED: Final = "l'interruption pour impayé est hors du temps où le service est dû"
NEVER_CLOSED: Final = "la clause 8.1 est écartée : rien ne permet d'interrompre l'accès"
RESOURCES: Final = f"dysfonctionnement hors des ressources du fournisseur : {AT_ONCE}"

EXCUSES: list[tuple[Outage, str, str, str]] = [
    (out("announced-maintenance"), "", "3.1 excused 8", "maintenance annoncée, que la clause réserve"),
    (out("technical-necessity"), "", "3.1 excused 8", PLANNED),
    (out("unannounced-maintenance"), "", "3.1 excused 8", NO_NOTICE_ASKED),
    (out("announced-maintenance"), "3.1", "3.1 failed", "maintenance annoncée : la clause 3.1 est écartée"),
    (out("suspension"), "", "3.1 suspended 8", CLOSED),
    (out("suspension"), "8.1", "8.1 failed", NEVER_CLOSED),
    (out("own-failure"), "", "3.3 failed", "défaillance du fournisseur : la cause ne lui est pas extérieure"),
    (MINE, "", "3.3 failed", "défaillance du client : la cause ne lui est pas extérieure"),
    (out("force-majeure"), "", "3.2 excused 8", f"force majeure : {AT_ONCE}"),
    (out("force-majeure"), "3.2", "1218 excused 8", f"force majeure : {AT_ONCE}"),
    (out("telecom-operator"), "", "3.2 excused 8", f"{OPERATOR} : {AT_ONCE}"),
    (out("outside-resources"), "", "3.2 excused 8", RESOURCES),
    (out("telecom-operator"), "3.2", "3.3 failed", f"{OPERATOR} : aucune notification"),
    (out("other-outside-cause"), "", "3.3 failed", f"{OTHER} : aucune notification"),
    (out("other-outside-cause", TOLD), "", "3.3 excused 9", f"{OTHER} : {TOLD_WHOLE}"),
    (out("other-outside-cause", NO_CAUSE, TOLD), "", "3.3 excused 9", f"{OTHER} : {TOLD_WHOLE}"),
    (attrs.evolve(PARTLY, ends=None), "", "3.3 excused 9", f"{OTHER} : {TOLD_WHOLE}"),
    (attrs.evolve(PARTLY, ends=at(9)), "", "3.3 failed", f"{OTHER} : {TOLD_AT}, après la fin"),
    (out("other-outside-cause", NO_CAUSE), "", "3.3 failed", f"{OTHER} : {HALF_TOLD}"),
    (out("other-outside-cause", NO_END), "", "3.3 failed", f"{OTHER} : {HALF_TOLD}"),
    (PARTLY, "3.3", "3.3 failed", f"{OTHER} : la clause 3.3 est écartée"),
]


@pytest.mark.parametrize(("outage", "aside", "found", "words"), EXCUSES)
def test_an_excuse_says_why(outage: Outage, aside: str, found: str, words: str) -> None:
    """The clause, the standing, and since what hour."""
    answer = excuse(outage, CG052018.without(*map(Clause, aside.split())))
    clause, standing, *since = found.split()
    assert answer.outage is outage
    assert (answer.standing, answer.since) == (standing, at(int(since[0])) if since else None)
    assert plain(answer.reason) == (clause, words)
    assert answer.decision == Decision("granted" if since else "refused", (answer.reason,))
    assert answer.whole is (since == ["8"])


def test_read_otherwise_force_majeure_says_when_it_was_told() -> None:
    assert plain(excuse(out("force-majeure", TOLD), CG052018, STRICT).reason) == (
        "3.3",
        f"force majeure : {TOLD_WHOLE}",
    )


def test_a_moment_is_of_paris_to_the_minute() -> None:
    assert moment(datetime(2026, 7, 31, 22, 5, tzinfo=UTC)) == "01/08/2026 à 00:05"


def test_each_part_is_whole() -> None:
    """Its span, its state, and the places of the outages that cover it, from 0."""
    outages = (out("own-failure"), PARTLY)
    found = availability(outages, Span(at(7), at(12)), CG052018)
    assert found.parts == (
        Part(Span(at(7), at(8)), "up", ()),
        Part(Span(at(8), at(9)), "failed", (0, 1)),
        Part(Span(at(9), at(11)), "failed", (0, 1)),
        Part(Span(at(11), at(12)), "up", ()),
    )
    assert found.excuses == tuple(excuse(outage, CG052018) for outage in outages)


def test_each_cause_and_each_damage_is_called_by_its_name() -> None:
    assert CAUSES == [
        "maintenance annoncée",
        "maintenance non annoncée",
        "contingence technique nécessaire au bon fonctionnement",
        "interruption pour impayé",
        "force majeure",
        OPERATOR,
        "dysfonctionnement hors des ressources du fournisseur",
        OTHER,
        "défaillance du fournisseur",
    ]
    assert [in_french(damage) for damage in DAMAGES] == [
        "interruption du service",
        "inexactitude du contenu",
        "inaptitude à répondre aux besoins",
        "service interrompu, non sûr ou entaché d'erreur",
        "mauvais fonctionnement du matériel du client",
        "défaillance",
        "perte de données",
        "perte de matériels",
        "suites de ces dommages",
        "frais de récupération, de reproduction ou de réparation",
        "inobservation par le client de ses obligations",
        "défaut imputable au fournisseur, non corrigé",
        "violation de données sur le matériel du fournisseur",
        "données non restituées",
        "autre dommage",
    ]


@pytest.mark.parametrize(
    ("damage", "aside", "by", "reason"),
    [
        ("data-loss", (), "10.1", ("10.1", "perte de données : la clause 10.1 l'exclut")),
        ("interruption", (), "3.4", ("3.4", "interruption du service : la clause 3.4 l'exclut")),
        ("interruption", ("3.4",), "9.5", ("9.5", "interruption du service : la clause 9.5 l'exclut")),
        ("data-loss", ("10.1",), None, ("10.1", "perte de données : la clause 10.1 est écartée")),
        (
            "interruption",
            ("3.4", "9.5"),
            None,
            ("3.4", "interruption du service : les clauses 3.4 et 9.5 sont écartées"),
        ),
        ("other", (), None, ("10.1", "autre dommage : aucune clause ne l'exclut")),
    ],
)
def test_an_exclusion_says_by_what(damage: Damage, aside: Any, by: str | None, reason: tuple[str, str]) -> None:
    found = excluded(damage, CG052018.without(*map(Clause, aside)))
    assert found == Exclusion(damage, None if by is None else Clause(by), found.reason, found.objections)
    assert plain(found.reason) == reason
    assert bool(found.objections) is (by is not None)


def test_a_cap_says_which_months_it_counts() -> None:
    found = cap(BILLED, EVENT, CG052018)
    assert plain(found.reason) == ("17.1", "montants facturés du 15/03/2026 au 14/03/2027")
    aside = cap(BILLED, EVENT, CG052018.without(Clause("17.1")))
    assert plain(aside.reason) == ("17.1", "la clause 17.1 est écartée")
    assert (found.event, found.holds, aside.event, aside.holds) == (EVENT, True, EVENT, False)


def test_what_a_document_counts_for_is_whole() -> None:
    """A credit note without a number is called by its invoice."""
    note = CreditNote(date(2027, 1, 5), EUROS("10.00"), "F-1", "correction")
    window = Period(date(2027, 1, 1), date(2027, 1, 10))
    whole = Period(date(2027, 1, 2), date(2027, 1, 3))
    found = tuple(invoiced_in(Billed(BILLED.invoices, (note,)), window, EVENT))
    assert found == (
        Counted("F-1", "invoice", date(2027, 1, 2), EUROS("1000.00"), whole, whole),
        Counted("sur F-1", "correction", date(2027, 1, 5), EUROS("-10.00"), whole, whole),
    )
    assert plain(Reason(Clause("17.1"), found[1].fact))[1] == "avoir de rectification sur F-1 du 05/01/2027 : −10,00 €"


NOBODY: Final = ("10.1", "autre dommage : aucune clause ne l'exclut")


@pytest.mark.parametrize(
    ("retained", "verdict", "first"),
    [
        (None, "pending", "responsabilité du fournisseur ni reconnue ni jugée"),
        ("judge", "granted", "autre dommage : responsabilité retenue par un juge, dans la limite de 1 000,00 €"),
        (
            "agreement",
            "granted",
            "autre dommage : responsabilité retenue d'un commun accord, dans la limite de 1 000,00 €",
        ),
    ],
)
def test_a_head_says_what_becomes_of_it(retained: RetainedBy | None, verdict: str, first: str) -> None:
    """And an outage that is excused in part, why."""
    partly = excuse(PARTLY, CG052018)
    heads = (ClaimHead("other", EUROS("5.00")), ClaimHead("other", EUROS("6.00"), partly))
    found = liability(Claim("R-1", EVENT, heads, retained), BILLED, CG052018).heads
    assert [(answer.head, answer.objections) for answer in found] == [(head, ()) for head in heads]
    assert said(found[0].decision) == (verdict, [("17.1", first), NOBODY])
    assert said(found[1].decision) == (verdict, [("17.1", first), NOBODY, ("3.3", f"{OTHER} : {TOLD_WHOLE}")])


def test_a_head_that_is_refused_is_whole() -> None:
    """By a clause, with what the law says against it; by an excuse, with nothing against it."""
    whole = excuse(out("force-majeure"), CG052018)
    heads = (ClaimHead("data-loss", EUROS("5.00")), ClaimHead("other", EUROS("6.00"), whole))
    found = liability(Claim("R-1", EVENT, heads, "judge"), BILLED, CG052018)
    by_clause = excluded("data-loss", CG052018)
    assert found.heads == (
        HeadAnswer(heads[0], Decision("refused", (by_clause.reason,)), by_clause.objections),
        HeadAnswer(heads[1], Decision("refused", (whole.reason,)), ()),
    )


SUBSTANCE: Final = (
    "une exclusion générale d'indemnisation est réputée non écrite si elle prive de sa substance l'obligation "
    "essentielle ; un juge peut l'écarter"
)
ADHESION: Final = (
    "dans un contrat d'adhésion, un juge peut réputer non écrite une clause non négociable qui crée un "
    "déséquilibre significatif"
)
PROCESSOR: Final = "ignorer le contenu des données ne décharge pas le sous-traitant de ses propres obligations"


def test_what_the_law_says_against_an_exclusion() -> None:
    general = (Objection("art. 1170 C. civ.", SUBSTANCE), Objection("art. 1171 C. civ.", ADHESION))
    assert excluded("data-loss", CG052018).objections == general
    assert excluded("client-non-compliance", CG052018).objections == (Objection("art. 28(3) RGPD", PROCESSOR),)
    assert (
        liability(Claim("R-1", EVENT, (ClaimHead("other", EUROS("5.00")),)), Billed(), CG052018).objections == general
    )


OTHERS: Final = Certificate("damage-to-others", "Assureur A", "P-1", date(2026, 1, 1), date(2026, 12, 31))


def test_insurance_says_by_whom_or_what_lacks() -> None:
    assert said(insured((OTHERS,), date(2026, 11, 27))) == (
        "refused",
        [
            ("18.1", "dommages causés aux tiers : Assureur A, police P-1, du 01/01/2026 au 31/12/2026"),
            ("18.1", "aucune attestation pour les dommages subis à titre personnel le 27/11/2026"),
        ],
    )


def test_a_reminder_is_whole() -> None:
    """Of cover that ends in two days, that ends today, and that is lacking."""
    for day, when in ((29, "dans 2\u00a0jours"), (31, "aujourd'hui")):
        on = date(2026, 12, day)
        ends = f"dommages causés aux tiers : la garantie prend fin {when}, le 31/12/2026"
        lacks = "aucune attestation en cours pour les dommages subis à titre personnel"
        assert reminders((OTHERS,), on) == (
            Reminder("damage-to-others", Deadline(date(2026, 12, 31), Clause("18.1"), ends), 7),
            Reminder("own-loss", Deadline(on, Clause("18.1"), lacks), 0),
        )


def test_a_shorter_certificate_within_another_does_not_end_the_cover() -> None:
    within = attrs.evolve(OTHERS, first_day=date(2026, 11, 1), last_day=date(2026, 11, 30))
    found = reminders((OTHERS, within), date(2026, 11, 27))[0]
    assert (found.risk, found.deadline.last, found.step) == ("damage-to-others", date(2026, 12, 31), 60)
