"""« Usage »: the same numbers on the page, in the table and in the journal, and a forecast that says its method."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from attrs import evolve

from netsoft.days import Month, Period
from reference_app.services.forecast import at_this_pace, month_forecast, worked, working_days
from reference_app.services.month_reports import MonthReports
from reference_app.services.usage_year import declared, shown_months, usage_year
from reference_app.storage.journal import Act, Actor
from tests.app.books import INVOICE, enter, table_of, text_of
from tests.app.world import Office, World, user_id

NOVEMBER = Month(2026, 11)


def acts(office: Office, which: int, at: datetime, many: int) -> Iterator[tuple[Actor, Act]]:
    """Give actions of a user, all at one instant."""
    actor = Actor(at, office.handle.tenant.id, user_id(office.users[which]), "b", "192.0.2.1", None)
    return ((actor, Act("clients.read")) for _ in range(many))


@pytest.fixture
def busy(world: World) -> World:
    """Claire works in October and in November, Hugo in November; the second brokerage too."""
    first, second = world.first, world.second
    october, november = datetime(2026, 10, 31, 22, 59, tzinfo=UTC), datetime(2026, 10, 31, 23, 0, tzinfo=UTC)
    first.handle.journal.record_past(
        [*acts(first, 0, october, 37), *acts(first, 0, november, 40), *acts(first, 1, november, 5)]
    )
    second.handle.journal.record_past(acts(second, 0, november, 77))
    with world.deployment.directory.store.write() as db:
        db.exec_driver_sql("UPDATE users SET opened_at = '2026-01-05T08:00:00.000000Z'")
    return world


def test_the_page_shows_each_month_and_user_as_the_journal_counts_them(busy: World) -> None:
    page = text_of(busy.broker(busy.first).get("/usage").text)
    assert "Novembre 2026, en cours 45 actions sur 7 200 comprises" in page
    assert "novembre 2026 40 5 45 7 200 0" in page
    assert "octobre 2026 37 0 37 7 200 0" in page
    assert "Claire Fabre 40 1 %" in page
    assert "77" not in page


def test_a_month_is_shown_user_by_user(busy: World) -> None:
    october = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
    busy.first.handle.journal.record_past(acts(busy.first, 0, october, 3663))
    page = text_of(busy.broker(busy.first).get("/usage?mois=2026-10").text)
    assert "Claire Fabre 3 700 103 % 100 au-delà" in page


@pytest.mark.parametrize("month", ["", "hier", "1999-13", "1999-01", "2027-01", "' OR 1=1", "<b>"])
def test_another_month_gives_the_running_one(busy: World, month: str) -> None:
    answer = busy.broker(busy.first).get(f"/usage?mois={month}")
    assert answer.status_code == 200
    assert "Actions en novembre 2026" in text_of(answer.text)
    assert "<b>" not in answer.text


def test_the_table_bears_the_numbers_of_the_page(busy: World) -> None:
    answer = busy.broker(busy.first).get("/usage.csv")
    assert 'filename="usage-552100554-2026-11-20.csv"' in answer.headers["content-disposition"]
    directory = busy.deployment.directory
    counted = MonthReports(directory).counted(busy.first.handle.tenant.id, busy.first.handle.journal)
    year = usage_year(counted, busy.clock.now())
    told = {(row["Mois"], row["Utilisateur"]): int(row["Actions"]) for row in table_of(answer.content)}
    shown = {(str(use.month), user.name): bar.actions for use in year.months for user, bar in year.of(use.month)}
    assert told == shown
    assert sum(told.values()) == 82 == sum(use.actions for use in year.months)


def test_the_actions_one_by_one_count_again_to_the_same(busy: World) -> None:
    browser = busy.broker(busy.first)
    browser.get("/clients")
    browser.add_client()
    assert browser.get("/clients/" + "0" * 32).status_code == 404  # refused: journaled, not counted
    for month in ("2026-10", "2026-11"):
        lines = list(table_of(browser.get(f"/usage/{month}/actions.csv").content))
        recount = Counter(line["Identifiant de l’utilisateur"] for line in lines)
        counted = {str(c.user_id): c.actions for c in busy.first.handle.journal.counts_of(month)}
        assert recount == counted
        assert len({line["Identifiant"] for line in lines}) == len(lines)


@pytest.mark.parametrize("month", ["2026-1", "x", "2026-13", "0001-01", "2026-12", "9999-12", "..%2f..%2fetc"])
def test_the_actions_of_no_month_are_not_found(world: World, month: str) -> None:
    assert world.broker(world.first).get(f"/usage/{month}/actions.csv").status_code == 404


def test_no_cell_of_use_is_a_formula(busy: World) -> None:
    with busy.deployment.directory.store.write() as db:
        db.exec_driver_sql("UPDATE users SET first_name = '=1+1', last_name = 'X'")
    browser = busy.broker(busy.first)
    for path in ("/usage.csv", "/usage/2026-11/actions.csv"):
        cells = [cell for line in table_of(browser.get(path).content) for cell in line.values()]
        assert any(cell.startswith("'=1+1") for cell in cells)
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_use_is_read_while_the_service_is_off_and_is_no_action(busy: World) -> None:
    enter(busy, busy.first, INVOICE)
    browser, before = busy.broker(busy.first), busy.first.counted(busy.clock.now())
    for path in ("/usage", "/usage?mois=2026-10", "/usage.csv", "/usage/2026-11/actions.csv"):
        assert browser.get(path).status_code == 200
    assert busy.first.counted(busy.clock.now()) == before == 45


def test_each_chart_has_a_name_and_the_numbers_are_beside_it(busy: World) -> None:
    html = busy.broker(busy.first).get("/usage").text
    assert html.count('role="img"') == html.count("<title id=") == html.count("<desc id=") == 3
    assert " style=" not in html


def test_a_user_is_declared_from_her_first_to_her_last_day(world: World) -> None:
    account = evolve(
        world.first.users[0].account,
        opened_at=datetime(2026, 9, 30, 22, 0, tzinfo=UTC),  # 1 October in Paris
        closed_at=datetime(2026, 10, 31, 22, 59, tzinfo=UTC),  # 31 October in Paris
    )
    assert [declared(account, Month(2026, month)) for month in (9, 10, 11)] == [False, True, False]


def test_twelve_months_are_shown_by_the_clock_of_paris() -> None:
    months = list(shown_months(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)))
    assert (months[0], months[-1], len(months)) == (Month(2026, 2), Month(2027, 1), 12)


def test_the_working_time_of_november() -> None:
    assert working_days(NOVEMBER.period) == 20  # 21 from Monday to Friday, and 11 November
    assert worked(NOVEMBER.period, datetime(2026, 11, 2, 7, 0, tzinfo=UTC)) == 0
    assert worked(NOVEMBER.period, datetime(2026, 11, 2, 12, 30, tzinfo=UTC)) == Fraction(1, 2)
    assert worked(NOVEMBER.period, datetime(2026, 11, 14, 12, 0, tzinfo=UTC)) == 9  # a Saturday
    assert worked(NOVEMBER.period, datetime(2026, 12, 1, 12, 0, tzinfo=UTC)) == 20


@pytest.mark.parametrize(
    ("at", "foreseen"),
    [
        (datetime(2026, 11, 1, 12, 0, tzinfo=UTC), None),
        (datetime(2026, 11, 2, 17, 0, tzinfo=UTC), None),
        (datetime(2026, 11, 2, 20, 0, tzinfo=UTC), 2000),
        (datetime(2026, 11, 16, 6, 0, tzinfo=UTC), 222),  # 9 of 20 days
        (datetime(2026, 11, 30, 22, 0, tzinfo=UTC), 100),
    ],
)
def test_a_month_is_carried_on_at_its_pace(at: datetime, foreseen: int | None) -> None:
    assert month_forecast(100, NOVEMBER, at) == foreseen


def test_a_period_without_a_working_day_gives_no_pace() -> None:
    empty = Period(datetime(2026, 11, 1, tzinfo=UTC).date(), datetime(2026, 11, 1, tzinfo=UTC).date())
    assert at_this_pace(10, empty, datetime(2026, 11, 20, tzinfo=UTC)) is None


def test_the_forecast_names_its_method_and_is_said_not_to_be_billed(busy: World) -> None:
    page = text_of(busy.broker(busy.first).get("/usage").text)
    assert "Méthode : linéaire, au temps ouvré écoulé. Une prévision n’est jamais facturée." in page
