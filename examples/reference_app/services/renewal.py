"""By when a user's password is to be changed, as its brokerage decided (6.3)."""

from __future__ import annotations

from datetime import date

from netsoft.answers import Deadline
from netsoft.tenancy.renewal import due
from reference_app.clock import paris_day
from reference_app.storage.people import Account


def password_due(account: Account) -> Deadline | None:
    """Return by when the password of an account is to be changed; nothing where nobody asks it."""
    bounds = account.bounds
    if bounds.password_changed_at is None:
        return None
    return due(paris_day(bounds.password_changed_at), bounds.renewal, administrator=account.member.administers)


def overdue(account: Account, today: date) -> Deadline | None:
    """Return the day by which it was to be changed, once that day is over."""
    asked = password_due(account)
    return asked if asked is not None and today > asked.last else None
