"""Cents from exact fractions, and shares that add up."""

from fractions import Fraction


def to_the_cent(exact: Fraction) -> int:
    """Round to the nearest whole number, a half away from zero."""
    sign = -1 if exact < 0 else 1
    whole, rest = divmod(abs(exact), 1)
    return sign * (int(whole) + (1 if rest >= Fraction(1, 2) else 0))


def shares(amount: int, weights: list[int]) -> list[int]:
    """Share cents by weights: whole parts first, then one cent each by the largest remainder.

    Equal remainders are served in the order given.
    """
    exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
    given = [int(part) for part in exact]
    while sum(given) < amount:
        behind = [part - cents for part, cents in zip(exact, given, strict=True)]
        given[behind.index(max(behind))] += 1
    return given
