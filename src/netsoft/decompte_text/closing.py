"""What surrounds the account: its events, what it leaves out, access, the days to come, the readings, the signature."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from attrs import frozen

from netsoft.billing.account import Arrears
from netsoft.billing.entries import CreditNote, Fact, Invoice, Payment
from netsoft.decompte_text.account import Account, awaited, held
from netsoft.decompte_text.words import READINGS, credit_note_words, event_words, named
from netsoft.documents.layout import Block, hanging, with_amount
from netsoft.facts.parties import Party
from netsoft.money import ZERO, Money, total
from netsoft.readings import DEFAULTS, OPTIONS
from netsoft.rendering import NO_BREAK_SPACE, day, euros, long_day

_VERDICTS: Final = MappingProxyType(
    {
        "granted": "opposition retenue",
        "refused": "opposition non retenue",
        "pending": "en attente",
    }
)
_LEFT_OUT: Final = "Ce que le total ne compte pas"


@frozen
class Variant:
    """The account under one reading changed alone: its number, the value taken, the total, what restores access.

    Both sums are ``None`` where a rate is missing.
    """

    number: str
    value: str | bool
    total: Money | None
    to_restore: Money | None


def events(account: Account) -> Iterator[Block]:
    """Write the events that count, in the order of their days; a rejected debit with its standing under 8.5."""
    titles = ("Rejets, actes et notifications",)
    for event in sorted(account.events(), key=lambda e: e.on):
        learnt = f" (connu le {day(event.known_on)})" if event.known_on else ""
        lines = [*hanging(f"  {day(event.on)}  ", event_words(event) + learnt)]
        for decision in (o.decision for o in account.answer.oppositions if o.rejection == event):
            lines += hanging("              8.5  ", f"{_VERDICTS[decision.verdict]} : {decision.reasons[0].fact}")
        yield Block(tuple(lines), titles=titles)


def left_out(account: Account) -> Iterator[Block]:
    """Write what stands outside the total, and why."""
    answer = account.answer
    for remark in answer.for_the_record:
        yield _item("Pour mémoire", f"{remark.label} (art. {remark.clause} C. com.)", remark.amount)
    for pending in answer.pending:
        words = f"clause {pending.clause}, facture {pending.invoice} ; manque : {pending.missing}"
        yield _item("En attente", words, pending.amount_if_proved)
    for invoice in account.not_yet_due():
        yield _to_come(invoice, account.credit_notes(invoice.number))
    for credit in held(answer):
        yield _item("Avance", f"détenue pour {awaited(account, credit)}", credit.amount)
    for ignored in answer.ignored:
        yield _item("Écarté", f"{_fact(account, ignored.fact)} : {ignored.reason}")


def _to_come(invoice: Invoice, notes: list[CreditNote]) -> Block:
    """Write an invoice that is not due yet, net of its credit notes, which it names."""
    words = f"facture {invoice.number}, échéance le {day(invoice.due)}"
    if notes:
        named_notes = ", ".join(f"a{credit_note_words(note)[1:]} de {euros(note.amount)}" for note in notes)
        words += f" : {euros(invoice.total)} moins {named_notes}"
    return _item("À échoir", words, max(ZERO, invoice.total - total([note.amount for note in notes])))


def _item(kind: str, words: str, amount: Money | None = None) -> Block:
    first = f"  {kind.ljust(14)}"
    lines = hanging(first, words) if amount is None else with_amount(first, words, euros(amount))
    return Block(lines, titles=(_LEFT_OUT,))


def _fact(account: Account, place: str) -> str:
    kind, _, index = place.removesuffix("]").partition("[")
    fact: Fact = getattr(account.ledger, kind)[int(index)]
    match fact:
        case Invoice():
            return f"facture {fact.number} de {euros(fact.total)}, émise le {day(fact.issued)}"
        case Payment():
            return f"paiement {named(fact.id)} de {euros(fact.amount)} du {day(fact.on)}"
        case CreditNote():
            return f"a{credit_note_words(fact)[1:]} de {euros(fact.amount)}, facture {fact.invoice}"
        case _:
            return f"{event_words(fact)}, {day(fact.on)}"


def access(account: Account) -> Iterator[Block]:
    """Write whether the service is open on that day (8.1), why, and the sum that opens it again."""
    answer, titles = account.answer, ("Accès au service (8.1)",)
    verdict = "ouvert" if answer.access.granted else "fermé"
    yield Block(hanging("  ", f"Le {long_day(answer.on)}, l'accès est {verdict} :"), titles=titles)
    for reason in answer.access.reasons:
        yield Block(hanging("  – ", reason.fact), titles=titles)
    if not answer.access.granted:
        words = f"Somme qui rétablit l'accès, payée ce jour {_paid_for(account.answer)}"
        yield Block(with_amount("  ", words, euros(answer.to_restore)), titles=titles)


def _paid_for(answer: Arrears) -> str:
    if answer.readings.restores_access == "everything":
        return "(y compris tout ce qui s'impute avant les pénalités)"
    return "pour ces factures, désignées par le payeur"


def days_to_come(account: Account) -> Iterator[Block]:
    """Write what each further day adds."""
    titles, daily = ("Au-delà de cette date",), account.answer.daily
    if daily is None:
        words = "Le taux du jour suivant n'est pas encore connu : le compte est à reprendre à sa publication."
        yield Block(hanging("  ", words), titles=titles)
    else:
        words = "Chaque jour de plus ajoute, à taux et à principal constants, hors échéances et pénalités nouvelles"
        yield Block(with_amount("  ", words, euros(daily)), titles=titles)


def readings(account: Account) -> Iterator[Block]:
    """Write the reading of each open question, with a star where it is not the default."""
    titles = ("Lectures retenues des conditions générales",)
    for number, key, _values in OPTIONS:
        question, choices = READINGS[key]
        choice = getattr(account.answer.readings, key)
        mark = " " if choice == getattr(DEFAULTS, key) else "*"
        yield Block(hanging(f"  {number}{mark} ", f"{question} : {choices[choice]}"), titles=titles)
    if account.answer.readings != DEFAULTS:
        yield Block(("  * lecture autre que celle par défaut",), titles=titles)


def variants(answer: Arrears, others: tuple[Variant, ...]) -> Iterator[Block]:
    """Write the total under each other reading taken alone, and its difference from this one."""
    titles = ("Autres lectures, chacune prise seule : écart et total",)
    keys = {number: key for number, key, _values in OPTIONS}
    for other in others:
        question, choices = READINGS[keys[other.number]]
        first, words = f"  {other.number}  ", f"{question} : {choices[other.value]}"
        if other.total is None:
            lines = with_amount(first, f"{words} (un taux inconnu manque)", "—")
        else:
            difference = other.total - answer.totals.total
            sign = "+" if difference.cents > 0 else ""
            both = f"{sign}{euros(difference)}".rjust(14) + euros(other.total).rjust(16)
            lines = with_amount(first, words + _access_under(other), both)
        yield Block(lines, titles=titles)


def _access_under(other: Variant) -> str:
    """Say what restores access under the reading that changes this and not the total (R-22)."""
    if other.number != "R-22" or other.to_restore is None:
        return ""
    if not other.to_restore:
        return " ; accès alors ouvert"
    return f" ; somme qui le rétablit alors : {euros(other.to_restore)}"


def signature(account: Account) -> Iterator[Block]:
    """Write where to pay, and who signs where and when."""
    creditor = account.facts.creditor
    if creditor is None:
        return
    lines = [""]
    if creditor.iban:
        lines += hanging("", f"Règlement par virement : IBAN {by_fours(creditor.iban)}, titulaire : {creditor.name}.")
    lines += ["", *_done(account, creditor), *hanging("", _signed(creditor))]
    yield Block(tuple(lines))


def _done(account: Account, creditor: Party) -> tuple[str, ...]:
    """Say where and when: never before what the account rests on was known."""
    place = f"Fait à {creditor.place}, le" if creditor.place else "Fait le"
    return hanging("", f"{place} {long_day(account.last_learnt())}")


def _signed(creditor: Party) -> str:
    return f"Pour {creditor.name}, {creditor.representative}" if creditor.representative else f"Pour {creditor.name}"


def by_fours(iban: str) -> str:
    """Write an IBAN by groups of four."""
    return NO_BREAK_SPACE.join(iban[start : start + 4] for start in range(0, len(iban), 4))
