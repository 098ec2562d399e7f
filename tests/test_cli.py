"""The command line in this process: what it answers, and the one line in which it refuses."""

import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.running import Said, run

EXAMPLES = Path(__file__).parents[1] / "examples" / "facts"
PLAIN = EXAMPLES / "facture-impayee.toml"

INVOICE = """
terms = "CG052018"
on = 2024-03-01
[[invoices]]
number = "F-1"
issued = 2023-10-16
due = 2023-11-15
total = "1200.00"
"""
FACTS = (
    INVOICE
    + """
[[payments]]
on = 2024-01-10
amount = "300.00"
id = "P-1"
[[events]]
on = 2024-01-12
kind = "debit-returned"
type = "refund"
reason = "AM04"
payment = "P-1"
"""
)


def answered(argv: list[str], stdin: bytes = b"") -> str:
    said = run(argv, stdin)
    assert (said.code, said.err) == (0, "")
    return said.out


def parsed(argv: list[str], stdin: bytes = b"") -> Any:
    return json.loads(answered([*argv, "--json"], stdin))


def refused(said: Said) -> str:
    assert (said.code, said.out) == (2, "")
    line, end, rest = said.err.partition("\n")
    assert (end, rest) == ("\n", "")
    assert line.startswith("netsoft : ")
    assert " ; " in line
    return line.removeprefix("netsoft : ")


@pytest.mark.parametrize(
    ("old", "new", "start"),
    [
        ('terms = "CG052018"', 'conditions = "CG052018"', "conditions : clé inconnue"),
        ('number = "F-1"', 'number = "F-1"\nclient = "x"', "invoices[0].client : clé inconnue"),
        ('"300.00"', '"-300.00"', "payments[0].amount : montant négatif"),
        ('"300.00"', '"300.001"', "payments[0].amount : montant illisible"),
        ('"300.00"', "300.00", "payments[0].amount : un nombre à virgule flottante"),
        ('"300.00"', "300", "payments[0].amount : un nombre entier"),
        ('"300.00"', "nan", "payments[0].amount : un nombre à virgule flottante"),
        ('"300.00"', '"NaN"', "payments[0].amount : montant illisible"),
        ('"300.00"', '"３００"', "payments[0].amount : montant illisible"),
        ('"300.00"', '"3e2"', "payments[0].amount : montant illisible"),
        ('"300.00"', '"3_00"', "payments[0].amount : montant illisible"),
        ("due = 2023-11-15", "due = 2023-10-15", "invoices[0].due : l'échéance précède l'émission"),
        ('id = "P-1"', 'id = "P-1"\ninvoice = "F-2"', "payments[0].invoice : facture inconnue : « F-2 »"),
        ("on = 2024-03-01", "on = 2027-03-01", "taux de l'intérêt légal inconnu au semestre 2027-S1"),
        ('reason = "AM04"', 'reason = "XX99"', "events[0].reason : code de rejet inconnu"),
        ("on = 2024-03-01", "on = ", "document : TOML ou JSON illisible, ligne 3"),
        ("on = 2024-03-01", "on = 0000-03-01", "document : TOML, ligne 3, colonne 6 : date impossible"),
        ("on = 2024-03-01", "on = 2024-03-01\non = 2024-03-01", "document : TOML, ligne 4"),
        ("on = 2024-03-01", "on = 2024-03-01T00:00:00", "on : un instant au lieu d'un jour"),
        ("on = 2024-03-01\n", "", "on : jour de l'arrêté absent"),
        ("terms = ", 'terms = "CG2030" #', "terms : version inconnue"),
        ('terms = "CG052018"', "", "aucune version des conditions générales en vigueur le 30/05/2018"),
    ],
)
def test_facts_that_are_refused(old: str, new: str, start: str) -> None:
    facts = FACTS.replace(old, new, 1)
    if "terms" not in facts:
        facts = facts.replace("issued = 2023-10-16", "issued = 2018-05-30")
    assert facts != FACTS
    assert refused(run(["decompte", "-"], facts.encode())).startswith(start)


@pytest.mark.parametrize(
    ("data", "start"),
    [
        (b"", "document : fichier vide"),
        (b"\n\n  \n", "document : fichier vide"),
        (FACTS.replace("F-1", "é").encode("latin-1"), "document : octet 60 : ce n'est pas de l'UTF-8"),
        (FACTS.encode("utf-8-sig"), "document : marque d'ordre des octets (BOM)"),
        (FACTS.encode("utf-16"), "document : marque d'ordre des octets (BOM)"),
        (b"#" * (50 * 1024 * 1024), "document : fichier de plus de 1 Mio"),
        (b"a = " + b"[" * 100_000, "document : TOML imbriqué trop profondément"),
        (b'{"a": ' + b"[" * 100_000, "document : JSON imbriqué trop profondément"),
        (b'{"on": "2024-03-01", "invoices": NaN}', "invoices : un nombre à virgule flottante au lieu d'une liste"),
        (b'{"on": "2024-03-01", "on": "2024-03-02"}', "on : clé donnée deux fois"),
        (b'{"on": "0000-03-01", "invoices": []}', "on : jour illisible"),
        (b"\x7fELF\x02\x01\x01\x00\x00", "document : TOML ou JSON illisible"),
    ],
)
@pytest.mark.parametrize("where", ["stdin", "file"])
def test_documents_that_are_refused(data: bytes, start: str, where: str, tmp_path: Path) -> None:
    path = tmp_path / "faits"
    path.write_bytes(data)
    said = run(["decompte", "-"], data) if where == "stdin" else run(["decompte", str(path)])
    assert refused(said).startswith(start)


def test_the_extension_says_the_form(tmp_path: Path) -> None:
    (tmp_path / "faits.JSON").write_text(FACTS)
    assert "JSON illisible" in refused(run(["decompte", str(tmp_path / "faits.JSON")]))
    (tmp_path / "faits.toml").write_text("{}")
    assert "TOML illisible" in refused(run(["decompte", str(tmp_path / "faits.toml")]))
    (tmp_path / "faits.txt").write_text(FACTS)
    assert answered(["decompte", str(tmp_path / "faits.txt")])


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda folder: folder, "c'est un dossier"),
        (lambda folder: folder / "absent.toml", "il n'existe pas"),
        (lambda folder: folder / "absent.toml\x00", "lecture impossible"),
        (lambda folder: folder / ("x" * 400), "lecture impossible"),
        (lambda folder: folder / "ligne\nsuivante", "il n'existe pas"),
    ],
)
def test_files_that_cannot_be_read(make: Callable[[Path], Path], problem: str, tmp_path: Path) -> None:
    line = refused(run(["decompte", str(make(tmp_path))]))
    assert line.startswith("fichier « ")
    assert problem in line


@pytest.mark.parametrize(
    ("argv", "start"),
    [
        ([], "arguments : commande absente"),
        (["bilan"], "arguments : commande inconnue : « bilan »"),
        (["\x1b[31m\n"], "arguments : commande inconnue"),
        (["decompte"], "arguments : argument absent : FAITS"),
        (["decompte", "-", "--onn", "2024-01-01"], "arguments : inconnu"),
        (["decompte", "-", "--on"], "arguments : --on : valeur absente"),
        (["decompte", "-", "--js"], "arguments : inconnu : « --js »"),
        (["decompte", "-", "--json=oui"], "arguments : --json : ne prend pas de valeur"),
        (["decompte", "-", "b", "c\nd"], "arguments : inconnu"),
        (["decompte", "-", "--on", "hier"], "--on : jour illisible"),
        (["decompte", "-", "--known", "2024-13-01"], "--known : jour illisible"),
        (["articles", "20"], "article : numéro inconnu"),
        (["articles", "8.99"], "article : numéro inconnu"),
        (["rates", "--on", "2027-01-01"], "taux de l'intérêt légal inconnu au semestre 2027-S1"),
        (["rates", "--on", "1970-01-01"], "taux de l'intérêt légal inconnu au semestre 1970-S1"),
        (["schema", "facts"], "NOM : schéma inconnu : « facts »"),
        (["schema", "../schemas/decompte-facts"], "NOM : schéma inconnu"),
    ],
)
def test_arguments_that_are_refused(argv: list[str], start: str) -> None:
    assert refused(run(argv, FACTS.encode())).startswith(start)


def test_a_refused_access_is_an_answer() -> None:
    answer = parsed(["decompte", "-"], FACTS.encode())
    assert not answer["access"]["granted"]
    assert answer["access"]["to_restore"] == "1249.42"


def test_the_day_of_the_command_wins_over_the_file() -> None:
    answer = parsed(["decompte", "-", "--on", "2024-01-11", "--known", "2024-01-10"], FACTS.encode())
    assert (answer["on"], answer["known_on"]) == ("2024-01-11", "2024-01-10")
    assert [ignored["fact"] for ignored in answer["ignored"]] == ["events[0]"]
    assert answer["paid"] == "300.00"


def test_the_command_may_bring_the_only_day() -> None:
    facts = FACTS.replace("on = 2024-03-01\n", "", 1).encode()
    assert parsed(["decompte", "-", "--on", "2024-03-01"], facts) == parsed(["decompte", "-"], FACTS.encode())


def test_standard_input_is_toml_or_json() -> None:
    document = {
        "terms": "CG052018",
        "on": "2024-03-01",
        "invoices": [{"number": "F-1", "issued": "2023-10-16", "due": "2023-11-15", "total": "1200.00"}],
        "payments": [{"on": "2024-01-10", "amount": "300.00", "id": "P-1"}],
        "events": [
            {"on": "2024-01-12", "kind": "debit-returned", "type": "refund", "reason": "AM04", "payment": "P-1"}
        ],
    }
    told = json.dumps(document).encode()
    assert answered(["decompte", "-"], told) == answered(["decompte", "-"], FACTS.encode())


def test_variants_in_json_give_each_other_reading_alone() -> None:
    answer = parsed(["decompte", str(PLAIN), "--variants"])
    by_value = {(variant["key"], variant["value"]): variant for variant in answer["variants"]}
    assert len(by_value) == len(answer["variants"]) == 20
    assert by_value["statutory_indemnity", True]["difference"] == "40.00"
    assert by_value["statutory_indemnity", True]["total"] == "1469.65"
    assert by_value["formal_notice", True]["difference"] == "-180.00"


def test_a_variant_that_needs_an_unknown_rate_has_no_total() -> None:
    facts = INVOICE.replace("on = 2024-03-01", "on = 2027-01-01").replace("2023-11-15", "2026-12-31")
    facts += '[interest]\nbasis = "fixed"\npercent = "15"\n'
    assert parsed(["decompte", "-", "--variants"], facts.encode())["variants"]
    legal = facts.replace("[interest]", "[readings]\npenalty_base = 'annual-rate'").split("basis")[0]
    variants = parsed(["decompte", "-", "--variants"], legal.encode())["variants"]
    assert [v["total"] for v in variants if v["value"] == "once"] == [None]
    text = answered(["decompte", "-", "--variants"], legal.encode())
    assert "(un taux inconnu manque)" in text


def test_a_rounding_of_its_own_is_a_line_of_its_own() -> None:
    facts = INVOICE.replace("1200.00", "1000.00") + '[readings]\nrounding = "each-invoice"\n'
    bases = [line["basis"] for line in parsed(["decompte", "-"], facts.encode())["lines"]]
    assert {"kind": "rounding", "difference": "-0.01"} in bases


@pytest.mark.parametrize("argv", [["--help"], ["-h"], ["decompte", "--help"], ["articles", "-h"], ["schema", "-h"]])
def test_help_is_an_answer(argv: list[str]) -> None:
    assert answered(argv).startswith("usage: netsoft ")


def test_the_version() -> None:
    assert answered(["--version"]) == f"netsoft {version('netsoft')}\n"
    assert f"netsoft {version('netsoft')} – conditions CG052018" in answered(["decompte", str(PLAIN)])


def test_articles_tell_each_clause_with_its_home() -> None:
    text = answered(["articles", "8"]).replace("\u00a0", " ")
    assert text.startswith("Conditions générales CG052018\n\nArticle 8. ")
    assert "→ règle : netsoft.billing.penalty ; payment.late_penalty = 15,00 %" in text
    assert "8.3 " not in answered(["articles", "8.2"])
    assert {row["article"] for row in parsed(["articles"])["clauses"]} == {str(n) for n in range(1, 20)}
    assert "→ obligation\u00a0: " in answered(["articles"])


def test_rates_tell_each_half_year_with_its_act() -> None:
    text = answered(["rates"])
    line = next(line for line in text.splitlines() if line.startswith("2023-S2"))
    assert line.split("  ")[-1] == "arrêté du 27 juin 2023 (NOR ECOT2317028A, JO du 30 juin 2023)"
    assert [cell.strip() for cell in line.replace("\u00a0%", "").split("  ") if cell.strip()][1:5] == [
        "4,22", "6,82", "12,66", "12,66",
    ]  # fmt: skip
    assert "15/07/1989 – 31/12/1989" in text
    assert "une seule source" in text
    assert "lu dans deux sources au moins" in text


def test_rates_of_a_day() -> None:
    answer = parsed(["rates", "--on", "2024-07-01"])
    assert [(row["half_year"], row["contract_percent"]) for row in answer["legal"]] == [("2024-S2", "14.76")]
    assert [(row["percent"], row["default_percent"]) for row in answer["ecb"]] == [("4.25", "14.25")]
    assert parsed(["rates", "--on", "1989-12-01"])["ecb"] == []


def test_the_floor_of_the_law_begins_in_2009() -> None:
    floors = {row["from"]: row["floor_percent"] for row in parsed(["rates"])["legal"]}
    assert (floors["2008-01-01"], floors["2009-01-01"], floors["2013-01-01"]) == (None, "11.37", "0.12")
    before, after = ((answered(["rates", "--on", f"{year}-06-30"])).splitlines()[5] for year in (2008, 2009))
    assert before.split()[-4:] == ["—", "acte", "non", "relevé"]
    assert after.endswith("11,37\u00a0%    11,37\u00a0%  acte non relevé")


def test_another_reading_of_what_opens_access_says_the_sum() -> None:
    answer = parsed(["decompte", str(PLAIN), "--variants"])
    sums = {item["value"]: item["to_restore"] for item in answer["variants"] if item["reading"] == "R-22"}
    assert (answer["access"]["to_restore"], sums) == ("1249.65", {"everything": "1429.65", "principal": "1249.65"})
    text = " ".join(answered(["decompte", str(PLAIN), "--variants"]).replace("\u202f", " ").split())
    assert "toutes les sommes dues ; somme qui le rétablit alors : 1 429,65 € 0,00 € 1 429,65 €" in text
    paid = str(EXAMPLES / "base-bce.json")
    text = " ".join(answered(["decompte", paid, "--variants"]).split())
    assert "principal des factures échues ; accès alors ouvert" in text
