"""Articles 16 to 19: logs, the cap of liability, insurance, law and disputes."""

from __future__ import annotations

from typing import Final

from netsoft.clause import Clause
from netsoft.clauses.entries import APP, Entry, NotYet, Rule

LOGS: Final = "Logs, cookies et durée de conservation"
CAP: Final = "Limitations des dommages et des responsabilités"
INSURANCE: Final = "Assurance"
DISPUTES: Final = "Loi applicable et litige"

LITIGATION: Final[tuple[Entry, ...]] = (
    Entry(
        Clause("16.1"),
        LOGS,
        "Le service nécessite des cookies de maintien de session et des logs ; le client y consent pour nécessités "
        "techniques.",
        Rule(APP),
    ),
    Entry(
        Clause("16.2"),
        LOGS,
        "Les requêtes sont enregistrées par les firewalls et les serveurs web contre les activités suspectes, et "
        "par la base du client pour la facturation, les statistiques et la traçabilité.",
        NotYet("netsoft.rgpd.logs"),
    ),
    Entry(
        Clause("16.3"),
        LOGS,
        "Les logs contiennent la date et l'heure, l'action, l'adresse IP, le DNS du fournisseur d'accès, le port "
        "client, l'ID du client, l'ID de l'utilisateur et l'ID du navigateur.",
        NotYet("netsoft.rgpd.logs"),
    ),
    Entry(
        Clause("16.4"), LOGS, "Les cookies ont une durée de validité de 24 heures.", Rule("netsoft.tenancy.sessions")
    ),
    Entry(
        Clause("16.5"),
        LOGS,
        "Les logs sont légalement conservés 12 mois et tenus à la disposition de l'autorité judiciaire qui en fait "
        "la demande.",
        NotYet("netsoft.rgpd.retention"),
    ),
    Entry(
        Clause("17.1"),
        CAP,
        "L'indemnisation, toutes causes confondues et quelle que soit la violation invoquée, ne peut dépasser les "
        "montants facturés au cours des douze derniers mois précédant l'événement.",
        Rule("netsoft.billing.responsibility.cap"),
    ),
    Entry(
        Clause("18.1"),
        INSURANCE,
        "Le client souscrit les assurances adéquates pour les dommages causés aux tiers et ceux subis à titre "
        "personnel.",
        Rule("netsoft.billing.responsibility.insurance"),
    ),
    Entry(
        Clause("19.1"),
        DISPUTES,
        "Une disposition nulle est écartée sans toucher aux autres ; le droit est français, les tribunaux sont ceux "
        "d'Aix-en-Provence.",
        Rule("netsoft.terms"),
    ),
    Entry(
        Clause("19.2"),
        DISPUTES,
        "Un différend n'est porté devant les tribunaux que s'il n'a pu trouver une issue amiable.",
        NotYet("netsoft.billing.collection"),
    ),
)
