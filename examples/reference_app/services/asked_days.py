"""The two days of an account: due on one, as known on another. What cannot be read is said, never replaced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final
from urllib.parse import urlencode

from attrs import frozen

from netsoft.days import Day
from reference_app.services.account import LAST_DAY, AsOf
from reference_app.services.client_form import parse_day

_FIRST_DAY: Final = date(2000, 1, 1)
_LONGEST: Final = 20


@frozen
class AskedDays:
    """The two days that were asked for: as typed, what is wrong with them, and as read (``None`` if one is wrong)."""

    typed: Mapping[str, str]
    problems: Mapping[str, str]
    as_of: AsOf | None

    @property
    def query(self) -> str:
        """The same days as the end of an address."""
        kept = {name: text for name, text in self.typed.items() if text}
        return f"?{urlencode(kept)}" if kept else ""


def asked_days(query: Mapping[str, str], today: Day) -> AskedDays:
    """Read the days in an address, ``au`` (``today`` when it is not given) and ``connu``."""
    typed = {name: query.get(name, "").strip()[:_LONGEST] for name in ("au", "connu")}
    days = {name: parse_day(text) if text else None for name, text in typed.items()}
    problems = {name: problem for name in typed if (problem := _problem(typed[name], days[name]))}
    return AskedDays(typed, problems, None if problems else AsOf(days["au"] or today, days["connu"]))


def _problem(text: str, day: Day | None) -> str:
    if text and day is None:
        return "Écrire la date comme 22/11/2026."
    if day is not None and not _FIRST_DAY <= day <= LAST_DAY:
        return f"Choisir un jour entre le {_FIRST_DAY:%d/%m/%Y} et le {LAST_DAY:%d/%m/%Y}."
    return ""
