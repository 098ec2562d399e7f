"""The sentences of a formal notice: how to pay, access, what comes next, how to contest; each clause as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from netsoft.billing.access import CLAUSE as ACCESS
from netsoft.billing.collection import CLAUSE as COLLECTION
from netsoft.billing.contract.provider_notice import CLAUSE as TERMINATION
from netsoft.billing.interest import CLAUSE as INTEREST
from netsoft.billing.opposition import CLAUSE as OPPOSITION
from netsoft.clause import Clause
from netsoft.clauses import entry
from netsoft.days import Day
from netsoft.decompte_text.account import Account, owed
from netsoft.decompte_text.closing import by_fours
from netsoft.decompte_text.words import READINGS
from netsoft.rendering import NO_BREAK_SPACE, day, euros, long_day, percent

MEANS: Final = MappingProxyType({"email": "e-mail", "registered-letter": "lettre recommandée avec accusé de réception"})


def quoted(clause: Clause) -> str:
    """Quote a clause by its number, in the words of the table of clauses."""
    return f"clause {clause} («{NO_BREAK_SPACE}{entry(clause).text}{NO_BREAK_SPACE}»)"


def pay_words(account: Account, reference: str) -> Iterator[str]:
    """Say how to pay: to which account, under which reference, for which invoices, and what a part would settle."""
    creditor = account.facts.creditor
    assert creditor is not None
    words = f"en rappelant la référence {reference} et {named(unpaid(account))}"
    if creditor.iban:
        yield f"Par virement, IBAN {by_fours(creditor.iban)}, titulaire : {creditor.name}, {words}."
    else:
        yield f"Par tout moyen convenu avec {creditor.name}, {words}."
    order = READINGS["imputation"][1][account.answer.readings.imputation]
    yield f"Un paiement partiel s'impute, sur une facture, dans cet ordre : {order}."


def unpaid(account: Account) -> list[str]:
    """Name the invoices of which something is owed."""
    return [balance.invoice for balance in account.answer.balances if owed(balance)]


def named(numbers: Sequence[str]) -> str:
    """Name one invoice or several."""
    return f"les factures {', '.join(numbers)}" if len(numbers) > 1 else f"la facture {numbers[0]}"


def access_words(account: Account, suspend_on: Day | None) -> Iterator[str]:
    """Say whether the service is closed, since when or from when, and the sum that opens it."""
    answer = account.answer
    if not account.facts.terms.holds(ACCESS):
        yield f"La clause {ACCESS} étant écartée, l'accès au service n'est pas en cause."
        return
    yield f"L'accès est régi par la {quoted(ACCESS)}."
    if answer.access.granted:
        yield f"Au {long_day(answer.on)}, aucune somme ne ferme l'accès."
        return
    restored = f"le paiement de {euros(answer.to_restore)} au {day(answer.on)}, pour les factures en défaut"
    if suspend_on is None:
        since = min(b.in_default_since for b in answer.balances if b.in_default_since and owed(b))
        yield f"Le service est désactivé depuis le {long_day(since)} ; le rétablit {restored}."
    else:
        yield f"Le service sera désactivé le {long_day(suspend_on)} ; l'évite {restored}, augmenté des intérêts courus."
    yield "La désactivation ne touche ni à vos données ni à leur sécurité ; elle n'arrête ni ne prolonge le contrat."


def next_words(account: Account, subscription: Sequence[str]) -> Iterator[str]:
    """Say what going on not paying leads to, each consequence with its clause; none that is set aside."""
    facts, daily = account.facts, account.answer.daily
    if daily:
        yield f"Intérêts : chaque jour de plus ajoute {euros(daily)}, à taux et à principal constants."
    elif daily is None:
        yield f"Intérêts : ils courent encore (clause {INTEREST}) ; le taux du jour suivant n'est pas encore connu."
    rates = facts.terms.payment
    for clause, rate in ((COLLECTION, rates.collection_penalty), (OPPOSITION, rates.opposition_penalty)):
        if facts.terms.holds(clause) and rate.numerator and not _struck(account, clause):
            yield f"{_CASES[clause.number]} : {percent(rate)}, {quoted(clause)}."
    if subscription and facts.terms.holds(TERMINATION):
        yield (
            f"Résiliation : faute de paiement de l'abonnement ({named(subscription)}) dans ce délai, le contrat pourra "
            f"être résilié (art. 1225 C. civ.), par application de la {quoted(TERMINATION)}."
        )
    yield f"Voie judiciaire : à défaut d'issue amiable, {quoted(Clause('19.1'))}."


_CASES: Final = MappingProxyType(
    {
        COLLECTION.number: "Recours à un service de recouvrement ou à la justice",
        OPPOSITION.number: "Opposition aux prélèvements",
    }
)


def _struck(account: Account, clause: Clause) -> bool:
    """Whether a clause was already applied to every invoice of which something is owed."""
    struck = {line.invoice for line in account.answer.lines if line.clause == clause}
    return set(unpaid(account)) <= struck


def contest_words(account: Account, limit: str) -> Iterator[str]:
    """Say how to notify an exception (1219), how to settle, and before which court."""
    creditor = account.facts.creditor
    assert creditor is not None
    to = f"{creditor.name}, {creditor.contact}" if creditor.contact else creditor.name
    yield (
        "Si vous estimez pouvoir refuser de payer parce que notre propre obligation n'est pas exécutée (exception "
        f"d'inexécution, art. 1219 C. civ.), notifiez-le par écrit à {to}, au plus tard le {limit}, en nommant les "
        "factures et l'inexécution, qui doit être suffisamment grave. De même pour toute erreur du décompte."
    )
    yield (
        "Pour convenir d'un échéancier ou d'un autre moyen de paiement, écrivez à la même adresse dans ce délai : "
        f"{quoted(Clause('19.2'))}."
    )


def pending_words(account: Account) -> Iterator[str]:
    """Say what would be due as well, were a fact given: never in the total."""
    for pending in account.answer.pending:
        amount = euros(pending.amount_if_proved)
        about = f", facture {pending.invoice}" if pending.invoice else ""
        yield f"En attente, hors du total : clause {pending.clause}{about}, {amount} ; manque : {pending.missing}."
