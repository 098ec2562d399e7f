"""Two simulated years through the application's own jobs: what every page, invoice and table says agrees.

The default profile lives the first term and the first month after it; ``make campaign`` both years.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from netsoft.billing.entries import CreditNote, Invoice
from netsoft.billing.invoices.invoicing import InvoiceDocument
from netsoft.days import Month
from netsoft.metering.complement import Complement
from netsoft.metering.statement import UsageStatement
from netsoft.money import Money, total
from netsoft.rendering import euros
from reference_app.jobs.table import JOBS
from reference_app.services.complements import last_statements
from reference_app.services.contracts import Contracts
from reference_app.storage.facts import FormalNoticeSent
from reference_app.storage.job_log import RunKey, RunLog, StepLog
from tests.app.books import drawn, standing_facts, table_of, text_of
from tests.app.ledgers import everything
from tests.app.two_years import LATE_NOTICE, SETTLED, TERM_END, Years, empty_years, live, morning
from tests.app.world import Office

WHOLE = settings.get_current_profile_name() == "campaign"
LAST = Month(2027, 12) if WHOLE else Month(2027, 1)
"""The last month that is lived: of the two years under the campaign, of the first term and its renewal otherwise."""
END = LAST.next.start_day
MONTHS = (LAST.year - 2026) * 12 + LAST.month


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Years]:
    with empty_years(tmp_path_factory.mktemp("years")) as begun:
        live(begun, LAST)
        begun.at(END)
        yield begun


def offices(years: Years) -> tuple[Office, Office]:
    return years.regular, years.leaving


def documents(years: Years, office: Office) -> list[InvoiceDocument]:
    """Return the invoices issued to a brokerage."""
    kept = years.world.deployment.directory.documents.of(office.handle.tenant.id)
    return [one.document.content for one in kept if isinstance(one.document.content, InvoiceDocument)]


def amounts(rows: list[dict[str, str]], heading: str) -> dict[str, Money]:
    """Return the amounts of a table under a heading, by invoice or label."""
    mine = (row for row in rows if row["Rubrique"] == heading and row["Montant (€)"])
    return {row["Facture"] or row["Libellé"]: Money.parse(row["Montant (€)"].replace(",", ".")) for row in mine}


def test_every_month_of_the_contract_is_billed_once_and_numbered_without_gap(years: Years) -> None:
    issued = years.world.deployment.directory.documents.everywhere("invoice")
    numbers = [one.document.number for one in issued]
    assert numbers == [f"F-{n:06d}" for n in range(1, len(numbers) + 1)]
    assert [one.document.on for one in issued] == sorted(one.document.on for one in issued)
    for office, months in ((years.regular, MONTHS + 1), (years.leaving, min(24, MONTHS + 1))):
        billed = Counter(d.key.period.start for d in documents(years, office) if d.key.nature == "subscription")
        assert len(billed) == months, "the contract that ended is not billed in 2028"
        assert set(billed.values()) == {1}


def test_the_account_of_each_holds_its_invoices_and_no_other(years: Years) -> None:
    for office in offices(years):
        entered = [fact for fact in standing_facts(years.world, office) if isinstance(fact, Invoice)]
        assert entered == [document.ledger_invoice for document in documents(years, office)]


def test_pages_and_tables_say_the_sums_of_the_invoices(years: Years) -> None:
    for office in offices(years):
        invoiced = total([document.total for document in documents(years, office)])
        account = drawn(years.world, office, END).account
        rebates = total([f.amount for f in standing_facts(years.world, office) if isinstance(f, CreditNote)])
        assert account.totals.invoiced + account.totals.not_yet_due == invoiced
        assert account.totals.credited == rebates == Money(cents=0)
        browser = years.world.broker(office)
        rows = list(table_of(browser.get("/compte/decompte.csv").content))
        in_table = total(
            [Money.parse(row["Montant (€)"].replace(",", ".")) for row in rows if row["Rubrique"] == "Facture"]
        )
        assert in_table == invoiced
        page = text_of(browser.get("/compte").text)
        for document in documents(years, office):
            assert document.number is not None
            assert document.number in page
        totals = amounts(rows, "Total")
        assert totals["Total dû"] == account.totals.total
        assert totals["Non échu"] == account.totals.not_yet_due
        shown = text_of(years.world.staff().get(f"/editeur/cabinets/{office.handle.tenant.id}").text)
        assert text_of(euros(account.totals.not_yet_due)) in shown


def test_the_list_of_invoices_and_each_printed_document_say_the_same(years: Years) -> None:
    directory = years.world.deployment.directory
    for office in offices(years):
        browser, issued = years.world.broker(office), documents(years, office)
        rows = list(table_of(browser.get("/factures.csv").content))
        assert [row["Numéro"] for row in rows] == [document.number for document in issued]
        for column, amounts_of in (("HT (€)", "net"), ("TTC (€)", "total")):
            said = [Money.parse(row[column].replace(",", ".")) for row in rows]
            assert said == [getattr(document, amounts_of) for document in issued]
        left = total([Money.parse(row["Reste dû (€)"].replace(",", ".")) for row in rows])
        account = drawn(years.world, office, END).account
        assert left == account.totals.principal, "what is not yet due is not owed yet"
        page = text_of(browser.get("/factures").text)
        for document in issued:
            assert f"{document.number}" in page
        for one in directory.documents.of(office.handle.tenant.id)[-3:]:
            printed = text_of(browser.get(f"/documents/{one.id}").text)
            content = one.document.content
            if isinstance(content, InvoiceDocument):
                assert str(content.number) in printed
                assert text_of(euros(content.total)) in printed
        assert office is years.regular or "31 décembre 2027" in text_of(browser.get("/contrat").text)


def test_the_use_that_was_stated_is_the_use_that_is_shown(years: Years) -> None:
    directory = years.world.deployment.directory
    for office in offices(years):
        stated = last_statements(directory.records.of(UsageStatement, office.handle.tenant.id))
        every = [f"{year}-{month:02d}" for year in (2026, 2027) for month in range(1, 13)]
        assert [str(s.month) for s in stated] == every[:MONTHS]
        for statement in stated:
            counted = {c.user_id: c.actions for c in office.handle.journal.counts_of(str(statement.month))}
            assert counted == {line.user: line.actions for line in statement.use.users}
        shown = Counter[str]()
        for row in table_of(years.world.broker(office).get("/usage.csv").content):
            shown[row["Mois"]] += int(row["Actions"])
        for statement in stated[1 - len(shown) :]:
            assert shown[str(statement.month)] == statement.use.actions


def test_the_year_over_the_tier_was_judged_and_billed_on_the_last_day_that_allows_it(years: Years) -> None:
    directory = years.world.deployment.directory
    (complement,) = directory.records.of(Complement, years.regular.handle.tenant.id)
    (billed,) = [d for d in documents(years, years.regular) if d.key.nature == "complement"]
    assert billed.issued == date(2027, 1, 1)
    over = {
        s.month: s.result.over
        for s in last_statements(directory.records.of(UsageStatement, years.regular.handle.tenant.id))
    }
    assert (
        complement.value.actions
        == sum(n for month, n in over.items() if month <= Month(2026, 12))
        == over[Month(2026, 11)]
    )
    assert complement.value.actions > 0
    assert billed.net == total([line.line.amount for line in billed.order.lines])
    assert not [d for d in documents(years, years.leaving) if d.key.nature == "complement"]


def test_the_unpaid_invoice_suspended_was_notified_and_settled(years: Years) -> None:
    (sent,) = years.world.deployment.directory.records.of(FormalNoticeSent, years.leaving.handle.tenant.id)
    (unpaid,) = [d for d in documents(years, years.leaving) if d.key.period.start == date(2026, 5, 1)]
    assert sent.value.invoices == (unpaid.number,)
    granted = {day: drawn(years.world, years.leaving, day, day).account.access.granted for day in (
        date(2026, 5, 15), date(2026, 5, 16), date(2026, 7, 9), SETTLED, END)}  # fmt: skip
    assert list(granted.values()) == [True, False, False, True, True]
    paid = years.settled
    assert paid is not None
    assert paid.amount > unpaid.total, "interest and penalty were owed too"
    assert drawn(years.world, years.leaving, END).account.totals.total == Money(cents=0)


def test_a_notice_too_late_ends_the_next_term_and_the_other_contract_is_renewed(years: Years) -> None:
    contracts = Contracts(years.world.deployment.directory)
    leaving, regular = years.leaving.handle.tenant.id, years.regular.handle.tenant.id
    life = contracts.life(leaving, LATE_NOTICE)
    assert life.ending is not None
    assert life.ending.ends_on == date(2027, 12, 31)
    assert contracts.life(leaving, TERM_END).term == life.term
    assert contracts.life(leaving, END).state == ("ended" if WHOLE else "notice")
    assert contracts.life(leaving, date(2028, 1, 1)).state == "ended"
    renewed = contracts.life(regular, date(2027, 1, 1))
    assert renewed.term is not None
    assert (renewed.state, renewed.term.number) == ("running", 2)


def test_a_second_run_of_every_job_changes_nothing(years: Years) -> None:
    jobs, before = years.world.deployment.jobs, everything(years.world)
    assert jobs.due() == ()
    assert jobs.run_due() == ()
    for job in JOBS:
        for subject in jobs.log.subjects(job.name):
            if job.name not in ("dunning", "reminders") or date.fromisoformat(subject) == END:
                assert jobs.run(RunKey(job.name, subject)) is None
    assert everything(years.world) == before


def lived(folder: Path, cut_at: int) -> list[tuple[object, ...]]:
    """Live two months, cut off at a step of the jobs and resumed; return what was issued and stated."""
    with empty_years(folder) as begun:
        begun.month(Month(2026, 1))
        begun.world.clock.at = morning(date(2026, 2, 1))
        if cut_at:
            _cut(begun, cut_at)
        begun.month(Month(2026, 2))
        begun.at(date(2026, 3, 1))
        directory = begun.world.deployment.directory
        issued = [(d.document.number, str(d.document.key)) for d in directory.documents.everywhere("invoice")]
        kept = [record.value for record in directory.records.everywhere(UsageStatement)]
        return [*issued, *((statement.month, statement.use.actions, statement.result.over) for statement in kept)]


def _cut(begun: Years, at: int) -> None:
    """Kill the jobs while a step is done: the step is undone, the run has no end."""
    jobs, left = begun.world.deployment.jobs, [at]

    def counting(run: RunLog, step: StepLog) -> None:  # noqa: ARG001
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jobs.run_due(counting)
    cut = jobs.log.recent(1)[0]
    assert jobs.state(cut) == "cut-off"
    assert jobs.resume(cut.id) is not None or cut.done == cut.planned
    jobs.wait()


def test_a_life_cut_off_and_resumed_numbers_and_states_the_same(tmp_path: Path) -> None:
    whole = sorted(map(repr, lived(tmp_path / "whole", 0)))
    for cut_at in (1, 3, 6, 7):
        assert sorted(map(repr, lived(tmp_path / str(cut_at), cut_at))) == whole
