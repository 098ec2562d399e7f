"""« Sécurité » : the idle limit of sessions, the age of passwords, and the accesses that were used from two places."""

from __future__ import annotations

from starlette.responses import Response

from netsoft.errors import InvalidValue
from netsoft.tenancy.sessions import LEAST_IDLE_MINUTES, SessionPolicy
from reference_app.errors import NotFound
from reference_app.services.billing_form import sentence
from reference_app.services.policy import SHARING_DAYS
from reference_app.services.renewal import password_due
from reference_app.services.security import read_security, shared_accesses, written
from reference_app.storage.bounds import put_security
from reference_app.web.calls import BrokerCall
from reference_app.web.entries import Typed


def show_security(call: BrokerCall) -> Response:
    """Show the settings, and by when each user changes its password."""
    return _page(call, Typed(written(call.account), {}))


def set_security(call: BrokerCall) -> Response:
    """Keep the settings; they hold at the next request of each user."""
    try:
        security = read_security(call.form, call.settings.session_hours)
    except InvalidValue as error:
        return _page(call, Typed(call.form, {error.field: sentence(error)}), 422)
    if call.account.tenant_id is None:
        raise NotFound
    with call.directory.store.write() as db:
        put_security(db, call.account.tenant_id, security)
    renewal = security.renewal
    call.desk.note(
        f"inactivité : {security.idle_minutes or 'par défaut'} ; mots de passe : {renewal.months or 'sans terme'}, "
        f"administrateurs : {renewal.administrators or 'de même'}"
    )
    return call.done(call.url("security"), "Réglages enregistrés.", free=False)


def show_shared(call: BrokerCall) -> Response:
    """Show the accesses that the journal shows in use from two places in turns (6.2)."""
    people = call.directory.users.of_tenant(call.tenant.id)
    found = shared_accesses(call.journal, people, call.now)
    return call.render("security/shared.html", found=found, days=SHARING_DAYS)


def _page(call: BrokerCall, form: Typed, status: int = 200) -> Response:
    people = [user for user in call.directory.users.of_tenant(call.tenant.id) if user.closed_at is None]
    policy = SessionPolicy(call.settings.session_hours)
    shown = {
        "form": form,
        "policy": policy,
        "least": LEAST_IDLE_MINUTES,
        "most": int(policy.life.total_seconds()) // 60,
        "due": [(user, password_due(user)) for user in people],
    }
    return call.render("security/settings.html", status, **shown)
