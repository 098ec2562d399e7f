"""Documents of facts put together at random: mostly of the right shape, now and then spoilt."""

import json
from copy import deepcopy
from datetime import date, timedelta
from random import Random
from typing import Any

from netsoft.contract_readings import QUESTIONS
from netsoft.facts.contract_events import KIND_KEYS, MEANS, PARTIES
from tests.contract.golden import EXAMPLES
from tests.fuzz.inputs import BYTES, VALUES

Document = dict[str, Any]
SEEDS = [path.read_bytes() for path in EXAMPLES]


def mutated(random: Random) -> bytes:
    """An example, cut, spliced and peppered."""
    data = bytearray(random.choice(SEEDS))
    for _ in range(random.choice((1, 1, 2, 5, 20))):
        start = random.randrange(len(data) + 1)
        end = min(len(data), start + random.choice((0, 1, 5, 50)))
        data[start:end] = random.choice((b"", random.choice(BYTES), bytes(data[start:end]) * 2, b"2027-02-29"))
    return bytes(data)


def assembled(random: Random) -> bytes:
    """A document put together at random."""
    document = a_document(random)
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        _spoil(document, random)
    return json.dumps(document).encode()


def _spoil(value: Any, random: Random) -> None:
    while isinstance(value, dict | list) and value:
        key = random.choice(list(value) if isinstance(value, dict) else list(range(len(value))))
        if not isinstance(value[key], dict | list) or not value[key] or random.random() < 0.2:
            value[key] = deepcopy(random.choice(VALUES))
            return
        value = value[key]


def _day(random: Random, first: date = date(2024, 2, 27), span: int = 1500) -> str:
    return (first + timedelta(days=random.randrange(span))).isoformat()


def a_document(random: Random) -> Document:
    """Facts of the right shape."""
    available = date.fromisoformat(_day(random, span=400))
    whole: Document = {
        "terms": "CG052018",
        "known_on": _day(random),
        "concluded_on": _day(random, available - timedelta(days=30), 60),
        "available_on": available.isoformat(),
        "first_use_on": _day(random, available, 30),
        "closed_days": random.choice(("metropole", "alsace-moselle")),
        "employees": random.choice((0, 5, 6, 400)),
        "off_premises": random.random() < 0.5,
        "main_activity": random.random() < 0.5,
        "early_start_requested": random.random() < 0.5,
        "disclosed": random.random() < 0.5,
        "paid": random.choice(("0.00", "480", "1200.50")),
        "restitution_days": random.randrange(60),
        "erasure_days": random.randrange(60, 400),
        "reference": "日" * random.choice((1, 200)),
        "client": {"name": "A" * random.choice((1, 40, 200)), "address": "a\nb", "siren": "732829320"},
        "provider": {"name": "W" * 60, "form": "SAS", "representative": "B"},
        "readings": {key: random.choice(values) for _number, key, values in QUESTIONS if random.random() < 0.3},
    }
    kept = {key: value for key, value in whole.items() if key == "available_on" or random.random() < 0.6}
    if "available_on" in kept and random.random() < 0.1:
        kept = {key: value for key, value in kept.items() if key not in ("available_on", "first_use_on")}
    events = [an_event(random, available) for _ in range(random.choice((0, 1, 3, 8)))]
    return {"on": _day(random, available - timedelta(days=20), 1200), **kept, "events": events}


def an_event(random: Random, available: date) -> Document:
    """One event of the right shape."""
    kind = random.choice(tuple(KIND_KEYS))
    on = date.fromisoformat(_day(random, available - timedelta(days=5), random.choice((40, 1200))))
    values: Document = {
        "outcome": random.choice(("delivered", "refused", "unclaimed", "not-presented")),
        "sent_on": (on - timedelta(days=3)).isoformat(),
        "presented_on": (on - timedelta(days=1)).isoformat(),
        "mailbox": random.choice(("contact@infrassur.fr", "x@y.fr")),
        "agreed": random.random() < 0.7,
        "notice_ends_on": (on + timedelta(days=random.randrange(59))).isoformat(),
        "transition_ends_on": (on + timedelta(days=random.randrange(62, 300))).isoformat(),
        "erase_only": random.random() < 0.3,
        "impossible": "volume de 40 To",
        "invoice": random.choice(("F-1", "F-2")),
        "nature": random.choice(("subscription", "subscription", "complement", "option", "work")),
        "rule": "6.5",
        "evidence": "pièce n° 4",
        "ground": random.choice(("non-payment", "infringement")),
        "clause": random.choice(("5.3", "5.3", "8.1")),
        "days": random.randrange(40),
    }
    keys = {key: values[key] for key in KIND_KEYS[kind] if key in values and random.random() < 0.7}
    party = {"party": random.choice(PARTIES)} if kind.startswith("notice") or random.random() < 0.2 else {}
    means = {"means": random.choice(MEANS)} if kind == "notice" or random.random() < 0.2 else {}
    learnt = {"known_on": _day(random, on, 90)} if random.random() < 0.2 else {}
    return {"on": on.isoformat(), "kind": kind, **party, **means, **learnt, **keys}
