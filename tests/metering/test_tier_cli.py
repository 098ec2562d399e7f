"""``netsoft tier``: what it answers, and the one line in which it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.facts.usage_csv import LARGEST_SHEET, read_declared, read_usage
from netsoft.metering.usage import Usage
from netsoft.testing import usages
from tests.fuzz.running import Said, run, wrong_pages
from tests.test_schemas import check

EXAMPLES = Path(__file__).parents[2] / "examples" / "usage"
GOLDEN = Path(__file__).parents[1] / "golden" / "usage"
SHEET, USERS = str(EXAMPLES / "usage.csv"), str(EXAMPLES / "utilisateurs.csv")
ARGV = ["tier", SHEET, "--month", "2026-10", "--declared", USERS, "--excluded", "demonstration"]
HEADER = "tenant,user,month,actions\n"


def answered(argv: list[str], stdin: str = "") -> str:
    said = run(argv, stdin.encode())
    assert (said.code, said.err) == (0, "")
    return said.out


def parsed(argv: list[str], stdin: str = "") -> Any:
    found = json.loads(answered([*argv, "--json"], stdin))
    check(found, "tier-answer")
    return found


def refused(said: Said) -> str:
    assert (said.code, said.out) == (2, "")
    line, end, rest = said.err.partition("\n")
    assert (end, rest) == ("\n", "")
    assert line.startswith("netsoft : ")
    assert " ; " in line
    return line.removeprefix("netsoft : ")


def seen(rows: str, *options: str) -> Any:
    return parsed(["tier", "-", "--month", "2026-10", "--users-seen", *options], HEADER + rows)


def test_the_answer() -> None:
    """24 600 actions by 6 users: 4 100, and 6 150; nina alone did 9 000."""
    found = parsed(ARGV)
    assert (found["month"], found["actions"], found["user_months"]) == ("2026-10", 24_600, 6)
    assert found["mean"] == {"numerator": 4100, "denominator": 1}
    assert (found["observed_tier"], found["published_tier"], found["binding"]) == (6150, 3600, "observed")
    assert (found["binding_tier"], found["excluded"]) == (6150, ["demonstration"])
    keys = ("tenant", "declared_users", "actions", "allowance", "overage")
    assert [tuple(row[key] for key in keys) for row in found["tenants"]] == [
        ("assur-alizes", 1, 9000, 6150, 2850),
        ("cabinet-mistral", 3, 11_200, 18_450, 0),
        ("courtage-sirocco", 3, 4400, 18_450, 0),
    ]


@pytest.mark.parametrize(("name", "options"), [("palier.txt", []), ("palier.json", ["--json"])])
def test_the_example_gives_what_is_kept(name: str, options: list[str]) -> None:
    """Word for word; written anew by ``python -m netsoft tier … > tests/golden/usage/…``."""
    found = answered([*ARGV, *options])
    assert found == (GOLDEN / name).read_bytes().decode()
    assert options or not wrong_pages(found)


def test_the_users_seen_stand_for_the_declared() -> None:
    found = seen("mistral,anna,2026-10,5000\nmistral,paul,2026-10,0\nsirocco,hugo,2026-09,7\n")
    assert [(row["tenant"], row["declared_users"], row["overage"]) for row in found["tenants"]] == [("mistral", 1, 0)]
    assert found["observed_tier"] == 7500


@pytest.mark.parametrize(
    ("options", "figure"),
    [
        (["--tier", "published"], 3600),
        (["--tier", "observed"], 4500),
        (["--published", "5000"], 5000),
        (["--published", "5000", "--published-on", "2026-09-30"], 5000),
        (["--published", "5000", "--published-on", "2026-10-01"], 4500),
        (["--published", "4000"], 4500),
    ],
)
def test_which_tier_binds(options: list[str], figure: int) -> None:
    assert seen("mistral,anna,2026-10,3000\n", *options)["binding_tier"] == figure


def test_the_other_readings_change_the_answer() -> None:
    rows = "mistral,anna,2026-10,9000\nmistral,paul,2026-10,4001\n"
    pooled = seen(rows, "--tier", "published")
    each = seen(rows, "--tier", "published", "--allowance", "per-user")
    assert (pooled["tenants"][0]["overage"], each["tenants"][0]["overage"]) == (5801, 5801)
    assert [user["overage"] for user in each["tenants"][0]["over_by_user"]] == [5400, 401]
    assert seen(rows)["observed_tier"] == 9751  # 6 500.5 and half as much again: 9 750.75
    assert seen("a,b,2026-10,4\na,c,2026-10,3\na,d,2026-10,4\n", "--tier-rounding", "half-up")["observed_tier"] == 6
    assert seen("a,b,2026-10,4\na,c,2026-10,3\na,d,2026-10,3\n", "--tier-rounding", "half-up")["observed_tier"] == 5
    declared = parsed([*ARGV, "--users-in-mean", "declared"])
    assert (declared["user_months"], declared["readings"]["users_in_mean"]) == (7, "declared")


def test_a_month_without_actions_has_the_published_tier() -> None:
    found = seen("mistral,anna,2026-09,5\n")
    assert (found["mean"], found["observed_tier"], found["binding_tier"], found["tenants"]) == (None, None, 3600, [])
    text = answered(["tier", "-", "--month", "2026-10", "--users-seen"], HEADER)
    assert "aucun utilisateur n'y compte" in text


def test_lines_may_end_as_on_windows() -> None:
    assert seen("mistral,anna,2026-10,5\r\n")["actions"] == 5
    assert read_usage(b"tenant,user,month,actions\r\na,b,2026-10,5\r\n")[0].actions == 5


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("", "usage : fichier vide"),
        ("\n \n", "usage : fichier vide"),
        ("tenant,user,month\n", "usage, ligne 1 : colonne absente : actions"),
        ("tenant,user,month,actions,x\n", "usage, ligne 1 : colonne inconnue : « x »"),
        ("tenant;user;month;actions\n", "usage, ligne 1 : colonne absente : tenant"),
        ("user,tenant,month,actions\n", "usage, ligne 1 : colonnes en double ou dans un autre ordre"),
        ("tenant,user,month,actions,user\n", "usage, ligne 1 : colonnes en double"),
        (HEADER + "a,b,2026-10\n", "usage, ligne 2, actions : valeur absente"),
        (HEADER + "a,b,2026-10,1,2\n", "usage, ligne 2 : 5 valeurs au lieu de 4"),
        (HEADER + "\na,b,2026-10,1\n", "usage, ligne 2 : ligne vide"),
        (HEADER + 'a,"b",2026-10,1\n', "usage, ligne 2 : guillemets"),
        (HEADER + 'a,"b,c",2026-10,1\n', "usage, ligne 2 : guillemets"),
        (HEADER + ",b,2026-10,1\n", "usage, ligne 2, tenant : valeur vide"),
        (HEADER + "a, b,2026-10,1\n", "usage, ligne 2, user : espaces autour de «  b »"),
        (HEADER + "a,b\x07,2026-10,1\n", "usage, ligne 2, user : caractère invisible"),
        (HEADER + f"a,{'x' * 201},2026-10,1\n", "usage, ligne 2, user : texte de 201 caractères"),
        (HEADER + "a,e\u0301,2026-10,1\n", "usage, ligne 2, user : accents décomposés"),
        (HEADER + "a,b,2026-13,1\n", "usage, ligne 2, month : mois"),
        (HEADER + "a,b,10/2026,1\n", "usage, ligne 2, month : mois illisible"),
        (HEADER + "a,b,2026-10-01,1\n", "usage, ligne 2, month : mois illisible"),
        (HEADER + "a,b,2026-10,-1\n", "usage, ligne 2, actions : nombre illisible : « -1 »"),
        (HEADER + "a,b,2026-10,1.5\n", "usage, ligne 2, actions : nombre illisible"),
        (HEADER + "a,b,2026-10,１\n", "usage, ligne 2, actions : nombre illisible"),
        (HEADER + "a,b,2026-10,1_0\n", "usage, ligne 2, actions : nombre illisible"),
        (HEADER + "a,b,2026-10,\n", "usage, ligne 2, actions : nombre illisible"),
        (HEADER + f"a,b,2026-10,{'9' * 13}\n", "usage, ligne 2, actions : nombre illisible"),
        (HEADER + "a,b,2026-10,1\na,c,2026-10,1\na,b,2026-10,1\n", "usage, ligne 4 : déjà donnée à la ligne 2"),
    ],
)
def test_counts_that_are_refused(text: str, start: str) -> None:
    said = run(["tier", "-", "--month", "2026-10", "--users-seen"], text.encode())
    assert refused(said).startswith(start)


@pytest.mark.parametrize(
    ("data", "start"),
    [
        (HEADER.encode() + "é,b,2026-10,1\n".encode("latin-1"), "usage, ligne 2 : octet 27 : ce n'est pas de l'UTF-8"),
        (HEADER.encode("utf-8-sig"), "usage : marque d'ordre des octets (BOM)"),
        (HEADER.encode("utf-16"), "usage : marque d'ordre des octets (BOM)"),
        (b"#" * (LARGEST_SHEET + 1), "usage : fichier de plus de 32 Mio"),
        (b"\x00" * 100, "usage, ligne 1 : colonne absente"),
    ],
)
def test_bytes_that_are_refused(data: bytes, start: str) -> None:
    assert refused(run(["tier", "-", "--month", "2026-10", "--users-seen"], data)).startswith(start)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("tenant,users\n", "declared, ligne 1 : colonne absente : declared_users"),
        ("tenant,declared_users\na,1\na,2\n", "declared, ligne 3 : déjà donnée à la ligne 2"),
        ("tenant,declared_users\na,-1\n", "declared, ligne 2, declared_users : nombre illisible"),
        ("tenant,declared_users\na\n", "declared, ligne 2, declared_users : valeur absente"),
        ("tenant,declared_users\nassur-alizes,1\n", "usage, ligne 9, tenant : « cabinet-mistral » n'a pas d'utilis"),
    ],
)
def test_declared_users_that_are_refused(text: str, start: str) -> None:
    said = run(["tier", SHEET, "--month", "2026-10", "--declared", "-"], text.encode())
    assert refused(said).startswith(start)


@pytest.mark.parametrize(
    ("argv", "start"),
    [
        ([SHEET, "--users-seen"], "arguments : argument absent : --month"),
        ([SHEET, "--month", "2026-13", "--users-seen"], "--month : mois"),
        ([SHEET, "--month", "octobre", "--users-seen"], "--month : mois illisible"),
        ([SHEET, "--month", "2018-04", "--users-seen"], "--month : aucune version des conditions générales"),
        ([SHEET, "--month", "2026-10"], "--declared : aucun utilisateur déclaré"),
        ([SHEET, "--month", "2026-10", "--users-seen", "--declared", USERS], "--declared : deux sources"),
        (["-", "--month", "2026-10", "--declared", "-"], "--declared : l'entrée standard est déjà lue"),
        ([*ARGV[1:], "--excluded", "personne"], "--excluded : client inconnu : « personne »"),
        ([*ARGV[1:], "--published", "0"], "--published : nombre illisible : « 0 »"),
        ([*ARGV[1:], "--published", "3 600"], "--published : nombre illisible"),
        ([*ARGV[1:], "--published-on", "2026-10-01"], "--published : absent"),
        ([*ARGV[1:], "--published", "5", "--published-on", "hier"], "--published-on : jour illisible"),
        ([*ARGV[1:], "--tier", "both"], "--tier : lecture inconnue : « both »"),
        ([*ARGV[1:], "--tier-rounding", "down"], "--tier-rounding : lecture inconnue"),
        (["absent.csv", "--month", "2026-10", "--users-seen"], "fichier « absent.csv » : il n'existe pas"),
    ],
)
def test_arguments_that_are_refused(argv: list[str], start: str) -> None:
    assert refused(run(["tier", *argv])).startswith(start)


def test_an_excluded_tenant_need_not_be_declared() -> None:
    assert "« demonstration » n'a pas" in refused(run(ARGV[:-2]))
    assert answered(ARGV)


@given(usages())
def test_counts_survive_their_file(usage: Usage) -> None:
    """Round trip: written as a file and read again, the same usage."""
    lines = [f"{row.tenant},{row.user},{row.month},{row.actions}" for row in usage.rows()]
    assert Usage.counted(read_usage("\n".join([HEADER.strip(), *lines]).encode())) == usage


@given(st.dictionaries(st.text("abcé-", min_size=1, max_size=5), st.integers(0, 10**12 - 1), max_size=4))
def test_declared_users_survive_their_file(users: dict[str, int]) -> None:
    text = "tenant,declared_users\n" + "".join(f"{tenant},{count}\n" for tenant, count in users.items())
    assert dict(read_declared(text.encode())) == users
