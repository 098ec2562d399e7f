"""What a page is: its address, its realm, what it needs, and the action it is.

Every page of the application is one value in the table of :mod:`reference_app.web.table`; a route
that is not there does not exist, and a page of a brokerage is closed unless it says what it needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from attrs import field, frozen
from starlette.responses import Response

from netsoft.tenancy.access import Need
from netsoft.tenancy.rights import Right
from reference_app.web.calls import BrokerCall, PublicCall, StaffCall

Method: TypeAlias = Literal["GET", "POST"]


@frozen
class PublicPage:
    """A page for everyone: signing in, health."""

    path: str
    name: str
    handler: Callable[[PublicCall], Response]
    method: Method = "GET"


@frozen
class BrokerPage:
    """A page of a brokerage's user; ``action`` names what is journaled and counted, if anything.

    ``need`` is what it needs of the access (8.1, 9.3, 13.1), which netsoft decides: the service, unless it says so.

    ``right`` is the right that it needs (6.4): one that states none is refused to everybody.
    Only a page that says ``uploads`` takes a file beside its form.
    """

    path: str
    name: str
    handler: Callable[[BrokerCall], Response]
    method: Method = "GET"
    need: Need = Need.SERVICE
    action: str | None = None
    uploads: bool = False
    right: Right | None = field(default=None, kw_only=True)


@frozen
class StaffPage:
    """A page of the publisher's staff: it is given the directory, and no way to a dossier."""

    path: str
    name: str
    handler: Callable[[StaffCall], Response]
    method: Method = "GET"


Page: TypeAlias = PublicPage | BrokerPage | StaffPage
