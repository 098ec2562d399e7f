"""The account invoice by invoice, line by line, then payment by payment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from netsoft.answers import Basis, Count, Line, OverDays, RoundingDifference, Share
from netsoft.billing.account import Allocation, Balance
from netsoft.billing.entries import CreditNote, Invoice, Payment
from netsoft.billing.interest import CLAUSE as INTEREST
from netsoft.days import Day
from netsoft.decompte_text.account import Account, awaited, owed
from netsoft.decompte_text.opening import REDUCIBLE
from netsoft.decompte_text.reckoning import price_words
from netsoft.decompte_text.words import CAUSES, MEANS, NATURES, PARTS, credit_note_words, named, points, rejection_words
from netsoft.documents.layout import WIDTH, Block, hanging, with_amount
from netsoft.money import Rate, total
from netsoft.rendering import counted, day, euros, percent
from netsoft.terms import InterestBasis

_INNER_EDGE: Final = WIDTH - 18
"""Where the parts of a payment end, left of the payments themselves."""


def invoices(account: Account) -> Iterator[Block]:
    """Write each due invoice: its amount, its credit notes, what article 8 adds, what was settled, what remains."""
    for balance in account.answer.balances:
        invoice = account.invoice(balance.invoice)
        titles = ("Détail par facture échue", _title(invoice, balance))
        for lines in _rows(account, invoice):
            yield Block(lines, titles=titles)
        yield Block(_remaining(balance), titles=titles)


def _title(invoice: Invoice, balance: Balance) -> str:
    title = f"Facture {invoice.number} ({NATURES[invoice.nature]}), émise le {day(invoice.issued)}"
    title += f", échéance le {day(invoice.due)}"
    return title + (f", en défaut depuis le {day(balance.in_default_since)}" if balance.in_default_since else "")


def _rows(account: Account, invoice: Invoice) -> Iterator[tuple[str, ...]]:
    yield with_amount("  ", _amount_words(invoice), euros(invoice.total))
    for note in account.credit_notes(invoice.number):
        yield from _credit_note(account, note)
    for line in account.lines(invoice.number):
        yield _line(line, account.facts.terms.payment.interest)
    for payment, allocations in account.settled(invoice.number).items():
        settled = total([allocation.amount for allocation in allocations])
        yield with_amount("  ", f"{_source(account, payment)} : {_split(allocations)}", euros(-settled))


def _amount_words(invoice: Invoice) -> str:
    if invoice.net is None or invoice.vat is None:
        return "Montant TTC"
    return f"Montant TTC (HT {euros(invoice.net)}, TVA {euros(invoice.vat)})"


def _credit_note(account: Account, note: CreditNote) -> Iterator[tuple[str, ...]]:
    yield with_amount("  ", f"{credit_note_words(note)} ({CAUSES[note.cause]})", euros(-note.amount))
    surplus = total([allocation.amount for allocation in account.shared_out(note.id)])
    if surplus:
        yield with_amount("  ", "Part de cet avoir au-delà du principal, imputée comme un paiement", euros(surplus))


def _source(account: Account, name: str) -> str:
    """Name what settled an invoice: a payment, or what a credit note of another invoice left over."""
    source = account.source(name)
    if isinstance(source, CreditNote):
        return f"Excédent de l'a{credit_note_words(source)[1:]}, facture {source.invoice}"
    return f"Paiement {named(source.id)} du {day(source.on)}"


def _split(allocations: list[Allocation]) -> str:
    return ", ".join(f"{_part(allocation)} {euros(allocation.amount)}" for allocation in allocations)


def _part(allocation: Allocation) -> str:
    return f"{PARTS[allocation.to]} {allocation.clause}" if allocation.clause else PARTS[allocation.to]


def _line(line: Line, interest: InterestBasis) -> tuple[str, ...]:
    first = f"  {line.clause}  "
    detail = _reckoning(line, line.basis, interest)
    return *with_amount(first, _label(line), euros(line.amount)), *hanging(" " * len(first), detail)


def _label(line: Line) -> str:
    label, basis = line.label.removesuffix(" (clause pénale)"), line.basis
    match basis:
        case OverDays():
            dates = f"du {day(basis.period.start)} au {day(basis.period.last)} inclus"
            label += f", {dates}, {counted(basis.period.days, 'jour')}"
        case Share() | Count():
            label += f", encourue le {day(basis.on)}"
        case _:
            pass
    return label


def _reckoning(line: Line, basis: Basis, interest: InterestBasis) -> str:
    """Say how the amount of a line comes about."""
    why = f"{line.why} ; " if line.why else ""
    match basis:
        case OverDays():
            words = _interest(line, basis, interest)
        case Share():
            words = f"{percent(basis.rate)} de {euros(basis.base)} ; {why}{REDUCIBLE}"
        case Count():
            words = f"{basis.count} × {euros(basis.price)} ; {why}due de plein droit"
        case RoundingDifference():
            words = "écart entre les lignes arrondies et leur somme exacte"
        case _:
            words = price_words(basis)
    return words


def _interest(line: Line, basis: OverDays, interest: InterestBasis) -> str:
    reckoning = f"{euros(basis.base)} × {percent(basis.rate)} × {basis.period.days}/{basis.year_days}"
    if line.clause != INTEREST:
        return f"{reckoning} ; taux annuel du contrat"
    return f"{reckoning} ; {_rate_words(basis, interest)}"


def _rate_words(basis: OverDays, interest: InterestBasis) -> str:
    if interest.kind == "fixed":
        return "taux fixe"
    if interest.kind == "ecb":
        base = basis.rate.plus(Rate(-interest.points.numerator, interest.points.denominator))
        return f"BCE {percent(base)} + {points(interest.points)}" + (f", {basis.order}" if basis.order else "")
    if not interest.multiple:
        return "multiple nul du taux légal"
    base = Rate(basis.rate.numerator, basis.rate.denominator * interest.multiple)
    return f"{interest.multiple} × {percent(base)}, {basis.order or 'acte non relevé dans la table'}"


def _remaining(balance: Balance) -> tuple[str, ...]:
    heads = (("principal", balance.principal), ("intérêts", balance.interest), ("pénalités", balance.penalties))
    split = ", ".join(f"{name} {euros(amount)}" for name, amount in heads if amount)
    words = f"Reste dû : {split}" if split else "Reste dû : facture soldée"
    return with_amount("  ", words, euros(owed(balance)))


def payments(account: Account) -> Iterator[Block]:
    """Write each payment, and how it was shared out; a returned one with what undid it."""
    titles = ("Paiements reçus et leur imputation",)
    for payment in account.payments():
        yield Block(tuple(_payment(account, payment)), titles=titles)
    received = account.answer.totals.paid
    if account.payments():
        yield Block(with_amount("", "Reçu et non rejeté", euros(received)), titles=titles)


def _payment(account: Account, payment: Payment) -> Iterator[str]:
    means = f", {MEANS[payment.means]}" if payment.means else ""
    words = f"Paiement {named(payment.id)} du {day(payment.on)}{means}{_meant_for(payment)}"
    yield from with_amount("  ", words, euros(payment.amount))
    undone = account.return_of(payment.id)
    if undone:
        yield from hanging("    ", f"annulé le {day(undone.on)} : {rejection_words(undone)}")
        yield from _undone(account.undone(payment.id), undone.on)
    for allocation in account.shared_out(payment.id):
        yield from with_amount("    ", _destination(account, allocation), euros(allocation.amount), _INNER_EDGE)


def _meant_for(payment: Payment) -> str:
    if payment.invoice is None:
        return ""
    if payment.means == "direct-debit":
        return f", présenté pour la facture {payment.invoice}"
    return f", destiné par le payeur à la facture {payment.invoice}"


def _undone(allocations: list[Allocation], on: Day) -> tuple[str, ...]:
    """Write what a returned payment had settled, which is owed again from that day."""
    groups: dict[str | None, list[Allocation]] = {}
    for allocation in allocations:
        groups.setdefault(allocation.invoice if allocation.to != "credit" else None, []).append(allocation)
    settled = [
        f"facture {number} ({_split(parts)})" if number else f"({_split(parts)})" for number, parts in groups.items()
    ]
    return hanging("    ", f"avait réglé : {', '.join(settled)} ; rétabli le {day(on)}") if settled else ()


def _destination(account: Account, allocation: Allocation) -> str:
    if allocation.to == "credit":
        return f"avance détenue pour {awaited(account, allocation)}"
    return f"facture {allocation.invoice}, {_part(allocation)}"
