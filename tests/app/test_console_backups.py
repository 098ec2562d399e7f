"""The back-ups in the console: when each brokerage was last backed up and tried, and the alarms."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from reference_app.deployment import jobs_on
from reference_app.jobs.safekeeping import DAILY_BACKUP, DAILY_TRIAL
from reference_app.storage.backup_log import RestoreTest, keep_restore_test
from reference_app.storage.job_log import RunKey
from tests.app.books import text_of
from tests.app.world import World

PAGE = "/editeur/sauvegardes"


@pytest.fixture
def kept(world: World, tmp_path: Path) -> World:
    """A world with a folder for its archives."""
    settings = evolve(world.deployment.settings, backups=tmp_path / "backups")
    deployment = evolve(world.deployment, settings=settings)
    deployment = evolve(deployment, jobs=jobs_on(deployment))
    return World(deployment, world.clock, world.first, world.second, world.member, world.browsers)


def back_up(world: World) -> None:
    """Back everything up, and try it."""
    for job in (DAILY_BACKUP, DAILY_TRIAL):
        made = world.deployment.jobs.run(RunKey(job, "2026-11-20"))
        assert made is not None
        assert made.failures == ()


def test_a_brokerage_that_is_kept_safe_has_no_alarm(kept: World) -> None:
    back_up(kept)
    staff = kept.staff()
    page = text_of(staff.get(PAGE).text)
    assert "Aucune alarme" in page
    assert "2 cabinets et l’annuaire" in page
    assert page.count("à jour 20/11/2026 à 9 h 30 20/11/2026 à 9 h 30, réussi") == 3, page
    assert "sur les sauvegardes" not in text_of(staff.get("/editeur").text)


def test_what_is_too_old_is_an_alarm_and_the_home_counts_them(kept: World) -> None:
    back_up(kept)
    kept.clock.advance(hours=24)
    assert "sur les sauvegardes" not in text_of(kept.staff().get("/editeur").text)
    kept.clock.advance(seconds=1)
    staff = kept.staff()
    assert "5 alarmes sur les sauvegardes" in text_of(staff.get("/editeur").text)
    page = text_of(staff.get(PAGE).text)
    assert page.count("dossiers : pas de sauvegarde de moins de 24 heures (la dernière est du 20/11/2026") == 2


def test_a_trial_that_failed_is_an_alarm_listed_first(kept: World) -> None:
    back_up(kept)
    tenant = kept.second.handle.tenant
    with kept.deployment.directory.store.write() as db:
        keep_restore_test(db, RestoreTest(kept.clock.at, tenant.id, "journal", "x", 0, 1, "failed", "altérée <b>"))
    html = kept.staff().get(PAGE).text
    assert "1 alarme. Les tâches" in text_of(html)
    assert "altérée &lt;b&gt;" in html
    assert "20/11/2026 à 9 h 30, en échec" in text_of(html)
    assert html.index(tenant.name) < html.index(kept.first.handle.tenant.name)


def test_without_a_folder_it_is_said_that_nothing_is_kept(world: World) -> None:
    page = text_of(world.staff().get(f"{PAGE}?page=9").text)
    assert "Rien n’est sauvegardé" in page
    assert "journal : pas de sauvegarde de moins de 24 heures (aucune) (art. 15.13.11)." in page


def test_brokers_are_not_shown_it(world: World) -> None:
    assert world.broker(world.first).get(PAGE).status_code in (303, 403, 404)
