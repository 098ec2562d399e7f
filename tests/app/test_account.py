"""« Mon compte »: what is owed, line by line, on the page, on paper and in the table; and the gate of 8.1."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest

from netsoft.billing.entries import CreditNote, DebitReturned, Invoice, Payment
from netsoft.metering.tier import Publication
from netsoft.money import Money, total
from netsoft.rendering import euros as written
from netsoft.tenancy.access import Need
from reference_app.services.account_view import State, invoice_rows, payment_rows
from tests.app.addresses import read_by_brokers
from tests.app.books import INVOICE, TO_RESTORE, drawn, enter, table_of, text_of
from tests.app.recorded import keep
from tests.app.world import World

TODAY = date(2026, 11, 20)
M = Money.parse


def spaced(amount: Money) -> str:
    return text_of(written(amount))


def amounts(lines: Iterable[dict[str, str]], heading: str) -> list[Money]:
    return [M(row["Montant (€)"].replace(",", ".")) for row in lines if row["Rubrique"] == heading]


def test_a_brokerage_that_owes_nothing_is_told_so(world: World) -> None:
    page = text_of(world.broker(world.first).get("/compte").text)
    assert "Compte à jour" in page
    assert "suspendu" not in page


def test_an_unpaid_invoice_shows_every_line_and_the_sum_that_restores_access(world: World) -> None:
    enter(world, world.first, INVOICE)
    page = text_of(world.broker(world.first).get("/compte").text)
    account = drawn(world, world.first, TODAY).account
    assert account.to_restore == M(TO_RESTORE)
    assert "Accès suspendu depuis le 02/10/2026" in page
    assert f"À payer aujourd’hui pour rétablir l’accès {spaced(account.to_restore)}" in page
    assert account.daily is not None
    assert f"Chaque jour de plus ajoute {spaced(account.daily)}" in page
    for line in account.lines:
        assert line.label in page
        assert spaced(line.amount) in page
    assert "02/10/2026 au 20/11/2026 50 8,25 %" in page
    assert "Pour mémoire" in page
    assert "R-08" in page


@pytest.mark.parametrize("path", ["/compte", "/compte/decompte"])
def test_page_and_paper_bear_the_figures_of_the_account(world: World, path: str) -> None:
    enter(world, world.first, INVOICE, Payment(date(2026, 10, 20), M("300.00"), "V-1", "transfer"))
    page = text_of(world.broker(world.first).get(path).text)
    account = drawn(world, world.first, TODAY).account
    sums = account.totals
    for amount in (sums.invoiced, sums.accrued, sums.principal, sums.interest, sums.penalties, sums.total):
        assert spaced(amount) in page
    for part in account.allocations:
        assert spaced(part.amount) in page
    assert spaced(-sums.paid) in page


def test_the_printed_account_names_the_parties_the_terms_and_the_program(world: World) -> None:
    enter(world, world.first, INVOICE)
    page = text_of(world.broker(world.first).get("/compte/decompte").text)
    for words in ("Cabinet Mistral", "552 100 554", "Claire Fabre", "CG052018", "31 mai 2018", "netsoft", "SHA-256"):
        assert words in page
    assert "Décompte des sommes dues au 20 novembre 2026" in page
    assert "réductibles par le juge (art. 1231-5 du Code civil)" in page


def test_the_table_bears_the_figures_of_the_account(world: World) -> None:
    enter(world, world.first, INVOICE, Payment(date(2026, 10, 20), M("300.00"), "V-1", "transfer"))
    answer = world.broker(world.first).get("/compte/decompte.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "decompte-552100554-2026-11-20.csv" in answer.headers["content-disposition"]
    rows = list(table_of(answer.content))
    account = drawn(world, world.first, TODAY).account
    assert amounts(rows, "Décompte") == [line.amount for line in account.lines]
    assert amounts(rows, "Affectation") == [part.amount for part in account.allocations]
    totals = {row["Libellé"]: row["Montant (€)"] for row in rows if row["Rubrique"] == "Total"}
    assert totals["Total dû"] == str(account.totals.total).replace(".", ",")
    assert totals["Pour rétablir l’accès"] == str(account.to_restore).replace(".", ",")
    interest = next(row for row in rows if row["Clause"] == "8.3")
    assert (interest["Base (€)"], interest["Jours"], interest["Taux (%)"]) == ("1200,00", "19", "8,25")
    assert (interest["Du"], interest["Au"]) == ("02/10/2026", "20/10/2026")


def test_no_cell_is_a_formula(world: World) -> None:
    wicked = "=HYPERLINK(1)"
    enter(world, world.first, Invoice(wicked, date(2026, 9, 1), date(2026, 10, 1), M("10.00")))
    enter(world, world.first, Payment(date(2026, 10, 20), M("3.00"), "@SUM(1)", "transfer", wicked))
    content = world.broker(world.first).get("/compte/decompte.csv").content
    cells = [cell for row in table_of(content) for cell in row.values()]
    assert f"'{wicked}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_names_are_never_markup(world: World) -> None:
    wicked = "<script>alert(1)</script>"
    enter(world, world.first, Invoice(wicked, date(2026, 9, 1), date(2026, 10, 1), M("10.00")))
    enter(world, world.first, Payment(date(2026, 10, 20), M("3.00"), "<b>x</b>", "transfer", wicked))
    path = f"/editeur/cabinets/{world.first.handle.tenant.id}"
    for browser, pages in (
        (world.broker(world.first), ("/compte", "/compte/decompte")),
        (world.staff(), (path, f"{path}/ecritures", f"{path}/saisir/retour", f"{path}/saisir/mise-en-demeure")),
    ):
        for page in pages:
            html = browser.get(page).text
            assert wicked not in html
            assert "<b>x</b>" not in html
            assert "&lt;script&gt;" in html


def test_suspension_and_return_with_the_last_cent(world: World) -> None:
    enter(world, world.first, INVOICE)
    browser = world.broker(world.first)
    assert browser.get("/clients").headers["location"] == "/compte"
    enter(world, world.first, Payment(TODAY, M("1213.55"), "V-1", "transfer"))
    assert browser.get("/clients").headers["location"] == "/compte"
    assert "0,01" in browser.get("/compte").text
    enter(world, world.first, Payment(TODAY, M("0.01"), "V-2", "transfer"))
    assert browser.get("/clients").status_code == 200
    assert "Accès ouvert, solde à régler" in text_of(browser.get("/compte").text)


def test_access_ends_the_day_after_the_due_day(world: World) -> None:
    enter(world, world.first, INVOICE)
    world.clock.at = datetime(2026, 10, 1, 21, 59, tzinfo=UTC)  # 23 h 59 in Paris
    browser = world.broker(world.first)
    assert browser.get("/clients").status_code == 200
    world.clock.advance(minutes=1)
    assert browser.get("/clients").headers["location"] == "/compte"


def test_what_is_open_while_suspended(world: World) -> None:
    enter(world, world.first, INVOICE)
    browser = world.broker(world.first)
    for page, path in read_by_brokers(world):
        answer = browser.get(path)
        still_open = page.need is not Need.SERVICE
        assert answer.status_code == (200 if still_open else 303), page.name
        assert still_open or answer.headers["location"] == "/compte", page.name


def test_one_brokerage_does_not_suspend_nor_show_another(world: World) -> None:
    enter(world, world.first, INVOICE)
    other = world.broker(world.second)
    assert other.get("/clients").status_code == 200
    assert "F-1" not in other.get("/compte").text
    assert b"F-1" not in other.get("/compte/decompte.csv").content


def test_reading_the_account_is_no_action(world: World) -> None:
    enter(world, world.first, INVOICE)
    browser = world.broker(world.first)
    for path in ("/compte", "/compte/decompte", "/compte/decompte.csv"):
        browser.get(path)
    assert world.first.counted(world.clock.now()) == 0


def test_the_months_actions_stand_against_the_tier(world: World) -> None:
    browser = world.broker(world.first)
    for _ in range(3):
        browser.get("/clients")
    page = text_of(browser.get("/compte").text)
    assert "3 actions, pour 7 200 comprises : 3 600 par mois et par utilisateur déclaré" in page
    assert "Claire Fabre 3 0 %" in page
    past = text_of(browser.get("/compte?mois=2026-10").text)
    assert "0 action, pour 0 comprise" in past  # nobody had an access yet
    assert browser.get("/compte?mois=1999-13").status_code == 200


def test_account_home_and_usage_bear_one_tier(world: World) -> None:
    keep(world, None, Publication(3700, date(2026, 10, 20)))
    browser = world.broker(world.first)
    assert "pour 7 400 comprises : 3 700 par mois" in text_of(browser.get("/compte").text)
    assert "sur un palier de 3 700 par mois" in text_of(browser.get("/").text)
    assert "sur 7 400 comprises : 3 700 par mois" in text_of(browser.get("/usage").text)


def test_the_states_of_invoices(world: World) -> None:
    def invoice(number: str, due: date) -> Invoice:
        return Invoice(number, date(2026, 1, 1), due, M("100.00"))

    enter(
        world,
        world.first,
        invoice("à venir", date(2026, 12, 1)),
        invoice("ce jour", TODAY),
        invoice("réglée", date(2026, 2, 1)),
        invoice("avoir", date(2026, 3, 1)),
        invoice("tard", date(2026, 3, 1)),
        invoice("peu", date(2026, 3, 1)),
        invoice("rien", date(2026, 3, 1)),
        Payment(date(2026, 2, 1), M("100.00"), "1", "transfer", "réglée"),
        CreditNote(date(2026, 2, 1), M("100.00"), "avoir", "correction"),
        Payment(date(2026, 4, 1), M("100.67"), "2", "transfer", "tard"),
        Payment(date(2026, 4, 1), M("10.00"), "3", "transfer", "peu"),
    )
    states = {row.invoice.number: row.state for row in invoice_rows(drawn(world, world.first, TODAY))}
    assert states == {
        "à venir": State.TO_COME,
        "ce jour": State.DUE_TODAY,
        "réglée": State.SETTLED,
        "avoir": State.CREDITED,
        "tard": State.ACCESSORIES,
        "peu": State.PARTLY_PAID,
        "rien": State.UNPAID,
    }


def test_a_payment_shows_its_split_or_its_return(world: World) -> None:
    enter(
        world,
        world.first,
        INVOICE,
        Payment(date(2026, 10, 20), M("300.00"), "V-1", "transfer", "F-1"),
        Payment(date(2026, 10, 21), M("500.00"), "P-1", "direct-debit", "F-1"),
        DebitReturned(date(2026, 10, 23), "return", "AM04", payment="P-1"),
    )
    statement = drawn(world, world.first, TODAY)
    returned, kept = payment_rows(statement)
    assert returned.returned is not None
    assert returned.split == ()
    assert total([part.amount for part in kept.split]) == M("300.00")
    page = text_of(world.broker(world.first).get("/compte").text)
    assert "retourné le 23/10/2026" in page
    assert "AM04, provision insuffisante" in page
