"""Article 4.1: the client has fourteen days of use of the service to withdraw.

Read (R-12) from the later of the conclusion and the availability, that day not counted, to the end of the last day,
which is put off to the next working day if it is a Saturday, a Sunday or a closed day (L221-19; whether a Saturday is
"ouvrable" is disputed, and in doubt the client has the longer time). Beside the right that the terms give to every
client stands that of the law (L221-3): off-premises, five employees at most, outside the main activity.

>>> from datetime import date
>>> from netsoft.cg052018 import CG052018
>>> formation = Formation(concluded_on=date(2026, 12, 11), available_on=date(2026, 12, 1))
>>> withdrawal(formation, CG052018).last_day
datetime.date(2026, 12, 28)
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from attrs import field, frozen
from attrs.converters import optional

from netsoft.answers import Decision, Reason
from netsoft.billing.contract.withdrawal_table import EMPLOYEES, STATUTORY_DAYS, UNDISCLOSED_MONTHS
from netsoft.billing.entries import contract_day
from netsoft.clause import Clause
from netsoft.closed_days import Where, closed_days, next_working_day
from netsoft.contract_readings import ContractReadings
from netsoft.days import Day, anniversary
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.rendering import counted
from netsoft.rendering import day as french
from netsoft.terms import Terms

CLAUSE: Final = Clause("4.1")
_DEFAULTS: Final = ContractReadings()


@frozen
class Situation:
    """The conditions of L221-3, each a fact that may be unknown (``None``): never guessed.

    ``disclosed`` says whether the client was told of its right (L221-20); ``early_start_requested``, whether it
    expressly asked that the service begin before the end of the time to withdraw (L221-25).
    """

    employees: int | None = None
    off_premises: bool | None = None
    main_activity: bool | None = None
    early_start_requested: bool | None = None
    disclosed: bool | None = None

    def __attrs_post_init__(self) -> None:
        if self.employees is not None and (type(self.employees) is not int or self.employees < 0):
            problem = f"effectif illisible : {shown(self.employees)}"
            raise InvalidValue("employees", problem, "donner un nombre entier de salariés")


NOTHING_KNOWN: Final = Situation()


def _concluded_on(value: object) -> Day:
    return contract_day(value, "concluded_on")


def _available_on(value: object) -> Day:
    return contract_day(value, "available_on")


def _first_use_on(value: object) -> Day:
    return contract_day(value, "first_use_on")


@frozen(kw_only=True)
class Formation:
    """How a contract came about: its days, the closed days that hold where the client is, its situation.

    A conclusion that is not given is no later than the availability, from which the subscription takes effect (5.1).
    """

    concluded_on: Day | None = field(default=None, converter=optional(_concluded_on))
    available_on: Day | None = field(default=None, converter=optional(_available_on))
    first_use_on: Day | None = field(default=None, converter=optional(_first_use_on))
    closed_days: Where = "metropole"
    situation: Situation = NOTHING_KNOWN

    def __attrs_post_init__(self) -> None:
        closed_days(2000, self.closed_days)  # refuses a place that it does not know
        if self.first_use_on is not None and (self.available_on is None or self.first_use_on < self.available_on):
            problem = "un premier usage avant la mise à disposition"
            raise InvalidValue("first_use_on", problem, "donner un jour à partir de « available_on »")


@frozen
class Window:
    """Until when the client may withdraw, by the terms and by the law.

    ``last_day`` is absent until the days begin to run; ``rule`` says how it was counted. ``statutory`` is pending
    while a condition of L221-3 is unknown. ``undisclosed_last_day`` is the last day of the law, if the right was not
    disclosed; it is there only as long as that is unknown.
    """

    last_day: Day | None
    rule: str
    by_contract: Decision
    statutory: Decision
    statutory_last_day: Day | None
    undisclosed_last_day: Day | None = None


def withdrawal(formation: Formation, terms: Terms, readings: ContractReadings = _DEFAULTS) -> Window:
    """Return until when the client may withdraw under 4.1 (R-12), and under L221-3 beside it."""
    start, rule = _start(formation, readings)
    days = terms.withdrawal.days
    last = None if start is None else _last_day(start, days, formation, readings)
    held = terms.holds(CLAUSE)
    unknown = formation.situation.disclosed is None
    return Window(
        last_day=last if held else None,
        rule=rule,
        by_contract=_by_contract(formation, held, readings, f"{counted(days, 'jour')} pour se rétracter, {rule}"),
        statutory=_statutory(formation.situation),
        statutory_last_day=_statutory_last_day(formation, formation.situation.disclosed is False),
        undisclosed_last_day=_statutory_last_day(formation, True) if unknown else None,
    )


def _by_contract(formation: Formation, held: bool, readings: ContractReadings, fact: str) -> Decision:
    if not held:
        return Decision("refused", (Reason(CLAUSE, f"la clause {CLAUSE} est écartée"),))
    if readings.withdrawal_start == "conclusion" and formation.concluded_on is None and formation.available_on:
        return Decision("pending", (Reason(CLAUSE, f"{fact} ; fait à donner : jour de la conclusion ?"),))
    return Decision("granted", (Reason(CLAUSE, fact),))


def _start(formation: Formation, readings: ContractReadings) -> tuple[Day | None, str]:
    """Return the day from which the days run, itself not counted, with the rule in French."""
    if readings.withdrawal_start == "first-use":
        return formation.first_use_on, "depuis le premier usage constaté"
    if readings.withdrawal_start == "conclusion":
        return formation.concluded_on, "depuis la conclusion"
    rule = "depuis la conclusion ou la mise à disposition, la plus tardive"
    if formation.available_on is None:
        return None, rule
    return max(formation.available_on, formation.concluded_on or formation.available_on), rule


def _last_day(start: Day, days: int, formation: Formation, readings: ContractReadings) -> Day:
    last = start + timedelta(days=days)
    return last if readings.withdrawal_start == "civil-days" else next_working_day(last, formation.closed_days)


def _statutory_last_day(formation: Formation, undisclosed: bool) -> Day | None:
    """Count from the conclusion (L221-18, L221-19); a right that was not disclosed lasts longer (L221-20)."""
    if formation.concluded_on is None:
        return None
    last = next_working_day(formation.concluded_on + timedelta(days=STATUTORY_DAYS), formation.closed_days)
    if not undisclosed:
        return last
    return next_working_day(anniversary(last, UNDISCLOSED_MONTHS), formation.closed_days)


def _statutory(situation: Situation) -> Decision:
    """Decide whether L221-3 protects the client too: one reason per condition, those that fail or lack first."""
    small = None if situation.employees is None else situation.employees <= EMPLOYEES
    outside = None if situation.main_activity is None else not situation.main_activity
    conditions = (
        (situation.off_premises, "contrat conclu hors établissement"),
        (small, f"{counted(EMPLOYEES, 'salarié')} au plus"),
        (outside, "objet hors du champ de l'activité principale du client"),
    )
    article = Clause("L221-3")
    failed = tuple(Reason(article, f"condition non remplie : {text}") for met, text in conditions if met is False)
    if failed:
        return Decision("refused", failed)
    unknown = tuple(Reason(article, f"fait à donner : {text} ?") for met, text in conditions if met is None)
    if unknown:
        return Decision("pending", unknown)
    return Decision("granted", tuple(Reason(article, f"condition remplie : {text}") for _met, text in conditions))


def may_withdraw(window: Window, on: Day) -> Decision:
    """Decide whether a withdrawal declared on a day is in time, by the terms or else by the law."""
    if window.by_contract.granted and (window.last_day is None or on <= window.last_day):
        until = "le délai n'a pas commencé" if window.last_day is None else f"jusqu'au {french(window.last_day)}"
        return Decision("granted", (Reason(CLAUSE, f"déclarée le {french(on)}, dans le délai : {until}"),))
    if window.by_contract.verdict == "pending":
        return window.by_contract
    late = window.by_contract.reasons[0]
    if window.last_day is not None:
        late = Reason(CLAUSE, f"déclarée le {french(on)}, après le dernier jour du délai, le {french(window.last_day)}")
    return _by_law(window, on, late)


def _by_law(window: Window, on: Day, late: Reason) -> Decision:
    last, article = window.statutory_last_day, Clause("L221-18")
    if window.statutory.verdict == "refused" or last is None:
        return Decision("refused", (late, *window.statutory.reasons))
    if on > last:
        return _if_undisclosed(window, on, (late, *window.statutory.reasons))
    fact = f"déclarée le {french(on)}, dans le délai de la loi : jusqu'au {french(last)}"
    return Decision(window.statutory.verdict, (late, *window.statutory.reasons, Reason(article, fact)))


def _if_undisclosed(window: Window, on: Day, reasons: tuple[Reason, ...]) -> Decision:
    """Wait for the one fact that is unknown, if it would make the days long enough (L221-20)."""
    longest = window.undisclosed_last_day
    if not window.statutory.granted or longest is None or on > longest:
        return Decision("refused", reasons)
    asked = f"fait à donner : client informé de son droit ? sinon, délai jusqu'au {french(longest)}"
    return Decision("pending", (*reasons, Reason(Clause("L221-20"), asked)))
