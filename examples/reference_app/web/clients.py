"""The pages of clients: list, record, add, edit, export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from attrs import evolve, frozen
from sqlalchemy import Connection
from starlette.responses import Response

from reference_app.errors import AlreadySent, Conflict
from reference_app.ids import ClientId, new_id
from reference_app.services.client_csv import clients_csv
from reference_app.services.client_form import TITLES, ClientForm, blank, read_client_form, typed_of
from reference_app.services.deposits import quota_of
from reference_app.services.desk import Change
from reference_app.storage.client_files import Deposited, bytes_used, files_of
from reference_app.storage.clients import (
    SORTS,
    Client,
    ClientQuery,
    add_client,
    all_clients,
    change_client,
    find_clients,
    get_client,
)
from reference_app.storage.journal import Outcome
from reference_app.web.calls import BrokerCall

_SENT: Final = "Ce formulaire a déjà été enregistré avec d’autres valeurs ; vérifier, puis enregistrer."
_CHANGED: Final = (
    "Cette fiche a été modifiée par quelqu’un d’autre depuis que vous l’avez ouverte. Vos saisies sont "
    "conservées ; les valeurs actuelles sont indiquées. Enregistrer remplace ces valeurs par les vôtres."
)
_SIZES: Final = (25, 50, 100)


def show_list(call: BrokerCall) -> Response:
    """List the clients: searched, sorted, page by page."""
    query = _query(call)
    page = call.desk.read(lambda db: find_clients(db, query), detail=_described(query))
    return call.render("clients/list.html", page=page, link=_linked(query), sizes=_SIZES)


def export_list(call: BrokerCall) -> Response:
    """Give the clients that the search finds as a file."""
    words = _words(call)
    clients = call.desk.read(lambda db: all_clients(db, words), detail=f"q={words}")
    name = f"clients-{call.today.isoformat()}.csv"
    return Response(
        clients_csv(clients),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def show_record(call: BrokerCall) -> Response:
    """Show one client, with what is deposited in its dossier."""
    client_id = _id(call)
    return record_page(call, call.desk.read(lambda db: record_of(db, client_id), subject=client_id))


@frozen
class Dossier:
    """A client with its files, and how many bytes all the files of the brokerage take."""

    client: Client
    files: tuple[Deposited, ...]
    used: int


def record_of(db: Connection, client_id: ClientId) -> Dossier:
    """Return the dossier of a client."""
    return Dossier(get_client(db, client_id), files_of(db, client_id), bytes_used(db))


def record_page(call: BrokerCall, dossier: Dossier, status: int = 200, problem: str = "") -> Response:
    """Show a dossier, and why a file was refused if one was."""
    quota = quota_of(call.directory, call.tenant.id)
    return call.render(
        "clients/record.html", status, client=dossier.client, dossier=dossier, quota=quota, problem=problem
    )


def show_new(call: BrokerCall) -> Response:
    """Show the form of a new client; no dossier is read."""
    return _form(call, ClientForm(blank(), {}, None))


def submit_new(call: BrokerCall) -> Response:
    """Add a client."""
    form = read_client_form(call.form, call.today)
    if form.fields is None:
        call.desk.refuse(Outcome.INVALID, detail=", ".join(form.problems))
        return _form(call, form, status=422)
    subject, fields = new_id(), form.fields
    change = Change(
        subject,
        call.form_sent,
        lambda db: add_client(db, ClientId(subject), fields, call.now),
    )
    try:
        client_id = call.desk.change(change)
    except AlreadySent:
        return _form(call, form, status=409, warning=_SENT)
    return call.done(call.url("client", client_id=client_id), "Client ajouté.")


def show_edit(call: BrokerCall) -> Response:
    """Show the form of a client that exists."""
    client = _read(call)
    return _form(call, ClientForm(typed_of(client.fields), {}, None), client=client)


def submit_edit(call: BrokerCall) -> Response:
    """Change a client, unless someone else did in the meantime."""
    form, client_id = read_client_form(call.form, call.today), _id(call)
    fields = form.fields
    if fields is None:
        seen = call.desk.review(lambda db: get_client(db, client_id), client_id, Outcome.INVALID)
        return _form(call, form, status=422, client=seen, version=call.form.get("version", ""))

    def write(db: Connection) -> None:
        now = get_client(db, client_id)
        if str(now.version) != call.form.get("version"):
            raise Conflict
        change_client(db, now, fields, call.now)

    return _save(call, form, Change(client_id, call.form_sent, write))


def _save(call: BrokerCall, form: ClientForm, change: Change) -> Response:
    client_id = ClientId(change.subject)
    try:
        call.desk.change(change)
    except (AlreadySent, Conflict) as error:
        now = call.desk.review(lambda db: get_client(db, client_id), client_id, Outcome.REFUSED)
        warning = _SENT if isinstance(error, AlreadySent) else _CHANGED
        return _form(call, form, status=409, client=now, warning=warning)
    return call.done(call.url("client", client_id=client_id), "Modifications enregistrées.")


def _form(call: BrokerCall, form: ClientForm, status: int = 200, **context: Any) -> Response:
    client: Client | None = context.get("client")
    kept = typed_of(client.fields) if client and context.get("warning") else {}
    shown = {
        "form": form,
        "client": client,
        "titles": TITLES,
        "warning": context.get("warning", ""),
        "version": context.get("version") or (client.version if client else ""),
        "elsewhere": {k: v for k, v in kept.items() if v != form.typed.get(k, "")},
    }
    return call.render("clients/form.html", status, **shown)


def _read(call: BrokerCall) -> Client:
    client_id = _id(call)
    return call.desk.read(lambda db: get_client(db, client_id), subject=client_id)


def _id(call: BrokerCall) -> ClientId:
    return ClientId(call.path_value("client_id"))


def _words(call: BrokerCall) -> str:
    return " ".join(call.query.get("q", "").split())[:200]


def _query(call: BrokerCall) -> ClientQuery:
    sort, size = call.query.get("tri", "nom"), _number(call.query.get("taille", ""))
    return ClientQuery(
        words=_words(call),
        sort=sort if sort in SORTS else "nom",
        descending=call.query.get("sens") == "desc",
        page=max(1, _number(call.query.get("page", "1"))),
        size=size if size in _SIZES else call.settings.page_size,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0


def _described(query: ClientQuery) -> str:
    return f"q={query.words} tri={query.sort} page={query.page}"


def _linked(query: ClientQuery) -> Callable[..., str]:
    """Return what makes the address of this list with something changed, for the template."""

    def link(**changed: Any) -> str:
        asked = evolve(query, **{"page": 1, **changed})
        return "?" + urlencode(
            {
                **({"q": asked.words} if asked.words else {}),
                "tri": asked.sort,
                **({"sens": "desc"} if asked.descending else {}),
                "page": asked.page,
                "taille": asked.size,
            }
        )

    return link
