"""Inputs that nobody would send on purpose: mutations of the examples, and documents put together at random."""

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

from netsoft.billing.sepa import REASON_CODES
from netsoft.facts.entries import KIND_KEYS
from netsoft.readings import OPTIONS

FACTS = Path(__file__).parents[2] / "examples" / "facts"
SEEDS: Sequence[bytes] = tuple(path.read_bytes() for path in sorted(FACTS.iterdir()))
Document: TypeAlias = dict[str, Any]

BYTES: Sequence[bytes] = (
    b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc3\x28", b"\xed\xa0\x80", b"\r", b"\n", b"\t", b"\f",
    b"\x1b[0m", b"{", b"}", b"[", b"]", b"[[", b"]]", b'"', b'"""', b"'", b"\\", b"\\u0000", b"\\ud800", b"=",
    b",", b":", b"#", b".", b"NaN", b"inf", b"-inf", b"1e999", b"-0", b"0x7fffffffffffffff", b"1_000", b"null",
    b"true", b"0000-01-01", b"9999-12-31", b"2024-02-30", b"2024-01-01T00:00:00Z", b"23:59:60", "é".encode(),
    "\u202e".encode(), b"9" * 5000, b"[" * 2000, b'{"a":' * 2000, b"a." * 2000 + b"a=1", b"\n" * 500,
    b"invoices", b"on", b"total",
)  # fmt: skip
VALUES: Sequence[object] = (
    None, True, False, 0, -1, 3, 2**63, 10**400, 1.5, float("nan"), float("inf"), "", " ", "0", "0.00", "0.01", "-1.00",
    "999999999999.99", "1e3", "1,5", "١٢", "NaN", "x" * 201, "x" * 200, "W" * 80 + "日" * 40, "e\u0301" * 50, "\ud800",
    "a\u202eb", "a\nb", "\x00", "F-1", "F-9", "#1", "credit_notes[0]", "2024-01-01", "0000-01-01", "9999-12-31",
    "1900-01-01", "2999-12-31", "2026-12-31", "2027-01-01", "2024-02-30", [], ["F-1"], [[]], {}, {"a": 1}, [None],
)  # fmt: skip


def mutated(random: Random) -> bytes:
    """An example, cut, spliced and peppered."""
    data = bytearray(random.choice(SEEDS))
    for _ in range(random.choice((1, 1, 1, 2, 3, 8, 30))):
        _mutate(data, random)
    return bytes(data)


def _mutate(data: bytearray, random: Random) -> None:
    start = random.randrange(len(data) + 1)
    end = min(len(data), start + random.choice((0, 1, 1, 2, 5, 20, 200)))
    other = random.choice(SEEDS)
    piece = random.randrange(len(other))
    replacement: Callable[[], bytes] = random.choice((
        lambda: b"",
        lambda: random.choice(BYTES),
        lambda: bytes([random.randrange(256)]),
        lambda: other[piece : piece + random.choice((1, 10, 100))],
        lambda: bytes(data[start:end]) * 2,
        lambda: str(random.randrange(10)).encode(),
    ))  # fmt: skip
    data[start:end] = replacement()


def assembled(random: Random) -> bytes:
    """A document of facts put together at random: mostly of the right shape, now and then not."""
    document = _document(random)
    for _ in range(random.choice((0, 0, 0, 1, 1, 2, 4))):
        _spoil(document, random)
    return json.dumps(document).encode()


def _spoil(value: Any, random: Random) -> None:
    """Replace, add or take out one value, somewhere."""
    while isinstance(value, dict | list) and value:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = random.choice(keys)
        if not isinstance(value[key], dict | list) or not value[key] or random.random() < 0.2:
            value[key] = random.choice(VALUES)
            if random.random() < 0.2:
                del value[key]
            return
        value = value[key]


def _day(random: Random) -> str:
    first = date(2023, 12, 1) if random.random() < 0.8 else date(2018, 1, 1)
    return (first + timedelta(days=random.randrange(60 if random.random() < 0.8 else 3300))).isoformat()


def _amount(random: Random) -> str:
    return random.choice(("0.01", "0.05", "40", "100.00", "333.33", "1200.5", "99999.99"))


def _some(keys: Document, random: Random, needed: Sequence[str]) -> Document:
    return {key: value for key, value in keys.items() if key in needed or random.random() < 0.4}


def _document(random: Random) -> Document:
    numbers = [f"F-{n}" for n in range(random.choice((0, 1, 1, 2, 3, 5)))]
    payments = [f"P-{n}" for n in range(random.choice((0, 1, 2, 4)))]
    whole: Document = {
        "terms": "CG052018",
        "on": _day(random),
        "known_on": _day(random),
        "interest": random.choice(
            ({"basis": "ecb", "points": 7}, {"basis": "fixed", "percent": "100"}, {"multiple": 0})
        ),
        "creditor": {"name": "A" * random.choice((1, 40, 200)), "place": "Aix"},
        "debtor": {"name": "日" * random.choice((1, 40, 200)), "address": "a\nb"},
        "readings": {key: random.choice(values) for _number, key, values in OPTIONS if random.random() < 0.3},
        "legal_rates": [{"half_year": "2027-S1", "percent": "2.5"}],
        "invoices": [_invoice(number, random) for number in numbers],
        "payments": [_payment(name, numbers, random) for name in payments],
        "credit_notes": [_credit_note(random.choice(numbers), random) for _ in range(random.randrange(3)) if numbers],
        "events": [_event(numbers, payments, random) for _ in range(random.choice((0, 1, 2, 4)))],
    }
    return _some(whole, random, ("on", "invoices", "payments", "credit_notes", "events"))


def _invoice(number: str, random: Random) -> Document:
    issued, due = sorted((_day(random), _day(random)))
    nature = random.choice(("subscription", "complement", "option", "work"))
    keys = {"number": number, "issued": issued, "due": due, "total": _amount(random), "nature": nature}
    return _some(keys | {"known_on": _day(random)}, random, ("number", "issued", "due", "total"))


def _payment(name: str, numbers: list[str], random: Random) -> Document:
    keys = {
        "on": _day(random),
        "amount": _amount(random),
        "id": name,
        "means": "direct-debit",
        "known_on": _day(random),
    }
    chosen = {"invoice": random.choice(numbers)} if numbers else {}
    return _some(keys | chosen, random, ("on", "amount", "id"))


def _credit_note(number: str, random: Random) -> Document:
    cause = random.choice(("rebate", "correction"))
    return {"on": _day(random), "amount": _amount(random), "invoice": number, "cause": cause}


def _event(numbers: list[str], payments: list[str], random: Random) -> Document:
    kind = random.choice(tuple(KIND_KEYS))
    values: Document = {
        "type": random.choice(("reject", "refusal", "return", "refund")),
        "reason": random.choice(tuple(REASON_CODES)),
        "payment": random.choice([*payments, "P-0"]),
        "invoice": random.choice([*numbers, "F-0"]),
        "invoices": numbers,
        "by": random.choice(("agency", "court")),
        "legitimate": random.random() < 0.5,
        "evidence": "pièce n° 4",
        "enforceable_on": _day(random),
    }
    if kind == "debit-returned":
        needed = "payment" if values["type"] in ("return", "refund") else "invoice"
        keys = {key: values[key] for key in ("type", "reason", needed)}
    else:
        keys = _some({key: values[key] for key in KIND_KEYS[kind] if key != "invoice"}, random, ("by", "evidence"))
    return {"on": _day(random), "kind": kind, **keys}
