"""« Lieux » : from where the brokerage is used, and each of its users within that (6.5)."""

from __future__ import annotations

from starlette.responses import Response

from netsoft.answers import Decision
from netsoft.errors import InvalidValue
from netsoft.tenancy.networks import Places
from reference_app.ids import UserId
from reference_app.services.billing_form import sentence
from reference_app.services.places import PlaceDesk, listed
from reference_app.services.team import TeamDesk
from reference_app.storage.people import Account
from reference_app.web.calls import BrokerCall
from reference_app.web.entries import Typed
from reference_app.web.proxy import source_of

_FIELD = "networks"
_CONFIRM = "confirmer"


def show_places(call: BrokerCall) -> Response:
    """Show the places of the brokerage, and its users with theirs."""
    return _page(call, Typed({_FIELD: listed(call.account.bounds.places.brokerage)}, {}))


def set_places(call: BrokerCall) -> Response:
    """Keep the places of the brokerage."""
    try:
        refused = _desk(call).set_all(_typed(call), confirmed=_CONFIRM in call.form)
    except InvalidValue as error:
        return _page(call, Typed(call.form, {_FIELD: sentence(error)}), 422)
    if refused is not None:
        return _page(call, Typed(call.form, {_CONFIRM: _words(refused)}), 409)
    call.desk.note(f"lieux du cabinet : {_noted(call)}")
    return call.done(call.url("places"), "Lieux du cabinet : enregistrés.", free=False)


def show_user_places(call: BrokerCall) -> Response:
    """Show the places of one user."""
    account = _one(call)
    return _user(call, account, Typed({_FIELD: listed(account.bounds.places.user)}, {}))


def set_user_places(call: BrokerCall) -> Response:
    """Keep the places of one user."""
    account = _one(call)
    try:
        refused = _desk(call).set_one(account, _typed(call), confirmed=_CONFIRM in call.form)
    except InvalidValue as error:
        return _user(call, account, Typed(call.form, {_FIELD: sentence(error)}), 422)
    if refused is not None:
        return _user(call, account, Typed(call.form, {_CONFIRM: _words(refused)}), 409)
    call.desk.note(f"lieux de {account.id} : {_noted(call)}")
    return call.done(call.url("places"), f"Lieux de {account.person.full_name} : enregistrés.", free=False)


def _page(call: BrokerCall, form: Typed, status: int = 200) -> Response:
    people = [user for user in _team(call).people if user.closed_at is None]
    return call.render("places/list.html", status, people=people, form=form, source=source_of(call.request))


def _user(call: BrokerCall, account: Account, form: Typed, status: int = 200) -> Response:
    places: Places = account.bounds.places
    shown = {"user": account, "places": places, "form": form, "source": source_of(call.request)}
    return call.render("places/one.html", status, **shown)


def _words(refused: Decision) -> str:
    text = " ; ".join(reason.fact for reason in refused.reasons).replace("'", "’")
    return f"{text[0].upper()}{text[1:]} (6.5)."


def _typed(call: BrokerCall) -> str:
    return call.form.get(_FIELD, "")


def _noted(call: BrokerCall) -> str:
    return ", ".join(_typed(call).split()) or "partout"


def _desk(call: BrokerCall) -> PlaceDesk:
    return PlaceDesk(call.directory, call.account, source_of(call.request))


def _one(call: BrokerCall) -> Account:
    return _team(call).one(UserId(call.path_value("user_id")))


def _team(call: BrokerCall) -> TeamDesk:
    return TeamDesk(call.directory, call.passwords, call.account, call.now)
