"""Articles 15.13.7 and 15.13.8: the clients' files are shut to one another, where each database is an encrypted file.

As for a server, the facts are read elsewhere and judged here.

>>> from netsoft.names import TenantId
>>> from netsoft.tenancy.keys import Purpose
>>> place = Placement(TenantId("0" * 32), Purpose.DOSSIERS, engine="sqlcipher", server="/srv/netsoft", territory="FR")
>>> seen = FileFacts(path=place.database, mode=0o644, clear=False, identity=place.identity)
>>> for finding in audit_files([place], FolderFacts(files=(seen,))):
...     print(finding.code, "-", finding.problem, "-", finding.remedy)
file-mode - d'autres comptes de la machine y ont accès (644) - chmod 600
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from netsoft.clause import Clause
from netsoft.tenancy.audit.expected import Finding
from netsoft.tenancy.placement import ConnectionFacts, Placement, same_identity

_OTHERS: Final = 0o077
_BESIDE: Final = ("-wal", "-shm")


@frozen(kw_only=True)
class FileFacts:
    """A file: its path under the folder of the data, its permission bits, whether it is a database in clear.

    ``identity`` is what it says of itself under its own key, None where that key does not open it; ``opened_by``
    names the other databases whose key opens it.
    """

    path: str
    mode: int
    clear: bool
    identity: ConnectionFacts | None = None
    opened_by: tuple[str, ...] = ()


@frozen(kw_only=True)
class FolderFacts:
    """The files of the tenants, and the folders that hold them with their permission bits."""

    files: tuple[FileFacts, ...] = ()
    folders: tuple[tuple[str, int], ...] = ()


def audit_files(placements: Iterable[Placement], facts: FolderFacts) -> tuple[Finding, ...]:
    """Return everything about the files that is not as it should be, gravest first."""
    places = {place.database: place for place in placements}
    found = {*_missing(places, facts), *_folders(facts)}
    for file in facts.files:
        found.update(_file(places, file))
    return tuple(sorted(found, key=lambda finding: (finding.severity, finding)))


def _missing(places: dict[str, Placement], facts: FolderFacts) -> Iterator[Finding]:
    for path in places.keys() - {file.path for file in facts.files}:
        problem = "le cabinet n'a pas ce fichier"
        yield Finding(Clause("15.13.7"), path, "missing-database", problem, "restaurer sa sauvegarde")


def _folders(facts: FolderFacts) -> Iterator[Finding]:
    for path, mode in facts.folders:
        if mode & _OTHERS:
            problem = f"d'autres comptes de la machine y ont accès ({mode:o})"
            yield Finding(Clause("15.13.7"), path, "folder-mode", problem, "chmod 700")


def _file(places: dict[str, Placement], file: FileFacts) -> Iterator[Finding]:
    if file.mode & _OTHERS:
        problem = f"d'autres comptes de la machine y ont accès ({file.mode:o})"
        yield Finding(Clause("15.13.7"), file.path, "file-mode", problem, "chmod 600")
    if file.clear:
        problem, remedy = "base en clair", "la détruire après l'avoir recopiée dans un fichier chiffré"
        yield Finding(Clause("15.13.7"), file.path, "file-in-clear", problem, remedy)
    place = places.get(file.path)
    if place is not None:
        yield from _database(place, file)
    elif not any(file.path == path + suffix for path in places for suffix in _BESIDE):
        problem, remedy = "fichier d'aucun cabinet connu", "le retirer après vérification"
        yield Finding(Clause("15.13.7"), file.path, "unknown-file", problem, remedy, "warning")


def _database(place: Placement, file: FileFacts) -> Iterator[Finding]:
    if file.identity is None:
        problem, remedy = "ne s'ouvre pas avec la clé de l'annuaire", "restaurer la sauvegarde du cabinet"
        yield Finding(Clause("15.13.8"), file.path, "secret-refused", problem, remedy)
    elif not (answer := same_identity(place, file.identity)).granted:
        said = " ; ".join(reason.fact for reason in answer.reasons)
        yield Finding(Clause("15.13.7"), file.path, "foreign-file", said, "restaurer la sauvegarde du cabinet")
    for other in file.opened_by:
        problem, remedy = f"s'ouvre avec la clé de {other}", "remplacer le secret du cabinet"
        yield Finding(Clause("15.13.8"), file.path, "shared-secret", problem, remedy)
