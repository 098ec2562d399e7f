"""The two brokerages of the demonstration, whole: identity, contract, users, clients, their accounts, their work."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final, TypeAlias

from attrs import frozen

from netsoft.billing.contract.withdrawal import Formation
from netsoft.billing.entries import Fact
from netsoft.billing.invoices.identity import Identity
from netsoft.billing.prices.price_models import PerUnit
from netsoft.billing.prices.tariff import Price
from netsoft.billing.responsibility.insurance import Certificate
from netsoft.metering.perimeter import Perimeter
from netsoft.money import Rate
from reference_app.clock import PARIS
from reference_app.demo.activity import Pace
from reference_app.demo.billing import MONTHS, Months, Story, quiet, troubled
from reference_app.demo.people import FINISTERE, RHONE, Region, client_fields, mailbox, siren
from reference_app.ids import TenantId
from reference_app.services.policy import GIGABYTE
from reference_app.storage.clients import ClientFields
from reference_app.storage.facts import ContractFacts
from reference_app.storage.people import Person, Tenant

SEED: Final = 52018
CLIENTS: Final = 240
_FRIDAY: Final = 4
Facts: TypeAlias = Callable[[Story], tuple[Fact, ...]]
VAT: Final = Rate.percent("20")
SELLER: Final = Identity(
    "Infrassur (démonstration)",
    ("1 rue de l’Exemple", "75000 Paris"),
    siren="000000000",  # nobody's
    vat_number="FR12000000000",
    form="SAS",
    contact="contact@editeur.example",
)


@frozen
class NewUser:
    """A user to open, and how much she works."""

    person: Person
    administrator: bool
    pace: Pace


@frozen
class NewClient:
    """A client to add, with the instant at which it was."""

    fields: ClientFields
    added_at: datetime


@frozen
class Brokerage:
    """A brokerage to make; the tenant's id is given when it is registered."""

    tenant: Tenant
    users: tuple[NewUser, ...]
    clients: tuple[NewClient, ...]
    contract: ContractFacts
    facts: Facts


@frozen
class _Sketch:
    name: str
    legal_form: str
    domain: str
    address: str
    phone: str
    region: Region
    people: tuple[tuple[str, str, Pace], ...]
    gigabytes: int
    facts: Facts


STAFF: Final = (
    Person.named("Hélène", "Castaing", "helene.castaing@editeur.example"),
    Person.named("Marc", "Oury", "marc.oury@editeur.example"),
)
_SKETCHES: Final = (
    _Sketch(
        "Kerjean & Associés",
        "SARL",
        "kerjean-associes.example",
        "14 quai de l’Odet, 29000 Quimper",
        "02 61 91 40 12",
        FINISTERE,
        (
            ("Anne-Laure", "Kerjean", Pace(38)),
            ("Yann", "Le Berre", Pace(96)),
            ("Maëlle", "Cariou", Pace(74)),
            ("Étienne", "Du Boisguéhenneuc", Pace(21)),
            ("Sandrine", "Quillévéré", Pace(168)),
        ),
        20,
        quiet,
    ),
    _Sketch(
        "Prévoyance du Rhône Courtage",
        "SAS",
        "prevoyance-rhone.example",
        "27 rue de la Part-Dieu, 69003 Lyon",
        "04 65 71 22 80",
        RHONE,
        (
            ("Bertrand", "Chazelle", Pace(27)),
            ("Nadia", "Benhamou", Pace(88)),
            ("Clément", "Vuillermoz", Pace(63)),
            ("Joséphine", "Æbischer-Roux", Pace(45)),
        ),
        11,
        troubled,
    ),
)


def brokerages(today: date, seed: int = SEED, clients: int = CLIENTS) -> tuple[Brokerage, ...]:
    """Make the brokerages of the demonstration as they stand on ``today``, with so many clients each."""
    return tuple(
        _brokerage(sketch, today, clients, Random(f"{seed}/{sketch.domain}"))  # noqa: S311 - no secret is made of it
        for sketch in _SKETCHES
    )


def _brokerage(sketch: _Sketch, today: date, clients: int, chance: Random) -> Brokerage:
    since = Months(today).first(MONTHS - 1)
    users = tuple(_user(sketch, index) for index in range(len(sketch.people)))
    return Brokerage(
        _tenant(sketch, users[0].person, since, chance),
        users,
        _clients(client_fields(clients, sketch.region, today, chance), (since, today), chance),
        _contract(sketch, since),
        sketch.facts,
    )


def prices(today: date) -> tuple[Price, ...]:
    """Return the tariff of the demonstration, from the first month of its accounts on."""
    since = Months(today).first(MONTHS - 1)
    return (
        Price("abonnement", "Abonnement au service, forfait mensuel", "flat", since, PerUnit("25.00"), VAT),
        Price("disque", "Espace disque, par gigaoctet et par mois", "disk", since, PerUnit("1.00"), VAT),
        Price("utilisateur", "Abonnement, par utilisateur et par mois", "per-user", since, PerUnit("40.00"), VAT),
        Price("complement", "Action au-delà du palier", "complement", since, PerUnit("0.02"), VAT),
    )


def certificates(brokerage: Brokerage, today: date) -> tuple[Certificate, ...]:
    """Return the certificates of insurance of a brokerage: of the one that owes, one ends within the month."""
    year, soon = timedelta(days=365), timedelta(days=20)
    last = today + (year / 2 if brokerage.facts is quiet else soon)
    liability = Certificate("damage-to-others", "Assureur de l’Exemple", "RC-2026-041", last - year, last)
    own = Certificate("own-loss", "Assureur de l’Exemple", "DO-2026-007", today - year / 2, today + year / 2)
    return liability, own


def _contract(sketch: _Sketch, since: date) -> ContractFacts:
    """Conclude ten days before the service was made available, and plan what the brokerage has."""
    formation = Formation(concluded_on=since - timedelta(days=10), available_on=since, first_use_on=since)
    return ContractFacts(formation, Perimeter(len(sketch.people), sketch.gigabytes * GIGABYTE))


def _user(sketch: _Sketch, index: int) -> NewUser:
    first, last, pace = sketch.people[index]
    login = f"{mailbox(first, last)}@{sketch.domain}"
    return NewUser(Person.named(first, last, login), index == 0, pace)


def _tenant(sketch: _Sketch, head: Person, since: date, chance: Random) -> Tenant:
    return Tenant(
        id=TenantId(""),
        name=sketch.name,
        legal_form=sketch.legal_form,
        siren=siren(chance),
        representative=head.full_name,
        address=sketch.address,
        email=head.login,
        phone=sketch.phone,
        opened_at=_morning(since),
    )


def _clients(made: Iterable[ClientFields], span: tuple[date, date], chance: Random) -> tuple[NewClient, ...]:
    """Spread the days on which clients were added: most at the start, when the files were brought over."""
    since, today = span
    fields = tuple(made)
    back = sorted(chance.random() ** 3 for _ in fields)
    days = (min(today, _working(since + timedelta(days=int(share * (today - since).days)))) for share in back)
    return tuple(NewClient(f, _morning(day)) for f, day in zip(fields, days, strict=True))


def _working(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > _FRIDAY else 0)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), PARIS).astimezone(UTC)
