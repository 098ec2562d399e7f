"""What PostgreSQL 15 to 18 says by a letter, gives everybody without being asked, and lets out of a database.

Sources: the manual of PostgreSQL 18, 5.8 (privileges: tables 5.1 and 5.2), 20.1 (pg_hba.conf), F (additional modules).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LETTERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "a": "INSERT",
        "r": "SELECT",
        "w": "UPDATE",
        "d": "DELETE",
        "D": "TRUNCATE",
        "x": "REFERENCES",
        "t": "TRIGGER",
        "X": "EXECUTE",
        "U": "USAGE",
        "C": "CREATE",
        "T": "TEMPORARY",
        "c": "CONNECT",
        "s": "SET",
        "A": "ALTER SYSTEM",
        "m": "MAINTAIN",
    }
)
"""Table 5.1, in the order in which PostgreSQL writes the letters."""

PUBLIC_ON_DATABASES: Final = "Tc"
"""What everybody has on a database of which nobody said anything (table 5.2): to connect, to make temporary tables."""

LEAKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dblink": "ouvre d'autres bases",
        "postgres_fdw": "ouvre d'autres bases",
        "file_fdw": "lit les fichiers du serveur",
        "adminpack": "écrit les fichiers du serveur",
        "pageinspect": "lit les pages de toutes les tables",
        "pg_surgery": "altère les pages des tables",
        "pg_stat_statements": "montre les ordres des autres bases",
        "pg_buffercache": "montre ce que les autres bases lisent",
        "pg_walinspect": "lit le journal de toutes les bases",
        "pg_cron": "exécute des ordres dans d'autres bases",
        "plperlu": "exécute ce que l'on veut sur le serveur",
        "plpython3u": "exécute ce que l'on veut sur le serveur",
        "pltclu": "exécute ce que l'on veut sur le serveur",
    }
)
"""Extensions that lead out of their database."""

METHODS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "trust": ("fault", "laisse entrer sans mot de passe"),
        "password": ("fault", "fait passer le mot de passe en clair"),
        "md5": ("warning", "admet un secret gardé en md5"),
        "ident": ("fault", "croit le nom que donne la machine du client"),
    }
)
"""Methods of pg_hba.conf that do not ask for a SCRAM secret or a certificate, and how grave each is."""
