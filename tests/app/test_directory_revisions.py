"""The directory's own revision: who upgrades it, and who may go on beside one that is newer."""

from __future__ import annotations

import pytest

from reference_app.clock import SystemClock
from reference_app.deployment import open_deployment
from reference_app.errors import DirectoryBehind, SetupError
from reference_app.folder_lock import alone
from reference_app.settings import Settings
from reference_app.storage.revision_log import DIRECTORY, Known, record_revision
from tests.app.operated import settings
from tests.app.world import START

__all__ = ["settings"]


def test_a_directory_that_is_behind_waits_where_others_may_serve_it(settings: Settings) -> None:
    with open_deployment(settings, SystemClock()) as opened, opened.directory.store.write() as db:
        db.exec_driver_sql("DROP TABLE alembic_version")
    with pytest.raises(DirectoryBehind), open_deployment(settings, SystemClock(), upgrades=False):
        pass
    if settings.database is None:
        with (
            alone(settings.data_folder),
            pytest.raises(SetupError, match="servi"),
            open_deployment(settings, SystemClock()),
        ):
            pass
    else:
        with pytest.raises(DirectoryBehind), open_deployment(settings, SystemClock()):
            pass
    with open_deployment(settings, SystemClock(), upgrades=True):
        pass
    with open_deployment(settings, SystemClock()):
        pass


def test_a_directory_of_a_newer_version_is_left_to_it_unless_it_says_otherwise(settings: Settings) -> None:
    with open_deployment(settings, SystemClock()) as opened, opened.directory.store.write() as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = 'directory_0002'")
        record_revision(db, DIRECTORY, Known("directory_0002", "directory_0001"), START)
    with open_deployment(settings, SystemClock()) as opened, opened.directory.store.write() as db:
        record_revision(db, DIRECTORY, Known("directory_0002", "directory_0002"), START)
    with pytest.raises(SetupError, match="plus récente"), open_deployment(settings, SystemClock()):
        pass
