"""A server that is away for a moment, or a turn that took too long, is said as such: nothing is lost (15.5)."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from tests.app.world import World

AWAY = (
    "FATAL:  the database system is in recovery mode",
    "FATAL:  the database system is not yet accepting connections",
    "WARNING:  terminating connection because of crash of another server process",
    "canceling statement due to lock timeout",
    "canceling statement due to statement timeout",
    "canceling statement due to user request",
    "database is locked",
    "connection refused: Connection refused",
)


@pytest.mark.parametrize("said", AWAY)
def test_what_passes_by_itself_may_be_asked_again(world: World, said: str) -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception(said))

    browser = world.broker(world.first)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("reference_app.services.desk.owner_of", refuse)
        answer = browser.get("/clients")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert "Rien n’a été perdu ; recommencer." in answer.text
    assert browser.get("/clients").status_code == 200


def test_what_does_not_pass_by_itself_is_said_as_a_fault(world: World) -> None:
    browser = world.broker(world.first)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("reference_app.services.desk.owner_of", _full)
        answer = browser.get("/clients")
    assert answer.status_code == 500
    assert "retry-after" not in answer.headers


def _full(*_: object) -> None:
    raise OperationalError("SELECT 1", {}, Exception("database or disk is full"))
