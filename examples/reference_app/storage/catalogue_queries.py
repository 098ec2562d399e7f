"""What is asked of PostgreSQL's catalogues (versions 15 to 18). No query reads a row of a client, nor a verifier.

Objects that PostgreSQL made for itself (``oid`` below 16384) are shown only where somebody was given a right on them
since, and then with these rights alone.
"""

from __future__ import annotations

from typing import Final

DATABASES: Final = """
SELECT datname, pg_get_userbyid(datdba), datacl::text[], pg_encoding_to_char(encoding),
       CASE datlocprovider WHEN 'i' THEN 'icu' ELSE datcollate END, datctype, datistemplate, datallowconn
FROM pg_database
"""

ROLES: Final = """
SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolcanlogin, rolinherit,
       rolconnlimit, coalesce(rolvaliduntil < now(), false)
FROM pg_roles
"""

ADMINISTRATOR: Final = "SELECT rolname FROM pg_roles WHERE oid = 10"  # whoever the server was set up as

MAY_SEE_SECRETS: Final = "SELECT has_table_privilege('pg_authid', 'SELECT')"

SECRETS: Final = """
SELECT rolname,
       CASE WHEN rolpassword IS NULL THEN 'none' WHEN rolpassword LIKE 'SCRAM-SHA-256$%' THEN 'scram'
            WHEN rolpassword LIKE 'md5%' THEN 'md5' ELSE 'other' END,
       CASE WHEN rolpassword LIKE 'SCRAM-SHA-256$%' THEN split_part(split_part(rolpassword, '$', 2), ':', 2) END
FROM pg_authid
"""

MEMBERSHIPS: Final = """
SELECT pg_get_userbyid(roleid), pg_get_userbyid(member), pg_get_userbyid(grantor), admin_option, true, true
FROM pg_auth_members
"""

MEMBERSHIPS_SINCE_16: Final = """
SELECT pg_get_userbyid(roleid), pg_get_userbyid(member), pg_get_userbyid(grantor),
       admin_option, inherit_option, set_option
FROM pg_auth_members
"""

SETTINGS: Final = """
SELECT coalesce(pg_roles.rolname, ''), coalesce(datname, ''), setconfig
FROM pg_db_role_setting LEFT JOIN pg_roles ON pg_roles.oid = setrole
     LEFT JOIN pg_database ON pg_database.oid = setdatabase
"""

# Rights on a database are the database's; of what belongs to the whole server, memberships are asked for elsewhere.
DEPENDENCIES: Final = """
SELECT role, place, owns, count(*)::int FROM (
    SELECT pg_get_userbyid(refobjid) AS role, deptype = 'o' AS owns,
           CASE WHEN dbid <> 0 THEN (SELECT datname FROM pg_database WHERE oid = dbid)
                WHEN classid = 'pg_database'::regclass THEN (SELECT datname FROM pg_database WHERE oid = objid)
                ELSE classid::regclass::text END AS place
    FROM pg_shdepend
    WHERE refclassid = 'pg_authid'::regclass AND deptype IN ('o', 'a') AND classid <> 'pg_auth_members'::regclass
) AS found GROUP BY role, place, owns
"""

SERVER: Final = """
SELECT name, setting FROM pg_settings
WHERE name IN ('password_encryption', 'listen_addresses', 'ssl', 'log_statement', 'log_min_duration_statement')
"""

MAY_SEE_ENTRY: Final = """
SELECT has_table_privilege('pg_hba_file_rules', 'SELECT') AND has_function_privilege('pg_hba_file_rules()', 'EXECUTE')
"""

ENTRY: Final = """
SELECT line_number, coalesce(type, ''), coalesce(database, '{}'), coalesce(user_name, '{}'), address, netmask,
       coalesce(auth_method, ''), error
FROM pg_hba_file_rules
"""

_STANDING: Final = """
    SELECT array_agg(a::text) AS given FROM unnest({acl}) AS a
    WHERE {table}.oid >= 16384 OR nspname = 'public'
       OR (a::text <> ALL (coalesce(initprivs::text[], '{{}}')) AND split_part(a::text, '=', 1) <> {owner}
           AND NOT (nspname = 'information_schema' AND a::text LIKE '=%'))
"""
"""The rights on an object: all of them on ours, on PostgreSQL's own those that were given since it was set up."""

_NOT_OF_EXTENSIONS: Final = """
NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = '{table}'::regclass AND objid = {table}.oid AND deptype = 'e')
"""


def _on(table: str, acl: str, owner: str) -> dict[str, str]:
    """Fill the parts of a question that are the same for every kind of object."""
    return {
        "given": _STANDING.format(acl=acl, table=table, owner=f"pg_get_userbyid({owner})"),
        "initial": f"LEFT JOIN pg_init_privs AS i ON classoid = '{table}'::regclass AND objoid = {table}.oid"
        " AND objsubid = 0",
        "ours": f"({table}.oid >= 16384 OR nspname = 'public' OR {acl} IS DISTINCT FROM initprivs)",
        "whole": _NOT_OF_EXTENSIONS.format(table=table),
    }


SCHEMAS: Final = """
SELECT nspname, pg_get_userbyid(nspowner), given
FROM pg_namespace {initial}, LATERAL ({given}) AS rights
WHERE nspname !~ '^pg_(toast|temp)' AND {ours}
  AND (pg_namespace.oid >= 16384 OR nspname = 'public' OR given IS NOT NULL)
""".format(**_on("pg_namespace", "nspacl", "nspowner"))

RELATIONS: Final = """
SELECT nspname, relname,
       CASE WHEN relkind IN ('r', 'p') THEN 'table' WHEN relkind IN ('v', 'm') THEN 'view'
            WHEN relkind = 'S' THEN 'sequence' ELSE 'other' END,
       pg_get_userbyid(relowner), given, coalesce(of_columns, '{{}}'), relrowsecurity
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace {initial}, LATERAL ({given}) AS rights,
LATERAL (
    SELECT array_agg(a::text) AS of_columns FROM pg_attribute, unnest(attacl) AS a
    WHERE attrelid = pg_class.oid AND (pg_class.oid >= 16384 OR a::text <> ALL (coalesce((
        SELECT initprivs::text[] FROM pg_init_privs
        WHERE classoid = 'pg_class'::regclass AND objoid = pg_class.oid AND objsubid = attnum), '{{}}')))
) AS columns
WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND nspname !~ '^pg_(toast|temp)' AND {whole}
  AND ({ours} OR EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = pg_class.oid AND attacl IS NOT NULL))
  AND (pg_class.oid >= 16384 OR given IS NOT NULL OR of_columns IS NOT NULL)
""".format(**_on("pg_class", "relacl", "relowner"))  # noqa: S608 - every part is written here

FUNCTIONS: Final = """
SELECT nspname, quote_ident(proname) || '(' || pg_get_function_identity_arguments(pg_proc.oid) || ')',
       pg_get_userbyid(proowner), prosecdef, lanname, lanpltrusted OR pg_proc.oid < 16384, given
FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
     JOIN pg_language ON pg_language.oid = prolang {initial}, LATERAL ({given}) AS rights
WHERE {ours} AND {whole} AND (pg_proc.oid >= 16384 OR given IS NOT NULL)
""".format(**_on("pg_proc", "proacl", "proowner"))

EXTENSIONS: Final = "SELECT extname FROM pg_extension"
FOREIGN_SERVERS: Final = "SELECT srvname FROM pg_foreign_server"
EVENT_TRIGGERS: Final = "SELECT evtname FROM pg_event_trigger"
PUBLICATIONS: Final = "SELECT pubname FROM pg_publication"
SUBSCRIPTIONS: Final = """
SELECT subname FROM pg_subscription JOIN pg_database ON pg_database.oid = subdbid WHERE datname = current_database()
"""

DEFAULTS: Final = """
SELECT pg_get_userbyid(defaclrole), coalesce(nspname, ''),
       CASE defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'ROUTINES'
            WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END,
       defaclacl::text[]
FROM pg_default_acl LEFT JOIN pg_namespace ON pg_namespace.oid = defaclnamespace
"""
