"""The clients of a brokerage: rows in, frozen values out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from attrs import asdict, frozen
from sqlalchemy import Connection, Row, Select, false, func, insert, select, update

from reference_app.errors import Conflict, NotFound
from reference_app.folding import fold, search_terms, search_text
from reference_app.ids import ClientId, TenantId
from reference_app.storage.dossier_tables import clients, identity


class Kind(Enum):
    """An insured person, or a company."""

    PERSON = "person"
    COMPANY = "company"


@frozen
class ClientFields:
    """What is typed about a client; what does not concern its kind is empty."""

    kind: Kind
    title: str = ""
    first_name: str = ""
    last_name: str = ""
    birth_date: date | None = None
    corporate_name: str = ""
    siren: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "France"

    @property
    def postal_address(self) -> str:
        """The address as it is written on an envelope."""
        return "\n".join(filter(None, (self.address, f"{self.postcode} {self.city}".strip(), self.country)))

    @property
    def name(self) -> str:
        """The name under which the client is listed."""
        if self.kind is Kind.COMPANY:
            return self.corporate_name
        return f"{self.last_name.upper()} {self.first_name}".strip()


@frozen
class Client:
    """A client as kept; ``version`` rises with each change, ``owner`` is the brokerage whose row it is."""

    id: ClientId
    owner: TenantId
    number: int
    version: int
    fields: ClientFields
    created_at: datetime
    updated_at: datetime

    @property
    def reference(self) -> str:
        """The client's number within the brokerage, as people say it."""
        return f"C{self.number:05d}"


SORTS: Final = {
    "reference": clients.c.number,
    "nom": clients.c.name_key,
    "ville": clients.c.city_key,
    "email": clients.c.email_key,
    "modification": clients.c.updated_at,
}


@frozen
class ClientQuery:
    """What a list asks for: words, a sort among :data:`SORTS`, and a page."""

    words: str = ""
    sort: str = "nom"
    descending: bool = False
    page: int = 1
    size: int = 50


@frozen
class ClientPage:
    """One page of a list, and how many clients the whole list has."""

    clients: tuple[Client, ...]
    total: int
    query: ClientQuery

    @property
    def pages(self) -> int:
        """How many pages the list has, at least one."""
        return max(1, -(-self.total // self.query.size))


def find_clients(db: Connection, query: ClientQuery) -> ClientPage:
    """Return one page of the clients in whom every word of the query is found."""
    total = db.scalar(_matching(select(func.count()).select_from(clients), query.words)) or 0
    column = SORTS[query.sort]
    ordered = (column.desc(), clients.c.number) if query.descending else (column, clients.c.number)
    asked = _matching(select(clients), query.words).order_by(*ordered)
    rows = db.execute(asked.limit(query.size).offset((query.page - 1) * query.size))
    return ClientPage(tuple(map(_client, rows)), total, query)


def all_clients(db: Connection, words: str) -> tuple[Client, ...]:
    """Return every client in whom the words are found, by name."""
    asked = _matching(select(clients), words).order_by(clients.c.name_key, clients.c.number)
    return tuple(map(_client, db.execute(asked)))


def get_client(db: Connection, client_id: ClientId) -> Client:
    """Return one client of this brokerage, or raise :class:`NotFound`."""
    row = db.execute(select(clients).where(clients.c.id == client_id)).one_or_none()
    if row is None:
        raise NotFound
    return _client(row)


def add_client(db: Connection, client_id: ClientId, fields: ClientFields, at: datetime) -> None:
    """Add a client under the next number; its owner is the database's."""
    number = (db.scalar(select(func.max(clients.c.number))) or 0) + 1
    row = {"id": client_id, "owner": owner_of(db), "number": number, "version": 1, "created_at": at, "updated_at": at}
    db.execute(insert(clients).values(**row, **_columns(fields, number)))


def change_client(db: Connection, seen: Client, fields: ClientFields, at: datetime) -> None:
    """Replace what is kept of a client, provided that it is still the version that was seen."""
    row = {"version": seen.version + 1, "updated_at": at, **_columns(fields, seen.number)}
    same = (clients.c.id == seen.id) & (clients.c.version == seen.version)
    if db.execute(update(clients).where(same).values(**row)).rowcount != 1:
        raise Conflict


def owner_of(db: Connection) -> TenantId:
    """Return whose database this is, as its identity row says; nobody's if it has none."""
    return TenantId(db.scalar(select(identity.c.owner)) or "")


def _matching(statement: Select[Any], words: str) -> Select[Any]:
    """Keep the clients that hold every word; of words of which nothing can be searched, none."""
    terms: Sequence[str] = search_terms(words)
    if words.strip() and not terms:
        return statement.where(false())
    return statement.where(*(clients.c.search.contains(term, autoescape=True) for term in terms))


def _columns(fields: ClientFields, number: int) -> dict[str, object]:
    born = fields.birth_date.strftime("%d/%m/%Y") if fields.birth_date else ""
    words = [f"C{number:05d}", fields.first_name, fields.last_name, fields.corporate_name]
    return {
        **asdict(fields, recurse=False),
        "kind": fields.kind.value,
        "search": search_text(
            [*words, fields.contact, fields.email, fields.city, fields.postcode, born],
            [fields.phone, fields.siren],
        ),
        "name_key": fold(fields.name),
        "city_key": fold(fields.city),
        "email_key": fold(fields.email),
    }


def _client(row: Row[Any]) -> Client:
    values = row._asdict()
    fields = {name: values[name] for name in asdict(ClientFields(Kind.PERSON), recurse=False)}
    return Client(
        id=row.id,
        owner=row.owner,
        number=row.number,
        version=row.version,
        fields=ClientFields(**{**fields, "kind": Kind(row.kind)}),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
