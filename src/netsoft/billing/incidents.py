"""What an incident sets off: default (8.1), and the penalties of 8.2, 8.4 and 8.5, each struck once per invoice."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, field

from netsoft.answers import Decision, Share
from netsoft.billing.collection import CLAUSE as COLLECTION
from netsoft.billing.collection import collection_penalty, recourse, refers
from netsoft.billing.debt import Claim, Debt
from netsoft.billing.entries import DebitReturned, Event, FormalNotice
from netsoft.billing.history import History
from netsoft.billing.opposition import CLAUSE as OPPOSITION
from netsoft.billing.opposition import excused, opposition, opposition_penalty, rejected_debit
from netsoft.billing.penalty import CLAUSE as LATE_PENALTY
from netsoft.billing.penalty import late_penalty
from netsoft.billing.sepa import REASON_CODES
from netsoft.billing.statutory_indemnity import CLAUSE as INDEMNITY
from netsoft.billing.statutory_indemnity import statutory_indemnity
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.money import Money
from netsoft.readings import Readings
from netsoft.rendering import day as french
from netsoft.terms import Terms


@define(eq=False)
class Contingent:
    """An opposition that waits for a fact, for one invoice: the decision, and what would be struck."""

    debt: Debt
    decision: Decision
    basis: Share


@define(eq=False)
class Incidents:
    """The penalties of an account: strikes them on its debts as the days go by."""

    history: History
    terms: Terms
    readings: Readings
    events: tuple[Event, ...]
    contingent: list[Contingent] = field(factory=list)
    oppositions: list[tuple[DebitReturned, Decision]] = field(factory=list)

    def due_day_over(self, debts: Iterable[Debt], day: Day) -> None:
        """Put in default, on the day after their due day, the invoices that it left unpaid."""
        for debt in debts:
            if debt.principal > 0:
                debt.default_since = debt.default_since or day
                self._strike_late(debt, day, f"échéance du {french(debt.invoice.due)} passée")

    def reject(self, rejection: DebitReturned, concerned: Iterable[str]) -> list[tuple[Debt, DebitReturned]]:
        """Call the invoices of a rejected debit, unless its cause lies elsewhere (R-23); return those it hits."""
        if not self._counts(rejection):
            return []
        named = (self.history.debt(number) for number in sorted(concerned))
        debts = [debt for debt in named if debt is not None and debt.invoice.issued <= rejection.on]
        for debt in debts:
            debt.called = min(debt.called, rejection.on)
        return [(debt, rejection) for debt in debts]

    def strike_late(self, rejected: Iterable[tuple[Debt, DebitReturned]]) -> None:
        """Put in default at the end of the day of a rejection, and strike 8.2, what is unpaid then."""
        for debt, rejection in rejected:
            if debt.principal > 0:
                debt.default_since = debt.default_since or rejection.on
                self._strike_late(debt, rejection.on, rejected_debit(rejection))

    def notice(self, event: FormalNotice) -> None:
        """Let a formal notice reach the due invoices that it names: their penalties wait no longer (R-20)."""
        for debt in self.history.debts:
            if debt.is_late(event.on) and (not event.invoices or debt.number in event.invoices):
                debt.noticed = True
                for claim in debt.claims:
                    claim.payable = True

    def collect(self, event: Event) -> None:
        """Strike 8.4 on the due invoices that are referred to an agency or a court."""
        for debt in self._open(COLLECTION, event.on):
            if refers(event, debt.number) and debt.is_late(event.on):
                basis = collection_penalty(self._base(debt, event.on), event.on, self.terms)
                self._strike(debt, COLLECTION, basis, recourse(event))

    def oppose(self, rejection: DebitReturned, concerned: frozenset[str]) -> None:
        """Strike 8.5 on the whole balance due if the rejection is an opposition; keep it in view if that is pending."""
        decision = opposition(rejection, concerned, self.events)
        self.oppositions.append((rejection, decision))
        for debt in self._open(OPPOSITION, rejection.on):
            if excused(debt.number, rejection.on, self.events):
                continue
            basis = opposition_penalty(self._base(debt, rejection.on), rejection.on, self.terms)
            if decision.granted:
                claim = self._strike(debt, OPPOSITION, basis, decision.reasons[0].fact)
                self._absorb(debt, claim, rejection.on)
            elif decision.verdict == "pending" and basis.base and all(c.debt is not debt for c in self.contingent):
                self.contingent.append(Contingent(debt, decision, basis))

    def draw(self, day: Day) -> None:
        """Strike on the day drawn what R-03 may reckon on the balance of that day."""
        if self.readings.penalty_base == "balance-on-day-drawn" and self.terms.holds(LATE_PENALTY):
            for debt in self.history.debts:
                if debt.default_since and debt.principal > 0 and not debt.absorbed:
                    basis = late_penalty(Money(cents=debt.principal), day, self.terms)
                    claim = self._strike(debt, LATE_PENALTY, basis, f"solde au {french(day)}")
                    assert claim is not None
                    claim.drawn = True

    def _counts(self, rejection: DebitReturned) -> bool:
        side = REASON_CODES[rejection.reason].side
        return side == "debtor" or self.readings.creditor_side_rejections == "as-any-other"

    def _strike_late(self, debt: Debt, day: Day, why: str) -> None:
        if day > debt.invoice.due and debt.late_since is None:
            debt.late_since = day
            if self.readings.statutory_indemnity:
                debt.claims.append(Claim(INDEMNITY, statutory_indemnity(day), "statutory-indemnity", why))
        if self.readings.penalty_base == "once" and self.terms.holds(LATE_PENALTY) and not debt.absorbed:
            self._strike(debt, LATE_PENALTY, late_penalty(Money(cents=debt.principal), day, self.terms), why)

    def _open(self, clause: Clause, day: Day) -> list[Debt]:
        if not self.terms.holds(clause):
            return []
        return [d for d in self.history.due(day) if d.claim(clause) is None and d.owing]

    def _strike(self, debt: Debt, clause: Clause, basis: Share, why: str) -> Claim | None:
        if debt.claim(clause) is not None or not basis.base:
            return None
        payable = debt.noticed or not self.readings.formal_notice
        debt.claims.append(Claim(clause, basis, "penalty-clause", why, payable))
        return debt.claims[-1]

    def _base(self, debt: Debt, day: Day) -> Money:
        if self.readings.flat_base == "principal":
            return Money(cents=debt.principal)
        penalties = sum(claim.owed for claim in debt.claims) if self.readings.flat_base == "all-sums-due" else 0
        return Money(cents=debt.principal + debt.interest_owed(day) + penalties)

    def _absorb(self, debt: Debt, by: Claim | None, day: Day) -> None:
        if self.readings.cumulation != "opposition-absorbs" or by is None:
            return
        debt.absorbed, void = True, debt.claim(LATE_PENALTY)
        if void is not None:
            debt.claims.remove(void)
            self.history.release(void, by, debt, day)
