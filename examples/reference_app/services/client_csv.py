"""The list of clients for a French spreadsheet: semicolons, UTF-8 with its mark, no formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from reference_app.folding import national
from reference_app.storage.clients import Client, Kind

_HEADER: Final = (
    "Référence", "Nature", "Civilité", "Nom", "Prénom", "Date de naissance", "Raison sociale", "SIREN",
    "Contact", "E-mail", "Téléphone", "Adresse", "Code postal", "Ville", "Pays", "Créé le (UTC)",
)  # fmt: skip
_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"


def clients_csv(clients: Iterable[Client]) -> bytes:
    """Return the list as bytes, one client a line."""
    return table_csv(_HEADER, map(_line, clients))


def table_csv(header: Iterable[str], lines: Iterable[Iterable[str]]) -> bytes:
    """Return a table as a spreadsheet opens it without taking any cell for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([guarded(cell) for cell in header])
    writer.writerows([guarded(cell) for cell in line] for line in lines)
    return (_BOM + text.getvalue()).encode()


def guarded(cell: str) -> str:
    """Return the cell, with an apostrophe before what a spreadsheet would compute."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_STARTS_FORMULA) else cell


def _line(client: Client) -> tuple[str, ...]:
    it = client.fields
    born = it.birth_date.strftime("%d/%m/%Y") if it.birth_date else ""
    nature = "Entreprise" if it.kind is Kind.COMPANY else "Particulier"
    return (
        client.reference, nature, it.title, it.last_name, it.first_name, born, it.corporate_name,
        it.siren, it.contact, it.email, national(it.phone), it.address.replace("\n", ", "), it.postcode, it.city,
        it.country, client.created_at.strftime("%d/%m/%Y %H:%M"),
    )  # fmt: skip
