"""The environment, read once into a frozen value."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from attrs import frozen

from netsoft import cg052018
from reference_app.errors import SetupError

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


@frozen
class PasswordCost:
    """What one Argon2id costs: memory in KiB, passes, lanes."""

    memory_kib: int = 47_104
    passes: int = 2
    lanes: int = 1


@frozen
class Settings:
    """Where the data and the key are, how the service is reached, and its limits."""

    data_folder: Path
    key_file: Path
    master_key: str | None = None
    https: bool = False
    hosts: tuple[str, ...] = LOOPBACK
    password_cost: PasswordCost = PasswordCost()
    session_hours: int = cg052018.CG052018.logs.session_hours
    max_body_bytes: int = 256 * 1024
    page_size: int = 50


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read ``NETSOFT_DATA``, ``NETSOFT_KEY_FILE``, ``NETSOFT_MASTER_KEY``, ``…_HTTPS``, ``…_HOSTS``."""
    data = Path(environ.get("NETSOFT_DATA") or "var/netsoft").absolute()
    named = environ.get("NETSOFT_KEY_FILE")
    hosts = tuple(h.strip().lower() for h in environ.get("NETSOFT_HOSTS", "").split(",") if h.strip())
    https = environ.get("NETSOFT_HTTPS", "")
    if https not in ("", "0", "1"):
        raise SetupError("NETSOFT_HTTPS : écrire 1 (derrière TLS) ou 0.")
    return Settings(
        data_folder=data,
        key_file=Path(named).absolute() if named else default_key_file(data, environ),
        master_key=environ.get("NETSOFT_MASTER_KEY") or None,
        https=https == "1",
        hosts=hosts or LOOPBACK,
    )


def default_key_file(data: Path, environ: Mapping[str, str]) -> Path:
    """Return the key file of a data folder: in the user's configuration, named after the folder."""
    config = Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    name = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]
    return config.absolute() / "netsoft" / f"{name}.key"
