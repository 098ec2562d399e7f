"""The facts of an account under article 8: invoices, payments, credit notes, events.

Every fact has its own day and, optionally, ``known_on``, the day on which it was learnt (its own day when
absent): an account is drawn *as due on D, as known on K*. Facts are kept in the order given ("file order"),
which decides between facts of the same kind on the same day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal, TypeAlias

from attrs import field, frozen
from attrs.converters import optional

from netsoft.billing.sepa import REASON_CODES
from netsoft.days import Day, as_day
from netsoft.errors import InvalidValue
from netsoft.money import Money, shown
from netsoft.rendering import day as french
from netsoft.rendering import euros

Nature: TypeAlias = Literal["subscription", "complement", "option", "work"]
Means: TypeAlias = Literal["direct-debit", "transfer", "card", "cheque"]
Cause: TypeAlias = Literal["correction", "rebate"]
RejectionType: TypeAlias = Literal["reject", "refusal", "return", "refund"]
Collector: TypeAlias = Literal["agency", "court"]


FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2999, 12, 31)
"""The days that an account may speak of: wide enough for any contract, and each has a day after it."""


def contract_day(value: object, name: str) -> Day:
    """Return ``value`` if it is a day of which an account may speak, from 1900 to 2999."""
    day = as_day(value, name)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise InvalidValue(name, f"le {french(day)} n'est pas un jour de contrat", "donner un jour entre 1900 et 2999")
    return day


def _on(value: object) -> Day:
    return contract_day(value, "on")


def _issued(value: object) -> Day:
    return contract_day(value, "issued")


def _due(value: object) -> Day:
    return contract_day(value, "due")


def _known_on(value: object) -> Day:
    return contract_day(value, "known_on")


def _enforceable_on(value: object) -> Day:
    return contract_day(value, "enforceable_on")


def _numbers(value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise InvalidValue("invoices", f"{shown(value)} n'est pas une liste", "donner une liste de numéros de facture")
    return tuple(value)


@frozen
class _Dated:
    on: Day = field(converter=_on)
    known_on: Day | None = field(default=None, kw_only=True, converter=optional(_known_on))

    def __attrs_post_init__(self) -> None:
        _learnt(self.on, self.known_on)

    @property
    def learnt(self) -> Day:
        """The day on which the fact was learnt."""
        return self.known_on or self.on


def _learnt(on: Day, known_on: Day | None) -> None:
    if known_on is not None and known_on < on:
        raise InvalidValue(
            "known_on", "un fait ne peut être connu avant son jour", f"donner le {french(on)} ou un jour d'après"
        )


def _one_of(name: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise InvalidValue(name, f"valeur inconnue : {shown(value)}", f"écrire {', '.join(allowed)}")


def _positive(name: str, amount: Money) -> None:
    if type(amount) is not Money:
        raise InvalidValue(name, f"{shown(amount)} n'est pas un montant", "donner un Money")
    if amount.cents <= 0:
        raise InvalidValue(name, f"montant nul ou négatif : {euros(amount)}", "donner un montant positif")


@frozen
class Invoice:
    """An invoice: its number, days, total with VAT (TTC, euros), and nature.

    ``net`` and ``vat`` may stand beside the total, to which they must add up. The due day is not before the issue.
    """

    number: str
    issued: Day = field(converter=_issued)
    due: Day = field(converter=_due)
    total: Money
    nature: Nature = "subscription"
    net: Money | None = field(default=None, kw_only=True)
    vat: Money | None = field(default=None, kw_only=True)
    known_on: Day | None = field(default=None, kw_only=True, converter=optional(_known_on))

    def __attrs_post_init__(self) -> None:
        if type(self.number) is not str or not self.number.strip():
            raise InvalidValue("number", "facture sans numéro", "donner son numéro")
        _positive("total", self.total)
        _one_of("nature", self.nature, ("subscription", "complement", "option", "work"))
        _learnt(self.issued, self.known_on)
        if self.due < self.issued:
            raise InvalidValue(
                "due", "l'échéance précède l'émission", f"donner le {french(self.issued)} ou un jour d'après"
            )
        self._adds_up()

    def _adds_up(self) -> None:
        if (self.net is None) != (self.vat is None):
            raise InvalidValue("net", "« net » et « vat » vont ensemble", "donner les deux ou aucun")
        if self.net is not None and self.vat is not None and self.net + self.vat != self.total:
            raise InvalidValue(
                "vat",
                f"{euros(self.net)} + {euros(self.vat)} ne font pas {euros(self.total)}",
                "corriger l'un des trois",
            )

    @property
    def on(self) -> Day:
        """The fact's own day: its issue."""
        return self.issued

    @property
    def learnt(self) -> Day:
        """The day on which the fact was learnt."""
        return self.known_on or self.issued


@frozen
class Payment(_Dated):
    """Money received on a day; ``invoice`` is the payer's choice, or the invoice a debit was presented for."""

    amount: Money
    id: str = ""
    means: Means | None = None
    invoice: str | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _positive("amount", self.amount)
        if self.means is not None:
            _one_of("means", self.means, ("direct-debit", "transfer", "card", "cheque"))


@frozen
class CreditNote(_Dated):
    """A credit note on an invoice: a ``correction`` acts from the invoice, a ``rebate`` from its date (R-24)."""

    amount: Money
    invoice: str
    cause: Cause = "rebate"
    id: str = ""

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _positive("amount", self.amount)
        _one_of("cause", self.cause, ("correction", "rebate"))


@frozen
class DebitReturned(_Dated):
    """A debit rejected or refused before settlement (names an invoice), or returned or refunded after (names
    the payment that it undoes); ``reason`` is the SEPA code.
    """

    type: RejectionType
    reason: str
    payment: str | None = None
    invoice: str | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _one_of("type", self.type, ("reject", "refusal", "return", "refund"))
        if self.reason not in REASON_CODES:
            raise InvalidValue(
                "reason", f"code de rejet inconnu : {shown(self.reason)}", "donner un code SEPA, par exemple MD06"
            )
        self._names_its_object()

    def _names_its_object(self) -> None:
        if self.undoes and self.payment is None:
            raise InvalidValue("payment", f"« {self.type} » sans paiement", "nommer le paiement que le retour annule")
        if self.undoes and self.invoice is not None:
            raise InvalidValue(
                "invoice", f"« {self.type} » annule un paiement", "ne nommer que le paiement (« payment »)"
            )
        if not self.undoes and (self.invoice is None or self.payment is not None):
            remedy = "nommer la facture (« invoice ») présentée au prélèvement, sans « payment »"
            raise InvalidValue("invoice", f"« {self.type} » précède le règlement", remedy)

    @property
    def undoes(self) -> bool:
        """Whether a settled payment is undone."""
        return self.type in ("return", "refund")


@frozen
class Collection(_Dated):
    """Recourse to a collection agency or to a court, for the named invoices, or for all that are due (8.4)."""

    by: Collector
    invoices: tuple[str, ...] = field(default=(), converter=_numbers)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _one_of("by", self.by, ("agency", "court"))


@frozen
class Judgment(_Dated):
    """A judgment, enforceable from a day; it implies recourse to a court (8.4)."""

    enforceable_on: Day | None = field(default=None, converter=optional(_enforceable_on))
    invoices: tuple[str, ...] = field(default=(), converter=_numbers)


@frozen
class PaymentAnnounced(_Dated):
    """The client told the provider that it will pay in time by another means (8.5), for the named invoices or all."""

    invoices: tuple[str, ...] = field(default=(), converter=_numbers)


@frozen
class ExceptionNotified(_Dated):
    """The client notified an exception of art. 1219; ``legitimate`` is ``None`` while it is contested."""

    legitimate: bool | None = None
    invoices: tuple[str, ...] = field(default=(), converter=_numbers)


@frozen
class OppositionProved(_Dated):
    """A proof that the debtor itself ordered the opposition: settles an ambiguous reason code."""

    evidence: str
    invoices: tuple[str, ...] = field(default=(), converter=_numbers)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if not self.evidence.strip():
            raise InvalidValue("evidence", "preuve sans pièce", "citer la pièce qui prouve l'ordre du débiteur")


@frozen
class FormalNotice(_Dated):
    """A formal notice to pay (1231-5), for the named invoices, or for all that are due."""

    invoices: tuple[str, ...] = field(default=(), converter=_numbers)


Event: TypeAlias = (
    DebitReturned | Collection | Judgment | PaymentAnnounced | ExceptionNotified | OppositionProved | FormalNotice
)
Fact: TypeAlias = Invoice | Payment | CreditNote | Event
