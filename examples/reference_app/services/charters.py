"""The IT charter of a brokerage (6.7, 6.8): shown to each of its users before a use, accepted once a text."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from netsoft.answers import Decision
from netsoft.catalogue import Acceptance
from netsoft.tenancy.charter import Charter, agreed, charter
from reference_app.ids import UserId
from reference_app.storage import records
from reference_app.storage.directory import Directory
from reference_app.storage.people import Account, Tenant
from reference_app.storage.records import By, Fact

_DIGITS: Final = 16
_NAMED: Final = "charte-"  # how every version of it is named, and none of the terms


@frozen
class Charters:
    """Who accepted which text of the charter of one brokerage: one record a user and text, never changed."""

    directory: Directory
    tenant: Tenant

    @property
    def current(self) -> Charter:
        """The charter as it now reads."""
        return charter(self.tenant.name)

    def of(self, account: Account) -> Decision:
        """Decide whether a user may go on without being shown it; the reason says when it was accepted."""
        current = self.current
        found = self.directory.records.keyed(Acceptance, self.tenant.id, _key(account, current))
        return agreed(current, () if found is None else (found,), UserId(account.id))

    def ever(self, account: Account) -> bool:
        """Tell whether a user accepted any text of it: the present one or one of before."""
        kept = (record.value for record in self.directory.records.of(Acceptance, self.tenant.id))
        return any(one.user == account.id and one.version.startswith(_NAMED) for one in kept)

    def all(self) -> tuple[tuple[Account, Decision], ...]:
        """Return the users whose access is open, each with whether it was accepted."""
        kept = [record.value for record in self.directory.records.of(Acceptance, self.tenant.id)]
        people = (user for user in self.directory.users.of_tenant(self.tenant.id) if user.closed_at is None)
        current = self.current
        return tuple((user, agreed(current, kept, UserId(user.id))) for user in people)

    def accept(self, account: Account, by: By) -> None:
        """Record that a user, to whom the text was shown, accepts it; once, however often it is asked."""
        current = self.current
        key = _key(account, current)
        with self.directory.store.write() as db:
            if records.keyed(db, Acceptance, self.tenant.id, key) is None:
                made = current.accepted_by(UserId(account.id), by.at)
                records.append(db, Fact(self.tenant.id, made, made.on, key), by)


def _key(account: Account, current: Charter) -> str:
    return f"charte/{account.id}/{current.digest[:_DIGITS]}"
