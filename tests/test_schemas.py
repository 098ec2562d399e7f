"""The published schemas hold what is read and what is answered: the examples, and accounts drawn at random."""

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

from netsoft.commands.schema import names
from netsoft.errors import NetsoftError
from netsoft.facts.assumptions import READING_KEYS
from netsoft.facts.decompte import KEYS, decompte_facts
from netsoft.facts.document import read_document
from netsoft.facts.entries import CREDIT_NOTE_KEYS, INVOICE_KEYS, KIND_KEYS, PAYMENT_KEYS
from netsoft.facts.parties import CONTRACT_KEYS, PARTY_KEYS
from netsoft.readings import OPTIONS
from tests.fuzz.inputs import assembled
from tests.fuzz.running import run

PUBLISHED = [
    "articles-answer",
    "contract-answer",
    "contract-facts",
    "decompte-answer",
    "decompte-facts",
    "invoice-answer",
    "invoice-facts",
    "password-answer",
    "rates-answer",
    "tier-answer",
]
EXAMPLES = sorted(Path(__file__).parents[1].joinpath("examples/facts").iterdir())


def schema(name: str) -> Any:
    said = run(["schema", name])
    assert said.code == 0
    return json.loads(said.out)


def check(document: object, name: str) -> None:
    published = schema(name)
    validator = jsonschema.Draft202012Validator(published, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(document)] == []


def as_json(facts: object) -> Any:
    """The same facts with days as JSON writes them."""
    return json.loads(json.dumps(facts, default=date.isoformat))


def test_each_schema_is_one() -> None:
    listed = run(["schema"]).out.split()
    assert listed == names() == PUBLISHED
    for name in listed:
        jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples(path: Path) -> None:
    check(as_json(read_document(path.read_bytes())), "decompte-facts")
    said = run(["decompte", str(path), "--json", "--variants"])
    check(json.loads(said.out), "decompte-answer")


@pytest.mark.parametrize(
    ("argv", "name"),
    [
        (["articles"], "articles-answer"),
        (["articles", "8.2"], "articles-answer"),
        (["rates"], "rates-answer"),
        (["rates", "--on", "2026-07-01"], "rates-answer"),
    ],
)
def test_the_other_answers(argv: list[str], name: str) -> None:
    check(json.loads(run([*argv, "--json"]).out), name)


@given(st.integers(0, 2**32))
def test_generated_accounts(seed: int) -> None:
    data = assembled(Random(seed))
    said = run(["decompte", "-", "--json"], data)
    if said.code == 0:
        check(json.loads(said.out), "decompte-answer")
        check(json.loads(data), "decompte-facts")


@given(st.integers(0, 2**32))
def test_what_the_schema_refuses_is_refused(seed: int) -> None:
    facts = json.loads(assembled(Random(seed)))
    validator = jsonschema.Draft202012Validator(schema("decompte-facts"), format_checker=jsonschema.FormatChecker())
    if not validator.is_valid(facts):
        with pytest.raises(NetsoftError):
            decompte_facts(facts)


def properties(published: Any, *path: str) -> list[str]:
    for step in path:
        published = published[step]
    return list(published["properties"])


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ((), KEYS),
        (("properties", "readings"), READING_KEYS),
        (("properties", "contract"), CONTRACT_KEYS),
        (("$defs", "party"), PARTY_KEYS),
        (("properties", "invoices", "items"), INVOICE_KEYS),
        (("properties", "payments", "items"), PAYMENT_KEYS),
        (("properties", "credit_notes", "items"), CREDIT_NOTE_KEYS),
    ],
)
def test_the_schema_of_facts_has_the_keys_that_are_read(path: tuple[str, ...], keys: tuple[str, ...]) -> None:
    assert sorted(properties(schema("decompte-facts"), *path)) == sorted(keys)


def test_the_schema_of_facts_has_every_kind_of_event() -> None:
    kinds: dict[str, set[str]] = {}
    for event in schema("decompte-facts")["properties"]["events"]["items"]["oneOf"]:
        kinds.setdefault(event["properties"]["kind"]["const"], set()).update(event["properties"])
    assert kinds == {kind: {"on", "kind", "known_on", *keys} for kind, keys in KIND_KEYS.items()}


@pytest.mark.parametrize("name", ["decompte-facts", "decompte-answer"])
def test_the_schemas_have_every_reading(name: str) -> None:
    readings = schema(name)["properties"]["readings"]["properties"]
    assert {key: readings[key]["enum"] for _number, key, _values in OPTIONS} == {
        key: list(values) for _number, key, values in OPTIONS
    }


def spoilt(change: Callable[[Any], object]) -> Any:
    facts = as_json(read_document(EXAMPLES[0].read_bytes()))
    change(facts)
    return facts


@pytest.mark.parametrize(
    "change",
    [
        lambda facts: facts.update(factures=[]),
        lambda facts: facts.pop("invoices"),
        lambda facts: facts["invoices"][0].update(total=1200),
        lambda facts: facts["invoices"][0].update(total="-1.00"),
        lambda facts: facts["invoices"][0].update(due="2024-02-30"),
        lambda facts: facts["events"][0].update(by="agency"),
        lambda facts: facts["readings"].update(day_count="30/360"),
    ],
)
def test_the_schema_of_facts_refuses(change: Callable[[Any], object]) -> None:
    with pytest.raises(AssertionError):
        check(spoilt(change), "decompte-facts")
