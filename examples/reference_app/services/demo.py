"""Putting the demonstration in place: brokerages, people with new passwords, clients, accounts, months of work."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime
from random import Random
from typing import Final, TypeAlias, cast

from attrs import evolve, frozen

from reference_app.clock import paris_day
from reference_app.demo.activity import MONTHS, Pace, instants
from reference_app.demo.billing import Months
from reference_app.demo.brokerages import CLIENTS, SEED, STAFF, Brokerage, NewUser, brokerages
from reference_app.deployment import Deployment
from reference_app.errors import SetupError
from reference_app.ids import ClientId, StaffId, TenantId, UserId, new_id
from reference_app.services.acceptances import Acceptances, accepted_by
from reference_app.services.demo_books import Client, keep_books, record_contracts
from reference_app.services.demo_security import in_turns, secure
from reference_app.services.passwords import generated
from reference_app.storage.clients import add_client
from reference_app.storage.journal import Act, Actor
from reference_app.storage.people import Account, Person, Realm, Tenant
from reference_app.storage.vault import TenantHandle, new_tenant

# What is done in a day, by the names that the pages give to their actions.
_ACTS: Final = {"clients.read": 52, "clients.list": 40, "clients.edit": 7, "clients.export": 1}
DEMONSTRATION: Final = "demonstration"
_OF_ONE: Final = ("clients.read", "clients.edit")
_Worker: TypeAlias = tuple[Account, Pace]


@frozen
class Size:
    """How much is made: the clients of each brokerage, the months of work, and the seed of it all."""

    clients: int = CLIENTS
    months: int = MONTHS
    seed: int = SEED


@frozen
class DemoAccess:
    """An account that was opened, for whom, and the password that is shown once."""

    account: Account
    employer: str
    password: str


@frozen
class _Added:
    """A client in place: its id and the instant at which it was added."""

    id: ClientId
    at: datetime


def make_demonstration(here: Deployment, size: Size = Size()) -> tuple[DemoAccess, ...]:
    """Make the demonstration as of now; return who may sign in, with their passwords.

    It spans many files, so that a cut leaves a part of it: the directory says so until it is complete.
    """
    with here.directory.finishing(DEMONSTRATION):
        made = [_staff(here, person) for person in STAFF]
        clients = []
        for brokerage in brokerages(paris_day(here.clock.now()), size.seed, size.clients):
            tenant, accesses = _make(here, brokerage, size)
            clients.append(Client(tenant, brokerage))
            made.extend(accesses)
        record_contracts(here, clients)
        keep_books(here, tuple(clients))
    return tuple(made)


def refuse_unfinished(here: Deployment) -> None:
    """Refuse a data folder whose demonstration was cut off: its passwords were never shown."""
    if here.directory.unfinished(DEMONSTRATION):
        folder = here.settings.data_folder
        raise SetupError(
            f"La démonstration de {folder} a été interrompue avant la fin et ne sert à rien ; "
            f"supprimer ce dossier (rm -r {folder}), puis relancer avec --demo."
        )


def _make(here: Deployment, brokerage: Brokerage, size: Size) -> tuple[Tenant, tuple[DemoAccess, ...]]:
    handle = here.vault.create(new_tenant(brokerage.tenant, brokerage.tenant.opened_at))
    accesses = tuple(_user(here, handle.tenant, user) for user in brokerage.users)
    clients = _clients(handle, brokerage)
    since = Months(paris_day(here.clock.now())).first(size.months - 1)
    workers = tuple((a.account, u.pace) for a, u in zip(accesses, brokerage.users, strict=True))
    done = [act for worker in workers for act in _work(worker, clients, (since, here.clock.now()))]
    done.extend(_additions(workers, clients, since))
    done.extend(in_turns(_actor(accesses[1].account, here.clock.now()), here.clock.now()))
    secure(here, handle.tenant, [access.account for access in accesses])
    handle.journal.record_past(sorted(done, key=lambda each: each[0].at))
    return handle.tenant, accesses


def _staff(here: Deployment, person: Person) -> DemoAccess:
    account = Account(StaffId(new_id()), Realm.STAFF, person, None, False, here.clock.now(), None, "")
    return _opened(here, account, "Éditeur")


def _user(here: Deployment, tenant: Tenant, user: NewUser) -> DemoAccess:
    account = Account(
        id=UserId(new_id()),
        realm=Realm.BROKER,
        person=user.person,
        tenant_id=tenant.id,
        administrator=user.administrator,
        opened_at=tenant.opened_at,
        closed_at=None,
        password_hash="",
    )
    return _opened(here, account, tenant.name)


def _opened(here: Deployment, account: Account, employer: str) -> DemoAccess:
    password = generated()
    # Whoever starts the demonstration reads the passwords on the terminal and is alone with them: there is
    # nobody from whom to keep them, and several people may try the same account.
    kept = evolve(account, password_hash=here.passwords.hash(password), must_change=False)
    with here.directory.store.write() as db:
        here.directory.accounts(account.realm).add(db, kept)
    if kept.tenant_id is not None:
        shown = Acceptances(here.directory, here.editions)
        shown.accept(kept, shown.in_force(kept.opened_at), accepted_by(kept, kept.opened_at))
    return DemoAccess(kept, employer, password)


def _clients(handle: TenantHandle, brokerage: Brokerage) -> tuple[_Added, ...]:
    added = tuple(_Added(ClientId(new_id()), client.added_at) for client in brokerage.clients)
    with handle.dossiers.write() as db:
        for it, client in zip(added, brokerage.clients, strict=True):
            add_client(db, it.id, client.fields, it.at)
    return added


def _work(worker: _Worker, clients: tuple[_Added, ...], span: tuple[date, datetime]) -> Iterator[tuple[Actor, Act]]:
    """Give what one user did, on the clients that were there."""
    account, pace = worker
    chance = Random(account.person.login)  # noqa: S311 - no secret is made of it
    days = tuple(client.at for client in clients)
    for at in instants(pace, *span, chance):
        there = bisect_right(days, at)
        name = chance.choices(tuple(_ACTS), tuple(_ACTS.values()))[0] if there else "clients.list"
        subject = clients[chance.randrange(there)].id if name in _OF_ONE else ""
        yield _actor(account, at), Act(name, subject)


def _additions(workers: tuple[_Worker, ...], clients: tuple[_Added, ...], since: date) -> Iterator[tuple[Actor, Act]]:
    """Give the additions of clients, shared between the users."""
    for index, client in enumerate(clients):
        if paris_day(client.at) >= since:
            account, _pace = workers[index % len(workers)]
            yield _actor(account, client.at), Act("clients.add", client.id)


def _actor(account: Account, at: datetime) -> Actor:
    return Actor(
        at,
        cast("TenantId", account.tenant_id),
        cast("UserId", account.id),
        "démonstration",
        "192.0.2.1",
        None,
    )
