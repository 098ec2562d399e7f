"""The jobs in the console: what is due is started, followed and taken up again, without a script."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime

import pytest
from attrs import evolve
from sqlalchemy import Connection

from netsoft.errors import MissingFact
from reference_app.services.jobs import Job, Jobs, Room, Step
from reference_app.storage.job_log import RunKey
from tests.app.books import text_of
from tests.app.contracts import opened_since
from tests.app.test_publisher import acts
from tests.app.world import Browser, World, hidden_fields

FAILS, WAITS = threading.Event(), threading.Event()


def _steps(room: Room) -> list[Step]:
    tenants = room.directory.tenants.all()
    return [Step(f"essai/{tenant.id}", tenant.id, lambda db, name=tenant.name: _do(db, name)) for tenant in tenants]  # type: ignore[misc]


def _do(_db: Connection, name: str) -> str:
    WAITS.wait(10)
    if FAILS.is_set() and "Durand" in name:
        raise MissingFact("prix <absent>", "le donner")
    return f"{name} : fait"


TRIAL = Job("essai", "Essai", lambda room: ("2026-10",), lambda room, subject: None, lambda room, subject: _steps(room))  # noqa: ARG005


@pytest.fixture
def trial(world: World) -> World:
    """A world whose only job is one that can be made to wait and to fail."""
    FAILS.clear()
    WAITS.set()
    jobs = Jobs(world.deployment.jobs.room, (TRIAL,))
    return World(evolve(world.deployment, jobs=jobs), world.clock, world.first, world.second, world.member,
                 world.browsers)  # fmt: skip


def start(staff: Browser, subject: str = "2026-10") -> str:
    """Start the trial from the page of the jobs; return the path of its run."""
    answer = staff.fill("/editeur/taches", {"job": "essai", "subject": subject})
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.headers["location"])


def test_what_is_due_is_started_and_told_step_by_step(trial: World) -> None:
    staff = trial.staff()
    assert "1 tâche est due" in text_of(staff.get("/editeur/taches").text)
    path = start(staff)
    trial.deployment.jobs.wait()
    page = text_of(staff.get(path).text)
    assert "Essai, 2026-10 Terminée 2 sur 2 étapes tentées, 2 faites." in page
    assert "Durand Courtage : fait" in page
    home = text_of(staff.get("/editeur/taches").text)
    assert "Rien : tout ce qui est dû est fait." in home
    assert "Essai, 2026-10" in home
    assert acts(trial) == ["job.start"]
    assert "Tâche lancée" in text_of(staff.get("/editeur/journal").text)


def test_a_second_start_changes_nothing(trial: World) -> None:
    staff = trial.staff()
    start(staff)
    trial.deployment.jobs.wait()
    answer = staff.fill("/editeur/taches", {"job": "essai", "subject": "2026-10"})
    assert answer.headers["location"] == "/editeur/taches"
    assert "Rien à faire" in text_of(staff.get("/editeur/taches").text)
    assert acts(trial) == ["job.start"]


def test_a_failure_is_listed_first_and_taken_up_again(trial: World) -> None:
    FAILS.set()
    staff = trial.staff()
    path = start(staff)
    trial.deployment.jobs.wait()
    html = staff.get(path).text
    assert "2 sur 2 étapes tentées, 1 faite, 1 en échec." in text_of(html)
    assert "prix &lt;absent&gt;" in html
    assert html.index("échec</span>") < html.index("Cabinet Mistral : fait")
    FAILS.clear()
    answer = staff.post(f"{path}/reprendre", hidden_fields(html))
    trial.deployment.jobs.wait()
    page = text_of(staff.get(answer.headers["location"]).text)
    assert "1 sur 1 étape tentée, 1 faite." in page
    assert acts(trial) == ["job.resume", "job.start"]


def test_a_run_under_way_renews_its_page_until_it_is_told_not_to(trial: World) -> None:
    staff = trial.staff()
    form = {**hidden_fields(staff.get("/editeur/taches").text), "job": "essai", "subject": "2026-11"}
    WAITS.clear()  # a step that waits holds the writers back: nothing here writes meanwhile
    path = f"/editeur/taches/{trial.deployment.jobs.start(RunKey('essai', '2026-10'))}"
    try:
        answer = staff.get(path)
        assert answer.headers["refresh"] == "3"
        assert "Ne plus actualiser" in answer.text
        assert "refresh" not in staff.get(f"{path}?suivre=non").headers
        busy = staff.post("/editeur/taches", form)
        assert busy.status_code == 422
        assert "Une tâche est déjà en cours" in text_of(busy.text)
    finally:
        WAITS.set()
    trial.deployment.jobs.wait()
    assert "refresh" not in staff.get(path).headers


@pytest.mark.parametrize(("job", "subject"), [("inconnue", "2026-10"), ("", ""), ("close-month", "demain")])
def test_what_cannot_be_run_is_said_and_nothing_is_begun(world: World, job: str, subject: str) -> None:
    staff = world.staff()
    answer = staff.fill("/editeur/taches", {"job": job, "subject": subject})
    assert answer.status_code == 422
    assert acts(world) == []
    assert world.deployment.jobs.log.recent(5) == ()


def test_a_month_that_is_not_over_is_refused(world: World) -> None:
    answer = world.staff().fill("/editeur/taches", {"job": "close-month", "subject": "2026-11"})
    assert answer.status_code == 422
    assert "n’est pas terminé" in text_of(answer.text)


def test_a_run_names_its_steps_in_french(world: World) -> None:
    opened_since(world, datetime(2026, 10, 1, tzinfo=UTC))
    made = [
        world.deployment.jobs.run(RunKey(*key)) for key in (("close-month", "2026-10"), ("reminders", "2026-11-20"))
    ]
    closed, reminded = (text_of(world.staff().get(f"/editeur/taches/{run.id}").text) for run in made if run)
    assert "Cabinet Mistral décompte des actions 0 action" in closed
    assert "Tous les cabinets palier" in closed
    assert "Cabinet Mistral attestation manquante" in reminded


def test_a_run_that_is_not_there_is_not_found(world: World) -> None:
    staff = world.staff()
    assert staff.get("/editeur/taches/inconnue").status_code == 404
    form = hidden_fields(staff.get("/editeur/taches").text)
    assert staff.post("/editeur/taches/inconnue/reprendre", form).status_code == 404


def test_a_start_without_its_key_is_refused(trial: World) -> None:
    staff = trial.staff()
    form = {"csrf": staff.csrf("/editeur/taches"), "job": "essai", "subject": "2026-10"}
    assert staff.post("/editeur/taches", form).status_code == 403
    assert trial.deployment.jobs.log.last(RunKey("essai", "2026-10")) is None


def test_the_page_follows_no_script(trial: World) -> None:
    path = start(trial.staff())
    trial.deployment.jobs.wait()
    page = trial.staff().get(path).text
    assert re.findall(r"<script[^>]*>", page) == re.findall(r'<script src="/static/app\.js[^>]*>', page)
    assert "http-equiv" not in page
