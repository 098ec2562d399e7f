"""Article 8.5: the debtor ordered its bank to oppose the debits: 50 % of the balance due.

Owed only when three things meet: the debtor's own order (the SEPA code, or a proof where the code is ambiguous);
no payment announced by another means by the day of the rejection; no legitimate exception (art. 1219) notified by
then. A contested exception, or an ambiguous code without proof, is *pending*: the program never decides it.

>>> from datetime import date
>>> rejection = DebitReturned(date(2024, 1, 12), type="refusal", reason="MS02", invoice="F-1")
>>> opposition(rejection, frozenset({"F-1"}), ()).verdict
'granted'
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias, TypeVar

from netsoft.answers import Decision, Reason, Share
from netsoft.billing.entries import DebitReturned, Event, ExceptionNotified, OppositionProved, PaymentAnnounced
from netsoft.billing.sepa import REASON_CODES
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.money import Money
from netsoft.rendering import day
from netsoft.terms import Terms

CLAUSE: Final = Clause("8.5")
Facts: TypeAlias = tuple[Event, ...]
_Named = TypeVar("_Named", PaymentAnnounced, ExceptionNotified, OppositionProved)


def opposition_penalty(owed: Money, on: Day, terms: Terms) -> Share:
    """Return the penalty on what was ``owed`` of an invoice, in euros, at the end of the day of the opposition."""
    return Share(owed, terms.payment.opposition_penalty, on)


def opposition(rejection: DebitReturned, concerned: frozenset[str], events: Iterable[Event]) -> Decision:
    """Decide whether a rejection is the opposition of 8.5: granted, refused, or pending on a missing fact.

    ``concerned`` are the invoices of the debit; ``events`` all the events that count. A counter-fact that names
    invoices must name one of those; one that names none speaks of all, and a debit of no known invoice hears all.
    """
    facts = tuple(events)
    return (
        _not_the_debtors_act(rejection, concerned, facts)
        or _announced(rejection.on, concerned, facts)
        or _excepted(rejection.on, concerned, facts)
        or _missing(rejection, concerned, facts)
        or _decision("granted", f"opposition du débiteur le {day(rejection.on)} : {_label(rejection)}")
    )


def _not_the_debtors_act(rejection: DebitReturned, concerned: frozenset[str], facts: Facts) -> Decision | None:
    act = REASON_CODES[rejection.reason].debtor_act
    if act == "none" or (act == "unstated" and not _proofs(concerned, facts)):
        return _decision("refused", f"le motif {_label(rejection)} ne suffit pas à établir une opposition")
    return None


def _announced(on: Day, concerned: frozenset[str], facts: Facts) -> Decision | None:
    made = [a for a in _naming(PaymentAnnounced, concerned, facts) if a.on <= on]
    return _decision("refused", f"un autre paiement a été annoncé le {day(made[0].on)}") if made else None


def _excepted(on: Day, concerned: frozenset[str], facts: Facts) -> Decision | None:
    notified = [e for e in _naming(ExceptionNotified, concerned, facts) if e.on <= on]
    for legitimate in (e for e in notified if e.legitimate):
        return _decision("refused", f"exception légitime (art. 1219 C. civ.) notifiée le {day(legitimate.on)}")
    return None


def _missing(rejection: DebitReturned, concerned: frozenset[str], facts: Facts) -> Decision | None:
    missing = [
        f"l'exception (art. 1219 C. civ.) notifiée le {day(e.on)} est contestée : dire si elle est légitime"
        for e in _naming(ExceptionNotified, concerned, facts)
        if e.on <= rejection.on and e.legitimate is None
    ][:1]
    if REASON_CODES[rejection.reason].debtor_act != "own" and not _proofs(concerned, facts):
        missing.append(f"le motif {_label(rejection)} est ambigu : prouver l'ordre d'opposition du débiteur")
    return Decision("pending", tuple(Reason(CLAUSE, fact) for fact in missing)) if missing else None


def _proofs(concerned: frozenset[str], facts: Facts) -> list[OppositionProved]:
    return _naming(OppositionProved, concerned, facts)


def _naming(kind: type[_Named], concerned: frozenset[str], facts: Facts) -> list[_Named]:
    return [
        f for f in facts if isinstance(f, kind) and (not f.invoices or not concerned or concerned & set(f.invoices))
    ]


def excused(invoice: str, on: Day, events: Iterable[Event]) -> bool:
    """Whether a legitimate exception (art. 1219) that names ``invoice`` was notified by ``on``: it is then not due."""
    exceptions = (e for e in events if isinstance(e, ExceptionNotified) and e.legitimate and e.on <= on)
    return any(invoice in e.invoices for e in exceptions)


def rejected_debit(rejection: DebitReturned) -> str:
    """Say in French which rejection this is: its day, its SEPA code and what the code means."""
    return f"prélèvement rejeté le {day(rejection.on)} : {_label(rejection)}"


def _label(rejection: DebitReturned) -> str:
    return f"{rejection.reason} ({REASON_CODES[rejection.reason].label})"


def _decision(verdict: Literal["granted", "refused", "pending"], fact: str) -> Decision:
    return Decision(verdict, (Reason(CLAUSE, fact),))
