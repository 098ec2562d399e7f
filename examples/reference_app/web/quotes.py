"""« Devis » (7.4, 7.6): the price is shown before, and whoever may bind the brokerage consents to it or declines it."""

from __future__ import annotations

from starlette.responses import Response

from reference_app.errors import AlreadySent, Conflict
from reference_app.ids import EntryId, UserId
from reference_app.services.quote_view import QuoteDesk, QuoteRow
from reference_app.storage.records import By
from reference_app.web.calls import BrokerCall
from reference_app.web.guard import check_form_key

_CHANGED = "Ce devis n’est plus celui qui a été montré ; le relire avant de répondre."
_CLOSED = "Ce devis n’attend plus de réponse ; celle-ci n’est pas enregistrée."
_SENT = "Ce formulaire a déjà servi à une autre réponse ; celle-ci n’est pas enregistrée."


def show_quote(call: BrokerCall) -> Response:
    """Show a quote: what it is for, its price with and without VAT, until when."""
    return _page(call, _row(call))


def consent(call: BrokerCall) -> Response:
    """Record the consent of the user to the quote that was shown."""
    return _answered(call, accepted=True)


def decline(call: BrokerCall) -> Response:
    """Record that the user declines the quote."""
    return _answered(call, accepted=False)


def _answered(call: BrokerCall, *, accepted: bool) -> Response:
    check_form_key(call.form)
    row, desk, digest = _row(call), QuoteDesk(call.directory), call.form.get("empreinte", "")
    by, words = By(call.now, user=UserId(call.account.id), form=call.form_sent), "accepté" if accepted else "refusé"
    if row.open:
        try:
            (desk.consent if accepted else desk.decline)(row, call.account, digest, by)
        except Conflict:
            return _page(call, row, 409, _CHANGED)
        except AlreadySent:
            return _page(call, row, 409, _SENT)
        call.desk.note(f"devis {row.quote.id} {words}, empreinte {digest}")
    elif not _stands(call, row, accepted=accepted):
        return _page(call, row, 409, _CLOSED)
    return call.done(
        call.url("quote", record_id=row.record_id), f"Devis {row.quote.id} : réponse enregistrée.", free=False
    )


def _stands(call: BrokerCall, row: QuoteRow, *, accepted: bool) -> bool:
    try:
        return QuoteDesk(call.directory).answered(row, call.account, call.form.get("empreinte", ""), accepted=accepted)
    except Conflict:
        return False


def _row(call: BrokerCall) -> QuoteRow:
    return QuoteDesk(call.directory).one(call.tenant.id, EntryId(call.path_value("record_id")), call.today)


def _page(call: BrokerCall, row: QuoteRow, status: int = 200, problem: str = "") -> Response:
    return call.render("quote.html", status, row=row, problem=problem)
