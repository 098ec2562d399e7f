"""What metering refuses, word for word: the field, what is wrong and what to write instead."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest

from netsoft.cg052018 import CG052018
from netsoft.days import Month
from netsoft.errors import InvalidValue, MissingFact
from netsoft.metering.actions import natural_id, take_in
from netsoft.metering.complement import Judgement, complement
from netsoft.metering.declared import Declared, declared_users
from netsoft.metering.late import after_the_limit, corrected, settle
from netsoft.metering.months import cut_by
from netsoft.metering.overage import TenantMonth, UserActions
from netsoft.metering.perimeter import Perimeter
from netsoft.metering.statement import UsageStatement
from netsoft.metering.tier import FleetMember, Publication, TierInputs, tier
from netsoft.metering.usage import Usage
from netsoft.names import ActionId
from netsoft.paris import MonthBounds
from netsoft.usage_readings import UsageReadings
from tests.metering.build import (
    ANNA,
    FIFTH,
    MISTRAL,
    OCTOBER,
    SIROCCO,
    action,
    door,
    over,
    report,
    request,
    statement,
    usage_terms,
    use,
)
from tests.metering.test_usage import row

AFTER = date(2027, 4, 1)
STATED = statement({ANNA: 3})
LATE = settle(take_in([action()], door()), [STATED]).corrections
EARLIER = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2)))
ZONED = "donner une date et une heure avec leur fuseau, par exemple 2026-11-22T10:00:00+01:00"
A_NAME = "nommer l'action, le client, l'auteur"
COUNT, COUNTS = "donner un entier positif ou nul", "donner des entiers positifs ou nuls"
WHO, WHO_AND_WHY = "décision sans auteur ou sans motif", "dire qui a jugé l'usage, et pourquoi"
A_USER, ONE_LINE = "compter les utilisateurs qui ont au moins une action", "ajouter ses actions en une ligne"
NO_DAY, A_DAY = "« 7 » n'est pas un jour", "donner un jour sans heure, par exemple 2024-03-01"
FOREIGN, ANOTHER = "il ne vient pas de cet usage", "calculer le dépassement de cet usage"
OUTSIDE, COVER = "action hors des mois de 2026-11 à 2027-01", "préparer des bornes qui couvrent cet instant"
CLOSE_FIRST = "un mois qui ne peut plus être corrigé est encore ouvert"
RECOUNT = f"recompter {STATED.reference}"
SAME_DAY = (Publication(1, date(2026, 1, 1)), Publication(2, date(2026, 1, 1)))
ADMITTED = {"open_from": date(2026, 4, 30), "correctable_from": date(2026, 5, 1)}
BOUNDS = MonthBounds.over(Month(2026, 11), Month(2027, 1))

REFUSALS: list[tuple[Callable[[], Any], tuple[str, str, str]]] = [
    (lambda: action(at="demain"), ("at", "« demain » n'est pas un instant", ZONED)),
    (lambda: action(at=EARLIER), ("at", "instant hors du calendrier", "donner un instant des années 1 à 9998")),
    (lambda: action(kind=""), ("action", "«  » n'est pas un nom", A_NAME)),
    (lambda: action(user=7), ("action", "« 7 » n'est pas un nom", A_NAME)),
    (
        lambda: natural_id(MISTRAL, ANNA, "record", ()),
        ("about", "rien ne distingue cette action", "nommer le dossier et le jeton du formulaire"),
    ),
    (
        lambda: door(last=date(2026, 3, 31)),
        ("last", "le dernier jour précède le premier", "donner un dernier jour qui le suit"),
    ),
    (lambda: door(**ADMITTED), ("open_from", CLOSE_FIRST, "clore d'abord les mois qui précèdent")),
    (lambda: door(open_from=7), ("", NO_DAY, A_DAY)),
    (lambda: Judgement("", AFTER, "pourquoi"), ("by", WHO, WHO_AND_WHY)),
    (lambda: Judgement("Marie", AFTER, " "), ("why", WHO, WHO_AND_WHY)),
    (lambda: Judgement("Marie", AFTER, None), ("why", WHO, WHO_AND_WHY)),  # type: ignore[arg-type]
    (lambda: request(AFTER, index=-1), ("index", "année « -1 »", "compter les années du contrat depuis zéro")),
    (lambda: request(AFTER, index=True), ("index", "année « True »", "compter les années du contrat depuis zéro")),
    (
        lambda: request(AFTER, judged=Judgement("Marie", date(2027, 4, 2), "trop tard")),
        ("dated", "le complément précède la décision", "le dater de ce jour ou d'un jour suivant"),
    ),
    (
        lambda: complement(request(AFTER), [attrs.evolve(over(0), tenant=SIROCCO)]),
        ("overages", "celui d'un autre client : « sirocco »", "le retirer"),
    ),
    (
        lambda: complement(request(AFTER), [over(0), over(1)]),
        ("overages", "2026-10 donné deux fois", "ne donner que son dernier relevé"),
    ),
    (lambda: Declared(AFTER, -1), ("users", "« -1 » n'est pas un nombre d'utilisateurs", COUNT)),
    (
        lambda: corrected(statement({ANNA: 4}), LATE, report((2, 200)), CG052018),
        ("corrections", "une correction vise un autre relevé", f"viser {statement({ANNA: 4}).reference}"),
    ),
    (
        lambda: corrected(STATED, (*LATE, *LATE), report((2, 200)), CG052018),
        ("corrections", "une action est donnée deux fois", "ne donner chaque action qu'une fois"),
    ),
    (
        lambda: corrected(STATED, LATE, report((2, 201)), CG052018),
        ("report", "ce n'est pas le palier du mois clos", "reprendre celui que le relevé cite"),
    ),
    (
        lambda: after_the_limit(STATED, statement({ANNA: 3}, OCTOBER.next)),
        ("found", "ce n'est pas le même mois du même client", RECOUNT),
    ),
    (lambda: cut_by(()), ("term_months", "aucun mois", "donner les mois d'une année du contrat")),
    (
        lambda: TenantMonth(MISTRAL, 1, (UserActions(ANNA, 1), UserActions(ANNA, 2))),
        ("users", "un utilisateur est donné deux fois", ONE_LINE),
    ),
    (lambda: use({ANNA: -1}), ("users", "« -1 » n'est pas un compte", COUNT)),
    (lambda: use({ANNA: 1}, declared=-2), ("users", "« -2 » n'est pas un compte", COUNT)),
    (lambda: Perimeter(-1, 0), ("users", "« -1 » n'est pas un compte", COUNT)),
    (lambda: Perimeter(1, -2), ("disk_bytes", "« -2 » n'est pas un compte", COUNT)),
    (lambda: UsageStatement(use({ANNA: 1}), over(2)), ("result", FOREIGN, ANOTHER)),
    (lambda: UsageStatement(use({ANNA: 1}), attrs.evolve(over(1), tenant=SIROCCO)), ("result", FOREIGN, ANOTHER)),
    (lambda: Publication(0), ("tier", "« 0 » n'est pas un compte", "donner un entier, au moins 1")),
    (lambda: Publication(1, 7), ("on", NO_DAY, A_DAY)),  # type: ignore[arg-type]
    (lambda: FleetMember(MISTRAL, -1, 0), ("active_users", "ce n'est pas un compte", COUNTS)),
    (lambda: FleetMember(MISTRAL, True, 1), ("active_users", "ce n'est pas un compte", COUNTS)),
    (lambda: FleetMember(MISTRAL, 1, True), ("active_users", "ce n'est pas un compte", COUNTS)),
    (lambda: FleetMember(MISTRAL, 0, 1), ("actions", "1 actions pour 0 utilisateurs actifs", A_USER)),
    (lambda: FleetMember(MISTRAL, 6, 5), ("actions", "5 actions pour 6 utilisateurs actifs", A_USER)),
    (
        lambda: FleetMember(MISTRAL, 1, 5, -1),
        ("declared", "« -1 » n'est pas un compte", "donner un entier, au moins 0"),
    ),
    (
        lambda: TierInputs(OCTOBER, (FleetMember(MISTRAL, 1, 1), FleetMember(MISTRAL, 1, 2))),
        ("members", "un client est donné deux fois", ONE_LINE),
    ),
    (
        lambda: TierInputs(OCTOBER, (FleetMember(MISTRAL, 1, 1), FleetMember(MISTRAL, 1, 1, 2))),
        ("members", "un client est donné deux fois", ONE_LINE),
    ),
    (
        lambda: TierInputs(OCTOBER, (), SAME_DAY),
        ("publications", "deux paliers publiés le même jour", "n'en garder qu'un"),
    ),
    (lambda: row(ANNA, -1), ("actions", "« -1 » n'est pas un nombre d'actions", COUNT)),
    (lambda: Usage.of([action()], BOUNDS), ("at", OUTSIDE, COVER)),
    (lambda: Usage.of([action(at=datetime(2027, 1, 31, 23, tzinfo=UTC))], BOUNDS), ("at", OUTSIDE, COVER)),
]


@pytest.mark.parametrize(("make", "words"), REFUSALS)
def test_a_value_that_cannot_be_says_which_why_and_what_to_do(make: Any, words: tuple[str, str, str]) -> None:
    with pytest.raises(InvalidValue) as refused:
        make()
    error = refused.value
    assert (error.field, error.problem.replace("\u00a0", " "), error.remedy) == words


DECLARED = UsageReadings(users_in_mean="declared")
MISSING: list[tuple[Callable[[], Any], tuple[str, str]]] = [
    (
        lambda: complement(request(date(2026, 5, 2)), ()),
        ("palier de 2026-04 inconnu", "clore ce mois : son relevé donne le palier"),
    ),
    (
        lambda: declared_users((), OCTOBER.period),
        (
            "utilisateurs déclarés inconnus du 01/10/2026 au 31/10/2026",
            "donner le nombre de comptes déclarés et son premier jour",
        ),
    ),
    (
        lambda: tier(TierInputs(OCTOBER, (FleetMember(MISTRAL, 2, 6000),)), CG052018, DECLARED),
        (
            "utilisateurs déclarés de « mistral » inconnus",
            "les donner, ou compter les utilisateurs actifs (R-29)",
        ),
    ),
    (
        lambda: report(tier="observed"),
        ("palier observé inconnu : aucun utilisateur ne compte dans la moyenne", "donner l'usage"),
    ),
]


@pytest.mark.parametrize(("make", "words"), MISSING)
def test_a_missing_fact_says_which_and_how_to_give_it(make: Any, words: tuple[str, str]) -> None:
    with pytest.raises(MissingFact) as missing:
        make()
    assert (missing.value.fact.replace("\u00a0", " "), missing.value.remedy) == words


@pytest.mark.parametrize(
    "make",
    [
        lambda: use({ANNA: 0}, declared=0),
        lambda: Perimeter(0, 0),
        lambda: Publication(1),
        lambda: FleetMember(MISTRAL, 0, 0, 0),
        lambda: FleetMember(MISTRAL, 1, 1),
        lambda: Declared(AFTER, 0),
        lambda: row(ANNA, 0),
        lambda: request(AFTER, judged=Judgement("Marie", AFTER, "ce jour même")),
        lambda: door(last=date(2026, 4, 1)),
        lambda: door(open_from=date(2026, 5, 1), correctable_from=date(2026, 5, 1)),
        lambda: action(ActionId("a"), at=FIFTH.replace(year=1)),
        lambda: usage_terms(published_tier=1),
    ],
)
def test_the_least_that_can_be_is_admitted(make: Any) -> None:
    assert make() == make()
