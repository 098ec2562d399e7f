"""Articles 1 to 5: the service, its availability, the contract and its length."""

from __future__ import annotations

from typing import Final

from netsoft.clause import Clause
from netsoft.clauses.entries import APP, Duty, Entry, Law, NotYet, Rule

OBJECT: Final = "Objet"
SERVICE: Final = "Caractéristiques du service et droit d'accès"
AVAILABILITY: Final = "Accès, disponibilité du service et hébergement"
FORMATION: Final = "Formation du contrat"
DURATION: Final = "Prise d'effet, durée et résiliation"

CONTRACT: Final[tuple[Entry, ...]] = (
    Entry(
        Clause("1.1"),
        OBJECT,
        "Le fournisseur met à disposition une application accessible par un navigateur Internet, qui permet la "
        "gestion centralisée d'un cabinet d'assurance et de ses dossiers.",
        NotYet(APP),
    ),
    Entry(
        Clause("1.2"),
        OBJECT,
        "Le fournisseur peut modifier à tout moment les présentes, dont une seule version officielle est à jour ; "
        "utiliser le service implique de les accepter sans réserve.",
        Rule("netsoft.catalogue.binding"),
    ),
    Entry(
        Clause("1.3"),
        OBJECT,
        "L'unique version officielle qui fait foi est celle qui se trouve à l'adresse indiquée ; l'utilisateur est "
        "tenu de la consulter régulièrement.",
        Rule("netsoft.catalogue.versions"),
    ),
    Entry(
        Clause("2.1"),
        SERVICE,
        "Le service comprend des fonctionnalités propres à un cabinet d'assurances.",
        NotYet(APP),
    ),
    Entry(
        Clause("2.2"),
        SERVICE,
        "Le service comprend l'espace disque défini aux conditions financières ou mentionné sur la facture.",
        Rule("netsoft.tenancy.quota"),
    ),
    Entry(
        Clause("2.3"),
        SERVICE,
        "Le service comprend une assistance par insertion de tickets dans le service.",
        NotYet(APP),
    ),
    Entry(
        Clause("2.4"),
        SERVICE,
        "Les données et fichiers sont enregistrés sous la seule responsabilité du client.",
        Law("Elle partage les responsabilités, et c'est au juge de l'apprécier dans un litige."),
    ),
    Entry(
        Clause("2.5"),
        SERVICE,
        "Le fournisseur garantit la sécurité des données telle que la définit l'article 15.",
        Duty("Elle renvoie à l'article 15, dont chaque mesure a sa propre ligne."),
    ),
    Entry(
        Clause("3.1"),
        AVAILABILITY,
        "Le service est disponible pendant toute la durée de l'abonnement, sauf maintenance, interruption prévue à "
        "l'article 8 et contingences techniques nécessaires à son bon fonctionnement.",
        Rule("netsoft.billing.responsibility.availability"),
    ),
    Entry(
        Clause("3.2"),
        AVAILABILITY,
        "Sont des cas de force majeure (art. 1218 du Code civil) les dysfonctionnements des opérateurs de "
        "télécommunications et ceux qui n'ont pas pour origine les ressources du fournisseur.",
        Rule("netsoft.billing.responsibility.outages"),
    ),
    Entry(
        Clause("3.3"),
        AVAILABILITY,
        "Une partie n'est pas défaillante lorsque la cause lui est extérieure, dès lors que l'autre partie est "
        "notifiée de la cause et du délai.",
        Rule("netsoft.billing.responsibility.excuse"),
    ),
    Entry(
        Clause("3.4"),
        AVAILABILITY,
        "Aucune interruption du service ne peut donner lieu à indemnisation, quelle qu'en soit l'origine.",
        Rule("netsoft.billing.responsibility.exclusions"),
    ),
    Entry(
        Clause("4.1"),
        FORMATION,
        "Le client dispose d'un délai de 14 jours d'utilisation du service pour exercer un droit de rétractation.",
        Rule("netsoft.billing.contract.withdrawal"),
    ),
    Entry(
        Clause("4.2"),
        FORMATION,
        "L'utilisation du service implique l'acceptation sans réserve des présentes.",
        Rule("netsoft.catalogue.acceptance"),
    ),
    Entry(
        Clause("4.3"),
        FORMATION,
        "Le client reconnaît avoir disposé des moyens d'apprécier le service ; il est seul responsable de son "
        "adéquation à ses besoins.",
        Law("Elle vaut reconnaissance du client, et c'est au juge d'en apprécier la portée."),
    ),
    Entry(
        Clause("5.1"),
        DURATION,
        "L'abonnement prend effet à la mise à disposition du service, pour une durée de 12 mois renouvelable "
        "tacitement.",
        Rule("netsoft.billing.contract.subscription"),
    ),
    Entry(
        Clause("5.2"),
        DURATION,
        "Le client résilie à l'échéance annuelle, avec un préavis d'un mois, par e-mail à contact@infrassur.fr.",
        Rule("netsoft.billing.contract.client_notice"),
    ),
    Entry(
        Clause("5.3"),
        DURATION,
        "Le fournisseur résilie en cas de non-paiement de l'abonnement, d'infraction des règles d'utilisation, ou à "
        "l'échéance annuelle avec un préavis de deux mois par lettre recommandée avec accusé de réception.",
        Rule("netsoft.billing.contract.provider_notice"),
    ),
)
