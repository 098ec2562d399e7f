"""The slow reading of articles 4 and 5: a clerk lives through every day of a contract and writes in a diary.

Nothing is shared with the library but values. Each day the clerk first sees whether the contract is over, then takes
the papers of the day one after the other, and asks of each what the articles say.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from netsoft.billing.contract.contract import Contract
from netsoft.billing.contract.contract_events import (
    ContractEvent,
    Default,
    FormalNoticeServed,
    Infringement,
    NoticeGiven,
    NoticeWithdrawn,
    Reactivation,
    Settled,
    Suspension,
    SwitchingAsked,
    SwitchingCompleted,
    Termination,
    WithdrawalDeclared,
)
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from tests.reference.months import DAY, months_before, months_later, put_off, terms_until

WEAK = ("phone", "ticket", "letter")
LETTERS = ("registered-letter", "electronic-registered-letter")
AS_GOOD_AS = {
    "email": ("email", "hand-delivery", *LETTERS, "bailiff"),
    "registered-letter": (*LETTERS, "bailiff"),
}
NAMED = {"email": ("email",), "registered-letter": LETTERS}


class Diary:
    """What the clerk knows at the end of a day."""

    def __init__(self, contract: Contract, readings: ContractReadings) -> None:
        self.contract, self.readings = contract, readings
        self.formation, self.terms = contract.formation, contract.terms
        known = [d for d in (self.formation.concluded_on, self.formation.available_on) if d is not None]
        self.begun = min(known) if known else None
        self.exits: list[dict[str, Any]] = []
        self.breaches: list[dict[str, Any]] = []
        self.demands: list[dict[str, Any]] = []
        self.asked: date | None = None
        self.closed_since: date | None = None
        self.accepted: list[bool] = []

    def live(self, events: Sequence[ContractEvent], on: date) -> "Diary":
        """Live through every day until ``on``; a paper of before the contract is read on its day too."""
        papers: dict[date, list[ContractEvent]] = {}
        for event in events:
            papers.setdefault(event.on, []).append(event)
        day = min([*papers, on])
        while day <= on:
            for event in papers.get(day, []):
                self.write(event)
            day += DAY
        return self

    def write(self, event: ContractEvent) -> None:
        """Take the next paper, of this day or a later one than the last."""
        alive = self.begun is not None and event.on >= self.begun and not self.over(event.on)
        self.accepted.append(alive and self.take(event))

    def over(self, day: date) -> bool:
        return any(day > e["last"] or (day == e["last"] and e["at_once"]) for e in self.exits)

    def end(self) -> dict[str, Any] | None:
        """The exit under which the contract is first over."""
        first = None
        for found in self.exits:
            if first is None or found["over"] < first["over"]:
                first = found
        return first

    def state(self, on: date) -> str:
        if self.begun is None or on < self.begun:
            return "none"
        if self.over(on):
            found = self.end()
            assert found is not None
            return {"withdrawal": "withdrawn", "termination": "terminated"}.get(found["why"], "ended")
        if self.formation.available_on is None or on < self.formation.available_on:
            return "not-started"
        if self.closed_since:
            return "suspended"
        if self.exits:
            return "notice"
        return "withdrawal-period" if self.may_withdraw(on) else "running"

    def take(self, event: ContractEvent) -> bool:  # noqa: PLR0911 - one per kind of paper
        """Whether the paper does what it means to."""
        match event:
            case Suspension():
                return self.closed(event.on)
            case Reactivation():
                was, self.closed_since = self.closed_since, None
                return was is not None
            case NoticeGiven():
                return self.notice(event)
            case NoticeWithdrawn():
                return self.taken_back(event)
            case WithdrawalDeclared():
                return event.party == "client" and self.may_withdraw(event.on) and self.leave("withdrawal", event.on)
            case SwitchingAsked():
                return self.switching(event)
            case SwitchingCompleted():
                return self.asked is not None and self.leave("switching", event.on)
            case _:
                return self.for_cause(event)

    def closed(self, on: date) -> bool:
        first = self.formation.available_on or date.max
        if on < first or not self.terms.holds(Clause("8.1")):
            return False
        fresh, self.closed_since = self.closed_since is None, self.closed_since or on
        return fresh

    def leave(self, why: str, last: date, party: str = "client") -> bool:
        at_once = why in ("withdrawal", "termination")
        over = last if at_once else last + DAY
        self.exits.append({"why": why, "last": last, "at_once": at_once, "over": over, "party": party})
        return True

    def taken_back(self, event: NoticeWithdrawn) -> bool:
        mine = [e for e in self.exits if e["why"] == "notice" and e["party"] == event.party]
        if not mine or not event.agreed:
            return False
        self.exits = [e for e in self.exits if e not in mine]
        return True

    def notice(self, event: NoticeGiven) -> bool:
        """Article 5: by whom, by what, when it arrived, and for which term."""
        duration, client = self.terms.duration, event.party == "client"
        clause = Clause("5.2") if client else Clause("5.3")
        months = duration.client_notice_months if client else duration.provider_notice_months
        named = duration.client_means if client else duration.provider_means
        if self.formation.available_on is None or not self.terms.holds(clause) or not self.good_means(event, named):
            return False
        elsewhere = event.delivery.mailbox not in (None, duration.client_mailbox)
        if client and event.means == "email" and elsewhere:
            return False
        given = self.counts(event, "termination")
        if given is None:
            return False
        last, late = self.ended(given, months)
        return not (late and not client) and self.leave("notice", last, event.party)

    def good_means(self, event: NoticeGiven, named: str) -> bool:
        good = AS_GOOD_AS if self.readings.notice_means == "stronger-accepted" else NAMED
        return event.means in good[named]

    def counts(self, event: NoticeGiven | FormalNoticeServed, purpose: str) -> date | None:
        """The day from which it counts; none if it does not count, or if a judge must say."""
        sent, outcome = event.delivery, event.delivery.outcome
        if event.means not in LETTERS:
            good = ("delivered", "refused", "unclaimed") if event.means == "bailiff" else ("delivered",)
            return event.on if outcome in good else None
        if self.readings.letter_effect == "sending":
            return sent.sent_on or event.on
        if outcome == "not-presented":
            return None
        if self.readings.letter_effect == "first-presentation":
            return sent.presented_on or event.on
        if outcome == "delivered":
            return event.on
        return None if purpose == "termination" else sent.presented_on or event.on

    def ended(self, given: date, months: int) -> tuple[date, bool]:
        """The last day of the contract by a notice, and whether it missed the term in which it was given."""
        first = self.formation.available_on
        assert first is not None
        far = months_later(max(given, first), months + self.terms.duration.months)
        held = [t for t in terms_until(first, far, self.terms, self.readings) if t[1] is None or t[1] >= given]
        for place, (begins, last) in enumerate(held):
            if last is None:
                return max(months_later(given, months), begins), place > 0
            if self.in_time(given, months, last):
                return last, place > 0
        raise AssertionError("a later term is always in time")

    def in_time(self, given: date, months: int, last: date) -> bool:
        if self.readings.notice_count == "backward":
            return given <= months_before(last, months)
        return months_later(given, months) <= last

    def last_day_to_give(self, months: int, last: date) -> date:
        """The last day on which a notice for a term is in time, looked for from the end of the term back."""
        day = last
        while not self.in_time(day, months, last):
            day -= DAY
        return day

    def last_day_to_withdraw(self) -> date | None:
        read, formation = self.readings.withdrawal_start, self.formation
        known = [d for d in (formation.concluded_on, formation.available_on) if d is not None]
        start = formation.first_use_on if read == "first-use" else formation.concluded_on
        if read in ("availability", "civil-days"):
            start = None if formation.available_on is None else max(known)
        if start is None or not self.terms.holds(Clause("4.1")):
            return None
        day = start
        for _ in range(self.terms.withdrawal.days):
            day += DAY
        return day if read == "civil-days" else put_off(day, formation.closed_days)

    def may_withdraw(self, on: date) -> bool:
        last = self.last_day_to_withdraw()
        if self.terms.holds(Clause("4.1")):
            unknown = self.readings.withdrawal_start == "conclusion" and self.formation.available_on
            if last is None or on <= last:
                return last is not None or not unknown
        given, formation = self.formation.situation, self.formation
        protected = given.off_premises is True and given.main_activity is False
        if not protected or given.employees is None or given.employees > 5 or formation.concluded_on is None:
            return False
        day = formation.concluded_on
        for _ in range(14):
            day += DAY
        day = put_off(day, formation.closed_days)
        if given.disclosed is False:
            day = put_off(months_later(day, 12), formation.closed_days)
        return on <= day

    def switching(self, event: SwitchingAsked) -> bool:
        """The Data Act: two months, then thirty days, or seven months with reasons."""
        if event.party != "client" or event.on < date(2025, 9, 12):
            return False
        last = event.notice_ends_on or months_later(event.on, 2)
        if not event.erase_only:
            longest = last
            for _ in range(30):
                longest += DAY
            longest = months_later(last, 7) if event.impossible else longest
            last = min(longest, event.transition_ends_on or longest)
        if self.asked is not None and last >= self.asked:
            return False
        self.asked = last
        return self.leave("switching", last)

    def for_cause(self, event: Any) -> bool:  # noqa: PLR0911 - one per kind of paper
        match event:
            case Default(party="provider"):
                return self.terminate("non-payment", event.on)
            case Infringement(party="provider"):
                return self.terminate("infringement", event.on)
            case Default():
                return self.found("non-payment", event, event.nature == "subscription")
            case Infringement():
                return self.found("infringement", event, bool(event.evidence))
            case Settled():
                return self.settled(event)
            case FormalNoticeServed():
                return event.party == "provider" and self.demanded(event)
            case Termination():
                return event.party == "provider" and self.terminate(event.ground, event.on)
        raise AssertionError(event)

    def found(self, ground: str, event: Default | Infringement, stands: bool) -> bool:
        invoice = getattr(event, "invoice", None)
        self.breaches.append({"ground": ground, "on": event.on, "stands": stands, "invoice": invoice, "cured": None})
        return stands

    def settled(self, event: Settled) -> bool:
        cured = False
        for breach in self.breaches:
            named = event.invoice is None or event.invoice == breach["invoice"]
            if breach["ground"] == event.ground and named and breach["cured"] is None:
                breach["cured"], cured = event.on, True
        return cured

    def demanded(self, event: FormalNoticeServed) -> bool:
        standing = [b for b in self.breaches if b["ground"] == event.ground and b["stands"] and b["cured"] is None]
        if not standing or event.clause != Clause("5.3") or event.until is None or event.means in WEAK:
            return False
        counts = self.counts(event, "formal-notice")
        if counts is None or event.until <= counts:
            return False
        until = put_off(event.until, self.formation.closed_days)
        self.demands.append({"ground": event.ground, "counts": counts, "until": until})
        return True

    def terminate(self, ground: str, on: date) -> bool:
        """A breach that stands, a formal notice after it, its limit over, and the breach not made good within it."""
        if not self.terms.holds(Clause("5.3")):
            return False
        for breach in self.breaches:
            for demand in self.demands:
                same = breach["ground"] == demand["ground"] == ground and breach["stands"]
                after = breach["on"] <= demand["counts"] and demand["until"] < on
                if same and after and (breach["cured"] is None or breach["cured"] > demand["until"]):
                    return self.leave("termination", on, "provider")
        return False
