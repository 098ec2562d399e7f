"""The use of a brokerage for a spreadsheet, and its counted actions one by one, from which anybody can count again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reference_app.services.client_csv import table_csv
from reference_app.services.usage_year import UsageYear
from reference_app.storage.journal import Entry

_HEADER: Final = ("Mois", "Utilisateur", "Actions", "Palier", "Au-delà du palier")
_ACTIONS: Final = ("Identifiant", "Instant (UTC)", "Utilisateur", "Identifiant de l’utilisateur", "Action")


def usage_csv(year: UsageYear) -> bytes:
    """Return one line a month and user, the oldest month first."""
    rows = (
        (str(use.month), user.name, str(bar.actions), str(bar.tier), str(bar.over))
        for use in year.months
        for user, bar in year.of(use.month)
    )
    return table_csv(_HEADER, rows)


def actions_csv(entries: Iterable[Entry], names: dict[str, str]) -> bytes:
    """Return the counted actions, one a line, in the order in which they were done."""
    rows = (
        (
            e.id,
            e.actor.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            names.get(e.actor.user_id, ""),
            e.actor.user_id,
            e.act.action,
        )
        for e in entries
    )
    return table_csv(_ACTIONS, rows)
