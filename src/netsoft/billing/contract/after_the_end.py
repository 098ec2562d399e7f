"""What follows the end of a contract: restitution of the data (9.3), then erasure (RGPD, article 28(3)(g)).

Neither the terms nor the law give a number of days: they are a policy that the provider states, and an argument here;
where none is stated the answer says so. After a switching, the data stay retrievable for at least as long as the Data
Act says, whatever the policy, and nothing is erased before the restitution is over.

>>> from datetime import date
>>> followed = after_the_end(date(2027, 3, 31), Policy(restitution_days=30))
>>> followed.restitution.last, followed.erasure is None
(datetime.date(2027, 4, 30), True)
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from attrs import frozen

from netsoft.answers import Deadline, Reason
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.rendering import counted

MOST_DAYS: Final = 3650


@frozen
class Policy:
    """The days that the provider states: to give the data back, and then, from the end too, to erase them."""

    restitution_days: int | None = None
    erasure_days: int | None = None

    def __attrs_post_init__(self) -> None:
        for name in ("restitution_days", "erasure_days"):
            days = getattr(self, name)
            if days is not None and (type(days) is not int or not 0 <= days <= MOST_DAYS):
                problem = f"{shown(days)} n'est pas un nombre de jours"
                raise InvalidValue(name, problem, f"donner un nombre entier de 0 à {MOST_DAYS}")
        if self.restitution_days is not None and self.erasure_days is not None:
            _in_order(self.restitution_days, self.erasure_days)


UNSTATED: Final = Policy()


def _in_order(restitution: int, erasure: int) -> None:
    if erasure < restitution:
        remedy = "donner au moins autant de jours que pour la restitution"
        raise InvalidValue("erasure_days", "l'effacement précéderait la restitution", remedy)


@frozen
class AfterTheEnd:
    """By when the data are given back, and from when on they are erased; what is not stated, with its reason."""

    ended_on: Day
    restitution: Deadline | None
    erasure: Deadline | None
    reasons: tuple[Reason, ...]


def after_the_end(ended_on: Day, policy: Policy, retrievable_until: Day | None = None) -> AfterTheEnd:
    """Return the deadlines that follow the last day of a contract.

    ``retrievable_until`` is the day until which the Data Act keeps the data retrievable after a switching.
    """
    restitution = _deadline(ended_on, policy.restitution_days, retrievable_until, Clause("9.3"))
    erasure = _deadline(ended_on, policy.erasure_days, retrievable_until, Clause("28"))
    return AfterTheEnd(ended_on, restitution, erasure, tuple(_unstated(policy)))


def _deadline(ended_on: Day, days: int | None, not_before: Day | None, clause: Clause) -> Deadline | None:
    if days is None:
        return None
    last = ended_on + timedelta(days=days)
    rule = f"{counted(days, 'jour')} après la fin du contrat, selon la politique du fournisseur"
    if not_before is not None and last < not_before:
        return Deadline(not_before, clause, "au terme de la récupération des données, règlement (UE) 2023/2854")
    return Deadline(last, clause, rule)


def _unstated(policy: Policy) -> list[Reason]:
    stated = (
        (
            policy.restitution_days,
            Clause("9.3"),
            "restitution due dès la fin du contrat ; délai non stipulé : à énoncer",
        ),
        (policy.erasure_days, Clause("28"), "RGPD, art. 28(3)(g) : effacement dû ensuite ; délai non fixé : à énoncer"),
    )
    return [Reason(clause, text) for days, clause, text in stated if days is None]
