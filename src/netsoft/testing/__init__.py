"""Hypothesis strategies for the values of netsoft, public so that others may property-test their own code with them.

Install the extra: ``netsoft[testing]``. Every value drawn is valid, nothing is filtered away, and examples shrink to
few facts, small amounts, the default readings and the terms CG052018.

>>> from hypothesis import given
>>> from netsoft.testing import drawings
>>> @given(drawings(max_invoices=2, max_facts=4))
... def every_payment_has_a_name(drawing):
...     ledger, on = drawing
...     assert all(payment.id for payment in ledger.payments)
>>> every_payment_has_a_name()
"""

from __future__ import annotations

from netsoft.testing.acceptances import EVERY_VERSION, client_histories, new_terms_readings
from netsoft.testing.attempts import gaps, limits
from netsoft.testing.certificates import COVERED_YEAR, certificates
from netsoft.testing.claims import CLAIM_DAYS, billed, claims, window_readings
from netsoft.testing.clusters import Cluster, cluster_of, clusters
from netsoft.testing.consents import call_reports, consents, quotes
from netsoft.testing.contracts import contract_events, contract_readings, contracts, histories
from netsoft.testing.drafts import Later
from netsoft.testing.ledgers import days_of, drawings, facts, invoices, ledgers, with_fact
from netsoft.testing.outages import outages, outside_readings, spans
from netsoft.testing.pages import documents, tables
from netsoft.testing.papers import credit_orders, invoice_lines, orders, taxed_amounts, vat_rates, vat_roundings
from netsoft.testing.people import persons
from netsoft.testing.places import hops, networks, places, sources
from netsoft.testing.prices import models, monotone_models, quantities, tiers, unit_prices
from netsoft.testing.rights import PEOPLE, acts, changes, granters, members, rights_sets
from netsoft.testing.rules import assumptions, bases, rate_tables, readings, terms
from netsoft.testing.secrets import passwords
from netsoft.testing.tenants import key_rings, nonces, placements, secret_keys, tenant_ids, tenant_keys
from netsoft.testing.usage import (
    actions,
    arrivals,
    fleet_members,
    tenant_months,
    tier_inputs,
    usage_readings,
    usages,
)
from netsoft.testing.uses import sharing_policies, uses
from netsoft.testing.values import KNOWN_RATES, days, half_years, money, periods, rates

__all__ = [
    "CLAIM_DAYS",
    "COVERED_YEAR",
    "EVERY_VERSION",
    "KNOWN_RATES",
    "PEOPLE",
    "Cluster",
    "Later",
    "actions",
    "acts",
    "arrivals",
    "assumptions",
    "bases",
    "billed",
    "call_reports",
    "certificates",
    "changes",
    "claims",
    "client_histories",
    "cluster_of",
    "clusters",
    "consents",
    "contract_events",
    "contract_readings",
    "contracts",
    "credit_orders",
    "days",
    "days_of",
    "documents",
    "drawings",
    "facts",
    "fleet_members",
    "gaps",
    "granters",
    "half_years",
    "histories",
    "hops",
    "invoice_lines",
    "invoices",
    "key_rings",
    "ledgers",
    "limits",
    "members",
    "models",
    "money",
    "monotone_models",
    "networks",
    "new_terms_readings",
    "nonces",
    "orders",
    "outages",
    "outside_readings",
    "passwords",
    "periods",
    "persons",
    "placements",
    "places",
    "quantities",
    "quotes",
    "rate_tables",
    "rates",
    "readings",
    "rights_sets",
    "secret_keys",
    "sharing_policies",
    "sources",
    "spans",
    "tables",
    "taxed_amounts",
    "tenant_ids",
    "tenant_keys",
    "tenant_months",
    "terms",
    "tier_inputs",
    "tiers",
    "unit_prices",
    "usage_readings",
    "usages",
    "uses",
    "vat_rates",
    "vat_roundings",
    "window_readings",
    "with_fact",
]
