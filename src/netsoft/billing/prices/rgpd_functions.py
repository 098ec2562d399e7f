"""Article 7.5: the provider strives to make functions of GDPR compliance available at no extra cost.

The clause promises an effort. We read it more strictly, by choice: a price on such a function cannot be constructed
at all. What goes beyond the perimeter of the GDPR is 7.6, and may be priced.

>>> rgpd_function("portabilité des données").article
'20'
>>> chargeable("Automatisation de la relance").granted
True
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from netsoft.answers import Decision, Reason
from netsoft.billing.prices.rgpd_functions_table import RGPD_FUNCTIONS, RgpdFunction
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import shown

CLAUSE: Final = Clause("7.5")


def rgpd_function(name: str) -> RgpdFunction | None:
    """Return the function of the GDPR that a product's code or French label names, or ``None``."""
    asked = _plain(name)
    return next((f for f in RGPD_FUNCTIONS if asked in _alone(f) or any(_in(n, asked) for n in _names(f))), None)


def chargeable(*names: str) -> Decision:
    """Say whether what bears these names may have a price: refused for a function of the GDPR (7.5)."""
    found = next(filter(None, map(rgpd_function, names)), None)
    if found is None:
        return Decision("granted", (Reason(CLAUSE, "ce n'est pas une fonctionnalité de conformité au RGPD"),))
    fact = f"« {found.name} » (RGPD, art. {found.article}) est mise à disposition sans surcoût"
    return Decision("refused", (Reason(CLAUSE, f"{fact} : c'est notre choix, plus strict que le texte"),))


def refuse_a_price(*names: str, field: str = "product") -> None:
    """Refuse, as a value that cannot exist, a price on a function of the GDPR; ``field`` is where it stands."""
    decision = chargeable(*names)
    if not decision.granted:
        problem = f"pas de prix possible pour {shown(names[0])} (7.5) : {decision.reasons[0].fact}"
        raise InvalidValue(field, problem, "le fournir sans prix")


def _names(function: RgpdFunction) -> tuple[str, ...]:
    return (_plain(function.name), *map(_plain, function.also))


def _alone(function: RgpdFunction) -> tuple[str, ...]:
    """The names that say too little within other words: a licence may be a « droit d'accès au logiciel »."""
    return (_plain(function.code), *map(_plain, function.alone))


def _in(name: str, asked: str) -> bool:
    return f" {name} " in f" {asked} "


def _plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare))
