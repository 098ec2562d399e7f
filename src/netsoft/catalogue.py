"""Articles 1.2 and 1.3: one official version of the terms at a time; which one binds on a day.

>>> from datetime import date
>>> version_on(date(2024, 3, 1)).name
'CG052018'
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from netsoft.cg052018 import CG052018
from netsoft.days import Day, as_day
from netsoft.errors import InvalidValue, MissingFact
from netsoft.money import shown
from netsoft.rendering import day as french
from netsoft.terms import Terms

VERSIONS: Final = (CG052018,)
"""Every version that was in force, in order of its first day; its ``digest`` tells its numbers from any other's."""


def version_on(day: Day, versions: Sequence[Terms] = VERSIONS) -> Terms:
    """Return the version in force on ``day``; before the first, a missing fact: nothing is read back in time."""
    begun = [terms for terms in versions if terms.first_day <= as_day(day, "day")]
    if not begun:
        remedy = "nommer la version (« terms ») ou donner un jour à partir de la première"
        raise MissingFact(f"aucune version des conditions générales en vigueur le {french(day)}", remedy)
    return max(begun, key=lambda terms: terms.first_day)


def version_named(name: str, versions: Sequence[Terms] = VERSIONS) -> Terms:
    """Return the version called ``name``; another name is refused with those that exist."""
    for terms in versions:
        if terms.name == name:
            return terms
    known = ", ".join(terms.name for terms in versions)
    raise InvalidValue("terms", f"version inconnue : {shown(name)}", f"écrire {known}")
