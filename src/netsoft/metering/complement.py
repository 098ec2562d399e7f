"""Article 7.2: the complement of usage of a contract year, in quantities: which months, how many actions over, why.

Issuing is a recorded decision, since the terms want the use to be *judged* intensive. It comes "au plus tard à
l'issue de l'échéance annuelle en cours" (R-27), once a contract year unless the caller wants more; no month is billed
twice, and none without its tier. What it costs is the tariff's business.

>>> from datetime import date
>>> judged = Judgement("Marie Durand", date(2027, 4, 1), "deux fois la moyenne depuis octobre")
>>> asked = Request(TenantId("mistral"), Cycle(date(2026, 4, 1), 12), 0, judged, date(2027, 4, 2))
>>> complement(asked, ()).decision.reasons[0].fact
"complément daté du 02/04/2027, après le 01/04/2027 : le lendemain du dernier jour de l'année du contrat"
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import field, frozen

from netsoft.answers import Deadline, Decision, Reason
from netsoft.days import Cycle, Day, Month, Period, as_day
from netsoft.errors import InvalidValue, MissingFact
from netsoft.metering.months import TierMonth, months_of_term
from netsoft.metering.overage import COMPLEMENT, Overage
from netsoft.money import shown
from netsoft.names import TenantId
from netsoft.rendering import day as written_day
from netsoft.usage_readings import UsageReadings

_DEFAULTS: Final = UsageReadings()


@frozen
class Judgement:
    """The recorded decision that a use is intensive: by whom, on which day, and why."""

    by: str
    on: Day = field(converter=as_day)
    why: str

    def __attrs_post_init__(self) -> None:
        for name, text in (("by", self.by), ("why", self.why)):
            if type(text) is not str or not text.strip():
                raise InvalidValue(name, "décision sans auteur ou sans motif", "dire qui a jugé l'usage, et pourquoi")


@frozen
class Request:
    """What is asked: the complement of a contract year, judged, and dated on a day.

    ``years`` counts the contract years from the first day of the subscription, ``index`` says which one, from zero.
    ``ended_on`` is the last day of a contract that has ended. ``several`` admits more than one complement a year.
    """

    tenant: TenantId
    years: Cycle
    index: int
    judged: Judgement
    dated: Day = field(converter=as_day)
    ended_on: Day | None = None
    several: bool = False

    def __attrs_post_init__(self) -> None:
        if type(self.index) is not int or self.index < 0:
            raise InvalidValue("index", f"année {shown(self.index)}", "compter les années du contrat depuis zéro")
        if self.dated < self.judged.on:
            raise InvalidValue("dated", "le complément précède la décision", "le dater de ce jour ou d'un jour suivant")

    @property
    def year(self) -> Period:
        """The contract year."""
        return self.years.period(self.index)


@frozen
class ComplementLine:
    """The actions over the allowance in a month; ``corrects`` cites the line whose month was corrected since."""

    month: Month
    actions: int
    why: Reason
    corrects: str = ""


@frozen
class Complement:
    """A complement that may be issued: what was asked, and its lines."""

    request: Request
    lines: tuple[ComplementLine, ...]

    @property
    def actions(self) -> int:
        """All the actions over: the quantity that the tariff prices."""
        return sum(line.actions for line in self.lines)

    def reference(self, month: Month) -> str:
        """How its line of a month is cited."""
        return f"{self.request.tenant}/complément du {self.request.dated}/{month}"


@frozen
class Outcome:
    """Whether a complement may be issued, with it; ``taken_back`` are actions billed that a correction took back since.

    Nothing to bill is a refusal that says so. What was taken back calls for a credit note whatever the decision.
    """

    decision: Decision
    complement: Complement | None = None
    taken_back: tuple[ComplementLine, ...] = ()


def last_day(year: Period, readings: UsageReadings = _DEFAULTS) -> Deadline:
    """Return the last day on which the complement of a contract year may be dated (R-27)."""
    if readings.complement_limit == "last-day":
        return Deadline(year.last, COMPLEMENT, "le dernier jour de l'année du contrat")
    return Deadline(year.end, COMPLEMENT, "le lendemain du dernier jour de l'année du contrat")


def complement(
    request: Request,
    overages: Iterable[Overage],
    issued: Iterable[Complement] = (),
    readings: UsageReadings = _DEFAULTS,
) -> Outcome:
    """Decide on a complement, and give its quantities.

    ``overages`` are those of the months, as the last statement of each has them, ``issued`` what was billed before.
    A month that is over and has no overage, not even one of zero, lacks its tier: a missing fact.
    """
    before = [one for one in issued if one.request.tenant == request.tenant]
    known, months = _by_month(request, overages), _due(request, readings)
    if refused := _untimely(request, before, readings):
        months = [due for due in months if due.month in known]
    lines = tuple(_differences(request, known, before, months))
    taken_back = tuple(_positive(line) for line in lines if line.actions < 0)
    if refused:
        return Outcome(_refused(refused), None, taken_back)
    if billed := tuple(line for line in lines if line.actions > 0):
        made = Complement(request, billed)
        return Outcome(Decision("granted", (_judged(request), *(line.why for line in billed))), made, taken_back)
    return Outcome(_refused(_nothing(request, readings)), None, taken_back)


def _refused(fact: str) -> Decision:
    return Decision("refused", (Reason(COMPLEMENT, fact),))


def _untimely(request: Request, before: Iterable[Complement], readings: UsageReadings) -> str:
    limit = last_day(request.year, readings)
    dated = f"complément daté du {written_day(request.dated)}"
    assert isinstance(limit.last, Day)
    if request.dated > limit.last:
        return f"{dated}, après le {written_day(limit.last)} : {limit.rule}"
    if request.dated < request.year.start:
        return f"{dated}, avant le premier jour de l'année du contrat, le {written_day(request.year.start)}"
    same_year = [one for one in before if one.request.year == request.year]
    if same_year and not request.several:
        return (
            f"le complément de cette année du contrat est déjà émis, daté du {written_day(same_year[0].request.dated)}"
        )
    return ""


def _by_month(request: Request, overages: Iterable[Overage]) -> Mapping[Month, Overage]:
    found: dict[Month, Overage] = {}
    for overage in overages:
        if overage.tenant != request.tenant:
            raise InvalidValue("overages", f"celui d'un autre client : {shown(overage.tenant)}", "le retirer")
        if overage.month in found:
            raise InvalidValue("overages", f"{overage.month} donné deux fois", "ne donner que son dernier relevé")
        found[overage.month] = overage
    return found


def _due(request: Request, readings: UsageReadings) -> list[TierMonth]:
    months = months_of_term(request.years, request.index, readings, request.ended_on)
    return [month for month in months if month.period.last <= request.dated]


def _differences(
    request: Request, overages: Mapping[Month, Overage], before: Iterable[Complement], months: Iterable[TierMonth]
) -> Iterable[ComplementLine]:
    """Give, month by month, what is over less what was billed: it is negative where a correction took actions back."""
    billed = Counter[Month]()
    cited: dict[Month, str] = {}
    for one in before:
        for line in one.lines:
            billed[line.month] += line.actions
            cited[line.month] = one.reference(line.month)
    for due in months:
        overage = overages.get(due.month)
        if overage is not None:
            over = overage.over - billed[due.month]
            yield ComplementLine(due.month, over, overage.why, cited.get(due.month, ""))
        elif due.period.last < request.dated:
            raise MissingFact(f"palier de {due.month} inconnu", "clore ce mois : son relevé donne le palier")


def _positive(line: ComplementLine) -> ComplementLine:
    return ComplementLine(line.month, -line.actions, line.why, line.corrects)


def _judged(request: Request) -> Reason:
    judged = request.judged
    return Reason(COMPLEMENT, f"usage jugé intensif par {judged.by} le {written_day(judged.on)} : {judged.why}")


def _nothing(request: Request, readings: UsageReadings) -> str:
    months = [str(due.month) for due in _due(request, readings)]
    span = f"de {months[0]} à {months[-1]}" if months else "aucun mois n'est écoulé"
    return f"rien à facturer : aucune action au-delà du palier qui ne soit déjà facturée ({span})"
