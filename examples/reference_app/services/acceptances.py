"""The terms that a user has accepted, and those that are to be shown before the service is used (1.2, 1.3, 4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from attrs import field, frozen

from netsoft.catalogue import Acceptance, Version, edition_on, must_show
from reference_app.clock import paris_day
from reference_app.ids import TenantId, UserId
from reference_app.storage import records
from reference_app.storage.directory import Directory
from reference_app.storage.people import Account
from reference_app.storage.records import By, Fact

_DIGITS: Final = 16


@frozen
class Acceptances:
    """Who accepted which version: one record a user and text, never changed."""

    directory: Directory = field(repr=False)
    editions: Sequence[Version]

    def in_force(self, at: datetime) -> Version:
        """Return the version in force at an instant."""
        return edition_on(paris_day(at), self.editions)

    def to_show(self, account: Account, at: datetime) -> Version | None:
        """Return the version in force if the user has not accepted its very text; ``None`` when there is nothing."""
        version = self.in_force(at)
        found = self.directory.records.keyed(Acceptance, _tenant(account), _key(account, version))
        return version if must_show(() if found is None else (found,), version, at) else None

    def accept(self, account: Account, version: Version, by: By) -> Acceptance:
        """Record that a user goes on to the service after a version was shown; once, however often it is asked."""
        tenant_id, key = _tenant(account), _key(account, version)
        with self.directory.store.write() as db:
            before = records.keyed(db, Acceptance, tenant_id, key)
            if before is not None:
                return before
            made = Acceptance.of(version, account.id, by.at)
            records.append(db, Fact(tenant_id, made, made.on, key), by)
        return made

    def of(self, tenant_id: TenantId) -> tuple[Acceptance, ...]:
        """Return which terms the users of a brokerage accepted, oldest first; the charter is another text."""
        names = {version.name for version in self.editions}
        found = (record.value for record in self.directory.records.of(Acceptance, tenant_id))
        return tuple(each for each in found if each.version in names)


def accepted_by(account: Account, at: datetime) -> By:
    """Return that a user records it herself."""
    return By(at, user=UserId(account.id))


def _tenant(account: Account) -> TenantId:
    assert account.tenant_id is not None
    return account.tenant_id


def _key(account: Account, version: Version) -> str:
    return f"{account.id}/{version.name}/{version.digest[:_DIGITS]}"
