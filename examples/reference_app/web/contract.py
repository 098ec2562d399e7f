"""« Contrat » (art. 1, 3 to 5, 18): dates, what can be done until when, what happened; open in a suspension too."""

from __future__ import annotations

from starlette.responses import Response

from netsoft.billing.contract.contract_events import NoticeGiven
from netsoft.catalogue import Binding
from netsoft.days import Day
from netsoft.documents import Document, Party, Signature, html
from netsoft.documents.acknowledgement import Letterhead, acknowledgement
from netsoft.errors import MissingFact
from netsoft.rendering import long_day
from reference_app.errors import NotFound
from reference_app.ids import EntryId
from reference_app.services.acceptances import Acceptances
from reference_app.services.contract_view import ContractPages, ContractView
from reference_app.services.contracts import Contracts
from reference_app.services.publisher import PUBLISHER
from reference_app.services.quote_view import QuoteDesk
from reference_app.storage.facts import Happened
from reference_app.storage.people import Tenant
from reference_app.web.calls import BrokerCall, StaffCall


def show_contract(call: BrokerCall) -> Response:
    """Show the contract of the brokerage as it stands today."""
    try:
        view = ContractPages(call.directory).view(call.tenant.id, call.today)
    except MissingFact as missing:
        return call.render("contract.html", view=None, missing=str(missing))
    return call.pages.response(call, "contract.html", 200, {"view": view, **contract_parts(call, call.tenant, view)})


def show_acknowledgement(call: BrokerCall) -> Response:
    """Show the acknowledgement of a notice, to print."""
    document = acknowledged(call, call.tenant, EntryId(call.path_value("record_id")))
    return paper(call, "broker.html", document, (call.url("contract"), "Contrat"))


def paper(call: BrokerCall | StaffCall, layout: str, document: Document, back: tuple[str, str]) -> Response:
    """Show a document to print, with the way back: its address and its words."""
    page: dict[str, object] = {
        "layout": layout,
        "document": html(document),
        "title": document.title,
        "back": back[0],
        "back_words": back[1],
    }
    return call.pages.response(call, "document.html", 200, page)


def contract_parts(call: BrokerCall | StaffCall, tenant: Tenant, view: ContractView) -> dict[str, object]:
    """Return what stands around a contract: what happened, insurance, availability, terms."""
    pages, since = ContractPages(call.directory), view.facts.formation.available_on
    assert since is not None
    decision, reminded = pages.insured(tenant.id, call.today)
    users = {str(user.id): user.person.full_name for user in call.directory.users.of_tenant(tenant.id)}
    return {
        "events": pages.events(tenant.id, view.life),
        "certificates": pages.certificates(tenant.id),
        "insured": decision,
        "reminders": reminded,
        "months": pages.availability(call.now, since),
        "binding": _binding(call, tenant, since),
        "acceptances": Acceptances(call.directory, call.editions).of(tenant.id),
        "names": users,
        "quotes": QuoteDesk(call.directory).of(tenant.id, call.today),
    }


def _binding(call: BrokerCall | StaffCall, tenant: Tenant, since: Day) -> Binding | None:
    """Return the version that binds, or ``None``: before the first day, or where it is older than those known here."""
    if since > call.today:
        return None
    try:
        return ContractPages(call.directory).binding(tenant.id, call.today, call.editions)
    except MissingFact:
        return None


def acknowledged(call: BrokerCall | StaffCall, tenant: Tenant, record_id: EntryId) -> Document:
    """Return the acknowledgement of a notice of a brokerage, as decided today; another's record is not found."""
    contracts = Contracts(call.directory)
    kept = call.directory.records.of(Happened, tenant.id)
    event = next((record.value.event for record in kept if record.id == record_id), None)
    if not isinstance(event, NoticeGiven):
        raise NotFound
    life = contracts.life(tenant.id, max(call.today, event.on))
    recorded = next(item for item in life.events if item.event == event)
    heading = Letterhead(
        (
            Party("Fournisseur", (f"{PUBLISHER.name}, {PUBLISHER.legal_form}", PUBLISHER.email)),
            Party("Client", (tenant.name, f"SIREN {tenant.siren}", tenant.address)),
        ),
        f"AR-{record_id[:8].upper()}",
        Signature(f"Établi le {long_day(call.today)}", PUBLISHER.name),
        with_message=True,
    )
    return acknowledgement(recorded, contracts.contract(tenant.id), call.today, heading)
