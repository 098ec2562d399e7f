"""What metering answers, to the word: whole reasons, whole lines, the names of statements."""

from datetime import date

import attrs

from netsoft.answers import Decision, Reason
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Month
from netsoft.metering.complement import Complement, ComplementLine, complement
from netsoft.metering.late import after_the_limit
from netsoft.metering.overage import Overage, UserActions, overage
from netsoft.metering.perimeter import above_mean
from netsoft.metering.statement import close, recount
from netsoft.metering.tier import FleetMember, Publication, TierInputs, in_force, tier
from netsoft.names import TenantId, UserId
from netsoft.usage_readings import UsageReadings
from tests.metering.build import (
    ANNA,
    MISTRAL,
    OCTOBER,
    PAUL,
    SIROCCO,
    actions,
    report,
    request,
    statement,
    use,
    year_of,
)

USE = Clause("7.2")
WHY = "le plus élevé des deux lie, le palier publié (R-01 ; publié le 31 mai 2018 : 3 600 ; observé : 150)"
DIGESTS = [
    "8c8fd74617d913d8b015b3d81f63f63d02a31aad648a50e067466b5adf5ef47c",
    "d20746e24b68566aaafe3923a1e1be9324de51b1f686a1c4b15b22e0ad1add03",
    "5b32d4692fec06dafc722112942811251e51d14636820ec731f2c66c851bb1b9",
]


def plain(text: str) -> str:
    """The text with common spaces, to be read."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def said(decision: Decision) -> tuple[str, list[tuple[Clause, str]]]:
    """The verdict, and each reason with its clause."""
    return decision.verdict, [(reason.clause, plain(reason.fact)) for reason in decision.reasons]


def test_after_the_limit_it_says_why() -> None:
    stated = statement({ANNA: 7300})
    less = f"avoir en faveur du client : 1 action au-delà du palier en moins ({stated.reference})"
    assert said(after_the_limit(stated, statement({ANNA: 7299}))) == ("granted", [(USE, less)])
    no_more = "le complément ne peut plus être daté : seul un avoir en faveur du client peut encore suivre"
    assert said(after_the_limit(stated, stated)) == ("refused", [(USE, no_more)])


def test_a_recount_says_all() -> None:
    stated = statement({ANNA: 3})
    same = f"relevé {stated.reference} : 3 actions, les mêmes dans l'export, utilisateur par utilisateur"
    assert said(recount(actions(3), stated)) == ("granted", [(USE, same)])
    other = "« anna » : 3 actions au relevé, 0 action dans l'export"
    assert said(recount([], stated)) == ("refused", [(USE, other)])


def test_a_line_that_is_taken_back_is_whole() -> None:
    """Its month, its actions, why they are no longer over, and the line that it corrects."""
    first = complement(request(date(2026, 5, 2)), year_of([50])).complement
    assert first == Complement(request(date(2026, 5, 2)), (ComplementLine(Month(2026, 4), 50, year_of([50])[0].why),))
    found = complement(request(date(2026, 5, 3), several=True), year_of([20]), (first,))
    cited = "mistral/complément du 2026-05-02/2026-04"
    assert found.taken_back == (ComplementLine(Month(2026, 4), 30, year_of([20])[0].why, cited),)
    nothing = "rien à facturer : aucune action au-delà du palier qui ne soit déjà facturée (de 2026-04 à 2026-04)"
    assert said(found.decision) == ("refused", [(USE, nothing)])


def test_a_refusal_takes_back_what_was_billed_and_only_that() -> None:
    """After the limit, April corrected downwards and May unknown: the reason, and April's thirty actions."""
    first = complement(request(date(2026, 5, 2)), year_of([50])).complement
    assert first is not None
    found = complement(request(date(2027, 4, 2), several=True), year_of([20]), (first,))
    assert (found.decision.verdict, found.complement) == ("refused", None)
    cited = "mistral/complément du 2026-05-02/2026-04"
    assert found.taken_back == (ComplementLine(Month(2026, 4), 30, year_of([20])[0].why, cited),)


def test_a_tier_of_the_first_day_of_the_terms_takes_the_place_of_theirs() -> None:
    """One of the day before gives way to them."""
    of_that_day, before = Publication(4000, date(2018, 5, 31)), Publication(5000, date(2018, 5, 30))
    assert in_force(CG052018, OCTOBER, (before, of_that_day)) == of_that_day
    assert in_force(CG052018, OCTOBER, (before,)) == Publication(3600, date(2018, 5, 31))


def test_what_is_billed_and_what_is_taken_back_come_together() -> None:
    """April is corrected downwards when May is billed."""
    first = complement(request(date(2026, 5, 2)), year_of([50])).complement
    assert first is not None
    found = complement(request(date(2026, 6, 1), several=True), year_of([20, 10]), (first,))
    assert found.complement is not None
    assert [(str(line.month), line.actions) for line in found.complement.lines] == [("2026-05", 10)]
    assert [(str(line.month), line.actions) for line in found.taken_back] == [("2026-04", 30)]


def test_a_complement_is_dated_within_its_year() -> None:
    """From its very first day; and a complement of the day of the decision."""
    assert "avant le premier jour" not in said(complement(request(date(2026, 4, 1)), ()).decision)[1][0][1]
    refused = complement(request(date(2027, 4, 2)), ())
    late = "complément daté du 02/04/2027, après le 01/04/2027 : le lendemain du dernier jour de l'année du contrat"
    assert (said(refused.decision), refused.complement, refused.taken_back) == (("refused", [(USE, late)]), None, ())


def test_the_reasons_of_a_tier() -> None:
    """Whole, for each reading of R-01 and whatever figure there is."""
    undated = tier(TierInputs(OCTOBER, (FleetMember(MISTRAL, 2, 200),), (Publication(5000),)), CG052018)
    both = "(R-01 ; publié le 31 mai 2018 : 3 600 ; observé : 150)"
    none = "(R-01 ; publié le 31 mai 2018 : 3 600 ; aucun palier observé)"
    told = {
        report((2, 200)).why: (USE, f"le plus élevé des deux lie, le palier publié {both}"),
        report((1, 100), tier="published").why: (USE, f"le palier publié lie {both}"),
        report((1, 100), tier="observed").why: (Clause("7.3"), f"le palier observé lie {both}"),
        report().why: (USE, f"le palier publié lie {none}"),
        report((1, 3000)).why: (
            Clause("7.3"),
            "le plus élevé des deux lie, le palier observé (R-01 ; publié le 31 mai 2018 : 3 600 ; observé : 4 500)",
        ),
        undated.why: (USE, "le plus élevé des deux lie, le palier publié (R-01 ; publié : 5 000 ; observé : 150)"),
    }
    assert [(why.clause, plain(why.fact)) for why in told] == list(told.values())


def test_a_month_that_ends_on_the_day_of_the_complement_is_billed() -> None:
    """May is over on its last day; the day before, it is not."""
    overages = year_of([0, 10])
    assert complement(request(date(2026, 5, 31)), overages).decision.granted
    early = complement(request(date(2026, 5, 30)), overages).decision
    nothing = "rien à facturer : aucune action au-delà du palier qui ne soit déjà facturée (de 2026-04 à 2026-04)"
    assert said(early) == ("refused", [(USE, nothing)])


def test_the_reasons_of_an_overage() -> None:
    """Per user, two users over the tier and one at it; and one declared user, in the singular."""
    apart = report((2, 200), allowance="per-user")
    found = overage(use({PAUL: 4000, ANNA: 3700, UserId("zoé"): 3600}), apart, CG052018)
    why = f"11 300 actions en 2026-10 ; chaque utilisateur en a 3 600 : 500 au-delà (anna 100, paul 400) ; {WHY}"
    assert found == Overage(
        tenant=MISTRAL,
        month=OCTOBER,
        tier=3600,
        declared_users=2,
        actions=11_300,
        over=500,
        over_by_user=(UserActions(ANNA, 100), UserActions(PAUL, 400)),
        why=found.why,
        tier_digest=apart.digest,
    )
    assert (found.why.clause, plain(found.why.fact)) == (USE, why)
    alone = overage(use({ANNA: 1}, declared=1), report((2, 200)), CG052018).why
    words = f"1 action en 2026-10 ; 1 utilisateur déclaré x 3 600 = 3 600 : 0 au-delà ; {WHY}"
    assert (alone.clause, plain(alone.fact)) == (USE, words)
    none = overage(use({ANNA: 1}), report((2, 200)), CG052018.without(USE)).why
    assert none == Reason(USE, "clause écartée : rien n'est en sus")


def test_a_mean_that_is_no_whole_number_is_rounded_down() -> None:
    """200 actions by three users: 66.67 each, 133 for two; 134 actions are above it, 133 are not."""
    mean = report((3, 200))
    assert above_mean(use({ANNA: 100, PAUL: 33}), mean) is None
    found = above_mean(use({ANNA: 100, PAUL: 34}), mean)
    assert found is not None
    assert (found.planned, type(found.planned), found.seen, found.clause) == (133, int, 134, Clause("7.1"))
    assert plain(found.fact) == "134 actions en 2026-10 pour 2 utilisateurs ; à la moyenne de tous les clients : 133"


def test_the_digests_never_change() -> None:
    """A statement that a client holds, and the tier that it cites, have the same names after any update of netsoft."""
    publications = (Publication(4000, date(2026, 9, 1)), Publication(3700))
    members = (FleetMember(SIROCCO, 0, 0, 3), FleetMember(MISTRAL, 2, 12_000, 2))
    inputs = TierInputs(OCTOBER, members, publications, frozenset({SIROCCO, TenantId("démo")}))
    terms = CG052018.without(Clause("9.1")).without(Clause("7.6"))
    found = tier(inputs, terms, UsageReadings(allowance="per-user"))
    stated = close(use({PAUL: 2000, ANNA: 10_000}), found, terms)
    corrected = attrs.evolve(stated, corrects=stated.digest)
    assert [one.digest for one in (found, stated, corrected)] == DIGESTS
