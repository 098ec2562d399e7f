"""Streams that fail under the command line, in this process."""

import io
import sys
from pathlib import Path

import pytest

from netsoft.__main__ import main


class Failing(io.StringIO):
    """A stream on which nothing can be written."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    def write(self, _text: str) -> int:
        raise self.error


class Broken(Failing):
    """A pipe that nobody reads any more: what was left in it fails at its end too."""

    def close(self) -> None:
        if not self.closed:
            super().close()
            raise self.error


class Unreadable(io.RawIOBase):
    """A stream that cannot be read."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: object) -> int:
        raise OSError(5, "Input/output error")


Capture = pytest.CaptureFixture[str]


def test_nobody_reads(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys, "stdout", Broken(BrokenPipeError()))
    assert main(["rates"]) == 0
    assert capsys.readouterr().err == ""


def test_nothing_can_be_written(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys, "stdout", Failing(OSError(28, "No space left on device")))
    assert main(["rates"]) == 2
    assert capsys.readouterr().err.startswith("netsoft : sortie : écriture impossible (No space left on device) ; ")


def test_an_interruption(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys, "stdout", Failing(KeyboardInterrupt()))
    assert main(["rates"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_a_stream_that_is_closed(stream: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys, stream, None)
    assert main(["decompte", "-"]) == 2
    if stream == "stdin":
        assert capsys.readouterr().err.startswith("netsoft : entrée standard : elle est fermée ; ")


def test_standard_output_that_is_closed(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["rates"]) == 2
    assert capsys.readouterr().err == "netsoft : sortie : elle est fermée ; vérifier où va la réponse\n"


def test_standard_input_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Unreadable())))
    assert main(["decompte", "-"]) == 2
    assert capsys.readouterr().err.startswith("netsoft : entrée standard : lecture impossible ; ")


def test_a_file_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def forbidden(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    assert main(["decompte", "faits.toml"]) == 2
    assert "lecture interdite" in capsys.readouterr().err


def test_the_arguments_of_the_process_are_the_default(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys, "argv", ["netsoft", "--version"])
    assert main() == 0
    assert capsys.readouterr().out.startswith("netsoft ")
