"""Articles 7 and 8: the price, and what a late payment costs."""

from __future__ import annotations

from typing import Final

from netsoft.clauses.entries import Entry, NotYet, Rule, article

PAYMENT: Final[tuple[Entry, ...]] = (
    *article(
        "Prix du service",
        (
            "7.1",
            (
                "Les tarifs sont révisés à l'échéance annuelle, ou lors de l'augmentation du périmètre (espace disque, "
                "utilisateurs) ou d'un usage supérieur à la moyenne, déterminée uniquement par le fournisseur."
            ),
            NotYet("netsoft.billing.prices"),
        ),
        (
            "7.2",
            (
                "Le client consent aux factures de compléments d'usage en cas d'utilisation intensive, au-delà de 3600 "
                "actions par mois et utilisateur déclaré, au plus tard à l'issue de l'échéance annuelle en cours."
            ),
            NotYet("netsoft.metering.overage"),
        ),
        (
            "7.3",
            (
                "Le palier correspond à l'utilisation moyenne par utilisateur de tous les clients, constatée par le "
                "fournisseur et majorée de 50 % ; il est opposable au client."
            ),
            NotYet("netsoft.metering.tier"),
        ),
        (
            "7.4",
            (
                "Le prix peut varier du fait d'options payantes facultatives, précisées dans l'interface, pour l'utilisation de "
                "Web Services SOAP de sociétés ou de services publics."
            ),
            NotYet("netsoft.billing.prices"),
        ),
        (
            "7.5",
            "Le fournisseur s'efforce de mettre à disposition des fonctionnalités de compliance au RGPD sans surcoût.",
            NotYet("netsoft.billing.prices"),
        ),
        (
            "7.6",
            (
                "Certaines fonctions, travaux exceptionnels et procédures d'automatisation au-delà du périmètre du RGPD ou "
                "du périmètre initial sont facturés en sus, avec information préalable des prix et consentement en ligne."
            ),
            NotYet("netsoft.billing.prices"),
        ),
    ),
    *article(
        "Paiement, pénalités et clause pénale",
        (
            "8.1",
            (
                "En cas de non-paiement d'une facture à l'échéance ou d'un rejet de prélèvement, sans préjudice du droit "
                "de résilier, le service est désactivé jusqu'à complète régularisation."
            ),
            Rule("netsoft.billing.access"),
        ),
        (
            "8.2",
            (
                "En cas de défaut de paiement ou de rejet de prélèvement, des pénalités de 15 % du montant des factures "
                "impayées sont exigibles."
            ),
            Rule("netsoft.billing.penalty"),
        ),
        (
            "8.3",
            (
                "Toute facture impayée à l'échéance porte intérêt, de plein droit et sans mise en demeure préalable, à 3 "
                "fois le taux d'intérêt légal en vigueur."
            ),
            Rule("netsoft.billing.interest"),
        ),
        (
            "8.4",
            (
                "Le recours à un service de recouvrement ou à des voies judiciaires pour obtenir le règlement entraîne une "
                "majoration de 10 % des sommes dues, au titre de clause pénale."
            ),
            Rule("netsoft.billing.collection"),
        ),
        (
            "8.5",
            (
                "Faire opposition aux prélèvements sans annoncer un paiement dans les délais par un autre moyen ni "
                "notifier une exception légitime (art. 1219 du Code civil) entraîne une pénalité de 50 % du solde dû."
            ),
            Rule("netsoft.billing.opposition"),
        ),
    ),
)
