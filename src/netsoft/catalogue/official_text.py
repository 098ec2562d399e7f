r"""The text of a version of the terms, as it is served: plain, canonical, the same bytes for the same terms.

It is made of the table of clauses and of the numbers of the terms. It is in short, and says so: the publisher's own
text alone binds. Two versions whose numbers differ have different texts, and so different digests.

>>> from netsoft.cg052018 import CG052018
>>> text = official_text(CG052018)
>>> text.splitlines()[0]
'CONDITIONS GÉNÉRALES CG052018'
>>> print([line for line in text.splitlines() if "période du plafond" in line][0].strip().replace("\xa0", " "))
période du plafond : 12 mois
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Final

from netsoft.clauses import CLAUSES, Entry
from netsoft.money import Rate
from netsoft.rendering import count, counted, long_day, percent
from netsoft.terms import InterestBasis, Terms

_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "withdrawal.days": "délai de rétractation",
        "duration.months": "durée",
        "duration.client_notice_months": "préavis du client",
        "duration.client_means": "moyen du client",
        "duration.client_mailbox": "adresse du fournisseur",
        "duration.provider_notice_months": "préavis du fournisseur",
        "duration.provider_means": "moyen du fournisseur",
        "usage.published_tier": "palier, en actions par mois et utilisateur déclaré",
        "usage.markup": "majoration de la moyenne",
        "payment.late_penalty": "pénalité de retard",
        "payment.interest": "intérêts de retard",
        "payment.collection_penalty": "majoration au recouvrement",
        "payment.opposition_penalty": "pénalité d'opposition",
        "logs.session_hours": "durée des cookies",
        "liability.cap_months": "période du plafond",
    }
)
"""How the text names each number; one that it does not name yet is named by its path."""
_UNITS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"days": ("jour", "jours"), "months": ("mois", "mois"), "hours": ("heure", "heures")}
)
_MEANS: Final[Mapping[str, str]] = MappingProxyType(
    {"email": "e-mail", "registered-letter": "lettre recommandée avec accusé de réception"}
)


def official_text(terms: Terms, binding_address: str | None = None, clauses: Sequence[Entry] = CLAUSES) -> str:
    """Write the text of a version: heading, notice, then each article with its clauses and their numbers.

    ``binding_address`` is where the publisher's own text stands, if that is known; ``clauses`` are the wordings.
    Lines end with a line feed, the last one too.
    """
    lines = [*_heading(terms, binding_address)]
    for title, entries in groupby(clauses, key=lambda entry: (entry.clause.article, entry.title)):
        lines += ["", f"ARTICLE {title[0]} – {title[1]}", ""]
        for entry in entries:
            lines += _clause(terms, entry)
    return "\n".join(lines) + "\n"


def _heading(terms: Terms, binding_address: str | None) -> Iterator[str]:
    yield f"CONDITIONS GÉNÉRALES {terms.name}"
    yield f"En vigueur depuis le {long_day(terms.first_day)}."
    yield ""
    where = f", à l'adresse {binding_address}" if binding_address else ""
    yield f"Ce texte est abrégé. Seul fait foi le texte officiel de l'éditeur{where}."
    yield "Les nombres de cette version sont ceux qui suivent chaque clause."


def _clause(terms: Terms, entry: Entry) -> Iterator[str]:
    aside = "" if terms.holds(entry.clause) else " [clause écartée]"
    yield f"{entry.clause} {entry.text}{aside}"
    for clause, path, value in terms.numbers():
        if clause == entry.clause:
            yield f"    {_NAMES.get(path, path)} : {_written(path, value)}"


def _written(path: str, value: object) -> str:
    match value:
        case InterestBasis(kind="legal", multiple=multiple):
            return f"{count(multiple)} fois le taux légal"
        case InterestBasis(kind="ecb", points=points):
            return f"taux de la BCE plus {percent(points)}"
        case InterestBasis(percent=rate) | (Rate() as rate):
            return percent(rate)
        case int(number):
            unit = _UNITS.get(path.replace(".", "_").rpartition("_")[2])
            return counted(number, *unit) if unit else count(number)
        case text:
            return _MEANS.get(str(text), str(text))
