"""Inputs that nobody would send on purpose: mutations of the examples, and documents put together at random."""

import json
from collections.abc import Callable, Sequence
from copy import deepcopy
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
            value[key] = deepcopy(random.choice(VALUES))
            if random.random() < 0.2:
                del value[key]
            return
        value = value[key]


def _day(random: Random, after: str = "2018-06-01") -> str:
    first = max(date(2023, 12, 1), date.fromisoformat(after)) if random.random() < 0.8 else date.fromisoformat(after)
    return (first + timedelta(days=random.randrange(60 if random.random() < 0.8 else 3000))).isoformat()


def _learnt(on: str, random: Random) -> Document:
    return {"known_on": _day(random, on)} if random.random() < 0.3 else {}


def _amount(random: Random) -> str:
    return random.choice(("0.01", "0.05", "40", "100.00", "333.33", "1200.5", "99999.99"))


def _some(keys: Document, random: Random, needed: Sequence[str]) -> Document:
    return {key: value for key, value in keys.items() if key in needed or random.random() < 0.4}


def _document(random: Random) -> Document:
    invoices = [_invoice(f"F-{n}", random) for n in range(random.choice((0, 1, 1, 2, 3, 5)))]
    numbers = [invoice["number"] for invoice in invoices]
    payments = [_payment(f"P-{n}", numbers, random) for n in range(random.choice((0, 1, 2, 4)))]
    bases = ({"basis": "ecb", "points": 7}, {"basis": "fixed", "percent": "100"}, {"multiple": 0})
    whole: Document = {
        "terms": "CG052018",
        "on": _day(random),
        "known_on": _day(random),
        "interest": random.choice(bases),
        "creditor": {"name": "A" * random.choice((1, 40, 200)), "place": "Aix"},
        "debtor": {"name": "日" * random.choice((1, 40, 200)), "address": "a\nb"},
        "readings": {key: random.choice(values) for _number, key, values in OPTIONS if random.random() < 0.3},
        "legal_rates": [
            {"half_year": f"{year}-S{half}", "percent": "2.5"} for year in range(2027, 2035) for half in (1, 2)
        ],
        "invoices": invoices,
        "payments": payments,
        "credit_notes": [_credit_note(random.choice(invoices), random) for _ in range(random.randrange(3)) if invoices],
        "events": [_event(invoices, payments, random) for _ in range(random.choice((0, 1, 2, 4)))],
    }
    return _some(whole, random, ("on", "invoices", "payments", "credit_notes", "events"))


def _invoice(number: str, random: Random) -> Document:
    issued = _day(random)
    nature = random.choice(("subscription", "complement", "option", "work"))
    keys = {"number": number, "issued": issued, "due": _day(random, issued), "total": _amount(random)}
    return keys | _learnt(issued, random) | _some({"nature": nature}, random, ())


def _payment(name: str, numbers: list[str], random: Random) -> Document:
    on = _day(random)
    keys = {"on": on, "amount": _amount(random), "id": name, **_learnt(on, random)}
    return keys | ({"invoice": random.choice(numbers)} if numbers and random.random() < 0.5 else {})


def _credit_note(invoice: Document, random: Random) -> Document:
    on = _day(random, invoice["issued"])
    cause = random.choice(("rebate", "correction"))
    return {"on": on, "amount": "0.01", "invoice": invoice["number"], "cause": cause, **_learnt(on, random)}


def _event(invoices: list[Document], payments: list[Document], random: Random) -> Document:
    kind = random.choice(tuple(KIND_KEYS) + ("debit-returned",) * 4)
    if kind == "debit-returned" and invoices and payments:
        return _rejection(invoices, payments, random)
    values: Document = {
        "invoices": [invoice["number"] for invoice in invoices] or ["F-0"],
        "by": random.choice(("agency", "court")),
        "legitimate": random.random() < 0.5,
        "evidence": "pièce n° 4",
        "enforceable_on": "2029-01-01",
    }
    keys = _some({key: values[key] for key in KIND_KEYS[kind] if key in values}, random, ("by", "evidence"))
    return {"on": _day(random), "kind": kind, **keys}


def _rejection(invoices: list[Document], payments: list[Document], random: Random) -> Document:
    settled = random.random() < 0.5
    aim = random.choice(payments if settled else invoices)
    return {
        "on": _day(random, aim["on"] if settled else aim["issued"]),
        "kind": "debit-returned",
        "type": random.choice(("return", "refund") if settled else ("reject", "refusal")),
        "reason": random.choice(tuple(REASON_CODES)),
        **({"payment": aim["id"]} if settled else {"invoice": aim["number"]}),
    }
