"""The functions that the GDPR itself names, each with its article: rights of persons, records, duties.

Source: Regulation (EU) 2016/679, by the numbers of its articles.

>>> [function.code for function in RGPD_FUNCTIONS if function.article == "20"]
['portability', 'export']
"""

from __future__ import annotations

from typing import Final

from attrs import frozen


@frozen
class RgpdFunction:
    """A function that serves the GDPR: its code, its French name, the article of the GDPR, what it is also called.

    ``alone`` are the names that say it only when nothing stands beside them.
    """

    code: str
    name: str
    article: str
    also: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()


RGPD_FUNCTIONS: Final[tuple[RgpdFunction, ...]] = (
    RgpdFunction("information", "information des personnes concernées", "13", ("mention d'information", "privacy")),
    RgpdFunction("consent", "recueil et preuve du consentement des personnes", "7", ("gestion des consentements",)),
    RgpdFunction(
        "access",
        "droit d'accès aux données",
        "15",
        ("droit d'accès des personnes", "droit d'accès rgpd", "demande d'accès", "dossier de la personne"),
        ("droit d'accès", "access request"),
    ),
    RgpdFunction("rectification", "rectification des données", "16", ("droit de rectification",)),
    RgpdFunction("erasure", "effacement des données", "17", ("droit à l'effacement", "droit à l'oubli", "effacement")),
    RgpdFunction("restriction", "limitation du traitement", "18", ("droit à la limitation", "gel du dossier")),
    RgpdFunction("portability", "portabilité des données", "20", ("droit à la portabilité", "portabilité")),
    RgpdFunction("export", "export des données personnelles", "20", ("export rgpd",)),
    RgpdFunction("objection", "opposition au traitement", "21", ("droit d'opposition", "opposition à la prospection")),
    RgpdFunction("processing-register", "registre des traitements", "30", ("registre des activités de traitement",)),
    RgpdFunction("register", "registre rgpd", "30", ("registre de conformité",)),
    RgpdFunction("retention", "durées de conservation et purge", "5", ("durée de conservation", "anonymisation")),
    RgpdFunction("breach", "notification de violation de données", "33", ("registre des violations", "data breach")),
    RgpdFunction("impact-assessment", "analyse d'impact", "35", ("aipd", "dpia")),
    RgpdFunction("restitution", "restitution des données en fin de contrat", "28", ("restitution des données",)),
)
"""The functions without a price: the rights of persons, the records and the duties that the GDPR itself names."""
