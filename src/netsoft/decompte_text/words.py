"""The French words of a décompte: natures, means, events, readings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from netsoft.billing.entries import (
    Collection,
    CreditNote,
    DebitReturned,
    Event,
    ExceptionNotified,
    FormalNotice,
    Judgment,
    OppositionProved,
    PaymentAnnounced,
)
from netsoft.billing.sepa import REASON_CODES
from netsoft.money import Rate
from netsoft.rendering import NO_BREAK_SPACE, day, percent

Act: TypeAlias = Collection | Judgment | PaymentAnnounced | ExceptionNotified | OppositionProved | FormalNotice
"""An event that is about some invoices, or all."""

NATURES: Final = MappingProxyType(
    {
        "subscription": "abonnement",
        "complement": "complément d'utilisation",
        "option": "option",
        "work": "travaux",
    }
)
MEANS: Final = MappingProxyType(
    {
        "direct-debit": "prélèvement",
        "transfer": "virement",
        "card": "carte",
        "cheque": "chèque",
    }
)
CAUSES: Final = MappingProxyType({"correction": "rectification", "rebate": "remise"})
REJECTIONS: Final = MappingProxyType(
    {
        "reject": "rejet avant règlement",
        "refusal": "refus avant règlement",
        "return": "retour après règlement",
        "refund": "remboursement obtenu par le débiteur",
    }
)
PARTS: Final = MappingProxyType(
    {
        "interest": "intérêts",
        "principal": "principal",
        "penalty": "pénalité",
        "credit": "avance",
    }
)

READINGS: Final[Mapping[str, tuple[str, Mapping[str | bool, str]]]] = MappingProxyType(
    {
        "penalty_base": (
            "Pénalité de retard (8.2)",
            MappingProxyType(
                {
                    "once": "une fois par facture, sur l'impayé du premier incident",
                    "balance-on-day-drawn": "sur le solde au jour de l'arrêté",
                    "annual-rate": "taux annuel, à la place des intérêts de 8.3",
                }
            ),
        ),
        "bounds": (
            "Bornes des intérêts",
            MappingProxyType(
                {
                    "(due, paid]": "du lendemain de l'échéance au jour du paiement inclus",
                    "[due, paid)": "du jour de l'échéance à la veille du paiement",
                }
            ),
        ),
        "day_count": (
            "Décompte des jours",
            MappingProxyType(
                {
                    "ACT/365F": "jours réels sur 365, année bissextile comprise",
                    "ACT/ACT": "jours réels sur 365 ou 366 selon l'année",
                }
            ),
        ),
        "rate_change": (
            "Changement de taux légal",
            MappingProxyType(
                {
                    "each-half-year": "chaque semestre à son taux",
                    "at-due-date": "taux figé à l'échéance",
                }
            ),
        ),
        "rounding": (
            "Arrondi",
            MappingProxyType(
                {
                    "each-line": "chaque ligne au centime le plus proche",
                    "each-invoice": "une fois par facture, l'écart sur sa propre ligne",
                }
            ),
        ),
        "imputation": (
            "Imputation d'un paiement sur une facture",
            MappingProxyType(
                {
                    "interest-first": "intérêts, puis principal, puis pénalités (art. 1343-1 C. civ.)",
                    "accessories-first": "tous les accessoires, puis principal",
                    "principal-first": "principal, puis intérêts, puis pénalités",
                }
            ),
        ),
        "between_invoices": (
            "Imputation entre factures",
            MappingProxyType(
                {
                    "most-interest": "choix du payeur, dette la plus onéreuse, puis la plus ancienne (art. 1342-10)",
                    "oldest-first": "choix du payeur, puis la plus ancienne",
                    "pro-rata": "choix du payeur, puis proportionnellement",
                }
            ),
        ),
        "flat_base": (
            "Assiette de la majoration (8.4) et de la pénalité d'opposition (8.5)",
            MappingProxyType(
                {
                    "principal-and-interest": "principal et intérêts restant dus au jour de la cause",
                    "all-sums-due": "toutes les sommes alors dues, pénalités comprises",
                    "principal": "principal restant dû au jour de la cause",
                }
            ),
        ),
        "statutory_indemnity": (
            "Indemnité forfaitaire par facture (D441-5 C. com.)",
            MappingProxyType({False: "non comptée, signalée pour mémoire", True: "comptée"}),
        ),
        "formal_notice": (
            "Mise en demeure avant les clauses pénales",
            MappingProxyType(
                {
                    False: "non requise, le contrat s'y tenant",
                    True: "requise (art. 1231-5 C. civ.)",
                }
            ),
        ),
        "cumulation": (
            "Cumul des pénalités de 8.2, 8.4 et 8.5",
            MappingProxyType(
                {
                    "cumulative": "chacune une fois par facture",
                    "opposition-absorbs": "celle de 8.5 absorbe celle de 8.2 sur la même facture",
                }
            ),
        ),
        "restores_access": (
            "Ce qui rétablit l'accès (8.1)",
            MappingProxyType(
                {
                    "principal-and-interest": "principal et intérêts des factures échues",
                    "everything": "toutes les sommes dues",
                    "principal": "principal des factures échues",
                }
            ),
        ),
        "creditor_side_rejections": (
            "Rejets du fait du créancier ou d'une banque",
            MappingProxyType({"no-default": "pas un incident", "as-any-other": "incident comme un autre"}),
        ),
        "credit_note_effect": (
            "Effet d'un avoir",
            MappingProxyType(
                {
                    "by-cause": "rectification dès la facture, remise à sa date",
                    "from-its-date": "toujours à sa date",
                }
            ),
        ),
        "return_effect": (
            "Effet d'un prélèvement rejeté après règlement",
            MappingProxyType(
                {
                    "from-the-return": "la dette renaît au jour du rejet",
                    "as-if-never-paid": "comme si rien n'avait été payé",
                }
            ),
        ),
    }
)
"""Each reading by its key: the question, and the words of each choice."""


def event_words(event: Event) -> str:
    """Say what an event is."""
    if isinstance(event, DebitReturned):
        target = f"paiement {named(event.payment)}" if event.payment else f"facture {event.invoice}"
        words = rejection_words(event)
        return f"{words[0].upper()}{words[1:]}, {target}"
    return f"{_act_words(event)}, {_aimed(event)}"


def _act_words(event: Act) -> str:
    match event:
        case Collection():
            words = "Recours à une société de recouvrement" if event.by == "agency" else "Recours au tribunal"
        case Judgment():
            words = f"Jugement, exécutoire le {day(event.enforceable_on)}" if event.enforceable_on else "Jugement"
        case PaymentAnnounced():
            words = "Paiement annoncé par un autre moyen"
        case ExceptionNotified():
            standing = {None: "contestée", True: "légitime", False: "non fondée"}[event.legitimate]
            words = f"Exception notifiée (art. 1219 C. civ.), {standing}"
        case OppositionProved():
            words = f"Preuve de l'ordre d'opposition ({event.evidence})"
        case _:
            words = "Mise en demeure (art. 1231-5 C. civ.)"
    return words


def rejection_words(event: DebitReturned) -> str:
    """Say how a debit came back, with its reason code."""
    reason = REASON_CODES[event.reason]
    return f"{REJECTIONS[event.type]} ({reason.code}, {reason.label})"


def credit_note_words(note: CreditNote) -> str:
    """Name a credit note: by its id if it was given one, and its day."""
    name = "" if note.id.startswith("credit_notes[") else f" {note.id}"
    return f"Avoir{name} du {day(note.on)}"


def named(payment: str) -> str:
    """Name a payment: by its id, or by its place when it has none (``#2``)."""
    return f"n° {payment[1:]}" if payment.startswith("#") else payment


def _aimed(event: Act) -> str:
    """Name the invoices; an act that names none is about what was due, a counter-fact about all invoices."""
    if event.invoices:
        return f"facture{'s' * (len(event.invoices) > 1)} {', '.join(event.invoices)}"
    if isinstance(event, Collection | Judgment | FormalNotice):
        return "toutes les factures alors échues"
    return "toutes factures"


def points(rate: Rate) -> str:
    """Write percentage points: « 10 points », « 7,50 points »."""
    return f"{percent(rate).partition(NO_BREAK_SPACE)[0].removesuffix(',00')} points"
