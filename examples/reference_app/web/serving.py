"""From a page of the table to a route: the checks in their order, then the handler."""

from __future__ import annotations

from asyncio import Semaphore
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import parse_qsl, quote

from attrs import field, frozen
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netsoft.tenancy.access import Need
from netsoft.tenancy.rights import Operation, Right, may
from reference_app.deployment import Deployment
from reference_app.errors import Forbidden
from reference_app.ids import UserId
from reference_app.services.acceptances import Acceptances
from reference_app.services.access import STATES, Whose
from reference_app.services.charters import Charters
from reference_app.services.desk import Desk
from reference_app.services.job_desk import JobDesk
from reference_app.storage.journal import Actor, Outcome
from reference_app.storage.people import Account, Realm
from reference_app.storage.sessions import Session
from reference_app.web import charter, guard, terms
from reference_app.web.calls import BrokerCall, PublicCall, StaffCall
from reference_app.web.pages import BrokerPage, Page, PublicPage, StaffPage
from reference_app.web.rendering import Pages
from reference_app.web.signing import elsewhere
from reference_app.web.uploads import UploadForm, parse_upload
from reference_app.web.who import Doorkeeper, place_refused

SIGN_IN: Final = {Realm.BROKER: "/connexion", Realm.STAFF: "/editeur/connexion"}
ACCOUNT_PATH: Final = "/compte"
ACCESS_PATH: Final = "/acces"
CHANGE_PATH: Final = "/mot-de-passe"
STAFF_CHANGE_PATH: Final = "/editeur/mot-de-passe"
# A password that someone else gave is known to two people: what is done with it proves nothing (art. 6.6).
_OPEN_BEFORE_CHANGE: Final = frozenset(
    {"password", "submit_password", "sign_out", "staff_password", "submit_staff_password", "staff_sign_out"}
)
_OPEN_ELSEWHERE: Final = frozenset({"sign_out"})
_FORM: Final = "application/x-www-form-urlencoded"


@frozen(eq=False)
class Server:
    """Serves the pages of a deployment."""

    deployment: Deployment
    pages: Pages
    _door: Doorkeeper = field(init=False, repr=False)
    _uploads: Semaphore = field(factory=lambda: Semaphore(4), init=False, repr=False)

    @_door.default
    def _keep_the_door(self) -> Doorkeeper:
        return Doorkeeper(self.deployment)

    def route(self, page: Page) -> Route:
        """Return the route of a page, for its own method alone."""
        serve: Callable[[Request, Mapping[str, str]], Response]
        if isinstance(page, PublicPage):
            serve = lambda request, form: self._public(page, request, form)  # noqa: E731
        elif isinstance(page, BrokerPage):
            serve = lambda request, form: self._broker(page, request, form)  # noqa: E731
        else:
            serve = lambda request, form: self._staff(page, request, form)  # noqa: E731

        async def endpoint(request: Request) -> Response:
            form: Mapping[str, str] = {}
            if page.method == "POST":
                uploads = isinstance(page, BrokerPage) and page.uploads
                form = await (self._uploaded(request) if uploads else self._form(request))
            return await run_in_threadpool(serve, request, form)

        route = Route(page.path, endpoint, name=page.name, methods=[page.method])
        route.methods = {page.method}  # Starlette adds HEAD, which would count without showing
        return route

    def _public(self, page: PublicPage, request: Request, form: Mapping[str, str]) -> Response:
        if page.method == "POST":
            guard.check_same_origin(request, self.deployment.settings)
        now = self.deployment.clock.now()
        here = self.deployment
        call = PublicCall(
            request, now, form, self.pages, here.settings, here.editions, here.sign_in, here.directory
        )  # fmt: skip
        return page.handler(call)

    def _staff(self, page: StaffPage, request: Request, form: Mapping[str, str]) -> Response:
        found = self._door.who(request, Realm.STAFF)
        if found is None:
            return _to_sign_in(request, Realm.STAFF)
        session, account = found
        self._check(request, form, session)
        here = self.deployment
        call = StaffCall(
            request, here.clock.now(), form, self.pages, here.settings, here.editions,
            session, account, here.directory, here.passwords, here.vault.registrar, JobDesk(here.jobs), here.sign_in,
        )  # fmt: skip
        if account.must_change and page.name not in _OPEN_BEFORE_CHANGE:
            return RedirectResponse(STAFF_CHANGE_PATH, status_code=303)
        return page.handler(call)

    def _broker(self, page: BrokerPage, request: Request, form: Mapping[str, str]) -> Response:
        found = self._door.who(request, Realm.BROKER)
        if found is None:
            return _to_sign_in(request, Realm.BROKER)
        call = self._broker_call(page, request, form, found)
        response = self._served(page, call)
        self._door.renew(*found, response)
        return response

    def _served(self, page: BrokerPage, call: BrokerCall) -> Response:
        """Pass the checks in their order, then serve; each refusal is journaled, and none is counted."""
        request, form = call.request, call.form
        self._refuse_elsewhere(page, call)
        try:
            self._check(request, form, call.session)
            if page.method == "POST" and page.action is not None:
                guard.check_form_key(form)
        except Forbidden as refusal:
            call.desk.refuse(Outcome.REFUSED, detail=str(refusal))
            raise
        to_change = call.account.must_change or call.password_due is not None
        if to_change and page.name not in _OPEN_BEFORE_CHANGE and page.need is not Need.EXPORT:
            call.desk.refuse(Outcome.REFUSED, detail="mot de passe à changer")
            return RedirectResponse(CHANGE_PATH, status_code=303)
        self._refuse_without_right(page, call)
        if not call.access.may(page.need).granted:
            return _not_open(call)
        if page.need is Need.SERVICE and self._unread(call) and (page.method == "GET" or _never_read(call)):
            call.desk.refuse(Outcome.REFUSED, detail="conditions à lire (4.2)")
            return _to_read(terms.TO_READ, request)
        if page.need is Need.SERVICE and not _agreed(call) and (page.method == "GET" or _never_agreed(call)):
            call.desk.refuse(Outcome.REFUSED, detail="charte informatique à accepter (6.8)")
            return _to_read(charter.TO_READ, request)
        response = page.handler(call)
        if page.action is not None and not call.desk.journaled:
            raise LookupError(f"{page.name} answered without its entry in the journal")
        return response

    def _refuse_elsewhere(self, page: BrokerPage, call: BrokerCall) -> None:
        """Refuse a place that is not admitted: from there one may sign out, and nothing else."""
        decision = place_refused(call.request, call.account)
        if decision is not None and page.name not in _OPEN_ELSEWHERE:
            call.desk.refuse(Outcome.REFUSED, detail=decision.reasons[0].fact)
            raise elsewhere(decision)

    def _refuse_without_right(self, page: BrokerPage, call: BrokerCall) -> None:
        decision = may(call.account.member, Operation(page.name, page.right))
        if not decision.granted:
            call.desk.refuse(Outcome.REFUSED, detail=decision.reasons[0].fact)
            raise Forbidden(f"{decision.reasons[0].fact} (6.4).".replace("'", "’"))

    def _broker_call(
        self,
        page: BrokerPage,
        request: Request,
        form: Mapping[str, str],
        who: tuple[Session, Account],
    ) -> BrokerCall:
        here, (session, account) = self.deployment, who
        now = here.clock.now()
        handle = here.vault.mint(session)
        free = page.method == "GET" and here.directory.sessions.take_free_path(session, request.url.path, now)
        actor = Actor(now, handle.tenant.id, UserId(account.id), session.browser_id, *_source(request))
        access = here.access_of(here.directory, Whose(handle.tenant.id, UserId(account.id)), now)
        return BrokerCall(
            request, now, form, self.pages, here.settings, here.editions,
            session=session,
            account=account,
            tenant=handle.tenant,
            desk=Desk(handle, actor, page.action or page.name, page.action is not None, free),
            journal=handle.journal,
            access=access,
            directory=here.directory,
            passwords=here.passwords,
            sign_in=here.sign_in,
            files=handle.files,
            upload=form.upload if isinstance(form, UploadForm) else None,
        )  # fmt: skip

    def _unread(self, call: BrokerCall) -> bool:
        return Acceptances(call.directory, call.editions).to_show(call.account, call.now) is not None

    def _check(self, request: Request, form: Mapping[str, str], session: Session) -> None:
        if request.method == "POST":
            guard.check_same_origin(request, self.deployment.settings)
            guard.check_csrf(form, session.csrf)
        else:
            guard.check_navigation(request)

    async def _form(self, request: Request) -> Mapping[str, str]:
        body = await _body(request, self.deployment.settings.max_body_bytes)
        if body and _kind(request) != _FORM:
            raise HTTPException(400)
        return parse_form(body)

    async def _uploaded(self, request: Request) -> Mapping[str, str]:
        """Read a form that may hold a file; few at once, since each is held in memory and nowhere in clear.

        Of whoever is not signed in nothing is read: such a body would hold a place for nothing.
        """
        if await run_in_threadpool(self._door.who, request, Realm.BROKER) is None:
            return {}
        async with self._uploads:
            settings = self.deployment.settings
            body = await _body(request, settings.max_upload_bytes + settings.max_body_bytes)
            if _kind(request) in (_FORM, ""):
                return parse_form(body)
            return await run_in_threadpool(parse_upload, request.headers.get("content-type", ""), body)


def _agreed(call: BrokerCall) -> bool:
    return Charters(call.directory, call.tenant).of(call.account).granted


def _never_read(call: BrokerCall) -> bool:
    """Tell whether no terms were ever accepted: a form that a new text overtook is kept, one of a newcomer is not."""
    kept = Acceptances(call.directory, call.editions).of(call.tenant.id)
    return all(one.user != call.account.id for one in kept)


def _never_agreed(call: BrokerCall) -> bool:
    """Tell so of the charter."""
    return not Charters(call.directory, call.tenant).ever(call.account)


async def _body(request: Request, most: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise HTTPException(413)
    return bytes(body)


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def parse_form(body: bytes) -> dict[str, str]:
    """Read an urlencoded form in UTF-8; a field given twice, or a hundred fields, is refused."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise HTTPException(400) from error
    form = dict(pairs)
    if len(form) != len(pairs):
        raise HTTPException(400)
    return form


def _not_open(call: BrokerCall) -> Response:
    """Lead to the page that says why the access is not open: what is unpaid stands in the account, line by line."""
    access = call.access
    clauses = ", ".join(dict.fromkeys(str(reason.clause) for reason in access.decision.reasons))
    call.desk.refuse(Outcome.REFUSED, detail=f"accès {STATES[access.state]} ({clauses})")
    unpaid = access.state == "suspended" and may(call.account.member, Operation("account", Right.ACCOUNT_READ)).granted
    return RedirectResponse(ACCOUNT_PATH if unpaid else ACCESS_PATH, status_code=303)


def _to_sign_in(request: Request, realm: Realm) -> Response:
    return _to_read(SIGN_IN[realm], request)


def _to_read(path: str, request: Request) -> Response:
    """Lead to a page first, and from there back to the one that was asked for; a form is not sent again."""
    return RedirectResponse(_with_next(path, request) if request.method == "GET" else path, status_code=303)


def _with_next(path: str, request: Request) -> str:
    """Return a path that leads back to what was asked for."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"{path}?suite={quote(asked, safe='')}"


def _source(request: Request) -> tuple[str, int | None]:
    client = request.client
    return (client.host, client.port) if client else ("inconnue", None)
