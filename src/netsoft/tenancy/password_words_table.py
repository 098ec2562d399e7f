"""Article 6.3: what French people put in passwords before anything else, plain: words, keys in a row, disguises.

Chosen by the publisher after what public lists of leaked French and English passwords have in common, and after the
trade of its clients. No figure of law stands here.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

_COMMON: Final = """
abracadabra admin administrateur amour anais apple arsenal assurance assurances azerty bambou baseball batman
bienvenue bisous bonheur bonjour bretagne cabinet camille canard caramel carotte changeme changemoi charlotte cheval
chocolat chouchou choupette cookie coucou courtage courtier daniel doudou doudoune dragon entreprise football france
freedom gestion hello iloveyou internet isabelle jetaime julien killer letmein lollipop loulou loulouette louloute
maman mamanpapa marseille master michel monkey monmotdepasse motdepass motdepasse motdepasses mustang mutuelle naruto
netsoft nicolas ninja nounours oceane olivier orange papa papillon paris parola passe passion password passwords
pokemon portugal poupette princess princesse qazwsx secret shadow sinistre soleil starwars sunshine superman tigrou
toulouse trustno vacances valentin welcome whatever zidane
"""
COMMON: Final = frozenset(_COMMON.split())
"""Words that everyone tries."""

ROWS: Final = (
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "qwertzuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
)
"""Keys, letters and figures in a row; backwards they are as well known."""

YEAR: Final = r"(?:19|20)[0-9]{2}"
"""A year of this century or of the last."""

DISGUISES: Final = tuple(
    MappingProxyType(str.maketrans(signs, letters))
    for signs, letters in (("", ""), ("@4$53€0!1+7", "aasseeoiitt"), ("@4$53€0!1+7", "aasseeoiltt"))
)
"""Signs that stand for letters, read as they are, with 1 as i, with 1 as l."""
