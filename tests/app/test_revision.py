"""Revising a price: at the yearly term, or on a ground with its figures; what is refused says when it could be."""

from __future__ import annotations

from datetime import date

import pytest

from netsoft.billing.prices.price_models import PerUnit
from reference_app.services.tariffs import Tariffs
from tests.app.books import text_of
from tests.app.contracts import billed
from tests.app.months import at
from tests.app.test_publisher import acts
from tests.app.world import World, hidden_fields

YEARLY = {"product": "seat", "percent": "5", "rounding": "cent", "first_day": "01/12/2027"}
USERS = {"product": "seat", "percent": "10", "rounding": "exact", "first_day": "01/02/2027", "ground": "users",
         "agreed": "2", "seen": "4", "on": "10/01/2027", "source": "liste des comptes"}  # fmt: skip
USE = {**USERS, "ground": "use", "own_actions": "900", "own_months": "2", "all_actions": "1000", "all_months": "10"}


@pytest.fixture
def path(world: World) -> str:
    """15 January 2027: a contract from 1 December 2025, prices from 1 December 2026."""
    billed(world, world.first)
    at(world, 2027, 1, 15)
    return f"/editeur/cabinets/{world.first.handle.tenant.id}/revision"


@pytest.mark.parametrize(("typed", "price"), [(YEARLY, "42"), (USERS, "44"), (USE, "44")])
def test_a_revision_that_is_granted_leaves_the_older_price_in_force_before(
    world: World, path: str, typed: dict[str, str], price: str
) -> None:
    staff = world.staff()
    form = {**hidden_fields(staff.get(path).text), **typed}
    assert [staff.post(path, form).status_code for _ in range(2)] == [303, 303]
    tariff = Tariffs(world.deployment.directory).of(world.first.handle.tenant.id)
    assert tariff.on("seat", date(2027, 12, 2)).model == PerUnit(price)
    assert tariff.on("seat", date(2027, 1, 15)).model == PerUnit("40")
    other = Tariffs(world.deployment.directory).of(world.second.handle.tenant.id)
    assert other.on("seat", date(2027, 12, 2)).model == PerUnit("40")
    assert acts(world) == ["price.revise"]


@pytest.mark.parametrize(
    "case",
    [
        ({**YEARLY, "first_day": "01/02/2027"}, "n'est pas une échéance annuelle"),
        ({**YEARLY, "first_day": "01/02/2027"}, "au plus tôt le 01/12/2027"),
        ({**USERS, "seen": "2"}, "ce n'est pas une augmentation"),
        ({**USERS, "source": ""}, "demande ses chiffres et leur pièce"),
        ({**USERS, "seen": "2,5"}, "non entier"),
        ({**USERS, "product": "autre"}, "Aucun prix de ce produit"),
        ({**YEARLY, "percent": "beaucoup"}, "Taux illisible"),
    ],
)
def test_what_is_refused_is_said_and_changes_no_price(
    world: World, path: str, case: tuple[dict[str, str], str]
) -> None:
    typed, said = case
    answer = world.staff().fill(path, typed)
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert acts(world) == []
