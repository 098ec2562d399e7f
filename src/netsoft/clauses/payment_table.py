"""Articles 7 and 8: the price, and what a late payment costs."""

from __future__ import annotations

from typing import Final

from netsoft.clause import Clause
from netsoft.clauses.entries import Entry, Rule

PRICE: Final = "Prix du service"
PENALTIES: Final = "Paiement, pénalités et clause pénale"

PAYMENT: Final[tuple[Entry, ...]] = (
    Entry(
        Clause("7.1"),
        PRICE,
        "Les tarifs sont révisés à l'échéance annuelle, ou lors de l'augmentation du périmètre (espace disque, "
        "utilisateurs) ou d'un usage supérieur à la moyenne, déterminée uniquement par le fournisseur.",
        Rule("netsoft.billing.prices.revision"),
    ),
    Entry(
        Clause("7.2"),
        PRICE,
        "Le client consent aux factures de compléments d'usage en cas d'utilisation intensive, au-delà de 3600 "
        "actions par mois et utilisateur déclaré, au plus tard à l'issue de l'échéance annuelle en cours.",
        Rule("netsoft.metering.overage"),
    ),
    Entry(
        Clause("7.3"),
        PRICE,
        "Le palier correspond à l'utilisation moyenne par utilisateur de tous les clients, constatée par le "
        "fournisseur et majorée de 50 % ; il est opposable au client.",
        Rule("netsoft.metering.tier"),
    ),
    Entry(
        Clause("7.4"),
        PRICE,
        "Le prix peut varier du fait d'options payantes facultatives, précisées dans l'interface, pour "
        "l'utilisation de Web Services SOAP de sociétés ou de services publics.",
        Rule("netsoft.billing.prices.options"),
    ),
    Entry(
        Clause("7.5"),
        PRICE,
        "Le fournisseur s'efforce de mettre à disposition des fonctionnalités de compliance au RGPD sans surcoût.",
        Rule("netsoft.billing.prices.rgpd_functions"),
    ),
    Entry(
        Clause("7.6"),
        PRICE,
        "Certaines fonctions, travaux exceptionnels et procédures d'automatisation au-delà du périmètre du RGPD ou "
        "du périmètre initial sont facturés en sus, avec information préalable des prix et consentement en ligne.",
        Rule("netsoft.billing.prices.quotes"),
    ),
    Entry(
        Clause("8.1"),
        PENALTIES,
        "En cas de non-paiement d'une facture à l'échéance ou d'un rejet de prélèvement, sans préjudice du droit de "
        "résilier, le service est désactivé jusqu'à complète régularisation.",
        Rule("netsoft.billing.access"),
    ),
    Entry(
        Clause("8.2"),
        PENALTIES,
        "En cas de défaut de paiement ou de rejet de prélèvement, des pénalités de 15 % du montant des factures "
        "impayées sont exigibles.",
        Rule("netsoft.billing.penalty"),
    ),
    Entry(
        Clause("8.3"),
        PENALTIES,
        "Toute facture impayée à l'échéance porte intérêt, de plein droit et sans mise en demeure préalable, à 3 "
        "fois le taux d'intérêt légal en vigueur.",
        Rule("netsoft.billing.interest"),
    ),
    Entry(
        Clause("8.4"),
        PENALTIES,
        "Le recours à un service de recouvrement ou à des voies judiciaires pour obtenir le règlement entraîne une "
        "majoration de 10 % des sommes dues, au titre de clause pénale.",
        Rule("netsoft.billing.collection"),
    ),
    Entry(
        Clause("8.5"),
        PENALTIES,
        "Faire opposition aux prélèvements sans annoncer un paiement dans les délais par un autre moyen ni notifier "
        "une exception légitime (art. 1219 du Code civil) entraîne une pénalité de 50 % du solde dû.",
        Rule("netsoft.billing.opposition"),
    ),
)
