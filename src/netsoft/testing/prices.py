"""Strategies for prices: exact numbers, tiers, models."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from netsoft.billing.prices.price_models import (
    Bounded,
    Flat,
    Graduated,
    Model,
    Package,
    PerUnit,
    Tier,
    Unbounded,
    Volume,
)
from netsoft.money import Money


def unit_prices(at_most: int = 100) -> st.SearchStrategy[Fraction]:
    """Exact prices in euros, from zero, with four decimals or with none."""
    fine = st.integers(0, at_most * 10_000).map(lambda parts: Fraction(parts, 10_000))
    return st.one_of(st.integers(0, at_most).map(Fraction), fine)


def quantities(at_most: int = 500) -> st.SearchStrategy[Fraction]:
    """Quantities from zero: whole ones, and some with a decimal."""
    return st.one_of(st.integers(0, at_most).map(Fraction), st.integers(0, at_most * 10).map(lambda n: Fraction(n, 10)))


@st.composite
def tiers(draw: st.DrawFn, blocks: bool = True) -> tuple[Tier, ...]:
    """One to four tiers of growing bounds, the last one open; some with a flat fee, some counted in blocks."""
    bounds = sorted(draw(st.sets(st.integers(1, 400), max_size=3)))
    sizes = st.none() | st.integers(1, 50) if blocks else st.none()
    flats = st.just(Fraction(0)) | unit_prices()
    return tuple(Tier(bound, draw(unit_prices()), draw(flats), draw(sizes)) for bound in (*bounds, None))


def monotone_models() -> st.SearchStrategy[Unbounded]:
    """Models whose amount never falls as the quantity grows: all but volume."""
    bounds = st.sampled_from(("inclusive", "exclusive"))
    return st.one_of(
        st.builds(PerUnit, unit_prices()),
        st.builds(Flat, unit_prices()),
        st.builds(Package, st.integers(1, 50), unit_prices(), st.integers(0, 50)),
        st.builds(Graduated, tiers(), bounds),
    )


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Any model, with bounds on the amount or without."""
    volume = st.builds(Volume, tiers(), st.sampled_from(("inclusive", "exclusive")))
    model = draw(st.one_of(monotone_models(), volume))
    if draw(st.booleans()):
        return model
    least = draw(st.none() | st.integers(0, 50_000))
    most = draw(st.none() | st.integers(least or 0, 100_000))
    return Bounded(model, *(None if cents is None else Money(cents=cents) for cents in (least, most)))
