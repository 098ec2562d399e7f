r"""The formal notice to pay (Code civil, art. 1344), with the décompte annexed.

It says the sum and how it is made, until when, how to pay, what the terms attach to going on not paying, each clause
quoted by its number, and how to contest. Every amount on it is the account's; the time limit is the sender's, since
neither the terms nor the law gives one.

>>> from datetime import date
>>> from netsoft.billing.arrears import arrears
>>> from netsoft.documents.text import text
>>> from netsoft.facts.decompte import decompte_facts
>>> facts = decompte_facts({
...     "terms": "CG052018", "on": "2024-03-01", "creditor": {"name": "Éditeur"}, "debtor": {"name": "Cabinet"},
...     "invoices": [{"number": "F-1", "issued": "2023-10-16", "due": "2023-11-15", "total": "1200.00"}],
... })
>>> letter = Letter("MD-2024-7", pay_by=date(2024, 3, 31))
>>> page = formal_notice(facts, arrears(facts.ledger, facts.terms, facts.on), letter)
>>> [section.title for section in page.blocks if isinstance(section, Section)][:3]
['Sommes dues', 'Comment payer', 'Accès au service']
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import field, frozen
from attrs.converters import optional

from netsoft.billing.account import Arrears, Balance
from netsoft.days import Day, as_day
from netsoft.decompte_text.account import Account, owed
from netsoft.decompte_text.opening import by_threes
from netsoft.documents.decompte_annex import decompte_annex
from netsoft.documents.formal_notice_words import (
    MEANS,
    access_words,
    contest_words,
    next_words,
    pay_words,
    pending_words,
)
from netsoft.documents.page import (
    Block,
    Column,
    Document,
    Items,
    Note,
    Paragraph,
    Party,
    Section,
    Signature,
    Table,
    Total,
)
from netsoft.errors import InvalidValue, MissingFact
from netsoft.facts.decompte import DecompteFacts
from netsoft.facts.parties import Party as FactParty
from netsoft.rendering import day, euros, long_day

_COLUMNS: Final = (
    Column("Facture"),
    Column("Échéance"),
    Column("Principal", "right"),
    Column("Intérêts", "right"),
    Column("Pénalités", "right"),
    Column("Reste dû", "right"),
)


def _pay_by(value: object) -> Day:
    return as_day(value, "pay_by")


def _suspend_on(value: object) -> Day:
    return as_day(value, "suspend_on")


@frozen
class Letter:
    """What the sender decides: the reference, the last day to pay, and the day on which the service will be closed.

    ``suspend_on`` is ``None`` where 8.1 is left to the account: the service is closed while it holds.
    """

    reference: str
    pay_by: Day = field(converter=_pay_by)
    suspend_on: Day | None = field(default=None, converter=optional(_suspend_on))


def formal_notice(facts: DecompteFacts, answer: Arrears, letter: Letter) -> Document:
    """Write the formal notice of what ``answer``, drawn from ``facts``, says is due, on the day it was drawn.

    Nothing due, or a limit that is not after that day, is refused; a notice without its two parties lacks a fact.
    """
    _possible(facts, answer, letter)
    account = Account(facts, answer)
    return Document(
        "Mise en demeure de payer",
        f"référence {letter.reference}",
        parties=tuple(_party(role, party) for role, party in _parties(facts)),
        particulars=tuple(_particulars(facts, letter)),
        blocks=tuple(_blocks(account, letter)),
        annexes=(decompte_annex(account),),
    )


def _possible(facts: DecompteFacts, answer: Arrears, letter: Letter) -> None:
    if not answer.totals.total:
        raise InvalidValue("answer", "rien n'est dû", "ne mettre en demeure que d'une somme échue")
    if answer.on != facts.on:
        raise InvalidValue("answer", "compte d'un autre jour que ses faits", f"l'arrêter au {day(facts.on)}")
    for name, limit in (("pay_by", letter.pay_by), ("suspend_on", letter.suspend_on)):
        if limit is not None and limit <= facts.on:
            raise InvalidValue(
                name, f"le {day(limit)} n'est pas après l'arrêté", f"donner un jour après le {day(facts.on)}"
            )
    for name, party in (("creditor", facts.creditor), ("debtor", facts.debtor)):
        if party is None:
            raise MissingFact(f"{name} : partie absente", "nommer le créancier et le débiteur")


def _parties(facts: DecompteFacts) -> Iterator[tuple[str, FactParty]]:
    assert facts.creditor is not None
    assert facts.debtor is not None
    yield "Créancier", facts.creditor
    yield "Débiteur", facts.debtor


def _party(role: str, party: FactParty) -> Party:
    siren = f"SIREN {by_threes(party.siren)}" if party.siren else None
    represented = f"représenté par {party.representative}" if party.representative else None
    lines = (party.name, party.form, siren, *party.address, represented, party.contact)
    return Party(role, tuple(line for line in lines if line))


def _particulars(facts: DecompteFacts, letter: Letter) -> Iterator[tuple[str, str]]:
    yield "Envoi", MEANS[facts.terms.duration.provider_means]
    if facts.contract and facts.contract.reference:
        yield "Contrat", facts.contract.reference
    yield "Conditions", f"{facts.published.name}, en vigueur depuis le {long_day(facts.published.first_day)}"
    yield "Somme arrêtée au", long_day(facts.on)
    yield "À payer au plus tard", long_day(letter.pay_by)


def _blocks(account: Account, letter: Letter) -> Iterator[Block]:
    facts, answer = account.facts, account.answer
    sum_due, limit = euros(answer.totals.total), long_day(letter.pay_by)
    yield Paragraph(
        f"Nous vous mettons en demeure de payer la somme de {sum_due}, arrêtée au {long_day(facts.on)} et détaillée "
        f"au décompte annexé, au plus tard le {limit}. La présente vaut mise en demeure (art. 1344 C. civ.)."
    )
    yield Section("Sommes dues", tuple(_due(account)))
    yield Section("Comment payer", tuple(map(Paragraph, pay_words(account, letter.reference))))
    yield Section("Accès au service", tuple(map(Paragraph, access_words(account, letter.suspend_on))))
    yield Section(f"Sans paiement au {limit}", (Items(tuple(next_words(account, unpaid_subscription(account)))),))
    yield Section("Contester, ou s'accorder", tuple(map(Paragraph, contest_words(account, limit))))
    creditor = facts.creditor
    assert creditor is not None
    place = f"Fait à {creditor.place}, le {long_day(facts.on)}" if creditor.place else f"Fait le {long_day(facts.on)}"
    yield Signature(place, f"Pour {creditor.name}", creditor.representative or "")


def _due(account: Account) -> Iterator[Block]:
    totals = account.answer.totals
    unpaid = [balance for balance in account.answer.balances if owed(balance)]
    sums = tuple(euros(amount) for amount in (totals.principal, totals.interest, totals.penalties, totals.total))
    rows = tuple(_row(account, balance) for balance in unpaid)
    yield Table("Reste dû par facture", _COLUMNS, rows, (Total("Total dû", sums, strong=True),))
    if totals.penalties:
        yield Note("Les pénalités sont des clauses pénales, qu'un juge peut réduire (art. 1231-5 C. civ.).")
    for remark in account.answer.for_the_record:
        yield Note(
            f"Pour mémoire, hors du total : {remark.label}, {euros(remark.amount)} (art. {remark.clause} C. com.)."
        )
    pending = tuple(pending_words(account))
    if pending:
        yield Items(pending)


def _row(account: Account, balance: Balance) -> tuple[str, ...]:
    amounts = (balance.principal, balance.interest, balance.penalties, owed(balance))
    return balance.invoice, day(account.invoice(balance.invoice).due), *map(euros, amounts)


def unpaid_subscription(account: Account) -> tuple[str, ...]:
    """Name the invoices of the subscription itself whose principal is unpaid and in default: the ground of 5.3."""
    unpaid = (b.invoice for b in account.answer.balances if b.principal and b.in_default_since)
    natures = (account.invoice(number) for number in unpaid)
    return tuple(invoice.number for invoice in natures if invoice.nature == "subscription")
