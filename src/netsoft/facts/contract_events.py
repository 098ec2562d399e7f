"""The events of a contract: each kind with its own keys.

>>> row = {"on": "2027-02-15", "kind": "notice", "party": "client", "means": "email"}
>>> an_event(row, "events[0]").act.on
datetime.date(2027, 2, 15)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final, ParamSpec, TypeAlias, TypeVar, cast, get_args

from netsoft.billing.contract.contract_events import (
    ContractEvent,
    Default,
    FormalNoticeServed,
    Ground,
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
from netsoft.billing.contract.delivery import By, Delivery, Outcome
from netsoft.billing.contract.notice import Party
from netsoft.billing.entries import Nature
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.facts.assumptions import some_clauses
from netsoft.facts.fields import Fields, a_day, a_flag, a_text, kind_of

P = ParamSpec("P")
R = TypeVar("R")
MakeEvent: TypeAlias = Callable[[Fields], ContractEvent]

EVENT_KEYS: Final = ("on", "kind", "known_on", "party", "means")
"""The keys that every event may have; ``party`` is who acts, ``means`` by what."""
_LETTER: Final = ("outcome", "sent_on", "presented_on")
PARTIES: Final = get_args(Party)
MEANS: Final = get_args(By)
KIND_KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "notice": (*_LETTER, "mailbox"),
        "notice-withdrawn": ("agreed",),
        "withdrawal": (),
        "switching": ("notice_ends_on", "erase_only", "impossible", "transition_ends_on"),
        "switching-completed": (),
        "default": ("invoice", "nature"),
        "infringement": ("rule", "evidence"),
        "settled": ("ground", "invoice"),
        "formal-notice": ("ground", "clause", "until", "days", *_LETTER),
        "termination": ("ground",),
        "suspension": (),
        "reactivation": (),
    }
)
"""The keys that each kind of event takes beside those of every event."""
KINDS: Final[Mapping[type, str]] = MappingProxyType(
    {
        NoticeGiven: "notice",
        NoticeWithdrawn: "notice-withdrawn",
        WithdrawalDeclared: "withdrawal",
        SwitchingAsked: "switching",
        SwitchingCompleted: "switching-completed",
        Default: "default",
        Infringement: "infringement",
        Settled: "settled",
        FormalNoticeServed: "formal-notice",
        Termination: "termination",
        Suspension: "suspension",
        Reactivation: "reactivation",
    }
)
"""The kind under which each event is written."""
MOST_DAYS: Final = 3650


def an_event(value: object, path: str) -> ContractEvent:
    """Read one event."""
    every_key = EVENT_KEYS + tuple(dict.fromkeys(key for keys in KIND_KEYS.values() for key in keys))
    kind = Fields.of(value, path, every_key).choice("kind", tuple(KIND_KEYS))
    row = Fields.of(value, path, EVENT_KEYS + KIND_KEYS[kind])
    return _MAKERS[kind](row)


def _made(row: Fields, make: Callable[P, R], *args: P.args, **named: P.kwargs) -> R:
    """Construct a value, its refusal being placed under the path of its row."""
    try:
        return make(*args, **named)
    except InvalidValue as error:
        raise error.under(row.path) from None


def _on(row: Fields) -> Day:
    return row.need("on", a_day)


def _known_on(row: Fields) -> Day | None:
    return row.may("known_on", a_day)


def _party(row: Fields, default: Party) -> Party:
    return cast("Party", row.choice("party", PARTIES)) if "party" in row.table else default


def _means(row: Fields, default: By) -> By:
    return cast("By", row.choice("means", MEANS)) if "means" in row.table else default


def _ground(row: Fields) -> Ground:
    return cast("Ground", row.choice("ground", get_args(Ground))) if "ground" in row.table else "non-payment"


def _checked(row: Fields) -> None:
    """Read ``party`` and ``means`` where they add nothing, so that they are at least words of the vocabulary."""
    _party(row, "client"), _means(row, "email")


def _delivery(row: Fields) -> Delivery:
    outcome = row.choice("outcome", get_args(Outcome)) if "outcome" in row.table else "delivered"
    return _made(
        row,
        Delivery,
        cast("Outcome", outcome),
        row.may("sent_on", a_day),
        row.may("presented_on", a_day),
        row.may("mailbox", a_text),
    )


def _notice(row: Fields) -> ContractEvent:
    party = cast("Party", row.choice("party", PARTIES))
    means = cast("By", row.choice("means", MEANS))
    return _made(row, NoticeGiven, _on(row), party, means, _delivery(row), known_on=_known_on(row))


def _notice_withdrawn(row: Fields) -> ContractEvent:
    party = cast("Party", row.choice("party", PARTIES))
    _means(row, "email")
    return _made(row, NoticeWithdrawn, _on(row), party, row.may("agreed", a_flag) or False, known_on=_known_on(row))


def _withdrawal(row: Fields) -> ContractEvent:
    _means(row, "email")
    return _made(row, WithdrawalDeclared, _on(row), _party(row, "client"), known_on=_known_on(row))


def _switching(row: Fields) -> ContractEvent:
    _means(row, "email")
    return _made(
        row,
        SwitchingAsked,
        _on(row),
        _party(row, "client"),
        known_on=_known_on(row),
        notice_ends_on=row.may("notice_ends_on", a_day),
        erase_only=row.may("erase_only", a_flag) or False,
        impossible=row.may("impossible", a_text) or "",
        transition_ends_on=row.may("transition_ends_on", a_day),
    )


def _switching_completed(row: Fields) -> ContractEvent:
    _checked(row)
    return _made(row, SwitchingCompleted, _on(row), known_on=_known_on(row))


def _default(row: Fields) -> ContractEvent:
    _means(row, "email")
    nature = row.choice("nature", get_args(Nature)) if "nature" in row.table else "subscription"
    return _made(
        row,
        Default,
        _on(row),
        row.may("invoice", a_text) or "",
        cast("Nature", nature),
        _party(row, "client"),
        known_on=_known_on(row),
    )


def _infringement(row: Fields) -> ContractEvent:
    _means(row, "email")
    rule, evidence = row.may("rule", a_text) or "", row.may("evidence", a_text) or ""
    return _made(row, Infringement, _on(row), rule, evidence, _party(row, "client"), known_on=_known_on(row))


def _settled(row: Fields) -> ContractEvent:
    _checked(row)
    return _made(row, Settled, _on(row), _ground(row), row.may("invoice", a_text), known_on=_known_on(row))


def _formal_notice(row: Fields) -> ContractEvent:
    return _made(
        row,
        FormalNoticeServed,
        _on(row),
        _ground(row),
        row.may("clause", _a_clause),
        _until(row),
        _means(row, "registered-letter"),
        _delivery(row),
        _party(row, "provider"),
        known_on=_known_on(row),
    )


def _until(row: Fields) -> Day | None:
    """Read the last day that a formal notice leaves, or count its days from its own, that one not counted."""
    if "until" in row.table and "days" in row.table:
        raise InvalidValue(row.at("days"), "« until » est donné aussi", "garder l'un des deux")
    days = row.may("days", some_days)
    return row.may("until", a_day) if days is None else a_day(_on(row) + timedelta(days=days), row.at("days"))


def some_days(value: object, path: str) -> int:
    """Read a number of days, from 0 to ten years of them."""
    if type(value) is not int:
        raise InvalidValue(path, f"{kind_of(value)} au lieu d'un nombre de jours", "écrire un nombre entier")
    if not 0 <= value <= MOST_DAYS:
        raise InvalidValue(path, f"nombre de jours hors de 0 à {MOST_DAYS}", "écrire un nombre entier de jours")
    return value


def _a_clause(value: object, path: str) -> Clause:
    try:
        return some_clauses([value], path)[0]
    except InvalidValue as error:
        raise InvalidValue(path, error.problem, error.remedy) from None


def _termination(row: Fields) -> ContractEvent:
    _means(row, "email")
    return _made(row, Termination, _on(row), _ground(row), _party(row, "provider"), known_on=_known_on(row))


def _suspension(row: Fields) -> ContractEvent:
    _checked(row)
    return _made(row, Suspension, _on(row), known_on=_known_on(row))


def _reactivation(row: Fields) -> ContractEvent:
    _checked(row)
    return _made(row, Reactivation, _on(row), known_on=_known_on(row))


_MAKERS: Final[Mapping[str, MakeEvent]] = MappingProxyType(
    {
        "notice": _notice,
        "notice-withdrawn": _notice_withdrawn,
        "withdrawal": _withdrawal,
        "switching": _switching,
        "switching-completed": _switching_completed,
        "default": _default,
        "infringement": _infringement,
        "settled": _settled,
        "formal-notice": _formal_notice,
        "termination": _termination,
        "suspension": _suspension,
        "reactivation": _reactivation,
    }
)
