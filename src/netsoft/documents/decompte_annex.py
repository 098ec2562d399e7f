"""The décompte as the annex of a document: the same lines as the text that ``netsoft decompte`` writes, unpaged."""

from __future__ import annotations

from netsoft.decompte_text import body
from netsoft.decompte_text.account import Account
from netsoft.documents.page import Annex, Section, Verbatim
from netsoft.rendering import long_day


def decompte_annex(account: Account) -> Annex:
    """Annex the account: its summary, invoice by invoice, the payments, what is left out, the days, the readings."""
    sections: dict[str, dict[str, list[str]]] = {}
    for block in body(account):
        title, *inner = block.titles
        sections.setdefault(title, {}).setdefault(inner[0] if inner else "", []).extend(block.lines)
    kept = (_section(title, parts) for title, parts in sections.items())
    return Annex(f"Décompte arrêté au {long_day(account.facts.on)}", tuple(kept))


def _section(title: str, parts: dict[str, list[str]]) -> Section | Verbatim:
    if "" in parts:
        return Verbatim(title, tuple(parts[""]))
    return Section(title, tuple(Verbatim(label, tuple(lines)) for label, lines in parts.items()))
