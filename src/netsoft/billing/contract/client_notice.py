"""Article 5.2: the client ends the contract at the annual term, by e-mail to the named mailbox, a month before.

A notice that comes too late for the running term ends the next one. The message is kept as it came: its bytes, their
SHA-256, the instant of its arrival, the mailbox, who sent it and by what power.

>>> from datetime import date
>>> from netsoft.cg052018 import CG052018
>>> subscription = Subscription(date(2026, 4, 1), CG052018)
>>> client_last_day(subscription, subscription.numbered(1)).last_day
datetime.date(2027, 2, 28)
>>> client_notice(subscription, Sent(date(2027, 3, 1), "email")).ending.ends_on
datetime.date(2028, 3, 31)
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from attrs import field, frozen

from netsoft.billing.contract.delivery import Sent
from netsoft.billing.contract.notice import Judged, LastDay, Path, judged, last_day_for
from netsoft.billing.contract.subscription import Subscription, Term
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.paris import day_in_paris
from netsoft.terms import Terms

CLAUSE: Final = Clause("5.2")


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes) or not value:
        raise InvalidValue("raw", "message absent", "garder le message brut, en octets, tel qu'il est arrivé")
    return value


@frozen
class ReceivedMessage:
    """A message as it came: raw bytes, the instant of its arrival, the mailbox, the sender.

    ``power`` says by what the sender binds the client: its legal representative, a mandate shown; "" if not shown.
    """

    raw: bytes = field(converter=_bytes, repr=False)
    received_at: datetime
    mailbox: str
    sender: str
    power: str = ""

    def __attrs_post_init__(self) -> None:
        day_in_paris(self.received_at)
        for name in ("mailbox", "sender"):
            if "@" not in getattr(self, name):
                remedy = "donner une adresse e-mail"
                raise InvalidValue(name, f"adresse illisible : {shown(getattr(self, name))}", remedy)

    @property
    def digest(self) -> str:
        """SHA-256 of the raw bytes, in hexadecimal."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def arrived_on(self) -> Day:
        """The civil day of Paris on which it arrived."""
        return day_in_paris(self.received_at)


def client_path(terms: Terms) -> Path:
    """Return how the client leaves at the annual term."""
    duration = terms.duration
    return Path("client", duration.client_notice_months, duration.client_means, CLAUSE, duration.client_mailbox)


def client_last_day(subscription: Subscription, term: Term) -> LastDay:
    """Return the last day on which the client may give notice for ``term``."""
    return last_day_for(client_path(subscription.terms), subscription, term)


def client_notice(subscription: Subscription, act: Sent) -> Judged:
    """Judge a notice of the client; too late for the running term, it ends the next one and says so."""
    return judged(client_path(subscription.terms), subscription, act)
