"""Article 6.8: the IT charter that a brokerage communicates, as the publisher proposes it.

``{cabinet}`` stands for the name of the brokerage. A change of a word is a new version. No figure of law stands here.
"""

from __future__ import annotations

from typing import Final

VERSION: Final = "charte-2026-11"

ARTICLES: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "6.1",
        "Des identifiants personnels et confidentiels",
        """
        L'identifiant et le mot de passe sont strictement personnels. Ils ne sont communiqués à personne, ni affichés,
        ni notés en clair. Ni un collègue, ni un responsable de {cabinet}, ni le fournisseur du service ne les
        demande.
        """,
    ),
    (
        "6.2",
        "Un accès pour chaque personne",
        """
        Chaque personne qui intervient pour {cabinet} a son propre accès. Un même accès n'est jamais utilisé par
        plusieurs personnes, fût-ce le temps d'un remplacement. Un usage simultané de deux endroits est relevé et
        montré à l'administrateur.
        """,
    ),
    (
        "6.3",
        "Des mots de passe forts",
        """
        Le mot de passe est fort, comme la CNIL le recommande, et ne sert qu'à ce service. Il est changé dès qu'il a
        pu être connu d'un autre, et à l'échéance que {cabinet} fixe, s'il en fixe une.
        """,
    ),
    (
        "6.4",
        "Des droits limités au nécessaire",
        """
        Chacun n'a que les droits que ses tâches demandent. L'administrateur de {cabinet} ouvre et ferme les accès,
        ajuste les droits quand les tâches changent et ferme l'accès d'une personne le jour de son départ.
        """,
    ),
    (
        "6.5",
        "Les lieux d'utilisation",
        """
        Le service est utilisé depuis les lieux que {cabinet} a admis. Nul ne contourne cette limite.
        """,
    ),
    (
        "6.6",
        "Des accès nominatifs",
        """
        Un accès porte le prénom, le nom et l'adresse e-mail d'une personne. Aucun accès n'est ouvert au nom d'un
        service, d'une agence ou d'une fonction, ni sous une adresse partagée.
        """,
    ),
    (
        "6.7",
        "Jamais l'accès d'une autre personne",
        """
        Nul n'utilise l'accès d'une autre personne, et nul ne provoque quiconque à le faire : c'est un délit. Qui en
        reçoit la demande la refuse et la signale.
        """,
    ),
    (
        "6.9",
        "La vigilance de chacun",
        """
        Le fournisseur ne répond pas des négligences. Chacun verrouille son poste quand il s'en éloigne, ferme sa
        session sur un poste qui n'est pas le sien et se méfie des messages qui demandent un mot de passe. Les actions
        sont consignées avec l'accès dont elles viennent.
        """,
    ),
    (
        "6.10",
        "La garde des mots de passe et l'alerte",
        """
        Les mots de passe sont tenus dans un logiciel tel que KeePass ou équivalent. Une perte, un vol ou un usage
        anormal est signalé sans attendre à l'administrateur de {cabinet}, qui ferme l'accès. {cabinet} assume les
        conséquences de ce qui est fait avec ses identifiants.
        """,
    ),
    (
        "6.8",
        "L'acceptation de la charte",
        """
        La charte est communiquée à chaque utilisateur, qui l'accepte avant d'utiliser le service. Une version
        nouvelle est acceptée de nouveau.
        """,
    ),
)
"""The articles: the clause that each states, its title, its text (whose spaces count as one)."""
