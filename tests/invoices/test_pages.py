"""The printed invoice and credit note: every amount is the document's, in text as in HTML."""

import re
from datetime import date
from html import unescape

import pytest
from attrs import evolve
from hypothesis import given

from netsoft.answers import Line, Prorated
from netsoft.billing.invoices.credit_notes import credit
from netsoft.billing.invoices.credit_values import Credited, CreditNoteDocument, CreditOrder
from netsoft.billing.invoices.invoice_values import InvoiceLine, LineReference, Order
from netsoft.billing.invoices.invoicing import Register, draft, issue
from netsoft.billing.invoices.mentions import said
from netsoft.billing.invoices.vat import VatRate
from netsoft.clause import Clause
from netsoft.days import Month, Period
from netsoft.documents import Document, html, text
from netsoft.documents.invoice import credit_note_page, invoice_page
from netsoft.money import ZERO, Rate
from netsoft.rendering import euros as written
from netsoft.rendering import unit_price as price_of
from netsoft.testing import orders
from tests.fuzz.running import wrong_pages
from tests.invoices.papers import SELLER, TODAY, TWENTY, euros, issued, line, order

AMOUNT = re.compile(r"−?\d[\d\u202f]*,\d\d\u00a0€")


def words(page: Document) -> str:
    """What the page says, its blanks run together."""
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]*>", " ", html(page))))


@given(orders())
def test_every_amount_on_the_page_is_the_documents(wanted: Order) -> None:
    _, document = issued(wanted)
    page = invoice_page(document)
    amounts = {written(one) for line in wanted.lines for one in (line.taxed.net, line.line.amount)}
    amounts |= {written(one) for s in document.vat.subtotals for one in (s.net, s.vat, s.gross, s.rounding)}
    amounts |= {written(one) for one in (document.net, document.vat.vat, document.total, euros("40.00"))}
    amounts |= {price_of(one.unit_price) for one in wanted.lines if one.unit_price is not None}
    printed = [one for said in (text(page), html(page)) for one in AMOUNT.findall(said)]
    assert set(printed) <= amounts
    assert written(document.total) in printed
    assert not wrong_pages(text(page))


def test_an_invoice_says_what_the_law_asks() -> None:
    exempt = VatRate(Rate(0), "exempt", "Exonération citée par le vendeur")
    lines = (line("1200.00"), line("10.00", vat=exempt), line("-3.00", corrects=LineReference("F-7", 2)))
    wanted = order(
        *lines,
        contract="C-2026-1",
        delivery=("Entrepôt", "13003 Marseille"),
        on_debits=True,
        seller=evolve(SELLER, form="SARL", capital="10 000 €", register="RCS Paris", iban="FR76", contact="01"),
        due=date(2026, 12, 2),
    )
    _, document = issued(wanted)
    page = words(invoice_page(document))
    for sentence in (*said(wanted), "n° F-000001", "2 décembre 2026", "SIREN 732 829 320", "SIREN 552 100 554"):
        assert re.sub(r"\s+", " ", sentence) in page
    for wanted_words in ("C-2026-1", "Entrepôt", "prestation de services", "exonéré", "corrige F-7, ligne 2", "FR76"):
        assert wanted_words in page
    assert document.digest in page


def test_a_preview_says_that_it_is_none_and_why() -> None:
    _, refused = issue(Register(), order(discount=""))
    page = words(invoice_page(draft(order(discount="")), refused.decision))
    assert "aperçu, non émise" in page
    assert "Ne peut être émise en l'état" in page
    assert "L441-9 – discount : conditions d'escompte absentes" in page
    _, done = issue(Register(), order())
    page = words(invoice_page(draft(order()), done.decision))
    assert "Ne peut être" not in page
    assert "Peut être émise" in page


def test_prices_with_their_vat_say_so_and_rounding_is_a_row() -> None:
    lines = [line("100.00", vat=VatRate(Rate.percent("19")), includes_vat=True)] * 5
    page = words(invoice_page(draft(order(*lines, rounding="gross-kept"))))
    assert "100,00 € TTC" in page
    assert "Arrondi 0,02 €" in page
    assert "Total TTC 500,00 €" in page


def test_a_period_is_said_once() -> None:
    october, half = Month(2026, 10).period, Period(date(2026, 10, 16), date(2026, 11, 1))
    for period, said_of_it in ((october, "du 01/10/2026 au 31/10/2026"), (half, "du 16/10/2026 au 31/10/2026")):
        for why in ("", said_of_it):
            stated = line(period=period)
            one = evolve(stated, line=evolve(stated.line, why=why))
            assert words(invoice_page(draft(order(one)))).count(said_of_it) == 1
    other = evolve(line(), line=evolve(line().line, why="appel du 3 octobre"))
    assert "appel du 3 octobre" in words(invoice_page(draft(order(other))))


def test_a_part_of_a_cycle_says_its_share() -> None:
    half = Period(date(2026, 10, 16), date(2026, 11, 1))
    part = Line(Clause("7.1"), "Abonnement", Prorated(1, "30", half, 16, 31))
    page = words(invoice_page(draft(order(InvoiceLine(part, TWENTY, half)))))
    assert "du 16/10/2026 au 31/10/2026, 16 jours sur 31" in page


@pytest.mark.parametrize("includes_vat", [False, True])
def test_a_credit_note_cites_its_invoice(includes_vat: bool) -> None:
    register, invoice = issued(order(line(includes_vat=includes_vat)))
    asked = CreditOrder("A-1", invoice, (Credited(1, euros("20.00")),), TODAY, "un utilisateur de trop")
    _, done = credit(register, asked)
    assert done.document is not None
    page = words(credit_note_page(done.document))
    for wanted in ("AVOIR", "n° AV-000001", "F-000001 du 2 novembre 2026", "un utilisateur de trop", "correction"):
        assert wanted in page
    owed = re.sub(r"\s+", " ", written(done.document.total))
    assert f"Total TTC {owed}" in page
    assert ("20,00 € TTC" in page) == includes_vat
    assert "aperçu, non émis" in words(credit_note_page(CreditNoteDocument(asked, (ZERO,))))
    assert "<h1>AVOIR</h1>" in html(credit_note_page(done.document))
