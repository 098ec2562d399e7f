"""Brokerages, their users and the publisher's staff, as frozen values."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from attrs import field, fields, frozen
from sqlalchemy import Connection, Row, Select, Table, func, insert, select, update

from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.tenancy import accounts
from netsoft.tenancy.accounts import normal_login
from netsoft.tenancy.rights import ADMINISTRATION, MANAGEMENT, Member, Rights, read_rights, written
from reference_app.clock import paris_day
from reference_app.ids import StaffId, TenantId, UserId
from reference_app.storage import bounds
from reference_app.storage import directory_tables as t
from reference_app.storage.bounds import OF_TENANT, Bounds, end_sessions, renew_sessions
from reference_app.storage.store import Store


class Realm(Enum):
    """Who signs in: people of a brokerage, or the publisher's staff."""

    BROKER = "broker"
    STAFF = "staff"


@frozen
class Tenant:
    """A brokerage as the publisher knows it (art. 15.1)."""

    id: TenantId
    name: str
    legal_form: str
    siren: str
    representative: str
    address: str
    email: str
    phone: str
    opened_at: datetime
    closed_at: datetime | None = None


@frozen
class Person:
    """A person who signs in: first name, last name, and an e-mail of her own (art. 6.6)."""

    first_name: str
    last_name: str
    login: str

    @classmethod
    def named(cls, first_name: str, last_name: str, login: str) -> Person:
        """Check and normalise; refuse an access that is nobody's in particular."""
        person = accounts.Person(first_name, last_name, login)
        if wrong := accounts.wrong_in(person):
            raise InvalidValue(*wrong[0], "ouvrir l’accès au nom et à l’adresse d’une personne (art. 6)")
        return cls(person.first_name, person.last_name, person.login)

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


@frozen
class Account:
    """An account of either realm; ``tenant_id`` is that of a broker, and ``None`` for the staff.

    ``must_change`` tells that the password was given by someone else, who knows it: it is changed at first use.
    """

    id: UserId | StaffId
    realm: Realm
    person: Person
    tenant_id: TenantId | None
    administrator: bool
    opened_at: datetime
    closed_at: datetime | None
    password_hash: str = field(repr=False)
    must_change: bool = True
    rights: Rights = frozenset()
    bounds: Bounds = field(factory=Bounds)

    @property
    def member(self) -> Member:
        """What netsoft decides upon: the user and its rights; a closed access has none (6.4)."""
        closed = self.closed_at is not None
        return Member(UserId(self.id), frozenset() if closed else self.rights, closed=closed)

    def open_on(self, day: Day) -> bool:
        """Whether it is open at some time of a day of Paris: it is then declared (7.2), and billed (7.1)."""
        return paris_day(self.opened_at) <= day and (self.closed_at is None or paris_day(self.closed_at) >= day)


@frozen
class Tenants:
    """The brokerages of the directory."""

    _store: Store

    def all(self) -> tuple[Tenant, ...]:
        """Return every brokerage, by name."""
        with self._store.read() as db:
            return tuple(map(tenant_of, db.execute(select(t.tenants).order_by(t.tenants.c.name))))

    def get(self, tenant_id: TenantId) -> Tenant | None:
        """Return what the publisher knows of one brokerage; this opens none of its files."""
        with self._store.read() as db:
            row = db.execute(select(t.tenants).where(t.tenants.c.id == tenant_id)).one_or_none()
            return None if row is None else tenant_of(row)


@frozen
class Accounts:
    """The accounts of one realm."""

    _store: Store
    realm: Realm

    @property
    def _table(self) -> Table:
        return t.users if self.realm is Realm.BROKER else t.staff

    def by_login(self, login: str) -> Account | None:
        """Return the account of a login, closed ones too."""
        return self._one(self._table.c.login == normal_login(login))

    def get(self, account_id: UserId | StaffId) -> Account | None:
        """Return one account."""
        return self._one(self._table.c.id == account_id)

    def of_tenant(self, tenant_id: TenantId) -> tuple[Account, ...]:
        """Return the users of one brokerage, by name."""
        ordered = self._accounts().where(t.users.c.tenant_id == tenant_id)
        with self._store.read() as db:
            found = db.execute(ordered.order_by(t.users.c.last_name, t.users.c.first_name))
            return tuple(_account(row, Realm.BROKER) for row in found)

    def all(self) -> tuple[Account, ...]:
        """Return every account of the realm, by login."""
        with self._store.read() as db:
            found = db.execute(self._accounts().order_by(self._table.c.login))
            return tuple(_account(row, self.realm) for row in found)

    def add(self, db: Connection, account: Account) -> None:
        """Open an account, within a transaction on the directory."""
        taken = db.scalar(
            select(func.count()).select_from(self._table).where(self._table.c.login == account.person.login)
        )
        if taken:
            raise InvalidValue("login", "déjà pris", "donner une autre adresse e-mail")
        db.execute(insert(self._table).values(**_row(account)))
        if account.must_change:
            _mark_given(db, account)

    def set_password(self, account: Account, password_hash: str, at: datetime) -> None:
        """Give another password, to be changed at first use, and end every session of the account."""
        with self._store.write() as db:
            self.put_password(db, account, password_hash, at)

    def put_password(self, db: Connection, account: Account, password_hash: str, at: datetime) -> None:
        """Do so within a transaction on the directory."""
        self.put_own_password(db, account, password_hash, at)
        _mark_given(db, account)

    def put_own_password(self, db: Connection, account: Account, password_hash: str, at: datetime) -> None:
        """Put the password that the person chose, within a transaction, and end every session of the account."""
        changed = {"password": password_hash, "password_changed_at": at}
        db.execute(update(self._table).where(self._table.c.id == account.id).values(**changed))
        end_sessions(db, self._table, account.id)
        db.execute(t.given_passwords.delete().where(t.given_passwords.c.account_id == account.id))

    def stands(self, db: Connection, account: Account) -> bool:
        """Tell, within a transaction, whether nobody ended the sessions of an account since it was read."""
        epoch = db.scalar(select(self._table.c.session_epoch).where(self._table.c.id == account.id))
        return bool(epoch == account.bounds.epochs.user)

    def rehash(self, account: Account, password_hash: str) -> None:
        """Keep the same password under a new hash."""
        with self._store.write() as db:
            mine = self._table.c.id == account.id
            db.execute(update(self._table).where(mine).values(password=password_hash))

    def set_closed(self, account: Account, closed_at: datetime | None) -> None:
        """Close or reopen an account; closing ends its sessions."""
        with self._store.write() as db:
            self.put_closed(db, account, closed_at)

    def put_closed(self, db: Connection, account: Account, closed_at: datetime | None) -> None:
        """Do so within a transaction on the directory."""
        db.execute(update(self._table).where(self._table.c.id == account.id).values(closed_at=closed_at))
        if closed_at is not None:
            end_sessions(db, self._table, account.id)

    def put_rights(self, db: Connection, account: Account, rights: Rights) -> None:
        """Give a user other rights, within a transaction; its sessions have them at once, under a new secret."""
        db.execute(t.user_rights.delete().where(t.user_rights.c.user_id == account.id))
        db.execute(insert(t.user_rights).values(user_id=account.id, rights=written(rights)))
        administers = int(rights == ADMINISTRATION.rights)
        db.execute(update(self._table).where(self._table.c.id == account.id).values(administrator=administers))
        renew_sessions(db, account.id)

    def of_tenant_in(self, db: Connection, tenant_id: TenantId) -> tuple[Account, ...]:
        """Return the users of one brokerage, in the order of their opening, within a transaction."""
        asked = self._accounts().where(t.users.c.tenant_id == tenant_id)
        found = db.execute(asked.order_by(t.users.c.opened_at, t.users.c.id))
        return tuple(_account(row, Realm.BROKER) for row in found)

    def _one(self, condition: Any) -> Account | None:
        with self._store.read() as db:
            row = db.execute(self._accounts().where(condition)).one_or_none()
            return None if row is None else _account(row, self.realm)

    def _accounts(self) -> Select[Any]:
        given = t.given_passwords.c.account_id
        joined = self._table.outerjoin(t.given_passwords, given == self._table.c.id)
        if self.realm is Realm.STAFF:
            return select(self._table, given.is_not(None).label("must_change")).select_from(joined)
        joined = joined.outerjoin(t.user_rights, t.user_rights.c.user_id == self._table.c.id)
        joined = joined.join(t.tenants, t.tenants.c.id == t.users.c.tenant_id)
        told = (given.is_not(None).label("must_change"), t.user_rights.c.rights, *OF_TENANT)
        return select(self._table, *told).select_from(joined)


def _mark_given(db: Connection, account: Account) -> None:
    db.execute(t.given_passwords.delete().where(t.given_passwords.c.account_id == account.id))
    db.execute(insert(t.given_passwords).values(account_id=account.id))


def tenant_of(row: Row[Any]) -> Tenant:
    """Read the identity of a brokerage from its row."""
    return Tenant(**{each.name: getattr(row, each.name) for each in fields(Tenant)})


def _account(row: Row[Any], realm: Realm) -> Account:
    broker = realm is Realm.BROKER
    return Account(
        id=row.id,
        realm=realm,
        person=Person(row.first_name, row.last_name, row.login),
        tenant_id=row.tenant_id if broker else None,
        administrator=bool(row.administrator) if broker else False,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        password_hash=row.password,
        must_change=bool(row.must_change),
        rights=_rights(row) if broker else frozenset(),
        bounds=bounds.bounds_of_user(row) if broker else bounds.bounds_of_staff(row),
    )


def _rights(row: Row[Any]) -> Rights:
    if row.rights is not None:
        return read_rights(row.rights)
    return (ADMINISTRATION if row.administrator else MANAGEMENT).rights


def _row(account: Account) -> dict[str, object]:
    common: dict[str, object] = {
        "id": account.id,
        "first_name": account.person.first_name,
        "last_name": account.person.last_name,
        "login": account.person.login,
        "password": account.password_hash,
        "opened_at": account.opened_at,
        "closed_at": account.closed_at,
        "password_changed_at": account.opened_at,
    }
    if account.realm is Realm.STAFF:
        return common
    return {**common, "tenant_id": account.tenant_id, "administrator": int(account.administrator)}
