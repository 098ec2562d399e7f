"""The answer of the library, as the rows of the slow reading."""

from typing import assert_never

from netsoft.answers import Basis, Count, Line, OverDays, Prorated, Quantity, RoundingDifference, Share, ToBound
from netsoft.billing.account import Arrears, Opposition
from tests.reference.rows import Row, Rows, added_up, in_order


def rows_of(answer: Arrears) -> Rows:
    """Flatten an account into rows, in the order in which the slow reading gives them."""
    return {
        "lines": in_order([_line(line) for line in answer.lines]),
        "pending": in_order([(p.clause.number, p.invoice, p.amount_if_proved.cents) for p in answer.pending]),
        "for the record": [(r.clause.number, r.amount.cents) for r in answer.for_the_record],
        "allocations": _allocations(answer),
        "totals": _totals(answer),
        "balances": in_order(
            [
                (
                    b.invoice,
                    b.principal.cents,
                    b.interest.cents,
                    b.penalties.cents,
                    str(b.in_default_since) if b.in_default_since else None,
                )
                for b in answer.balances
            ]
        ),
        "ignored": [(ignored.fact,) for ignored in answer.ignored],
        "access": [(answer.access.verdict, answer.to_restore.cents)],
        "oppositions": in_order([_opposition(found) for found in answer.oppositions]),
        "daily": [(None if answer.daily is None else answer.daily.cents,)],
    }


def _line(line: Line) -> Row:
    return (line.clause.number, line.invoice, line.head, *_basis(line.basis), line.amount.cents)


def _basis(basis: Basis) -> Row:
    match basis:
        case OverDays():
            period, rate = basis.period, str(basis.rate.fraction)
            days = (str(period.start), str(period.end), rate, basis.year_days, basis.day_count)
            return ("days", basis.base.cents, *days)
        case Share():
            return ("share", basis.base.cents, str(basis.rate.fraction), str(basis.on))
        case Count():
            return ("count", basis.count, basis.price.cents, str(basis.on))
        case RoundingDifference():
            return ("rounding",)
        case Quantity() | Prorated() | ToBound():
            raise AssertionError("article 8 has no line of price")
        case _:
            assert_never(basis)


def _opposition(found: Opposition) -> Row:
    event = found.rejection
    return (str(event.on), event.reason, event.payment, event.invoice, found.decision.verdict)


def _allocations(answer: Arrears) -> list[Row]:
    return added_up(
        [
            (a.payment, a.invoice, a.to, a.clause.number if a.clause else None, a.amount.cents)
            for a in answer.allocations
        ]
    )


def _totals(answer: Arrears) -> list[Row]:
    totals = answer.totals
    return [
        ("invoiced", totals.invoiced.cents),
        ("credited", totals.credited.cents),
        ("accrued", totals.accrued.cents),
        ("paid", totals.paid.cents),
        ("principal", totals.principal.cents),
        ("interest", totals.interest.cents),
        ("penalties", totals.penalties.cents),
        ("credit", totals.credit.cents),
        ("not yet due", totals.not_yet_due.cents),
        ("total", totals.total.cents),
    ]
