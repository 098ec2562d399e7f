"""Article 7.4: optional paid services of partners, announced in the interface, each call consented to and metered.

A call is one act of a user, whatever the number of attempts: a retry bears the same call id and counts once. A call
that the partner delivered is billed once; one that failed is not; one whose outcome is unknown is pending until
somebody knows, and is never billed on a guess. Reports may come in any order, and twice.

>>> from datetime import UTC, date
>>> from netsoft.billing.prices.pricing import PerUnit
>>> from netsoft.money import Rate
>>> from netsoft.billing.prices.tariff import Price
>>> since, noon = date(2026, 11, 2), datetime(2026, 11, 3, 12, tzinfo=UTC)
>>> price = Price("signature", "Signature électronique", "option", since, PerUnit("1.20"), Rate.percent("20"))
>>> quote = Quote("O-1", price, None, since, date(2026, 12, 31), "1,20 € HT par signature")
>>> yes = Consent("O-1", quote.digest, UserId("camille"), True, datetime(2026, 11, 2, 9, tzinfo=UTC))
>>> camille = UserId("camille")
>>> slow = CallReport("c-1", "signature", camille, noon, "unknown")
>>> again = CallReport("c-1", "signature", camille, noon, "delivered", attempt=2)
>>> bill = bill_calls((slow, again), Offers((quote,), (yes,)), date(2026, 12, 1))
>>> [str(line.amount) for line in bill.lines], bill.billed
(['1.20'], ('c-1',))
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final, Literal, TypeAlias, get_args

from attrs import field, frozen

from netsoft.answers import Decision, Line, Reason
from netsoft.billing.prices.quotes import Consent, Quote, agreed
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.names import UserId
from netsoft.paris import day_in_paris
from netsoft.rendering import counted
from netsoft.rendering import day as french

CLAUSE: Final = Clause("7.4")

Outcome: TypeAlias = Literal["delivered", "failed", "unknown"]
"""What an attempt came to; ``unknown`` when the answer was lost or is late."""
Status: TypeAlias = Literal["delivered", "failed", "pending", "conflict"]


@frozen
class CallReport:
    """What is known of one attempt of a call: its call id, the option, by whom, at what instant, its outcome."""

    call: str
    option: str
    by: UserId
    at: datetime
    outcome: Outcome
    attempt: int = field(default=1, kw_only=True)

    def __attrs_post_init__(self) -> None:
        day_in_paris(self.at)
        if not self.call or not self.option:
            raise InvalidValue("call", "appel ou option sans nom", "donner l'identifiant de l'appel et son option")
        if self.outcome not in get_args(Outcome):
            raise InvalidValue(
                "outcome", f"issue inconnue : {shown(self.outcome)}", "écrire delivered, failed, unknown"
            )
        if type(self.attempt) is not int or self.attempt < 1:
            raise InvalidValue("attempt", f"essai {shown(self.attempt)}", "donner un entier à partir de 1")


@frozen
class Call:
    """A call, from all that was reported of it: ``at`` is its first attempt, ``status`` what it came to."""

    id: str
    option: str
    by: UserId
    at: datetime
    status: Status
    attempts: int

    @property
    def on(self) -> Day:
        """Its day in Paris."""
        return day_in_paris(self.at)


@frozen
class Offers:
    """What was offered and consented to: quotes at a price a call, and consents."""

    quotes: tuple[Quote, ...]
    consents: tuple[Consent, ...]

    def for_call(self, call: Call) -> tuple[Quote | None, Decision]:
        """Return the last quote of the option at the time of a call, and whether it was consented to before it."""
        made = [
            q for q in self.quotes if q.price.product == call.option and q.quantity is None and q.made_on <= call.on
        ]
        if not made:
            fact = f"aucun prix de {shown(call.option)} n'était offert le {french(call.on)}"
            return None, Decision("refused", (Reason(CLAUSE, fact),))
        quote = max(reversed(made), key=lambda q: q.made_on)
        return quote, agreed(quote, self.consents, call.at).decision


@frozen
class CallsBill:
    """What calls come to: the lines without VAT, and each call in exactly one place.

    ``pending`` waits for an outcome or for the power of who consented; ``conflicts`` have two stories and wait for a
    person; ``refused`` have no consent to their price, each with the reason; ``failed`` are not billed.
    """

    lines: tuple[Line, ...]
    billed: tuple[str, ...]
    pending: tuple[str, ...]
    failed: tuple[str, ...]
    conflicts: tuple[str, ...]
    refused: tuple[tuple[str, Decision], ...]


def calls(reports: Iterable[CallReport]) -> tuple[Call, ...]:
    """Gather reports into calls, by instant then id; the order of reports does not matter, nor that some come twice."""
    by_id: dict[str, set[CallReport]] = {}
    for report in reports:
        by_id.setdefault(report.call, set()).add(report)
    return tuple(sorted(map(_call, by_id.values()), key=lambda call: (call.at, call.id)))


def bill_calls(reports: Iterable[CallReport], offers: Offers, until: Day, billed: Collection[str] = ()) -> CallsBill:
    """Bill, once each, the calls made up to a day that were delivered and consented to at their price.

    ``billed`` names the calls that were invoiced before; they are left out, whatever is learnt of them later.
    """
    asked = [call for call in calls(reports) if call.on <= until and call.id not in billed]
    offered = {call.id: offers.for_call(call) for call in asked}
    places: dict[str, list[Call]] = {}
    for call in asked:
        places.setdefault(_place(call, offered[call.id][1]), []).append(call)

    def ids(place: str) -> tuple[str, ...]:
        return tuple(call.id for call in places.get(place, []))

    return CallsBill(
        tuple(_lines([(call, offered[call.id][0]) for call in places.get("billed", [])])),
        billed=ids("billed"),
        pending=ids("pending"),
        failed=ids("failed"),
        conflicts=ids("conflict"),
        refused=tuple((call.id, offered[call.id][1]) for call in places.get("refused", [])),
    )


def _place(call: Call, consented: Decision) -> str:
    if call.status != "delivered":
        return call.status
    return {"granted": "billed", "pending": "pending", "refused": "refused"}[consented.verdict]


def _lines(due: list[tuple[Call, Quote | None]]) -> list[Line]:
    quotes = {quote.digest: quote for _call, quote in due if quote is not None}
    lines: list[Line] = []
    for quote in quotes.values():
        made = [call for call, its in due if its == quote]
        why = f"{counted(len(made), 'appel')}, du {french(made[0].on)} au {french(made[-1].on)}, devis {quote.id}"
        lines += quote.price.lines(len(made), why=why)
    return lines


def _call(reports: set[CallReport]) -> Call:
    first = min(reports, key=lambda report: (report.at, report.attempt, report.option, report.by))
    return Call(first.call, first.option, first.by, first.at, _status(reports), len({r.attempt for r in reports}))


def _status(reports: set[CallReport]) -> Status:
    told: dict[int, set[Outcome]] = {}
    for report in reports:
        told.setdefault(report.attempt, set()).add(report.outcome)
    if len({(r.option, r.by) for r in reports}) > 1 or any({"delivered", "failed"} <= said for said in told.values()):
        return "conflict"
    if any("delivered" in said for said in told.values()):
        return "delivered"
    return "pending" if any("failed" not in said for said in told.values()) else "failed"
