"""A meter over its life: retries, reordering, duplicates, conflicts, late actions, closes, corrections, a complement.

The machine keeps only what was sent and which months it closed; what must hold is said of that alone.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from netsoft.cg052018 import CG052018
from netsoft.days import Cycle, Day, Month
from netsoft.metering.actions import Action, Journal, take_in
from netsoft.metering.admission import Access, Admission
from netsoft.metering.complement import Complement, Judgement, Request, complement
from netsoft.metering.late import Correction, correctable_from, corrected, settle
from netsoft.metering.overage import TenantMonth
from netsoft.metering.statement import UsageStatement, close, recount
from netsoft.metering.tier import TierInputs, TierReport, tier
from netsoft.metering.usage import Usage
from netsoft.names import ActionId, UserId
from netsoft.usage_readings import UsageReadings
from tests.metering.build import ANNA, MISTRAL, PAUL, usage_terms

YEARS = Cycle(date(2026, 4, 1), CG052018.duration.months)
TERMS = usage_terms(published_tier=1)  # so that a few actions are over it
PUBLISHED = UsageReadings(tier="published")
ZOE = UserId("zoé")  # unknown to the tenant


class Meter(RuleBasedStateMachine):
    """One tenant of two users, from 1 April 2026; the day goes on, months are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.on: Day = date(2027, 1, 20)
        self.journal, self.open_usage = Journal(), Usage()
        self.sent = 0
        self.outcomes = Counter[str]()
        self.open_from = Month(2026, 4)
        self.reports: dict[Month, TierReport] = {}
        self.statements: dict[Month, UsageStatement] = {}
        self.corrections: list[Correction] = []
        self.waiting: list[Action] = []
        self.issued: list[Complement] = []

    def door(self) -> Admission:
        correctable = correctable_from(YEARS, self.on)
        opened = max(self.open_from.start_day, correctable)
        access = Access(frozenset({ANNA, PAUL}), YEARS.anchor, open_from=opened, correctable_from=correctable)
        return Admission.of({MISTRAL: access})

    def send(self, batch: list[Action]) -> None:
        intake = take_in(batch, self.door(), self.journal)
        assert intake.taken_in == len(batch)
        settled = settle(intake, self.statements.values())
        assert len(settled.counted) + len(settled.corrections) == len(intake.new)
        self.journal = self.journal.after(intake)
        self.open_usage = self.open_usage.after(attrs.evolve(intake, new=settled.counted))
        self.corrections += settled.corrections
        self.sent += len(batch)
        for name in ("new", "duplicates", "conflicts", "refused"):
            self.outcomes[name] += len(getattr(intake, name))
        self.waiting = [*self.waiting, *batch][-6:]

    @rule(
        number=st.integers(0, 20),
        user=st.sampled_from([ANNA, ANNA, PAUL, ZOE]),
        back=st.one_of(st.integers(0, 60), st.integers(0, 420)),
        size=st.integers(1, 4),
    )
    def act(self, number: int, user: UserId, back: int, size: int) -> None:
        """Actions of that day or of an earlier one, some under ids that were used before."""
        at = datetime(self.on.year, self.on.month, self.on.day, 10, tzinfo=UTC) - timedelta(back)
        self.send([Action(ActionId(f"a-{number + n}"), MISTRAL, user, at, "record") for n in range(size)])

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def retry(self, data: st.DataObject) -> None:
        """Some of what was sent comes again, in another order."""
        again = data.draw(st.permutations(self.waiting))
        self.send(list(again))

    @rule(length=st.integers(1, 40))
    def time_goes_on(self, length: int) -> None:
        self.on = min(self.on + timedelta(length), date(2028, 3, 1))

    @rule(most=st.integers(1, 12))
    def close_months(self, most: int) -> None:
        """Those that are over, or some of them."""
        for _ in range(most):
            if self.open_from.next.start_day <= self.on:
                self.close(self.open_from)

    def close(self, month: Month) -> None:
        """Close a month; the client recounts it from what stands in the journal."""
        report = tier(TierInputs.of(self.open_usage, month), TERMS, PUBLISHED)
        made = close(TenantMonth(MISTRAL, 1, self.open_usage.users(MISTRAL, month)), report, TERMS)
        assert recount(self.journal.standing, made).granted
        self.reports[month], self.statements[month] = report, made
        self.open_from = month.next

    @precondition(lambda self: self.corrections)
    @rule()
    def correct(self) -> None:
        """The months that late actions reach."""
        self.correct_all()

    def correct_all(self) -> None:
        """Each month with late actions gets a statement that cites the one before, and recounts too."""
        cited = {one.statement for one in self.corrections}
        for month, statement in list(self.statements.items()):
            mine = [one for one in self.corrections if one.statement == statement.reference]
            if mine:
                found = corrected(statement, mine, self.reports[month], TERMS)
                assert found.corrects == statement.digest
                assert found.use.actions == statement.use.actions + len(mine)
                self.statements[month] = found
                cited.discard(statement.reference)
        assert not cited
        self.corrections = []

    @rule(index=st.integers(0, 1), several=st.booleans())
    def bill(self, index: int, *, several: bool) -> None:
        """A complement is asked for on that day, the months being closed and corrected."""
        while self.open_from.next.start_day <= self.on:
            self.close(self.open_from)
        self.correct_all()
        judged = Judgement("Marie Durand", self.on, "usage intensif")
        asked = Request(MISTRAL, YEARS, index, judged, self.on, several=several)
        outcome = complement(asked, [one.result for one in self.statements.values()], self.issued)
        assert outcome.decision.granted == (outcome.complement is not None)
        assert not outcome.taken_back
        if outcome.complement:
            assert asked.year.start <= self.on <= asked.year.end
            assert outcome.complement.actions > 0
            self.issued.append(outcome.complement)

    @invariant()
    def nothing_vanishes(self) -> None:
        assert self.sent == self.outcomes.total()
        closed = sum(statement.use.actions for statement in self.statements.values())
        still_open = sum(row.actions for row in self.open_usage.rows() if row.month not in self.statements)
        assert self.outcomes["new"] == len(self.journal.standing) == closed + still_open + len(self.corrections)

    @invariant()
    def the_journal_counted_anew_gives_the_statements(self) -> None:
        usage = Usage.of(self.journal.standing)
        late = Counter((one.statement, one.action.user) for one in self.corrections)
        for month, statement in self.statements.items():
            for user in (ANNA, PAUL, ZOE):
                stated = statement.line(user).actions + late[statement.reference, user]
                assert usage.users(MISTRAL, month).get(user, 0) == stated

    @invariant()
    def no_month_is_billed_for_more_than_is_over(self) -> None:
        billed = Counter[Month]()
        for one in self.issued:
            for line in one.lines:
                billed[line.month] += line.actions
        for month, actions in billed.items():
            assert actions <= self.statements[month].result.over


Meter.TestCase.settings = settings(stateful_step_count=30)
TestMeter = Meter.TestCase
