"""Parts of cycles by hand: each convention, each kind of cycle, credits and what is refused."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, Final

import attrs
import pytest

from netsoft.billing.prices.cycles import (
    CONVENTIONS,
    FROM_LAST_BILL,
    HALF_OPEN,
    INCLUSIVE,
    THIRTY_DAYS,
    YEAR_OF_365,
    BillingCycle,
    Convention,
    DayCycle,
    convention,
    cycles_of,
    shares,
)
from netsoft.billing.prices.pricing import Bounded, Graduated, PerUnit, Tier
from netsoft.billing.prices.proration import Proration, Sold, capped_credit, change, credit_unused, prorate
from netsoft.billing.prices.tariff import Price
from netsoft.days import Cycle, Period
from netsoft.errors import InvalidValue
from netsoft.money import Money, Rate

JANUARY: Final = date(2026, 1, 1)
SEAT: Final = Price("seat", "Abonnement", "per-user", JANUARY, PerUnit("30.00"), Rate.percent("20"))
FEE: Final = Price("start", "Mise en service", "work", JANUARY, PerUnit("500"), Rate.percent("20"))
JUNE: Final = Period(date(2026, 6, 1), date(2026, 7, 1))
HALF: Final = date(2026, 6, 16)
HOW: Final = Proration(JANUARY)


def told(lines: Any) -> list[tuple[str, str, str]]:
    return [(line.label, str(line.amount), line.why) for line in lines]


def test_a_whole_month_costs_the_whole_price_and_a_part_its_days() -> None:
    assert told(prorate(SEAT, 4, Period(date(2026, 5, 22), date(2026, 7, 1)), HOW)) == [
        ("Abonnement", "38.71", "du 22/05/2026 au 31/05/2026"),
        ("Abonnement", "120.00", "du 01/06/2026 au 30/06/2026"),
    ]


def test_twelve_months_are_twelve_and_not_eleven() -> None:
    """Defect 016 of the peers: a year billed as eleven months."""
    year = Period(date(2026, 1, 31), date(2027, 1, 31))
    lines = prorate(attrs.evolve(SEAT, model=PerUnit("20")), 1, year, Proration(date(2026, 1, 31)))
    assert [str(line.amount) for line in lines] == ["20.00"] * 12


def test_the_length_of_a_quarter_does_not_shrink_to_the_days_used() -> None:
    """Defect 004 of the peers: a stub divided by 42 or by 87 days instead of 91."""
    used = Period(date(2024, 5, 20), date(2024, 6, 21))
    for anchor in (date(2024, 4, 1), date(2024, 4, 15)):
        assert [part.of_days for part in shares(used, Cycle(anchor, 3))] == [91]


def test_old_days_are_credited_at_the_old_price() -> None:
    """Defect 003 of the peers: the length of the new plan priced the days of the old one."""
    yearly = attrs.evolve(SEAT, product="year", model=PerUnit("300"), months=12)
    year = Period(HALF, date(2027, 6, 16))
    found = change(Sold(SEAT, 1, JUNE, HOW), Sold(yearly, 1, year, Proration(HALF)), HALF)
    assert told(found.credit) == [("Abonnement, jours non servis", "-15.00", "du 16/06/2026 au 30/06/2026")]
    assert str(found.net) == "285.00"


def test_a_31st_stays_a_31st() -> None:
    cycles = BillingCycle(date(2026, 1, 31), 31)
    assert [str(cycles.period(n).start) for n in range(4)] == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    assert cycles.index(date(2026, 2, 27)) == 0
    assert cycles.containing(date(2026, 2, 28)).end == date(2026, 3, 31)


def test_weeks() -> None:
    weeks = DayCycle(JANUARY, 7)
    assert weeks.containing(date(2025, 12, 31)) == weeks.period(-1) == Period(date(2025, 12, 25), JANUARY)
    half = prorate(SEAT, 1, Period(JANUARY, date(2026, 1, 15)), Proration(JANUARY, days=28))
    assert told(half) == [("Abonnement", "15.00", "du 01/01/2026 au 14/01/2026")]


@pytest.mark.parametrize(
    ("how", "wanted"),
    [
        (HALF_OPEN, Fraction(30, 31)),
        (INCLUSIVE, Fraction(30, 31)),
        (THIRTY_DAYS, Fraction(29, 30)),
        (YEAR_OF_365, Fraction(30, 365)),
    ],
)
def test_the_conventions(how: Convention, wanted: Fraction) -> None:
    assert cycles_of(shares(Period(date(2026, 5, 2), date(2026, 6, 1)), Cycle(JANUARY), how)) == wanted
    assert convention(how.name) is how


def test_over_the_days_of_the_first_cycle_a_service_may_be_more_than_whole() -> None:
    (part,) = shares(Period(date(2012, 3, 2), date(2012, 6, 2)), Cycle(date(2012, 3, 2)), FROM_LAST_BILL)
    assert (part.days, part.of_days, part.share) == (92, 31, Fraction(2967741935, 10**9))


def test_a_cycle_of_a_31st_alone_is_whole_in_months_of_thirty_days() -> None:
    (part,) = shares(Period(date(2026, 1, 31), date(2026, 2, 1)), DayCycle(date(2026, 1, 31), 1), THIRTY_DAYS)
    assert part.whole


def test_how_dates_are_read() -> None:
    assert INCLUSIVE.period(date(2024, 3, 15), date(2024, 3, 31)).days == 17
    assert HALF_OPEN.period(date(2024, 3, 15), date(2024, 3, 31)).days == 16
    assert shares(Period(HALF, HALF), Cycle(JANUARY)) == ()


def test_what_is_due_once_is_neither_prorated_nor_credited() -> None:
    assert told(prorate(FEE, 2, Period(HALF, JUNE.end), HOW)) == [("Mise en service", "1000.00", "")]
    assert credit_unused(Sold(FEE, 1, JUNE, HOW), HALF) == ()


def test_tiers_and_bounds_are_prorated_part_by_part() -> None:
    model = Bounded(Graduated((Tier(2, "10", "4"), Tier(None, "6"))), minimum=Money.parse("60"))
    tiered = attrs.evolve(SEAT, model=model)
    wanted = [
        ("Abonnement, tranche 1, jusqu'à 2, forfait", "2.00"),
        ("Abonnement, tranche 1, jusqu'à 2", "10.00"),
        ("Abonnement, tranche 2, au-delà de 2", "3.00"),
        ("Abonnement, complément jusqu'au minimum de 60,00\xa0€", "15.00"),
    ]
    assert [(line.label, str(line.amount)) for line in prorate(tiered, 3, Period(HALF, JUNE.end), HOW)] == wanted
    credit = credit_unused(Sold(tiered, 3, JUNE, HOW), JUNE.start)
    assert [str(line.amount) for line in credit] == ["-4.00", "-20.00", "-6.00", "-30.00"]
    assert credit[0].label == "Abonnement, tranche 1, jusqu'à 2, forfait, jours non servis"


def test_a_credit_is_capped_by_what_was_paid() -> None:
    sold = Sold(SEAT, 1, JUNE, HOW, paid=Money.parse("20"), credited=Money.parse("8"))
    assert told(credit_unused(sold, HALF)) == [
        ("Abonnement, jours non servis", "-15.00", "du 16/06/2026 au 30/06/2026"),
        ("Abonnement, avoir limité à ce qui a été payé", "3.00", ""),
    ]
    assert capped_credit(Money.parse("100"), Money.parse("200"), Money.parse("250")) == Money.parse("0")


def test_a_change_at_the_end_changes_nothing() -> None:
    found = change(Sold(SEAT, 1, JUNE, HOW), Sold(SEAT, 2, JUNE, HOW), JUNE.end)
    assert (found.credit, found.charge) == ((), ())


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: Convention("x", counting="business"),  # type: ignore[arg-type]
            "counting : règle inconnue : « business » ; écrire actual, 30-day-months",
        ),
        (
            lambda: Convention("x", denominator="30"),  # type: ignore[arg-type]
            "denominator : règle inconnue : « 30 » ; écrire each-cycle, first-cycle, year-of-365",
        ),
        (
            lambda: Convention("x", last_day="in"),  # type: ignore[arg-type]
            "last_day : règle inconnue : « in » ; écrire excluded, included",
        ),
        (
            lambda: Convention("x", decimals=-1),
            "decimals : « -1 » décimales ; donner un entier positif ou nul",
        ),
        (
            lambda: Convention("x", decimals="9"),  # type: ignore[arg-type]
            "decimals : « 9 » décimales ; donner un entier positif ou nul",
        ),
        (
            lambda: convention("monthly"),
            "convention : règle inconnue : « monthly » ; écrire half-open, inclusive, 30-day-months, 9-decim",
        ),
        (
            lambda: BillingCycle(JANUARY, 0),
            "billing_day : jour « 0 » ; donner un jour de 1 à 31",
        ),
        (
            lambda: BillingCycle(JANUARY, 32),
            "billing_day : jour « 32 » ; donner un jour de 1 à 31",
        ),
        (
            lambda: BillingCycle(JANUARY, 1, 0),
            "months : durée « 0 » ; donner un nombre entier de mois, au moins 1",
        ),
        (
            lambda: DayCycle(JANUARY, 0),
            "days : durée « 0 » ; donner un nombre entier de jours, au moins 1",
        ),
        (
            lambda: DayCycle(JANUARY, 7.0),  # type: ignore[arg-type]
            "days : durée « 7.0 » ; donner un nombre entier de jours, au moins 1",
        ),
        (
            lambda: Proration("2026-01-01"),
            "anchor : « 2026-01-01 » n'est pas un jour ; donner un jour sans heure, par exemple 2024-03-01",
        ),
        (
            lambda: Sold(SEAT, -1, JUNE, HOW),
            "quantity : nombre négatif : « -1 » ; donner un nombre positif ou nul",
        ),
        (
            lambda: Sold(SEAT, 1, JUNE, HOW, paid=20),
            "paid : « 20 » n'est pas un montant positif ou nul ; donner un Money",
        ),
        (
            lambda: Sold(SEAT, 1, JUNE, HOW, credited=Money.parse("-1")),
            "credited : « -1.00 » n'est pas un montant positif ou nul ; donner un Money",
        ),
    ],
)
def test_what_is_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        make()
    assert str(refusal.value).startswith(message)


def test_every_convention_has_its_name() -> None:
    assert all(convention(name).name == name for name in CONVENTIONS)
