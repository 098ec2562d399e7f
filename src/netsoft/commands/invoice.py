"""``netsoft invoice``: an invoice, from a file of facts, as it would be issued: a preview is the invoice itself."""

from __future__ import annotations

import argparse
import json
from typing import Final

from netsoft.answers import Decision, Reason
from netsoft.billing.invoices import mentions
from netsoft.billing.invoices.invoice_values import InvoiceDocument
from netsoft.billing.invoices.invoicing import draft, preview
from netsoft.billing.invoices.numbering import CLAUSE
from netsoft.commands.arguments import Parser, parser
from netsoft.commands.files import document_at
from netsoft.commands.invoice_json import invoice_json
from netsoft.documents import html, text
from netsoft.documents.invoice import invoice_page
from netsoft.facts.invoice import InvoiceFacts, invoice_facts

NAME: Final = "invoice"
SUMMARY: Final = "une facture telle qu'elle serait émise : lignes, TVA, mentions"


def declare() -> Parser:
    """Declare the arguments."""
    usage = "netsoft invoice FAITS [--json | --html]"
    made, group = parser("netsoft invoice", usage, "Dresse une facture, lignes, TVA et mentions, sans l'émettre.")
    group.add_argument("facts", metavar="FAITS", help="fichier TOML ou JSON ; - pour l'entrée standard")
    form = group.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="répondre en JSON")
    form.add_argument("--html", action="store_true", help="répondre en HTML, à placer dans une page")
    return made


def run(arguments: argparse.Namespace) -> str:
    """Draw the invoice and write it as text, HTML or JSON."""
    document, decision, next_number = drawn(invoice_facts(document_at(arguments.facts)))
    if arguments.json:
        answer = invoice_json(document, decision, next_number)
        return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"
    page = invoice_page(document, decision)
    return html(page) if arguments.html else text(page)


def drawn(facts: InvoiceFacts) -> tuple[InvoiceDocument, Decision, str | None]:
    """Draw the document with the number that the facts give, say whether it may be issued, and its next number.

    Without a series in the facts no number is foretold: the register knows it, and nobody else.
    """
    document, end = draft(facts.order, facts.number), preview(facts.order, facts.last)
    following = end.document.number if end.document else None
    if not end.decision.granted or (facts.numbering and facts.number is None):
        return document, end.decision, following
    if facts.last is not None and facts.number != following:
        fact = f"{facts.number} ne suit pas {facts.last.number} : le numéro suivant est {following}"
        return document, Decision("refused", (Reason(CLAUSE, fact),)), following
    return document, mentions.decision(document, facts.order.issued), None
