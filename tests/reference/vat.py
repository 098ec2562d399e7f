"""VAT read slowly: exact fractions, line after line, rounded by comparing halves."""

from collections.abc import Sequence
from fractions import Fraction

from netsoft.billing.invoices.vat import Taxed


def nearest(exact: Fraction) -> int:
    """The nearest whole number, a half going away from zero."""
    whole = abs(exact).numerator // abs(exact).denominator
    up = abs(exact) - whole >= Fraction(1, 2)
    return (whole + up) * (1 if exact >= 0 else -1)


def totals(lines: Sequence[Taxed], rounding: str) -> tuple[int, int]:
    """The net and the VAT, in cents."""
    net = vat = 0
    for rate in {line.rate for line in lines}:
        share = Fraction(rate.rate.numerator, rate.rate.denominator)
        nets, taxes = [], []
        for line in lines:
            if line.rate != rate:
                continue
            cents = Fraction(line.amount.cents)
            nets.append(nearest(cents / (1 + share)) if line.includes_vat else int(cents))
            taxes.append(int(cents) - nets[-1] if line.includes_vat else nearest(cents * share))
        if rounding == "per-rate":
            taxed = nearest(sum(nets) * share)
        elif rounding == "per-line":
            taxed = sum(taxes)
        else:
            gross = sum(nets) + sum(taxes)
            taxed = gross - nearest(gross / (1 + share))
            nets = [gross - taxed]
        net, vat = net + sum(nets), vat + taxed
    return net, vat
