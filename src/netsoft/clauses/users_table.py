"""Article 6: the client's users and their accesses."""

from __future__ import annotations

from typing import Final

from netsoft.clause import Clause
from netsoft.clauses.entries import APP, Entry, Law, NotYet, Rule

SECURITY: Final = "Utilisateurs et sécurité"

USERS: Final[tuple[Entry, ...]] = (
    Entry(
        Clause("6.1"),
        SECURITY,
        "L'accès est sécurisé par la saisie d'identifiants strictement personnels et confidentiels.",
        NotYet(APP),
    ),
    Entry(
        Clause("6.2"),
        SECURITY,
        "Le client ouvre un accès à chacun de ses intervenants et interdit l'usage d'un même accès par plusieurs "
        "personnes.",
        Rule("netsoft.tenancy.simultaneous"),
    ),
    Entry(
        Clause("6.3"),
        SECURITY,
        "Le client fait usage de mots de passe forts, tels que les préconise la CNIL, et les change régulièrement.",
        Rule("netsoft.tenancy.passwords"),
    ),
    Entry(
        Clause("6.4"),
        SECURITY,
        "Le client dispose des moyens d'ouvrir, de fermer et de changer les mots de passe des accès, et restreint « "
        "a minima » les droits de chaque utilisateur.",
        Rule("netsoft.tenancy.rights"),
    ),
    Entry(
        Clause("6.5"),
        SECURITY,
        "Le client limite la portée d'usage aux lieux où il souhaite que le service soit utilisé.",
        Rule("netsoft.tenancy.networks"),
    ),
    Entry(
        Clause("6.6"),
        SECURITY,
        "Le client s'interdit d'ouvrir des accès génériques non nominatifs.",
        Rule("netsoft.tenancy.accounts"),
    ),
    Entry(
        Clause("6.7"),
        SECURITY,
        "Le client s'interdit de provoquer ses intervenants à utiliser l'accès d'une autre personne.",
        Rule(APP),
    ),
    Entry(
        Clause("6.8"),
        SECURITY,
        "Le client communique une charte informatique qui précise ces obligations.",
        Rule("netsoft.tenancy.charter"),
    ),
    Entry(
        Clause("6.9"),
        SECURITY,
        "Le fournisseur n'est pas responsable des négligences ou manques de vigilance à préserver les identifiants "
        "et mots de passe.",
        Law("Elle partage les responsabilités, et c'est au juge de l'apprécier dans un litige."),
    ),
    Entry(
        Clause("6.10"),
        SECURITY,
        "Le client est seul responsable de l'utilisation de ses codes d'accès, les tient dans un logiciel tel que "
        "KeePass et assume les conséquences des violations de données du fait de ses identifiants.",
        Rule("netsoft.tenancy.credentials"),
    ),
)
