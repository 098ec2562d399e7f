"""The same pages on either engine: what a person types is kept where the one setting says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Open, Service, sign_in
from tests.browser.test_work import add_client
from tests.conftest import Report
from tests.servers.databases import found_on
from tests.servers.postgres import shared

pytestmark = pytest.mark.browser


def test_dossiers_are_kept_where_the_setting_says(
    window: Open, service: Service, *, engine: str, tmp_path: Path, report: Report
) -> None:
    page = window().page
    sign_in(page, service.first)
    add_client(page, f"Kept-On-{engine}")
    page.goto("/clients")
    page.screenshot(path=tmp_path / f"{engine}.png", full_page=True)
    files = {file.name for file in service.data.rglob("*.db")}
    if engine == "embedded":
        assert files == {"directory.db", "dossiers.db", "journal.db"}
    else:
        assert files == set()
        databases = [name for name in found_on(shared()).databases if name.startswith("ns_")]
        assert len(databases) == len(found_on(shared()).roles) == 4
    report.add("browser", f"on {engine}, the clients: {tmp_path / engine}.png")
