"""Article 6.3: "et à les changer régulièrement": by when a password is changed.

Since its recommendation 2022-100 the CNIL no longer asks ordinary users to change their passwords every so often: who
must, adds a figure to the last one. What it asks is a change as soon as somebody else may know it. So the period is the
brokerage's option, and off until it states one; it may state another for its administrators, for whom the practice is
kept.

>>> from datetime import date
>>> due(date(2026, 11, 2), Renewal()) is None
True
>>> due(date(2026, 11, 2), Renewal(months=6)).last
datetime.date(2027, 5, 2)
>>> due(date(2026, 11, 2), Renewal(), compromised=date(2026, 11, 20)).rule
"mot de passe peut-être connu d'un autre depuis le 20/11/2026 : à changer sans attendre"
"""

from __future__ import annotations

from attrs import field, frozen

from netsoft.answers import Deadline
from netsoft.days import Day, anniversary, as_day
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.rendering import day, months
from netsoft.tenancy.passwords import CLAUSE


def _months(value: int | None) -> int | None:
    if value is not None and (type(value) is not int or value < 1):
        problem = f"{shown(value)} n'est pas un nombre de mois"
        raise InvalidValue("months", problem, "donner un entier positif, ou rien pour ne pas imposer de changement")
    return value


@frozen
class Renewal:
    """A brokerage's option: after how many months everyone changes a password, and administrators; ``None`` is never.

    Where administrators have no period of their own, everyone's is theirs.
    """

    months: int | None = field(default=None, converter=_months)
    administrators: int | None = field(default=None, converter=_months)

    def of(self, administrator: bool) -> int | None:
        """Return the period of a user."""
        return self.administrators if administrator and self.administrators is not None else self.months


def due(
    changed: Day, option: Renewal, *, administrator: bool = False, compromised: Day | None = None
) -> Deadline | None:
    """Return by when a password last changed on a day is changed; nothing where nobody asks it.

    ``compromised`` is the day since when somebody else may know it: a change since then settles it.
    """
    as_day(changed, "changed")
    if compromised is not None and as_day(compromised, "compromised") >= changed:
        rule = f"mot de passe peut-être connu d'un autre depuis le {day(compromised)} : à changer sans attendre"
        return Deadline(compromised, CLAUSE, rule)
    period = option.of(administrator)
    if period is None:
        return None
    rule = f"{months(period)} après le changement du {day(changed)}, au choix du cabinet"
    return Deadline(anniversary(changed, period), CLAUSE, rule)
