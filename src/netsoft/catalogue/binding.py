"""Article 1.2: the provider may change the terms at any time; from when a new version binds a client (R-31).

What was concluded binds from the first day. By default a later version binds at the first signed-in use after it was
shown, by any user of the client; read otherwise, from its publication, or from the next term.

>>> from datetime import date
>>> from netsoft.cg052018 import CG052018
>>> from netsoft.catalogue.versions import Version
>>> client = ClientHistory(concluded_on=date(2026, 1, 10), available_on=date(2026, 1, 15))
>>> next_one = Version(attrs.evolve(CG052018, name="CG012027", first_day=date(2027, 1, 1)))
>>> binding = binding_version(client, (Version(CG052018), next_one), date(2027, 2, 1))
>>> binding.version.name, binding.since, binding.awaited.name
('CG052018', datetime.date(2026, 1, 10), 'CG012027')
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import attrs
from attrs import field, frozen

from netsoft.answers import Reason
from netsoft.catalogue.acceptance import Acceptance
from netsoft.catalogue.versions import Version, edition_on
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.days import Cycle, Day, as_day
from netsoft.errors import InvalidValue
from netsoft.rendering import day as french

CLAUSE: Final = Clause("1.2")


def _concluded(value: object) -> Day:
    return as_day(value, "concluded_on")


def _available(value: object) -> Day:
    return as_day(value, "available_on")


def _kept(value: Iterable[Acceptance]) -> tuple[Acceptance, ...]:
    return tuple(value)


@frozen
class ClientHistory:
    """What a client did about the terms: the day of the contract, that of availability, its users' acceptances."""

    concluded_on: Day = field(converter=_concluded)
    available_on: Day = field(converter=_available)
    acceptances: tuple[Acceptance, ...] = field(default=(), converter=_kept)

    def __attrs_post_init__(self) -> None:
        if self.available_on < self.concluded_on:
            problem = "la mise à disposition précède la conclusion"
            raise InvalidValue("available_on", problem, f"donner le {french(self.concluded_on)} ou un jour d'après")


@frozen
class Binding:
    """The version that binds, since when and why; ``awaited`` is the one in force where it does not bind yet."""

    version: Version
    since: Day
    reason: Reason
    awaited: Version | None = None


def binding_version(
    client: ClientHistory,
    versions: Sequence[Version],
    on: Day,
    readings: ContractReadings = ContractReadings(),
) -> Binding:
    """Return the version of the terms that binds a client on ``on``.

    Before the contract there is none: a day before its conclusion is refused. Of several that bind, the last published
    does; an older one that is accepted later does not come back. Another text under the same name was not accepted.
    """
    if as_day(on, "on") < client.concluded_on:
        problem = f"le {french(on)} précède la conclusion du contrat"
        raise InvalidValue("on", problem, f"donner le {french(client.concluded_on)} ou un jour d'après")
    first = edition_on(client.concluded_on, versions)
    since = {"first-use-after-shown": _first_use, "publication": _publication, "next-term": _next_term}
    bound = Binding(first, client.concluded_on, Reason(CLAUSE, _concluded_under(first, client)))
    later = sorted((v for v in versions if v.first_day > first.first_day), key=lambda version: version.first_day)
    for version in later:
        found = since[readings.new_terms](client, version, first)
        if found is not None and found[0] <= on:
            bound = Binding(version, found[0], Reason(CLAUSE, found[1]))
    in_force = edition_on(on, versions)
    return bound if in_force.first_day <= bound.version.first_day else attrs.evolve(bound, awaited=in_force)


def _concluded_under(first: Version, client: ClientHistory) -> str:
    return f"contrat conclu le {french(client.concluded_on)} sous les conditions {first.name}"


def _first_use(client: ClientHistory, version: Version, _first: Version) -> tuple[Day, str] | None:
    accepted = [a for a in client.acceptances if (a.version, a.digest) == (version.name, version.digest)]
    if not accepted:
        return None
    earliest = min(accepted, key=lambda acceptance: acceptance.at)
    how = {
        "use-after-shown": "à la première utilisation après affichage",
        "explicit": "expressément",
        "signature": "par signature",
    }
    words = f"conditions {version.name} acceptées {how[earliest.how]}, le {french(earliest.on)}"
    return max(earliest.on, version.first_day), words


def _publication(_client: ClientHistory, version: Version, _first: Version) -> tuple[Day, str] | None:
    return version.first_day, f"conditions {version.name} publiées le {french(version.first_day)}"


def _next_term(client: ClientHistory, version: Version, first: Version) -> tuple[Day, str] | None:
    cycle = Cycle(client.available_on, first.terms.duration.months)
    index = cycle.index(version.first_day)
    start = cycle.period(index).start
    begins = start if start == version.first_day else cycle.period(index + 1).start
    begins = max(begins, client.available_on)
    return begins, f"conditions {version.name} applicables à l'échéance qui suit leur publication, le {french(begins)}"
