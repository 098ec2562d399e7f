"""A half-year without its rate: pages say so and work, and all is whole once the rate is entered."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from netsoft.billing.entries import Invoice, Payment
from netsoft.billing.rates import Rates
from netsoft.days import HalfYear
from netsoft.errors import InvalidValue
from netsoft.money import Money, Rate
from reference_app.services.account import AsOf, draw, ledger_of, missing_rates, rates_of
from reference_app.storage.billing_facts import StatutoryRate
from tests.app.books import INVOICE, drawn, enter, text_of
from tests.app.world import Browser, World

M = Money.parse
IN_2027 = datetime(2027, 2, 10, 9, 0, tzinfo=UTC)
SAID = "Compte arrêté au 31/12/2026 pour les intérêts , le taux du 1er semestre 2027 n’étant pas encore publié"
RATE = {"index": "legal", "year": "2027", "half": "1", "percent": "2,80", "order": "arrêté du 18 décembre 2026"}
LEARNT = {"on": "10/02/2027"}


@pytest.fixture
def later(world: World) -> World:
    enter(world, world.first, INVOICE)
    world.clock.at = IN_2027
    return world


def broker(world: World) -> Browser:
    return world.broker(world.first)


def test_pages_say_so_and_work(later: World) -> None:
    browser, staff = broker(later), later.staff()
    path = f"/editeur/cabinets/{later.first.handle.tenant.id}"
    for answer in (browser.get("/compte"), browser.get("/compte/decompte"), staff.get(path)):
        assert answer.status_code == 200
        assert SAID in text_of(answer.text)
        assert "à venir" in answer.text
        assert "connu à la publication du taux" in text_of(answer.text)
    assert browser.get("/compte/decompte.csv").status_code == 200
    assert "Comptes arrêtés au 31/12/2026 pour les intérêts" in text_of(staff.get("/editeur").text)
    assert "Taux manquant : 1er semestre 2027" in text_of(staff.get("/editeur/taux").text)


def test_interest_stops_and_everything_else_counts(later: World) -> None:
    on = IN_2027.date()
    enter(
        later,
        later.first,
        Invoice("F-2", date(2027, 1, 1), date(2027, 1, 15), M("100.00")),
        Payment(date(2027, 1, 20), M("200.00"), "V-1", "transfer", "F-1"),
    )
    late = drawn(later, later.first, on)
    eve = drawn(later, later.first, date(2026, 12, 31))
    assert late.interest_until == date(2026, 12, 31)
    assert [line.amount for line in late.account.lines if line.clause.number == "8.3"] == [
        line.amount for line in eve.account.lines if line.clause.number == "8.3"
    ]
    assert late.account.totals.invoiced == M("1300.00")
    assert late.account.totals.paid == M("200.00")
    assert late.account.daily is None
    assert {line.invoice for line in late.awaiting} == {"F-1", "F-2"}
    assert not any(line.amount for line in late.awaiting)
    assert late.account.lines_total == late.account.totals.accrued


def test_principal_and_known_interest_decide_access(later: World) -> None:
    browser = broker(later)
    assert browser.get("/clients").status_code == 303
    account = drawn(later, later.first, IN_2027.date()).account
    enter(later, later.first, Payment(IN_2027.date(), account.to_restore, "V-1", "transfer"))
    assert browser.get("/clients").status_code == 200


PROVISIONAL = "Somme provisoire : les intérêts courus depuis le 01/01/2027 attendent leur taux ; un complément suivra."
COMPLEMENT = "Complément d’intérêts du fait d’un taux publié depuis : celui du 1er semestre 2027, connu le 10/02/2027"


def accounts_of(world: World) -> list[str]:
    path = f"/editeur/cabinets/{world.first.handle.tenant.id}"
    browser, staff = broker(world), world.staff()
    pages = (browser.get("/compte"), browser.get("/compte/decompte"), staff.get(path), staff.get(f"{path}/decompte"))
    return [text_of(page.text) for page in pages]


def test_what_is_asked_is_said_to_be_provisional(later: World) -> None:
    assert all(PROVISIONAL in page for page in accounts_of(later))
    assert "provisoire" in text_of(later.staff().get("/editeur").text)
    table = broker(later).get("/compte/decompte.csv").content.decode()
    assert "(provisoire : intérêts depuis le 01/01/2027 en attente de leur taux)" in table
    later.staff().fill("/editeur/taux", {**RATE, **LEARNT})
    assert not any("provisoire" in page for page in accounts_of(later))
    assert not any("Complément" in page for page in accounts_of(later))


@pytest.mark.parametrize("days", [0, 2])
def test_the_complement_of_who_paid_what_was_asked_is_said(later: World, days: int) -> None:
    account = drawn(later, later.first, IN_2027.date()).account
    enter(later, later.first, Payment(IN_2027.date(), account.to_restore, "V-1", "transfer"))
    later.clock.advance(days=days)
    later.staff().fill("/editeur/taux", {**RATE, **LEARNT})
    assert all(COMPLEMENT in page for page in accounts_of(later))
    owed = drawn(later, later.first, later.clock.now().date())
    assert not owed.account.access.granted
    enter(later, later.first, Payment(later.clock.now().date(), owed.account.to_restore, "V-2", "transfer"))
    assert not any("Complément" in page for page in accounts_of(later))


def test_principal_left_unpaid_is_no_complement(later: World) -> None:
    later.staff().fill("/editeur/taux", {**RATE, **LEARNT})
    enter(later, later.first, Payment(IN_2027.date(), M("1200.00"), "V-1", "transfer"))
    assert drawn(later, later.first, IN_2027.date()).complement is None


def test_a_rate_entered_makes_all_whole(later: World) -> None:
    staff = later.staff()
    answer = staff.fill("/editeur/taux", {**RATE, **LEARNT})
    assert (answer.status_code, answer.headers["location"]) == (303, "/editeur/taux")
    assert "arrêté du 18 décembre 2026" in text_of(staff.get("/editeur/taux").text)
    page = text_of(broker(later).get("/compte").text)
    assert "pas encore publié" not in page
    assert "01/01/2027 au 10/02/2027 41 8,40 % 11,32 €" in page
    assert "taux fixé par arrêté du 18 décembre 2026" in page
    whole = drawn(later, later.first, IN_2027.date())
    assert (whole.missing, whole.awaiting) == ((), ())
    assert whole.account.daily == M("0.28")


def test_a_rate_is_known_from_the_day_it_was_learnt(later: World) -> None:
    later.staff().fill("/editeur/taux", {**RATE, **LEARNT})
    before = drawn(later, later.first, IN_2027.date(), date(2027, 2, 9))
    assert before.missing == (HalfYear(2027, 1),)
    assert drawn(later, later.first, IN_2027.date(), IN_2027.date()).missing == ()


def test_a_known_half_year_is_refused_and_a_wrong_one_is_undone(later: World) -> None:
    staff = later.staff()
    twice = [staff.fill("/editeur/taux", {**RATE, **LEARNT}).status_code for _ in range(2)]
    assert twice == [303, 422]
    [entry] = later.deployment.directory.billing.rates()
    path = f"/editeur/taux/{entry.id}/contrepasser"
    assert "2,80 %" in text_of(staff.get(path).text)
    assert staff.fill(path, {"reason": "taux de 2,81 %"}).status_code == 303
    assert drawn(later, later.first, IN_2027.date()).missing
    assert staff.fill("/editeur/taux", {**RATE, **LEARNT, "percent": "2,81"}).status_code == 303
    assert staff.get(path).status_code == 404


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("percent", "deux"),
        ("percent", "-1"),
        ("percent", "280"),
        ("year", "20x7"),
        ("year", "2031"),
        ("order", ""),
        ("on", "11/02/2027"),
        ("half", "3"),
        ("index", "libor"),
    ],
)
def test_a_wrong_rate_is_refused_beside_its_field(later: World, field: str, text: str) -> None:
    answer = later.staff().fill("/editeur/taux", {**RATE, **LEARNT, field: text})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "arrêté du 18" in answer.text or field == "order"
    assert later.deployment.directory.billing.rates() == ()


def test_a_rate_that_a_release_brings_later_is_no_conflict(world: World) -> None:
    known = Rates().legal.rows[-1]
    again = StatutoryRate(date(2026, 7, 1), HalfYear.containing(known.period.start), Rate.percent("9"), "saisi")
    with world.deployment.directory.store.write() as db:
        from reference_app.storage import billing

        billing.append(db, None, again, billing.Recorded(world.clock.now()))
    assert rates_of(world.deployment.directory.billing.rates()).legal == Rates().legal


def test_several_half_years_may_be_missing() -> None:
    rates = Rates()
    assert missing_rates(rates, date(2026, 12, 31)) == ()
    assert missing_rates(rates, date(2028, 1, 1)) == (HalfYear(2027, 1), HalfYear(2027, 2), HalfYear(2028, 1))
    rate = StatutoryRate(date(2027, 7, 1), HalfYear(2027, 2), Rate.percent("2.50"), "arrêté")
    gap = Rates(legal=rates.legal.extended([rate.row]))
    assert missing_rates(gap, date(2027, 12, 31)) == (HalfYear(2027, 1),)
    statement = draw(ledger_of([INVOICE]), gap, AsOf(date(2027, 12, 31)))
    assert statement.interest_until == date(2026, 12, 31)
    assert [line.basis.period.start for line in statement.awaiting] == [date(2027, 1, 1)]  # type: ignore[union-attr]


def test_a_rate_is_not_known_long_before_its_half_year() -> None:
    with pytest.raises(InvalidValue, match="ne peut être connu dès le"):
        StatutoryRate(date(2026, 6, 1), HalfYear(2027, 1), Rate.percent("2.80"), "arrêté")
