"""The account as a table for a spreadsheet: one line a figure, under the heading that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from netsoft.days import Day
from netsoft.decompte_text.words import PARTS
from netsoft.money import Money, Rate
from reference_app.services.account import Statement
from reference_app.services.account_view import (
    InvoiceRow,
    LineRow,
    PaymentRow,
    invoice_rows,
    line_rows,
    payment_rows,
)
from reference_app.services.client_csv import table_csv

Row: TypeAlias = tuple[str, ...]
_HEADER: Final = (
    "Rubrique", "Clause", "Facture", "Libellé", "Date", "Base (€)", "Du", "Au", "Jours", "Taux (%)",
    "Texte du taux", "Montant (€)",
)  # fmt: skip
_RATE: Final = _HEADER.index("Taux (%)")


def account_csv(drawn: Statement) -> bytes:
    """Return the account, line by line; each amount is the décompte's own, to the cent."""
    return table_csv(_HEADER, _rows(drawn))


def _rows(drawn: Statement) -> Iterator[Row]:
    known_on = drawn.account.known_on
    known = f"connu au {french(known_on)}" if known_on else "tous faits connus"
    yield _row("Arrêté", "", "", known, on=drawn.on, amount="")
    for invoice in reversed(invoice_rows(drawn)):
        yield from _invoice(invoice)
    for line in line_rows(drawn.account.lines):
        yield _line("Décompte", line)
    for line in line_rows(drawn.awaiting):
        yield (*_line("Taux non publié", line)[:_RATE], "", "", "")
    for payment in reversed(payment_rows(drawn)):
        yield from _payment(payment)
    for pending in drawn.account.pending:
        amount = decimal(pending.amount_if_proved)
        yield _row(
            "En attente",
            pending.clause.number,
            pending.invoice or "",
            pending.missing,
            amount=amount,
        )
    for remark in drawn.account.for_the_record:
        yield _row("Pour mémoire", remark.clause.number, "", remark.label, amount=decimal(remark.amount))
    yield from _totals(drawn)


def _invoice(row: InvoiceRow) -> Iterator[Row]:
    it = row.invoice
    yield _row(
        "Facture",
        "",
        it.number,
        f"échéance {french(it.due)}",
        on=it.issued,
        amount=decimal(it.total),
    )
    if row.credited:
        yield _row("Avoirs (à déduire)", "", it.number, "", amount=decimal(row.credited))
    yield _row("Reste dû", "", it.number, row.state.value, amount=decimal(row.remaining))


def _payment(row: PaymentRow) -> Iterator[Row]:
    it = row.payment
    label = f"{it.id} (retourné : {row.returned.reason})" if row.returned else it.id
    yield _row("Paiement", "", it.invoice or "", label, on=it.on, amount=decimal(it.amount))
    for part in row.split:
        clause = part.clause.number if part.clause else ""
        yield _row(
            "Affectation",
            clause,
            part.invoice or "",
            f"{it.id} : {PARTS[part.to]}",
            amount=decimal(part.amount),
        )


def _totals(drawn: Statement) -> Iterator[Row]:
    account, sums = drawn.account, drawn.account.totals
    for label, amount in (
        ("Factures échues", sums.invoiced),
        ("Avoirs (à déduire)", sums.credited),
        ("Intérêts et pénalités", sums.accrued),
        ("Paiements (à déduire)", sums.paid),
        ("Principal dû", sums.principal),
        ("Intérêts dus", sums.interest),
        ("Pénalités dues", sums.penalties),
        ("Total dû", sums.total),
        ("Avoir disponible", sums.credit),
        ("Non échu", sums.not_yet_due),
        (f"Pour rétablir l’accès{_provisional(drawn)}", account.to_restore),
    ):
        yield _row("Total", "", "", label, on=drawn.on, amount=decimal(amount))
    if account.daily is not None:
        yield _row("Total", "", "", "Par jour de plus", on=drawn.on, amount=decimal(account.daily))


def _provisional(drawn: Statement) -> str:
    if not drawn.provisional:
        return ""
    return f" (provisoire : intérêts depuis le {french(drawn.missing[0].start_day)} en attente de leur taux)"


def _line(heading: str, it: LineRow) -> Row:
    days = (french(it.period.start), french(it.period.last), str(it.period.days)) if it.period else ("", "", "")
    return (
        heading,
        it.line.clause.number,
        it.line.invoice or "",
        it.line.label,
        french(it.on) if it.on else "",
        decimal(it.base) if it.base else "",
        *days,
        percent(it.rate) if it.rate else "",
        it.order,
        decimal(it.line.amount),
    )


def _row(*named: str, on: Day | None = None, amount: str) -> Row:
    return (*named, french(on) if on else "", *[""] * 6, amount)


def french(day: Day) -> str:
    """Return ``22/11/2026``."""
    return day.strftime("%d/%m/%Y")


def decimal(amount: Money) -> str:
    """Return ``1234,56``, as a French spreadsheet reads a number."""
    return str(amount).replace(".", ",")


def percent(rate: Rate) -> str:
    """Return ``8,25``."""
    return rate.percent_text.replace(".", ",")
