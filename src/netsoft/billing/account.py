"""The account of article 8: what :func:`netsoft.billing.arrears.arrears` answers, and what it assumes."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from attrs import field, frozen
from attrs.converters import optional

from netsoft.answers import Decision, Decompte
from netsoft.billing.entries import DebitReturned
from netsoft.billing.ledger import Ignored
from netsoft.billing.rates import PUBLISHED, Rates
from netsoft.clause import Clause
from netsoft.days import Day, as_day
from netsoft.money import Money
from netsoft.readings import DEFAULTS, Readings

To: TypeAlias = Literal["principal", "interest", "penalty", "credit"]


def _known_on(value: object) -> Day:
    return as_day(value, "known_on")


@frozen
class Assumptions:
    """What an account assumes beside its facts: what was known when, the readings, the rates."""

    known_on: Day | None = field(default=None, converter=optional(_known_on))
    readings: Readings = DEFAULTS
    rates: Rates = PUBLISHED


ALL_AS_KNOWN: Final = Assumptions()
"""Every fact given, the default readings, the published rates."""


@frozen
class Allocation:
    """Part of a payment (or of a credit note's surplus): to what of which invoice it went, in euros.

    ``invoice`` is ``None`` for credit that waits for any invoice; ``clause`` names the penalty that was paid.
    """

    payment: str
    invoice: str | None
    to: To
    amount: Money
    clause: Clause | None = None


@frozen
class Totals:
    """The heads of the account, in euros with VAT where invoices bear it.

    ``principal``, ``interest`` and ``penalties`` are still owed; ``invoiced`` is what has fallen due, gross;
    ``credited`` the credit notes on it; ``accrued`` the sum of the lines; ``paid`` what was received and not returned.
    ``invoiced - credited + accrued - paid == total - credit`` always.
    """

    invoiced: Money
    credited: Money
    accrued: Money
    paid: Money
    principal: Money
    interest: Money
    penalties: Money
    credit: Money
    not_yet_due: Money

    @property
    def total(self) -> Money:
        """What is owed: principal, interest and penalties."""
        return self.principal + self.interest + self.penalties


@frozen
class Balance:
    """One due invoice as it stands: what is still owed of it, in euros."""

    invoice: str
    principal: Money
    interest: Money
    penalties: Money
    in_default_since: Day | None


@frozen
class Opposition:
    """A rejected debit held against 8.5: what was decided of it, and why."""

    rejection: DebitReturned
    decision: Decision


@frozen(kw_only=True)
class Arrears(Decompte):
    """The account under article 8, as due on ``on``, as known on ``known_on`` (all facts when ``None``).

    ``access`` decides 8.1; ``to_restore`` is the sum that gives access back on that day (zero when it is granted);
    ``oppositions`` says of each rejected debit whether it is the opposition of 8.5; ``daily`` is what the next day
    adds (``None`` when its rate is not known yet); ``undone`` says what each returned payment had settled when it was
    taken back, and counts in no total.
    """

    on: Day
    known_on: Day | None
    terms: str
    totals: Totals
    balances: tuple[Balance, ...]
    allocations: tuple[Allocation, ...]
    undone: tuple[Allocation, ...]
    oppositions: tuple[Opposition, ...]
    ignored: tuple[Ignored, ...]
    access: Decision
    to_restore: Money
    daily: Money | None
    readings: Readings
