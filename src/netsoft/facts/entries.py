"""The ledger of a décompte: invoices, payments, credit notes and events, each kind with its own keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, ParamSpec, TypeAlias, TypeVar, cast

from netsoft.billing.entries import (
    Cause,
    Collection,
    Collector,
    CreditNote,
    DebitReturned,
    Event,
    ExceptionNotified,
    FormalNotice,
    Invoice,
    Judgment,
    Means,
    Nature,
    OppositionProved,
    Payment,
    PaymentAnnounced,
    RejectionType,
)
from netsoft.billing.ledger import Ledger
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.facts.fields import Fields, a_day, a_flag, a_list, a_text, an_amount, some_texts

P = ParamSpec("P")
R = TypeVar("R")
MakeEvent: TypeAlias = Callable[[Fields], Event]

INVOICE_KEYS: Final = ("number", "issued", "due", "total", "net", "vat", "nature", "known_on")
PAYMENT_KEYS: Final = ("on", "amount", "id", "means", "invoice", "known_on")
CREDIT_NOTE_KEYS: Final = ("on", "amount", "id", "invoice", "cause", "known_on")
EVENT_KEYS: Final = ("on", "kind", "known_on")
NATURES: Final = ("subscription", "complement", "option", "work")
MEANS: Final = ("direct-debit", "transfer", "card", "cheque")
CAUSES: Final = ("rebate", "correction")
REJECTIONS: Final = ("reject", "refusal", "return", "refund")
COLLECTORS: Final = ("agency", "court")
_AIMED: Final = ("invoice", "invoices")
KIND_KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "debit-returned": ("type", "reason", "payment", "invoice"),
        "collection": ("by", *_AIMED),
        "judgment": ("enforceable_on", *_AIMED),
        "payment-announced": _AIMED,
        "exception-notified": ("legitimate", *_AIMED),
        "opposition-proved": ("evidence", *_AIMED),
        "formal-notice": _AIMED,
    }
)
"""The keys that each kind of event takes beside ``on``, ``kind`` and ``known_on``."""


def a_ledger(document: Fields) -> Ledger:
    """Read the facts of the account; ``invoices`` must be there, were it empty."""
    document.need("invoices", a_list)
    return Ledger(
        tuple(_invoice(row) for row in document.tables("invoices", INVOICE_KEYS)),
        tuple(_payment(row) for row in document.tables("payments", PAYMENT_KEYS)),
        tuple(_credit_note(row) for row in document.tables("credit_notes", CREDIT_NOTE_KEYS)),
        tuple(_event(row, f"events[{i}]") for i, row in enumerate(document.may("events", a_list) or [])),
    )


def _made(path: str, make: Callable[P, R], *args: P.args, **named: P.kwargs) -> R:
    """Construct a value, its refusal being placed under ``path``."""
    try:
        return make(*args, **named)
    except InvalidValue as error:
        raise error.under(path) from None


def _on(row: Fields) -> Day:
    return row.need("on", a_day)


def _known_on(row: Fields) -> Day | None:
    return row.may("known_on", a_day)


def _invoice(row: Fields) -> Invoice:
    return _made(
        row.path,
        Invoice,
        row.need("number", a_text),
        row.need("issued", a_day),
        row.need("due", a_day),
        row.need("total", an_amount),
        cast("Nature", _or(row, "nature", NATURES)),
        net=row.may("net", an_amount),
        vat=row.may("vat", an_amount),
        known_on=_known_on(row),
    )


def _or(row: Fields, key: str, values: tuple[str, ...]) -> str:
    """Read a choice, the first value being the default."""
    return row.choice(key, values) if key in row.table else values[0]


def _payment(row: Fields) -> Payment:
    means = row.choice("means", MEANS) if "means" in row.table else None
    return _made(
        row.path,
        Payment,
        _on(row),
        row.need("amount", an_amount),
        row.may("id", a_text) or "",
        cast("Means | None", means),
        row.may("invoice", a_text),
        known_on=_known_on(row),
    )


def _credit_note(row: Fields) -> CreditNote:
    return _made(
        row.path,
        CreditNote,
        _on(row),
        row.need("amount", an_amount),
        row.need("invoice", a_text),
        cast("Cause", _or(row, "cause", CAUSES)),
        row.may("id", a_text) or "",
        known_on=_known_on(row),
    )


def _event(value: object, path: str) -> Event:
    every_key = EVENT_KEYS + tuple(dict.fromkeys(key for keys in KIND_KEYS.values() for key in keys))
    kind = Fields.of(value, path, every_key).choice("kind", tuple(KIND_KEYS))
    row = Fields.of(value, path, EVENT_KEYS + KIND_KEYS[kind])
    return _MAKERS[kind](row)


def _debit_returned(row: Fields) -> Event:
    kind = cast("RejectionType", row.choice("type", REJECTIONS))
    if kind in ("return", "refund") and "invoice" in row.table:
        problem = f"« {kind} » annule un paiement, non une facture"
        raise InvalidValue(row.at("invoice"), problem, "retirer « invoice » et nommer « payment »")
    return _made(
        row.path,
        DebitReturned,
        _on(row),
        kind,
        row.need("reason", a_text),
        row.may("payment", a_text),
        row.may("invoice", a_text),
        known_on=_known_on(row),
    )


def _aims(row: Fields) -> tuple[str, ...]:
    """Read the invoices that an event is about: none named means all."""
    if "invoice" in row.table and "invoices" in row.table:
        raise InvalidValue(row.at("invoices"), "« invoice » est donné aussi", "garder l'un des deux")
    one, several = row.may("invoice", a_text), row.may("invoices", some_texts)
    if several == ():
        raise InvalidValue(row.at("invoices"), "liste vide", "retirer la clé pour viser toutes les factures")
    if several is not None and len(set(several)) < len(several):
        raise InvalidValue(row.at("invoices"), "facture nommée deux fois", "ne la nommer qu'une fois")
    return (one,) if one is not None else several or ()


def _collection(row: Fields) -> Event:
    by = cast("Collector", row.choice("by", COLLECTORS))
    return _made(row.path, Collection, _on(row), by, _aims(row), known_on=_known_on(row))


def _judgment(row: Fields) -> Event:
    enforceable_on = row.may("enforceable_on", a_day)
    return _made(row.path, Judgment, _on(row), enforceable_on, _aims(row), known_on=_known_on(row))


def _payment_announced(row: Fields) -> Event:
    return _made(row.path, PaymentAnnounced, _on(row), _aims(row), known_on=_known_on(row))


def _exception_notified(row: Fields) -> Event:
    legitimate = row.may("legitimate", a_flag)
    return _made(row.path, ExceptionNotified, _on(row), legitimate, _aims(row), known_on=_known_on(row))


def _opposition_proved(row: Fields) -> Event:
    evidence = row.need("evidence", a_text)
    return _made(row.path, OppositionProved, _on(row), evidence, _aims(row), known_on=_known_on(row))


def _formal_notice(row: Fields) -> Event:
    return _made(row.path, FormalNotice, _on(row), _aims(row), known_on=_known_on(row))


_MAKERS: Final[Mapping[str, MakeEvent]] = MappingProxyType(
    {
        "debit-returned": _debit_returned,
        "collection": _collection,
        "judgment": _judgment,
        "payment-announced": _payment_announced,
        "exception-notified": _exception_notified,
        "opposition-proved": _opposition_proved,
        "formal-notice": _formal_notice,
    }
)
