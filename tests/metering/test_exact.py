"""What metering answers, to the word and to the edge: whole reasons, whole lines, exact figures."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import attrs
import pytest

from netsoft.answers import Decision, Reason
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Cycle, Month
from netsoft.metering.actions import Journal, natural_id, take_in
from netsoft.metering.admission import Access, Gate
from netsoft.metering.complement import Complement, ComplementLine, complement
from netsoft.metering.declared import Declared, declared_users
from netsoft.metering.late import after_the_limit, correctable_from
from netsoft.metering.months import cut_by, months_of_term
from netsoft.metering.overage import Overage, UserActions, overage
from netsoft.metering.perimeter import above_mean
from netsoft.metering.statement import close, recount
from netsoft.metering.tier import FleetMember, Publication, TierInputs, tier
from netsoft.metering.usage import Usage
from netsoft.names import TenantId
from netsoft.paris import MonthBounds
from netsoft.usage_readings import UsageReadings
from tests.metering.build import (
    ANNA,
    FIFTH,
    MISTRAL,
    OCTOBER,
    PAUL,
    SIROCCO,
    action,
    actions,
    door,
    report,
    request,
    statement,
    use,
    year_of,
)
from tests.metering.test_usage import row

USE = Clause("7.2")
WHY = "le plus élevé des deux lie, le palier publié (R-01 ; publié le 31 mai 2018 : 3 600 ; observé : 150)"
SUBSCRIBED = UsageReadings(tier_months="of-the-subscription")
DIGESTS = [
    "8c8fd74617d913d8b015b3d81f63f63d02a31aad648a50e067466b5adf5ef47c",
    "d20746e24b68566aaafe3923a1e1be9324de51b1f686a1c4b15b22e0ad1add03",
    "5b32d4692fec06dafc722112942811251e51d14636820ec731f2c66c851bb1b9",
]
YEAR_OF_MARCH = Cycle(date(2026, 3, 16), 12)


def plain(text: str) -> str:
    """The text with common spaces, to be read."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def said(decision: Decision) -> tuple[str, list[tuple[Clause, str]]]:
    """The verdict, and each reason with its clause."""
    return decision.verdict, [(reason.clause, plain(reason.fact)) for reason in decision.reasons]


@pytest.fixture
def _far_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that is set to the time of Tokyo."""
    with monkeypatch.context() as zone:
        zone.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_far_machine")
def test_the_zone_of_the_machine_changes_no_instant() -> None:
    """To the microsecond."""
    made = action(at=datetime(2026, 10, 5, 11, 2, 3, 456789, tzinfo=timezone(timedelta(hours=2))))
    assert made.at == datetime(2026, 10, 5, 9, 2, 3, 456789, tzinfo=UTC)
    assert (made.at.tzinfo, Usage.of([made]).users(MISTRAL, OCTOBER)) == (UTC, {ANNA: 1})


def test_a_derived_id_never_changes() -> None:
    """A sender that retries after an update of netsoft finds the same one."""
    assert natural_id(MISTRAL, ANNA, "record", ("dossier-7", "form-4f2a")) == "n-b97fc6b2069f62d941d9"


def test_a_gate_opens_and_shuts_at_midnight_in_paris() -> None:
    gate = Gate.of(Access(frozenset({ANNA}), date(2026, 4, 1), date(2026, 10, 31)))
    start, end = datetime(2026, 3, 31, 22, tzinfo=UTC), datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert (gate.start, gate.end, gate.open_from, gate.correctable_from) == (start, end, start, start)
    instant = timedelta(microseconds=1)
    asked = [gate.refuses(ANNA, at) for at in (start - instant, start, end - instant, end)]
    first, last = (
        "antérieure au contrat, qui l'admet à compter du 01/04",
        "postérieure au contrat, qui l'admet jusqu'au 31/10",
    )
    assert asked == [f"action {first}/2026", "", "", f"action {last}/2026"]
    shut = Gate.of(
        Access(frozenset({ANNA}), date(2026, 4, 1), open_from=date(2026, 10, 1), correctable_from=date(2026, 7, 1))
    )
    assert (shut.open_from, shut.correctable_from) == (
        datetime(2026, 9, 30, 22, tzinfo=UTC),
        datetime(2026, 6, 30, 22, tzinfo=UTC),
    )
    assert shut.refuses(ANNA, shut.correctable_from) == ""
    assert shut.refuses(ANNA, shut.correctable_from - instant).endswith(
        "rien ne se compte avant le 01/07/2026 ; seul un avoir en faveur du client peut encore suivre"
    )


def test_the_first_instant_of_an_open_month_moves_and_an_equal_content_does_not() -> None:
    """On 1 October, open since midnight in Paris: an earlier instant takes the place of the later one."""
    opened = datetime(2026, 9, 30, 22, tzinfo=UTC)
    since, held = door(open_from=date(2026, 10, 1)), Journal((action(),))
    assert take_in([action(at=opened)], since, held).conflicts[0].moves
    assert not take_in([action(at=opened - timedelta(microseconds=1))], since, held).conflicts[0].moves


def test_equal_usages_have_one_hash_and_others_mostly_not() -> None:
    """By month and by total: a set of usages stays quick."""
    assert len({hash(Usage.counted([row(ANNA, done)])) for done in range(1, 9)}) == 8


def test_an_action_that_moves_takes_nothing_from_the_others() -> None:
    """Paul's action becomes anna's; the two that paul has beside it stay."""
    late = action(user=PAUL, at=FIFTH + timedelta(hours=1))
    first = take_in([late, *actions(2, PAUL)], door())
    moved = take_in([action()], door(), Journal().after(first))
    assert Usage().after(first).after(moved) == Usage.counted([row(PAUL, 2), row(ANNA, 1)])


def test_a_batch_is_counted_by_the_months_of_the_subscription() -> None:
    """15 November is in the month of 16 October: what is new, and what a conflict moves."""
    bounds = cut_by(months_of_term(YEAR_OF_MARCH, 0, SUBSCRIBED))
    middle = datetime(2026, 11, 15, 9, tzinfo=UTC)
    first = take_in([action(user=PAUL, at=middle + timedelta(hours=1)), action("b", at=middle)], door())
    usage = Usage().after(first, bounds)
    assert usage == Usage.counted([row(PAUL, 1), row(ANNA, 1)])
    moved = take_in([action(at=middle)], door(), Journal().after(first))
    assert usage.after(moved, bounds) == Usage.counted([row(ANNA, 2)])


def test_actions_in_no_order_are_each_in_their_month() -> None:
    """Forth and back over three months, to their first and last instants."""
    bounds = MonthBounds.over(Month(2026, 9), Month(2026, 11))
    starts = [datetime.fromtimestamp(start, UTC) for start in bounds.starts]
    instants = [at for start, end in pairwise(starts) for at in (start, end - timedelta(microseconds=1))]
    mixed = [instants[place] for place in (5, 0, 2, 1, 4, 3, 2, 5, 0)]
    usage = Usage.of([action(f"a-{n}", at=at) for n, at in enumerate(mixed)], bounds)
    assert {str(month): usage.users(MISTRAL, month)[ANNA] for month in usage.months} == {
        "2026-09": 3,
        "2026-10": 3,
        "2026-11": 3,
    }


def test_the_bounds_of_a_year_end_with_its_last_month() -> None:
    months = months_of_term(YEAR_OF_MARCH, 0)
    bounds = cut_by(months)
    assert bounds.months == tuple(one.month for one in months)
    first, last = (datetime.fromtimestamp(bounds.starts[place], UTC) for place in (0, -1))
    assert (first, last) == (datetime(2026, 3, 15, 23, tzinfo=UTC), datetime(2027, 2, 28, 23, tzinfo=UTC))


def test_a_month_of_one_declared_day() -> None:
    """The last day alone; and a declaration of the day after is of the next month."""
    history = (Declared(date(2026, 10, 31), 5), Declared(date(2026, 11, 1), 9))
    for which in ("highest", "last-day", "average"):
        assert declared_users(history, OCTOBER.period, UsageReadings.of({"declared_users": which})) == 5


def test_two_declarations_weigh_by_their_days() -> None:
    """Ten days of one user and twenty-one of four: 94 by 31, which is 3.03."""
    history = (Declared(date(2026, 10, 1), 1), Declared(date(2026, 10, 11), 4))
    assert declared_users(history, OCTOBER.period, UsageReadings(declared_users="average")) == 3


def test_the_months_that_may_be_corrected_follow_r28() -> None:
    """The second year from 16 March: its first calendar month is the whole of March, its own first month is not."""
    for readings, first in ((UsageReadings(), date(2027, 3, 1)), (SUBSCRIBED, date(2027, 3, 16))):
        assert correctable_from(YEAR_OF_MARCH, date(2027, 5, 1), readings) == first
    assert correctable_from(YEAR_OF_MARCH, date(2025, 1, 1)) == date(2026, 3, 16)


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
    """Per user, two users over the tier; and one declared user, in the singular."""
    apart = report((2, 200), allowance="per-user")
    found = overage(use({PAUL: 4000, ANNA: 3700}), apart, CG052018)
    why = f"7 700 actions en 2026-10 ; chaque utilisateur en a 3 600 : 500 au-delà (anna 100, paul 400) ; {WHY}"
    assert found == Overage(
        tenant=MISTRAL,
        month=OCTOBER,
        tier=3600,
        declared_users=2,
        actions=7700,
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
