"""Faults to plant on a real PostgreSQL server, all at once, each with the finding that must name it.

``{d}`` and ``{j}`` stand for the two databases of the first brokerage and their roles, ``{e}`` and ``{k}`` for those of
the second, ``{x}`` for a name of none, ``{m}`` for the maintenance role.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen


@frozen
class Fault:
    """What is run in which database; the code, the object and the words of the finding."""

    name: str
    plant: str
    code: str
    object: str
    says: str = ""
    database: str = "postgres"


def _inside(name: str, plant: str, found: tuple[str, str, str], database: str = "{d}") -> Fault:
    code, where, words = found
    return Fault(name, plant, code, f"{database} : {where}", words, database)


FAULTS: Final = (
    Fault("public connect", "GRANT CONNECT ON DATABASE {d} TO PUBLIC", "public-connect", "{d}", "CONNECT"),
    Fault("public temp", "GRANT TEMP ON DATABASE {j} TO PUBLIC", "public-connect", "{j}", "TEMPORARY"),
    Fault("neighbour's connect", "GRANT CONNECT ON DATABASE {d} TO {e}", "foreign-connect", "{d}", "{e}"),
    Fault("neighbour's login", "SELECT 1", "foreign-login", "{d}", "{j} entre dans {d}"),
    Fault("journal reaches dossiers", "GRANT CONNECT ON DATABASE {d} TO {j}", "foreign-connect", "{d}", "même cabinet"),
    Fault("may create", "GRANT CREATE ON DATABASE {d} TO {d}", "database-rights", "{d}", "CREATE"),
    Fault("enters the directory", "GRANT CONNECT ON DATABASE netsoft TO {e}", "foreign-connect", "netsoft", "{e}"),
    Fault("owner", "ALTER DATABASE {k} OWNER TO {k}", "database-owner", "{k}", "{k}"),
    Fault("template", "ALTER DATABASE {d} IS_TEMPLATE true", "template", "{d}"),
    Fault("sorted in another manner", "CREATE DATABASE shop ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0",
          "foreign-database", "shop"),
    Fault("unknown tenant", "CREATE DATABASE {x}", "unknown-database", "{x}"),
    Fault("unknown role", "CREATE ROLE {x}", "unknown-role", "{x}"),
    Fault("superuser", "ALTER ROLE {d} SUPERUSER", "role-superuser", "{d}"),
    Fault("bypassrls", "ALTER ROLE {d} BYPASSRLS", "role-bypassrls", "{d}"),
    Fault("createrole", "ALTER ROLE {d} CREATEROLE", "role-createrole", "{d}"),
    Fault("createdb", "ALTER ROLE {d} CREATEDB", "role-createdb", "{d}"),
    Fault("replication", "ALTER ROLE {d} REPLICATION", "role-replication", "{d}"),
    Fault("unlimited", "ALTER ROLE {d} CONNECTION LIMIT -1", "role-unlimited", "{d}"),
    Fault("membership", "GRANT {d} TO {e}", "membership", "{e}", "est membre de {d}"),
    Fault("predefined role", "GRANT pg_read_all_data TO {e}", "membership", "{e}", "pg_read_all_data"),
    Fault("setting", "ALTER ROLE {d} SET search_path = other", "setting", "{d}", "other"),
    Fault("set a parameter", "GRANT SET ON PARAMETER log_statement TO {d}", "rights-elsewhere", "pg_parameter_acl",
          "{d}"),
    Fault("rights elsewhere", "GRANT SELECT ON pg_class TO {d}", "rights-elsewhere", "postgres", "{d}"),
    Fault("expired", "ALTER ROLE {d} VALID UNTIL '2020-01-01'", "expired-password", "{d}"),
    Fault("md5", "UPDATE pg_authid SET rolpassword = 'md5' || md5('x') WHERE rolname = '{e}'", "weak-password", "{e}"),
    Fault("no password", "ALTER ROLE {k} PASSWORD NULL", "no-password", "{k}"),
    Fault("secret refused", "SELECT 1", "secret-refused", "{e}"),
    Fault("copied verifier", "UPDATE pg_authid SET rolpassword = (SELECT rolpassword FROM pg_authid WHERE rolname ="
          " '{d}') WHERE rolname = '{x}'", "shared-secret", "{d}", "{x}"),
    _inside("catalogue of secrets", "GRANT SELECT ON pg_authid TO {d}", ("excess-rights",
            "pg_catalog.pg_authid", "SELECT")),
    _inside("files of the server", "GRANT EXECUTE ON FUNCTION pg_read_file(text) TO {e}", ("foreign-rights",
            "pg_catalog.pg_read_file", "{e}")),
    _inside("definer", "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
            ("security-definer", "public.f()", "postgres")),
    _inside("foreign server", "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER elsewhere FOREIGN DATA WRAPPER w",
            ("foreign-server", "SERVER elsewhere", "")),
    _inside("event trigger", "CREATE FUNCTION g() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
            " CREATE EVENT TRIGGER spy ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION g()",
            ("event-trigger", "EVENT TRIGGER spy", "")),
    _inside("publication", "CREATE PUBLICATION out", ("publication", "PUBLICATION out", "")),
    _inside("untrusted", "CREATE FUNCTION h(text) RETURNS text LANGUAGE internal AS 'textin'", ("untrusted-language",
            "public.h(text)", "internal")),
    _inside("table owned", "ALTER TABLE clients OWNER TO {e}", ("object-owner", "public.clients", "{e}"), "{e}"),
    _inside("truncate", "GRANT TRUNCATE ON clients TO {d}", ("excess-rights", "public.clients", "TRUNCATE")),
    _inside("public table", "GRANT SELECT ON clients TO PUBLIC", ("public-rights", "public.clients", "tout le monde")),
    _inside("public schema", "GRANT USAGE ON SCHEMA public TO PUBLIC", ("public-rights", "schéma public", "USAGE")),
    _inside("may make tables", "GRANT CREATE ON SCHEMA public TO {d}", ("excess-rights", "schéma public", "CREATE")),
    _inside("row security", "ALTER TABLE clients ENABLE ROW LEVEL SECURITY", ("row-security", "public.clients", "")),
    _inside("defaults", "ALTER DEFAULT PRIVILEGES FOR ROLE {m} GRANT SELECT ON TABLES TO {e}", ("default-privileges",
            "droits par défaut de {m}", "{e}")),
    _inside("evidence changes", "GRANT UPDATE ON entries TO {j}", ("append-only", "public.entries", "UPDATE"), "{j}"),
    _inside("a column changes", "GRANT UPDATE (outcome) ON outcomes TO {j}", ("append-only",
            "public.outcomes", "UPDATE"), "{j}"),
    _inside("evidence goes", "GRANT DELETE ON outcomes TO {j}", ("append-only", "public.outcomes", "DELETE"), "{j}"),
    Fault("setting of a database", "ALTER DATABASE {j} SET search_path = other", "setting", "{j}", "other"),
)  # fmt: skip
"""Written so that no fault takes another one away."""
