"""Availability read literally: second by second of the steps of a clock, one question at a time."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from netsoft.billing.responsibility.outages import Outage, Span
from netsoft.contract_readings import ContractReadings

CONTRACT = ("announced-maintenance", "unannounced-maintenance", "technical-necessity")
MAJEURE = ("force-majeure", "telecom-operator", "outside-resources")


def counted(outages: Sequence[Outage], span: Span, step: timedelta, readings: ContractReadings) -> Counter[str]:
    """How many steps of the span were up, suspended, excused or failed; every bound lies on a step."""
    found: Counter[str] = Counter()
    at = span.begins
    while at < span.ends:
        found[state(outages, at, readings)] += 1
        at += step
    return found


def state(outages: Sequence[Outage], at: datetime, readings: ContractReadings) -> str:
    """The state of one moment."""
    lasting = [o for o in outages if o.party == "provider" and o.begins <= at and (o.ends is None or at < o.ends)]
    if not lasting:
        return "up"
    if any(o.cause == "suspension" for o in lasting):
        return "suspended"
    return "excused" if all(is_excused(o, at, readings) for o in lasting) else "failed"


def is_excused(outage: Outage, at: datetime, readings: ContractReadings) -> bool:
    """Whether the provider is excused of an outage at a moment of it."""
    if outage.cause in CONTRACT:
        return True
    if outage.cause == "own-failure":
        return False
    if outage.cause in MAJEURE and readings.outside_causes == "force-majeure-needs-none":
        return True
    return any(n.at <= at and n.cause.strip() and n.until is not None for n in outage.notices)
