"""Logins tried on a PostgreSQL server, for the audit: what the server answers, not what it is set up to answer."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import psycopg
from sqlalchemy import URL

from netsoft.tenancy.audit import LoginFacts
from reference_app.storage.catalogue import AT_ONCE
from reference_app.storage.server import connect

_NO_FILE: Final = f"{os.devnull}/none"
Secrets = Mapping[str, Sequence[bytes]]
"""The secrets of each database's role, by its name: the present one and, while it is being replaced, the next."""


def try_logins(url: URL, secrets: Secrets) -> Iterator[LoginFacts]:
    """Try each database with its own secret, with none, and as the role of the next database with that one's secret.

    In the order of their names the next database is now the other one of the same brokerage, now a neighbour's.
    """
    names = sorted(secrets)
    pairs = zip(names, [*names[1:], *names[:1]], strict=True)
    with ThreadPoolExecutor(AT_ONCE) as doors:
        for found in doors.map(lambda pair: tuple(_at(url, secrets, pair)), pairs):
            yield from found


def _at(url: URL, secrets: Secrets, pair: tuple[str, str]) -> Iterator[LoginFacts]:
    """Try one database, with the role of another besides its own."""
    name, other = pair
    bare = url.set(database=name, username=name, password="")
    yield LoginFacts(name, name, with_secret=True, opened=_any(url, name, (name, secrets[name])))
    yield LoginFacts(name, name, with_secret=False, opened=_opens(bare))
    if other != name:
        yield LoginFacts(other, name, with_secret=True, opened=_any(url, name, (other, secrets[other])))


def _any(url: URL, database: str, login: tuple[str, Sequence[bytes]]) -> bool:
    """Tell whether one of a role's secrets opens a database, by SCRAM and in no other manner."""
    role, secrets = login
    scram = url.set(database=database, username=role).update_query_dict({"require_auth": "scram-sha-256"})
    return any(_opens(scram.set(password=secret.hex())) for secret in secrets)


def _opens(url: URL) -> bool:
    """Try once; neither the user's file of passwords nor a variable helps."""
    try:
        connect(url.update_query_dict({"passfile": _NO_FILE})).close()
    except psycopg.OperationalError:
        return False
    return True
