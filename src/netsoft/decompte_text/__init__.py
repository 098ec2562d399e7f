"""A décompte as a paginated text in French, fit to be attached to a letter.

It computes nothing: every amount comes from the answer, every word of law from the clause of its line.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from netsoft.billing.account import Arrears
from netsoft.decompte_text import closing, invoices, opening
from netsoft.decompte_text.account import Account
from netsoft.decompte_text.closing import Variant
from netsoft.documents.layout import Block, Running, paged
from netsoft.facts.decompte import DecompteFacts
from netsoft.rendering import day

__all__ = ["Edition", "Variant", "decompte_text"]


@frozen
class Edition:
    """What a text bears beside the account: the program's version, and the totals under other readings."""

    version: str
    variants: tuple[Variant, ...] = ()


def decompte_text(facts: DecompteFacts, answer: Arrears, edition: Edition) -> str:
    """Write the account that was drawn from ``facts``: pages of 66 lines, 92 columns, parted by form feeds."""
    account = Account(facts, answer)
    debtor = f" – {facts.debtor.name}" if facts.debtor else ""
    head = f"Décompte arrêté au {day(facts.on)}{debtor}"
    foot = f"netsoft {edition.version} – conditions {facts.published.name}"
    return paged(_numbered(_blocks(account, edition)), Running(head, foot))


def _numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    """Number the sections that there are."""
    seen: list[str] = []
    for block in blocks:
        section, *inner = block.titles or ("",)
        if section and section not in seen:
            seen.append(section)
        numbered = (f"{len(seen)}. {section}", *inner) if section else ()
        yield Block(block.lines, titles=numbered)


def _blocks(account: Account, edition: Edition) -> Iterator[Block]:
    yield from opening.opening(account)
    yield from body(account)
    yield from closing.variants(account.answer, edition.variants)
    yield from closing.signature(account)


def body(account: Account) -> Iterator[Block]:
    """Give what every account says, alone or as the annex of a letter: from its summary to its readings."""
    yield from opening.summary(account)
    yield from invoices.invoices(account)
    yield from invoices.payments(account)
    yield from closing.events(account)
    yield from closing.left_out(account)
    yield from closing.access(account)
    yield from closing.days_to_come(account)
    yield from closing.readings(account)
