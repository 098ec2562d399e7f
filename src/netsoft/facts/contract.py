"""The facts of the life of a contract: from a mapping, as TOML or JSON give it, to values.

>>> facts = contract_facts({
...     "terms": "CG052018",
...     "on": "2026-11-27",
...     "available_on": "2026-04-01",
...     "events": [{"on": "2026-11-20", "kind": "notice", "party": "client", "means": "email"}],
... })
>>> facts.contract.formation.available_on, len(facts.events)
(datetime.date(2026, 4, 1), 1)
>>> contract_facts({"on": "2026-11-27", "debut": "2026-04-01"})
Traceback (most recent call last):
    ...
netsoft.errors.InvalidValue: debut : clé inconnue ; clés admises : terms, on, known_on, ...
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast, get_args

from attrs import frozen

from netsoft.billing.contract.after_the_end import Policy
from netsoft.billing.contract.contract import Contract
from netsoft.billing.contract.contract_events import ContractEvent
from netsoft.billing.contract.withdrawal import Formation, Situation
from netsoft.catalogue import VERSIONS, version_named, version_on
from netsoft.clause import Clause
from netsoft.closed_days import Where
from netsoft.contract_readings import QUESTIONS, ContractReadings
from netsoft.days import Day
from netsoft.errors import InvalidValue, MissingFact
from netsoft.facts.assumptions import some_clauses
from netsoft.facts.contract_events import an_event, some_days
from netsoft.facts.fields import Fields, a_day, a_flag, a_list, a_text, an_amount, kind_of
from netsoft.facts.parties import Party, a_party
from netsoft.money import Money
from netsoft.terms import Terms

KEYS: Final = (
    "terms",
    "on",
    "known_on",
    "concluded_on",
    "available_on",
    "first_use_on",
    "closed_days",
    "employees",
    "off_premises",
    "main_activity",
    "early_start_requested",
    "disclosed",
    "paid",
    "restitution_days",
    "erasure_days",
    "reference",
    "client",
    "provider",
    "readings",
    "events",
)
READING_KEYS: Final = (*(key for _number, key, _values in QUESTIONS), "set_aside")
LARGEST_STAFF: Final = 10_000_000


@frozen(kw_only=True)
class ContractFacts:
    """All that the life of a contract is told from.

    ``published`` is the version of the terms that binds, and the contract's own are the same without the clauses set
    aside. ``paid`` is what the client paid for its first term, in euros with VAT.
    """

    contract: Contract
    published: Terms
    events: tuple[ContractEvent, ...]
    on: Day
    known_on: Day | None = None
    readings: ContractReadings = ContractReadings()
    paid: Money | None = None
    reference: str | None = None
    client: Party | None = None
    provider: Party | None = None


def contract_facts(
    document: Mapping[str, object],
    on: Day | None = None,
    known_on: Day | None = None,
    versions: Sequence[Terms] = VERSIONS,
) -> ContractFacts:
    """Read the facts of a contract; ``on`` and ``known_on`` win over the document's.

    A refusal is an :class:`~netsoft.errors.InvalidValue` that carries the path of the field (``events[0].means``); a
    day that nobody gave is a :class:`~netsoft.errors.MissingFact`.
    """
    fields = Fields.of(document, "", KEYS)
    file_on, file_known_on = fields.may("on", a_day), fields.may("known_on", a_day)
    formation = _formation(fields)
    rows = fields.may("events", a_list) or []
    events = tuple(an_event(row, f"events[{index}]") for index, row in enumerate(rows))
    day = _asked(on or file_on)
    published = _published(fields, formation, day, versions)
    readings, set_aside = fields.may("readings", _readings) or (ContractReadings(), ())
    return ContractFacts(
        contract=Contract(published.without(*set_aside), formation, _policy(fields)),
        published=published,
        events=events,
        on=day,
        known_on=known_on or file_known_on,
        readings=readings,
        paid=fields.may("paid", an_amount),
        reference=fields.may("reference", a_text),
        client=fields.may("client", a_party),
        provider=fields.may("provider", a_party),
    )


def _asked(on: Day | None) -> Day:
    if on is None:
        raise MissingFact("on : jour demandé absent", "écrire « on = 2026-11-27 » ou donner --on")
    return on


def _formation(fields: Fields) -> Formation:
    where = fields.choice("closed_days", get_args(Where)) if "closed_days" in fields.table else "metropole"
    situation = Situation(
        employees=fields.may("employees", _a_staff),
        off_premises=fields.may("off_premises", a_flag),
        main_activity=fields.may("main_activity", a_flag),
        early_start_requested=fields.may("early_start_requested", a_flag),
        disclosed=fields.may("disclosed", a_flag),
    )
    return Formation(
        concluded_on=fields.may("concluded_on", a_day),
        available_on=fields.may("available_on", a_day),
        first_use_on=fields.may("first_use_on", a_day),
        closed_days=cast("Where", where),
        situation=situation,
    )


def _a_staff(value: object, path: str) -> int:
    if type(value) is not int:
        raise InvalidValue(path, f"{kind_of(value)} au lieu d'un effectif", "écrire un nombre entier de salariés")
    if not 0 <= value <= LARGEST_STAFF:
        raise InvalidValue(path, "effectif impossible", "écrire un nombre entier de salariés")
    return value


def _policy(fields: Fields) -> Policy:
    return Policy(fields.may("restitution_days", some_days), fields.may("erasure_days", some_days))


def _published(fields: Fields, formation: Formation, on: Day, versions: Sequence[Terms]) -> Terms:
    """Return the version that the document names, or the one in force when the contract was formed."""
    name = fields.may("terms", a_text)
    if name is not None:
        return version_named(name, versions)
    return version_on(formation.concluded_on or formation.available_on or on, versions)


def _readings(value: object, path: str) -> tuple[ContractReadings, tuple[Clause, ...]]:
    """Read ``[readings]``: the choices, and the clauses set aside as void (19.1)."""
    fields = Fields.of(value, path, READING_KEYS)
    choices = {key: fields.need(key, a_text) for key in fields.table if key != "set_aside"}
    try:
        readings = ContractReadings.of(choices)
    except InvalidValue as error:
        raise error.under(path) from None
    return readings, fields.may("set_aside", some_clauses) or ()
