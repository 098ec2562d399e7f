"""By what an act reaches the other party, and from which day it counts.

Read (R-33): the means that the terms name, or a stronger one; an e-mail counts when it arrives at the named mailbox;
a weaker means is refused. Read (R-18): a registered letter counts from its delivery. Refused or unclaimed, it counts
from its first presentation if it is a formal notice (Cass. 1re civ., 20 January 2021, 19-20.680), and is contested
if it ends a contract; never presented, it was not given. An electronic registered letter is one (CPCE, L100).

>>> from datetime import date
>>> act = Sent(date(2027, 1, 20), "registered-letter", Delivery(sent_on=date(2027, 1, 15)))
>>> counts_on(act, ContractReadings()), counts_on(act, ContractReadings(letter_effect="sending"))
(datetime.date(2027, 1, 20), datetime.date(2027, 1, 15))
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args

from attrs import field, frozen
from attrs.converters import optional

from netsoft.answers import Decision, Reason
from netsoft.billing.entries import contract_day
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.rendering import day as french

By: TypeAlias = Literal[
    "phone",
    "ticket",
    "letter",
    "email",
    "hand-delivery",
    "registered-letter",
    "electronic-registered-letter",
    "bailiff",
]
"""How an act is sent, from the weakest means to the strongest."""
Outcome: TypeAlias = Literal["delivered", "refused", "unclaimed", "not-presented"]
"""What became of a letter."""
Purpose: TypeAlias = Literal["termination", "formal-notice"]

IN_FRENCH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "phone": "téléphone",
        "ticket": "ticket dans le service",
        "letter": "lettre simple",
        "email": "e-mail",
        "hand-delivery": "remise en main propre contre décharge",
        "registered-letter": "lettre recommandée avec accusé de réception",
        "electronic-registered-letter": "lettre recommandée électronique",
        "bailiff": "acte de commissaire de justice",
    }
)
_STRENGTH: Final[Mapping[str, int]] = MappingProxyType({by: n for n, by in enumerate(get_args(By))})
_SAME: Final[Mapping[str, str]] = MappingProxyType({"electronic-registered-letter": "registered-letter"})
LETTERS: Final = ("registered-letter", "electronic-registered-letter")


def _sent_on(value: object) -> Day:
    return contract_day(value, "sent_on")


def _presented_on(value: object) -> Day:
    return contract_day(value, "presented_on")


@frozen
class Delivery:
    """What became of an act: for a letter its days and its outcome, for an e-mail the mailbox where it arrived.

    An absent ``sent_on`` or ``presented_on`` is the act's own day; an absent mailbox is the one that the terms name.
    """

    outcome: Outcome = "delivered"
    sent_on: Day | None = field(default=None, converter=optional(_sent_on))
    presented_on: Day | None = field(default=None, converter=optional(_presented_on))
    mailbox: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.outcome not in get_args(Outcome):
            raise InvalidValue("outcome", f"suite inconnue : {shown(self.outcome)}", _either(Outcome))
        if self.sent_on and self.presented_on and self.presented_on < self.sent_on:
            raise InvalidValue("presented_on", "la présentation précède l'envoi", "corriger l'un des deux jours")


PLAIN: Final = Delivery()


@frozen
class Sent:
    """An act that was sent: ``on`` is the day it was delivered or arrived.

    For a letter that was refused or not claimed, ``on`` is its first presentation unless ``presented_on`` gives it,
    and it then is the day the letter came back; never presented, its sending.
    """

    on: Day
    means: By
    delivery: Delivery = PLAIN

    def __attrs_post_init__(self) -> None:
        if self.means not in get_args(By):
            raise InvalidValue("means", f"moyen inconnu : {shown(self.means)}", _either(By))
        for name in ("sent_on", "presented_on"):
            day: Day | None = getattr(self.delivery, name)
            if day is not None and day > self.on:
                raise InvalidValue(name, f"le {french(day)} suit le {french(self.on)}, jour de l'acte", "le corriger")


def _either(alias: object) -> str:
    return f"écrire {', '.join(get_args(alias))}"


def counts_on(act: Sent, readings: ContractReadings) -> Day:
    """Return the day from which the act counts (R-18), if it counts at all."""
    if act.means not in LETTERS:
        return act.on
    if readings.letter_effect == "sending":
        return act.delivery.sent_on or act.on
    if readings.letter_effect == "delivery" and act.delivery.outcome not in _UNDELIVERED:
        return act.on
    return act.delivery.presented_on or act.on


def reaches(act: Sent, readings: ContractReadings, purpose: Purpose, clause: Clause) -> Decision:
    """Decide whether the act reached the other party (R-18): contested is pending, never presented is refused."""
    if act.means not in LETTERS:
        return _other_means(act, clause)
    outcome, day = act.delivery.outcome, french(counts_on(act, readings))
    if readings.letter_effect == "sending" or outcome == "delivered":
        return Decision("granted", (Reason(clause, f"compte du {day}"),))
    if outcome == "not-presented":
        return Decision("refused", (Reason(clause, "lettre jamais présentée : l'acte n'a pas été donné"),))
    if purpose == "termination" and readings.letter_effect == "delivery":
        fact = f"lettre {_UNDELIVERED[outcome]}, présentée le {day} : effet contesté, au juge d'en décider"
        return Decision("pending", (Reason(clause, fact),))
    fact = f"lettre {_UNDELIVERED[outcome]} : compte de sa première présentation, le {day}"
    return Decision("granted", (Reason(clause, fact),))


def _other_means(act: Sent, clause: Clause) -> Decision:
    """What did not arrive was not given; a bailiff's deed that nobody takes is served all the same (656 CPC)."""
    served = act.means == "bailiff" and act.delivery.outcome in _UNDELIVERED
    if act.delivery.outcome == "delivered" or served:
        return Decision("granted", (Reason(clause, f"compte du {french(act.on)}"),))
    return Decision("refused", (Reason(clause, f"par {IN_FRENCH[act.means]}, non parvenu : l'acte n'a pas été donné"),))


_UNDELIVERED: Final[Mapping[str, str]] = MappingProxyType({"refused": "refusée", "unclaimed": "non réclamée"})


def strong_enough(act: Sent, named: str, readings: ContractReadings, clause: Clause) -> Decision:
    """Decide whether the means is the one that the terms name, or one that stands for it (R-33)."""
    means, wanted = _SAME.get(act.means, act.means), IN_FRENCH[named]
    if means == named:
        return Decision("granted", (Reason(clause, f"par {IN_FRENCH[act.means]}, moyen convenu"),))
    if readings.notice_means == "named-only":
        return Decision("refused", (Reason(clause, f"par {IN_FRENCH[act.means]} au lieu de : {wanted}"),))
    if _STRENGTH[means] < _STRENGTH[named]:
        return Decision("refused", (Reason(clause, f"par {IN_FRENCH[act.means]}, moins probant que : {wanted}"),))
    return Decision("granted", (Reason(clause, f"par {IN_FRENCH[act.means]}, plus probant que : {wanted}"),))


def at_the_mailbox(act: Sent, mailbox: str | None, clause: Clause) -> Decision | None:
    """Refuse an e-mail that arrived at another mailbox than the one the terms name; nothing to say otherwise."""
    arrived = act.delivery.mailbox
    if act.means != "email" or mailbox is None or arrived is None or arrived.casefold() == mailbox.casefold():
        return None
    return Decision("refused", (Reason(clause, f"arrivé à {arrived}, et non à {mailbox}"),))
