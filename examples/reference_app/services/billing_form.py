"""The staff's forms, one per kind of fact, and what is typed in them made into netsoft's own values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, TypeAlias

from attrs import frozen

from netsoft.billing import entries as e
from netsoft.billing.sepa import REASON_CODES
from netsoft.days import HalfYear
from netsoft.errors import InvalidValue
from reference_app.services.billing_fields import Choices, Field, read_field
from reference_app.storage.billing_facts import BillingFact, StatutoryRate

Build: TypeAlias = Callable[..., BillingFact]
NATURES: Final[Choices] = (
    ("subscription", "Abonnement"),
    ("complement", "Complément d’usage"),
    ("option", "Option"),
    ("work", "Travaux"),
)
MEANS: Final[Choices] = (
    ("direct-debit", "Prélèvement"),
    ("transfer", "Virement"),
    ("card", "Carte"),
    ("cheque", "Chèque"),
)
CAUSES: Final[Choices] = (
    ("rebate", "Remise : agit à partir de sa date"),
    ("correction", "Correction : agit dès la facture"),
)
REJECTIONS: Final[Choices] = (
    ("reject", "Rejet avant règlement"),
    ("refusal", "Refus du débiteur avant règlement"),
    ("return", "Retour après règlement, par la banque"),
    ("refund", "Remboursement demandé par le débiteur"),
)
COLLECTORS: Final[Choices] = (("agency", "Service de recouvrement"), ("court", "Voie judiciaire"))
EXCEPTIONS: Final[Choices] = (
    ("contested", "Contestée, non tranchée"),
    ("yes", "Légitime"),
    ("no", "Sans fondement"),
)
INDEXES: Final[Choices] = (("legal", "Taux d’intérêt légal, professionnels"), ("ecb", "Taux directeur de la BCE"))
REASONS: Final[Choices] = tuple((c.code, f"{c.code} · {c.label}") for c in REASON_CODES.values())

_ON: Final = Field("on", "Date du fait", "day")
_KNOWN: Final = Field("known_on", "Appris le", "day", "Vide : le jour même du fait.", required=False)
_INVOICES: Final = Field(
    "invoices", "Factures concernées", "invoices", "Aucune cochée : toutes celles qui sont échues."
)


@frozen
class Form:
    """A form of the console: its place in the address, its title, the button, its fields, what it makes."""

    slug: str
    title: str
    explains: str
    fields: tuple[Field, ...]
    build: Build


@frozen
class Read:
    """What was typed, what is wrong with it, and the fact if nothing is."""

    typed: Mapping[str, str]
    problems: Mapping[str, str]
    fact: BillingFact | None


def read_form(form: Form, typed: Mapping[str, str]) -> Read:
    """Read what was typed through netsoft's own constructors."""
    values: dict[str, object] = {}
    problems: dict[str, str] = {}
    for field in form.fields:
        try:
            value = read_field(field, typed)
        except InvalidValue as error:
            problems[field.name] = sentence(error)
        else:
            values |= {} if value is None else {field.name: value}
    if problems:
        return Read(typed, problems, None)
    try:
        return Read(typed, {}, form.build(**values))
    except InvalidValue as error:
        return Read(typed, problem_of(error, form), None)


def problem_of(error: InvalidValue, form: Form) -> dict[str, str]:
    """Place an error beside the field that it names, or above the form when it names none of them."""
    named = error.field.rpartition(".")[2].partition("[")[0]
    return {named if named in {f.name for f in form.fields} else "": sentence(error)}


def sentence(error: InvalidValue) -> str:
    """Return an error as a sentence: what is wrong, then what to do."""
    text = f"{error.problem} : {error.remedy}." if ":" not in error.problem else f"{error.problem} ; {error.remedy}."
    return text[0].upper() + text[1:]


def defaults(form: Form, today: date) -> dict[str, str]:
    """Return the text of a new form: the day on which it is filled in, for the fact and for its learning."""
    return {f.name: today.strftime("%d/%m/%Y") for f in form.fields if f.name in ("on", "issued", "known_on")}


def _exception(legitimate: str, **named: object) -> BillingFact:
    judged = {"contested": None, "yes": True, "no": False}[legitimate]
    return e.ExceptionNotified(legitimate=judged, **named)  # type: ignore[arg-type]


def _rate(year: str, half: str, **named: object) -> BillingFact:
    try:
        half_year = HalfYear(int(year) if year.isascii() and year.isdigit() else 0, int(half))
    except InvalidValue as error:
        raise InvalidValue("year", f"année illisible : « {year} »", "écrire par exemple 2027") from error
    return StatutoryRate(half_year=half_year, **named)  # type: ignore[arg-type]


_FORMS: Final = (
    Form(
        "paiement",
        "Paiement reçu",
        "Un virement, un prélèvement, une carte ou un chèque encaissé.",
        (
            _ON,
            Field("amount", "Montant reçu (€)", "money"),
            Field("means", "Moyen", "choice", choices=MEANS),
            Field(
                "invoice", "Facture choisie par le client", "invoice", "Pour un prélèvement : celle présentée.", False
            ),
            Field("id", "Référence bancaire", "text", "Vide : une référence est donnée.", required=False),
            _KNOWN,
        ),
        e.Payment,
    ),
    Form(
        "retour",
        "Retour ou rejet de prélèvement",
        "Après règlement, le retour nomme le paiement qu’il annule ; avant, le rejet nomme la facture.",
        (
            _ON,
            Field("type", "Nature", "choice", choices=REJECTIONS),
            Field("reason", "Code de la banque", "choice", "Le code SEPA porté par l’avis de rejet.", choices=REASONS),
            Field("payment", "Paiement annulé", "payment", "Pour un retour ou un remboursement.", required=False),
            Field("invoice", "Facture présentée", "invoice", "Pour un rejet ou un refus.", required=False),
            _KNOWN,
        ),
        e.DebitReturned,
    ),
    Form(
        "avoir",
        "Avoir",
        "Diminue une facture, dès l’origine ou à partir de sa date.",
        (
            _ON,
            Field("amount", "Montant TTC (€)", "money"),
            Field("invoice", "Facture", "invoice"),
            Field("cause", "Cause", "choice", choices=CAUSES),
            _KNOWN,
        ),
        e.CreditNote,
    ),
    Form(
        "facture",
        "Facture émise",
        "Une facture établie hors de cette application.",
        (
            Field("number", "Numéro", "text"),
            Field("issued", "Date d’émission", "day"),
            Field("due", "Échéance", "day"),
            Field("net", "Montant HT (€)", "money", "Facultatif, avec la TVA.", required=False),
            Field("vat", "TVA (€)", "money", "Facultatif, avec le montant HT.", required=False),
            Field("total", "Total TTC (€)", "money"),
            Field("nature", "Nature", "choice", choices=NATURES),
            _KNOWN,
        ),
        e.Invoice,
    ),
    Form(
        "mise-en-demeure",
        "Mise en demeure",
        "Lettre qui somme de payer (art. 1231-5 du Code civil).",
        (_ON, _INVOICES, _KNOWN),
        e.FormalNotice,
    ),
    Form(
        "recouvrement",
        "Recouvrement",
        "Recours à un service de recouvrement ou au juge : 10 % (art. 8.4).",
        (_ON, Field("by", "Recours", "choice", choices=COLLECTORS), _INVOICES, _KNOWN),
        e.Collection,
    ),
    Form(
        "jugement",
        "Jugement",
        "Une décision de justice ; elle suppose la voie judiciaire (art. 8.4).",
        (_ON, Field("enforceable_on", "Exécutoire le", "day", required=False), _INVOICES, _KNOWN),
        e.Judgment,
    ),
    Form(
        "annonce",
        "Paiement annoncé",
        "Le client a prévenu qu’il paierait dans les délais par un autre moyen (art. 8.5).",
        (_ON, _INVOICES, _KNOWN),
        e.PaymentAnnounced,
    ),
    Form(
        "exception",
        "Exception d’inexécution",
        "Le client a notifié une exception de l’article 1219 du Code civil (art. 8.5).",
        (_ON, Field("legitimate", "Ce qu’il en est", "choice", choices=EXCEPTIONS), _INVOICES, _KNOWN),
        _exception,
    ),
    Form(
        "preuve",
        "Preuve d’une opposition",
        "La pièce qui montre que le client a lui-même donné l’ordre à sa banque (art. 8.5).",
        (_ON, Field("evidence", "Pièce", "text", "Par exemple : courriel du client du 3 mars."), _INVOICES, _KNOWN),
        e.OppositionProved,
    ),
)
FORMS: Final[Mapping[str, Form]] = MappingProxyType({form.slug: form for form in _FORMS})
RATE_FORM: Final = Form(
    "taux",
    "Taux d’un nouveau semestre",
    "Le taux publié au Journal officiel, avec l’arrêté qui le fixe. Il vaut pour tous les cabinets.",
    (
        Field("index", "Taux", "choice", choices=INDEXES),
        Field("year", "Année", "text"),
        Field("half", "Semestre", "choice", choices=(("1", "1er semestre"), ("2", "2d semestre"))),
        Field("percent", "Taux annuel (%)", "percent"),
        Field("order", "Texte", "text", "Par exemple : arrêté du 15 décembre 2026 (JO du 26)."),
        Field("on", "Appris le", "day"),
    ),
    _rate,
)
