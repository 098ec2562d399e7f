"""Article 7.6: what goes beyond is invoiced on top, with all information on prices beforehand and consent online.

Nothing is invoiced without the recorded consent of an entitled user to that very price: a consent bears the digest of
the quote that was shown, so a changed price, quantity or wording needs a new one. A quote can be consented to from the
day it is made until its last day, 24:00 in Paris; a consent given in time outlasts it. A quote is billed once.

>>> from datetime import UTC, date
>>> from netsoft.billing.prices.pricing import Flat
>>> from netsoft.money import Rate
>>> vat, day = Rate.percent("20"), date(2026, 11, 2)
>>> work = Price("import", "Reprise de données", "work", day, Flat("450.00"), vat)
>>> quote = Quote("D-12", work, 1, day, date(2026, 11, 30), "Reprise de 4 000 dossiers : 450,00 € HT")
>>> billable(quote, (), date(2026, 12, 5)).decision.verdict
'refused'
>>> yes = Consent("D-12", quote.digest, UserId("camille"), True, datetime(2026, 11, 30, 22, 59, tzinfo=UTC))
>>> [str(line.amount) for line in billable(quote, (yes,), date(2026, 12, 5)).lines]
['450.00']
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from fractions import Fraction
from typing import Final

import attrs
from attrs import field, frozen
from attrs.converters import optional

from netsoft.answers import Decision, Line, Reason
from netsoft.billing.entries import contract_day
from netsoft.billing.prices.price_models import not_negative
from netsoft.billing.prices.tariff import Price
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.money import Exact, Money, exact_text, shown
from netsoft.names import UserId
from netsoft.paris import day_in_paris
from netsoft.rendering import day as french

CLAUSE: Final = Clause("7.6")


def _id(value: str, name: str = "id") -> str:
    if type(value) is not str or not value.strip():
        raise InvalidValue(name, "identifiant vide", "donner un identifiant")
    return value


def _quote(value: str) -> str:
    return _id(value, "quote")


def _quantity(value: Exact) -> Fraction:
    return not_negative(value, "quantity")


def _shown(value: str) -> str:
    if type(value) is not str or not value.strip():
        raise InvalidValue("shown", "rien n'est montré au client", "donner le texte qui l'informe du prix")
    return value


def _made_on(value: object) -> Day:
    return contract_day(value, "made_on")


def _valid_until(value: object) -> Day:
    return contract_day(value, "valid_until")


@frozen
class Quote:
    """A price offered to a client: for how many, from the day it is made until its last day, as it is ``shown``.

    ``quantity`` is ``None`` where each use is billed at the price: a call of an option (7.4).
    """

    id: str = field(converter=_id)
    price: Price
    quantity: Fraction | None = field(converter=optional(_quantity))
    made_on: Day = field(converter=_made_on)
    valid_until: Day = field(converter=_valid_until)
    shown: str = field(converter=_shown)

    def __attrs_post_init__(self) -> None:
        if self.valid_until < self.made_on:
            raise InvalidValue("valid_until", "le devis expire avant d'être fait", "donner un dernier jour qui le suit")

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of all that is consented to: product, price, VAT, quantity, days, wording."""
        price = self.price
        facts = {
            "id": self.id,
            "product": price.product,
            "label": price.label,
            "kind": price.kind,
            "months": price.months,
            "model": _plain(price.model),
            "vat": _plain(price.vat.fraction),
            "quantity": _plain(self.quantity),
            "made_on": self.made_on.isoformat(),
            "valid_until": self.valid_until.isoformat(),
            "shown": self.shown,
        }
        text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What it comes to, as lines without VAT; nothing where each use is billed."""
        why = f"devis {self.id}"
        return () if self.quantity is None else self.price.lines(self.quantity, why=why)


def _plain(value: object) -> object:
    """Return a model, or what it is made of, as JSON writes it: exact numbers and amounts as texts."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Fraction):
        return exact_text(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Money):
        return str(value)
    kind = type(value)
    names = [attribute.name for attribute in attrs.fields(kind)]  # type: ignore[arg-type]
    return {name: _plain(getattr(value, name)) for name in names} | {"type": kind.__name__}


@frozen
class Consent:
    """A recorded consent: to which quote, to the digest of what was shown, by whom, at what instant.

    ``entitled`` says whether that user may bind the client; ``None`` when nobody has said.
    """

    quote: str = field(converter=_quote)
    digest: str
    by: UserId
    entitled: bool | None
    at: datetime

    def __attrs_post_init__(self) -> None:
        day_in_paris(self.at)
        if not isinstance(self.entitled, bool | None):
            raise InvalidValue("entitled", f"pouvoir illisible : {shown(self.entitled)}", "donner vrai, faux ou rien")

    @property
    def on(self) -> Day:
        """Its day in Paris."""
        return day_in_paris(self.at)


@frozen
class Agreed:
    """Whether a quote is consented to, and by which consent: the first that holds, or that waits for a fact."""

    decision: Decision
    consent: Consent | None


@frozen
class Billable:
    """Whether a quote may be invoiced, and the lines, without VAT, if it may."""

    decision: Decision
    lines: tuple[Line, ...]


def agreed(quote: Quote, consents: Iterable[Consent], by: datetime | None = None) -> Agreed:
    """Decide whether a quote is consented to: by the instant ``by``, or ever.

    Granted by one consent of an entitled user, in time, to that very quote; pending if only the user's power is
    missing; refused otherwise, with what each consent lacks.
    """
    found = sorted((c for c in consents if c.quote == quote.id and (by is None or c.at <= by)), key=lambda c: c.at)
    lacking = {consent: tuple(_lacks(quote, consent)) for consent in found}
    whole = [consent for consent in found if not lacking[consent] and consent.entitled is not False]
    if whole:
        consent = min(whole, key=lambda consent: not consent.entitled)
        reason = Reason(CLAUSE, _given(quote, consent))
        return Agreed(Decision("granted" if consent.entitled else "pending", (reason,)), consent)
    facts = [fact for consent in found for fact in (*lacking[consent], *_power(consent))]
    facts = facts or [f"aucun consentement n'est enregistré pour le devis {quote.id}"]
    return Agreed(Decision("refused", tuple(Reason(CLAUSE, fact) for fact in facts)), None)


def billable(quote: Quote, consents: Iterable[Consent], on: Day, billed: Collection[str] = ()) -> Billable:
    """Decide whether a quote may be invoiced on a day, and give its lines.

    ``billed`` names the quotes that were invoiced: none is billed twice.
    """
    if quote.id in billed:
        return _refused(f"le devis {quote.id} est déjà facturé")
    if quote.quantity is None:
        return _refused(f"le devis {quote.id} est un prix à l'appel : chaque appel a sa facturation")
    given = agreed(quote, [consent for consent in consents if consent.on <= on])
    if not given.decision.granted:
        expired = (Reason(CLAUSE, f"le devis {quote.id} a expiré le {french(quote.valid_until)}"),)
        late = given.consent is None and on > quote.valid_until
        reasons = (*given.decision.reasons, *(expired if late else ()))
        return Billable(Decision(given.decision.verdict, reasons), ())
    return Billable(given.decision, quote.lines)


def _refused(fact: str) -> Billable:
    return Billable(Decision("refused", (Reason(CLAUSE, fact),)), ())


def _lacks(quote: Quote, consent: Consent) -> Iterator[str]:
    who = f"le consentement de {consent.by} du {french(consent.on)}"
    if consent.digest != quote.digest:
        yield f"{who} porte sur un autre prix ou un autre texte : il en faut un nouveau"
    if consent.on > quote.valid_until:
        yield f"{who} suit l'expiration du devis, le {french(quote.valid_until)}"
    if consent.on < quote.made_on:
        yield f"{who} précède le devis, fait le {french(quote.made_on)}"


def _power(consent: Consent) -> Iterator[str]:
    if consent.entitled is False:
        yield f"{consent.by} n'a pas pouvoir d'engager le client"


def _given(quote: Quote, consent: Consent) -> str:
    fact = f"consentement de {consent.by} au devis {quote.id}, le {french(consent.on)}"
    return fact if consent.entitled else f"{fact} : son pouvoir d'engager le client n'est pas établi"
