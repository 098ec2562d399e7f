"""What a handler is given: who calls, when, with which form, and nothing that it may not use."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from attrs import field, frozen
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from netsoft.answers import Deadline
from netsoft.catalogue import Version
from netsoft.tenancy.access import Access
from reference_app.clock import paris_day
from reference_app.ids import StaffId
from reference_app.services.job_desk import JobDesk
from reference_app.services.passwords import Passwords
from reference_app.services.renewal import overdue
from reference_app.services.sign_in import SignIn
from reference_app.settings import Settings
from reference_app.storage.directory import Directory, StaffAct
from reference_app.storage.journal import FormSent, Journal
from reference_app.storage.people import Account, Tenant
from reference_app.storage.registrar import Registrar
from reference_app.storage.sessions import Session
from reference_app.web.guard import CSRF_FIELD, KEY_FIELD

if TYPE_CHECKING:
    from reference_app.services.deposits import Upload
    from reference_app.services.desk import Desk
    from reference_app.storage.tenant_files import TenantFiles
    from reference_app.web.rendering import Pages

FREE_FOR: Final = timedelta(seconds=60)
_NOT_CONTENT: Final = frozenset({CSRF_FIELD, KEY_FIELD})


@frozen(eq=False)
class Call:
    """A request with its form, its instant, and what renders pages."""

    request: Request
    now: datetime
    form: Mapping[str, str]
    pages: Pages = field(repr=False)
    settings: Settings = field(repr=False)
    editions: Sequence[Version] = field(repr=False)

    @property
    def today(self) -> date:
        """The civil day in Paris."""
        return paris_day(self.now)

    @property
    def query(self) -> Mapping[str, str]:
        """The parameters of the address."""
        return self.request.query_params

    @property
    def form_sent(self) -> FormSent:
        """The key and the digest of the form, by which the same one sent again is known."""
        content = sorted((k, v) for k, v in self.form.items() if k not in _NOT_CONTENT)
        digest = hashlib.sha256(repr((self.request.url.path, content)).encode()).digest()
        return FormSent(self.form.get(KEY_FIELD, ""), digest)

    def path_value(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[name])

    def url(self, name: str, **params: str) -> str:
        """Return the path of a page by its name."""
        return str(self.request.app.url_path_for(name, **params))

    def redirect(self, path: str) -> Response:
        """Send the browser to another page of the application."""
        return RedirectResponse(path, status_code=303)


@frozen(eq=False)
class PublicCall(Call):
    """A request of nobody known."""

    sign_in: SignIn = field(repr=False)
    directory: Directory = field(repr=False)

    def render(self, template: str, status: int = 200, **context: object) -> Response:
        """Render a page for someone who is not signed in."""
        return self.pages.response(self, template, status, context)


@frozen(eq=False)
class BrokerCall(Call):
    """A request of a brokerage's user. Dossiers are reached over ``desk`` alone."""

    session: Session
    account: Account
    tenant: Tenant
    desk: Desk = field(repr=False)
    journal: Journal = field(repr=False)
    access: Access
    directory: Directory = field(repr=False)
    passwords: Passwords = field(repr=False)
    sign_in: SignIn = field(repr=False)
    files: TenantFiles = field(repr=False)
    upload: Upload | None = field(default=None, repr=False)

    @property
    def password_due(self) -> Deadline | None:
        """By when the password was to be changed, once that day is over (6.3)."""
        return overdue(self.account, self.today)

    @property
    def held(self) -> frozenset[str]:
        """The keys of the rights that the user holds: what a page need not offer is left out of it."""
        return frozenset(right.key for right in self.account.member.held)

    def render(self, template: str, status: int = 200, **context: object) -> Response:
        """Render a page of the brokerage."""
        return self.pages.response(self, template, status, context)

    def done(self, path: str, notice: str, *, free: bool = True) -> Response:
        """Redirect after a post, with a notice; the page shown next is not counted if ``free``.

        A form sent again was not counted again, so it buys no page: what the first post left stands alone.
        """
        if self.desk.replayed:
            self.directory.sessions.leave_notice(self.session, notice)
            return self.redirect(path)
        free_path = urlsplit(path).path if free else None
        self.directory.sessions.leave(self.session, notice, free_path, self.now + FREE_FOR)
        return self.redirect(path)


@frozen(eq=False)
class StaffCall(Call):
    """A request of the publisher's staff: the directory, and no vault."""

    session: Session
    account: Account
    directory: Directory = field(repr=False)
    passwords: Passwords = field(repr=False)
    registrar: Registrar = field(repr=False)
    jobs: JobDesk = field(repr=False)
    sign_in: SignIn = field(repr=False)
    password_due: None = field(default=None, init=False)

    def act(self, action: str, subject: str = "", detail: str = "") -> StaffAct:
        """Return the act of this request for the staff's journal, to be appended with what it does."""
        client = self.request.client
        return StaffAct(
            at=self.now,
            staff_id=StaffId(self.account.id),
            browser_id=self.session.browser_id,
            ip=client.host if client else "inconnu",
            port=client.port if client else None,
            action=action,
            subject=subject,
            detail=detail,
        )

    def render(self, template: str, status: int = 200, **context: object) -> Response:
        """Render a page of the console."""
        return self.pages.response(self, template, status, context)

    def done(self, path: str, notice: str) -> Response:
        """Redirect after a post, with a notice."""
        self.directory.sessions.leave(self.session, notice, None, self.now)
        return self.redirect(path)
