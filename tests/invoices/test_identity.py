"""Who is on an invoice: numbers are checked by their own keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.billing.invoices.identity import Identity, as_siren, as_vat_number, vat_key
from netsoft.errors import InvalidValue
from tests.invoices.papers import SELLER


def test_spaces_are_left_out() -> None:
    found = Identity("A", "1 rue A", siren="732 829\u00a0320", vat_number="fr 44 732829320")
    assert (found.siren, found.vat_number, found.address) == ("732829320", "FR44732829320", ("1 rue A",))


@given(st.integers(0, 10**8 - 1), st.integers(0, 9))
def test_one_last_digit_makes_a_siren(stem: int, digit: int) -> None:
    candidates = [f"{stem:08d}{last}" for last in range(10)]
    good = [text for text in candidates if _is_siren(text)]
    assert len(good) == 1
    assert _is_siren(f"{stem:08d}{digit}") == (good[0][-1] == str(digit))
    assert as_vat_number(f"FR{vat_key(good[0]):02d}{good[0]}").endswith(good[0])


def _is_siren(text: str) -> bool:
    try:
        return as_siren(text) == text
    except InvalidValue:
        return False


@pytest.mark.parametrize("text", ["", "12345678", "1234567890", "٧٣٢٨٢٩٣٢٠", "73282932A", 732829320, None])
def test_what_is_no_siren(text: str) -> None:
    with pytest.raises(InvalidValue, match="SIREN illisible"):
        as_siren(text)


@pytest.mark.parametrize("text", ["", "FR", "FR4473282932", "44732829320", "FRA4732829320", "FR447328293201", 1])
def test_what_is_no_vat_number(text: str) -> None:
    with pytest.raises(InvalidValue, match="numéro de TVA illisible"):
        as_vat_number(text)


def test_keys_are_checked() -> None:
    with pytest.raises(InvalidValue, match="numéro de TVA faux"):
        as_vat_number("FR45732829320")
    with pytest.raises(InvalidValue, match="d'un autre SIREN"):
        Identity("A", "B", siren="404833048", vat_number="FR44732829320")
    assert Identity("A", "B", siren="404833048", vat_number="DE136695976").vat_number == "DE136695976"


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        ({"name": " "}, "name"),
        ({"address": ()}, "address"),
        ({"address": ("1 rue A", " ")}, "address"),
        ({"size": "huge"}, "size"),
    ],
)
def test_an_identity_has_a_name_and_an_address(keys: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Identity(**{"name": "A", "address": ("B",)} | keys)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert SELLER.form == ""
