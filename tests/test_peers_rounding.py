"""Shares and rounding as the public tests of other projects expect them."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Final

import pytest

from netsoft.billing.entries import Invoice
from netsoft.billing.invoices.vat import Taxed, VatRate, VatRounding, vat
from netsoft.errors import InvalidValue
from netsoft.money import Money, Rate, half_away, total
from tests.conftest import Report
from tests.vectors import Case, cases, tally


def rounded(text: str, decimals: int) -> Fraction:
    """The amount to so many decimals, by the one rounding of the library."""
    exact = Fraction(text) * 10**decimals
    return Fraction(half_away(exact.numerator, exact.denominator), 10**decimals)


def shared(case: Case) -> None:
    """Equal remainders are served in the order given; where the case says by key, in the order of the keys."""
    weights = case.input["weights"]
    names = sorted(weights) if case.input["tie_break"] == "key" else list(weights)
    shares = Money.parse(case.input["amount"]).split([Fraction(weights[name]) for name in names])
    wanted = case.expected["shares"]
    assert {name: str(share) for name, share in zip(names, shares, strict=True)} == wanted
    assert str(total(shares)) == case.expected["sum"]


def refused(case: Case) -> None:
    weights = [Fraction(weight) for weight in case.input["weights"].values()]
    with pytest.raises(InvalidValue):
        Money.parse(case.input["amount"]).split(weights)


def one_amount(case: Case) -> None:
    assert rounded(case.input["amount"], case.input["decimals"]) == Fraction(case.expected["rounded"])


def each_line_then_the_sum(case: Case) -> None:
    lines = [rounded(line, case.input["decimals"]) for line in case.input["lines"]]
    cents = [Money(cents=int(line * 100)) for line in lines]
    assert str(total(cents)) == case.expected["subtotal"]


def a_count_at_a_price(case: Case) -> None:
    price = Money.parse(case.input["unit_price"])
    assert str(price * int(case.input["quantity"])) == case.expected["amount"]


def parts_that_do_not_add_up(case: Case) -> None:
    day = date(2025, 1, 1)
    net, vat = (Money(cents=case.input[name]) for name in ("net_cents", "tax_cents"))
    sum_of_parts = Money(cents=case.expected["total_cents"])
    assert Invoice("F-1", day, day, sum_of_parts, net=net, vat=vat).total == sum_of_parts
    with pytest.raises(InvalidValue):
        Invoice("F-1", day, day, Money(cents=case.input["stated_total_cents"]), net=net, vat=vat)


ROUNDINGS: Final[dict[str, VatRounding]] = {
    "line": "per-line",
    "sum_by_net": "per-rate",
    "sum_by_net_keep_gross": "gross-kept",
}


def tax_of_lines_given_with_it(case: Case) -> None:
    rate = VatRate(Rate.percent(case.input["tax_percent"]))
    line = Taxed(Money.parse(case.input["line_gross"]), rate, includes_vat=True)
    if "line_tax" in case.input:
        assert str(line.gross - line.net) == case.input["line_tax"]
    found = vat([line] * case.input.get("lines", 1), ROUNDINGS[case.input["mode"]])
    sums = {"gross": found.gross, "tax": found.vat, "net": found.net}
    assert {name: str(sums[name]) for name in case.expected} == case.expected


BY_ANSWER: Final[dict[str, Callable[[Case], None]]] = {
    "shares": shared,
    "error": refused,
    "rounded": one_amount,
    "subtotal": each_line_then_the_sum,
    "amount": a_count_at_a_price,
    "total_cents": parts_that_do_not_add_up,
    "gross": tax_of_lines_given_with_it,
}
CASES: Final = {case.id: case for case in cases("rounding_allocation")}


def run(case: Case) -> None:
    next(ask for answer, ask in BY_ANSWER.items() if answer in case.expected)(case)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.left_out])
def test_a_case_of_another_project(name: str) -> None:
    run(CASES[name])


def test_every_case_runs_or_says_why_not(report: Report) -> None:
    assert len(CASES) == 26
    report.add("vectors", f"rounding_allocation: {tally(list(CASES.values()), run)}")
