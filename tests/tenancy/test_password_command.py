"""``netsoft password``: one line of standard input, and never a part of it in what is said."""

from __future__ import annotations

import getpass
import io
import json
import os
import subprocess
import sys
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from netsoft.__main__ import answer as answered
from netsoft.commands.schema import names
from netsoft.errors import InvalidValue
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


@pytest.mark.parametrize(
    ("raised", "problem"),
    [
        (EOFError(), "entrée standard : aucune ligne"),
        (getpass.GetPassWarning("Can not control echo"), "terminal : il montrerait ce qui est tapé"),
    ],
)
def test_a_terminal_that_gives_nothing_or_would_show_it(
    monkeypatch: pytest.MonkeyPatch, raised: Exception, problem: str
) -> None:
    def asks(*_asked: object) -> str:
        raise raised

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", asks)
    with pytest.raises(InvalidValue) as refused:
        answered(["password"])
    assert str(refused.value) == f"{problem} ; y envoyer le mot de passe, sur une seule ligne"


def read_until(terminal: int, said: bytes) -> bytes:
    """Read what a terminal shows until something is said, or it is closed."""
    shown = b""
    while said not in shown:
        try:
            shown += os.read(terminal, 1024) or said
        except OSError:
            break
    return shown


def test_at_a_real_terminal_it_is_asked_for_unseen() -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "netsoft", "password"]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, start_new_session=True) as one:
        os.close(theirs)
        shown = read_until(ours, b"Mot de passe : ")
        os.write(ours, f"{STRONG}\n".encode())
        shown += read_until(ours, b"nothing more")
        assert one.stdout is not None
        out = one.stdout.read()
    os.close(ours)
    assert out.decode().startswith("Mot de passe accepté")
    assert shown.decode().strip() == "Mot de passe :"
    assert one.returncode == ANSWERED


def test_a_closed_standard_input_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InvalidValue, match="entrée standard : elle est fermée"):
        answered(["password"])
