"""Prices by tier as the public tests of other billing engines expect them."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final

import pytest

from netsoft.billing.prices.pricing import (
    Bounded,
    Flat,
    Graduated,
    Model,
    Package,
    PerUnit,
    Tier,
    Volume,
    exact_total,
    price,
    tiers_from,
)
from netsoft.money import Money
from tests.conftest import Report
from tests.vectors import Case, cases, tally


def by_upper_bounds(tiers: Any) -> tuple[Tier, ...]:
    return tuple(Tier(tier["up_to"], tier["unit_amount"], tier["flat_amount"]) for tier in tiers)


def by_first_units(tiers: Any, first: str, unit: str) -> tuple[Tier, ...]:
    return tiers_from((tier[first], tier[unit]) for tier in tiers)


def of_percentages(tiers: Any) -> tuple[Tier, ...]:
    return tuple(Tier(tier["up_to"], Fraction(tier["rate_percent"]) / 100, tier["flat_amount"]) for tier in tiers)


def of_blocks(tiers: Any) -> tuple[Tier, ...]:
    """Blocks of a size, so many of them: each tier ends where its blocks do, and the last one stays open."""
    upper, found = Fraction(0), []
    for place, tier in enumerate(tiers, start=1):
        upper += Fraction(tier["block_size"]) * Fraction(tier["blocks"])
        bound = None if place == len(tiers) else upper
        found.append(Tier(bound, tier["block_amount"], block=tier["block_size"]))
    return tuple(found)


MODELS: Final[Mapping[str, Callable[[Any], Model]]] = {
    "graduated": lambda tiers: Graduated(by_upper_bounds(tiers)),
    "volume": lambda tiers: Volume(by_upper_bounds(tiers)),
    "package": lambda tiers: Package(tiers["package_size"], tiers["package_amount"], tiers["free_units"]),
    "graduated_percentage": lambda tiers: Graduated(of_percentages(tiers)),
    "graduated_first_unit": lambda tiers: Graduated(by_first_units(tiers, "first_unit", "unit_amount"), "exclusive"),
    "volume_first_unit": lambda tiers: Volume(by_first_units(tiers, "first_unit", "unit_amount"), "exclusive"),
    "graduated_blocks": lambda tiers: Graduated(of_blocks(tiers)),
    "volume_blocks": lambda tiers: Volume(of_blocks(tiers)),
    "marginal_rate_scale": lambda tiers: Graduated(by_first_units(tiers, "threshold", "rate")),
    "graduated_per_bucket": lambda tiers: Graduated(by_upper_bounds(tiers)),
    "per_unit": lambda tiers: PerUnit(tiers["unit_amount"]),
    "flat": lambda tiers: Flat(tiers["amount"]),
}


def spend(case: Case, bound: str) -> Money | None:
    return Money.parse(case.input[bound]) if bound in case.input else None


def priced(case: Case) -> None:
    """Where a bound adjusts the amount, the peer writes a minimum's true-up beside it, a maximum's discount inside."""
    model = MODELS[case.convention](case.input["tiers"])
    bounds = spend(case, "minimum_spend"), spend(case, "maximum_spend")
    assert not isinstance(model, Bounded)
    parts = price(Bounded(model, *bounds), case.input["quantity"], case.input.get("already_rated_quantity", 0))
    adjusted = sum((part.exact for part in parts if "minimum" in part.label or "maximum" in part.label), Fraction(0))
    assert exact_total(parts) - max(adjusted, Fraction(0)) == Fraction(case.expected["amount"])
    assert max(adjusted, Fraction(0)) == Fraction(case.expected.get("true_up", max(0, adjusted)))
    assert min(adjusted, Fraction(0)) == -Fraction(case.expected.get("discount", -adjusted if adjusted < 0 else 0))
    if "lines" in case.expected:
        assert [str(part.exact) for part in parts] == [worth(line) for line in case.expected["lines"]]


def worth(line: Any) -> str:
    return line if isinstance(line, str) else str(line.get("amount") or line["flat"])


def bucket_by_bucket(case: Case) -> None:
    model = MODELS[case.convention](case.input["tiers"])
    buckets = [exact_total(price(model, quantity)) for quantity in case.input["bucket_quantities"]]
    assert sum(buckets) == Fraction(case.expected["amount"])


def share_and_fee(case: Case) -> None:
    """A percentage of the total beyond what is free, and a fee for each event beyond those that are free."""
    tiers, given = case.input["tiers"], case.input
    totals = [Fraction(total) for total in given["running_totals"]][: tiers["free_events"] or 0]
    if tiers["free_total"] is not None:
        totals = [total for total in totals if total <= Fraction(tiers["free_total"])]
    rate = PerUnit(Fraction(tiers["rate_percent"]) / 100)
    share = price(rate, Fraction(given["quantity"]) - max(totals, default=Fraction(0)))
    fees = price(PerUnit(tiers["fixed_amount_per_event"]), given["event_count"] - len(totals))
    assert exact_total((*share, *fees)) == Fraction(case.expected["amount"])


OTHERS: Final = {"graduated_per_bucket": bucket_by_bucket, "percentage": share_and_fee}
CASES: Final = {case.id: case for case in cases("tier_pricing")}


def run(case: Case) -> None:
    OTHERS.get(case.convention, priced)(case)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.left_out])
def test_a_case_of_another_project(name: str) -> None:
    run(CASES[name])


def test_every_case_runs_or_says_why_not(report: Report) -> None:
    assert len(CASES) == 62
    report.add("vectors", f"tier_pricing: {tally(list(CASES.values()), run)}")
