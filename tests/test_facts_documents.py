"""A document of facts, from bytes: TOML or JSON, or one line that says what is wrong."""

from datetime import date

import pytest

from netsoft.errors import InvalidValue
from netsoft.facts.document import LARGEST, Form, read_document
from tests.one_line import one_line


def refusal(data: bytes, form: Form | None = None) -> str:
    with pytest.raises(InvalidValue) as refused:
        read_document(data, form)
    message = str(refused.value)
    assert one_line(message)
    return message


def test_toml_and_json() -> None:
    assert read_document(b"on = 2024-03-01") == {"on": date(2024, 3, 1)}
    assert read_document(b' \n\t{"on": "2024-03-01"}') == {"on": "2024-03-01"}
    assert read_document(b"{}") == {}
    assert read_document("nom = 'Église'".encode(), "TOML") == {"nom": "Église"}


def test_the_form_that_is_named_is_the_one_that_is_read() -> None:
    assert "TOML illisible" in refusal(b"{}", "TOML")
    assert "JSON illisible" in refusal(b"on = 2024-03-01", "JSON")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "fichier vide"),
        (b" \n\t ", "fichier vide"),
        (b"on = \n", "TOML ou JSON illisible, ligne 1, colonne 6"),
        (b'a = "', "TOML ou JSON illisible, fin du fichier"),
        (b"on = 2024-01-01\non = 2024-01-02", "deux fois"),
        (b"a = 1\n[a]\n", "deux fois"),
        (b"[a]\n[a]\n", "deux fois"),
        (b"a = {b = 1, b = 2}", "deux fois"),
        (b"on = 2024-02-30", "date impossible"),
        (b"on = 0000-01-01", "date impossible"),
        (b"a = 1\x00", "TOML ou JSON illisible"),
        (b"\xff\xfe{\x00}\x00", "BOM"),
        (b"\xfe\xff\x00{\x00}", "BOM"),
        (b"\xef\xbb\xbf{}", "BOM"),
        (b'nom = "\xe9glise"', "octet 8 : ce n'est pas de l'UTF-8"),
        (b'{"a": "\xc0\x80"}', "UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00", "UTF-8"),
        (b'{"a": 1', "JSON illisible, ligne 1, colonne 8"),
        (b'{"a": 01}', "JSON illisible"),
        (b'{"a": 1}{}', "JSON illisible"),
        (b"{'a': 1}", "JSON illisible"),
        (b'{"a": ' + b"9" * 5000 + b"}", "nombre démesuré"),
        (b"a = " + b"9" * 5000, "TOML ou JSON illisible"),
        (b'{"a": ' + b"[" * 100_000, "trop profondément"),
        (b"a = " + b"[" * 100_000, "trop profondément"),
        (b'{"a": ' * 100_000, "trop profondément"),
        (b"a." * 500_000 + b"a = 1", "trop profondément"),
        (b"[" + b'"a" . ' * 100_000 + b"a]", "trop profondément"),
        (b" " * (LARGEST + 1), "plus de 1 Mio"),
        (b"a" * (LARGEST + 1), "plus de 1 Mio"),
    ],
)
def test_what_is_refused(data: bytes, problem: str) -> None:
    assert problem in refusal(data)


@pytest.mark.parametrize("data", [b"[]", b"3", b'"on"', b"null", b"true", b"1.5", b"NaN"])
def test_a_json_document_is_an_object(data: bytes) -> None:
    assert "au lieu d'une table" in refusal(data, "JSON")


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (b'{"on": 1, "on": 2}', "on"),
        (b'{"on": 1, "on": 1, "terms": 3}', "on"),
        (b'{"payments": [{}, {"amount": "1", "amount": "2"}]}', "payments[1].amount"),
        (b'{"a": [[{"b": {"c d": 1, "c d": 2}}]]}', "a[0][0].b.« c d »"),
        (b'{"a\\u001b": {"x": 1, "x": 2}}', "« a\\x1b ».x"),
    ],
)
def test_a_key_given_twice_is_named_by_its_path(data: bytes, path: str) -> None:
    assert refusal(data).startswith(f"{path} : clé donnée deux fois")


def test_a_long_word_is_no_deep_key() -> None:
    assert read_document(b"nom = '" + b"a" * 1_000_000 + b"'")
    assert read_document(b"nom = '" + b"1.00 " * 100_000 + b"'")


def test_a_document_of_exactly_one_mebibyte_is_read() -> None:
    assert read_document(b"{}".ljust(LARGEST)) == {}


def test_a_date_that_toml_reads_as_an_instant_stays_one() -> None:
    assert read_document(b"on = 2024-03-01T12:00:00")["on"] != date(2024, 3, 1)
