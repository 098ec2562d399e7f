"""The commands: what is made is said once, what goes wrong is one line and exit 2."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from reference_app.__main__ import main
from tests.app.children import environ
from tests.app.engine import name_database
from tests.app.world import settings_in

TENANT = (
    "create-tenant", "--name", "Cabinet Étoile", "--siren", "732829320", "--first-name", "Anne",
    "--last-name", "Roux", "--login", "anne.roux@etoile.example",
)  # fmt: skip


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("NETSOFT_")]:
        monkeypatch.delenv(name)
    settings = settings_in(tmp_path)
    monkeypatch.setenv("NETSOFT_DATA", str(settings.data_folder))
    monkeypatch.setenv("NETSOFT_KEY_FILE", str(settings.key_file))
    name_database(monkeypatch, tmp_path)
    monkeypatch.setattr(os, "umask", lambda mask: mask)


def passwords(printed: str) -> dict[str, str]:
    """Return the passwords that a command printed, by login."""
    return dict(re.findall(r"^  (\S+@\S+) +(\S+)   \(", printed, re.MULTILINE))


def test_a_brokerage_is_opened_listed_and_its_password_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(TENANT) == 0
    first = passwords(capsys.readouterr().out)
    assert set(first) == {"anne.roux@etoile.example"}
    assert main(["list"]) == 0
    listed = capsys.readouterr().out
    assert "Cabinet Étoile (SIREN 732829320)" in listed
    assert "Anne Roux <anne.roux@etoile.example>, administrateur" in listed
    assert main(["reset-password", "Anne.Roux@etoile.example"]) == 0
    again = passwords(capsys.readouterr().out)
    assert set(again) == set(first)
    assert set(again.values()).isdisjoint(first.values())


def test_a_member_of_staff_is_opened(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["create-staff", "--first-name", "Paul", "--last-name", "Serrano", "--login", "paul@editeur.example"]
    assert main(command) == 0
    assert "éditeur, /editeur" in capsys.readouterr().out
    assert main(["list"]) == 0
    assert "Paul Serrano <paul@editeur.example>" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("reset-password", "personne@ailleurs.example"), "Aucun compte"),
        ((*TENANT[:4], "123456789", *TENANT[5:]), "siren"),
        ((*TENANT[:2], "  ", *TENANT[3:]), "nom"),
        ((*TENANT[:-1], "contact@etoile.example"), "générique"),
        ((*TENANT[:-1], "anne"), "login"),
    ],
)
def test_what_goes_wrong_is_one_line(capsys: pytest.CaptureFixture[str], command: tuple[str, ...], said: str) -> None:
    assert main(command) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert error.startswith("erreur : ")
    assert said in error


def test_the_same_brokerage_or_login_is_not_opened_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(TENANT) == 0
    assert main(TENANT) == 2
    other = (*TENANT[:4], "552100554", *TENANT[5:])
    assert main(other) == 2
    assert "déjà pris" in capsys.readouterr().err
    assert main(["list"]) == 0
    assert capsys.readouterr().out.count("SIREN") == 1  # nothing is left half-made


def test_a_wrong_key_is_one_line(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(TENANT) == 0
    monkeypatch.setenv("NETSOFT_MASTER_KEY", "00" * 32)
    capfd.readouterr()
    assert main(["list"]) == 2
    error = capfd.readouterr().err  # what the engine writes past Python, too
    assert "ne s’ouvre pas avec cette clé" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("command", [[], ["inconnue"], ["serve", "--port", "x"], ["create-tenant"]])
def test_a_command_that_is_not_understood_exits_with_2(command: list[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(command)
    assert exit_.value.code == 2


@pytest.mark.parametrize("port", ["0", "-1", "65536", "99999"])
def test_a_port_that_is_none_is_one_line(capsys: pytest.CaptureFixture[str], port: str) -> None:
    assert main(["serve", "--port", port]) == 2
    assert "--port" in capsys.readouterr().err


@contextmanager
def served(tmp_path: Path, port: int, stop: int = signal.SIGINT) -> Iterator[tuple[str, str]]:
    """Serve as a person would; give the address and everything that was said before it."""
    command = [sys.executable, "-m", "reference_app", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, env={**environ(), "HOME": str(tmp_path)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    with process:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if found := re.search(r"http://\S+", line):
                yield found[0], said
                break
        process.send_signal(stop)
        said += process.stdout.read()
        assert process.wait(30) == 0, said


def test_serving_moves_to_a_free_port_explains_the_key_and_stops_cleanly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with served(tmp_path, port) as (address, said):
            assert f"Le port {port} est pris" in said
            assert "Une clé maîtresse a été créée" in said
            assert httpx2.get(address + "sante").text == "ok\n"
            assert main(["serve", "--port", str(port)]) == 2
            assert "déjà servi" in capsys.readouterr().err
            assert main(["list"]) == 0


@pytest.mark.usefixtures("copied")
def test_a_start_settles_what_was_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.app import crash

    name_database(monkeypatch, tmp_path)
    command = [sys.executable, "-m", "tests.app.crash", str(tmp_path), "inside"]
    assert subprocess.run(command, env=environ(), check=False).returncode == crash.CUT_OFF
    with served(tmp_path, 18700, signal.SIGTERM) as (_, said):
        assert "1 action(s) interrompue(s)" in said
    assert capsys.readouterr().err == ""
