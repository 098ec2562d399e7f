"""Article 7.1: prices are revised at the yearly term, or when the perimeter agreed at first has grown: disk space,
users, or a use above the mean of all users, which the provider alone determines.

Whatever else asks for a new price is refused, with the next day on which it could hold. A revision gives a new dated
price: it never reaches back, so what was invoiced keeps the price it had. The third ground looks at the mean of all
users (7.1), not at the tier (7.3), which is higher.

>>> from datetime import date
>>> from netsoft.billing.prices.pricing import PerUnit
>>> from netsoft.billing.prices.variation import varied
>>> from netsoft.cg052018 import CG052018
>>> start = date(2025, 3, 10)
>>> seat = Price("seat", "Abonnement", "per-user", start, PerUnit("30.00"), Rate.percent("20"))
>>> asked = Proposal(varied(seat, Rate.percent("4"), date(2026, 3, 10)), decided_on=date(2026, 1, 15))
>>> revised = revise(seat, asked, start, CG052018)
>>> revised.decision.verdict, revised.variation, str(revised.price.lines()[0].amount)
('granted', Rate('4.00 %'), '31.20')
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.billing.entries import contract_day
from netsoft.billing.prices.revision_grounds import Ground
from netsoft.billing.prices.tariff import Price
from netsoft.billing.prices.variation import variation
from netsoft.clause import Clause
from netsoft.days import Cycle, Day
from netsoft.errors import InvalidValue
from netsoft.money import Rate, shown
from netsoft.rendering import day as french
from netsoft.terms import Terms

CLAUSE: Final = Clause("7.1")


def _decided_on(value: object) -> Day:
    return contract_day(value, "decided_on")


@frozen
class Proposal:
    """A new price that is asked for: from its own first day on, decided on a day, on a ground or at the yearly term."""

    price: Price
    decided_on: Day = field(converter=_decided_on)
    ground: Ground | None = None


@frozen
class Revised:
    """What becomes of a proposal: the decision, the new price if it is granted, by how much it varies where one rate
    says it, and where it is refused the next yearly term, on which it needs no ground.
    """

    decision: Decision
    price: Price | None
    variation: Rate | None
    next_day: Day | None


def revise(current: Price, proposal: Proposal, available_on: Day, terms: Terms) -> Revised:
    """Decide on a new price for a product, of a contract whose service was made available on a day (5.1)."""
    new = proposal.price
    if (new.product, new.kind) != (current.product, current.kind):
        problem = f"{shown(new.product)} n'est pas {shown(current.product)}"
        raise InvalidValue("price", problem, "proposer un prix du même produit, de la même sorte")
    years = Cycle(available_on, terms.duration.months)
    refusals = tuple(_refusals(current, proposal, years, terms))
    if refusals:
        decision = Decision("refused", tuple(Reason(CLAUSE, fact) for fact in refusals))
        return Revised(decision, None, variation(current.model, new.model), _next_term(current, proposal, years, terms))
    return Revised(_granted(proposal, years), new, variation(current.model, new.model), None)


def _refusals(current: Price, proposal: Proposal, years: Cycle, terms: Terms) -> Iterator[str]:
    first_day = proposal.price.first_day
    if not terms.holds(CLAUSE):
        yield "la clause de révision est écartée"
    if first_day < proposal.decided_on:
        yield f"le prix vaudrait dès le {french(first_day)}, avant sa décision du {french(proposal.decided_on)}"
    if first_day <= current.first_day:
        yield f"un prix vaut déjà depuis le {french(current.first_day)}"
    if not _yearly(first_day, years):
        yield from _without_ground(current, proposal)


def _without_ground(current: Price, proposal: Proposal) -> Iterator[str]:
    """Say why no ground allows a price between two yearly terms."""
    first_day, ground = proposal.price.first_day, proposal.ground
    if ground is None:
        yield f"le {french(first_day)} n'est pas une échéance annuelle, et le périmètre n'a pas augmenté"
    elif not ground.holds:
        yield f"{ground.fact} : ce n'est pas une augmentation ({ground.source}, le {french(ground.on)})"
    elif ground.on > proposal.decided_on:
        yield f"le constat du {french(ground.on)} suit la décision du {french(proposal.decided_on)}"
    elif ground.on < current.first_day:
        yield f"le constat du {french(ground.on)} précède le prix en vigueur, fixé le {french(current.first_day)}"


def _granted(proposal: Proposal, years: Cycle) -> Decision:
    if _yearly(proposal.price.first_day, years):
        fact = f"échéance annuelle : un terme commence le {french(proposal.price.first_day)}"
    else:
        assert proposal.ground is not None
        fact = f"{proposal.ground.fact} ({proposal.ground.source}, le {french(proposal.ground.on)})"
    return Decision("granted", (Reason(CLAUSE, fact),))


def _yearly(day: Day, years: Cycle) -> bool:
    return day > years.anchor and years.containing(day).start == day


def _next_term(current: Price, proposal: Proposal, years: Cycle, terms: Terms) -> Day | None:
    if not terms.holds(CLAUSE):
        return None
    after = max(proposal.decided_on, current.first_day, years.anchor)
    return after if after > current.first_day and _yearly(after, years) else years.containing(after).end
