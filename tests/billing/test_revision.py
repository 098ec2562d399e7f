"""Revising a price: at the yearly term, on each ground with its evidence, and every refusal with the next day."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.billing.prices.pricing import Bounded, Flat, Graduated, Model, Package, PerUnit, Tier, Volume
from netsoft.billing.prices.revision import CLAUSE, Proposal, Revised, revise
from netsoft.billing.prices.revision_grounds import Ground, MoreDisk, MoreUse, MoreUsers, Use
from netsoft.billing.prices.tariff import Price, Tariff
from netsoft.billing.prices.variation import variation, varied
from netsoft.cg052018 import CG052018
from netsoft.days import Day, Period
from netsoft.errors import InvalidValue
from netsoft.money import Money, Rate
from netsoft.terms import Terms
from netsoft.testing import days, models

START: Final = date(2025, 3, 10)
TERM: Final = date(2026, 3, 10)
SEEN: Final = date(2025, 9, 1)
SEAT: Final = Price("seat", "Abonnement", "per-user", START, PerUnit("30.00"), Rate.percent("20"))
FOUR: Final = Rate.percent("4")
EVERYONE: Final = Use(240_000, 100)
GROUNDS: Final[tuple[Ground, ...]] = (
    MoreDisk("50", "50.5", SEEN, "relevé du stockage"),
    MoreUsers(5, 6, SEEN, "page des utilisateurs"),
    MoreUse(Use(24_001, 10), EVERYONE, SEEN, "relevé d'utilisation"),
)


def asked(first_day: Day, ground: Ground | None = None, decided_on: Day = SEEN) -> Revised:
    return revise(SEAT, Proposal(varied(SEAT, FOUR, first_day), decided_on, ground), START, CG052018)


def facts(revised: Revised) -> str:
    assert all(reason.clause == CLAUSE for reason in revised.decision.reasons)
    return " | ".join(r.fact.replace("\u202f", " ").replace("\xa0", " ") for r in revised.decision.reasons)


@pytest.mark.parametrize("first_day", [TERM, date(2027, 3, 10)])
def test_at_the_yearly_term_no_ground_is_needed(first_day: Day) -> None:
    revised = asked(first_day)
    assert revised.decision.granted
    assert facts(revised) == f"échéance annuelle : un terme commence le {first_day:%d/%m/%Y}"
    assert (revised.variation, revised.next_day) == (FOUR, None)
    assert revised.price is not None
    assert revised.price.model == PerUnit("31.20")


@pytest.mark.parametrize("first_day", [START, date(2026, 3, 9), date(2026, 3, 11), date(2025, 10, 1)])
def test_between_two_terms_a_ground_is_needed(first_day: Day) -> None:
    revised = asked(first_day, decided_on=date(2025, 3, 1))
    assert revised.decision.verdict == "refused"
    said = f"le {first_day:%d/%m/%Y} n'est pas une échéance annuelle, et le périmètre n'a pas augmenté"
    assert said in facts(revised).split(" | ")
    assert (revised.price, revised.variation, revised.next_day) == (None, FOUR, TERM)


FACTS: Final = (
    "espace disque utilisé : 50,5 Go, convenu : 50 Go (relevé du stockage, le 01/09/2025)",
    "utilisateurs déclarés : 6, convenus : 5 (page des utilisateurs, le 01/09/2025)",
    (
        "actions par mois d'utilisateur : 24 001/10, ensemble des utilisateurs : 240 000/100 "
        "(relevé d'utilisation, le 01/09/2025)"
    ),
)


@pytest.mark.parametrize(
    ("ground", "fact"),
    list(zip(GROUNDS, FACTS, strict=True)),
)
def test_each_ground_with_its_evidence(ground: Ground, fact: str) -> None:
    revised = asked(date(2025, 10, 1), ground)
    assert revised.decision.granted
    assert facts(revised) == fact


@pytest.mark.parametrize(
    "ground",
    [
        MoreDisk("50", "50", SEEN, "relevé"),
        MoreUsers(5, 5, SEEN, "page"),
        MoreUse(Use(24_000, 10), EVERYONE, SEEN, "relevé"),
    ],
)
def test_figures_that_are_not_above_are_no_ground(ground: Ground) -> None:
    revised = asked(date(2025, 10, 1), ground)
    assert facts(revised).endswith(f" : ce n'est pas une augmentation ({ground.source}, le 01/09/2025)")
    assert revised.next_day == TERM


def test_the_mean_counts_and_not_the_tier() -> None:
    """2 401 a month is above the mean of 2 400 and far under the tier of 3 600: it is a ground all the same."""
    ground = MoreUse(Use(2_401, 1), Use(240_001, 100), SEEN, "relevé")
    assert asked(date(2025, 10, 1), ground).decision.granted
    assert Fraction(CG052018.usage.published_tier) > ground.own.mean > ground.everyone.mean


@pytest.mark.parametrize(
    ("first_day", "decided_on", "seen", "fact"),
    [
        (
            date(2025, 10, 1),
            date(2025, 10, 2),
            SEEN,
            "le prix vaudrait dès le 01/10/2025, avant sa décision du 02/10/2025",
        ),
        (date(2025, 10, 1), date(2025, 8, 31), SEEN, "le constat du 01/09/2025 suit la décision du 31/08/2025"),
        (
            date(2025, 10, 1),
            SEEN,
            date(2025, 3, 9),
            "le constat du 09/03/2025 précède le prix en vigueur, fixé le 10/03/2025",
        ),
        (START, date(2025, 3, 1), date(2025, 3, 1), "un prix vaut déjà depuis le 10/03/2025"),
    ],
)
def test_evidence_and_price_have_their_order(first_day: Day, decided_on: Day, seen: Day, fact: str) -> None:
    ground = MoreUsers(5, 6, seen, "page")
    assert fact in facts(asked(first_day, ground, decided_on)).split(" | ")


def test_a_price_may_hold_from_the_day_on_which_it_is_decided_and_seen() -> None:
    assert asked(SEEN, MoreUsers(5, 6, SEEN, "page"), decided_on=SEEN).decision.granted
    assert asked(SEEN, MoreUsers(5, 6, START, "page"), decided_on=SEEN).decision.granted
    assert asked(TERM, decided_on=TERM).decision.granted


def test_at_the_yearly_term_a_ground_is_not_looked_at() -> None:
    assert facts(asked(TERM, MoreUsers(5, 5, SEEN, "page"))) == "échéance annuelle : un terme commence le 10/03/2026"


def test_a_contract_that_has_not_begun_has_its_next_term_ahead() -> None:
    early = attrs.evolve(SEAT, first_day=date(2025, 1, 1))
    asked_early = Proposal(varied(early, FOUR, date(2025, 2, 1)), date(2025, 1, 15))
    assert revise(early, asked_early, START, CG052018).next_day == TERM


def test_the_next_day_is_the_next_term_on_which_it_could_be() -> None:
    assert asked(date(2026, 3, 9), decided_on=TERM).next_day == TERM
    assert asked(date(2026, 3, 9), decided_on=date(2026, 3, 11)).next_day == date(2027, 3, 10)
    of_the_term = attrs.evolve(SEAT, first_day=TERM)
    again = revise(of_the_term, Proposal(varied(SEAT, FOUR, TERM), TERM), START, CG052018)
    assert (again.decision.verdict, again.next_day) == ("refused", date(2027, 3, 10))


def test_without_the_clause_nothing_is_revised() -> None:
    void: Terms = CG052018.without(CLAUSE)
    revised = revise(SEAT, Proposal(varied(SEAT, FOUR, TERM), SEEN), START, void)
    assert (facts(revised), revised.next_day) == ("la clause de révision est écartée", None)


@pytest.mark.parametrize("change", [{"product": "disk"}, {"kind": "flat"}])
def test_another_product_is_no_revision(change: dict[str, Any]) -> None:
    other = attrs.evolve(SEAT, first_day=TERM, **change)
    with pytest.raises(InvalidValue, match="du même produit"):
        revise(SEAT, Proposal(other, SEEN), START, CG052018)


FIRST_DAYS: Final = days(Period(date(2025, 3, 1), date(2028, 3, 1)))


@given(FIRST_DAYS, days(Period(START, date(2027, 3, 1))), st.sampled_from((None, *GROUNDS)))
def test_what_was_invoiced_keeps_its_price(first_day: Day, decided_on: Day, ground: Ground | None) -> None:
    """A price that is granted changes no day before its decision; a refusal says a day on which it is granted."""
    revised = asked(first_day, ground, decided_on)
    if revised.price is None:
        assert revised.next_day is not None
        assert asked(revised.next_day, None, decided_on).decision.granted
    else:
        after = Tariff((SEAT, revised.price))
        assert all(after.on("seat", day) == SEAT for day in Period(START, max(START, decided_on)))
        assert after.on("seat", first_day) == revised.price


@given(models(), st.integers(-90, 300))
def test_a_price_varies_by_its_rate(model: Model, percent: int) -> None:
    by = Rate(percent, 100)
    price = varied(attrs.evolve(SEAT, model=model), by, TERM)
    found = variation(model, price.model)
    if not isinstance(model, Bounded):
        assert found is None or found.fraction == by.fraction
    assert varied(price, Rate(0), TERM) == price


def test_a_price_is_varied_exactly_or_to_the_cent() -> None:
    """0.0045 and 3.1 % more: 0.0046395 exactly, and nothing but a cent or none to the cent."""
    call = attrs.evolve(SEAT, model=PerUnit("0.0045"))
    rise = Rate.percent("3.1")
    assert varied(call, rise, TERM).model == PerUnit("0.0046395")
    assert varied(call, rise, TERM, "cent").model == PerUnit("0.00")
    assert varied(attrs.evolve(SEAT, model=Flat("19.95")), rise, TERM, "cent").model == Flat("20.57")


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (PerUnit(10), PerUnit(12), Rate.percent("20")),
        (PerUnit(10), PerUnit("9.50"), Rate.percent("-5")),
        (PerUnit(0), PerUnit(1), None),
        (PerUnit(10), Flat(11), None),
        (Package(10, 5), Package(10, 6), Rate.percent("20")),
        (Package(10, 5), Package(20, 6), None),
        (Graduated((Tier(5, 1), Tier(None, 2))), Graduated((Tier(5, 1), Tier(None, 3))), None),
        (Volume((Tier(5, 1, 2), Tier(None, 2))), Volume((Tier(5, 2, 4), Tier(None, 4))), Rate(1)),
        (
            Bounded(PerUnit(1), Money.parse("5"), None),
            Bounded(PerUnit(2), Money.parse("10"), None),
            Rate(1),
        ),
    ],
)
def test_one_rate_or_none(old: Model, new: Model, wanted: Rate | None) -> None:
    assert variation(old, new) == wanted


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: varied(SEAT, FOUR, TERM, "up"),  # type: ignore[arg-type]
            "rounding : règle inconnue : « up » ; écrire exact ou cent",
        ),
        (
            lambda: MoreDisk(-1, 5, SEEN, "x"),
            "agreed : nombre négatif : « -1 » ; donner un nombre positif ou nul",
        ),
        (
            lambda: MoreUsers(True, 5, SEEN, "x"),
            "agreed : « True » n'est pas un nombre entier positif ou nul ; donner un entier",
        ),
        (
            lambda: MoreUsers(5, -5, SEEN, "x"),
            "declared : « -5 » n'est pas un nombre entier positif ou nul ; donner un entier",
        ),
        (
            lambda: MoreUsers(5, 6, SEEN, " "),
            "source : source absente ; dire d'où viennent les chiffres",
        ),
        (
            lambda: MoreUsers(5, 6, "2025-09-01", "x"),
            "on : « 2025-09-01 » n'est pas un jour ; donner un jour sans heure, par exemple 2024-03-01",
        ),
        (
            lambda: Use(5, 0),
            "user_months : aucun mois d'utilisateur ; donner une période où il y en a",
        ),
        (
            lambda: MoreUse(Use(5, 1), Use(4, 2), SEEN, "x"),
            "everyone : le client dépasse l'ensemble ; donner l'ensemble, ce client compris",
        ),
        (
            lambda: MoreUse(Use(5, 3), Use(9, 2), SEEN, "x"),
            "everyone : le client dépasse l'ensemble ; donner l'ensemble, ce client compris",
        ),
        (
            lambda: Proposal(SEAT, "2025-09-01"),
            "decided_on : « 2025-09-01 » n'est pas un jour ; donner un jour sans heure, par exemple 2024-03-01",
        ),
    ],
)
def test_what_is_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        make()
    assert str(refusal.value).startswith(message)
