r"""Code de commerce, article L441-9, and annex II of the CGI, article 242 nonies A: what an invoice must say.

The sentences on late payment are built from the terms and from the law (D441-5). :func:`check` finds what is missing
on a day, each with its text and the remedy: new mentions count from their own day, by the size of the seller.

>>> from netsoft.cg052018 import CG052018
>>> for sentence in sentences(CG052018):
...     print(sentence.replace("\xa0", " "))  # doctest: +ELLIPSIS
Intérêts de retard (article 8.3) : 3 fois le taux de l'intérêt légal, ...
Pénalité de retard (article 8.2) : 15,00 % du montant impayé à l'échéance ...
Indemnité forfaitaire pour frais de recouvrement (article D441-5 du code de commerce) : 40,00 €.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from netsoft.answers import Decision, Reason
from netsoft.billing.interest import CLAUSE as INTEREST
from netsoft.billing.invoices.invoice_values import InvoiceDocument, Order
from netsoft.billing.invoices.mentions_table import DECREE, EARLIEST, ISSUE_FROM
from netsoft.billing.invoices.numbering import CLAUSE as NONIES
from netsoft.billing.penalty import CLAUSE as PENALTY
from netsoft.billing.statutory_indemnity import CLAUSE as INDEMNITY_CLAUSE
from netsoft.billing.statutory_indemnity import INDEMNITY
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.rendering import day as french
from netsoft.rendering import euros, percent
from netsoft.terms import InterestBasis, Terms

CLAUSE: Final = Clause("L441-9")
NO_DISCOUNT: Final = "Pas d'escompte pour paiement anticipé."
"""The sentence of a seller that grants no discount for early payment."""
ON_DEBITS: Final = "Option pour le paiement de la taxe d'après les débits."


@frozen
class Finding:
    """A mention that is missing: the field that lacks it, the text that asks for it, in French what and the remedy.

    ``since`` is the day from which it is asked for, where that is not for ever.
    """

    field: str
    law: Clause
    problem: str
    remedy: str
    since: Day | None = None

    @property
    def reason(self) -> Reason:
        """The finding as a reason for a refusal."""
        dated = f" (depuis le {french(self.since)}, {DECREE})" if self.since else ""
        return Reason(self.law, f"{self.field} : {self.problem}{dated} ; {self.remedy}")


def check(document: InvoiceDocument, on: Day) -> tuple[Finding, ...]:
    """Return the mentions that an invoice lacks under the law of a day; its number is given when it is issued."""
    order = document.order
    return (*_always(order), *_new(order, on))


def decision(document: InvoiceDocument, on: Day) -> Decision:
    """Say whether an invoice bears what the law of a day asks for."""
    missing = check(document, on)
    if missing:
        return Decision("refused", tuple(finding.reason for finding in missing))
    return Decision("granted", (Reason(CLAUSE, f"mentions présentes au {french(on)}"),))


def since(order: Order) -> Day:
    """Return the day from which a seller owes the new mentions; the earliest one if its size is unknown."""
    return ISSUE_FROM[order.seller.size] if order.seller.size else EARLIEST


def sentences(terms: Terms) -> tuple[str, ...]:
    """Return the sentences on late payment: interest, flat penalty, indemnity, as far as the terms hold them."""
    said = []
    if terms.holds(INTEREST):
        said.append(f"Intérêts de retard (article {INTEREST}) : {_basis(terms.payment.interest)}.")
    if terms.holds(PENALTY):
        rate = percent(terms.payment.late_penalty)
        said.append(f"Pénalité de retard (article {PENALTY}) : {rate} du montant impayé à l'échéance ou rejeté.")
    said.append(
        f"Indemnité forfaitaire pour frais de recouvrement (article {INDEMNITY_CLAUSE} du code de commerce) : "
        f"{euros(INDEMNITY)}."
    )
    return tuple(said)


def said(order: Order) -> tuple[str, ...]:
    """Return every sentence that an invoice bears beside its lines: discount, late payment, VAT on debits, regimes."""
    regimes = dict.fromkeys(line.vat.mention for line in order.lines if line.vat.mention)
    debits = (ON_DEBITS,) if order.on_debits else ()
    discount = (order.discount,) if order.discount else ()
    return (*discount, *sentences(order.terms), *debits, *regimes)


def _basis(interest: InterestBasis) -> str:
    if interest.kind == "legal":
        times = f"{interest.multiple} fois le taux de l'intérêt légal"
        return f"{times}, dès le lendemain de l'échéance et sans mise en demeure"
    if interest.kind == "ecb":
        return f"taux de refinancement de la BCE majoré de {percent(interest.points)}"
    return f"{percent(interest.percent)} par an"


def _always(order: Order) -> Iterator[Finding]:
    if not order.discount.strip():
        remedy = f"écrire les conditions d'escompte, ou « {NO_DISCOUNT} »"
        yield Finding("discount", CLAUSE, "conditions d'escompte absentes", remedy)
    if not order.terms.holds(INTEREST):
        problem = f"taux des pénalités de retard absent, {INTEREST} étant écartée"
        yield Finding("terms", CLAUSE, problem, f"ne pas écarter {INTEREST}")
    if any(line.vat.rate.numerator for line in order.lines) and not order.seller.vat_number:
        yield Finding("seller.vat_number", NONIES, "numéro de TVA du vendeur absent", "l'ajouter")
    for index, line in enumerate(order.lines):
        if not line.vat.rate.numerator and not line.vat.mention.strip():
            problem = "TVA nulle sans le texte qui la justifie"
            yield Finding(f"lines[{index}].mention", NONIES, problem, "citer ce texte, netsoft ne le devine pas")
        if line.vat.category == "reverse-charge" and not order.buyer.vat_number:
            yield Finding(
                "buyer.vat_number", NONIES, "numéro de TVA du client absent", "l'ajouter : la taxe est due par lui"
            )


def _new(order: Order, on: Day) -> Iterator[Finding]:
    day = since(order)
    if on < day:
        return
    if not order.buyer.siren:
        yield Finding("buyer.siren", NONIES, "SIREN du client absent", "l'ajouter", day)
    if order.supplied is None:
        problem = "nature de l'opération absente"
        yield Finding("supplied", NONIES, problem, "écrire services, goods ou both", day)
