"""VAT: the three roundings by hand, against a slow oracle, and their properties."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.billing.invoices.vat import ROUNDINGS, Taxed, Vat, VatRate, VatRounding, vat
from netsoft.errors import InvalidValue
from netsoft.money import ZERO, Money, Rate, total
from netsoft.testing import taxed_amounts, vat_roundings
from tests.invoices.papers import TWENTY, euros
from tests.reference.vat import totals

LINES = st.lists(taxed_amounts(), max_size=8)


def five(percent: str, amount: str, includes_vat: bool, rounding: VatRounding) -> tuple[str, str, str]:
    found = vat([Taxed(euros(amount), VatRate(Rate.percent(percent)), includes_vat)] * 5, rounding)
    return str(found.net), str(found.vat), str(found.gross)


@pytest.mark.parametrize(
    ("rounding", "sums"),
    [
        ("per-rate", ("420.15", "79.83", "499.98")),
        ("per-line", ("420.15", "79.85", "500.00")),
        ("gross-kept", ("420.17", "79.83", "500.00")),
    ],
)
def test_five_lines_with_their_vat(rounding: VatRounding, sums: tuple[str, str, str]) -> None:
    assert five("19", "100.00", True, rounding) == sums


@pytest.mark.parametrize(
    ("rounding", "sums"),
    [
        ("per-rate", ("50.15", "10.03", "60.18")),
        ("per-line", ("50.15", "10.05", "60.20")),
        ("gross-kept", ("50.17", "10.03", "60.20")),
    ],
)
def test_five_lines_without_their_vat(rounding: VatRounding, sums: tuple[str, str, str]) -> None:
    assert five("20", "10.03", False, rounding) == sums


def test_several_rates_are_taxed_apart() -> None:
    reduced, none = VatRate(Rate.percent("5.5")), VatRate(Rate(0), "exempt", "art. cité")
    found = vat(
        [Taxed(euros("100"), TWENTY), Taxed(euros("10"), reduced), Taxed(euros("1"), none), Taxed(euros("2"), TWENTY)]
    )
    by_rate = [
        (subtotal.rate, str(subtotal.net), str(subtotal.vat), str(subtotal.gross)) for subtotal in found.subtotals
    ]
    assert by_rate == [
        (TWENTY, "102.00", "20.40", "122.40"),
        (reduced, "10.00", "0.55", "10.55"),
        (none, "1.00", "0.00", "1.00"),
    ]


def test_two_exemptions_are_two_subtotals() -> None:
    lines = [Taxed(euros("1"), VatRate(Rate(0), "exempt", text)) for text in ("un", "deux")]
    assert len(vat(lines).subtotals) == 2


def test_nothing_is_taxed_of_nothing() -> None:
    assert vat([]).gross == vat([]).net == ZERO


@given(LINES, vat_roundings())
def test_as_the_slow_reading(lines: list[Taxed], rounding: VatRounding) -> None:
    found = vat(lines, rounding)
    assert (found.net.cents, found.vat.cents) == totals(lines, rounding)


@given(LINES, vat_roundings())
def test_net_and_vat_are_the_gross_and_rounding_is_shown(lines: list[Taxed], rounding: VatRounding) -> None:
    found = vat(lines, rounding)
    assert found.net + found.vat == found.gross
    assert found.net == total([line.net for line in lines]) + total([one.rounding for one in found.subtotals])
    if rounding != "gross-kept":
        assert not any(one.rounding for one in found.subtotals)
    else:
        assert found.gross == total([line.gross for line in lines])


@given(LINES, vat_roundings(), st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_no_amount(lines: list[Taxed], rounding: VatRounding, random: Random) -> None:
    shuffled = random.sample(lines, len(lines))
    assert sums(vat(shuffled, rounding)) == sums(vat(lines, rounding))


def sums(found: Vat) -> set[tuple[VatRate, Money, Money]]:
    return {(one.rate, one.net, one.vat) for one in found.subtotals}


@given(LINES, vat_roundings())
def test_credit_mirrors_debit(lines: list[Taxed], rounding: VatRounding) -> None:
    opposite = [Taxed(-line.amount, line.rate, line.includes_vat) for line in lines]
    assert vat(opposite, rounding).gross == -vat(lines, rounding).gross
    assert vat(opposite, rounding).vat == -vat(lines, rounding).vat


@given(LINES, LINES, vat_roundings())
def test_what_is_added_and_taken_off_leaves_what_was(
    one: list[Taxed], more: list[Taxed], rounding: VatRounding
) -> None:
    rest = vat([*one, *more], rounding) - vat(one, rounding)
    assert rest.gross + vat(one, rounding).gross == vat([*one, *more], rounding).gross
    assert rest.vat + vat(one, rounding).vat == vat([*one, *more], rounding).vat
    assert not (vat(one, rounding) - vat(one, rounding)).subtotals


@given(LINES)
def test_roundings_differ_by_no_more_than_a_cent_a_line(lines: list[Taxed]) -> None:
    found = {vat(lines, rounding).vat.cents for rounding in ROUNDINGS}
    assert max(found) - min(found) <= len(lines) + 1


def test_a_rate_is_a_rate() -> None:
    for rate in (Rate.percent("-1"), Rate.percent("101"), 20):
        with pytest.raises(InvalidValue, match="taux de TVA illisible"):
            VatRate(rate)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="régime de TVA inconnu"):
        VatRate(Rate(0), "libre")  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="un taux pour une ligne sans TVA"):
        VatRate(Rate.percent("20"), "exempt")
    with pytest.raises(InvalidValue, match="arrondi inconnu"):
        vat([], "half-even")  # type: ignore[arg-type]


def test_a_credit_in_two_comes_to_zero_whatever_the_mentions() -> None:
    twenty = Rate.percent("20")
    lines = [Taxed(Money.parse("0.12"), VatRate(twenty, mention=mention)) for mention in ("", "une note", "une autre")]
    whole = vat(lines)
    assert [(base.rate, str(base.vat)) for base in whole.subtotals] == [(VatRate(twenty), "0.07")]
    assert str((whole - vat(lines[:1])).vat) == "0.05"
    exempt = [Taxed(Money.parse("1.00"), VatRate(Rate(0), "exempt", mention)) for mention in ("CGI 261", "CGI 262")]
    assert len(vat(exempt).subtotals) == len(exempt)
