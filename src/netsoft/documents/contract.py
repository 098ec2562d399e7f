"""The life of a contract as a printable page: its state, its dates, what each party may do until when, what happened.

>>> from netsoft.documents import text
>>> from netsoft.facts.contract import contract_facts
>>> from netsoft.facts.contract_answer import contract_answer
>>> page = text(contract_document(contract_answer(contract_facts({"on": "2026-11-27", "available_on": "2026-04-01"}))))
>>> "28/02/2027" in page
True
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from netsoft.answers import Decision, Reason
from netsoft.billing.contract.after_the_end import AfterTheEnd
from netsoft.billing.contract.client_notice import client_path
from netsoft.billing.contract.contract_events import ContractEvent
from netsoft.billing.contract.delivery import IN_FRENCH
from netsoft.billing.contract.life import Life, State
from netsoft.billing.contract.life_events import Exit
from netsoft.billing.contract.notice import LastDay
from netsoft.billing.contract.refund import Refund
from netsoft.billing.contract.subscription import Term
from netsoft.days import Day
from netsoft.documents.page import (
    Block,
    Column,
    Document,
    Items,
    Note,
    Paragraph,
    Particulars,
    Party,
    Section,
    Table,
)
from netsoft.documents.reading_words import reading_blocks
from netsoft.facts.contract import ContractFacts
from netsoft.facts.contract_answer import ContractAnswer
from netsoft.facts.contract_events import KINDS
from netsoft.facts.parties import Party as PartyFacts
from netsoft.rendering import counted, euros, long_day
from netsoft.rendering import day as french

STATES: Final[Mapping[State, str]] = MappingProxyType(
    {
        "none": "pas encore de contrat",
        "not-started": "conclu, service pas encore mis à disposition",
        "withdrawal-period": "en cours, délai de rétractation ouvert",
        "running": "en cours",
        "suspended": "suspendu",
        "notice": "en préavis",
        "withdrawn": "rétracté",
        "terminated": "résilié",
        "ended": "terminé",
    }
)
"""The states in the words of the parties."""
PARTIES: Final[Mapping[str, str]] = MappingProxyType({"client": "client", "provider": "fournisseur"})
EVENTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "notice": "préavis",
        "notice-withdrawn": "retrait du préavis",
        "withdrawal": "rétractation",
        "switching": "demande de changement de fournisseur",
        "switching-completed": "changement de fournisseur achevé",
        "default": "défaut de paiement",
        "infringement": "infraction aux règles d'utilisation",
        "settled": "régularisation",
        "formal-notice": "mise en demeure",
        "termination": "résiliation pour manquement",
        "suspension": "suspension du service",
        "reactivation": "rétablissement du service",
    }
)
"""The kinds of events in the words of the parties."""
VERDICTS: Final[Mapping[str, str]] = MappingProxyType(
    {"granted": "produit effet", "refused": "sans effet", "pending": "en attente d'un fait"}
)
CAUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "notice": "par préavis",
        "withdrawal": "par rétractation",
        "switching": "par changement de fournisseur",
        "termination": "par résiliation pour manquement",
    }
)
SHOWN: Final = ("R-12", "R-13", "R-18", "R-25", "R-26", "R-33")
"""The readings that reach the life of a contract."""


def contract_document(answer: ContractAnswer) -> Document:
    """Lay the life of a contract out as a page; its day is the one asked for."""
    facts, life = answer.facts, answer.life
    return Document(
        "VIE DU CONTRAT",
        f"Conditions générales {facts.published.name}, articles 4 et 5, au {long_day(facts.on)}",
        parties=tuple(_parties(facts)),
        particulars=tuple(_particulars(facts, life)),
        blocks=tuple(_sections(answer)),
        foot=f"Contrat {facts.reference}" if facts.reference else "",
    )


def _parties(facts: ContractFacts) -> Iterator[Party]:
    for role, party in (("Fournisseur", facts.provider), ("Client", facts.client)):
        if party is not None:
            yield Party(role, tuple(_party_lines(party)))


def _party_lines(party: PartyFacts) -> Iterator[str]:
    yield " ".join(part for part in (party.name, party.form) if part)
    yield from party.address
    if party.siren:
        yield f"SIREN {party.siren}"
    if party.representative:
        yield f"représenté par {party.representative}"


def _particulars(facts: ContractFacts, life: Life) -> Iterator[tuple[str, str]]:
    formation = facts.contract.formation
    yield "État", STATES[life.state]
    yield "Conclusion", _or_none(formation.concluded_on, "non donnée")
    yield "Mise à disposition", _or_none(formation.available_on, "pas encore")
    if life.term is not None:
        yield "Période", _term(life.term)
    if life.suspended_since is not None:
        yield "Service suspendu", f"depuis le {french(life.suspended_since)}"
    if life.ending is not None:
        yield "Fin du contrat", _ending(life.ending)


def _term(term: Term) -> str:
    if term.last_day is None:
        return f"n° {term.number}, depuis le {french(term.first_day)}, sans terme"
    return f"n° {term.number}, du {french(term.first_day)} au {french(term.last_day)}"


def _or_none(day: Day | None, otherwise: str) -> str:
    return otherwise if day is None else french(day)


def _ending(found: Exit) -> str:
    return f"{french(found.ends_on)}, {CAUSES[found.cause]} ({PARTIES[found.party]})"


def _sections(answer: ContractAnswer) -> Iterator[Section]:
    life = answer.life
    if life.notices:
        yield Section("Qui peut partir à l'échéance, et jusqu'à quand", tuple(_notices(answer)))
    yield Section("Rétractation", tuple(_withdrawal(life, answer.refund)))
    if life.switching_asked or not life.is_over:
        yield Section("Changement de fournisseur", tuple(_switching(life)))
    if life.events:
        yield Section("Ce qui s'est passé", tuple(_events(life)))
    if answer.left_out:
        yield Section("Laissé de côté", (Items(tuple(f"{_named(x.event)} : {x.reason}" for x in answer.left_out)),))
    if life.after is not None:
        yield Section("Après la fin du contrat", tuple(_after(life.after)))
    yield Section("Lectures retenues", _readings(answer))


def _notices(answer: ContractAnswer) -> Iterator[Block]:
    columns = (Column("Partie"), Column("Moyen"), Column("Dernier jour"), Column("Jour sûr"), Column("Clause"))
    yield Table("Préavis pour l'échéance de la période", columns, tuple(map(_notice, answer.life.notices)))
    for found, following in zip(answer.life.notices, answer.life.next_notices, strict=False):
        if found.last_day is not None and found.last_day < answer.life.on:
            last, party = _or_none(following.last_day, "tout jour"), PARTIES[found.path.party]
            yield Paragraph(f"Pour le {party}, ce jour est passé ; pour l'échéance suivante : {last}.")
    yield Note(
        "Le dernier jour court jusqu'à minuit, à Paris, sans report au jour ouvré suivant. Le jour sûr est le plus tôt "
        "sous toute lecture des conditions."
    )
    if any(found.path.party == "client" for found in answer.life.notices):
        mailbox = client_path(answer.facts.contract.terms).mailbox
        yield Paragraph(f"Le client écrit à {mailbox} ; un e-mail compte du jour où il y arrive.")


def _notice(found: LastDay) -> tuple[str, ...]:
    last, safe = _or_none(found.last_day, "tout jour"), _or_none(found.safe_last_day, "tout jour")
    return PARTIES[found.path.party], IN_FRENCH[found.path.means], last, safe, str(found.path.clause)


def _withdrawal(life: Life, refund: Refund | None) -> Iterator[Block]:
    window = life.withdrawal
    yield Particulars(
        (
            ("Dernier jour", _or_none(window.last_day, "le délai n'a pas commencé ou n'existe pas")),
            ("Selon la loi", _or_none(window.statutory_last_day, "conclusion non donnée")),
        )
    )
    yield Items((*_facts(window.by_contract), *_facts(window.statutory)))
    if refund is not None:
        yield Particulars(
            (
                ("Payé", euros(refund.paid.amount)),
                (
                    "Dû pour le service",
                    f"{euros(refund.owed)} ({counted(refund.days_used, 'jour')} de service)",
                ),
                ("À rembourser", f"{euros(refund.refund)}, au plus tard le {_last(refund)}"),
            )
        )


def _last(refund: Refund) -> str:
    return french(refund.deadline.last)


def _facts(decision: Decision) -> tuple[str, ...]:
    return tuple(map(_fact, decision.reasons))


def _fact(reason: Reason) -> str:
    return f"{reason.fact} ({reason.clause})"


def _switching(life: Life) -> Iterator[Block]:
    plan = life.switching
    if plan.decision.granted:
        yield Particulars(tuple(_switching_days(life)))
    yield Items(_facts(plan.decision))


def _switching_days(life: Life) -> Iterator[tuple[str, str]]:
    plan = life.switching
    asked = "demandé" if life.switching_asked else "s'il est demandé"
    yield f"{asked.capitalize()} le", french(plan.asked_on)
    yield "Préavis jusqu'au", french(plan.notice_ends_on)
    if plan.transition_ends_on is not None:
        yield "Transition jusqu'au", french(plan.transition_ends_on)
    yield "Données récupérables", f"jusqu'au {french(plan.retrieval_ends_on)} au moins"
    charges = "à prix coûtant, aucun à partir du" if plan.charges == "at-cost" else "aucun, depuis le"
    yield "Frais", f"{charges} {french(plan.free_from)}"


def _events(life: Life) -> Iterator[Block]:
    for item in life.events:
        yield Paragraph(f"{_named(item.event)} : {VERDICTS[item.decision.verdict]}.")
        yield Items(_facts(item.decision))


def _named(event: ContractEvent) -> str:
    by = getattr(event, "party", None)
    who = "" if by is None else f" ({PARTIES[by]})"
    return f"{french(event.on)}, {EVENTS[KINDS[type(event)]]}{who}"


def _after(after: AfterTheEnd) -> Iterator[Block]:
    for label, deadline in (("Restitution", after.restitution), ("Effacement", after.erasure)):
        if deadline is not None:
            yield Paragraph(f"{label} au plus tard le {deadline.last:%d/%m/%Y} : {deadline.rule} ({deadline.clause}).")
    if after.reasons:
        yield Items(tuple(map(_fact, after.reasons)))


def _readings(answer: ContractAnswer) -> tuple[Block, ...]:
    aside = (f"clause {clause} écartée (19.1)" for clause in sorted(answer.facts.contract.terms.set_aside))
    return reading_blocks(answer.life.readings, SHOWN, aside)
