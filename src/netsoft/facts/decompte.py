"""The facts of a décompte: from a mapping, as TOML or JSON give it, to values.

>>> facts = decompte_facts({
...     "terms": "CG052018",
...     "on": "2024-03-01",
...     "invoices": [{"number": "F-1", "issued": "2023-10-16", "due": "2023-11-15", "total": "1200.00"}],
... })
>>> facts.ledger.invoices[0].total
Money('1200.00')
>>> decompte_facts({"on": "2024-03-01", "invoices": [], "factures": []})
Traceback (most recent call last):
    ...
netsoft.errors.InvalidValue: factures : clé inconnue ; clés admises : terms, on, known_on, ...
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs
from attrs import frozen

from netsoft.billing.account import Assumptions
from netsoft.billing.ledger import Ledger
from netsoft.catalogue import VERSIONS, version_named, version_on
from netsoft.days import Day
from netsoft.errors import InvalidValue, MissingFact
from netsoft.facts.assumptions import a_basis, some_rates, some_readings
from netsoft.facts.entries import a_ledger
from netsoft.facts.fields import Fields, a_day, a_text
from netsoft.facts.parties import ContractReference, Party, a_contract, a_party
from netsoft.readings import Readings
from netsoft.terms import Terms

KEYS: Final = (
    "terms",
    "on",
    "known_on",
    "interest",
    "creditor",
    "debtor",
    "contract",
    "readings",
    "legal_rates",
    "ecb_rates",
    "invoices",
    "payments",
    "credit_notes",
    "events",
)


@frozen(kw_only=True)
class DecompteFacts:
    """All that a décompte is drawn from.

    ``published`` is the version of the terms that binds; ``terms`` is the same with the basis of interest that
    the facts name and without the clauses that they set aside. ``on`` is the day the account is drawn up.
    """

    ledger: Ledger
    published: Terms
    terms: Terms
    on: Day
    assuming: Assumptions = Assumptions()
    creditor: Party | None = None
    debtor: Party | None = None
    contract: ContractReference | None = None


def decompte_facts(
    document: Mapping[str, object],
    on: Day | None = None,
    known_on: Day | None = None,
    versions: Sequence[Terms] = VERSIONS,
) -> DecompteFacts:
    """Read the facts of a décompte; ``on`` and ``known_on`` win over the document's.

    The terms are chosen among ``versions``, by their name or by the days of issue.

    A refusal is an :class:`~netsoft.errors.InvalidValue` that carries the path of the field
    (``payments[0].amount``); a day that nobody gave is a :class:`~netsoft.errors.MissingFact`.
    """
    fields = Fields.of(document, "", KEYS)
    file_on, file_known_on = fields.may("on", a_day), fields.may("known_on", a_day)
    ledger = a_ledger(fields)
    drawn = _drawn(on or file_on)
    published = _published(fields, versions, {invoice.issued for invoice in ledger.invoices} or {drawn})
    terms, readings = _chosen(fields, published)
    return DecompteFacts(
        ledger=ledger,
        published=published,
        terms=terms,
        on=drawn,
        assuming=Assumptions(known_on or file_known_on, readings, some_rates(fields)),
        creditor=fields.may("creditor", a_party),
        debtor=fields.may("debtor", a_party),
        contract=fields.may("contract", a_contract),
    )


def _drawn(on: Day | None) -> Day:
    if on is None:
        raise MissingFact("on : jour de l'arrêté absent", "écrire « on = 2024-03-01 » ou donner --on")
    return on


def _chosen(fields: Fields, published: Terms) -> tuple[Terms, Readings]:
    """Return the terms with the basis and without the clauses that the document says, and its readings."""
    terms = published
    if "interest" in fields.table:
        basis = a_basis(fields.table["interest"], fields.at("interest"), published.payment.interest)
        terms = attrs.evolve(terms, payment=attrs.evolve(terms.payment, interest=basis))
    readings, set_aside = fields.may("readings", some_readings) or (Readings(), ())
    return terms.without(*set_aside), readings


def _published(fields: Fields, versions: Sequence[Terms], days: Iterable[Day]) -> Terms:
    """Return the version that the document names, or the one in force on all the days."""
    name = fields.may("terms", a_text)
    if name is not None:
        return version_named(name, versions)
    dated = {version_on(day, versions) for day in days}
    if len(dated) > 1:
        names = ", ".join(sorted(version.name for version in dated))
        raise InvalidValue("terms", f"les factures relèvent de plusieurs versions : {names}", "en nommer une")
    return dated.pop()
