"""``netsoft password``: one line of standard input, and never a part of it in what is said."""

from __future__ import annotations

import getpass
import io
import json
import sys
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from netsoft.commands.schema import names
from netsoft.testing import passwords
from tests.fuzz.running import ANSWERED, NOT_UNDERSTOOD, Said, run, wrong

STRONG = "kV7#mQ2!xW9z"


def asked(data: str | bytes, *options: str) -> Said:
    """What the command says of a line."""
    argv = ["password", *options]
    said = run(argv, data.encode() if isinstance(data, str) else data)
    assert wrong(said, argv) == ""
    return said


def answer(data: str, *options: str) -> Any:
    """The JSON answer, which keeps the published schema."""
    document = json.loads(asked(data, "--json", *options).out)
    jsonschema.validate(document, json.loads(run(["schema", "password-answer"]).out))
    return document


def test_it_says_whether_and_why() -> None:
    said = asked(f"{STRONG}\n")
    assert said.code == ANSWERED
    assert said.out.splitlines() == [
        "Mot de passe accepté (CNIL, délibération 2022-100 du 21 juillet 2022).",
        "- 79,55 bits sur 80 demandés pour un mot de passe seul (clause 6.3)",
        "- 12 caractères au moins, de 4 sortes : la CNIL les tient pour équivalents (clause 6.3)",
    ]
    assert asked("azerty").out.startswith("Mot de passe refusé (")


def test_it_says_it_in_json() -> None:
    assert "password-answer" in names()
    reasons = [
        {"clause": "6.3", "fact": "53,03 bits sur 50 demandés avec une restriction d'accès"},
    ]
    expected = {"schema": 1, "accepted": True, "case": "restricted", "entropy_bits": 53.03, "reasons": reasons}
    assert answer("kV7#mQ2!\r\n", "--case", "restricted") == expected
    assert answer("kV7#mQ2!")["accepted"] is False
    assert answer("kV7#mQ2!")["case"] == "alone"


def test_names_and_lists_count() -> None:
    assert answer("girafe-Roche-7t", "--own", "Alix Roche")["entropy_bits"] < answer("girafe-Roche-7t")["entropy_bits"]
    four = ("ardoise girafe tambour cuivre", "--case", "restricted")
    assert [answer(*four)["accepted"], answer(*four, "--words-in-list", "7776")["accepted"]] == [False, True]


@pytest.mark.parametrize(
    ("data", "options", "error"),
    [
        ("", [], "entrée standard : aucune ligne ; y envoyer le mot de passe, sur une seule ligne"),
        ("\n", [], "entrée standard : aucune ligne ; y envoyer le mot de passe, sur une seule ligne"),
        ("Zq7a\nZq7b\n", [], "entrée standard : plusieurs lignes ; y envoyer le mot de passe, sur une seule ligne"),
        ("Zq7a\u2028Zq7b", [], "entrée standard : plusieurs lignes ; y envoyer le mot de passe, sur une seule ligne"),
        ("Zq7a\n\n", [], "entrée standard : plusieurs lignes ; y envoyer le mot de passe, sur une seule ligne"),
        (b"Zq7a\xff", [], "entrée standard : ce n'est pas de l'UTF-8 ; y envoyer le mot de passe, sur une seule ligne"),
        ("Zq7a" * 1025, [], "entrée standard : plus de 4096 octets ; y envoyer le mot de passe, sur une seule ligne"),
        ("Zq7a", ["--case", "pin"], "--case : cas inconnu : « pin » ; écrire alone, restricted, device"),
        ("Zq7a", ["--words-in-list", "0"], "--words-in-list : nombre illisible : « 0 » ; écrire par exemple 7776"),
        ("Zq7a", ["Zq7a"], "arguments : inconnu : « Zq7a » ; voir « netsoft password --help »"),
    ],
)
def test_what_is_no_line_is_not_understood(data: str | bytes, options: list[str], error: str) -> None:
    said = asked(data, *options)
    assert (said.code, said.err) == (NOT_UNDERSTOOD, f"netsoft : {error}\n")


@given(passwords())
def test_no_password_is_ever_said(password: str) -> None:
    said = asked(f"Zq7!{password}", "--json")
    assert "Zq7!" not in said.out + said.err


class Terminal(io.StringIO):
    """A terminal at which somebody sits."""

    def isatty(self) -> bool:
        """Whether it is one."""
        return True


def test_at_a_terminal_it_is_asked_for_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    from netsoft.__main__ import answer as answered

    monkeypatch.setattr(sys, "stdin", Terminal("what is typed would be seen\n"))
    monkeypatch.setattr(getpass, "getpass", lambda prompt, _stream: STRONG if prompt == "Mot de passe : " else "")
    assert answered(["password"]).startswith("Mot de passe accepté")
    monkeypatch.setattr(sys, "stdin", None)
    assert run(["password"], STRONG.encode()).code == ANSWERED
