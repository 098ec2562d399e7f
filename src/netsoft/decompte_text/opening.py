"""The head of a décompte (parties, contract, terms, day) and its summary of what is due."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from netsoft.billing.interest import CLAUSE as INTEREST
from netsoft.billing.interest import Course
from netsoft.decompte_text.account import Account
from netsoft.decompte_text.words import points
from netsoft.documents.layout import WIDTH, Block, centred, hanging, side_by_side, with_amount
from netsoft.facts.parties import ContractReference, Party
from netsoft.money import ZERO
from netsoft.rendering import NO_BREAK_SPACE, day, euros, long_day, percent
from netsoft.terms import InterestBasis

OUTSIDE_VAT: Final = "hors champ de la TVA"
REDUCIBLE: Final = "clause pénale, réductible par le juge (art. 1231-5 C. civ.)"
_NAMES: Final = MappingProxyType(
    {
        "8.2": "Pénalité de retard",
        "8.4": "Majoration pour recouvrement",
        "8.5": "Pénalité pour opposition aux prélèvements",
        "D441-5": "Indemnité forfaitaire pour frais de recouvrement (art. D441-5 C. com.)",
    }
)


def opening(account: Account) -> Iterator[Block]:
    """Write the title, the parties, the contract, the terms and the day."""
    facts, terms = account.facts, account.facts.published
    subtitle = centred(f"Conditions générales {terms.name}, article 8 (paiement)")
    yield Block(("", *centred("DÉCOMPTE DES SOMMES DUES"), *subtitle, ""))
    if facts.creditor or facts.debtor:
        yield Block((*side_by_side(_party("CRÉANCIER", facts.creditor), _party("DÉBITEUR", facts.debtor)), ""))
    yield Block(tuple(line for label, text in _particulars(account) for line in hanging(label.ljust(13), text)))


def _party(title: str, party: Party | None) -> list[str]:
    if party is None:
        return []
    named = [title, party.name, party.form, f"SIREN {by_threes(party.siren)}" if party.siren else None]
    represented = f"agissant par {party.representative}" if party.representative else None
    return [line for line in (*named, *party.address, represented, party.contact) if line]


def by_threes(siren: str) -> str:
    """Write a SIREN as it is read: ``842 173 650``."""
    return f"{siren[:3]}{NO_BREAK_SPACE}{siren[3:6]}{NO_BREAK_SPACE}{siren[6:]}"


def _particulars(account: Account) -> Iterator[tuple[str, str]]:
    facts, terms = account.facts, account.facts.published
    if facts.contract:
        yield "Contrat", ", ".join(_contract(facts.contract)) or "—"
    yield "Conditions", f"{terms.name}, en vigueur depuis le {long_day(terms.first_day)}"
    yield "Empreinte", f"SHA-256 {terms.digest}"
    yield "Intérêts", _course_words(account)
    if facts.terms.set_aside:
        yield (
            "Écartées",
            f"{', '.join(map(str, sorted(facts.terms.set_aside)))} (clauses réputées non écrites, art. 19)",
        )
    known_on = account.answer.known_on
    known = f"faits connus au {long_day(known_on)}" if known_on else "tous faits connus"
    yield "Arrêté au", f"{long_day(facts.on)} inclus ({known})"
    yield "Monnaie", "euro ; montants toutes taxes comprises pour les factures"


def _contract(contract: ContractReference) -> Iterator[str]:
    if contract.reference:
        yield f"référence {contract.reference}"
    if contract.concluded:
        yield f"conclu le {day(contract.concluded)}"
    if contract.accepted:
        yield f"conditions acceptées le {day(contract.accepted)}"


def _course_words(account: Account) -> str:
    """Say how interest is reckoned in this account: under its readings (R-03, R-06), without the clauses set aside."""
    course = Course.of(account.facts.terms, account.answer.readings)
    if not course.runs:
        return "clause 8.3 écartée : aucun intérêt"
    if course.clause != INTEREST:
        yearly = percent(course.basis.percent)
        return f"{yearly} l'an : pénalité de 8.2 lue comme un taux annuel, en lieu des intérêts de 8.3"
    if account.answer.readings.rate_change == "at-due-date":
        return basis_words(course.basis).replace(", par semestre", ", au taux du jour de l'échéance")
    return basis_words(course.basis)


def basis_words(interest: InterestBasis) -> str:
    """Say how interest is reckoned."""
    if interest.kind == "legal":
        return f"{interest.multiple} fois le taux de l'intérêt légal (créances des professionnels), par semestre"
    if interest.kind == "ecb":
        return f"taux de refinancement de la BCE majoré de {points(interest.points)}, par semestre"
    return f"taux fixe de {percent(interest.percent)} l'an"


def summary(account: Account) -> Iterator[Block]:
    """Write what is due, head by head: by law, then the penalty clauses."""
    titles = (f"Sommes dues au {long_day(account.facts.on)}",)
    yield Block(tuple(_by_law(account)), titles=titles)
    if account.flat_clauses("penalty-clause"):
        yield Block(("", *_penalty_clauses(account)), titles=titles)
    total = account.answer.totals.total
    lines = ("─" * WIDTH, *with_amount("", "TOTAL DÛ", euros(total)), *_credit(account), "", *_proof(account))
    yield Block(lines, titles=titles)


def _by_law(account: Account) -> Iterator[str]:
    totals = account.answer.totals
    yield "De plein droit"
    yield from with_amount("  ", "Principal des factures échues, TTC", euros(totals.principal))
    clauses = sorted({line.clause for line in account.answer.lines if line.head == "interest"})
    founded = f" ({', '.join(map(str, clauses))})" if clauses else ""
    yield from with_amount("  ", f"Intérêts de retard{founded}, {OUTSIDE_VAT}", euros(totals.interest))
    subtotal = totals.principal + totals.interest
    for clause in account.flat_clauses("statutory-indemnity"):
        amount = account.owed_under(clause)
        subtotal += amount
        yield from with_amount("  ", f"{_NAMES[clause.number]}, {OUTSIDE_VAT}", euros(amount))
    yield from with_amount("  ", "Sous-total", euros(subtotal))


def _penalty_clauses(account: Account) -> Iterator[str]:
    subtotal = ZERO
    yield f"Clauses pénales, {OUTSIDE_VAT}"
    for clause in account.flat_clauses("penalty-clause"):
        amount = account.owed_under(clause)
        subtotal += amount
        yield from with_amount(f"  {clause}  ", f"{_NAMES[clause.number]} : {REDUCIBLE}", euros(amount))
    yield from with_amount("  ", "Sous-total", euros(subtotal))


def _credit(account: Account) -> tuple[str, ...]:
    credit = account.answer.totals.credit
    if not credit:
        return ()
    return with_amount("", "Détenu en avance par le créancier, non déduit du total", euros(credit))


def _proof(account: Account) -> tuple[str, ...]:
    """Write the identity that every account keeps."""
    totals = account.answer.totals
    added = "article 8 et D441-5" if account.flat_clauses("statutory-indemnity") else "article 8"
    given = f"échu {euros(totals.invoiced)} − avoirs {euros(totals.credited)} + {added} {euros(totals.accrued)}"
    found = f"total {euros(totals.total)} − avances {euros(totals.credit)}"
    return hanging("Preuve : ", f"{given} − reçu {euros(totals.paid)} = {found}")
