"""Article 15: personal data, the processor and its measures."""

from __future__ import annotations

from typing import Final

from netsoft.clauses.entries import APP, DEPLOY, Entry, Law, NotYet, Rule, article

DATA: Final[tuple[Entry, ...]] = article(
    "RGPD et sous-traitance",
    (
        "15.1",
        (
            "Sont collectés, par intérêt légitime, pour la facturation et le support, l'identité de l'entreprise, son "
            "représentant légal, ses moyens de communication et les noms des accès ; aucun tiers sauf justice et banques."
        ),
        NotYet(APP),
    ),
    (
        "15.2",
        (
            "Le client accepte d'être informé par e-mail de nouveaux services, d'annonces, de modifications des "
            "conditions, de facturation et au titre de l'obligation d'assistance, d'alerte et de conseil."
        ),
        NotYet(APP),
    ),
    (
        "15.3",
        "Le fournisseur agit en qualité de sous-traitant, sur instruction du client responsable de traitement.",
        NotYet("netsoft.rgpd.instructions"),
    ),
    (
        "15.4",
        (
            "Des sous-traitants n'interviennent que pour des compétences spécialisées, avec des garanties sérieuses et en "
            "présence du fournisseur."
        ),
        NotYet("netsoft.rgpd.subprocessors"),
    ),
    (
        "15.5",
        (
            "Le fournisseur maintient la base du client : sauvegarde, réplication, déplacement vers un serveur plus "
            "performant, remontée d'une version antérieure sur demande, sans accéder au contenu."
        ),
        NotYet(APP),
    ),
    (
        "15.6",
        "Aucun traitement n'est réalisé sans une demande écrite du responsable de traitement par le support technique.",
        NotYet("netsoft.rgpd.instructions"),
    ),
    (
        "15.7",
        "Le fournisseur informe le responsable de traitement s'il considère qu'une instruction viole le RGPD.",
        NotYet("netsoft.rgpd.instructions"),
    ),
    ("15.8", "Le fournisseur ne transfère pas les données hors de France.", NotYet("netsoft.rgpd.residency")),
    (
        "15.9",
        "Les données sont confidentielles ; seules les personnes habilitées réalisent des opérations de maintenance.",
        NotYet("netsoft.tenancy.rights"),
    ),
    (
        "15.10",
        "Les outils du fournisseur prennent en compte la protection des données dès la conception et par défaut.",
        NotYet("netsoft.tenancy.isolation"),
    ),
    (
        "15.11",
        (
            "Il appartient au client de respecter ses obligations envers les personnes concernées ; le service lui en "
            "donne les fonctions."
        ),
        NotYet("netsoft.rgpd.subjects"),
    ),
    (
        "15.12",
        (
            "Une violation sur le matériel du sous-traitant est notifiée au client dans les 72 heures, par le moyen le "
            "plus rapide, en s'assurant qu'il en a pris connaissance, avec toute documentation utile."
        ),
        NotYet("netsoft.rgpd.breach"),
    ),
    (
        "15.13",
        (
            "Le fournisseur met en œuvre les mesures de sécurité dans les règles de l'art, notamment les quatorze "
            "suivantes."
        ),
        NotYet(DEPLOY),
    ),
    ("15.13.1", "Les communications sont chiffrées (TLS).", NotYet(DEPLOY)),
    ("15.13.2", "L'hébergement est en datacenter à accès contrôlé.", NotYet(DEPLOY)),
    ("15.13.3", "Les firewalls sont en failover.", NotYet(DEPLOY)),
    ("15.13.4", "Les serveurs SQL sont en cluster.", NotYet(DEPLOY)),
    ("15.13.5", "Les serveurs de fichiers sont en cluster.", NotYet(DEPLOY)),
    ("15.13.6", "Le maintien des sessions des utilisateurs est en cluster.", NotYet(DEPLOY)),
    ("15.13.7", "Les bases de données des clients sont étanches.", Rule(APP)),
    ("15.13.8", "Chaque base de données de client a un mot de passe unique.", Rule(APP)),
    ("15.13.9", "Les serveurs de données et les serveurs web sont étanches.", NotYet(DEPLOY)),
    ("15.13.10", "L'accès distant d'administration des serveurs passe par un VPN.", NotYet(DEPLOY)),
    ("15.13.11", "La sauvegarde est quotidienne.", NotYet(DEPLOY)),
    ("15.13.12", "Les serveurs web forment une ferme en load balancing.", NotYet(DEPLOY)),
    ("15.13.13", "Les stockages sont redondants.", NotYet(DEPLOY)),
    (
        "15.13.14",
        "Des procédures visent à tester, analyser et évaluer régulièrement l'efficacité des mesures.",
        NotYet(DEPLOY),
    ),
    (
        "15.14",
        (
            "Le fournisseur tient un registre des activités de traitement effectuées pour le client, constitué des "
            "demandes faites par tickets."
        ),
        NotYet("netsoft.rgpd.register"),
    ),
    (
        "15.15",
        "La documentation nécessaire pour démontrer le respect des obligations est à la disposition du client.",
        NotYet(APP),
    ),
    (
        "15.16",
        "Le fournisseur est tenu à une obligation d'assistance, d'alerte et de conseil (art. 28 du RGPD).",
        NotYet(APP),
    ),
    (
        "15.17",
        (
            "L'hébergement ou la réplication peut aller dans tout datacenter du même niveau ; le fournisseur possède les "
            "équipements et en assure la maintenance."
        ),
        NotYet(DEPLOY),
    ),
    ("15.18", "Le client est seul à alimenter sa base en données.", NotYet("netsoft.tenancy.isolation")),
    (
        "15.19",
        "Le sous-traitant ne peut être considéré comme co-responsable de traitement.",
        Law("C'est une qualification, que le juge et la CNIL tirent des faits et non d'un calcul."),
    ),
    (
        "15.20",
        (
            "Il appartient au client de procéder aux démarches prévues par le RGPD et d'informer les personnes lors de la "
            "collecte."
        ),
        NotYet(APP),
    ),
    (
        "15.21",
        (
            "Des articles sur le RGPD sont offerts à l'accueil du service ; le client les apprécie au regard de sa "
            "situation."
        ),
        NotYet(APP),
    ),
)
