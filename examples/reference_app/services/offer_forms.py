"""The forms of what concerns every brokerage: prices, published tiers, who sells, outages of the service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from netsoft.billing.invoices.identity import Identity
from netsoft.billing.prices.price_models import Flat, Graduated, Model, Package, PerUnit, Tier, Volume
from netsoft.billing.prices.tariff import Price
from netsoft.billing.responsibility.outages import CAUSES_IN_FRENCH, CauseNotice, Outage
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.metering.tier import Publication
from netsoft.paris import day_in_paris
from reference_app.services.billing_fields import Choices, Field
from reference_app.services.record_fields import parse_decimal
from reference_app.services.record_forms import RecordForm

_KINDS: Final[Choices] = (
    ("per-user", "Par utilisateur et par mois"),
    ("flat", "Forfait par mois"),
    ("disk", "Espace disque, par Go et par mois"),
    ("option", "Option, à l’appel"),
    ("work", "Travaux exceptionnels"),
    ("complement", "Action au-delà du palier"),
)
_MODELS: Final[Choices] = (
    ("unit", "À l’unité"),
    ("flat", "Forfait"),
    ("package", "Par lots entamés"),
    ("graduated", "Par tranches, chaque unité au prix de sa tranche"),
    ("volume", "Par tranches, toutes au prix de la tranche atteinte"),
)
_CAUSES: Final[Choices] = tuple((key, f"{words[0].upper()}{words[1:]}") for key, words in CAUSES_IN_FRENCH)


def _price(product: str, label: str, kind: Any, first_day: Day, **v: Any) -> Price:
    model = _model(v["model"], v.get("amount"), v.get("size"), v.get("tiers", ""))
    return Price(product, label, kind, first_day, model, v["vat"])


def _model(model: str, amount: Any, size: Any, tiers: str) -> Model:
    if model in ("graduated", "volume"):
        made = tuple(map(_tier, filter(None, map(str.strip, tiers.splitlines()))))
        return Graduated(made) if model == "graduated" else Volume(made)
    if amount is None:
        raise InvalidValue("amount", "prix absent", "donner un prix hors taxes")
    if model == "package":
        if size is None:
            raise InvalidValue("size", "taille du lot absente", "donner un nombre d’unités")
        return Package(size, amount)
    return PerUnit(amount) if model == "unit" else Flat(amount)


def _tier(line: str) -> Tier:
    """Read a line of the tiers: ``10000 : 0,0045``, or ``au-delà : 0,003`` for the last."""
    upper, parted, price = line.partition(":")
    if not parted:
        raise InvalidValue(
            "tiers", f"tranche illisible : « {line} »", "écrire « 10000 : 0,0045 », puis « au-delà : 0,003 »"
        )
    bound = None if upper.strip().casefold().startswith("au") else parse_decimal(upper.strip())
    return Tier(bound, parse_decimal(price.strip()))


def _outage(begins: datetime, cause: Any, **v: Any) -> Outage:
    told = v.get("told_at")
    notices = () if told is None else (CauseNotice(told, v.get("told", ""), v.get("told_until")),)
    return Outage(begins, v.get("ends"), cause, notices, "provider", v.get("reference", ""))


def _outage_day(value: object, today: Day) -> Day:  # noqa: ARG001
    assert isinstance(value, Outage)
    return day_in_paris(value.begins)


def _price_day(value: object, today: Day) -> Day:  # noqa: ARG001
    assert isinstance(value, Price)
    return value.first_day


def _seller(name: str, address: str, **v: Any) -> Identity:
    lines = tuple(line.strip() for line in address.splitlines() if line.strip())
    return Identity(name, lines, **v)


PRICE: Final = RecordForm(
    "prix",
    "Prix",
    "Hors taxes, à partir d’un jour ; les jours d’avant gardent le leur. Aucun prix sur une fonction RGPD (7.5).",
    (
        Field("product", "Produit", "text", "Un nom court : seat, disk, complement…"),
        Field("label", "Libellé sur la facture", "text"),
        Field("kind", "Nature", "choice", choices=_KINDS),
        Field("first_day", "À partir du", "day"),
        Field("model", "Modèle", "choice", choices=_MODELS),
        Field("amount", "Prix HT (€)", "decimal", "À l’unité, du forfait ou du lot.", False),
        Field("size", "Unités par lot", "decimal", required=False),
        Field("vat", "TVA (%)", "percent"),
        Field("tiers", "Tranches", "long", "Une par ligne : « 10000 : 0,0045 », puis « au-delà : 0,003 ».", False),
    ),
    _price,
    _price_day,
)
OFFER_FORMS: Final[Mapping[str, RecordForm]] = MappingProxyType(
    {
        form.slug: form
        for form in (
            PRICE,
            RecordForm(
                "palier",
                "Palier publié",
                "Le palier annoncé aux clients (7.2) ; il lie les mois qui commencent après sa publication (R-01).",
                (Field("on", "Publié le", "day"), Field("tier", "Actions par mois et utilisateur", "count")),
                lambda on, tier: Publication(tier, on),
            ),
            RecordForm(
                "vendeur",
                "Vendeur",
                "L’éditeur tel que ses factures le nomment. Le dernier saisi vaut pour les factures à venir.",
                (
                    Field("name", "Raison sociale", "text"),
                    Field("address", "Adresse", "long", "Une ligne par ligne."),
                    Field("form", "Forme juridique", "text", required=False),
                    Field("capital", "Capital", "text", required=False),
                    Field("siren", "SIREN", "text"),
                    Field("register", "RCS", "text", required=False),
                    Field("vat_number", "Numéro de TVA", "text", required=False),
                    Field("iban", "IBAN", "text", required=False),
                    Field("contact", "Contact", "text", required=False),
                ),
                _seller,
            ),
            RecordForm(
                "interruption",
                "Interruption du service",
                "Classée par sa cause, excusée ou non (3.1 à 3.3).",
                (
                    Field("begins", "Début", "instant"),
                    Field("ends", "Fin", "instant", "Vide : elle dure encore.", False),
                    Field("cause", "Cause", "choice", choices=_CAUSES),
                    Field("told_at", "Notifiée le", "instant", "Aux clients.", False),
                    Field("told", "Cause annoncée", "text", required=False),
                    Field("told_until", "Durée annoncée jusqu’au", "instant", required=False),
                    Field("reference", "Référence", "text", required=False),
                ),
                _outage,
                _outage_day,
            ),
        )
    }
)
