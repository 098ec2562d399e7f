"""The environment, read once into a frozen value."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from attrs import field, frozen
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from netsoft import cg052018
from netsoft.errors import InvalidValue
from netsoft.tenancy.networks import Proxies
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
    proxies: Proxies = field(factory=Proxies)
    insecure: bool = False
    password_cost: PasswordCost = PasswordCost()
    session_hours: int = cg052018.CG052018.logs.session_hours
    max_body_bytes: int = 256 * 1024
    page_size: int = 50
    database: URL | None = field(default=None, repr=False)
    audit_database: URL | None = field(default=None, repr=False)
    connections: int = 80
    backups: Path | None = None
    sites: Mapping[str, URL | Path] = field(factory=dict, repr=False)
    bucket: str | None = None
    s3: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    sessions: str | None = field(default=None, repr=False)
    max_upload_bytes: int = 20 * 1024 * 1024

    @property
    def where(self) -> str:
        """Where the data is, as people are told; never with a password."""
        return str(self.data_folder) if self.database is None else self.database.render_as_string()


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read ``NETSOFT_DATA``, ``…_DATABASE``, ``…_CONNECTIONS``, ``…_KEY_FILE``, ``…_MASTER_KEY`` and how it is reached.

    ``NETSOFT_DATABASE``, the address of a PostgreSQL database, moves the databases there; without it they are
    encrypted files. ``NETSOFT_AUDIT_DATABASE`` is the address by which the audit reads that server,
    ``NETSOFT_BACKUPS`` the folder of the archives. ``NETSOFT_FILES``, a bucket of S3 with the usual AWS variables,
    moves the files there.

    ``NETSOFT_SESSIONS``, the address of a Redis, moves the sessions there; without it the directory keeps them.

    How it is reached: ``NETSOFT_HTTPS``, ``…_HOSTS``, ``…_PROXY``, ``…_INSECURE``.

    A host beyond this machine is refused without TLS: passwords and cookies would travel in clear.
    """
    data = Path(environ.get("NETSOFT_DATA") or "var/netsoft").absolute()
    named = environ.get("NETSOFT_KEY_FILE")
    hosts = tuple(h.strip().lower() for h in environ.get("NETSOFT_HOSTS", "").split(",") if h.strip())
    settings = Settings(
        data_folder=data,
        key_file=Path(named).absolute() if named else default_key_file(data, environ),
        master_key=environ.get("NETSOFT_MASTER_KEY") or None,
        https=_switch(environ, "NETSOFT_HTTPS", "derrière TLS"),
        hosts=hosts or LOOPBACK,
        proxies=_proxies(environ.get("NETSOFT_PROXY", "")),
        insecure=_switch(environ, "NETSOFT_INSECURE", "sans TLS, en connaissance de cause"),
        database=_database(environ, "NETSOFT_DATABASE"),
        audit_database=_database(environ, "NETSOFT_AUDIT_DATABASE"),
        sites=_sites(environ),
        backups=Path(environ["NETSOFT_BACKUPS"]).absolute() if environ.get("NETSOFT_BACKUPS") else None,
        bucket=_bucket(environ.get("NETSOFT_FILES") or None),
        s3=tuple((key, value) for key, value in environ.items() if key.startswith("AWS_")),
        sessions=_redis(environ.get("NETSOFT_SESSIONS") or None),
        connections=_count(environ.get("NETSOFT_CONNECTIONS") or "80"),
    )
    for host in settings.hosts:
        refuse_in_clear(host, "NETSOFT_HOSTS", settings)
    return settings


def refuse_in_clear(host: str, source: str, settings: Settings) -> None:
    """Refuse a host that others can reach without TLS, unless it is asked for by name."""
    if not (settings.https or settings.insecure or _is_loopback(host)):
        raise SetupError(
            f"{source} : {host} est joignable d’ailleurs et les mots de passe passeraient en clair ; mettre TLS "
            "devant et NETSOFT_HTTPS=1, ou NETSOFT_INSECURE=1 en connaissance de cause."
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _switch(environ: Mapping[str, str], name: str, meaning: str) -> bool:
    value = environ.get(name, "")
    if value not in ("", "0", "1"):
        raise SetupError(f"{name} : écrire 1 ({meaning}) ou 0.")
    return value == "1"


def _database(environ: Mapping[str, str], name: str) -> URL | None:
    """Read the address of a PostgreSQL database; it is never repeated, since it holds a password."""
    text = environ.get(name)
    if not text:
        return None
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() not in ("postgresql", "postgres") or not url.database or not url.username:
        form = "postgresql://role:motdepasse@serveur:5432/base"
        raise SetupError(f"{name} : écrire l’adresse d’une base PostgreSQL, par exemple {form}")
    return url.set(drivername="postgresql+psycopg")


def _bucket(text: str | None) -> str | None:
    if text is not None and not text.startswith("s3://"):
        raise SetupError("NETSOFT_FILES : écrire s3://seau, ou ne rien écrire : les fichiers sont avec les données.")
    return text


def _redis(text: str | None) -> str | None:
    """Read the address of a Redis; it is never repeated, since it may hold a password."""
    if text is not None and not text.startswith(("redis://", "rediss://", "unix://")):
        raise SetupError(
            "NETSOFT_SESSIONS : écrire l’adresse d’un Redis, par exemple rediss://:motdepasse@serveur:6379/0"
        )
    return text


def _sites(environ: Mapping[str, str]) -> dict[str, URL | Path]:
    """Read ``name=address`` of further places for databases, separated by commas; none is repeated."""
    found: dict[str, URL | Path] = {}
    for each in filter(None, environ.get("NETSOFT_SITES", "").split(",")):
        name, _, where = each.strip().partition("=")
        if not (name.isalnum() and where) or name in found:
            raise SetupError("NETSOFT_SITES : écrire nom=adresse,autre=adresse ; une adresse PostgreSQL ou un dossier.")
        url = _database({"NETSOFT_SITES": where}, "NETSOFT_SITES") if "://" in where else None
        found[name] = url if url is not None else Path(where).absolute()
    return found


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 10 <= int(text) <= 10_000):
        raise SetupError("NETSOFT_CONNECTIONS : écrire un nombre de connexions, de 10 à 10000.")
    return int(text)


def _proxies(text: str) -> Proxies:
    try:
        return Proxies.parse(text)
    except InvalidValue as error:
        example = "écrire les adresses ou les réseaux des proxys, par exemple 127.0.0.1 ou 10.0.0.0/28"
        raise SetupError(f"NETSOFT_PROXY : {error.problem} ; {example}.") from error


def default_key_file(data: Path, environ: Mapping[str, str]) -> Path:
    """Return the key file of a data folder: in the user's configuration, named after the folder."""
    config = Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    name = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]
    return config.absolute() / "netsoft" / f"{name}.key"
