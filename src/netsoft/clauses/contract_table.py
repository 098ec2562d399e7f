"""Articles 1 to 6: the service, the contract, its users."""

from __future__ import annotations

from typing import Final

from netsoft.clauses.entries import APP, Duty, Entry, Law, NotYet, article

CONTRACT: Final[tuple[Entry, ...]] = (
    *article(
        "Objet",
        (
            "1.1",
            (
                "Le fournisseur met à disposition une application accessible par un navigateur Internet, qui permet la "
                "gestion centralisée d'un cabinet d'assurance et de ses dossiers."
            ),
            NotYet(APP),
        ),
        (
            "1.2",
            (
                "Le fournisseur peut modifier à tout moment les présentes, dont une seule version officielle est à jour ; "
                "utiliser le service implique de les accepter sans réserve."
            ),
            NotYet("netsoft.catalogue"),
        ),
        (
            "1.3",
            (
                "L'unique version officielle qui fait foi est celle qui se trouve à l'adresse indiquée ; l'utilisateur est "
                "tenu de la consulter régulièrement."
            ),
            NotYet("netsoft.catalogue"),
        ),
    ),
    *article(
        "Caractéristiques du service et droit d'accès",
        ("2.1", "Le service comprend des fonctionnalités propres à un cabinet d'assurances.", NotYet(APP)),
        (
            "2.2",
            "Le service comprend l'espace disque défini aux conditions financières ou mentionné sur la facture.",
            NotYet("netsoft.tenancy.quota"),
        ),
        ("2.3", "Le service comprend une assistance par insertion de tickets dans le service.", NotYet(APP)),
        (
            "2.4",
            "Les données et fichiers sont enregistrés sous la seule responsabilité du client.",
            Law("Elle partage les responsabilités, et c'est au juge de l'apprécier dans un litige."),
        ),
        (
            "2.5",
            "Le fournisseur garantit la sécurité des données telle que la définit l'article 15.",
            Duty("Elle renvoie à l'article 15, dont chaque mesure a sa propre ligne."),
        ),
    ),
    *article(
        "Accès, disponibilité du service et hébergement",
        (
            "3.1",
            (
                "Le service est disponible pendant toute la durée de l'abonnement, sauf maintenance, interruption prévue "
                "à l'article 8 et contingences techniques nécessaires à son bon fonctionnement."
            ),
            NotYet("netsoft.billing.availability"),
        ),
        (
            "3.2",
            (
                "Sont des cas de force majeure (art. 1218 du Code civil) les dysfonctionnements des opérateurs de "
                "télécommunications et ceux qui n'ont pas pour origine les ressources du fournisseur."
            ),
            NotYet("netsoft.billing.availability"),
        ),
        (
            "3.3",
            (
                "Une partie n'est pas défaillante lorsque la cause lui est extérieure, dès lors que l'autre partie est "
                "notifiée de la cause et du délai."
            ),
            NotYet("netsoft.billing.availability"),
        ),
        (
            "3.4",
            "Aucune interruption du service ne peut donner lieu à indemnisation, quelle qu'en soit l'origine.",
            NotYet("netsoft.billing.liability"),
        ),
    ),
    *article(
        "Formation du contrat",
        (
            "4.1",
            "Le client dispose d'un délai de 14 jours d'utilisation du service pour exercer un droit de rétractation.",
            NotYet("netsoft.billing.withdrawal"),
        ),
        (
            "4.2",
            "L'utilisation du service implique l'acceptation sans réserve des présentes.",
            NotYet("netsoft.catalogue"),
        ),
        (
            "4.3",
            (
                "Le client reconnaît avoir disposé des moyens d'apprécier le service ; il est seul responsable de son "
                "adéquation à ses besoins."
            ),
            Law("Elle vaut reconnaissance du client, et c'est au juge d'en apprécier la portée."),
        ),
    ),
    *article(
        "Prise d'effet, durée et résiliation",
        (
            "5.1",
            (
                "L'abonnement prend effet à la mise à disposition du service, pour une durée de 12 mois renouvelable "
                "tacitement."
            ),
            NotYet("netsoft.billing.subscription"),
        ),
        (
            "5.2",
            "Le client résilie à l'échéance annuelle, avec un préavis d'un mois, par e-mail à l'adresse indiquée.",
            NotYet("netsoft.billing.notice"),
        ),
        (
            "5.3",
            (
                "Le fournisseur résilie en cas de non-paiement de l'abonnement, d'infraction des règles d'utilisation, ou "
                "à l'échéance annuelle avec un préavis de deux mois par lettre recommandée avec accusé de réception."
            ),
            NotYet("netsoft.billing.notice"),
        ),
    ),
    *article(
        "Utilisateurs et sécurité",
        (
            "6.1",
            "L'accès est sécurisé par la saisie d'identifiants strictement personnels et confidentiels.",
            NotYet(APP),
        ),
        (
            "6.2",
            (
                "Le client ouvre un accès à chacun de ses intervenants et interdit l'usage d'un même accès par plusieurs "
                "personnes."
            ),
            NotYet("netsoft.tenancy.accounts"),
        ),
        (
            "6.3",
            "Le client fait usage de mots de passe forts, tels que les préconise la CNIL, et les change régulièrement.",
            NotYet("netsoft.tenancy.passwords"),
        ),
        (
            "6.4",
            (
                "Le client dispose des moyens d'ouvrir, de fermer et de changer les mots de passe des accès, et restreint "
                "« a minima » les droits de chaque utilisateur."
            ),
            NotYet("netsoft.tenancy.rights"),
        ),
        (
            "6.5",
            "Le client limite la portée d'usage aux lieux où il souhaite que le service soit utilisé.",
            NotYet("netsoft.tenancy.networks"),
        ),
        (
            "6.6",
            "Le client s'interdit d'ouvrir des accès génériques non nominatifs.",
            NotYet("netsoft.tenancy.accounts"),
        ),
        (
            "6.7",
            "Le client s'interdit de provoquer ses intervenants à utiliser l'accès d'une autre personne.",
            NotYet(APP),
        ),
        ("6.8", "Le client communique une charte informatique qui précise ces obligations.", NotYet(APP)),
        (
            "6.9",
            (
                "Le fournisseur n'est pas responsable des négligences ou manques de vigilance à préserver les identifiants "
                "et mots de passe."
            ),
            Law("Elle partage les responsabilités, et c'est au juge de l'apprécier dans un litige."),
        ),
        (
            "6.10",
            (
                "Le client est seul responsable de l'utilisation de ses codes d'accès, les tient dans un logiciel tel que "
                "KeePass et assume les conséquences des violations de données du fait de ses identifiants."
            ),
            NotYet("netsoft.rgpd.breach"),
        ),
    ),
)
