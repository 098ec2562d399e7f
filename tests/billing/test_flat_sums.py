"""Articles 8.2 and 8.4, and D441-5: the flat sums by themselves."""

import pytest

from netsoft.answers import Count, Share
from netsoft.billing.collection import CLAUSE as COLLECTION
from netsoft.billing.collection import collection_penalty, recourse, refers
from netsoft.billing.entries import Collection, Event, FormalNotice, Judgment
from netsoft.billing.penalty import CLAUSE as LATE
from netsoft.billing.penalty import late_penalty
from netsoft.billing.statutory_indemnity import CLAUSE as INDEMNITY
from netsoft.billing.statutory_indemnity import statutory_indemnity
from netsoft.cg052018 import CG052018
from netsoft.money import Rate
from tests.billing.build import april, euros, rejected


def test_fifteen_percent_of_what_is_unpaid() -> None:
    """15 % of 1 200.10 is 180.015: 180.02."""
    share = late_penalty(euros("1200.10"), april(1), CG052018)
    assert share == Share(euros("1200.10"), Rate.percent("15"), april(1))
    assert (share.amount, LATE.number) == (euros("180.02"), "8.2")


def test_ten_percent_of_what_was_owed() -> None:
    """10 % of 1 224.15 is 122.415: 122.42."""
    share = collection_penalty(euros("1224.15"), april(1), CG052018)
    assert share == Share(euros("1224.15"), Rate.percent("10"), april(1))
    assert (share.amount, COLLECTION.number) == (euros("122.42"), "8.4")


def test_forty_euros_an_invoice() -> None:
    """For one invoice, or for several."""
    assert statutory_indemnity(april(1)) == Count(1, euros("40.00"), april(1))
    assert statutory_indemnity(april(1), 3).amount == euros("120.00")
    assert INDEMNITY.number == "D441-5"


@pytest.mark.parametrize(
    ("event", "referred"),
    [
        (Collection(april(1), "agency"), True),
        (Collection(april(1), "court", ("F-1", "F-2")), True),
        (Collection(april(1), "court", ("F-2",)), False),
        (Judgment(april(1)), True),
        (Judgment(april(1), invoices=("F-1",)), True),
        (Judgment(april(1), invoices=("F-2",)), False),
        (FormalNotice(april(1)), False),
        (FormalNotice(april(1), ("F-1",)), False),
        (rejected(april(1)), False),
    ],
)
def test_what_is_a_recourse_for_an_invoice(event: Event, referred: bool) -> None:
    """An agency, a court or a judgment that names it, or that names none; no other event."""
    assert refers(event, "F-1") is referred


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Collection(april(1), "agency"), "recours à une société de recouvrement le 01/04/2024"),
        (Collection(april(2), "court"), "recours à la justice le 02/04/2024"),
        (Judgment(april(3)), "jugement du 03/04/2024"),
    ],
)
def test_a_recourse_in_words(event: Event, said: str) -> None:
    """What the line of 8.4 says of its cause."""
    assert recourse(event) == said
