"""Pages from templates: escaped always, French always."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Final

from attrs import define, field
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from netsoft.days import Month
from reference_app.clock import PARIS
from reference_app.folding import national
from reference_app.ids import new_id
from reference_app.web.calls import BrokerCall, Call, StaffCall
from reference_app.web.figures import FILTERS

_HERE: Final = Path(__file__).parent
STATIC: Final = _HERE / "static"
_NARROW: Final = "\N{NARROW NO-BREAK SPACE}"
_MONTHS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def french_day(day: date | None) -> str:
    """Return ``22/11/2026``, or nothing for no day."""
    return "" if day is None else day.strftime("%d/%m/%Y")


def french_instant(at: datetime) -> str:
    """Return ``22/11/2026 à 10 h 42``, by the clock of Paris."""
    local = at.astimezone(PARIS)
    return f"{french_day(local.date())} à {local.hour} h {local.minute:02d}"


def french_paris_day(at: datetime) -> str:
    """Return the day of an instant in Paris, as ``22/11/2026``."""
    return french_day(at.astimezone(PARIS).date())


def french_month(day: date) -> str:
    """Return ``novembre 2026``."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def french_month_of(month: Month) -> str:
    """Return ``novembre 2026`` of a month."""
    return french_month(month.start_day)


def french_count(number: int) -> str:
    """Return ``3 600``, with a narrow no-break space."""
    return f"{number:,}".replace(",", _NARROW)


def french_size(size: int) -> str:
    """Return ``1,5 Mo``: bytes by thousands, as disks are sold."""
    for unit, one in (("Go", 10**9), ("Mo", 10**6), ("ko", 10**3)):
        if size >= one:
            return f"{size / one:.1f} {unit}".replace(".", ",").replace(",0 ", " ")
    return french_plural(size, "octet", "octets")


def french_plural(number: int, one: str, many: str) -> str:
    """Return ``1 client`` or ``2 clients``: the plural starts at two."""
    return f"{french_count(number)} {many if number >= 2 else one}"


def french_siren(siren: str) -> str:
    """Return ``552 100 554``."""
    return " ".join((siren[:3], siren[3:6], siren[6:])) if len(siren) == 9 else siren


@cache
def _compiled() -> Environment:
    """Return the templates as they are compiled once for every application of the process."""
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        day=french_day,
        of_month=french_month_of,
        instant=french_instant,
        paris_day=french_paris_day,
        month=french_month,
        count=french_count,
        plural=french_plural,
        phone=national,
        siren=french_siren,
        size=french_size,
        **FILTERS,
    )
    made.globals.update(form_key=new_id, static=_versions())
    return made


@define(eq=False)
class Pages:
    """Renders the templates; what every template sees is set here."""

    _templates: Environment = field(factory=_compiled, init=False)

    def response(self, call: Call, template: str, status: int, context: dict[str, object]) -> Response:
        """Render a template for a call; a notice left by the request before is shown once."""
        notice = None
        if isinstance(call, BrokerCall | StaffCall):
            notice = call.session.notice
            if notice is not None:
                call.directory.sessions.clear_notice(call.session)
        html = self._templates.get_template(template).render(call=call, notice=notice, **context)
        return HTMLResponse(html, status_code=status)

    def error(self, status: int, problem: str, remedy: str, path: str) -> Response:
        """Render the page of an error at ``path``, with the way back to the home of its realm."""
        console = path == "/editeur" or path.startswith("/editeur/")
        html = self._templates.get_template("error.html").render(
            status=status, problem=problem, remedy=remedy, notice=None, home="/editeur" if console else "/"
        )
        return HTMLResponse(html, status_code=status)


def _versions() -> dict[str, str]:
    """Return the address of each static file, which changes with its content."""
    return {
        file.name: f"/static/{file.name}?v={hashlib.sha256(file.read_bytes()).hexdigest()[:12]}"
        for file in sorted(STATIC.iterdir())
    }
