"""The terms: each version under its own address, shown to each user before a first use (1.2, 1.3, 4.2)."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

import pytest
from attrs import evolve

from netsoft.catalogue import EDITIONS, Acceptance, Version
from netsoft.cg052018 import CG052018
from netsoft.days import ONE_DAY
from reference_app.services.acceptances import Acceptances, accepted_by
from reference_app.services.terms_text import terms_text
from tests.app.books import INVOICE, enter, text_of
from tests.app.world import CLIENT, Browser, World, hidden_fields

NEXT = Version(evolve(CG052018, name="CG012027", first_day=date(2027, 1, 1)))
READ = "/bienvenue/conditions"


@pytest.fixture
def changing(world: World) -> World:
    """A deployment whose terms change on 1 January 2027."""
    editions = evolve(world.deployment, editions=(*EDITIONS, NEXT))
    return World(editions, world.clock, world.first, world.second, world.member, world.browsers)


def accepted(world: World) -> tuple[Acceptance, ...]:
    return Acceptances(world.deployment.directory, (*EDITIONS, NEXT)).of(world.first.handle.tenant.id)


def unread(browser: Browser, path: str = "/clients") -> bool:
    return browser.get(path).headers.get("location", "").startswith(READ)


@pytest.mark.parametrize("version", [*EDITIONS, NEXT], ids=lambda version: version.name)
def test_the_permanent_address_serves_the_bytes_of_the_digest(changing: World, version: Version) -> None:
    answer = changing.nobody().get(version.address)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert hashlib.sha256(answer.content).hexdigest() == version.digest
    assert answer.content == version.text.encode()


@pytest.mark.parametrize("version", [*EDITIONS, NEXT], ids=lambda version: version.name)
def test_the_page_holds_every_word_of_the_text(changing: World, version: Version) -> None:
    page = text_of(changing.nobody().get(f"{version.address}/lire").text)
    for line in version.text.splitlines():
        words = text_of(line).strip()
        assert words.replace("ARTICLE", "Article").replace("CONDITIONS GÉNÉRALES", "Conditions générales") in page
    assert version.digest in page


def test_a_text_is_cut_without_losing_a_line() -> None:
    cut = terms_text(EDITIONS[0].text)
    lines = [cut.title, *cut.opening]
    for article in cut.articles:
        lines.append(f"ARTICLE {article.number} – {article.title}")
        lines += [line for c in article.clauses for line in (f"{c.number} {c.words}", *c.fixes)]
    assert lines == [line.strip(" ") for line in EDITIONS[0].text.splitlines() if line]


def test_the_version_in_force_is_shown_with_the_others(changing: World) -> None:
    nobody = changing.nobody()
    page = text_of(nobody.get("/conditions").text)
    assert "Conditions générales CG052018 Version en vigueur" in page
    assert "CG012027 , en vigueur à partir du 1er janvier 2027" in page
    assert "Version à venir , en vigueur le 1er janvier 2027" in text_of(nobody.get("/conditions/CG012027/lire").text)
    changing.clock.at = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)  # midnight in Paris
    assert "Conditions générales CG012027 Version en vigueur" in text_of(nobody.get("/conditions").text)
    assert "Version antérieure" in text_of(nobody.get("/conditions/CG052018/lire").text)


@pytest.mark.parametrize(
    "path", ["/conditions/CG", "/conditions/CG/lire", "/conditions/..%2fx", "/conditions/CG052018/"]
)
def test_no_other_version_is_there(world: World, path: str) -> None:
    assert world.nobody().get(path).status_code == 404


def test_a_new_version_is_shown_once_and_the_first_use_after_it_is_recorded(changing: World) -> None:
    browser = changing.broker(changing.first)
    assert browser.get("/clients").status_code == 200
    changing.clock.at = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    browser = changing.broker(changing.second)  # each user is asked for herself
    browser = changing.newly_in("/connexion", changing.first.users[0])
    place = browser.get("/clients?q=a").headers["location"]
    assert place == f"{READ}?suite=%2Fclients%3Fq%3Da"
    page = browser.get(place).text
    assert NEXT.digest in page
    answer = browser.post(READ, hidden_fields(page))
    assert answer.headers["location"] == "/clients?q=a"
    assert browser.get("/clients?q=a").status_code == 200
    last = accepted(changing)[-1]
    assert str(last.user) == changing.first.users[0].account.id
    assert (last.version, last.digest, last.how) == ("CG012027", NEXT.digest, "use-after-shown")
    assert last.at == changing.clock.now()
    assert "Vous avez déjà continué après les avoir vues" in text_of(browser.get(READ).text)
    note = changing.first.entries[-2]
    assert note.act.detail == f"conditions CG012027 acceptées par l’usage (4.2), empreinte {NEXT.digest}"


def test_the_same_form_twice_is_one_acceptance(changing: World) -> None:
    changing.clock.at = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    browser, before = changing.newly_in("/connexion", changing.first.users[0]), len(accepted(changing))
    form = hidden_fields(browser.get(READ).text)
    assert [browser.post(READ, form).status_code for _ in range(3)] == [303, 303, 303]
    assert len(accepted(changing)) == before + 1


def test_another_text_than_the_one_in_force_is_not_accepted(changing: World) -> None:
    changing.clock.at = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    browser, before = changing.newly_in("/connexion", changing.first.users[0]), accepted(changing)
    form = hidden_fields(browser.get(READ).text) | {"empreinte": EDITIONS[0].digest}
    assert browser.post(READ, form).headers["location"] == READ
    assert accepted(changing) == before
    assert unread(browser)


def test_what_was_typed_before_midnight_is_not_lost(changing: World) -> None:
    changing.clock.at = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
    browser = changing.broker(changing.first)
    form = {**CLIENT} | hidden_fields(browser.get("/clients/nouveau").text)
    changing.clock.advance(minutes=2)
    answer = browser.post("/clients/nouveau", form)
    assert answer.status_code == 303
    assert unread(browser, answer.headers["location"])


def test_the_account_the_use_and_the_export_ask_for_no_acceptance(changing: World) -> None:
    changing.clock.at = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    browser = changing.newly_in("/connexion", changing.first.users[0])
    for path in ("/compte", "/usage", "/clients/export.csv", "/mot-de-passe"):
        assert browser.get(path).status_code == 200
    assert unread(browser, "/")


def test_while_the_service_is_off_the_account_comes_first(changing: World) -> None:
    changing.clock.at = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    enter(changing, changing.first, INVOICE)
    browser = changing.newly_in("/connexion", changing.first.users[0])
    assert browser.get("/clients").headers["location"] == "/compte"


@pytest.mark.parametrize("after", ["https://ailleurs.example", "//ailleurs.example", ""])
def test_going_on_leads_to_a_page_of_ours(changing: World, after: str) -> None:
    changing.clock.at = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    browser = changing.newly_in("/connexion", changing.first.users[0])
    form = hidden_fields(browser.get(READ).text) | {"suite": after}
    assert browser.post(READ, form).headers["location"] == "/"


def test_an_acceptance_is_of_one_user_and_one_text(world: World) -> None:
    kept = Acceptances(world.deployment.directory, (*EDITIONS, NEXT))
    claire, hugo = (given.account for given in world.first.users)
    later = datetime.combine(NEXT.first_day + ONE_DAY, datetime.min.time(), UTC)
    assert kept.to_show(claire, later) == NEXT == kept.to_show(hugo, later)
    kept.accept(claire, NEXT, accepted_by(claire, later))
    assert kept.to_show(claire, later) is None
    assert kept.to_show(hugo, later) == NEXT
