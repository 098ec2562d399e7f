r"""Article 2.2: the disk space "défini aux conditions financières ou mentionné sur la facture".

>>> quota = Quota(10_000_000_000, "facture F-2026-001")
>>> upload(used=9_900_000_000, asked=200_000_000, quota=quota).reasons[0].fact.replace("\u202f", " ")
'9 900 000 000 octets occupés + 200 000 000 demandés, 10 000 000 000 admis (facture F-2026-001) : 100 000 000 de trop'
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.rendering import count

DISK: Final = Clause("2.2")


def _bytes(name: str, value: int) -> int:
    if type(value) is not int or value < 0:
        problem = f"{shown(value)} n'est pas un nombre d'octets"
        raise InvalidValue(name, problem, "donner un entier positif ou nul")
    return value


@frozen
class Quota:
    """The bytes that a tenant may occupy, and the document that says so."""

    allowed: int
    source: str

    def __attrs_post_init__(self) -> None:
        _bytes("allowed", self.allowed)
        if not self.source.strip():
            problem = "rien ne dit d'où vient cet espace"
            raise InvalidValue("source", problem, "nommer les conditions financières ou la facture")


def upload(used: int, asked: int, quota: Quota) -> Decision:
    """Decide on an upload of ``asked`` bytes where ``used`` are occupied: the quota itself may be reached.

    The reason says what is occupied, asked and allowed. A file that takes no room is always granted, even over a
    quota that was lowered since: nothing that is there is lost.
    """
    _bytes("used", used), _bytes("asked", asked)
    over = used + asked - quota.allowed
    fact = f"{count(used)} octets occupés + {count(asked)} demandés, {count(quota.allowed)} admis ({quota.source})"
    if over > 0 and asked:
        return Decision("refused", (Reason(DISK, f"{fact} : {count(over)} de trop"),))
    return Decision("granted", (Reason(DISK, fact),))
