"""Closed months: the statement's numbers on the page, on paper and in the console, and the complement they lead to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

import pytest

from netsoft.billing.contract.withdrawal import Formation
from netsoft.billing.invoices.invoicing import InvoiceDocument
from netsoft.days import Month, Period
from netsoft.metering.actions import Action
from netsoft.metering.statement import recount
from netsoft.money import Money
from netsoft.names import ActionId, TenantId, UserId
from netsoft.rendering import euros
from reference_app.jobs.closing import CLOSE_MONTH
from reference_app.jobs.complements import ISSUE_COMPLEMENTS
from reference_app.services.forecast import at_this_pace, rounded, working_days
from reference_app.services.month_reports import MonthReports
from reference_app.services.usage_forecast import Forecasts
from reference_app.storage.facts import ContractFacts, Judged
from tests.app.books import text_of
from tests.app.contracts import COMPLEMENT, CONTRACT, billed, opened_since, record
from tests.app.months import acted, at, outlier, run, statements
from tests.app.test_publisher import acts
from tests.app.world import World, hidden_fields

TERM_END: Final = "31/10/2027"


@pytest.fixture
def closed(world: World) -> World:
    """1 December 2026: November, the first month of the contract, has 90 actions over a tier of 50 for two users."""
    billed(world, world.first, world.second)
    facts = ContractFacts(Formation(available_on=date(2026, 11, 1)), CONTRACT.planned)
    record(world, world.first.handle.tenant.id, facts)
    record(world, None, COMPLEMENT)
    opened_since(world, datetime(2026, 11, 1, 9, tzinfo=UTC))
    outlier(world)
    at(world, 2026, 12, 1)
    assert not run(world, CLOSE_MONTH, "2026-11").failures
    return world


def test_a_closed_month_shows_its_statement_and_the_tier_that_binds(closed: World) -> None:
    browser = closed.broker(closed.first)
    page = text_of(browser.get("/usage?mois=2026-11").text)
    (statement,) = statements(closed, closed.first)
    assert (statement.result.actions, statement.result.tier, statement.result.over) == (190, 50, 90)
    assert "190 sur 100 90 au-delà" in page
    assert f"Mois clos, relevé {statement.reference}" in page
    assert "le palier publié lie" in page
    paper = text_of(browser.get("/usage/2026-11/releve").text)
    assert statement.reference in paper
    assert statement.digest in paper
    assert "190" in paper


def test_the_client_recounts_the_statement_from_its_own_export(closed: World) -> None:
    (statement,) = statements(closed, closed.first)
    export = [
        Action(ActionId(e.id), TenantId(e.actor.tenant_id), UserId(e.actor.user_id), e.actor.at, e.act.action)
        for e in closed.first.handle.journal.counted_in("2026-11")
    ]
    assert recount(export, statement).granted
    assert not recount(export[1:], statement).granted


def test_what_the_journal_takes_in_later_changes_no_closed_month(closed: World) -> None:
    acted(closed, closed.first, date(2026, 11, 22), 7)
    page = text_of(closed.broker(closed.first).get("/usage?mois=2026-11").text)
    assert "190 sur 100 90 au-delà" in page


@pytest.mark.parametrize("month", ["2026-12", "2026-10", "x"])
def test_an_open_month_has_no_statement(closed: World, month: str) -> None:
    assert closed.broker(closed.first).get(f"/usage/{month}/releve").status_code == 404
    path = f"/editeur/cabinets/{closed.first.handle.tenant.id}/usage/{month}/releve"
    assert closed.staff().get(path).status_code == 404


def test_the_list_of_brokerages_shows_the_use_of_the_last_closed_month(closed: World) -> None:
    staff = closed.staff()
    assert "190 190 % en novembre 2026" in text_of(staff.get("/editeur?tri=usage").text)
    order = text_of(staff.get("/editeur?tri=usage&sens=desc").text)
    assert order.index("Cabinet Mistral") < order.index("Durand Courtage")


def test_the_complement_is_previewed_decided_and_issued_once(closed: World) -> None:
    staff = closed.staff()
    path = f"/editeur/cabinets/{closed.first.handle.tenant.id}/usage"
    html = staff.get(path).text
    page = text_of(html)
    assert "90 actions au-delà, 1,80 € HT (2,16 € TTC)" in page
    assert "Dernier jour pour le dater : 1er novembre 2027" in page
    form = {**hidden_fields(html), "reason": "deux fois le palier"}
    assert form["term_end"] == TERM_END
    assert [staff.post(path, form).status_code for _ in range(2)] == [303, 303]
    (judged,) = closed.deployment.directory.records.of(Judged, closed.first.handle.tenant.id)
    assert (judged.value.term_end, judged.value.reason) == (date(2027, 10, 31), "deux fois le palier")
    assert acts(closed) == ["record.judged"]
    run(closed, ISSUE_COMPLEMENTS, "2027-10-31")
    (issued,) = closed.deployment.directory.documents.of(closed.first.handle.tenant.id)
    document = issued.document.content
    assert isinstance(document, InvoiceDocument)
    assert document.total == Money.parse("2.16")
    assert text_of(euros(document.total)) in text_of(closed.broker(closed.first).get("/factures").text)
    assert "déjà émis" in text_of(staff.get(path).text)


@pytest.mark.parametrize(("field", "value"), [("reason", " "), ("term_end", "30/11/2026"), ("term_end", "x")])
def test_a_decision_without_reason_or_year_is_refused(closed: World, field: str, value: str) -> None:
    staff = closed.staff()
    path = f"/editeur/cabinets/{closed.first.handle.tenant.id}/usage"
    form = {**hidden_fields(staff.get(path).text), "reason": "deux fois le palier", field: value}
    assert staff.post(path, form).status_code == 422
    assert acts(closed) == []


def test_the_contract_year_is_foreseen_by_its_closed_months_and_its_pace(closed: World) -> None:
    closed.clock.at = datetime(2027, 1, 18, 22, 0, tzinfo=UTC)
    acted(closed, closed.first, date(2027, 1, 8), 230)
    tenant_id = closed.first.handle.tenant.id
    counted = MonthReports(closed.deployment.directory).counted(tenant_id, closed.first.handle.journal)
    found = Forecasts(closed.deployment.directory).year(tenant_id, counted, closed.clock.now())
    assert found is not None
    assert (found.last_day, found.over) == (date(2027, 10, 31), 90 + 130)
    pace = at_this_pace(420, Period(date(2026, 11, 1), date(2027, 11, 1)), closed.clock.now())
    assert pace is not None
    months = [Month(2027, n) for n in range(2, 11)]
    ahead = sum(max(0, rounded(pace * working_days(m.period)) - 100) for m in months)
    january = Month(2027, 1).period
    of_january = at_this_pace(230, january, closed.clock.now())
    assert of_january is not None
    assert found.foreseen == 90 + rounded(of_january * working_days(january)) - 100 + ahead
    assert found.price is not None
    page = text_of(closed.broker(closed.first).get("/usage").text)
    assert "Année du contrat, jusqu’au 31/10/2027 220 actions au-delà à ce jour" in page
    assert f"{text_of(euros(found.price))} HT au tarif du jour" in page
    assert "jamais facturée" in page


def test_without_a_contract_no_year_is_foreseen(world: World) -> None:
    tenant_id = world.first.handle.tenant.id
    counted = MonthReports(world.deployment.directory).counted(tenant_id, world.first.handle.journal)
    assert Forecasts(world.deployment.directory).year(tenant_id, counted, world.clock.now()) is None
    page = text_of(world.staff().get(f"/editeur/cabinets/{tenant_id}/usage").text)
    assert "Aucune année du contrat n’attend de complément" in page
