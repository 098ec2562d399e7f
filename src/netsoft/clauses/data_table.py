"""Article 15: personal data, the processor and its measures."""

from __future__ import annotations

from typing import Final

from netsoft.clause import Clause
from netsoft.clauses.entries import APP, DEPLOY, Entry, Law, NotYet, Rule

PROCESSING: Final = "RGPD et sous-traitance"

DATA: Final[tuple[Entry, ...]] = (
    Entry(
        Clause("15.1"),
        PROCESSING,
        "Sont collectés, par intérêt légitime, pour la facturation et le support, l'identité de l'entreprise, son "
        "représentant légal, ses moyens de communication et les noms des accès ; aucun tiers sauf justice et "
        "banques.",
        NotYet(APP),
    ),
    Entry(
        Clause("15.2"),
        PROCESSING,
        "Le client accepte d'être informé par e-mail de nouveaux services, d'annonces, de modifications des "
        "conditions, de facturation et au titre de l'obligation d'assistance, d'alerte et de conseil.",
        NotYet(APP),
    ),
    Entry(
        Clause("15.3"),
        PROCESSING,
        "Le fournisseur agit en qualité de sous-traitant, sur instruction du client responsable de traitement.",
        NotYet("netsoft.rgpd.instructions"),
    ),
    Entry(
        Clause("15.4"),
        PROCESSING,
        "Des sous-traitants n'interviennent que pour des compétences spécialisées, avec des garanties sérieuses et "
        "en présence du fournisseur.",
        NotYet("netsoft.rgpd.subprocessors"),
    ),
    Entry(
        Clause("15.5"),
        PROCESSING,
        "Le fournisseur maintient la base du client : sauvegarde, réplication, déplacement vers un serveur plus "
        "performant, remontée d'une version antérieure sur demande, sans accéder au contenu.",
        Rule(APP),
    ),
    Entry(
        Clause("15.6"),
        PROCESSING,
        "Aucun traitement n'est réalisé sans une demande écrite du responsable de traitement par le support technique.",
        NotYet("netsoft.rgpd.instructions"),
    ),
    Entry(
        Clause("15.7"),
        PROCESSING,
        "Le fournisseur informe le responsable de traitement s'il considère qu'une instruction viole le RGPD.",
        NotYet("netsoft.rgpd.instructions"),
    ),
    Entry(
        Clause("15.8"),
        PROCESSING,
        "Le fournisseur ne transfère pas les données hors de France.",
        NotYet("netsoft.rgpd.residency"),
    ),
    Entry(
        Clause("15.9"),
        PROCESSING,
        "Les données sont confidentielles ; seules les personnes habilitées réalisent des opérations de maintenance.",
        Rule("netsoft.tenancy.authorisations"),
    ),
    Entry(
        Clause("15.10"),
        PROCESSING,
        "Les outils du fournisseur prennent en compte la protection des données dès la conception et par défaut.",
        Rule("netsoft.tenancy.isolation"),
    ),
    Entry(
        Clause("15.11"),
        PROCESSING,
        "Il appartient au client, dont le fournisseur ignore les données, de respecter ses obligations envers les "
        "personnes concernées et lors de la collecte des données.",
        NotYet("netsoft.rgpd.subjects"),
    ),
    Entry(
        Clause("15.12"),
        PROCESSING,
        "Une violation sur le matériel du sous-traitant est notifiée au client 72 heures au plus après en avoir "
        "pris connaissance, par le moyen le plus rapide, en s'assurant qu'il en a connaissance, documentation "
        "jointe.",
        NotYet("netsoft.rgpd.breach"),
    ),
    Entry(
        Clause("15.13"),
        PROCESSING,
        "Le fournisseur met en œuvre les mesures de sécurité dans les règles de l'art, notamment les quatorze "
        "suivantes.",
        NotYet(DEPLOY),
    ),
    Entry(Clause("15.13.1"), PROCESSING, "Les communications sont chiffrées (TLS sha256RSA).", NotYet(DEPLOY)),
    Entry(
        Clause("15.13.2"),
        PROCESSING,
        "L'hébergement est en datacenter Tiers IV, à accès par badge nominatif et biométrique.",
        NotYet(DEPLOY),
    ),
    Entry(Clause("15.13.3"), PROCESSING, "Les firewalls sont en failover.", NotYet(DEPLOY)),
    Entry(Clause("15.13.4"), PROCESSING, "Les serveurs SQL sont en cluster.", NotYet(DEPLOY)),
    Entry(Clause("15.13.5"), PROCESSING, "Les serveurs de fichiers sont en cluster.", NotYet(DEPLOY)),
    Entry(Clause("15.13.6"), PROCESSING, "Le maintien des sessions des utilisateurs est en cluster.", NotYet(DEPLOY)),
    Entry(Clause("15.13.7"), PROCESSING, "Les bases de données des clients sont étanches.", Rule(APP)),
    Entry(Clause("15.13.8"), PROCESSING, "Chaque base de données de client a un mot de passe unique.", Rule(APP)),
    Entry(Clause("15.13.9"), PROCESSING, "Les serveurs de données et les serveurs web sont étanches.", NotYet(DEPLOY)),
    Entry(
        Clause("15.13.10"),
        PROCESSING,
        "L'accès distant d'administration des serveurs passe par un VPN.",
        NotYet(DEPLOY),
    ),
    Entry(Clause("15.13.11"), PROCESSING, "La sauvegarde est quotidienne.", Rule(APP)),
    Entry(Clause("15.13.12"), PROCESSING, "Les serveurs web forment une ferme en load balancing.", NotYet(DEPLOY)),
    Entry(Clause("15.13.13"), PROCESSING, "Les stockages sont redondants (RAID 5).", NotYet(DEPLOY)),
    Entry(
        Clause("15.13.14"),
        PROCESSING,
        "Des procédures visent à tester, analyser et évaluer régulièrement l'efficacité des mesures.",
        NotYet(DEPLOY),
    ),
    Entry(
        Clause("15.14"),
        PROCESSING,
        "Le fournisseur tient un registre des activités de traitement effectuées pour le client, constitué des "
        "demandes faites par tickets.",
        NotYet("netsoft.rgpd.register"),
    ),
    Entry(
        Clause("15.15"),
        PROCESSING,
        "La documentation nécessaire pour démontrer le respect des obligations est à la disposition du client.",
        NotYet(APP),
    ),
    Entry(
        Clause("15.16"),
        PROCESSING,
        "Le fournisseur est tenu à une obligation d'assistance, d'alerte et de conseil (art. 28 du RGPD).",
        NotYet(APP),
    ),
    Entry(
        Clause("15.17"),
        PROCESSING,
        "L'hébergement ou la réplication peut aller dans tout datacenter présentant les mêmes niveaux de sécurité "
        "; le fournisseur possède les équipements et en assure la maintenance.",
        NotYet(DEPLOY),
    ),
    Entry(
        Clause("15.18"),
        PROCESSING,
        "Le client est seul à alimenter sa base en données.",
        NotYet("netsoft.tenancy.isolation"),
    ),
    Entry(
        Clause("15.19"),
        PROCESSING,
        "Le sous-traitant ne peut être considéré comme co-responsable de traitement.",
        Law("C'est une qualification, que le juge et la CNIL tirent des faits et non d'un calcul."),
    ),
    Entry(
        Clause("15.20"),
        PROCESSING,
        "Il appartient au client de procéder aux démarches prévues par le RGPD et de se mettre en conformité avec "
        "la réglementation.",
        NotYet(APP),
    ),
    Entry(
        Clause("15.21"),
        PROCESSING,
        "Des articles sur le RGPD sont gratuitement à l'accueil du service ; le client les apprécie au regard de "
        "sa situation personnelle.",
        NotYet(APP),
    ),
)
