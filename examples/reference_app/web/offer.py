"""« Offre » : prices, published tiers, who sells, outages: what the staff record for every brokerage."""

from __future__ import annotations

from starlette.responses import Response

from netsoft.billing.prices.tariff import Price, Tariff
from reference_app.errors import NotFound
from reference_app.services.account import TERMS
from reference_app.services.offer_forms import OFFER_FORMS
from reference_app.services.record_forms import RecordForm, RecordRead, new_typed
from reference_app.services.recording import Recording
from reference_app.web.calls import StaffCall
from reference_app.web.console_contract import recorded, strike_page, struck
from reference_app.web.entries import Typed


def show_offer(call: StaffCall) -> Response:
    """Show the prices of today, the forms, and what was recorded."""
    kept = [record.value for record in call.directory.records.of(Price, None)]
    tariff = Tariff(kept)
    prices = [tariff.on(product, call.today) for product in tariff.products(call.today)]
    coming = [price for price in kept if price.first_day > call.today]
    history = Recording(call.directory).history(None)
    return call.render(
        "editeur/offer.html",
        prices=prices,
        coming=coming,
        forms=tuple(OFFER_FORMS.values()),
        entered=history,
        terms=TERMS,
    )


def show_form(call: StaffCall) -> Response:
    """Show a form of what concerns every brokerage."""
    form = _form_in(call)
    return _page(call, form, RecordRead(new_typed(form, call.today), {}, None))


def submit_form(call: StaffCall) -> Response:
    """Record what concerns every brokerage."""
    form = _form_in(call)
    read, status = recorded(call, None, form)
    if status == 303:
        return call.done(call.url("offer"), f"{form.title} : enregistré.")
    return _page(call, form, read, status)


def show_strike(call: StaffCall) -> Response:
    """Show the form that strikes something out."""
    return strike_page(call, None, call.url("offer"), Typed({}, {}))


def submit_strike(call: StaffCall) -> Response:
    """Strike something out."""
    return struck(call, None, call.url("offer"))


def _form_in(call: StaffCall) -> RecordForm:
    form = OFFER_FORMS.get(call.path_value("slug"))
    if form is None:
        raise NotFound
    return form


def _page(call: StaffCall, form: RecordForm, read: RecordRead, status: int = 200) -> Response:
    action = call.url("submit_offer_form", slug=form.slug)
    return call.render(
        "editeur/record.html", status, whose="Offre", form=form, read=read, back=call.url("offer"), action=action
    )
