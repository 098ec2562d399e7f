"""The table of routes: every page of the application, and what each one needs."""

from __future__ import annotations

from typing import Final

from netsoft.tenancy.access import Need
from netsoft.tenancy.rights import Right
from reference_app.storage.people import Realm
from reference_app.web import (
    access,
    account,
    charter,
    client_files,
    clients,
    contract,
    home,
    invoices,
    own_password,
    places,
    quotes,
    security,
    signing,
    terms,
    usage,
    users,
)
from reference_app.web.console_table import CONSOLE_PAGES
from reference_app.web.pages import BrokerPage, Page, PublicPage, StaffPage

PUBLIC_PAGES: Final = (
    PublicPage("/sante", "health", signing.health),
    PublicPage("/connexion", "sign_in", signing.BROKERS.show),
    PublicPage("/connexion", "submit_sign_in", signing.BROKERS.submit, "POST"),
    PublicPage("/editeur/connexion", "staff_sign_in", signing.STAFF.show),
    PublicPage("/editeur/connexion", "submit_staff_sign_in", signing.STAFF.submit, "POST"),
    PublicPage("/conditions", "terms", terms.show_terms),
    PublicPage("/conditions/{version}", "terms_text", terms.give_text),
    PublicPage("/conditions/{version}/lire", "terms_version", terms.show_version),
)

BROKER_PAGES: Final = (
    BrokerPage("/", "home", home.show_home, right=Right.SELF),
    BrokerPage("/acces", "access", access.show_access, need=Need.SESSION, right=Right.SELF),
    BrokerPage(terms.TO_READ, "unread_terms", terms.show_unread, need=Need.ACCOUNT, right=Right.SELF),
    BrokerPage(terms.TO_READ, "go_on", terms.go_on, "POST", Need.ACCOUNT, right=Right.SELF),
    BrokerPage(charter.TO_READ, "unread_charter", charter.show_unread, need=Need.ACCOUNT, right=Right.SELF),
    BrokerPage(charter.TO_READ, "accept_charter", charter.accept, "POST", Need.ACCOUNT, right=Right.SELF),
    BrokerPage("/charte", "charter", charter.show_charter, need=Need.ACCOUNT, right=Right.SELF),
    BrokerPage("/charte/acceptations", "charter_acceptances", charter.show_acceptances, right=Right.USERS_MANAGE),
    BrokerPage("/deconnexion", "sign_out", signing.sign_out(Realm.BROKER), "POST", Need.SESSION, right=Right.SELF),
    BrokerPage("/mot-de-passe", "password", own_password.BROKERS.show, need=Need.SESSION, right=Right.SELF),
    BrokerPage("/mot-de-passe", "submit_password", own_password.BROKERS.submit, "POST", Need.SESSION, right=Right.SELF),
    BrokerPage(
        "/mot-de-passe/change",
        "password_changed",
        own_password.BROKERS.show_changed,
        need=Need.SESSION,
        right=Right.SELF,
    ),
    BrokerPage("/compte", "account", account.show_account, need=Need.ACCOUNT, right=Right.ACCOUNT_READ),
    BrokerPage("/compte/decompte", "statement", account.show_statement, need=Need.ACCOUNT, right=Right.ACCOUNT_READ),
    BrokerPage(
        "/compte/decompte.csv",
        "export_statement",
        account.export_statement,
        need=Need.ACCOUNT,
        right=Right.ACCOUNT_EXPORT,
    ),
    BrokerPage("/usage", "usage", usage.show_usage, need=Need.ACCOUNT, right=Right.ACCOUNT_READ),
    BrokerPage("/usage.csv", "export_usage", usage.export_usage, need=Need.ACCOUNT, right=Right.ACCOUNT_EXPORT),
    BrokerPage(
        "/usage/{month}/releve", "usage_statement", usage.show_statement, need=Need.ACCOUNT, right=Right.ACCOUNT_READ
    ),
    BrokerPage(
        "/usage/{month}/actions.csv",
        "export_actions",
        usage.export_actions,
        need=Need.ACCOUNT,
        right=Right.ACCOUNT_EXPORT,
    ),
    BrokerPage("/factures", "invoices", invoices.show_invoices, need=Need.ACCOUNT, right=Right.ACCOUNT_READ),
    BrokerPage(
        "/factures.csv", "export_invoices", invoices.export_invoices, need=Need.ACCOUNT, right=Right.ACCOUNT_EXPORT
    ),
    BrokerPage(
        "/documents/{document_id}", "document", invoices.show_document, need=Need.ACCOUNT, right=Right.ACCOUNT_READ
    ),
    BrokerPage("/devis/{record_id}", "quote", quotes.show_quote, need=Need.ACCOUNT, right=Right.CONTRACT_READ),
    BrokerPage("/devis/{record_id}/accepter", "consent", quotes.consent, "POST", right=Right.CONTRACT_COMMIT),
    BrokerPage(
        "/devis/{record_id}/refuser", "decline", quotes.decline, "POST", Need.ACCOUNT, right=Right.CONTRACT_COMMIT
    ),
    BrokerPage("/contrat", "contract", contract.show_contract, need=Need.ACCOUNT, right=Right.CONTRACT_READ),
    BrokerPage(
        "/contrat/preavis/{record_id}",
        "acknowledgement",
        contract.show_acknowledgement,
        need=Need.ACCOUNT,
        right=Right.CONTRACT_READ,
    ),
    BrokerPage("/utilisateurs", "users", users.show_users, right=Right.USERS_MANAGE),
    BrokerPage("/utilisateurs", "open_user", users.open_user, "POST", right=Right.USERS_MANAGE),
    BrokerPage("/utilisateurs/{user_id}", "user", users.show_user, right=Right.USERS_MANAGE),
    BrokerPage("/utilisateurs/{user_id}/droits", "set_rights", users.set_rights, "POST", right=Right.USERS_MANAGE),
    BrokerPage("/utilisateurs/{user_id}/fermer", "close_user", users.close_user, "POST", right=Right.USERS_MANAGE),
    BrokerPage("/utilisateurs/{user_id}/rouvrir", "reopen_user", users.reopen_user, "POST", right=Right.USERS_MANAGE),
    BrokerPage(
        "/utilisateurs/{user_id}/mot-de-passe", "reset_user", users.reset_user, "POST", right=Right.USERS_MANAGE
    ),
    BrokerPage("/lieux", "places", places.show_places, right=Right.NETWORKS_MANAGE),
    BrokerPage("/lieux", "set_places", places.set_places, "POST", right=Right.NETWORKS_MANAGE),
    BrokerPage("/lieux/{user_id}", "user_places", places.show_user_places, right=Right.NETWORKS_MANAGE),
    BrokerPage("/lieux/{user_id}", "set_user_places", places.set_user_places, "POST", right=Right.NETWORKS_MANAGE),
    BrokerPage("/securite", "security", security.show_security, right=Right.USERS_MANAGE),
    BrokerPage("/securite", "set_security", security.set_security, "POST", right=Right.USERS_MANAGE),
    BrokerPage("/securite/partages", "shared", security.show_shared, right=Right.JOURNAL_READ),
    BrokerPage("/clients", "clients", clients.show_list, action="clients.list", right=Right.DOSSIERS_READ),
    BrokerPage("/clients/nouveau", "new_client", clients.show_new, right=Right.DOSSIERS_WRITE),
    BrokerPage(
        "/clients/nouveau",
        "submit_new_client",
        clients.submit_new,
        "POST",
        action="clients.add",
        right=Right.DOSSIERS_WRITE,
    ),
    BrokerPage(
        "/clients/export.csv",
        "export_clients",
        clients.export_list,
        need=Need.EXPORT,
        action="clients.export",
        right=Right.DOSSIERS_EXPORT,
    ),
    BrokerPage("/clients/{client_id}", "client", clients.show_record, action="clients.read", right=Right.DOSSIERS_READ),
    BrokerPage(
        "/clients/{client_id}/modifier",
        "edit_client",
        clients.show_edit,
        action="clients.edit",
        right=Right.DOSSIERS_WRITE,
    ),
    BrokerPage(
        "/clients/{client_id}/modifier",
        "submit_edit_client",
        clients.submit_edit,
        "POST",
        action="clients.change",
        right=Right.DOSSIERS_WRITE,
    ),
    BrokerPage(
        "/clients/{client_id}/documents",
        "deposit",
        client_files.deposit,
        "POST",
        action="clients.deposit",
        uploads=True,
        right=Right.DOCUMENTS_WRITE,
    ),
    BrokerPage(
        "/clients/{client_id}/documents/{file_id}",
        "client_file",
        client_files.download,
        action="clients.download",
        right=Right.DOCUMENTS_READ,
    ),
    BrokerPage(
        "/clients/{client_id}/documents/{file_id}/retirer",
        "withdraw",
        client_files.withdraw,
        "POST",
        action="clients.withdraw",
        right=Right.DOCUMENTS_WRITE,
    ),
)

STAFF_PAGES: Final = (
    *CONSOLE_PAGES,
    StaffPage("/editeur/deconnexion", "staff_sign_out", signing.sign_out(Realm.STAFF), "POST"),
)

PAGES: Final[tuple[Page, ...]] = (*PUBLIC_PAGES, *BROKER_PAGES, *STAFF_PAGES)
