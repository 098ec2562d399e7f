"""What is typed about a client, what is searched, and what a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference_app.folding import digits, fold, search_terms
from reference_app.services.client_csv import guarded
from reference_app.services.client_form import is_siren, parse_day, read_client_form
from tests.app.world import CLIENT, COMPANY, World

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("last_name", ""), ("last_name", " "), ("last_name", "x" * 81), ("first_name", ""), ("title", "Duc"),
        ("birth_date", "30/02/1990"), ("birth_date", "21/11/2026"), ("birth_date", "1/1/1899"), ("birth_date", "hier"),
        ("email", "a@b"), ("email", "a b@c.fr"), ("email", "a@b@c.fr"), ("email", "<a>@b.fr"), ("phone", "06 12"),
        ("phone", "00 12 34 56 78"), ("phone", "abcdefghij"), ("phone", "+1"), ("postcode", "2A100"), ("country", ""),
        ("kind", ""), ("kind", "autre"),
    ],
)  # fmt: skip
def test_a_person_is_refused_with_a_problem_at_the_field(field: str, value: str) -> None:
    form = read_client_form({**CLIENT, field: value}, TODAY)
    assert form.fields is None
    assert set(form.problems) == {field}


@pytest.mark.parametrize(
    ("field", "value"), [("corporate_name", ""), ("siren", "123456789"), ("siren", "73282932"), ("siren", "73282932０")]
)
def test_a_company_is_refused_with_a_problem_at_the_field(field: str, value: str) -> None:
    form = read_client_form({**COMPANY, field: value}, TODAY)
    assert set(form.problems) == {field}


def test_what_is_kept_is_normal() -> None:
    typed = {
        **CLIENT, "last_name": "  Lefe\u0300vre \t Marie ", "email": "Zoe@Exemple.FR", "phone": "+33 6 12 34 56 78",
        "birth_date": "1981-05-03", "address": " 3 rue \r\n\r\n Bât. B ", "siren": "732829320",
    }  # fmt: skip
    fields = read_client_form(typed, TODAY).fields
    assert fields is not None
    assert fields.last_name == "Lefèvre Marie"
    assert (fields.email, fields.phone) == ("zoe@exemple.fr", "+33612345678")
    assert fields.birth_date == date(1981, 5, 3)
    assert fields.address == "3 rue\nBât. B"
    assert (fields.siren, fields.corporate_name) == ("", "")  # of the other kind


def test_a_foreign_client_has_its_own_postcode_and_phone() -> None:
    typed = {**CLIENT, "country": "Belgique", "postcode": "B-1000", "phone": "+32 2 555 12 12"}
    fields = read_client_form(typed, TODAY).fields
    assert fields is not None
    assert (fields.postcode, fields.phone) == ("B-1000", "+3225551212")


@given(st.dictionaries(st.sampled_from(sorted(CLIENT)), st.text(max_size=40)))
def test_any_text_is_kept_or_refused_and_never_fails(changed: dict[str, str]) -> None:
    form = read_client_form({**CLIENT, **changed}, TODAY)
    assert (form.fields is None) == bool(form.problems)
    assert all(form.typed[name] == value for name, value in changed.items())


def test_the_export_is_what_a_spreadsheet_opens(world: World) -> None:
    browser = world.broker(world.first)
    browser.add_client(last_name="=SOMME(A1)", city="@Aix", address="-3 rue; des Lilas")
    browser.add_client(**COMPANY)
    answer = browser.get("/clients/export.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="clients-2026-11-20.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len({len(line) for line in lines}) == 1
    cells = {cell for line in lines for cell in line}
    assert {"'=SOMME(A1)", "'@Aix", "'-3 rue; des Lilas", "732829320", "06 12 34 56 78", "03/05/1981"} <= cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_the_export_is_of_what_was_searched(world: World) -> None:
    browser = world.broker(world.first)
    browser.add_client()
    browser.add_client(last_name="Martin")
    assert browser.get("/clients/export.csv?q=martin").text.count("\r\n") == 2


@given(st.text(max_size=20))
def test_no_cell_starts_a_formula(text: str) -> None:
    assert not guarded(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert guarded(text).removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize(
    ("function", "text", "gives"),
    [
        (fold, "Œuvre d'Été", "oeuvre d ete"),
        (fold, "İstanbul", "istanbul"),
        (fold, "Straße", "strasse"),
        (fold, "ＡＢＣ", "abc"),
        (digits, "06.12-34/56 78", "0612345678"),
        (digits, "+32 2", "322"),
        (search_terms, "06 12 34", ["061234"]),
        (search_terms, "3 rue", ["3", "rue"]),
        (search_terms, "75", ["75"]),
        (parse_day, "1/2/1980", date(1980, 2, 1)),
        (parse_day, "1.2.1980", date(1980, 2, 1)),
        (parse_day, "1980-02-01", date(1980, 2, 1)),
        (parse_day, "1980-2-1", None),
        (parse_day, "١/٢/١٩٨٠", None),
        (is_siren, "732829320", True),
        (is_siren, "732829321", False),
        (is_siren, "000000000", False),
    ],
)
def test_small_rules(function: Callable[[str], object], text: str, gives: object) -> None:
    assert function(text) == gives


@given(st.text(max_size=60))
def test_folding_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert all(c.isalnum() or c in "@. " for c in fold(text))
