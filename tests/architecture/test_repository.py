"""What is committed speaks of the product alone, and pins what it needs."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, none

# Written in halves, so that this file does not name them.
INDEXES = ("pypi" + ".org/simple", "files.python" + "hosted", "registry" + ".npmjs", "deb" + ".debian.org")
FOLDERS = tuple(f"/{name}/" for name in ("home", "opt", "root", "tmp", "Users", "work"))
TELLTALE = re.compile("|".join([*map(re.escape, INDEXES), *(rf"(?<![\w.<~*]){re.escape(f)}\w" for f in FOLDERS)]))
ADDRESS = re.compile(r"://|--(extra-)?index-url|--find-links|--trusted-host|^-[fi] ", re.MULTILINE)
SETS = ("run", "test", "browser", "quality", "mutants", "lock")


def committed() -> list[Path]:
    """The files that git keeps."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone: what is committed is not known")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def telltales(name: str, text: str) -> Iterator[str]:
    """The lines that name a package index or a folder of somebody's machine."""
    for number, line in enumerate(text.splitlines(), start=1):
        if TELLTALE.search(line):
            yield f"{name}:{number}: {line.strip()[:100]}"


def texts() -> Iterator[tuple[str, str]]:
    for path in committed():
        try:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_index_and_no_machine_is_named() -> None:
    none(line for name, text in texts() for line in telltales(name, text))


@pytest.mark.parametrize(
    "line", [f"see {INDEXES[0]}/attrs", f"https://{INDEXES[1]}.org/x", f"in {FOLDERS[2]}x", f"'{FOLDERS[3]}x.db'"]
)
def test_planted_telltales_are_seen(line: str) -> None:
    assert list(telltales("planted.md", f"first\n{line}\n"))


@pytest.mark.parametrize("line", ["docs/work/x", "GET /clients/tmp", "/tmp", "~/work/x"])
def test_other_paths_are_allowed(line: str) -> None:
    assert not list(telltales("planted.md", line))


@pytest.mark.parametrize("name", SETS)
def test_pins_are_exact_hashed_and_without_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert not ADDRESS.search(text)
    for requirement in text.replace("\\\n", " ").splitlines():
        assert re.match(r"[\w.\-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}", requirement), requirement


@pytest.mark.parametrize("text", ["--index-url x", "-i x", "--find-links y", "a @ https://b", "-f wheels"])
def test_planted_addresses_are_seen(text: str) -> None:
    assert ADDRESS.search(text)


def pins(name: str) -> set[str]:
    """The pins of a set, without their markers."""
    lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return {line.split(" ")[0] for line in lines if not line.startswith(" ")}


def test_the_sets_of_one_environment_agree() -> None:
    assert pins("run") < pins("test") < pins("browser") < pins("quality")


def test_every_requirement_is_pinned() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    extras = project["project"]["optional-dependencies"].values()
    wanted = [*project["project"]["dependencies"], *(r for extra in extras for r in extra)]
    wanted += [r for group in project["dependency-groups"].values() for r in group if isinstance(r, str)]
    names = {re.split(r"[\[><=;~! ]", r)[0].lower() for r in wanted} - {"netsoft"}
    pinned = {pin.split("==")[0] for name in SETS for pin in pins(name)}
    assert names - pinned == set()


def test_the_changelog_tells_the_version() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
