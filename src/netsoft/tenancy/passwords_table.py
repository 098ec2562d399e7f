"""Article 6.3: the figures of the CNIL's recommendation on passwords.

Deliberation 2022-100 of 21 July 2022. The least entropy of each case, and the rules that the CNIL publishes as
equivalent, were read in at least two secondary sources (80 and 13 bits, twelve or fourteen characters, seven words) or
in one (50 bits); the text itself was not. 12 characters of 99 signs come to 79.55 bits, under 80: the published rule
is applied beside the bare figure, so that what the CNIL gives as its example is not refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

SOURCE: Final = "CNIL, délibération 2022-100 du 21 juillet 2022"

Case: TypeAlias = Literal["alone", "restricted", "device"]
"""A password alone; with a restriction of access (a delay, a cap on tries); to unlock a device that one holds."""

LEAST_BITS: Final[Mapping[Case, int]] = MappingProxyType({"alone": 80, "restricted": 50, "device": 13})
CASE_NAMES: Final[Mapping[Case, str]] = MappingProxyType(
    {
        "alone": "pour un mot de passe seul",
        "restricted": "avec une restriction d'accès",
        "device": "pour déverrouiller un appareil que l'on détient",
    }
)

LOWER: Final = 26
UPPER: Final = 26
DIGITS: Final = 10
SPECIALS: Final = 37
"""How many signs of each kind; the CNIL's example counts 37 special ones."""

PUBLISHED_LENGTH: Final = 12
PUBLISHED_KINDS: Final = 4
PUBLISHED_SIGNS: Final = LOWER + UPPER + DIGITS + SPECIALS
"""A password alone of twelve characters of the four kinds, published as equivalent to 80 bits."""

PUBLISHED_WORDS: Final = 7
WORDS_IN_LIST: Final = 2_757
"""The shortest list of which seven words taken at random, published as equivalent too, come to 80 bits."""

LONGEST: Final = 256
"""Characters beyond are not counted: what is before suffices, and the work stays bounded."""
FEW_SIGNS: Final = 5
SHORT: Final = 8
"""From eight characters on, fewer than five different signs are all the choice there was."""
SHORTEST_NAME: Final = 3
"""A name of two letters turns up by chance."""
SHORTEST_SEQUENCE: Final = 4
"""Three keys in a row turn up by chance."""
