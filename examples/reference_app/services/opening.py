"""Opening brokerages and accounts, and giving new passwords."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, field, frozen

from netsoft.errors import InvalidValue
from reference_app.deployment import Deployment
from reference_app.errors import SetupError
from reference_app.ids import StaffId, TenantId, UserId, new_id
from reference_app.services.client_form import is_siren
from reference_app.services.passwords import generated
from reference_app.storage.people import Account, Person, Realm, Tenant
from reference_app.storage.vault import new_tenant


@frozen
class Given:
    """An account with the password just made for it, to be shown once."""

    account: Account
    password: str = field(repr=False)


def open_brokerage(deployment: Deployment, identity: Tenant, person: Person, at: datetime) -> Given:
    """Register a brokerage under an id of its own together with its first administrator, or neither."""
    tenant = _checked(new_tenant(identity, at))
    account, password = _account(deployment, person, Realm.BROKER)
    administrator = evolve(account, tenant_id=tenant.id, administrator=True)
    with deployment.directory.store.write() as db:
        deployment.vault.registrar.register(db, tenant)
        deployment.directory.users.add(db, administrator)
    return Given(administrator, password)


def open_user(deployment: Deployment, tenant_id: TenantId, person: Person, *, administrator: bool) -> Given:
    """Open a user's account in a brokerage, with a password made for it."""
    account = _account(deployment, person, Realm.BROKER)
    of_tenant = evolve(account[0], tenant_id=tenant_id, administrator=administrator)
    return _added(deployment, of_tenant, account[1])


def open_staff(deployment: Deployment, person: Person) -> Given:
    """Open an account of the publisher's staff."""
    return _added(deployment, *_account(deployment, person, Realm.STAFF))


def reset_password(deployment: Deployment, login: str) -> tuple[Given, ...]:
    """Give a new password to the account of a login, in each realm that has one, and end its sessions."""
    given = tuple(
        _reset(deployment, account)
        for realm in Realm
        if (account := deployment.directory.accounts(realm).by_login(login)) is not None
    )
    if not given:
        raise SetupError(f"Aucun compte « {login} » ; la commande « list » donne les comptes.")
    return given


def _checked(tenant: Tenant) -> Tenant:
    if not is_siren(tenant.siren):
        raise InvalidValue("siren", "numéro erroné", "donner les neuf chiffres du SIREN")
    if not tenant.name.strip():
        raise InvalidValue("nom", "absent", "donner le nom du cabinet")
    return tenant


def _reset(deployment: Deployment, account: Account) -> Given:
    password = generated()
    accounts = deployment.directory.accounts(account.realm)
    accounts.set_password(account, deployment.passwords.hash(password), deployment.clock.now())
    return Given(account, password)


def _account(deployment: Deployment, person: Person, realm: Realm) -> tuple[Account, str]:
    password, checked = generated(), Person.named(person.first_name, person.last_name, person.login)
    account = Account(
        id=UserId(new_id()) if realm is Realm.BROKER else StaffId(new_id()),
        realm=realm,
        person=checked,
        tenant_id=None,
        administrator=False,
        opened_at=deployment.clock.now(),
        closed_at=None,
        password_hash=deployment.passwords.hash(password),
    )
    return account, password


def _added(deployment: Deployment, account: Account, password: str) -> Given:
    directory = deployment.directory
    with directory.store.write() as db:
        directory.accounts(account.realm).add(db, account)
    return Given(account, password)
