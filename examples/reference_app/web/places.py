"""« Lieux » : from where the brokerage is used, and each of its users within that (6.5)."""

from __future__ import annotations

from textwrap import wrap
from typing import Final

from starlette.responses import Response

from netsoft.errors import InvalidValue
from netsoft.tenancy.networks import Places
from netsoft.tenancy.places import networks
from reference_app.ids import UserId
from reference_app.services.billing_form import sentence
from reference_app.services.places import NotKept, PlaceDesk, listed
from reference_app.services.team import TeamDesk, in_words
from reference_app.storage.journal import Outcome
from reference_app.storage.people import Account
from reference_app.web.calls import BrokerCall
from reference_app.web.entries import Typed
from reference_app.web.proxy import source_of

_FIELD = "networks"
_CONFIRM = "confirmer"
_A_NOTE: Final = 220  # what the journal keeps of a note, whose name and number left out


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
        return _page(call, *_not_kept(call, refused))
    _note(call, "lieux du cabinet")
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
        return _user(call, account, *_not_kept(call, refused))
    _note(call, f"lieux de {account.id}")
    return call.done(call.url("places"), f"Lieux de {account.person.full_name} : enregistrés.", free=False)


def _page(call: BrokerCall, form: Typed, status: int = 200) -> Response:
    people = [user for user in _team(call).people if user.closed_at is None]
    return call.render("places/list.html", status, people=people, form=form, source=source_of(call.request))


def _user(call: BrokerCall, account: Account, form: Typed, status: int = 200) -> Response:
    places: Places = account.bounds.places
    shown = {"user": account, "places": places, "form": form, "source": source_of(call.request)}
    return call.render("places/one.html", status, **shown)


def _not_kept(call: BrokerCall, refused: NotKept) -> tuple[Typed, int]:
    """Return the form with what is wrong: to be confirmed, or refused for good, which is journaled."""
    words = in_words(refused.decision, _team(call).people)
    if not refused.final:
        return Typed(call.form, {_CONFIRM: words}), 409
    call.desk.refuse(Outcome.REFUSED, detail=words)
    return Typed(call.form, {_FIELD: words}), 403


def _typed(call: BrokerCall) -> str:
    return call.form.get(_FIELD, "")


def _note(call: BrokerCall, whose: str) -> None:
    """Journal the whole list, in as many notes as it takes."""
    kept = ", ".join(map(str, networks(_typed(call)))) or "partout"
    parts = wrap(kept, _A_NOTE)
    for number, part in enumerate(parts, 1):
        call.desk.note(f"{whose}{f' ({number}/{len(parts)})' if len(parts) > 1 else ''} : {part}")


def _desk(call: BrokerCall) -> PlaceDesk:
    return PlaceDesk(call.directory, call.account, source_of(call.request))


def _one(call: BrokerCall) -> Account:
    return _team(call).one(UserId(call.path_value("user_id")))


def _team(call: BrokerCall) -> TeamDesk:
    return TeamDesk(call.directory, call.passwords, call.account, call.now)
