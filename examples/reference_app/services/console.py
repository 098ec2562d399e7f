"""What the publisher's staff do to brokerages and to their administrators; each act is journaled with what it does.

A form that is sent twice acts once, and shows its password once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from attrs import evolve, field, frozen
from sqlalchemy import Connection

from netsoft.errors import InvalidValue
from reference_app.errors import NotFound
from reference_app.folding import digits
from reference_app.ids import StaffId, TenantId, UserId, new_id
from reference_app.services.client_form import is_siren
from reference_app.services.opening import Given
from reference_app.services.passwords import Passwords, generated
from reference_app.storage.console_forms import ConsoleForm, concerned_before, remember
from reference_app.storage.directory import Directory, StaffAct, journal_staff_act
from reference_app.storage.journal import FormSent
from reference_app.storage.people import Account, Person, Realm, Tenant
from reference_app.storage.registrar import Registrar

PERSON_FIELDS: Final = ("first_name", "last_name", "login")
_LONGEST: Final = 200


@frozen
class AccessGiven:
    """An account with the password just made for it; ``None`` when the same form gave it before: it is shown once."""

    account: Account
    password: str | None = field(repr=False)


@frozen
class Asked:
    """What the staff ask: the act for their journal, and the form, so that a retry does nothing more."""

    act: StaffAct
    form: FormSent


@frozen
class Console:
    """The publisher's hand on accesses. It holds the directory, and nothing that opens a dossier."""

    directory: Directory
    passwords: Passwords = field(repr=False)
    registrar: Registrar = field(repr=False)

    def open_brokerage(self, typed: Mapping[str, str], asked: Asked) -> AccessGiven:
        """Register a brokerage with its first administrator, whose password is made here."""
        person, at = person_of(typed), asked.act.at
        tenant = tenant_of(typed, person, at)
        given = self._given(tenant.id, person, at)

        def open_both(db: Connection) -> StaffAct:
            self.registrar.register(db, tenant)
            self.directory.users.add(db, given.account)
            return evolve(asked.act, subject=tenant.id, detail=f"{tenant.name}, {person.login}")

        return self._once(asked, given, open_both)

    def open_administrator(self, tenant_id: TenantId, person: Person, asked: Asked) -> AccessGiven:
        """Open another administrator of a brokerage."""
        given = self._given(tenant_id, person, asked.act.at)

        def open_one(db: Connection) -> StaffAct:
            self.directory.users.add(db, given.account)
            return _about(given.account, asked.act)

        return self._once(asked, given, open_one)

    def reset(self, account: Account, asked: Asked) -> AccessGiven:
        """Give an administrator a new password and end her sessions."""
        password = generated()
        hashed = self.passwords.hash(password)

        def replace(db: Connection) -> StaffAct:
            self.directory.users.put_password(db, account, hashed, asked.act.at)
            return _about(account, asked.act)

        return self._once(asked, Given(account, password), replace)

    def set_open(self, account: Account, *, is_open: bool, asked: Asked) -> Account:
        """Open an administrator's access again, or close it and end her sessions; return it as it now is."""

        def change(db: Connection) -> StaffAct:
            self.directory.users.put_closed(db, account, None if is_open else asked.act.at)
            return _about(account, asked.act)

        return self._once(asked, Given(account, ""), change).account

    def administrator(self, tenant_id: TenantId, user_id: UserId) -> Account:
        """Return an administrator of a brokerage; its other users are its own business."""
        found = self.directory.users.get(user_id)
        if found is None or found.tenant_id != tenant_id or not found.administrator:
            raise NotFound
        return found

    def _once(self, asked: Asked, given: Given, do: Callable[[Connection], StaffAct]) -> AccessGiven:
        sent = ConsoleForm(StaffId(asked.act.staff_id or ""), asked.form, asked.act.at)
        with self.directory.store.write() as db:
            before = concerned_before(db, sent)
            if before is None:
                journal_staff_act(db, do(db))
                remember(db, sent, UserId(given.account.id))
        account = self.directory.users.get(before or given.account.id)
        if account is None:
            raise NotFound
        return AccessGiven(account, None if before else given.password)

    def _given(self, tenant_id: TenantId, person: Person, at: datetime) -> Given:
        password = generated()
        account = Account(
            id=UserId(new_id()),
            realm=Realm.BROKER,
            person=person,
            tenant_id=tenant_id,
            administrator=True,
            opened_at=at,
            closed_at=None,
            password_hash=self.passwords.hash(password),
        )
        return Given(account, password)


def _about(account: Account, act: StaffAct) -> StaffAct:
    return evolve(act, subject=account.id, detail=account.person.login)


def person_of(typed: Mapping[str, str]) -> Person:
    """Read the person who will sign in; an error names the field that is wrong."""
    for name in PERSON_FIELDS:
        _filled(typed, name)
    return Person.named(*(typed[name] for name in PERSON_FIELDS))


def tenant_of(typed: Mapping[str, str], person: Person, at: datetime) -> Tenant:
    """Read the identity of a brokerage."""
    siren = digits(_filled(typed, "siren"))
    if not is_siren(siren):
        raise InvalidValue("siren", "numéro erroné", "donner les neuf chiffres du SIREN")
    return Tenant(
        id=TenantId(new_id()),
        name=_filled(typed, "name"),
        legal_form=_short(typed, "legal_form"),
        siren=siren,
        representative=person.full_name,
        address=_filled(typed, "address"),
        email=person.login,
        phone=_short(typed, "phone"),
        opened_at=at,
    )


def _filled(typed: Mapping[str, str], name: str) -> str:
    text = _short(typed, name)
    if not text:
        raise InvalidValue(name, "ce champ est vide", "le renseigner")
    return text


def _short(typed: Mapping[str, str], name: str) -> str:
    text = " ".join(typed.get(name, "").split())
    if len(text) > _LONGEST:
        raise InvalidValue(name, f"au plus {_LONGEST} caractères", "raccourcir")
    return text
