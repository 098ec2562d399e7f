"""What the administrators of a brokerage decide of sessions and passwords, and what its journal shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from attrs import frozen

from netsoft.errors import InvalidValue
from netsoft.names import UserId
from netsoft.tenancy.places import Source
from netsoft.tenancy.renewal import Renewal
from netsoft.tenancy.sessions import SessionPolicy
from netsoft.tenancy.simultaneous import AccessUse, Sharing, simultaneous
from reference_app.services.policy import MOST_MONTHS, SHARING_DAYS
from reference_app.services.sign_in import NO_BROWSER
from reference_app.storage.bounds import Security
from reference_app.storage.journal import Journal
from reference_app.storage.people import Account

FIELDS: Final = ("idle_minutes", "months", "administrators")


@frozen
class Found:
    """One access used in turns from two places: whose it is, and what netsoft found."""

    account: Account | None
    sharing: Sharing


def read_security(form: Mapping[str, str], hours: int) -> Security:
    """Read the form of the settings; netsoft refuses what is out of bounds, under the name of the field."""
    idle, months, administrators = (_whole(form, name) for name in FIELDS)
    if idle is not None:
        SessionPolicy(hours, idle)
    for name, value in (("months", months), ("administrators", administrators)):
        if value is not None and value > MOST_MONTHS:
            raise InvalidValue(name, f"{value} mois", f"donner {MOST_MONTHS} mois au plus, ou ne rien écrire")
        try:
            Renewal(value)
        except InvalidValue as error:
            raise InvalidValue(name, error.problem, error.remedy) from error
    return Security(idle, Renewal(months, administrators))


def written(account: Account) -> dict[str, str]:
    """Return the present settings of an account's brokerage as the form shows them."""
    bounds = account.bounds
    values = (bounds.idle_minutes, bounds.renewal.months, bounds.renewal.administrators)
    return {name: "" if value is None else str(value) for name, value in zip(FIELDS, values, strict=True)}


def shared_accesses(journal: Journal, people: tuple[Account, ...], at: datetime) -> tuple[Found, ...]:
    """Return what the journal of the last days shows, the latest first (6.2)."""
    known = {account.id: account for account in people}
    found = simultaneous(_uses(journal, at - timedelta(days=SHARING_DAYS)))
    return tuple(Found(known.get(one.user), one) for one in sorted(found, key=lambda one: one.last, reverse=True))


def _uses(journal: Journal, since: datetime) -> Iterator[AccessUse]:
    """Give the uses in their order; a source that nobody could tell is left out, and a sign-in that was refused."""
    for actor in journal.actors_since(since):
        if actor.browser_id == NO_BROWSER:
            continue
        with suppress(InvalidValue):
            yield AccessUse(actor.at, UserId(actor.user_id), actor.browser_id, Source.of(actor.ip, actor.port))


def _whole(form: Mapping[str, str], name: str) -> int | None:
    text = form.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise InvalidValue(name, "ce n’est pas un nombre entier", "écrire des chiffres, ou ne rien écrire")
    return int(text)
