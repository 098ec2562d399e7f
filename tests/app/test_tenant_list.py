"""The publisher's list of brokerages, sorted and cut in pages by the address."""

from __future__ import annotations

import re
from datetime import date

import pytest

from netsoft.billing.entries import Invoice
from netsoft.money import Money
from reference_app.services.tenant_list import SORTS, ListQuery, asked_list
from reference_app.storage.vault import new_tenant
from tests.app.books import INVOICE, enter, text_of
from tests.app.world import World, identity

FIRST, SECOND = "Cabinet Mistral", "Durand Courtage"


def order(world: World, query: str) -> list[str]:
    """Return the brokerages of a page of the list, in its order."""
    page = world.staff().get(f"/editeur{query}").text
    return re.findall(r'<th scope="row"><a [^>]+>([^<]+)</a>', page)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [FIRST, SECOND]),
        ("?tri=du&sens=asc", [SECOND, FIRST]),
        ("?tri=nom&sens=asc", [FIRST, SECOND]),
        ("?tri=nom&sens=desc", [SECOND, FIRST]),
        ("?tri=siren", [FIRST, SECOND]),
        ("?tri=acces", [SECOND, FIRST]),
        ("?tri=echoir&sens=desc", [SECOND, FIRST]),
        ("?tri=inconnu&sens=de%20travers&page=-1", [SECOND, FIRST]),
        ("?page=99999999999999999999", [FIRST, SECOND]),
        ("?page=7", [FIRST, SECOND]),
    ],
)
def test_the_address_sorts_the_list(world: World, query: str, expected: list[str]) -> None:
    enter(world, world.first, INVOICE)
    enter(world, world.second, Invoice("F-2", date(2026, 11, 1), date(2026, 12, 1), Money.parse("50.00")))
    assert order(world, query) == expected


@pytest.mark.parametrize("key", sorted(SORTS))
def test_each_column_says_how_it_is_sorted_and_turns_round(world: World, key: str) -> None:
    enter(world, world.first, INVOICE)
    page = world.staff().get(f"/editeur?tri={key}&sens=asc").text
    assert page.count("aria-sort=") == 1
    assert (
        f'aria-sort="ascending">\n<a class="sort" href="/editeur?tri={key}&amp;sens=desc&amp;page=1&amp;taille=50">'
        in page
    )


def test_many_brokerages_are_cut_in_pages(world: World) -> None:
    with world.deployment.directory.store.write() as db:
        for n in range(25):
            other = new_tenant(identity(f"Filiale {n:02d}", f"9000000{n:02d}"), world.clock.now())
            world.deployment.vault.registrar.register(db, other)
    first, last = (text_of(world.staff().get(f"/editeur?tri=nom&taille=25&page={n}").text) for n in (1, 2))
    assert "27 cabinets" in first
    assert "Page 1 sur 2 Page suivante" in first
    assert FIRST in first
    assert "Filiale 23" not in first
    assert "Page précédente Page 2 sur 2" in last
    assert "Filiale 24" in last
    assert FIRST not in last


def test_what_the_address_does_not_say_is_the_default() -> None:
    assert asked_list({}) == ListQuery("du", True, 1, 50)
    assert asked_list({"tri": "nom"}) == ListQuery("nom", False, 1)
    assert ListQuery("nom", False, 3).query(page=4) == "?tri=nom&sens=asc&page=4&taille=50"
    assert asked_list({"taille": "100"}).size == 100
    assert asked_list({"taille": "1000000"}).size == 50
