"""The staff's forms of clause 13.1: noting a doing, closing an access for it, opening it again."""

from __future__ import annotations

from typing import Final

from netsoft.tenancy.infringement import KINDS_IN_FRENCH
from reference_app.services.billing_fields import Choices, Field
from reference_app.services.conduct import CloseAsked, Noted, ReopenAsked
from reference_app.services.record_forms import YES_NO, RecordForm

_KINDS: Final[Choices] = tuple(
    (key, f"{words[0].upper()}{words[1:]}".replace("'", "’")) for key, words in KINDS_IN_FRENCH.items()
)

NOTE: Final = RecordForm(
    "consigner",
    "Consigner un agissement",
    "Ce que l’article 13.1 interdit, avec sa preuve. Consigner ne ferme rien : fermer l’accès est un acte à part.",
    (
        Field("kind", "Agissement", "choice", choices=_KINDS),
        Field("at", "Constaté le", "instant", "Jour et heure, à Paris : 22/11/2026 10:42."),
        Field("evidence", "Preuve", "long", "Entrées du journal, extrait signé… Le cabinet la lit."),
        Field("login", "Identifiant de la personne", "text", "Vide : le cabinet entier.", False),
        Field("description", "Description", "text", "Nécessaire pour un agissement que la clause ne nomme pas.", False),
    ),
    Noted,
)
CLOSE: Final = RecordForm(
    "fermer",
    "Fermer l’accès",
    "L’accès se ferme dès la demande suivante. L’utilisateur lit pourquoi, et ce qui lui reste possible.",
    (
        Field("told", "Ce que lit l’utilisateur", "long", "Pourquoi son accès est fermé."),
        Field(
            "leaves_export",
            "Lecture du compte et reprise des données",
            "choice",
            "Elles sont au client (9.4). Non : seulement si l’accès est en d’autres mains.",
            choices=YES_NO,
        ),
    ),
    lambda told, leaves_export: CloseAsked(told, leaves_export == "yes"),
)
REOPEN: Final = RecordForm(
    "rouvrir",
    "Rouvrir l’accès",
    "Ce qui fut fermé reste dit, avec le motif de la réouverture.",
    (Field("reason", "Motif", "text"),),
    ReopenAsked,
)
