"""The page after a counted post is free once; sending the form again buys no other."""

from __future__ import annotations

from tests.app.world import CLIENT, Browser, World, hidden_fields


def sent(browser: Browser, form: dict[str, str]) -> str:
    """Send the form of a new client; return the path it redirects to."""
    answer = browser.post("/clients/nouveau", form)
    assert answer.status_code == 303
    return answer.headers["location"]


def test_a_form_sent_again_gives_no_page_for_nothing(world: World) -> None:
    browser = world.broker(world.first)
    form = {**CLIENT, **hidden_fields(browser.get("/clients/nouveau").text)}
    path = sent(browser, form)
    assert browser.get(path).status_code == 200
    assert world.first.counted(world.clock.now()) == 1
    for times in range(1, 5):
        assert sent(browser, form) == path
        assert "Client ajouté." in browser.get(path).text
        assert world.first.counted(world.clock.now()) == world.first.done() == 1 + times


def test_a_form_sent_twice_by_a_double_click_keeps_the_page_that_the_first_bought(world: World) -> None:
    browser = world.broker(world.first)
    form = {**CLIENT, **hidden_fields(browser.get("/clients/nouveau").text)}
    path = sent(browser, form)
    assert sent(browser, form) == path
    browser.get(path)
    assert world.first.counted(world.clock.now()) == 1
    browser.get(path)
    assert world.first.counted(world.clock.now()) == 2


def test_what_the_first_post_left_ends_in_its_own_time(world: World) -> None:
    browser = world.broker(world.first)
    form = {**CLIENT, **hidden_fields(browser.get("/clients/nouveau").text)}
    path = sent(browser, form)
    world.clock.advance(seconds=50)
    sent(browser, form)
    world.clock.advance(seconds=15)
    browser.get(path)
    assert world.first.counted(world.clock.now()) == 2
