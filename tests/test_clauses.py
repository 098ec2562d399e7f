"""The table of clauses: whole, in the order of the terms, and true about where each clause lives."""

import importlib
import re
import textwrap
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from netsoft.billing.arrears import arrears
from netsoft.billing.entries import Collection, DebitReturned, Invoice
from netsoft.billing.ledger import Ledger
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.clauses import APP, CLAUSES, DEPLOY, Duty, Entry, Law, NotYet, Rule, entry
from netsoft.errors import InvalidValue
from netsoft.money import Money, Rate
from netsoft.terms import InterestBasis
from tests.architecture.source import library
from tests.architecture.test_clause_homes import declared
from tests.conftest import Report
from tests.vectors import rows

LISTED: Final = rows("clauses/clauses")
NOT_YET: Final = 42
"""How many clauses are still to come. It goes down with each that comes, and never up."""
SHOWN_BY: Final[Mapping[str, tuple[str, str]]] = {
    "6.7": ("test_charter.py", "test_the_charter_is_shown_before_any_use_and_accepted_once"),
    "9.4": ("test_leaving.py", "test_a_brokerage_takes_all_its_data_and_nobody_else_opens_them"),
    "15.5": ("test_backups.py", "test_dossiers_are_restored_to_an_instant_and_the_journal_is_not"),
    "15.13.7": ("test_isolation.py", "test_no_route_and_no_method_leads_to_a_foreign_client"),
    "15.13.8": ("test_isolation.py", "test_each_file_opens_with_its_own_key_alone"),
    "15.13.11": ("test_daily_backups.py", "test_what_is_due_each_day_is_backed_up_and_tried"),
    "16.1": ("test_cookies.py", "test_no_cookie_but_those_of_the_session"),
}
"""The test of the application that shows each clause which the application keeps."""
PARTS: Final = ("billing", "metering", "rgpd", "tenancy", "evidence", "catalogue")
TWO_LINES: Final = 110


def homes(kind: type[Rule | NotYet]) -> dict[str, str]:
    """The homes of the clauses of a standing, by their numbers."""
    return {e.clause.number: e.standing.home for e in CLAUSES if isinstance(e.standing, kind)}


def rules_of_the_library() -> dict[str, str]:
    """The clauses that a module of netsoft computes, with the module."""
    return {number: home for number, home in homes(Rule).items() if home not in (APP, DEPLOY)}


def test_every_clause_is_there_once_in_the_order_of_the_terms() -> None:
    assert [e.clause.number for e in CLAUSES] == [row["clause"] for row in LISTED]
    assert sorted(e.clause for e in CLAUSES) == [e.clause for e in CLAUSES]
    assert all(e.clause.of_the_terms for e in CLAUSES)


def test_each_article_has_one_title() -> None:
    titles = {(e.clause.article, e.title) for e in CLAUSES}
    assert {article for article, _title in titles} == {str(n) for n in range(1, 20)}
    assert len(titles) == 19 == len({title for _article, title in titles})


def test_what_is_kept_in_words_alone_is_a_duty_or_a_matter_of_law() -> None:
    in_words = {row["clause"]: row["kind"] for row in LISTED if row["home"] == "docs"}
    standings = {e.clause.number: e.standing for e in CLAUSES if isinstance(e.standing, Duty | Law)}
    assert standings.keys() == in_words.keys()
    duties = {number for number, standing in standings.items() if isinstance(standing, Duty)}
    assert duties == {number for number, kind in in_words.items() if kind in ("duty", "prohibition")}


def test_what_a_site_keeps_is_a_clause_of_the_deployment() -> None:
    listed = {row["clause"] for row in LISTED if row["home"] == "deployment"}
    assert {number for number, home in homes(NotYet).items() if home == DEPLOY} <= listed


def test_each_rule_lives_where_its_module_declares_it_and_nowhere_else() -> None:
    found = {number: source.name for source in library() for number in declared(source) if Clause(number).of_the_terms}
    assert found == rules_of_the_library()


@pytest.mark.parametrize(("number", "home"), rules_of_the_library().items())
def test_each_home_holds_its_clause(number: str, home: str) -> None:
    assert entry(number).clause in vars(importlib.import_module(home)).values()


def test_what_is_not_yet_has_a_place_to_come_to() -> None:
    planned = {home.split(".")[1] for home in homes(NotYet).values() if home not in (APP, DEPLOY)}
    assert planned <= set(PARTS)


def test_the_law_beside_the_terms_is_no_clause_of_theirs() -> None:
    beside = {number for source in library() for number in declared(source) if not Clause(number).of_the_terms}
    assert "D441-5" in beside
    assert not beside & {e.clause.number for e in CLAUSES}


def test_what_the_application_keeps_is_shown_by_a_test() -> None:
    assert SHOWN_BY.keys() == {number for number, home in homes(Rule).items() if home == APP}
    for name, test in SHOWN_BY.values():
        text = (Path(__file__).parent / "app" / name).read_text(encoding="utf-8")
        assert re.search(rf"^def {test}\(", text, re.MULTILINE), f"{name} has no {test}"


def test_each_rule_of_article_8_is_cited_by_an_answer() -> None:
    due = date(2024, 3, 31)
    invoices = (Invoice("F-1", date(2024, 3, 1), due, Money.parse("1000.00")),)
    events = (DebitReturned(date(2024, 4, 2), "refusal", "MS02", invoice="F-1"), Collection(date(2024, 4, 9), "agency"))
    account = arrears(Ledger(invoices, events=events), CG052018, date(2024, 5, 1))
    cited = {line.clause.number for line in account.lines} | {r.clause.number for r in account.access.reasons}
    assert cited == {number for number in rules_of_the_library() if number.startswith("8.")}


def test_what_is_still_to_come_only_goes_down(report: Report) -> None:
    count = len(homes(NotYet))
    report.add("clauses", f"{len(CLAUSES)}, of which {len(homes(Rule))} are rules and {count} not yet")
    assert count <= NOT_YET, f"{count} clauses are not yet rules: there were {NOT_YET}"
    assert count == NOT_YET, f"fewer clauses are still to come: write {count} in NOT_YET"


@pytest.mark.parametrize("row", CLAUSES, ids=lambda row: row.clause.number)
def test_a_wording_is_one_sentence_of_two_lines(row: Entry) -> None:
    assert len(textwrap.wrap(row.text, TWO_LINES)) <= 2
    assert row.text[0].isupper()
    assert "  " not in row.text
    assert ". " not in row.text.replace("art. ", "")


NUMERALS: Final[Mapping[object, str]] = {
    1: " un ",
    2: " deux ",
    "email": " e-mail ",
    "registered-letter": " lettre recommandée ",
}


def in_words(clause: Clause, value: object) -> str:
    """A number of the terms as their text writes it."""
    if clause == Clause("17.1"):
        return " douze derniers mois "
    match value:
        case InterestBasis():
            return f"à {value.multiple} fois le taux d'intérêt légal"
        case Rate():
            return f" {value.percent_text.removesuffix('.00')} % "
        case str(text) if "@" in text:
            return f" {text}"
        case _:
            return NUMERALS.get(value, f" {value} ")


@pytest.mark.parametrize(("clause", "value"), [(clause, value) for clause, _path, value in CG052018.numbers()])
def test_the_wording_says_the_number_of_the_terms(clause: Clause, value: object) -> None:
    assert in_words(clause, value) in entry(clause).text.replace("d'un", "d' un")


def test_a_clause_is_found_by_itself_and_by_its_number() -> None:
    assert entry("8.3") is entry(Clause("8.3"))
    assert entry("8.3").clause == Clause("8.3")


@pytest.mark.parametrize("number", ["8", "8.6", "20.1", "D441-5", "", "8.3 "])
def test_a_clause_that_the_terms_do_not_have_is_refused(number: str) -> None:
    with pytest.raises(InvalidValue, match="clause inconnue"):
        entry(number)


@pytest.mark.parametrize("standing", [Rule, NotYet])
@pytest.mark.parametrize("home", ["", "billing.penalty", "docs", "App"])
def test_a_home_is_a_module_the_application_or_a_site(standing: Callable[[str], object], home: str) -> None:
    with pytest.raises(InvalidValue, match="n'est pas un lieu"):
        standing(home)


@pytest.mark.parametrize("standing", [Duty, Law])
@pytest.mark.parametrize("reason", ["", ".", "Sans point", " Une phrase."])
def test_a_reason_is_a_sentence(standing: Callable[[str], object], reason: str) -> None:
    with pytest.raises(InvalidValue, match="n'est pas une phrase"):
        standing(reason)


def test_a_wording_is_a_sentence() -> None:
    with pytest.raises(InvalidValue, match="n'est pas une phrase"):
        Entry(Clause("8.3"), "Paiement", "Sans point", Rule(APP))
