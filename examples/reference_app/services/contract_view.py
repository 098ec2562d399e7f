"""The contract of a brokerage as its page shows it: state, dates, what each may do until when, what happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Final

from attrs import field, frozen

from netsoft.answers import Decision
from netsoft.billing.contract.contract_events import ContractEvent, NoticeGiven
from netsoft.billing.contract.delivery import IN_FRENCH
from netsoft.billing.contract.life import Life, Recorded
from netsoft.billing.contract.switching import ACT
from netsoft.billing.responsibility.availability import Availability, availability
from netsoft.billing.responsibility.excuse import Excuse
from netsoft.billing.responsibility.insurance import Certificate, Reminder, insured, reminders
from netsoft.billing.responsibility.outages import Outage, Span
from netsoft.catalogue import Binding, ClientHistory, Version, binding_version
from netsoft.days import Day, Month, anniversary
from netsoft.documents.contract import EVENTS, PARTIES, STATES, VERDICTS
from netsoft.facts.contract_events import KINDS
from netsoft.rendering import day as french
from reference_app.clock import paris_day
from reference_app.ids import EntryId, TenantId
from reference_app.services.acceptances import Acceptances
from reference_app.services.account import TERMS
from reference_app.services.contracts import READINGS, Contracts
from reference_app.storage.directory import Directory
from reference_app.storage.facts import ContractFacts, Happened

LOOKS: Final = {"running": "good", "withdrawal-period": "good", "suspended": "bad", "notice": "due"}
MONTHS: Final = 12


@frozen
class Possible:
    """Something that a party may do: what, who, by what means, until when, and the safe last day."""

    what: str
    who: str
    how: str
    until: Day | None
    safe: Day | None
    clause: str


@frozen
class EventRow:
    """Something that happened, with what was decided on it; ``notice_id`` names the record of a notice."""

    recorded: Recorded
    words: str
    verdict: str
    notice_id: EntryId | None


@frozen
class MonthRow:
    """How available the service was in a month, and the outages that touched it."""

    month: Month
    answer: Availability
    excuses: tuple[Excuse, ...]


@frozen
class ContractView:
    """A contract on a day, as people read it."""

    facts: ContractFacts
    life: Life
    users: int

    @property
    def state(self) -> str:
        """Its state in words."""
        return STATES[self.life.state]

    @property
    def look(self) -> str:
        """How its state is shown."""
        return LOOKS.get(self.life.state, "")

    def possible(self) -> tuple[Possible, ...]:
        """Return what each party may do, until when and by what means."""
        return tuple(_possible(self.life))


@frozen
class ContractPages:
    """Reads the contract of a brokerage from the directory."""

    directory: Directory = field(repr=False)

    def view(self, tenant_id: TenantId, on: Day) -> ContractView:
        """Return the contract on a day; MissingFact where none was recorded."""
        contracts = Contracts(self.directory)
        users = sum(user.open_on(on) for user in self.directory.users.of_tenant(tenant_id))
        return ContractView(contracts.facts(tenant_id), contracts.life(tenant_id, on), users)

    def events(self, tenant_id: TenantId, life: Life) -> tuple[EventRow, ...]:
        """Return what happened, the latest first."""
        kept = self.directory.records.of(Happened, tenant_id)
        rows = [_event(item, [(record.value.event, record.id) for record in kept]) for item in life.events]
        return tuple(reversed(rows))

    def certificates(self, tenant_id: TenantId) -> tuple[Certificate, ...]:
        """Return the certificates of insurance, the last to end first."""
        kept = (record.value for record in self.directory.records.of(Certificate, tenant_id))
        return tuple(sorted(kept, key=lambda one: one.last_day, reverse=True))

    def insured(self, tenant_id: TenantId, on: Day) -> tuple[Decision, tuple[Reminder, ...]]:
        """Return whether both risks are insured on a day, and what is to be reminded."""
        kept = self.certificates(tenant_id)
        return insured(kept, on), reminders(kept, on)

    def availability(self, now: datetime, since: Day) -> tuple[MonthRow, ...]:
        """Return the availability of the last months, the newest first, from the day of the contract on."""
        outages = tuple(record.value for record in self.directory.records.of(Outage, None))
        return tuple(_month(month, outages, now) for month in _months(paris_day(now), since))

    def binding(self, tenant_id: TenantId, on: Day, editions: Sequence[Version]) -> Binding:
        """Return the version of the terms that binds a brokerage on a day, and why (R-31)."""
        formation = Contracts(self.directory).facts(tenant_id).formation
        assert formation.available_on is not None
        concluded = min(formation.concluded_on or formation.available_on, formation.available_on)
        accepted = Acceptances(self.directory, editions).of(tenant_id)
        return binding_version(ClientHistory(concluded, formation.available_on, accepted), editions, on, READINGS)


def share(fraction: Fraction | None) -> str:
    """Write a share as a percentage with three decimals, rounded down: 100 % is said of the whole alone."""
    if fraction is None:
        return "–"
    thousandths = int(fraction * 100_000)
    return f"{thousandths // 1000},{thousandths % 1000:03d}\N{NO-BREAK SPACE}%"


def _possible(life: Life) -> Iterator[Possible]:
    window, plan = life.withdrawal, life.switching
    if window.last_day is not None and life.on <= window.last_day and not life.is_over:
        yield Possible("Se rétracter", "client", "toute déclaration sans ambiguïté", window.last_day, None, "4.1")
    for found in life.notices:
        path = found.path
        how = IN_FRENCH[path.means] + (f" à {path.mailbox}" if path.mailbox else "")
        ends = found.term.last_day
        what = f"Mettre fin au contrat à l’échéance du {french(ends)}" if ends else "Mettre fin au contrat"
        yield Possible(what, PARTIES[path.party], how, found.last_day, found.safe_last_day, str(path.clause))
    if not life.is_over and not life.switching_asked and plan.decision.granted:
        end = french(plan.ends_on)
        what = f"Changer de fournisseur : demandé ce jour, effectif au plus tard le {end}"
        yield Possible(
            what, "client", "demande à l’éditeur, tout jour", None, None, f"{plan.decision.reasons[0].clause}, {ACT}"
        )


def _event(item: Recorded, named: list[tuple[ContractEvent, EntryId]]) -> EventRow:
    event = item.event
    words = EVENTS[KINDS[type(event)]]
    party = getattr(event, "party", None)
    found = next((record_id for kept, record_id in named if kept == event), None)
    notice_id = found if isinstance(event, NoticeGiven) else None
    said = f"{words[0].upper()}{words[1:]}" + (f" ({PARTIES[party]})" if party else "")
    return EventRow(item, said, VERDICTS[item.decision.verdict], notice_id)


def _months(today: Day, since: Day) -> Iterator[Month]:
    first = Month.containing(today).start_day
    for back in range(MONTHS):
        month = Month.containing(anniversary(first, -back))
        if month.period.end > since:
            yield month


def _month(month: Month, outages: tuple[Outage, ...], now: datetime) -> MonthRow:
    whole = Span.of_days(month.period)
    span = Span(whole.begins, min(whole.ends, now))
    answer = availability(outages, span, TERMS, READINGS)
    touched = {place for part in answer.parts for place in part.outages}
    return MonthRow(month, answer, tuple(answer.excuses[place] for place in sorted(touched)))
