"""Contracts and acts to test with."""

from datetime import date

import attrs

from netsoft.answers import Decision
from netsoft.billing.contract.contract import Contract
from netsoft.billing.contract.subscription import Subscription
from netsoft.billing.contract.withdrawal import Formation
from netsoft.cg052018 import CG052018
from netsoft.contract_readings import ContractReadings
from netsoft.terms import Terms

PLAIN = ContractReadings()
APRIL = date(2026, 4, 1)
"""The day from which most contracts here run: terms end on 31 March."""


def reading(**choices: object) -> ContractReadings:
    return ContractReadings.of(choices)


def subscription(available_on: date = APRIL, readings: ContractReadings = PLAIN) -> Subscription:
    return Subscription(available_on, CG052018, readings)


def contract(available_on: date | None = APRIL, terms: Terms = CG052018, **formation: object) -> Contract:
    return Contract(terms, Formation(available_on=available_on, **formation))  # type: ignore[arg-type]


def duration(**numbers: object) -> Terms:
    """CG052018 with other numbers of article 5."""
    return attrs.evolve(CG052018, duration=attrs.evolve(CG052018.duration, **numbers))  # type: ignore[arg-type]


def said(decision: Decision) -> tuple[str, list[tuple[str, str]]]:
    """The verdict, and each reason with its clause, with common spaces, to be read."""
    return decision.verdict, [
        (str(reason.clause), reason.fact.replace("\u202f", " ").replace("\u00a0", " ")) for reason in decision.reasons
    ]
