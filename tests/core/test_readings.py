"""The readings of every article: defaults, alternatives, refusals."""

from pathlib import Path
from typing import get_args, get_type_hints

import attrs
import pytest
from hypothesis import given

from netsoft.contract_readings import ContractReadings
from netsoft.errors import InvalidValue
from netsoft.readings import DEFAULTS, OPTIONS, Choices, Readings
from netsoft.testing import readings
from netsoft.usage_readings import UsageReadings

DOCS = Path(__file__).parents[2] / "docs" / "readings.md"
CHOICES = [(number, key, value) for number, key, values in OPTIONS for value in values]


EVERY: tuple[type[Choices], ...] = (Readings, UsageReadings, ContractReadings)


@pytest.mark.parametrize("choices", EVERY)
def test_the_defaults(choices: type[Choices]) -> None:
    """The first value of each question is the default, and the field's own."""
    for _number, key, values in choices.QUESTIONS:
        assert getattr(choices(), key) == values[0]
    assert Readings() == DEFAULTS


@pytest.mark.parametrize("choices", EVERY)
def test_every_field_is_a_question_and_every_value_an_option(choices: type[Choices]) -> None:
    """The table of options, the fields and the types of the fields say the same."""
    hints = get_type_hints(choices)
    fields = [field.name for field in attrs.fields(choices)]  # type: ignore[arg-type]
    assert [key for _number, key, _values in choices.QUESTIONS] == fields
    for _number, key, values in choices.QUESTIONS:
        assert values in (get_args(hints[key]), (False, True))
        assert (hints[key] is bool) is (values == (False, True))


def test_each_question_has_one_number_and_one_key() -> None:
    """Over all the articles, so that a page and a file can name each."""
    every = [question for choices in EVERY for question in choices.QUESTIONS]
    assert len({number for number, _key, _values in every}) == len(every) == len({key for _number, key, _ in every})


@pytest.mark.parametrize("choices", EVERY)
def test_the_page_tells_every_question_and_value(choices: type[Choices]) -> None:
    """``docs/readings.md`` names each number, key and value."""
    page = DOCS.read_text("utf-8")
    for number, key, values in choices.QUESTIONS:
        assert f"### {number} · `{key}`" in page
        section = page.partition(f"### {number} · ")[2].partition("\n### ")[0]
        for value in values:
            assert f"- `{str(value).lower()}`" in section or f'- `"{value}"`' in section


def test_a_choice_by_keys() -> None:
    """Each option can be taken by its key, and changes that question alone."""
    for _number, key, value in CHOICES:
        assert Readings.of({key: value}) == attrs.evolve(DEFAULTS, **{key: value})  # type: ignore[arg-type]
    assert Readings.of({}) == DEFAULTS


@pytest.mark.parametrize("key", ["", "Bounds", "R-04", "bound"])
def test_an_unknown_question_is_refused(key: str) -> None:
    """With the questions that there are."""
    with pytest.raises(InvalidValue) as refused:
        Readings.of({key: "x"})
    known = (
        "between_invoices, bounds, credit_note_effect, creditor_side_rejections, cumulation, day_count, flat_base, "
        "formal_notice, imputation, penalty_base, rate_change, restores_access, return_effect, rounding, "
        "statutory_indemnity"
    )
    assert (refused.value.field, refused.value.problem) == (key, "lecture inconnue")
    assert refused.value.remedy == f"choisir parmi {known}"


def test_an_unknown_answer_is_refused() -> None:
    """With the answers that there are; texts in their quotes, flags as a file writes them."""
    with pytest.raises(InvalidValue) as text:
        Readings.of({"imputation": "principal"})
    assert text.value.field == "imputation"
    assert text.value.problem == "lecture inconnue : « principal »"
    assert text.value.remedy == "écrire « interest-first », « accessories-first », « principal-first »"
    with pytest.raises(InvalidValue) as flag:
        Readings.of({"formal_notice": "true"})
    assert str(flag.value) == "formal_notice : lecture inconnue : « true » ; écrire false, true"


@pytest.mark.parametrize(("key", "value"), [("formal_notice", 1), ("statutory_indemnity", 0), ("formal_notice", None)])
def test_a_number_is_not_a_flag(key: str, value: object) -> None:
    """One is not true, though Python finds them equal."""
    with pytest.raises(InvalidValue, match=f"^{key} : lecture inconnue : « {value} »"):
        Readings.of({key: value})


def test_the_variants_are_all_other_values_one_at_a_time() -> None:
    """Every value of every question that is not chosen, in the order of the table."""
    expected = [(number, value) for number, key, value in CHOICES if getattr(DEFAULTS, key) != value]
    variants = DEFAULTS.variants()
    assert [(number, value) for number, value, _ in variants] == expected
    assert len(variants) == len(CHOICES) - len(OPTIONS) == 20


@given(readings())
def test_a_variant_differs_in_its_question_alone(chosen: Readings) -> None:
    """From any choice: the value said, the rest untouched."""
    keys = {number: key for number, key, _values in OPTIONS}
    variants = chosen.variants()
    assert len({variant for _number, _value, variant in variants}) == len(CHOICES) - len(OPTIONS)
    for number, value, variant in variants:
        assert getattr(chosen, keys[number]) != value
        assert attrs.evolve(chosen, **{keys[number]: value}) == variant  # type: ignore[arg-type]
