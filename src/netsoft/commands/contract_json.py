"""The life of a contract as a mapping, ready for JSON; its shape is published: ``netsoft schema contract-answer``."""

from __future__ import annotations

from attrs import asdict

from netsoft.answers import Deadline, Decision
from netsoft.answers_json import VERSION, Json
from netsoft.billing.contract.after_the_end import AfterTheEnd
from netsoft.billing.contract.contract_events import ContractEvent
from netsoft.billing.contract.life import Life, Recorded
from netsoft.billing.contract.life_events import Exit
from netsoft.billing.contract.notice import LastDay
from netsoft.billing.contract.refund import Refund
from netsoft.billing.contract.subscription import Term
from netsoft.billing.contract.withdrawal import Window, may_withdraw
from netsoft.days import Day
from netsoft.facts.contract_answer import ContractAnswer, LeftOut
from netsoft.facts.contract_events import KINDS


def contract_json(answer: ContractAnswer) -> dict[str, Json]:
    """Return the answer as a mapping: days as ISO dates, amounts as texts."""
    facts, life = answer.facts, answer.life
    return {
        "schema": VERSION,
        "on": facts.on.isoformat(),
        "known_on": _day(facts.known_on),
        "terms": {"name": facts.published.name, "digest": facts.published.digest},
        "state": life.state,
        "term": None if life.term is None else _term(life.term),
        "notices": [_notice(found, life) for found in life.notices],
        "withdrawal": _withdrawal(life, answer.refund),
        "switching": _switching(life),
        "suspended_since": _day(life.suspended_since),
        "ending": None if life.ending is None else _exit(life.ending),
        "after_the_end": None if life.after is None else _after(life.after),
        "events": [_event(item) for item in life.events],
        "ignored": [_left_out(item) for item in answer.left_out],
        "readings": {
            **asdict(life.readings),
            "set_aside": [str(clause) for clause in sorted(facts.contract.terms.set_aside)],
        },
    }


def _day(day: Day | None) -> Json:
    return None if day is None else day.isoformat()


def _reasons(decision: Decision) -> list[Json]:
    return [{"clause": str(reason.clause), "fact": reason.fact} for reason in decision.reasons]


def _deadline(deadline: Deadline | None) -> Json:
    if deadline is None:
        return None
    return {"last": deadline.last.isoformat(), "clause": str(deadline.clause), "rule": deadline.rule}


def _term(term: Term) -> Json:
    return {"number": term.number, "first_day": term.first_day.isoformat(), "last_day": _day(term.last_day)}


def _notice(found: LastDay, life: Life) -> Json:
    following = next((item.last_day for item in life.next_notices if item.path == found.path), None)
    return {
        "party": found.path.party,
        "means": found.path.means,
        "months": found.path.months,
        "mailbox": found.path.mailbox,
        "last_day": _day(found.last_day),
        "safe_last_day": _day(found.safe_last_day),
        "passed": found.last_day is not None and found.last_day < life.on,
        "next_last_day": _day(following),
        "clause": str(found.path.clause),
        "rule": None if found.deadline is None else found.deadline.rule,
    }


def _withdrawal(life: Life, refund: Refund | None) -> Json:
    window = life.withdrawal
    return {
        "last_day": _day(window.last_day),
        "open": _is_open(life, window),
        "applies": None if window.statutory.verdict == "pending" else window.statutory.granted,
        "reasons": _reasons(window.statutory),
        "by_contract": {"granted": window.by_contract.granted, "reasons": _reasons(window.by_contract)},
        "statutory_last_day": _day(window.statutory_last_day),
        "refund": None if refund is None else _refund(refund),
    }


def _is_open(life: Life, window: Window) -> bool:
    begun = life.state not in ("none", "withdrawn", "terminated", "ended")
    return begun and may_withdraw(window, life.on).granted


def _refund(refund: Refund) -> Json:
    return {
        "paid": str(refund.paid.amount),
        "owed": str(refund.owed),
        "refund": str(refund.refund),
        "days_used": refund.days_used,
        "days": refund.paid.period.days,
        "convention": refund.convention,
        "deadline": _deadline(refund.deadline),
    }


def _switching(life: Life) -> Json:
    plan = life.switching
    return {
        "applies": plan.decision.granted,
        "asked_on": _day(plan.asked_on if life.switching_asked else None),
        "notice_ends_on": _day(plan.notice_ends_on),
        "transition_ends_on": _day(plan.transition_ends_on),
        "retrieval_ends_on": _day(plan.retrieval_ends_on),
        "charges": plan.charges,
        "free_from": _day(plan.free_from),
        "reasons": _reasons(plan.decision),
    }


def _exit(found: Exit) -> Json:
    return {
        "cause": found.cause,
        "party": found.party,
        "last_day": found.ends_on.isoformat(),
        "over_from": found.over_from.isoformat(),
    }


def _after(after: AfterTheEnd) -> Json:
    return {
        "restitution": _deadline(after.restitution),
        "erasure": _deadline(after.erasure),
        "reasons": [{"clause": str(reason.clause), "fact": reason.fact} for reason in after.reasons],
    }


def _named(event: ContractEvent) -> dict[str, Json]:
    return {
        "on": event.on.isoformat(),
        "known_on": _day(event.known_on),
        "kind": KINDS[type(event)],
        "party": getattr(event, "party", None),
        "means": getattr(event, "means", None),
    }


def _event(item: Recorded) -> Json:
    return {
        **_named(item.event),
        "accepted": item.accepted,
        "verdict": item.decision.verdict,
        "last_day": _day(item.exit.ends_on if item.exit else None),
        "reasons": _reasons(item.decision),
    }


def _left_out(item: LeftOut) -> Json:
    return {**_named(item.event), "reason": item.reason}
