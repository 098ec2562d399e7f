"""The users of a brokerage, as its administrators run them (6.4): netsoft decides, and every change is in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from attrs import field, frozen
from sqlalchemy import Connection

from netsoft.answers import Decision
from netsoft.tenancy.rights import GRANTABLE, Right, Rights, role
from netsoft.tenancy.team import Act, Change, Team, grant, may_reset
from reference_app.errors import NotFound
from reference_app.ids import TenantId, UserId, new_id
from reference_app.services.opening import Given
from reference_app.services.passwords import Passwords, generated
from reference_app.storage.directory import Directory
from reference_app.storage.people import Account, Person, Realm

OWN_SET = "particulier"
_FIELD = "droit."


@frozen
class TeamDesk:
    """What one user may do with the accesses of its own brokerage; it names no other."""

    directory: Directory
    passwords: Passwords = field(repr=False)
    by: Account
    at: datetime

    @property
    def people(self) -> tuple[Account, ...]:
        """The accesses of the brokerage, by name."""
        return self.directory.users.of_tenant(self._tenant)

    def one(self, user_id: UserId) -> Account:
        """Return an access of this brokerage, or raise :class:`NotFound`."""
        found = self.directory.users.get(user_id)
        if found is None or found.tenant_id != self._tenant:
            raise NotFound
        return found

    def open(self, person: Person, rights: Rights) -> Given | Decision:
        """Open an access with rights; its password is made here and returned once."""
        password = generated()
        account = Account(
            id=UserId(new_id()),
            realm=Realm.BROKER,
            person=Person.named(person.first_name, person.last_name, person.login),
            tenant_id=self._tenant,
            administrator=rights == GRANTABLE,
            opened_at=self.at,
            closed_at=None,
            password_hash=self.passwords.hash(password),
            rights=rights,
        )

        def add(db: Connection) -> None:
            self.directory.users.add(db, account)
            self.directory.users.put_rights(db, account, rights)

        refused = self._granted(Change(UserId(account.id), rights), add)
        return refused or Given(account, password)

    def give(self, account: Account, rights: Rights) -> Decision | None:
        """Give an access other rights; its sessions end, so that the next one has them."""
        return self._granted(
            Change(UserId(account.id), rights), lambda db: self.directory.users.put_rights(db, account, rights)
        )

    def close(self, account: Account) -> Decision | None:
        """Close an access; its sessions end."""
        change = Change(UserId(account.id), closed=True)
        return self._granted(change, lambda db: self.directory.users.put_closed(db, account, self.at))

    def reopen(self, account: Account) -> Decision | None:
        """Open an access again, with the rights that it had."""

        def reopen(db: Connection) -> None:
            self.directory.users.put_closed(db, account, None)

        return self._granted(Change(UserId(account.id), account.rights), reopen)

    def reset(self, account: Account) -> Given | Decision:
        """Give an access a new password, returned once; its sessions end."""
        password = generated()
        hashed = self.passwords.hash(password)
        with self.directory.store.write() as db:
            decision = may_reset(self._team(db), UserId(self.by.id), UserId(account.id))
            if not decision.granted:
                return decision
            self.directory.users.put_password(db, account, hashed, self.at)
        return Given(account, password)

    def _granted(self, change: Change, do: Callable[[Connection], None]) -> Decision | None:
        """Make a change that netsoft grants, as the accesses stand in that very transaction; or return its refusal."""
        with self.directory.store.write() as db:
            decision = grant(self._team(db), Act(UserId(self.by.id), (change,)))
            if not decision.granted:
                return decision
            do(db)
        return None

    def _team(self, db: Connection) -> Team:
        return Team(tuple(account.member for account in self.directory.users.of_tenant_in(db, self._tenant)))

    @property
    def _tenant(self) -> TenantId:
        if self.by.tenant_id is None:
            raise NotFound
        return self.by.tenant_id


def asked_rights(form: Mapping[str, str]) -> Rights:
    """Read the rights that a form asks for: those of a role, or those that are ticked one by one."""
    if form.get("role") != OWN_SET:
        return role(form.get("role", "")).rights
    return frozenset(right for right in Right if f"{_FIELD}{right.key}" in form and right in GRANTABLE)


def in_words(decision: Decision, people: tuple[Account, ...]) -> str:
    """Write why something is refused, with the names of people in place of their ids."""
    text = " ; ".join(reason.fact for reason in decision.reasons)
    for account in people:
        text = text.replace(str(account.id), account.person.full_name)
    return f"{text[0].upper()}{text[1:]} ({decision.reasons[0].clause}).".replace("'", "’")
