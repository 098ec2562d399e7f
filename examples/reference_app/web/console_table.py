"""The routes of the publisher's console. None is given a way to a dossier."""

from __future__ import annotations

from typing import Final

from reference_app.web import (
    console,
    console_conduct,
    console_contract,
    console_jobs,
    console_people,
    console_rates,
    console_revision,
    console_safekeeping,
    console_usage,
    entries,
    invoices,
    offer,
    own_password,
    previews,
)
from reference_app.web.pages import StaffPage

_ONE: Final = "/editeur/cabinets/{tenant_id}"
_ENTRY: Final = f"{_ONE}/ecritures/{{entry_id}}/contrepasser"
_STRIKE: Final = f"{_ONE}/saisies/{{record_id}}/rayer"
_CONDUCT: Final = f"{_ONE}/conduite"
_PERSON: Final = f"{_ONE}/acces/{{user_id}}"

CONSOLE_PAGES: Final = (
    StaffPage("/editeur", "console", console.show_console),
    StaffPage("/editeur/journal", "acts", console.show_acts),
    StaffPage("/editeur/mot-de-passe", "staff_password", own_password.STAFF.show),
    StaffPage("/editeur/mot-de-passe", "submit_staff_password", own_password.STAFF.submit, "POST"),
    StaffPage("/editeur/mot-de-passe/change", "staff_password_changed", own_password.STAFF.show_changed),
    StaffPage("/editeur/taux", "rates", console_rates.show_rates),
    StaffPage("/editeur/taux", "submit_rate", console_rates.submit_rate, "POST"),
    StaffPage("/editeur/taux/{entry_id}/contrepasser", "rate_counter", console_rates.show_rate_counter),
    StaffPage(
        "/editeur/taux/{entry_id}/contrepasser", "submit_rate_counter", console_rates.submit_rate_counter, "POST"
    ),
    StaffPage("/editeur/offre", "offer", offer.show_offer),
    StaffPage("/editeur/offre/saisir/{slug}", "offer_form", offer.show_form),
    StaffPage("/editeur/offre/saisir/{slug}", "submit_offer_form", offer.submit_form, "POST"),
    StaffPage("/editeur/offre/saisies/{record_id}/rayer", "offer_strike", offer.show_strike),
    StaffPage("/editeur/offre/saisies/{record_id}/rayer", "submit_offer_strike", offer.submit_strike, "POST"),
    StaffPage("/editeur/apercu", "previews", previews.show_previews),
    StaffPage(f"{_ONE}/apercu/{{month}}", "preview", previews.show_preview),
    StaffPage("/editeur/taches", "jobs", console_jobs.show_jobs),
    StaffPage("/editeur/taches", "submit_job", console_jobs.submit_job, "POST"),
    StaffPage("/editeur/taches/{run_id}", "run", console_jobs.show_run),
    StaffPage("/editeur/taches/{run_id}/reprendre", "resume_run", console_jobs.resume_run, "POST"),
    StaffPage("/editeur/sauvegardes", "backups", console_safekeeping.show_backups),
    StaffPage("/editeur/cabinets/nouveau", "new_brokerage", console_people.show_new_brokerage),
    StaffPage("/editeur/cabinets/nouveau", "submit_new_brokerage", console_people.submit_new_brokerage, "POST"),
    StaffPage(_ONE, "brokerage", console.show_brokerage),
    StaffPage(f"{_ONE}/decompte", "brokerage_statement", console.show_document),
    StaffPage(f"{_ONE}/decompte.csv", "brokerage_csv", console.export_brokerage),
    StaffPage(f"{_ONE}/ecritures", "history", entries.show_history),
    StaffPage(_ENTRY, "counter", entries.show_counter),
    StaffPage(_ENTRY, "submit_counter", entries.submit_counter, "POST"),
    StaffPage(f"{_ONE}/saisir/{{slug}}", "entry", entries.show_form),
    StaffPage(f"{_ONE}/saisir/{{slug}}", "submit_entry", entries.submit_form, "POST"),
    StaffPage(f"{_ONE}/documents", "brokerage_documents", invoices.show_brokerage_documents),
    StaffPage(f"{_ONE}/documents/{{document_id}}", "brokerage_document", invoices.show_brokerage_document),
    StaffPage(f"{_ONE}/usage", "staff_usage", console_usage.show_usage),
    StaffPage(f"{_ONE}/usage", "submit_judgement", console_usage.submit_judgement, "POST"),
    StaffPage(f"{_ONE}/usage/{{month}}/releve", "staff_statement", console_usage.show_statement),
    StaffPage(f"{_ONE}/contrat", "staff_contract", console_contract.show_contract),
    StaffPage(f"{_ONE}/contrat/saisir/{{slug}}", "contract_form", console_contract.show_form),
    StaffPage(f"{_ONE}/contrat/saisir/{{slug}}", "submit_contract_form", console_contract.submit_form, "POST"),
    StaffPage(f"{_ONE}/contrat/preavis/{{record_id}}", "staff_acknowledgement", console_contract.show_acknowledgement),
    StaffPage(_STRIKE, "strike", console_contract.show_strike),
    StaffPage(_STRIKE, "submit_strike", console_contract.submit_strike, "POST"),
    StaffPage(_CONDUCT, "conduct", console_conduct.show_conduct),
    StaffPage(f"{_CONDUCT}/consigner", "note", console_conduct.show_note),
    StaffPage(f"{_CONDUCT}/consigner", "submit_note", console_conduct.submit_note, "POST"),
    StaffPage(f"{_CONDUCT}/{{record_id}}", "infringement", console_conduct.show_infringement),
    StaffPage(f"{_CONDUCT}/{{record_id}}/fermer", "close_access", console_conduct.close_access, "POST"),
    StaffPage(f"{_CONDUCT}/{{record_id}}/rouvrir", "reopen_access", console_conduct.reopen_access, "POST"),
    StaffPage(f"{_ONE}/revision", "revision", console_revision.show_revision),
    StaffPage(f"{_ONE}/revision", "submit_revision", console_revision.submit_revision, "POST"),
    StaffPage(f"{_ONE}/acces", "administrators", console_people.show_administrators),
    StaffPage(f"{_ONE}/acces", "submit_administrator", console_people.submit_administrator, "POST"),
    StaffPage(f"{_PERSON}/mot-de-passe", "reset_administrator", console_people.reset_administrator, "POST"),
    StaffPage(f"{_PERSON}/fermer", "close_administrator", console_people.close_administrator, "POST"),
    StaffPage(f"{_PERSON}/rouvrir", "reopen_administrator", console_people.reopen_administrator, "POST"),
)
