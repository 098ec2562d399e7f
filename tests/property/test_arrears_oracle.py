"""The account equals its slow reading, field by field, under every reading."""

from datetime import date

import attrs
import pytest
from hypothesis import event, given

from netsoft.billing.account import Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.ledger import Ledger
from netsoft.billing.legal_rate import RateTable
from netsoft.billing.rates import Rates
from netsoft.cg052018 import CG052018
from netsoft.days import Day, Period
from netsoft.errors import MissingFact
from netsoft.readings import DEFAULTS, Readings
from netsoft.terms import InterestBasis, Terms
from netsoft.testing import assumptions, bases, drawings, rate_tables, readings
from tests.property.accounts import WINTER, YEAR, Drawing, Judged, dense, judged, times
from tests.reference import Rows, account, differences
from tests.reference.compare import rows_of

UNKNOWN: Rows = {"missing": []}


def slow(ledger: Ledger, law: Terms, on: Day, assuming: Assumptions) -> Rows:
    try:
        return account(ledger, law, on, assuming)
    except MissingFact:
        return UNKNOWN


def fast(ledger: Ledger, law: Terms, on: Day, assuming: Assumptions) -> Rows:
    try:
        return rows_of(arrears(ledger, law, on, assuming))
    except MissingFact:
        return UNKNOWN


def agree(drawing: Drawing, law: Terms, assuming: Assumptions) -> None:
    ledger, on = drawing
    expected = slow(ledger, law, on, assuming)
    assert differences(expected, fast(ledger, law, on, assuming)) == ""
    event("unknown rate" if expected is UNKNOWN else f"access {expected['access'][0][0]}")


@times(8)
@given(dense(), judged())
def test_under_any_reading_and_any_terms(drawing: Drawing, by: Judged) -> None:
    agree(drawing, *by)


@times(2)
@given(dense())
def test_under_the_default_readings(drawing: Drawing) -> None:
    agree(drawing, CG052018, Assumptions())


@pytest.mark.parametrize(("number", "value", "variant"), DEFAULTS.variants())
@given(dense())
def test_under_each_reading_alone(number: str, value: str | bool, variant: Readings, drawing: Drawing) -> None:
    """Each alternative on its own, so that none hides behind another."""
    event(f"{number} {value}")
    agree(drawing, CG052018, Assumptions(readings=variant))


@given(drawings(max_invoices=6, max_facts=16, within=WINTER), judged())
def test_with_many_facts(drawing: Drawing, by: Judged) -> None:
    agree(drawing, *by)


@given(drawings(), judged(), assumptions())
def test_over_many_years(drawing: Drawing, by: Judged, assuming: Assumptions) -> None:
    agree(drawing, by[0], assuming)


@given(drawings(within=YEAR), bases(), readings(), rate_tables(Period(date(2024, 1, 1), date(2024, 7, 1))))
def test_where_rates_are_missing(drawing: Drawing, basis: InterestBasis, choices: Readings, table: RateTable) -> None:
    """Tables that know one half-year of three: both readings need the same days, and say so together."""
    law = attrs.evolve(CG052018, payment=attrs.evolve(CG052018.payment, interest=basis))
    agree(drawing, law, Assumptions(readings=choices, rates=Rates(legal=table, ecb=table)))
