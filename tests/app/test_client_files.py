"""Files of a client's dossier (2.2): deposited, read, taken away; over the quota refused, and nothing lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from attrs import evolve

from netsoft.metering.perimeter import Perimeter
from reference_app.ids import UserId
from reference_app.services.desk import sweep
from reference_app.storage.journal import Outcome
from tests.app.recorded import ORIGIN, keep
from tests.app.world import ORIGIN as HERE
from tests.app.world import Browser, World, hidden_fields

CONTENT = b"%PDF CANARI DU DEPOT " * 40


def with_room(world: World, room: int = 10_000) -> None:
    keep(world, world.first, evolve(ORIGIN, planned=Perimeter(2, room)))


def send(browser: Browser, record: str, file: tuple[str, bytes] | None, **fields: str) -> tuple[int, str]:
    html = browser.get(record).text
    data = {**hidden_fields(html), **fields}
    files = {"fichier": file} if file else {"fichier": ("", b"")}
    answer = browser.http.post(f"{record}/documents", data=data, files=files, headers={"origin": HERE})
    return answer.status_code, answer.text


def links(browser: Browser, record: str) -> list[str]:
    return re.findall(rf'href="({record}/documents/[0-9a-f]{{32}})"', browser.get(record).text)


def test_a_file_is_deposited_read_and_taken_away_each_counted_once(world: World) -> None:
    with_room(world)
    browser = world.broker(world.first)
    record = browser.add_client()
    before = world.first.done()
    assert send(browser, record, ("contrat d’été.pdf", CONTENT))[0] == 303
    (link,) = links(browser, record)
    answer = browser.get(link)
    assert answer.content == CONTENT
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''contrat%20d%E2%80%99%C3%A9t%C3%A9.pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    tokens = hidden_fields(browser.get(record).text)
    assert browser.post(f"{link}/retirer", tokens).status_code == 303
    assert links(browser, record) == []
    assert browser.get(link).status_code == 404
    done = [e.act.action for e in world.first.entries if e.outcome is Outcome.DONE][before:]
    assert [a for a in done if a != "clients.read"] == ["clients.deposit", "clients.download", "clients.withdraw"]


def test_what_does_not_fit_is_refused_with_figures_and_loses_nothing(world: World) -> None:
    with_room(world, 1_000)
    browser = world.broker(world.first)
    record = browser.add_client()
    assert send(browser, record, ("a.txt", b"a" * 900))[0] == 303
    status, html = send(browser, record, ("b.txt", b"b" * 101))
    assert status == 422
    assert "Espace insuffisant (2.2)" in html
    assert "1 de trop" in html
    assert "900 octets occupés sur 1 ko" in html.replace("\u202f", " ")
    assert len(links(browser, record)) == 1
    assert send(browser, record, ("c.txt", b"c" * 100))[0] == 303
    assert len(links(browser, record)) == 2


@pytest.mark.parametrize(
    ("file", "said"),
    [(None, "Choisir un fichier"), (("vide.txt", b""), "Ce fichier est vide"), (("../..", b"x"), "pas de nom")],
)
def test_what_is_no_file_is_said(world: World, file: tuple[str, bytes] | None, said: str) -> None:
    with_room(world)
    browser = world.broker(world.first)
    record = browser.add_client()
    status, html = send(browser, record, file)
    assert status == 422
    assert said in html
    assert world.first.entries[-1].outcome is Outcome.INVALID or world.first.entries[-2].outcome is Outcome.INVALID


def test_without_a_recorded_space_nothing_is_deposited(world: World) -> None:
    browser = world.broker(world.first)
    status, html = send(browser, browser.add_client(), ("a.txt", b"x"))
    assert status == 422
    assert "n’est pas saisi (2.2)" in html


def test_the_same_form_sent_twice_deposits_once(world: World, tmp_path: Path) -> None:
    with_room(world)
    browser = world.broker(world.first)
    record = browser.add_client()
    data = hidden_fields(browser.get(record).text)
    for content, status in ((CONTENT, 303), (CONTENT, 303), (b"autre", 409)):
        files = {"fichier": ("a.pdf", content)}
        answer = browser.http.post(f"{record}/documents", data=data, files=files, headers={"origin": HERE})
        assert answer.status_code == status
    assert len(links(browser, record)) == 1
    assert len([p for p in (tmp_path / "data" / "files").rglob("*") if p.is_file()]) == 1


def test_another_brokerage_reaches_no_file_and_learns_nothing(world: World) -> None:
    with_room(world)
    browser, other = world.broker(world.first), world.broker(world.second)
    record = browser.add_client()
    send(browser, record, ("a.pdf", CONTENT))
    (link,) = links(browser, record)
    nowhere = other.get(f"/clients/{'0' * 32}/documents/{'0' * 32}")
    there = other.get(link)
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.text == nowhere.text
    tokens = hidden_fields(browser.get(record).text) | {"csrf": other.csrf()}
    assert other.post(f"{link}/retirer", tokens).status_code == 404
    assert send_to(other, record) == 404
    assert browser.get(link).content == CONTENT


def send_to(browser: Browser, record: str) -> int:
    data = {"csrf": browser.csrf(), "cle": "k"}
    files = {"fichier": ("a.txt", b"x")}
    return browser.http.post(f"{record}/documents", data=data, files=files, headers={"origin": HERE}).status_code


def test_nothing_deposited_lies_in_clear_and_swapped_contents_do_not_open(world: World, tmp_path: Path) -> None:
    for office in (world.first, world.second):
        keep(world, office, evolve(ORIGIN, planned=Perimeter(2, 10_000)))
    browser, other = world.broker(world.first), world.broker(world.second)
    found: list[tuple[Browser, str]] = []
    for one in (browser, other):
        record = one.add_client()
        send(one, record, ("a.pdf", CONTENT))
        found.append((one, links(one, record)[0]))
    paths = [p for p in (tmp_path / "data" / "files").rglob("*") if p.is_file()]
    assert len(paths) == 2
    assert not any(b"CANARI" in p.read_bytes() for p in (tmp_path / "data").rglob("*") if p.is_file())
    first, second = (p.read_bytes() for p in paths)
    paths[0].write_bytes(second)
    paths[1].write_bytes(first)
    for one, link in found:
        answer = one.get(link)
        assert answer.status_code == 503
        assert b"CANARI" not in answer.content


def test_what_a_cut_left_without_a_row_is_swept(world: World) -> None:
    with_room(world)
    browser = world.broker(world.first)
    record = browser.add_client()
    send(browser, record, ("a.pdf", CONTENT))
    handle = world.first.handle
    handle.files.put("f" * 32, b"orphelin")  # type: ignore[arg-type]
    assert (sweep(handle), sweep(handle)) == (1, 0)
    (link,) = links(browser, record)
    assert browser.get(link).content == CONTENT
    assert UserId(world.first.users[0].account.id)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x\r\n",
        b'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\na\r\n' * 2 + b"--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="autre"; filename="a"\r\n\r\na\r\n--x--\r\n',
        b'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n\xff\r\n--x--\r\n',
        b"\x00" * 1000,
    ],
)
def test_a_body_of_another_shape_is_refused(world: World, body: bytes) -> None:
    browser = world.broker(world.first)
    record = browser.add_client()
    headers = {"origin": HERE, "content-type": "multipart/form-data; boundary=x"}
    answer = browser.http.post(f"{record}/documents", content=body, headers=headers)
    assert answer.status_code in (400, 403)


def test_too_large_a_body_is_refused(world: World) -> None:
    browser = world.broker(world.first)
    record = browser.add_client()
    status, _html = send(browser, record, ("a.bin", b"x" * (21 * 1024 * 1024)))
    assert status == 413


def test_other_pages_take_no_file(world: World) -> None:
    browser = world.broker(world.first)
    answer = browser.http.post("/clients/nouveau", files={"fichier": ("a", b"x")}, headers={"origin": HERE})
    assert answer.status_code == 400
