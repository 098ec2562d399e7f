"""Article 18.1: the client insures what its liability may cost: damage to others, and its own loss.

Two certificates, one for each risk, each with its insurer, its policy, its first and its last day. Their end is told
in advance, a gap between two is found, and for any day there is a decision.

>>> from datetime import date
>>> others = Certificate("damage-to-others", "Assureur A", "RC-1", date(2026, 1, 1), date(2026, 12, 31))
>>> insured((others,), date(2026, 11, 27)).verdict
'refused'
>>> print(insured((others,), date(2026, 11, 27)).reasons[1].fact)
aucune attestation pour les dommages subis à titre personnel le 27/11/2026
>>> [(reminder.risk, str(reminder.deadline.last)) for reminder in reminders((others,), date(2026, 11, 27))]
[('damage-to-others', '2026-12-31'), ('own-loss', '2026-11-27')]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args

from attrs import field, frozen

from netsoft.answers import Deadline, Decision, Reason
from netsoft.billing.entries import contract_day
from netsoft.clause import Clause
from netsoft.days import ONE_DAY, Day, Period, as_day
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.rendering import counted
from netsoft.rendering import day as french

CLAUSE: Final = Clause("18.1")
Risk: TypeAlias = Literal["damage-to-others", "own-loss"]
RISKS: Final[tuple[Risk, ...]] = get_args(Risk)
"""The two risks that 18.1 names, in its order."""
IN_FRENCH: Final = MappingProxyType(
    {"damage-to-others": "dommages causés aux tiers", "own-loss": "dommages subis à titre personnel"}
)
REMIND_DAYS: Final = (60, 30, 7)
"""How many days before the end of cover a reminder is due, by default: a policy of ours, the terms give none."""


def _first_day(value: object) -> Day:
    return contract_day(value, "first_day")


def _last_day(value: object) -> Day:
    return contract_day(value, "last_day")


@frozen
class Certificate:
    """A certificate of insurance: the risk, the insurer, the policy, and the days of cover, both included."""

    risk: Risk
    insurer: str
    policy: str
    first_day: Day = field(converter=_first_day)
    last_day: Day = field(converter=_last_day)

    def __attrs_post_init__(self) -> None:
        if self.risk not in RISKS:
            raise InvalidValue("risk", f"risque inconnu : {shown(self.risk)}", f"écrire {', '.join(RISKS)}")
        for name in ("insurer", "policy"):
            if type(getattr(self, name)) is not str or not getattr(self, name).strip():
                raise InvalidValue(name, "attestation incomplète", "nommer l'assureur et le numéro de police")
        if self.last_day < self.first_day:
            raise InvalidValue("last_day", "le dernier jour précède le premier", "corriger l'un des deux")

    def covers(self, day: Day) -> bool:
        """Whether ``day`` is one of its days."""
        return self.first_day <= day <= self.last_day


@frozen
class Gap:
    """Days without a certificate for a risk."""

    risk: Risk
    period: Period


@frozen
class Reminder:
    """Cover ends, or is lacking: the risk, by when a new certificate is needed, and which step of the policy it is.

    ``step`` is the number of days before the end that has been reached, 0 when there is no cover.
    """

    risk: Risk
    deadline: Deadline
    step: int


def insured(certificates: Iterable[Certificate], on: Day) -> Decision:
    """Decide whether both risks are insured on ``on``, with one reason for each."""
    kept, day = tuple(certificates), as_day(on, "on")
    found = [(risk, next((c for c in kept if c.risk == risk and c.covers(day)), None)) for risk in RISKS]
    reasons = tuple(_reason(risk, certificate, day) for risk, certificate in found)
    return Decision("granted" if all(certificate for _risk, certificate in found) else "refused", reasons)


def _reason(risk: Risk, certificate: Certificate | None, on: Day) -> Reason:
    if certificate is None:
        return Reason(CLAUSE, f"aucune attestation pour les {IN_FRENCH[risk]} le {french(on)}")
    words = f"{IN_FRENCH[risk]} : {certificate.insurer}, police {certificate.policy}"
    return Reason(CLAUSE, f"{words}, du {french(certificate.first_day)} au {french(certificate.last_day)}")


def gaps(certificates: Iterable[Certificate], within: Period) -> tuple[Gap, ...]:
    """Find the days of ``within`` that no certificate covers, risk by risk, each gap as long as it can be."""
    kept = tuple(certificates)
    return tuple(Gap(risk, hole) for risk in RISKS for hole in _holes(_of(kept, risk), within))


def _holes(certificates: Sequence[Certificate], within: Period) -> Iterator[Period]:
    start = within.start
    for certificate in certificates:
        upto = min(certificate.first_day, within.end)
        if start < upto:
            yield Period(start, upto)
        start = max(start, certificate.last_day + ONE_DAY)
    if start < within.end:
        yield Period(start, within.end)


def _of(certificates: Iterable[Certificate], risk: Risk) -> list[Certificate]:
    return sorted((c for c in certificates if c.risk == risk), key=lambda c: (c.first_day, c.last_day))


def reminders(
    certificates: Iterable[Certificate], on: Day, days_before: Sequence[int] = REMIND_DAYS
) -> tuple[Reminder, ...]:
    """Return what is to be reminded on ``on``: each risk whose cover ends within the longest delay, or is lacking.

    Cover that another certificate takes over without a gap does not end. ``days_before`` is the policy, in days.
    """
    if not days_before or any(type(days) is not int or days < 0 for days in days_before):
        raise InvalidValue("days_before", "délais de rappel illisibles", "donner des nombres de jours, par exemple 60")
    kept, day = tuple(certificates), as_day(on, "on")
    found = (_reminder(risk, _covered_until(_of(kept, risk), day), day, days_before) for risk in RISKS)
    return tuple(reminder for reminder in found if reminder is not None)


def _covered_until(certificates: Sequence[Certificate], on: Day) -> Day | None:
    """Return the last day of the cover that runs without a gap from ``on``; nothing if that day is not covered."""
    until = None
    for certificate in certificates:
        if certificate.first_day <= (on if until is None else until + ONE_DAY) and certificate.last_day >= on:
            until = certificate.last_day if until is None else max(until, certificate.last_day)
    return until


def _reminder(risk: Risk, until: Day | None, on: Day, days_before: Sequence[int]) -> Reminder | None:
    if until is None:
        rule = f"aucune attestation en cours pour les {IN_FRENCH[risk]}"
        return Reminder(risk, Deadline(on, CLAUSE, rule), 0)
    left = until.toordinal() - on.toordinal()
    reached = [days for days in days_before if left <= days]
    if not reached:
        return None
    when = f"dans {counted(left, 'jour')}" if left else "aujourd'hui"
    rule = f"{IN_FRENCH[risk]} : la garantie prend fin {when}, le {french(until)}"
    return Reminder(risk, Deadline(until, CLAUSE, rule), min(reached))
