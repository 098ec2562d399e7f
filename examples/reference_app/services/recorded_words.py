"""What the staff recorded, each in a line of French, as the history of entries lists it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from netsoft.billing.invoices.identity import Identity
from netsoft.billing.prices.quotes import Quote
from netsoft.billing.prices.tariff import Price
from netsoft.billing.responsibility.insurance import Certificate
from netsoft.billing.responsibility.outages import Outage
from netsoft.documents.contract import EVENTS
from netsoft.facts.contract_events import KINDS
from netsoft.metering.tier import Publication
from netsoft.rendering import count
from netsoft.rendering import day as french
from netsoft.tenancy.infringement import Infringement
from reference_app.clock import paris_day
from reference_app.storage.facts import ContractFacts, Happened, Judged, LeftOut


def words_of(value: object) -> str:
    """Say a recorded value in a line."""
    return WORDS[type(value)](value)


def _origin(value: ContractFacts) -> str:
    available = value.formation.available_on
    assert available is not None
    return f"Origine du contrat : mise à disposition le {french(available)}"


def _event(value: Happened) -> str:
    said = EVENTS[KINDS[type(value.event)]]
    return f"{said[0].upper()}{said[1:]} du {french(value.event.on)}"


WORDS: Final[Mapping[type, Callable[[Any], str]]] = MappingProxyType(
    {
        ContractFacts: _origin,
        Happened: _event,
        Certificate: lambda v: f"Attestation {v.insurer}, police {v.policy}, jusqu’au {french(v.last_day)}",
        Quote: lambda v: f"Devis {v.id}, « {v.price.label} », valable jusqu’au {french(v.valid_until)}",
        Price: lambda v: f"Prix « {v.label} » à partir du {french(v.first_day)}",
        Publication: lambda v: f"Palier publié le {french(v.on)} : {count(v.tier)}",
        Identity: lambda v: f"Vendeur : {v.name}",
        Judged: lambda v: f"Usage jugé intensif, échéance du {french(v.term_end)} : {v.reason}",
        LeftOut: lambda v: f"{'Écarté de la moyenne' if v.out else 'Remis dans la moyenne'} : {v.reason}",
        Infringement: lambda v: f"Agissement {v.id} du {french(paris_day(v.at))} : {v.words}",
        Outage: lambda v: f"Interruption du {french(paris_day(v.begins))} : {v.in_french}",
    }
)
"""What the staff enter, and may strike out, with its words."""
