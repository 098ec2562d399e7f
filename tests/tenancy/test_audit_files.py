"""What is found about files: each fault by its name, and nothing where nothing is wrong (15.13.7, 15.13.8)."""

from __future__ import annotations

from typing import Final

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from netsoft.clause import Clause
from netsoft.names import TenantId
from netsoft.tenancy.audit import FileFacts, Finding, FolderFacts, audit_files
from netsoft.tenancy.keys import Purpose
from netsoft.tenancy.placement import ConnectionFacts, Placement
from netsoft.testing import tenant_ids

ID: Final = TenantId("1" * 32)
PURPOSES: Final = (Purpose.DOSSIERS, Purpose.JOURNAL)


def placed(tenant: TenantId) -> list[Placement]:
    return [Placement(tenant, use, engine="sqlcipher", server="/srv", territory="FR") for use in PURPOSES]


def kept(places: list[Placement]) -> FolderFacts:
    files = [FileFacts(path=place.database, mode=0o600, clear=False, identity=place.identity) for place in places]
    logs = [FileFacts(path=f"{place.database}-wal", mode=0o600, clear=False) for place in places]
    return FolderFacts(files=(*files, *logs), folders=(("tenants", 0o700), (f"tenants/{ID}", 0o700)))


PLACES: Final = placed(ID)
PATH: Final = PLACES[0].database
FACTS: Final = kept(PLACES)


@given(st.lists(tenant_ids(), max_size=3, unique=True))
def test_files_without_a_fault_have_no_finding(ids: list[TenantId]) -> None:
    places = [place for tenant in ids for place in placed(tenant)]
    assert audit_files(places, kept(places)) == ()
    assert audit_files(reversed(places), evolve(kept(places), files=kept(places).files[::-1])) == ()


def changed(**changes: object) -> FolderFacts:
    return evolve(FACTS, files=(evolve(FACTS.files[0], **changes), *FACTS.files[1:]))  # type: ignore[arg-type]


OTHERS: Final = "d'autres comptes de la machine y ont accès"
RESTORE: Final = "restaurer la sauvegarde du cabinet"


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (changed(mode=0o640), Finding(Clause("15.13.7"), PATH, "file-mode", f"{OTHERS} (640)", "chmod 600")),
        (changed(mode=0o601), Finding(Clause("15.13.7"), PATH, "file-mode", f"{OTHERS} (601)", "chmod 600")),
        (
            changed(clear=True),
            Finding(
                Clause("15.13.7"),
                PATH,
                "file-in-clear",
                "base en clair",
                "la détruire après l'avoir recopiée dans un fichier chiffré",
            ),
        ),
        (
            changed(identity=None),
            Finding(Clause("15.13.8"), PATH, "secret-refused", "ne s'ouvre pas avec la clé de l'annuaire", RESTORE),
        ),
        (
            changed(identity=ConnectionFacts("2" * 32, "dossiers")),
            Finding(
                Clause("15.13.7"),
                PATH,
                "foreign-file",
                f"la connexion mène à la base « {'2' * 32} », non à « {ID} »",
                RESTORE,
            ),
        ),
        (
            changed(opened_by=("tenants/x/dossiers.db",)),
            Finding(
                Clause("15.13.8"),
                PATH,
                "shared-secret",
                "s'ouvre avec la clé de tenants/x/dossiers.db",
                "remplacer le secret du cabinet",
            ),
        ),
        (
            evolve(FACTS, files=FACTS.files[1:]),
            Finding(
                Clause("15.13.7"), PATH, "missing-database", "le cabinet n'a pas ce fichier", "restaurer sa sauvegarde"
            ),
        ),
        (
            evolve(FACTS, folders=(("tenants", 0o755),)),
            Finding(Clause("15.13.7"), "tenants", "folder-mode", f"{OTHERS} (755)", "chmod 700"),
        ),
        (
            evolve(FACTS, files=(*FACTS.files, FileFacts(path="tenants/x/dossiers.db", mode=0o600, clear=False))),
            Finding(
                Clause("15.13.7"),
                "tenants/x/dossiers.db",
                "unknown-file",
                "fichier d'aucun cabinet connu",
                "le retirer après vérification",
                "warning",
            ),
        ),
    ],
)
def test_each_fault_is_said(facts: FolderFacts, found: Finding) -> None:
    assert audit_files(PLACES, facts) == (found,)


def test_gravest_first() -> None:
    stray = FileFacts(path="tenants/0", mode=0o644, clear=True)
    found = audit_files(PLACES, evolve(FACTS, files=(*FACTS.files, stray)))
    assert [one.code for one in found] == ["file-in-clear", "file-mode", "unknown-file"]
