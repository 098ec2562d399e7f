"""The usage statement as a page: what it says, and that both renderers take it."""

import attrs
import pytest

from netsoft.cg052018 import CG052018
from netsoft.documents import Party, html, text
from netsoft.documents.usage_statement import usage_statement_document
from netsoft.errors import InvalidValue
from netsoft.metering.overage import TenantMonth
from netsoft.metering.statement import close
from tests.fuzz.running import wrong_pages
from tests.metering.build import ANNA, MISTRAL, PAUL, report

POOLED = report((2, 200))
EACH = report((2, 200), allowance="per-user")
USE = TenantMonth(MISTRAL, 2, {ANNA: 5000, PAUL: 2300})


def plain(document: str) -> str:
    """The text on one line, with ordinary spaces."""
    return " ".join(document.replace("\u202f", " ").split())


def test_it_says_who_did_what_and_what_is_over() -> None:
    statement = close(USE, POOLED, CG052018)
    page = text(usage_statement_document(statement, POOLED, CG052018, (Party("Client", ("Cabinet Mistral",)),)))
    assert not wrong_pages(page)
    said = plain(page)
    for words in (
        "Relevé d'usage, octobre 2026",
        f"Relevé {statement.reference}",
        "Cabinet Mistral",
        "anna 5 000",
        "paul 2 300",
        "Total 7 300",
        "Actions admises 7 200",
        "Actions en sus 100",
        "100 actions sont en sus. Un complément n'est facturé que si l'usage est jugé intensif",
        "Clause 7.2 : 7 300 actions en 2026-10",
        statement.digest,
    ):
        assert words in said
    assert "remplace" not in said


def test_per_user_it_says_whose_actions_are_over() -> None:
    page = text(usage_statement_document(close(USE, EACH, CG052018), EACH, CG052018))
    assert "anna 5 000 1 400" in plain(page)
    assert "1 400 actions sont en sus" in plain(page)


def test_a_quiet_month_and_a_correction_say_so() -> None:
    nobody = report()
    statement = attrs.evolve(close(TenantMonth(MISTRAL, 1, {}), nobody, CG052018), corrects="ab" * 32)
    said = plain(text(usage_statement_document(statement, nobody, CG052018)))
    assert "Rien n'est en sus ce mois-ci." in said
    assert f"Ce relevé remplace celui dont l'empreinte est {'ab' * 32}." in said
    assert "Observé (+ 50,00 %) aucun" in said


def test_it_is_a_page_of_html_too() -> None:
    found = html(usage_statement_document(close(USE, POOLED, CG052018), POOLED, CG052018))
    assert found.count("<table") == 1
    assert "<caption>Actions de chaque utilisateur, octobre 2026</caption>" in found


def test_the_tier_of_another_month_is_refused() -> None:
    with pytest.raises(InvalidValue, match="ce n'est pas le palier du relevé"):
        usage_statement_document(close(USE, POOLED, CG052018), EACH, CG052018)
