"""Documents of facts to start from, and what their refusal says."""

from typing import Any

import pytest

from netsoft.errors import InvalidValue
from netsoft.facts.decompte import decompte_facts
from tests.one_line import one_line

Document = dict[str, Any]


def document(**changes: Any) -> Document:
    """A whole document of facts, with changes at its root; ``None`` takes a key out."""
    whole: Document = {
        "terms": "CG052018",
        "on": "2024-03-01",
        "invoices": [{"number": "F-1", "issued": "2023-10-16", "due": "2023-11-15", "total": "1200.00"}],
        "payments": [{"on": "2024-01-10", "amount": "300.00", "id": "P-1"}],
        **changes,
    }
    return {key: value for key, value in whole.items() if value is not None}


def invoice(**changes: Any) -> Document:
    return document(invoices=[{**document()["invoices"][0], **changes}])


def event(**keys: Any) -> Document:
    return document(events=[{"on": "2024-01-12", **keys}])


def refusal(facts: Document) -> InvalidValue:
    with pytest.raises(InvalidValue) as refused:
        decompte_facts(facts)
    assert one_line(str(refused.value))
    return refused.value
