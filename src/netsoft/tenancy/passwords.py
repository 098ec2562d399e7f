r"""Article 6.3: "Faire usage de mots de passe forts tels que préconisé par la CNIL".

The CNIL's recommendation 2022-100 asks for 80 bits of a password alone, for 50 where access is restricted, for 13 to
unlock a device that one holds; what it publishes as equivalent is accepted too.

>>> strength("kV7#mQ2!xW9z").accepted, strength("kV7#mQ2!xW9z").entropy_bits
(True, Decimal('79.55'))
>>> weak = strength("Motdepasse2026!", "restricted")
>>> for reason in weak.decision.reasons:
...     print(reason.clause, reason.fact.replace("\xa0", " "))
6.3 5,20 bits sur 50 demandés avec une restriction d'accès
6.3 des mots que tout le monde essaie ne comptent pas
6.3 une année ne compte pas
>>> strength("girafe tambour cuivre lundi ardoise", "restricted").accepted
True
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, Literal

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.rendering import count
from netsoft.tenancy import passwords_table as t
from netsoft.tenancy.entropy import Made, made_of
from netsoft.tenancy.passwords_table import Case

CLAUSE: Final = Clause("6.3")
_HUNDREDTHS: Final = 100


@frozen
class Verdict:
    """What the CNIL's recommendation says of a password: accepted or not, in which case, and why.

    ``combinations`` is how many passwords there were to choose from. The password itself is nowhere in it.
    """

    case: Case
    combinations: int = field(repr=False)
    decision: Decision

    @property
    def accepted(self) -> bool:
        """Whether the password may be used."""
        return self.decision.granted

    @property
    def entropy_bits(self) -> Decimal:
        """The entropy in bits, cut to the hundredth."""
        return bits(self.combinations)


def strength(
    password: str, case: Case = "alone", own: Iterable[str] = (), words_in_list: int = t.WORDS_IN_LIST
) -> Verdict:
    """Decide whether a password is strong enough in a case; ``own`` are the person's names and addresses.

    ``words_in_list`` is the length of the list from which the words of a phrase were taken at random, where it is
    known. The reasons say what did not count and never a part of the password.
    """
    if type(password) is not str:
        raise InvalidValue("password", "ce n'est pas un texte", "donner le mot de passe, en texte")
    if case not in t.LEAST_BITS:
        raise InvalidValue("case", f"cas inconnu : {shown(case)}", f"écrire {', '.join(t.LEAST_BITS)}")
    if type(words_in_list) is not int or words_in_list < 1:
        problem = f"{shown(words_in_list)} n'est pas un nombre de mots"
        raise InvalidValue("words_in_list", problem, "donner un entier positif")
    made = made_of(password, own, words_in_list)
    verdict: Literal["granted", "refused"] = "granted" if _suffices(made, case) or _published(made, case) else "refused"
    facts = _facts(made, case, words_in_list)
    return Verdict(case, made.combinations, Decision(verdict, tuple(Reason(CLAUSE, fact) for fact in facts)))


def bits(combinations: int) -> Decimal:
    """Return the entropy of so many equal chances, in bits cut to the hundredth: exact, whatever the number.

    >>> bits(99**12)
    Decimal('79.55')
    """
    return Decimal((combinations**_HUNDREDTHS).bit_length() - 1).scaleb(-2)


def _suffices(made: Made, case: Case) -> bool:
    return made.combinations >= 1 << t.LEAST_BITS[case]


def _published(made: Made, case: Case) -> bool:
    """Say whether a password keeps the rule that the CNIL publishes for one alone: twelve signs of the four kinds."""
    if case != "alone" or made.words is not None or made.kinds != t.PUBLISHED_KINDS:
        return False
    return made.combinations >= t.PUBLISHED_SIGNS**t.PUBLISHED_LENGTH


def _facts(made: Made, case: Case, words_in_list: int) -> Iterator[str]:
    reached = f"{bits(made.combinations):.2f}".replace(".", ",")
    yield f"{reached} bits sur {t.LEAST_BITS[case]} demandés {t.CASE_NAMES[case]}"
    if not _suffices(made, case):
        if _published(made, case):
            signs = f"{t.PUBLISHED_LENGTH} caractères au moins, de {t.PUBLISHED_KINDS} sortes"
            yield f"{signs} : la CNIL les tient pour équivalents"
        elif case == "alone" and _suffices(made, "restricted"):
            yield f"il suffirait {t.CASE_NAMES['restricted']} ({t.LEAST_BITS['restricted']} bits)"
    if made.words is not None:
        yield f"mots comptés : {made.words}, comme tirés au hasard d'une liste de {count(words_in_list)}"
    yield from made.left_out
