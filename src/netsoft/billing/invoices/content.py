"""What a document says, as a plain mapping with one form: the ground of its digest and of its JSON.

>>> digest({"b": 1, "a": "é"}) == digest({"a": "é", "b": 1})
True
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TypeAlias

from netsoft.answers import Line
from netsoft.billing.invoices.identity import Identity
from netsoft.billing.invoices.numbering import Series
from netsoft.billing.invoices.vat import Vat, VatRate
from netsoft.days import Period

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"
Content: TypeAlias = "dict[str, Plain]"


def digest(content: Mapping[str, Plain]) -> str:
    """Return the SHA-256, in hexadecimal, of a content: keys sorted, UTF-8, no blank."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def of_period(period: Period) -> Content:
    """Write a period by its first and its last day, both included."""
    return {"first": period.start.isoformat(), "last": period.last.isoformat()}


def of_series(series: Series) -> Content:
    """Write a series of numbers."""
    return {"prefix": series.prefix, "width": series.width, "yearly": series.yearly, "first": series.first}


def of_identity(identity: Identity) -> Content:
    """Write a party; what it has not is ``null`` or empty."""
    return {
        "name": identity.name,
        "form": identity.form,
        "capital": identity.capital,
        "register": identity.register,
        "siren": identity.siren,
        "vat_number": identity.vat_number,
        "address": list(identity.address),
        "size": identity.size,
        "iban": identity.iban,
        "contact": identity.contact,
    }


def of_rate(rate: VatRate) -> Content:
    """Write a rate of VAT and its regime."""
    return {"rate_percent": rate.rate.percent_text, "category": rate.category, "mention": rate.mention or None}


def of_line(line: Line) -> Content:
    """Write the line of account under a line of an invoice."""
    return {
        "clause": str(line.clause),
        "label": line.label,
        "amount": str(line.amount),
        "why": line.why or None,
    }


def of_vat(vat: Vat) -> Content:
    """Write the VAT, rate by rate, and the three totals."""
    return {
        "rounding": vat.rounding,
        "vat_by_rate": [
            {
                **of_rate(subtotal.rate),
                "lines": str(subtotal.lines),
                "rounding": str(subtotal.rounding),
                "net": str(subtotal.net),
                "vat": str(subtotal.vat),
            }
            for subtotal in vat.subtotals
        ],
        "net": str(vat.net),
        "vat": str(vat.vat),
        "total": str(vat.gross),
    }
