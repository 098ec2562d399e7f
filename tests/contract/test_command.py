"""``netsoft contract``: the examples as they are kept, the schemas, inputs that nobody would send on purpose."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.contract_readings import QUESTIONS
from netsoft.errors import NetsoftError
from netsoft.facts.contract import KEYS, READING_KEYS, contract_facts
from netsoft.facts.contract_events import EVENT_KEYS, KIND_KEYS
from netsoft.facts.document import read_document
from tests.contract.golden import EXAMPLES, HERE, kept
from tests.contract.inputs import assembled, mutated
from tests.fuzz.running import run, wrong, wrong_pages
from tests.test_schemas import as_json, check, schema


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_each_example_gives_what_is_kept(example: Path) -> None:
    for path, page in kept(example):
        assert page == path.read_bytes().decode(), "read the difference, then: python -m tests.contract.golden"
        asked = ["contract", str(example), *(["--json"] if path.suffix == ".json" else [])]
        assert run(asked).out == page
        assert path.suffix != ".txt" or not wrong_pages(page)


def test_nothing_is_kept_of_examples_that_are_gone() -> None:
    names = {path.stem for path in HERE.iterdir() if path.suffix in (".txt", ".json")}
    assert names == {example.stem for example in EXAMPLES}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_are_of_the_schemas(example: Path) -> None:
    check(as_json(read_document(example.read_bytes())), "contract-facts")
    check(json.loads(run(["contract", str(example), "--json"]).out), "contract-answer")


@pytest.mark.parametrize("make", [mutated, assembled])
@given(st.integers(0, 2**32))
def test_no_input_is_answered_by_a_traceback(make: Callable[[Random], bytes], seed: int) -> None:
    data = make(Random(seed))
    said = run(["contract", "-"], data)
    assert not wrong(said, ["contract", "-"])
    assert said.code or not wrong_pages(said.out)


@given(st.integers(0, 2**32))
def test_what_is_answered_is_of_the_schema_and_what_it_refuses_is_refused(seed: int) -> None:
    data = assembled(Random(seed))
    said = run(["contract", "-", "--json"], data)
    assert not wrong(said, ["contract", "-", "--json"])
    if said.code == 0:
        check(json.loads(said.out), "contract-answer")
        check(json.loads(data), "contract-facts")


@given(st.integers(0, 2**32))
def test_what_the_schema_refuses_is_refused(seed: int) -> None:
    facts = json.loads(assembled(Random(seed)))
    validator = jsonschema.Draft202012Validator(schema("contract-facts"), format_checker=jsonschema.FormatChecker())
    if not validator.is_valid(facts):
        with pytest.raises(NetsoftError):
            contract_facts(facts)


def test_the_schema_of_facts_has_the_keys_that_are_read() -> None:
    published = schema("contract-facts")["properties"]
    assert sorted(published) == sorted(KEYS)
    assert sorted(published["readings"]["properties"]) == sorted(READING_KEYS)
    kinds = {e["properties"]["kind"]["const"]: set(e["properties"]) for e in published["events"]["items"]["oneOf"]}
    assert kinds == {kind: {*EVENT_KEYS, *keys} for kind, keys in KIND_KEYS.items()}


@pytest.mark.parametrize("name", ["contract-facts", "contract-answer"])
def test_the_schemas_have_every_reading(name: str) -> None:
    readings = schema(name)["properties"]["readings"]["properties"]
    assert {key: readings[key]["enum"] for _number, key, _values in QUESTIONS} == {
        key: list(values) for _number, key, values in QUESTIONS
    }


WHOLE: dict[str, Any] = {"on": "2026-11-27", "available_on": "2026-04-01"}


def event(**keys: object) -> dict[str, Any]:
    return WHOLE | {"events": [{"on": "2026-05-01", **keys}]}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"available_on": "2026-04-01"}, "on : jour demandé absent"),
        (WHOLE | {"debut": 1}, "debut : clé inconnue"),
        (WHOLE | {"available_on": "2026-02-30"}, "available_on : jour illisible"),
        (WHOLE | {"available_on": "2026-04-01T00:00:00Z"}, "available_on : jour illisible"),
        (WHOLE | {"concluded_on": "2017-01-01"}, "aucune version"),
        (WHOLE | {"terms": "CG1"}, "terms : version inconnue"),
        (WHOLE | {"first_use_on": "2026-03-31"}, "first_use_on : un premier usage avant la mise à disposition"),
        ({"on": "2026-11-27", "first_use_on": "2026-03-31"}, "first_use_on : un premier usage avant"),
        (WHOLE | {"closed_days": "corse"}, "closed_days : valeur inconnue"),
        (WHOLE | {"employees": "4"}, "employees : un texte au lieu d'un effectif"),
        (WHOLE | {"employees": True}, "employees : un booléen au lieu d'un effectif"),
        (WHOLE | {"employees": -1}, "employees : effectif impossible"),
        (WHOLE | {"off_premises": "oui"}, "off_premises : un texte au lieu d'un booléen"),
        (WHOLE | {"paid": 480}, "paid : un nombre entier au lieu d'un montant"),
        (WHOLE | {"restitution_days": 1.5}, "restitution_days : un nombre à virgule flottante au lieu d'un nombre"),
        (WHOLE | {"restitution_days": 4000}, "restitution_days : nombre de jours hors de 0 à 3650"),
        (WHOLE | {"restitution_days": 30, "erasure_days": 29}, "erasure_days : l'effacement précéderait"),
        (WHOLE | {"readings": {"annual_term": "midi"}}, "readings.annual_term : lecture inconnue"),
        (WHOLE | {"readings": {"set_aside": ["5.9"]}}, "readings.set_aside[0] : clause inconnue"),
        (WHOLE | {"events": {}}, "events : une table au lieu d'une liste"),
        (event(), "events[0].kind : champ absent"),
        (event(kind="congé"), "events[0].kind : valeur inconnue"),
        (event(kind="notice", means="email"), "events[0].party : champ absent"),
        (event(kind="notice", party="client"), "events[0].means : champ absent"),
        (event(kind="notice", party="bank", means="email"), "events[0].party : valeur inconnue"),
        (event(kind="notice", party="client", means="fax"), "events[0].means : valeur inconnue"),
        (event(kind="notice", party="client", means="email", agreed=True), "events[0].agreed : clé inconnue"),
        (
            event(kind="notice", party="client", means="email", sent_on="2026-05-02"),
            "events[0].sent_on : le 02/05/2026",
        ),
        (event(kind="suspension", known_on="2026-04-30"), "events[0].known_on : un fait ne peut être connu avant"),
        (event(kind="formal-notice", days=1, until="2026-06-01"), "events[0].days : « until » est donné aussi"),
        (event(kind="formal-notice", until="2026-04-30"), "events[0].until : le délai finit avant"),
        (event(kind="formal-notice", clause="9.9"), "events[0].clause : clause inconnue"),
        (event(kind="switching", notice_ends_on="2026-07-02"), "events[0].notice_ends_on : préavis de changement hors"),
        (
            event(kind="switching", transition_ends_on="2026-06-30"),
            "events[0].transition_ends_on : elle finirait avant",
        ),
        (event(kind="suspension", party="x"), "events[0].party : valeur inconnue"),
    ],
)
def test_what_is_not_understood_is_one_line_that_names_the_field(facts: dict[str, Any], field: str) -> None:
    said = run(["contract", "-"], json.dumps(facts).encode())
    assert not wrong(said, ["contract", "-"])
    assert said.code == 2
    assert said.err.startswith(f"netsoft : {field}")


def test_the_days_of_the_command_line_win() -> None:
    facts = json.dumps(
        WHOLE
        | {
            "known_on": "2026-12-01",
            "events": [
                {"on": "2026-05-01", "known_on": "2026-07-01", "kind": "notice", "party": "client", "means": "email"},
                {"on": "2026-06-15", "kind": "suspension"},
            ],
        }
    ).encode()
    said = json.loads(run(["contract", "-", "--json", "--on", "2026-06-01", "--known", "2026-06-30"], facts).out)
    assert (said["on"], said["known_on"], said["state"], said["events"]) == ("2026-06-01", "2026-06-30", "running", [])
    assert [(item["kind"], item["reason"]) for item in said["ignored"]] == [
        ("suspension", "postérieur au 01/06/2026"),
        ("notice", "connu le 01/07/2026 seulement"),
    ]
    assert json.loads(run(["contract", "-", "--json"], facts).out)["state"] == "suspended"


def test_the_version_is_that_of_the_conclusion() -> None:
    facts = contract_facts({"on": date(2026, 11, 27), "concluded_on": date(2018, 5, 31)})
    assert facts.published.name == "CG052018"
    assert contract_facts({"on": date(2026, 11, 27)}).contract.terms.name == "CG052018"


def told(**facts: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run(["contract", "-", "--json"], json.dumps(facts).encode()).out)
    return answer


DECEMBER = {"concluded_on": "2026-12-11", "available_on": "2026-12-11"}
PROTECTED = {"employees": 3, "off_premises": True, "main_activity": False, "early_start_requested": True}


@pytest.mark.parametrize(("disclosed", "owed"), [(True, "10.00"), (False, "0.00")])
def test_nothing_is_owed_by_who_was_not_told_of_its_right(disclosed: bool, owed: str) -> None:
    withdrawn = [{"on": "2026-12-21", "kind": "withdrawal"}]
    answer = told(on="2026-12-21", disclosed=disclosed, paid="365.00", events=withdrawn, **DECEMBER, **PROTECTED)
    assert (answer["state"], answer["withdrawal"]["refund"]["owed"]) == ("withdrawn", owed)


@pytest.mark.parametrize(("on", "opened"), [("2026-12-10", False), ("2026-12-28", True), ("2026-12-29", False)])
def test_the_right_is_open_as_long_as_a_withdrawal_would_be_taken(on: str, opened: bool) -> None:
    for aside in ([], ["4.1"]):
        answer = told(on=on, disclosed=True, readings={"set_aside": aside}, **DECEMBER, **PROTECTED)
        assert answer["withdrawal"]["open"] is opened
        assert (answer["state"] == "withdrawal-period") is opened
