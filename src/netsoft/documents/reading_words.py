"""The readings in the words of the parties, for every page: articles 1, 3, 4, 5, 7 and 17.

Those of article 8 are in :mod:`netsoft.decompte_text.words`, with its account.

>>> from netsoft.contract_readings import ContractReadings
>>> lines = readings_in_words(ContractReadings(notice_count="backward"), ("R-13", "R-26"))
>>> for line in lines: print(line)
R-13* Préavis en mois : compté à rebours depuis le dernier jour de la période
R-26 Échéance annuelle : la veille de l'anniversaire, à minuit
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from netsoft.documents.page import Block, Items, Note
from netsoft.readings import Choices

Words: TypeAlias = Mapping[str, tuple[str, Mapping[str, str]]]
"""Each reading by its key: the question, and the words of each choice."""

_LATER: Final = "depuis la conclusion ou la mise à disposition, la plus tardive"
CONTRACT: Final[Words] = MappingProxyType(
    {
        "withdrawal_start": (
            "Délai de rétractation (4.1)",
            MappingProxyType(
                {
                    "availability": f"{_LATER}, reporté au jour ouvré",
                    "first-use": "depuis le premier usage constaté, reporté au jour ouvré",
                    "conclusion": "depuis la conclusion, reporté au jour ouvré",
                    "civil-days": f"{_LATER}, sans report",
                }
            ),
        ),
        "notice_count": (
            "Préavis en mois",
            MappingProxyType(
                {
                    "forward": "le jour où il est donné, plus ces mois, ne dépasse pas le dernier de la période",
                    "backward": "compté à rebours depuis le dernier jour de la période",
                }
            ),
        ),
        "liability_window": (
            "Montants facturés qui plafonnent l'indemnisation (17.1)",
            MappingProxyType(
                {
                    "by-date": "ceux des factures datées de ces mois",
                    "by-service-period": "ceux des jours de service compris dans ces mois",
                }
            ),
        ),
        "letter_effect": (
            "Effet d'une lettre recommandée",
            MappingProxyType(
                {
                    "delivery": "à sa remise",
                    "first-presentation": "à sa première présentation",
                    "sending": "à son envoi",
                }
            ),
        ),
        "renewal": (
            "Reconduction (5.1)",
            MappingProxyType(
                {
                    "same-length": "pour la durée de la première période",
                    "indefinite": "sans terme (art. 1214 et 1215 C. civ.)",
                }
            ),
        ),
        "annual_term": (
            "Échéance annuelle",
            MappingProxyType(
                {
                    "eve": "la veille de l'anniversaire, à minuit",
                    "anniversary": "le jour anniversaire, à minuit",
                }
            ),
        ),
        "outside_causes": (
            "Notification des causes extérieures (3.3)",
            MappingProxyType(
                {
                    "force-majeure-needs-none": "requise, sauf force majeure",
                    "always-notified": "requise, force majeure comprise",
                }
            ),
        ),
        "new_terms": (
            "Nouvelles conditions générales (1.2)",
            MappingProxyType(
                {
                    "first-use-after-shown": "à la première utilisation après affichage",
                    "publication": "dès leur publication",
                    "next-term": "à l'échéance qui suit leur publication",
                }
            ),
        ),
        "notice_means": (
            "Moyen d'un préavis",
            MappingProxyType(
                {
                    "stronger-accepted": "le moyen convenu, ou un moyen plus probant",
                    "named-only": "le moyen convenu seul",
                }
            ),
        ),
    }
)
USAGE: Final[Words] = MappingProxyType(
    {
        "tier": (
            "Palier qui lie (7.2, 7.3)",
            MappingProxyType(
                {
                    "higher": "le plus élevé du palier publié et du palier observé",
                    "published": "le palier publié",
                    "observed": "le palier observé",
                }
            ),
        ),
        "allowance": (
            "Actions admises",
            MappingProxyType(
                {
                    "pooled": "mises en commun entre les utilisateurs déclarés",
                    "per-user": "pour chaque utilisateur, sans report de l'un à l'autre",
                }
            ),
        ),
        "tier_rounding": (
            "Arrondi du palier observé",
            MappingProxyType({"up": "à l'action supérieure", "half-up": "à l'action la plus proche"}),
        ),
        "declared_users": (
            "Utilisateurs déclarés du mois",
            MappingProxyType(
                {
                    "highest": "leur plus grand nombre dans le mois",
                    "last-day": "ceux du dernier jour",
                    "average": "leur moyenne sur les jours du mois",
                }
            ),
        ),
        "complement_limit": (
            "Dernier jour pour dater un complément",
            MappingProxyType(
                {
                    "day-after": "le lendemain du dernier jour de la période",
                    "last-day": "le dernier jour de la période",
                }
            ),
        ),
        "tier_months": (
            "Mois du palier",
            MappingProxyType({"calendar": "mois civils", "of-the-subscription": "mois comptés depuis l'abonnement"}),
        ),
        "users_in_mean": (
            "Utilisateurs comptés dans la moyenne",
            MappingProxyType({"active": "ceux qui ont agi dans le mois", "declared": "tous ceux qui sont déclarés"}),
        ),
    }
)
WORDS: Final[Words] = MappingProxyType({**CONTRACT, **USAGE})
"""The readings of the life of the contract and of usage; their keys are all different."""


def readings_in_words(readings: Choices, numbers: Collection[str]) -> Iterator[str]:
    """Write the readings of these numbers, one a line, with a star where it is not the default."""
    for number, key, values in readings.QUESTIONS:
        if number in numbers:
            question, choices = WORDS[key]
            choice = getattr(readings, key)
            yield f"{number}{'*' * (choice != values[0])} {question} : {choices[choice]}"


def reading_blocks(readings: Choices, numbers: Collection[str], more: Iterable[str] = ()) -> tuple[Block, ...]:
    """Lay these readings out as items, ``more`` after them, with a note on the star if one has it."""
    lines = tuple(readings_in_words(readings, numbers))
    note = (Note("* lecture autre que celle par défaut"),) if any("*" in line for line in lines) else ()
    return (Items((*lines, *more)), *note)
