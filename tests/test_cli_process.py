"""The command line as a process: streams that break, files that are none, terminals that speak no French."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[1] / "examples" / "facts" / "prelevement-rejete.toml"
COMMAND = [sys.executable, "-m", "netsoft"]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="devices of Linux")


def netsoft(*argv: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    surroundings = {**os.environ, **environment}
    return subprocess.run([*COMMAND, *argv], capture_output=True, env=surroundings, check=False)


def one_line_of(done: "subprocess.CompletedProcess[bytes]") -> str:
    assert done.returncode == 2
    assert done.stdout == b""
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1
    return lines[0]


def test_the_installed_command_says_the_same() -> None:
    script = Path(sysconfig.get_path("scripts")) / "netsoft"
    done = subprocess.run([str(script), "decompte", str(EXAMPLE)], capture_output=True, check=True)
    assert done.stdout == netsoft("decompte", str(EXAMPLE)).stdout
    assert done.stderr == b""


def test_whoever_reads_the_answer_may_stop_reading() -> None:
    shell = f"'{sys.executable}' -m netsoft decompte '{EXAMPLE}' --variants | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@LINUX
def test_an_answer_that_cannot_be_written() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, "rates"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("netsoft : sortie : écriture impossible")
    assert len(done.stderr.splitlines()) == 1


@LINUX
@pytest.mark.parametrize("name", ["/dev/zero", "/proc/self/mem", "/proc"])
def test_files_that_are_none(name: str) -> None:
    assert one_line_of(netsoft("decompte", name)).startswith("netsoft : ")


@LINUX
def test_closed_streams() -> None:
    shell = f"'{sys.executable}' -m netsoft decompte - <&-"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, check=False)
    assert "entrée standard" in one_line_of(done)
    silent = f"'{sys.executable}' -m netsoft rates >&-"
    done = subprocess.run(["bash", "-c", silent], capture_output=True, check=False)
    assert "sortie" in one_line_of(done)
    deaf = f"'{sys.executable}' -m netsoft rates --on hier 2>&-"
    assert subprocess.run(["bash", "-c", deaf], check=False).returncode == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "faits.toml"
    path.write_bytes(EXAMPLE.read_bytes())
    path.chmod(0)
    assert "lecture interdite" in one_line_of(netsoft("decompte", str(path)))


@pytest.mark.parametrize("environment", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0"}])
def test_terminals_that_speak_no_french(environment: dict[str, str]) -> None:
    done = netsoft("decompte", str(EXAMPLE), **environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "DÉCOMPTE DES SOMMES DUES" in done.stdout.decode()
    assert "il n'existe pas" in one_line_of(netsoft("decompte", "é.toml", **environment))


@LINUX
def test_a_name_that_is_no_text() -> None:
    done = subprocess.run([*map(os.fsencode, COMMAND), b"decompte", b"\xff.toml"], capture_output=True, check=False)
    assert "il n'existe pas" in one_line_of(done)
