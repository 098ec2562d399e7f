"""The commands say what is missing, and do nothing twice."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

TOOLS = ("cat", "cksum", "dirname", "sh")


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder of programs that holds the least, and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    return folder


def prepare(tools: Path, name: str = "run", **environ: str) -> subprocess.CompletedProcess[str]:
    """Run ``scripts/environment`` with these programs alone, beside an environment of its own."""
    command = [str(tools / "sh"), str(ROOT / "scripts" / "environment"), name]
    environ = {"PATH": str(tools), "VENV": str(tools.parent / "venv"), **environ}
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def program(folder: Path, name: str, text: str) -> None:
    """A program made of a few lines of shell."""
    path = folder / name
    path.write_text(f"#!{folder}/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


def test_no_python_is_said(tools: Path) -> None:
    done = prepare(tools)
    assert done.returncode == 1
    assert "no Python 3.11 to 3.14 was found" in done.stderr


def test_an_old_python_is_no_python(tools: Path) -> None:
    program(tools, "python3", "exit 1")
    assert "no Python 3.11 to 3.14 was found" in prepare(tools).stderr


def test_a_python_without_venv_is_said(tools: Path) -> None:
    program(tools, "python3", 'case "$*" in *ensurepip*) exit 1 ;; esac')
    done = prepare(tools)
    assert done.returncode == 1
    assert "python3 lacks the modules venv and ensurepip" in done.stderr


def test_the_python_that_is_named_is_checked(tools: Path) -> None:
    program(tools, "mine", "exit 1")
    assert "PYTHON=mine is not a Python 3.11 to 3.14" in prepare(tools, PYTHON="mine").stderr


def test_a_broken_environment_is_said(tools: Path) -> None:
    (tools.parent / "venv").mkdir()
    done = prepare(tools)
    assert done.returncode == 1
    assert "holds no working Python" in done.stderr


def test_what_cannot_be_installed_is_said_and_tried_again(tools: Path) -> None:
    home = tools.parent / "venv" / "bin"
    home.mkdir(parents=True)
    for name in TOOLS:
        (home / name).symlink_to(tools / name)
    program(home, "python", 'case "$*" in *install*) exit 1 ;; esac')
    for _ in range(2):
        done = prepare(tools)
        assert done.returncode == 1
        assert "could not be installed" in done.stderr


def test_the_second_time_does_nothing(tools: Path) -> None:
    home = tools.parent / "venv" / "bin"
    home.mkdir(parents=True)
    program(tools, "note", f"echo \"$*\" >> '{tools.parent}/calls'")
    (home / "sh").symlink_to(tools / "sh")
    program(home, "python", f"'{tools}/note' \"$@\"")
    assert prepare(tools, "test").returncode == 0
    installs = (tools.parent / "calls").read_text(encoding="utf-8").count("install")
    assert installs == 2  # the requirements, and netsoft itself
    for name in ("test", "run"):
        done = prepare(tools, name)
        assert (done.returncode, done.stdout) == (0, "")
    assert (tools.parent / "calls").read_text(encoding="utf-8").count("install") == installs


def test_make_lists_the_commands() -> None:
    make = shutil.which("make")
    assert make
    environ = {"PATH": os.environ["PATH"]}
    done = subprocess.run([make], cwd=ROOT, env=environ, capture_output=True, text=True, check=True)
    for name in ("run", "test", "check", "bench", "mutants", "browser", "lock", "clean"):
        assert f"\n  {name} " in done.stdout
