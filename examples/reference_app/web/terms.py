"""« Conditions »: every version of the general terms under its own address, and their showing before a first use."""

from __future__ import annotations

from typing import Final

from starlette.responses import PlainTextResponse, Response

from netsoft.catalogue import Version
from reference_app.errors import NotFound
from reference_app.services.acceptances import Acceptances, accepted_by
from reference_app.services.terms_text import terms_text
from reference_app.web.calls import BrokerCall, PublicCall
from reference_app.web.guard import safe_next

TO_READ: Final = "/bienvenue/conditions"


def show_terms(call: PublicCall) -> Response:
    """Show the version in force, to read or to print, and where the others are."""
    return _page(call, Acceptances(call.directory, call.editions).in_force(call.now))


def show_version(call: PublicCall) -> Response:
    """Show one version, to read or to print."""
    return _page(call, _named(call))


def give_text(call: PublicCall) -> Response:
    """Give the text of a version under its permanent address: the very bytes whose digest the catalogue holds."""
    return PlainTextResponse(_named(call).text)


def show_unread(call: BrokerCall) -> Response:
    """Show a user the version in force, to go on from if she has not accepted it yet."""
    kept = _acceptances(call)
    version, unread = kept.in_force(call.now), kept.to_show(call.account, call.now) is not None
    after = safe_next(call.query.get("suite", "")) or call.url("home")
    return call.render("terms/unread.html", version=version, text=terms_text(version.text), suite=after, unread=unread)


def go_on(call: BrokerCall) -> Response:
    """Record that the user goes on to the service; a text that is not the one shown is shown first."""
    after = safe_next(call.form.get("suite", "")) or call.url("home")
    version = _acceptances(call).in_force(call.now)
    if call.form.get("empreinte") != version.digest:
        return call.redirect(TO_READ)
    _acceptances(call).accept(call.account, version, accepted_by(call.account, call.now))
    call.desk.note(f"conditions {version.name} acceptées par l’usage (4.2), empreinte {version.digest}")
    return call.redirect(after)


def _acceptances(call: BrokerCall) -> Acceptances:
    return Acceptances(call.directory, call.editions)


def _named(call: PublicCall) -> Version:
    found = next((version for version in call.editions if version.name == call.path_value("version")), None)
    if found is None:
        raise NotFound
    return found


def _page(call: PublicCall, version: Version) -> Response:
    in_force = Acceptances(call.directory, call.editions).in_force(call.now)
    others = sorted((v for v in call.editions if v is not version), key=lambda v: v.first_day, reverse=True)
    return call.render(
        "terms/page.html", version=version, text=terms_text(version.text), in_force=in_force, others=others
    )
