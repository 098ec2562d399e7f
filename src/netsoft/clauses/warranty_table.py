"""Articles 9 to 14: warranties, liability, evidence, licence, conduct, changes of the service."""

from __future__ import annotations

from typing import Final

from netsoft.clause import Clause
from netsoft.clauses.entries import APP, Duty, Entry, Law, NotYet, Rule

WARRANTIES: Final = "Garanties"
LIABILITY: Final = "Responsabilité"
EVIDENCE: Final = "Convention de preuve"
LICENCE: Final = "Propriété intellectuelle et licence d'utilisation"
CONDUCT: Final = "Comportement des membres"
CHANGES: Final = "Modification du service"

WARRANTY: Final[tuple[Entry, ...]] = (
    Entry(
        Clause("9.1"),
        WARRANTIES,
        "Le fournisseur corrige les défauts qui lui sont imputables sans retard excessif à compter du signalement "
        "fait par le client.",
        NotYet(APP),
    ),
    Entry(
        Clause("9.2"),
        WARRANTIES,
        "Le fournisseur s'interdit d'utiliser les documents et données confiés, d'en prendre connaissance ou d'en "
        "faire l'analyse, sauf à la demande expresse du client.",
        Rule("netsoft.tenancy.support"),
    ),
    Entry(
        Clause("9.3"),
        WARRANTIES,
        "En fin de contrat ou de cessation d'activité, les données et fichiers sont restitués au client ou à ses "
        "ayants droit, vers un cloud sécurisé selon leurs directives.",
        NotYet("netsoft.tenancy.restitution"),
    ),
    Entry(
        Clause("9.4"),
        WARRANTIES,
        "Le client est propriétaire des données saisies ou importées vers le service.",
        Rule(APP),
    ),
    Entry(
        Clause("9.5"),
        WARRANTIES,
        "Le fournisseur ne garantit ni l'exactitude du contenu, ni l'aptitude à répondre aux besoins, ni que le "
        "service sera ininterrompu, sûr ou sans erreur.",
        Rule("netsoft.billing.responsibility.exclusions"),
    ),
    Entry(
        Clause("9.6"),
        WARRANTIES,
        "Le client garantit détenir les droits pour l'exploitation des données utilisées par le service.",
        Duty("C'est une garantie du client, dont le service n'a pas à connaître les titres."),
    ),
    Entry(
        Clause("10.1"),
        LIABILITY,
        "Le fournisseur n'est pas responsable des dommages consécutifs notamment à un mauvais fonctionnement du "
        "matériel du client, une défaillance, une perte de données ou de matériels.",
        Rule("netsoft.billing.responsibility.exclusions"),
    ),
    Entry(
        Clause("10.2"),
        LIABILITY,
        "Les frais de récupération, de reproduction ou de réparation de telles pertes ne sont pas couverts.",
        Rule("netsoft.billing.responsibility.exclusions"),
    ),
    Entry(
        Clause("10.3"),
        LIABILITY,
        "Le fournisseur n'est pas responsable des dommages causés par l'inobservation, par le client, de ses "
        "obligations au regard du RGPD et de toute réglementation.",
        Rule("netsoft.billing.responsibility.exclusions"),
    ),
    Entry(
        Clause("11.1"),
        EVIDENCE,
        "Les programmes, données, fichiers, enregistrements et opérations du fournisseur constituent des preuves, "
        "recevables et opposables entre les parties.",
        NotYet("netsoft.evidence"),
    ),
    Entry(
        Clause("11.2"),
        EVIDENCE,
        "Le client s'engage à ne pas contester ces éléments sur le fondement d'une disposition qui voudrait des "
        "documents écrits ou signés.",
        NotYet("netsoft.evidence"),
    ),
    Entry(
        Clause("12.1"),
        LICENCE,
        "Le fournisseur accorde au client le droit non exclusif et non cessible d'utiliser le service.",
        Law("La licence naît du contrat ; elle n'a ni montant, ni délai, ni condition à calculer."),
    ),
    Entry(
        Clause("12.2"),
        LICENCE,
        "Il est interdit de copier, modifier, décompiler, vendre, sous-licencier ou transférer l'application ; ses "
        "pages-écrans sont protégées.",
        Duty("C'est une interdiction faite au client, dont un manquement se constate hors du service."),
    ),
    Entry(
        Clause("13.1"),
        CONDUCT,
        "Actions illicites, usurpation, en-têtes contrefaits, accès détourné, automates, entrave au service : ces "
        "agissements peuvent mener le fournisseur à fermer l'accès.",
        Rule("netsoft.tenancy.infringement"),
    ),
    Entry(
        Clause("13.2"),
        CONDUCT,
        "Le fournisseur n'analyse pas les communications des utilisateurs et n'en est pas responsable.",
        NotYet(APP),
    ),
    Entry(
        Clause("14.1"),
        CHANGES,
        "Le fournisseur fait évoluer le service sans préavis, en restant à l'écoute des demandes jugées utiles au "
        "regard de la communauté des clients.",
        NotYet(APP),
    ),
)
