"""SEPA reason codes: who acted, on whose side the cause lies."""

from netsoft.billing.sepa import REASON_CODES

OWN = {"MS02", "MD06"}
AMBIGUOUS = {"AC06", "MD01", "SL01"}
ELSEWHERE = {
    "AC13", "AG02", "AM05", "BE05", "CNOR", "DNOR", "ED05", "FF01", "FF05", "MD02", "RC01", "RR01", "RR02", "RR03",
    "RR04",
}  # fmt: skip
OTHERS = {"AC01", "AC04", "AG01", "AM04", "MD07"}


def test_the_twenty_six_codes() -> None:
    """Each is known by its four characters, and no other."""
    assert REASON_CODES.keys() == OWN | AMBIGUOUS | {"MS03"} | ELSEWHERE | OTHERS
    assert len(REASON_CODES) == 26
    assert all(code == entry.code and len(code) == 4 for code, entry in REASON_CODES.items())


def test_what_a_code_says_of_the_debtor() -> None:
    """His own order; perhaps; the bank hides it; nothing."""
    acts = {code: entry.debtor_act for code, entry in REASON_CODES.items()}
    assert {code for code, act in acts.items() if act == "own"} == OWN
    assert {code for code, act in acts.items() if act == "ambiguous"} == AMBIGUOUS
    assert {code for code, act in acts.items() if act == "unstated"} == {"MS03"}
    assert {code for code, act in acts.items() if act == "none"} == ELSEWHERE | OTHERS


def test_on_whose_side_the_cause_lies() -> None:
    """On the creditor's or a bank's, or on the debtor's."""
    sides = {code: entry.side for code, entry in REASON_CODES.items()}
    assert {code for code, side in sides.items() if side == "creditor-or-bank"} == ELSEWHERE
    assert {code for code, side in sides.items() if side == "debtor"} == REASON_CODES.keys() - ELSEWHERE


def test_every_code_has_a_label_of_its_own() -> None:
    """In French, told apart from the others."""
    labels = [entry.label for entry in REASON_CODES.values()]
    assert all(label and label == label.strip() for label in labels)
    assert len(set(labels)) == len(labels)
