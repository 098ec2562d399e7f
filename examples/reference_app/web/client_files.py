"""The files of a client's dossier: deposited, read, taken away."""

from __future__ import annotations

from urllib.parse import quote

from sqlalchemy import Connection
from starlette.responses import Response

from reference_app.errors import AlreadySent
from reference_app.ids import ClientId, FileId
from reference_app.services.deposits import Deposits, quota_of
from reference_app.services.desk import Change
from reference_app.storage.client_files import get_file, remove_file
from reference_app.storage.journal import Outcome
from reference_app.web.calls import BrokerCall
from reference_app.web.clients import record_of, record_page

_NOTHING = "Choisir un fichier, puis le déposer."
_EMPTY = "Ce fichier est vide."
_NAMELESS = "Ce fichier n’a pas de nom ; le renommer, puis le déposer."
_SENT = "Ce formulaire a déjà servi pour un autre fichier ; choisir le fichier de nouveau."
_USED = "Ce formulaire a déjà servi pour autre chose ; recommencer depuis cette page."
_UNKNOWN = "L’espace disque de votre contrat n’est pas saisi (2.2) ; demander à l’éditeur de l’indiquer."


def deposit(call: BrokerCall) -> Response:
    """Deposit a file; what is refused keeps everything as it was and says why."""
    problem = _problem(call)
    if problem:
        return _refused(call, problem, Outcome.INVALID, 422)
    assert call.upload is not None
    try:
        _deposits(call).deposit(_client(call), call.upload, call.form_sent)
    except AlreadySent:
        return _refused(call, _SENT, Outcome.REFUSED, 409)
    return call.done(call.url("client", client_id=_client(call)), f"{call.upload.clean_name} : déposé.")


def download(call: BrokerCall) -> Response:
    """Give a file as a download: no browser shows it as a page of this application."""
    found, content = _deposits(call).open(_client(call), _file(call))
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"}
    return Response(content, media_type="application/octet-stream", headers=headers)


def withdraw(call: BrokerCall) -> Response:
    """Take a file out of the dossier."""
    client_id, file_id = _client(call), _file(call)

    def write(db: Connection) -> None:
        get_file(db, client_id, file_id)
        remove_file(db, file_id, call.now)

    try:
        call.desk.change(Change(client_id, call.form_sent, write, f"fichier {file_id}"))
    except AlreadySent:
        return _refused(call, _USED, Outcome.REFUSED, 409)
    return call.done(call.url("client", client_id=client_id), "Document retiré.")


def _problem(call: BrokerCall) -> str:
    sent = call.upload
    if sent is None:
        return _NOTHING
    if not sent.content:
        return _EMPTY
    if not sent.clean_name:
        return _NAMELESS
    quota = quota_of(call.directory, call.tenant.id)
    if quota is None:
        return _UNKNOWN
    decision = _deposits(call).admit(sent, quota)
    return "" if decision.granted else f"Espace insuffisant (2.2) : {decision.reasons[0].fact}."


def _refused(call: BrokerCall, problem: str, outcome: Outcome, status: int) -> Response:
    record = call.desk.review(lambda db: record_of(db, _client(call)), _client(call), outcome)
    return record_page(call, record, status, problem)


def _deposits(call: BrokerCall) -> Deposits:
    return Deposits(call.desk, call.files, call.now)


def _client(call: BrokerCall) -> ClientId:
    return ClientId(call.path_value("client_id"))


def _file(call: BrokerCall) -> FileId:
    return FileId(call.path_value("file_id"))
