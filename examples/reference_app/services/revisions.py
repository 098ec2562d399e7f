"""Revising the price of a brokerage (7.1): netsoft decides; what it grants becomes the brokerage's own price."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

import attrs
from attrs import field, frozen

from netsoft.billing.prices.revision import Proposal, Revised, revise
from netsoft.billing.prices.revision_grounds import Ground, MoreDisk, MoreUse, MoreUsers, Use
from netsoft.billing.prices.tariff import Price
from netsoft.billing.prices.variation import varied
from netsoft.days import Day
from netsoft.errors import InvalidValue
from reference_app.ids import TenantId
from reference_app.services.account import TERMS
from reference_app.services.billing_fields import Choices, Field, read_field
from reference_app.services.bookkeeping import Entering
from reference_app.services.contracts import Contracts
from reference_app.services.tariffs import Tariffs
from reference_app.storage import records
from reference_app.storage.directory import Directory, journal_staff_act
from reference_app.storage.records import By, Fact

GROUNDS: Final[Choices] = (
    ("users", "Plus d’utilisateurs que prévu"),
    ("disk", "Plus d’espace que prévu (Go)"),
    ("use", "Usage au-dessus de la moyenne de tous"),
)
FIELDS: Final = (
    Field("product", "Produit", "choice"),
    Field("percent", "Variation (%)", "percent", "Par exemple 4, ou -2,5."),
    Field("rounding", "Arrondi", "choice", choices=(("cent", "Au centime"), ("exact", "Exact"))),
    Field("first_day", "À partir du", "day"),
    Field("ground", "Motif", "choice", "Vide à l’échéance annuelle.", False, GROUNDS),
    Field("agreed", "Prévu au contrat", "decimal", "Utilisateurs ou Go.", False),
    Field("seen", "Constaté", "decimal", "Utilisateurs ou Go.", False),
    Field("own_actions", "Actions du cabinet", "count", "Sur les mois comparés.", False),
    Field("own_months", "Ses mois d’utilisateurs", "count", required=False),
    Field("all_actions", "Actions de tous", "count", required=False),
    Field("all_months", "Mois d’utilisateurs de tous", "count", required=False),
    Field("on", "Constaté le", "day", required=False),
    Field("source", "Pièce", "text", "D’où viennent les chiffres.", False),
)


@frozen
class Revisions:
    """Revises prices of brokerages."""

    directory: Directory = field(repr=False)

    def products(self, tenant_id: TenantId, on: Day) -> tuple[Price, ...]:
        """Return the prices of a brokerage on a day, product by product."""
        tariff = Tariffs(self.directory).of(tenant_id)
        return tuple(tariff.on(product, on) for product in tariff.products(on))

    def decide(self, tenant_id: TenantId, typed: Mapping[str, str], today: Day) -> tuple[Price, Revised]:
        """Decide on what was typed: the price in force, and what becomes of the proposal."""
        values = {one.name: read_field(one, typed) for one in FIELDS}
        current = next((p for p in self.products(tenant_id, today) if p.product == values["product"]), None)
        if current is None:
            raise InvalidValue("product", "aucun prix de ce produit ce jour", "choisir dans la liste")
        new = varied(current, values["percent"], values["first_day"], values["rounding"])  # type: ignore[arg-type]
        available_on = Contracts(self.directory).subscription(tenant_id).available_on
        return current, revise(current, Proposal(new, today, _ground(values)), available_on, TERMS)

    def record(self, tenant_id: TenantId, found: tuple[Price, Revised], entering: Entering) -> None:
        """Record a price that was granted as the brokerage's own, beside the one that it follows; once."""
        current, revised = found
        assert revised.price is not None
        by = By(entering.recorded.at, staff=entering.recorded.by, form=entering.recorded.form)
        with self.directory.store.write() as db:
            if records.sent_before(db, by) is not None:
                return
            if not any(r.value.product == current.product for r in records.recorded(db, Price, tenant_id)):
                records.append(db, Fact(tenant_id, current, current.first_day), attrs.evolve(by, form=None))
            records.append(db, Fact(tenant_id, revised.price, revised.price.first_day), by)
            said = revised.decision.reasons[0].fact
            journal_staff_act(db, attrs.evolve(entering.act, detail=f"{current.product} : {said}"[:300]))


def _ground(values: Mapping[str, object]) -> Ground | None:
    kind = values["ground"]
    if kind is None:
        return None
    needed = {"use": ("own_actions", "own_months", "all_actions", "all_months")}.get(str(kind), ("agreed", "seen"))
    for name in (*needed, "on", "source"):
        if values[name] is None:
            raise InvalidValue(name, "ce motif demande ses chiffres et leur pièce", "le renseigner")
    return _BUILD[str(kind)]({name: value for name, value in values.items() if value is not None})


def _whole(value: Fraction) -> int:
    if value.denominator != 1:
        raise InvalidValue("seen", "nombre d’utilisateurs non entier", "donner un nombre entier")
    return value.numerator


def _more_use(v: Mapping[str, Any]) -> Ground:
    return MoreUse(Use(v["own_actions"], v["own_months"]), Use(v["all_actions"], v["all_months"]), v["on"], v["source"])


_BUILD: Final[Mapping[str, Callable[[Mapping[str, Any]], Ground]]] = MappingProxyType(
    {
        "users": lambda v: MoreUsers(_whole(v["agreed"]), _whole(v["seen"]), v["on"], v["source"]),
        "disk": lambda v: MoreDisk(v["agreed"], v["seen"], v["on"], v["source"]),
        "use": _more_use,
    }
)
