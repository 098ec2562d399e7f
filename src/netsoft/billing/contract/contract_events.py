"""What happens in the life of a contract: notices, withdrawal, switching, causes of termination, suspension.

Every event has its own day and, optionally, ``known_on``, the day on which it was learnt. Events are kept in the order
given, which decides between those of one day. Whether each has an effect is for
:mod:`netsoft.billing.contract.life` to say.

>>> from datetime import date
>>> NoticeGiven(date(2027, 2, 15), "client", "email").learnt
datetime.date(2027, 2, 15)
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, TypeAlias, get_args

from attrs import field, frozen
from attrs.converters import optional

from netsoft.billing.contract.client_notice import ReceivedMessage
from netsoft.billing.contract.delivery import PLAIN, By, Delivery, Sent
from netsoft.billing.contract.notice import Party
from netsoft.billing.contract.switching_table import NOTICE_MONTHS
from netsoft.billing.entries import Nature, contract_day
from netsoft.clause import Clause
from netsoft.days import Day, anniversary
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.rendering import day as french

Ground: TypeAlias = Literal["non-payment", "infringement"]
"""For what cause the provider may end the contract before its term (5.3)."""


def _on(value: object) -> Day:
    return contract_day(value, "on")


def _known_on(value: object) -> Day:
    return contract_day(value, "known_on")


def _until(value: object) -> Day:
    return contract_day(value, "until")


def _notice_ends_on(value: object) -> Day:
    return contract_day(value, "notice_ends_on")


def _transition_ends_on(value: object) -> Day:
    return contract_day(value, "transition_ends_on")


def _one_of(name: str, value: object, alias: object) -> None:
    if value not in get_args(alias):
        raise InvalidValue(name, f"valeur inconnue : {shown(value)}", f"écrire {', '.join(get_args(alias))}")


@frozen
class Dated:
    """An event with its own day, and the day on which it was learnt, if that is later."""

    on: Day = field(converter=_on)
    known_on: Day | None = field(default=None, kw_only=True, converter=optional(_known_on))

    def __attrs_post_init__(self) -> None:
        if self.known_on is not None and self.known_on < self.on:
            remedy = f"donner le {french(self.on)} ou un jour d'après"
            raise InvalidValue("known_on", "un fait ne peut être connu avant son jour", remedy)

    @property
    def learnt(self) -> Day:
        """The day on which the event was learnt."""
        return self.known_on or self.on


@frozen
class NoticeGiven(Dated):
    """A party says that it leaves at the annual term; an e-mail of the client is kept with its ``message``.

    ``on`` is the day the notice arrived; for a letter, see :class:`netsoft.billing.contract.delivery.Sent`.
    """

    party: Party
    means: By
    delivery: Delivery = PLAIN
    message: ReceivedMessage | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _one_of("party", self.party, Party)
        self.act  # noqa: B018 - constructing it validates means and days
        if self.message is not None and self.message.arrived_on != self.on:
            problem = f"le message est arrivé le {french(self.message.arrived_on)}"
            raise InvalidValue("on", problem, "donner le jour de son arrivée, à Paris")

    @property
    def act(self) -> Sent:
        """The act that was sent."""
        return Sent(self.on, self.means, self.delivery)


@frozen
class NoticeWithdrawn(Dated):
    """A party takes its notice back; the other must agree."""

    party: Party
    agreed: bool

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _one_of("party", self.party, Party)


@frozen
class WithdrawalDeclared(Dated):
    """A party withdraws from the contract (4.1), by any unambiguous statement; only the client may."""

    party: Party = "client"

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _one_of("party", self.party, Party)


@frozen
class SwitchingAsked(Dated):
    """The client asks to switch to another provider, or to have its data erased (Data Act, article 25).

    ``notice_ends_on`` is when the client wants the notice to end, the longest by default. ``impossible`` gives the
    provider's reasons why thirty days of transition are technically impossible; ``transition_ends_on`` is the end
    that it announces then. The right is the client's alone.
    """

    party: Party = "client"
    notice_ends_on: Day | None = field(default=None, converter=optional(_notice_ends_on), kw_only=True)
    erase_only: bool = field(default=False, kw_only=True)
    impossible: str = field(default="", kw_only=True)
    transition_ends_on: Day | None = field(default=None, converter=optional(_transition_ends_on), kw_only=True)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _one_of("party", self.party, Party)
        longest = anniversary(self.on, NOTICE_MONTHS)
        if self.notice_ends_on is not None and not self.on <= self.notice_ends_on <= longest:
            problem = f"préavis de changement hors du {french(self.on)} au {french(longest)}"
            raise InvalidValue("notice_ends_on", problem, "donner un jour entre les deux")
        if self.transition_ends_on is not None and self.transition_ends_on < (self.notice_ends_on or longest):
            raise InvalidValue("transition_ends_on", "elle finirait avant le préavis", "donner un jour d'après")


@frozen
class SwitchingCompleted(Dated):
    """The switching that was asked for is done: the contract ends with it."""


@frozen
class Default(Dated):
    """An invoice is in default: unpaid after its due day, or its debit rejected; its nature decides what it opens.

    With ``party`` "provider" the provider ends the contract on that ground, as by a :class:`Termination`.
    """

    invoice: str = ""
    nature: Nature = "subscription"
    party: Party = "client"

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _one_of("nature", self.nature, Nature)
        _one_of("party", self.party, Party)


@frozen
class Infringement(Dated):
    """A rule of use was infringed: which one, and the piece that proves it (absent: not proved).

    With ``party`` "provider" the provider ends the contract on that ground, as by a :class:`Termination`.
    """

    rule: str = ""
    evidence: str = ""
    party: Party = "client"

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _one_of("party", self.party, Party)


@frozen
class Settled(Dated):
    """The invoice in default was paid in full, or the infringement made good; without invoice, all of that ground."""

    ground: Ground
    invoice: str | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _one_of("ground", self.ground, Ground)


@frozen
class FormalNoticeServed(Dated):
    """The provider formally demands performance: on what ground, naming which clause, and until when.

    ``clause`` is the termination clause that the demand names, ``until`` the last day that it leaves.
    """

    ground: Ground
    clause: Clause | None = None
    until: Day | None = field(default=None, converter=optional(_until))
    means: By = "registered-letter"
    delivery: Delivery = PLAIN
    party: Party = "provider"

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _one_of("ground", self.ground, Ground)
        _one_of("party", self.party, Party)
        self.act  # noqa: B018 - constructing it validates means and days
        if self.until is not None and self.until < self.on:
            raise InvalidValue("until", "le délai finit avant la mise en demeure", "donner un jour d'après")

    @property
    def act(self) -> Sent:
        """The act that was sent."""
        return Sent(self.on, self.means, self.delivery)

    @classmethod
    def within(cls, on: Day, ground: Ground, clause: Clause, days: int) -> FormalNoticeServed:
        """Make a demand that leaves so many days, its own day not counted."""
        return cls(on, ground, clause, on + timedelta(days=days))


@frozen
class Termination(Dated):
    """A party ends the contract for cause, from that day; by the terms only the provider may."""

    ground: Ground
    party: Party = "provider"

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _one_of("ground", self.ground, Ground)
        _one_of("party", self.party, Party)


@frozen
class Suspension(Dated):
    """The service is closed (8.1); whether it may be is for :mod:`netsoft.billing.access` to say."""


@frozen
class Reactivation(Dated):
    """The service is open again."""


Leaving: TypeAlias = NoticeGiven | NoticeWithdrawn | WithdrawalDeclared | SwitchingAsked | SwitchingCompleted
ForCause: TypeAlias = Default | Infringement | Settled | FormalNoticeServed | Termination
Access: TypeAlias = Suspension | Reactivation
ContractEvent: TypeAlias = Leaving | ForCause | Access


def known(events: tuple[ContractEvent, ...], on: Day) -> tuple[ContractEvent, ...]:
    """Return the events that had been learnt at the end of a day."""
    return tuple(event for event in events if event.learnt <= on)
