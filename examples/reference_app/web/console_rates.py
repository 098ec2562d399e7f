"""The rates of law: those that netsoft knows, those that the staff entered, and those that are missing."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from netsoft.billing.legal_rate import RateRow, RateTable
from netsoft.billing.rates import Rates
from netsoft.days import HalfYear
from netsoft.errors import InvalidValue
from reference_app.errors import AlreadySent, NotFound
from reference_app.ids import EntryId
from reference_app.services.account import missing_rates, rates_of
from reference_app.services.billing_form import RATE_FORM, Read, problem_of, read_form, sentence
from reference_app.services.bookkeeping import Books, Mistake
from reference_app.storage.billing import BillingEntry, standing
from reference_app.storage.billing_facts import StatutoryRate
from reference_app.web.calls import StaffCall
from reference_app.web.entries import ALREADY_SENT, Typed, entering, history_in

_SHOWN: Final = 8


def show_rates(call: StaffCall) -> Response:
    """Show the last rates, what is missing, and the form of a new one."""
    return _page(call, Read(_expected(call), {}, None))


def submit_rate(call: StaffCall) -> Response:
    """Enter the rate of a half-year, for every brokerage."""
    read = read_form(RATE_FORM, call.form)
    if not isinstance(read.fact, StatutoryRate):
        return _page(call, read, 422)
    try:
        Books(call.directory).publish(read.fact, entering(call, "rate.enter"))
    except InvalidValue as error:
        return _page(call, Read(call.form, problem_of(error, RATE_FORM), None), 422)
    except AlreadySent:
        return _page(call, Read(call.form, {"": ALREADY_SENT}, None), 409)
    return call.done(call.url("rates"), "Taux enregistré : les comptes en tiennent compte dès maintenant.")


def show_rate_counter(call: StaffCall) -> Response:
    """Show the form of the counter-entry of a rate."""
    return _counter_page(call, Typed({}, {}))


def submit_rate_counter(call: StaffCall) -> Response:
    """Cancel a rate by a counter-entry."""
    mistake = Mistake(None, EntryId(call.path_value("entry_id")), call.form.get("reason", ""))
    try:
        Books(call.directory).cancel(mistake, entering(call, "rate.cancel"))
    except InvalidValue as error:
        return _counter_page(call, Typed(call.form, {error.field: sentence(error)}), 422)
    except AlreadySent:
        return _counter_page(call, Typed(call.form, {"": ALREADY_SENT}), 409)
    return call.done(call.url("rates"), "Taux contre-passé.")


def _page(call: StaffCall, read: Read, status: int = 200) -> Response:
    entries = call.directory.billing.rates()
    rates = rates_of(entries)
    return call.render(
        "editeur/rates.html",
        status,
        form=RATE_FORM,
        read=read,
        missing=missing_rates(rates, call.today),
        tables=[_last(rates.legal), _last(rates.ecb)],
        entered=history_in(call, entries),
    )


def _last(table: RateTable) -> tuple[str, tuple[tuple[HalfYear, RateRow], ...]]:
    rows = ((HalfYear.containing(row.period.start), row) for row in reversed(table.rows[-_SHOWN:]))
    return table.name, tuple(rows)


def _expected(call: StaffCall) -> dict[str, str]:
    """Fill in the first half-year that has no legal rate."""
    table = rates_of(call.directory.billing.rates()).legal
    after = HalfYear.containing(table.last_day).next
    missing = missing_rates(Rates(legal=table), call.today)
    first = missing[0] if missing else after
    on = call.today.strftime("%d/%m/%Y")
    return {"index": "legal", "year": str(first.year), "half": str(first.half), "on": on}


def _counter_page(call: StaffCall, form: Typed, status: int = 200) -> Response:
    entry = _standing_in(call)
    return call.render("editeur/counter.html", status, entry=entry, back=call.url("rates"), form=form)


def _standing_in(call: StaffCall) -> BillingEntry:
    rates = standing(call.directory.billing.rates())
    found = next((entry for entry in rates if entry.id == call.path_value("entry_id")), None)
    if found is None:
        raise NotFound
    return found
