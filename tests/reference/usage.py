"""A slow, literal reading of article 7: actions one by one, days one by one, exact fractions.

It shares no code with the rules: months are those of ``zoneinfo``, the tier is built by adding one action at a time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from netsoft.metering.actions import Action

PARIS = ZoneInfo("Europe/Paris")
Key = tuple[str, str]
Count = tuple[str, str, str]


def paris_month(at: datetime) -> str:
    """The month that a calendar in Paris shows at an instant."""
    return at.astimezone(PARIS).strftime("%Y-%m")


def outcomes(arrivals: Iterable[Action], allowed: Mapping[str, tuple[set[str], date, date]]) -> Iterator[str]:
    """What becomes of each action, one after another: every content ever kept is gone through again."""
    kept: list[Action] = []
    for action in arrivals:
        same = [one for one in kept if (one.tenant, one.id) == (action.tenant, action.id)]
        if action in same:
            yield "duplicate"
        elif not _allowed(action, allowed):
            yield "refused"
        else:
            kept.append(action)
            yield "conflict" if same else "new"


def _allowed(action: Action, allowed: Mapping[str, tuple[set[str], date, date]]) -> bool:
    if action.tenant not in allowed:
        return False
    users, first, last = allowed[action.tenant]
    return action.user in users and first <= action.at.astimezone(PARIS).date() <= last


def counts(arrivals: Sequence[Action], allowed: Mapping[str, tuple[set[str], date, date]]) -> dict[Count, int]:
    """How many actions a tenant, user and month: of each key, the earliest content that is allowed."""
    found: dict[Count, int] = {}
    keys = {(one.tenant, one.id) for one in arrivals}
    for key in keys:
        contents = [one for one in arrivals if (one.tenant, one.id) == key and _allowed(one, allowed)]
        for one in sorted(contents, key=lambda one: (one.at, one.user, one.kind))[:1]:
            place = (one.tenant, one.user, paris_month(one.at))
            found[place] = found.get(place, 0) + 1
    return found


def observed_tier(actions: int, users: int, markup: Fraction, rounding: str) -> int | None:
    """The least figure that is not under the mean with its markup; or the nearest, the higher of two."""
    if not users:
        return None
    exact = Fraction(actions, users) * (1 + markup)
    figure = int(exact) - 1
    while figure < exact:
        figure += 1
    below = figure - 1
    return below if rounding == "half-up" and exact - below < figure - exact else figure


def over(users: Mapping[str, int], declared: int, tier: int, allowance: str) -> int:
    """How many actions are left once the allowance is used up, user after user."""
    if allowance == "per-user":
        return sum(over({user: actions}, 1, tier, "pooled") for user, actions in users.items())
    left = tier * declared
    found = 0
    for actions in users.values():
        taken = min(actions, left)
        left -= taken
        found += actions - taken
    return found


def declared(history: Sequence[tuple[date, int]], first: date, last: date, reading: str) -> int | None:
    """The declared users of a month, day by day; nothing if no day has any."""
    known = []
    day = first
    while day <= last:
        before = [users for on, users in sorted(history, key=lambda one: one[0]) if on <= day]
        known += before[-1:]
        day += timedelta(1)
    if not known:
        return None
    if reading == "average":
        return int(Fraction(sum(known), len(known)) + Fraction(1, 2))
    return max(known) if reading == "highest" else known[-1]


def months_of_year(start: date, length: int, index: int) -> list[str]:
    """The calendar months that end within a contract year, found by going through its days."""
    first, after = _later(start, index * length), _later(start, (index + 1) * length)
    found = []
    day = first
    while day < after:
        if (day + timedelta(1)).day == 1:
            found.append(day.strftime("%Y-%m"))
        day += timedelta(1)
    return found


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (datetime(year + (month + 1) // 12, (month + 1) % 12 + 1, 1, tzinfo=UTC) - timedelta(1)).day
    return date(year, month + 1, min(day.day, last))
