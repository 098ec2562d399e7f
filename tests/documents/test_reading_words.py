"""Readings are written in French on every page, never by the keys of files."""

import pytest

from netsoft.contract_readings import QUESTIONS as OF_CONTRACT
from netsoft.contract_readings import ContractReadings
from netsoft.documents.reading_words import WORDS, readings_in_words
from netsoft.readings import Choices
from netsoft.usage_readings import QUESTIONS as OF_USAGE
from netsoft.usage_readings import UsageReadings
from tests.fuzz.running import run

QUESTIONS = (*OF_CONTRACT, *OF_USAGE)


def test_every_reading_has_its_words_and_no_other() -> None:
    assert {key: set(choices) for key, (_question, choices) in WORDS.items()} == {
        key: set(values) for _number, key, values in QUESTIONS
    }
    for _question, choices in WORDS.values():
        assert len(set(choices.values())) == len(choices)


def test_another_reading_than_the_default_has_a_star() -> None:
    lines = list(readings_in_words(UsageReadings(allowance="per-user"), ("R-01", "R-02")))
    assert [line.split()[0] for line in lines] == ["R-01", "R-02*"]
    assert list(readings_in_words(ContractReadings(), ())) == []


@pytest.mark.parametrize("kind", [ContractReadings, UsageReadings])
def test_the_words_are_not_the_keys(kind: type[Choices]) -> None:
    text = "\n".join(readings_in_words(kind(), [number for number, _key, _values in kind.QUESTIONS]))
    for _number, key, values in kind.QUESTIONS:
        assert not [word for word in (key, *map(str, values)) if {"_", "-"} & set(word) and word in text]


def test_the_commands_write_french() -> None:
    page = run(["contract", "-"], b'{"on": "2026-11-27", "readings": {"renewal": "indefinite"}}').out.replace(
        "\u00a0", " "
    )
    assert "* lecture autre que celle par défaut" in page
    assert "R-25* Reconduction (5.1) : sans terme" in page
    assert "withdrawal_start" not in page
    assert "stronger-accepted" not in page
