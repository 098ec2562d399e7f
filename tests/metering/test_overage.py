"""What is over the tier in a month, and the perimeter, by hand."""

from typing import Any

import attrs
import pytest

from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.metering.overage import TenantMonth, UserActions, overage
from netsoft.metering.perimeter import Perimeter, above_mean, growth
from netsoft.names import UserId
from netsoft.tenancy.quota import Quota, upload
from tests.metering.build import ANNA, MISTRAL, PAUL, over, report, use

PUBLISHED = report((2, 200))  # a mean of 100: the published figure binds


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(("actions", "over_it"), [(0, 0), (7199, 0), (7200, 0), (7201, 1), (10_000, 2800)])
def test_pooled_over_the_declared_users(actions: int, over_it: int) -> None:
    """Two declared users: 7 200 for the two of them, whoever acts."""
    found = over(actions)
    assert (found.allowance, found.over, found.over_by_user) == (7200, over_it, ())


def test_r02_per_user() -> None:
    """5 000 and 100: the 3 500 that paul leaves do not serve anna."""
    done = use({ANNA: 5000, PAUL: 100})
    assert overage(done, PUBLISHED, CG052018).over == 0
    found = overage(done, report((2, 200), allowance="per-user"), CG052018)
    assert (found.allowance, found.over, found.over_by_user) == (7200, 1400, (UserActions(ANNA, 1400),))
    assert "chaque utilisateur en a 3 600 : 1 400 au-delà (anna 1 400) ; " in plain(found.why.fact)


def test_it_says_what_how_much_and_why() -> None:
    found = over(10_000)
    assert found.why.clause == Clause("7.2")
    assert plain(found.why.fact) == (
        "10 000 actions en 2026-10 ; 2 utilisateurs déclarés x 3 600 = 7 200 : 2 800 au-delà ; le plus élevé des deux "
        "lie, le palier publié (R-01 ; publié le 31 mai 2018 : 3 600 ; observé : 150)"
    )
    assert found.tier_digest == PUBLISHED.digest


@pytest.mark.parametrize("reading", ["pooled", "per-user"])
def test_without_7_2_nothing_is_over(reading: str) -> None:
    found = overage(use({ANNA: 90_000}), report((2, 200), allowance=reading), CG052018.without(Clause("7.2")))
    assert (found.over, found.over_by_user) == (0, ())
    assert found.why.fact == "clause écartée : rien n'est en sus"


def test_nobody_declared_has_no_allowance() -> None:
    assert overage(use({ANNA: 5}, declared=0), PUBLISHED, CG052018).over == 5


def test_the_users_are_in_order_and_keep_it() -> None:
    done = use({PAUL: 1, ANNA: 2})
    assert done.users == (UserActions(ANNA, 2), UserActions(PAUL, 1))
    assert attrs.evolve(done, declared_users=3).users == done.users


@pytest.mark.parametrize(
    "make",
    [
        lambda: use({ANNA: -1}),
        lambda: use({ANNA: 1}, declared=-1),
        lambda: use({}, declared=True),
        lambda: TenantMonth(MISTRAL, 1, (UserActions(ANNA, 1), UserActions(ANNA, 2))),
        lambda: Perimeter(-1, 0),
        lambda: Perimeter(1, 1.5),  # type: ignore[arg-type]
        lambda: Quota(-1, "facture F-1"),
        lambda: Quota(1, " "),
        lambda: upload(-1, 0, Quota(1, "facture F-1")),
        lambda: upload(0, True, Quota(1, "facture F-1")),
    ],
)
def test_what_cannot_be_is_refused(make: Any) -> None:
    with pytest.raises(InvalidValue):
        make()


def test_growth_is_a_ground_each() -> None:
    planned = Perimeter(4, 1000)
    assert growth(planned, planned) == growth(planned, Perimeter(1, 0)) == ()
    grounds = growth(planned, Perimeter(5, 1001))
    assert [(ground.kind, ground.planned, ground.seen) for ground in grounds] == [
        ("disk", 1000, 1001),
        ("users", 4, 5),
    ]
    assert [plain(ground.fact) for ground in grounds] == [
        "1 001 octets occupés, 1 000 prévus",
        "5 utilisateurs, 4 prévus",
    ]
    assert {ground.clause for ground in grounds} == {Clause("7.1")}


def test_use_above_the_mean_is_a_ground_and_not_use_above_the_tier() -> None:
    """A mean of 100: 201 actions by two users are above it, far under the tier; 200 are not."""
    assert above_mean(use({ANNA: 100, PAUL: 100}), PUBLISHED) is None
    found = above_mean(use({ANNA: 101, PAUL: 100}), PUBLISHED)
    assert found is not None
    assert (found.kind, found.planned, found.seen, found.clause) == ("usage", 200, 201, Clause("7.1"))
    assert plain(found.fact) == "201 actions en 2026-10 pour 2 utilisateurs ; à la moyenne de tous les clients : 200"


def test_who_did_nothing_does_not_raise_the_mean() -> None:
    """150 actions by anna alone are above a mean of 100 for the active, not for two declared users."""
    done = use({ANNA: 150, UserId("zoé"): 0})
    assert above_mean(done, PUBLISHED) is not None
    assert above_mean(done, report((2, 200), users_in_mean="declared")) is None
    assert above_mean(done, report()) is None  # no mean at all


@pytest.mark.parametrize(
    ("used", "asked", "verdict"),
    [(900, 100, "granted"), (900, 101, "refused"), (0, 1001, "refused"), (2000, 0, "granted"), (2000, 1, "refused")],
)
def test_an_upload_against_the_quota(used: int, asked: int, verdict: str) -> None:
    decision = upload(used, asked, Quota(1000, "facture F-1"))
    assert decision.verdict == verdict
    assert decision.reasons[0].clause == Clause("2.2")
    words = f"{used} octets occupés + {asked} demandés, 1000 admis (facture F-1)"
    assert decision.reasons[0].fact.replace("\u202f", "").startswith(words)
    assert decision.reasons[0].fact.endswith(" de trop") == (verdict == "refused")
