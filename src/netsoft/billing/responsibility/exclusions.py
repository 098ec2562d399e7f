"""Articles 3.4, 9.5, 10.1, 10.2 and 10.3: the damage for which the provider does not answer.

Each head of a claim is looked at alone: which clause excludes it and why, and what the law says against such a clause.
A clause that is set aside (19.1) excludes nothing; what no clause excludes remains to be established.

>>> from netsoft.cg052018 import CG052018
>>> answer = excluded("data-loss", CG052018)
>>> answer.by.number, [objection.law for objection in answer.objections]
('10.1', ['art. 1170 C. civ.', 'art. 1171 C. civ.'])
>>> excluded("uncorrected-defect", CG052018).by is None
True
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args

from attrs import frozen

from netsoft.answers import Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.terms import Terms

INTERRUPTION: Final = Clause("3.4")
WARRANTY: Final = Clause("9.5")
DAMAGE: Final = Clause("10.1")
RECOVERY: Final = Clause("10.2")
COMPLIANCE: Final = Clause("10.3")

Damage: TypeAlias = Literal[
    "interruption",
    "inaccurate-content",
    "unfit-for-needs",
    "error-or-insecurity",
    "client-equipment",
    "failure",
    "data-loss",
    "equipment-loss",
    "consequence-of-loss",
    "recovery-costs",
    "client-non-compliance",
    "uncorrected-defect",
    "personal-data-breach",
    "data-not-returned",
    "other",
]
"""What a head of claim is about. The last four are excluded by no clause: a defect of the provider's that was not
corrected (9.1), a breach of the security that it promises (15), data that are not given back (9.3), anything else."""
DAMAGES: Final[tuple[Damage, ...]] = get_args(Damage)

_WORDS: Final = MappingProxyType(
    {
        "interruption": "interruption du service",
        "inaccurate-content": "inexactitude du contenu",
        "unfit-for-needs": "inaptitude à répondre aux besoins",
        "error-or-insecurity": "service interrompu, non sûr ou entaché d'erreur",
        "client-equipment": "mauvais fonctionnement du matériel du client",
        "failure": "défaillance",
        "data-loss": "perte de données",
        "equipment-loss": "perte de matériels",
        "consequence-of-loss": "suites de ces dommages",
        "recovery-costs": "frais de récupération, de reproduction ou de réparation",
        "client-non-compliance": "inobservation par le client de ses obligations",
        "uncorrected-defect": "défaut imputable au fournisseur, non corrigé",
        "personal-data-breach": "violation de données sur le matériel du fournisseur",
        "data-not-returned": "données non restituées",
        "other": "autre dommage",
    }
)
_BY: Final = MappingProxyType(
    {
        "interruption": (INTERRUPTION, WARRANTY),
        "inaccurate-content": (WARRANTY,),
        "unfit-for-needs": (WARRANTY,),
        "error-or-insecurity": (WARRANTY,),
        "client-equipment": (DAMAGE,),
        "failure": (DAMAGE,),
        "data-loss": (DAMAGE,),
        "equipment-loss": (DAMAGE,),
        "consequence-of-loss": (DAMAGE,),
        "recovery-costs": (RECOVERY,),
        "client-non-compliance": (COMPLIANCE,),
    }
)
"""The clauses that exclude a damage, the nearest first: the next speaks where the first is set aside."""


@frozen
class Objection:
    """What the law may say against a clause: the article of law, and in French what it leads to."""

    law: str
    fact: str


BLANKET: Final = (
    Objection(
        "art. 1170 C. civ.",
        "une exclusion générale d'indemnisation est réputée non écrite si elle prive de sa substance l'obligation "
        "essentielle ; un juge peut l'écarter",
    ),
    Objection(
        "art. 1171 C. civ.",
        "dans un contrat d'adhésion, un juge peut réputer non écrite une clause non négociable qui crée un "
        "déséquilibre significatif",
    ),
)
"""What the law says against a general exclusion of compensation."""
_RGPD: Final = Objection(
    "art. 28(3) RGPD",
    "ignorer le contenu des données ne décharge pas le sous-traitant de ses propres obligations",
)


@frozen
class Exclusion:
    """Whether a damage is excluded: ``by`` which clause (``None``: by none), why, and what the law says against it."""

    damage: Damage
    by: Clause | None
    reason: Reason
    objections: tuple[Objection, ...]


def excluded(damage: Damage, terms: Terms) -> Exclusion:
    """Say which clause of the terms excludes a damage, if one does, and why."""
    if damage not in DAMAGES:
        raise InvalidValue("damage", f"dommage inconnu : {shown(damage)}", f"écrire {', '.join(DAMAGES)}")
    clauses = _BY.get(damage, ())
    by = next((clause for clause in clauses if terms.holds(clause)), None)
    if by is not None:
        return Exclusion(damage, by, Reason(by, f"{in_french(damage)} : la clause {by} l'exclut"), _against(by))
    fact = f"{in_french(damage)} : {_aside(clauses)}"
    return Exclusion(damage, None, Reason(clauses[0] if clauses else DAMAGE, fact), ())


def _aside(clauses: tuple[Clause, ...]) -> str:
    """Say that the clauses that would exclude are set aside, or that there is none."""
    match clauses:
        case ():
            return "aucune clause ne l'exclut"
        case (only,):
            return f"la clause {only} est écartée"
        case _:
            return f"les clauses {' et '.join(map(str, clauses))} sont écartées"


def in_french(damage: Damage) -> str:
    """Name a damage."""
    return _WORDS[damage]


def _against(clause: Clause) -> tuple[Objection, ...]:
    return (_RGPD,) if clause == COMPLIANCE else BLANKET
