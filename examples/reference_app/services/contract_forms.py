"""The forms of a brokerage's contract: its origin, what happened in its life, insurance, use, its own prices."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from netsoft.billing.contract import contract_events as ce
from netsoft.billing.contract.client_notice import ReceivedMessage
from netsoft.billing.contract.delivery import IN_FRENCH, By, Delivery
from netsoft.billing.contract.notice import Party
from netsoft.billing.contract.withdrawal import Formation, Situation
from netsoft.billing.prices.price_models import PerUnit
from netsoft.billing.prices.quotes import Quote
from netsoft.billing.prices.tariff import Price
from netsoft.billing.responsibility.insurance import IN_FRENCH as RISKS
from netsoft.billing.responsibility.insurance import Certificate
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.metering.perimeter import Perimeter
from reference_app.services.account import TERMS
from reference_app.services.billing_fields import Choices, Field
from reference_app.services.contract_view import ContractView
from reference_app.services.policy import GIGABYTE
from reference_app.services.record_forms import YES_NO, Build, RecordForm, flag
from reference_app.storage.facts import ContractFacts, Happened, LeftOut

_ON: Final = Field("on", "Date du fait", "day")
_PARTY: Final = Field("party", "Par qui", "choice", choices=(("client", "Le client"), ("provider", "L’éditeur")))
_MEANS: Final[Choices] = tuple((key, f"{words[0].upper()}{words[1:]}") for key, words in IN_FRENCH.items())
_OUTCOMES: Final[Choices] = (
    ("delivered", "Remise"),
    ("refused", "Refusée"),
    ("unclaimed", "Non réclamée"),
    ("not-presented", "Jamais présentée"),
)
_GROUNDS: Final[Choices] = (
    ("non-payment", "Non-paiement de l’abonnement"),
    ("infringement", "Infraction aux règles d’utilisation"),
)
_LETTER: Final = (
    Field("outcome", "Suite de la lettre", "choice", "Pour une lettre recommandée.", False, _OUTCOMES),
    Field("sent_on", "Envoyée le", "day", "Pour une lettre.", False),
    Field("presented_on", "Première présentation le", "day", "Pour une lettre.", False),
)
_ORIGIN_DAYS: Final = ("concluded_on", "available_on", "first_use_on")
_ORIGIN_FLAGS: Final = ("off_premises", "main_activity", "early_start_requested", "disclosed")
_WHERE: Final[Choices] = (("metropole", "Métropole"), ("alsace-moselle", "Alsace-Moselle"))


def _origin(**v: Any) -> ContractFacts:
    situation = Situation(
        v.get("employees"),
        flag(v.get("off_premises")),
        flag(v.get("main_activity")),
        flag(v.get("early_start_requested")),
        flag(v.get("disclosed")),
    )
    formation = Formation(
        concluded_on=v.get("concluded_on"),
        available_on=v["available_on"],
        first_use_on=v.get("first_use_on"),
        closed_days=v["closed_days"],
        situation=situation,
    )
    return ContractFacts(formation, Perimeter(v["users"], v["disk"] * GIGABYTE))


def _origin_day(value: object, today: Day) -> Day:
    assert isinstance(value, ContractFacts)
    days = (value.formation.concluded_on, value.formation.available_on)
    return min((day for day in days if day is not None), default=today)


def _origin_typed(view: ContractView) -> dict[str, str]:
    formation, planned = view.facts.formation, view.facts.planned
    days = {name: getattr(formation, name) for name in _ORIGIN_DAYS}
    told = {name: getattr(formation.situation, name) for name in _ORIGIN_FLAGS}
    employees = formation.situation.employees
    return {
        **{name: day.strftime("%d/%m/%Y") for name, day in days.items() if day is not None},
        **{name: "yes" if known else "no" for name, known in told.items() if known is not None},
        **({} if employees is None else {"employees": str(employees)}),
        "closed_days": formation.closed_days,
        "users": str(planned.users),
        "disk": str(planned.disk_bytes // GIGABYTE),
    }


def _notice(on: Day, party: Party, means: By, **letter: Any) -> Happened:
    return Happened(ce.NoticeGiven(on, party, means, Delivery(**letter)))


def _message(raw: str, **v: Any) -> Happened:
    message = ReceivedMessage(raw=raw.encode(), **v)
    arrived = Delivery(mailbox=message.mailbox)
    return Happened(ce.NoticeGiven(message.arrived_on, "client", "email", arrived, message))


def _taken_back(on: Day, party: Party, agreed: str) -> Happened:
    return Happened(ce.NoticeWithdrawn(on, party, agreed == "yes"))


def _switching(on: Day, erase_only: str, **more: Any) -> Happened:
    return Happened(ce.SwitchingAsked(on, erase_only=erase_only == "yes", **more))


def _summons(on: Day, ground: ce.Ground, **v: Any) -> Happened:
    letter = {name: v.pop(name) for name in ("outcome", "sent_on", "presented_on") if name in v}
    named = Clause(v.pop("clause")) if "clause" in v else None
    return Happened(ce.FormalNoticeServed(on, ground, named, delivery=Delivery(**letter), **v))


def _left_out(out: str, reason: str) -> LeftOut:
    return LeftOut(out == "yes", reason)


def _offered(on: Day, shown: str, **v: Any) -> Quote:
    price = Price(v["id"], v["label"], v["kind"], on, PerUnit(v["amount"]), v["vat"])
    return Quote(v["id"], price, v.get("quantity"), on, v["valid_until"], shown)


def _event_day(value: object, today: Day) -> Day:  # noqa: ARG001
    assert isinstance(value, Happened)
    return value.event.on


def _event(slug: str, said: tuple[str, str], fields: tuple[Field, ...], build: Build) -> RecordForm:
    return RecordForm(slug, *said, fields, build, _event_day)


ORIGIN: Final = RecordForm(
    "origine",
    "Origine du contrat",
    "Les jours d’où tout se compte, et ce qui a été prévu (2.2, 4.1, 5.1, 7.1). Saisi de nouveau, le dernier vaut.",
    (
        Field("concluded_on", "Conclu le", "day", required=False),
        Field("available_on", "Mis à disposition le", "day"),
        Field("first_use_on", "Première utilisation le", "day", required=False),
        Field("closed_days", "Jours fériés", "choice", choices=_WHERE),
        Field("users", "Utilisateurs prévus", "count"),
        Field("disk", "Espace prévu (Go)", "count"),
        Field("employees", "Salariés du client", "count", "Article L221-3.", False),
        Field("off_premises", "Conclu hors établissement", "choice", required=False, choices=YES_NO),
        Field("main_activity", "Objet dans son activité principale", "choice", required=False, choices=YES_NO),
        Field("early_start_requested", "Début immédiat demandé", "choice", "L221-25.", False, YES_NO),
        Field("disclosed", "Informé de son droit", "choice", "L221-20.", False, YES_NO),
    ),
    _origin,
    _origin_day,
    typed=_origin_typed,
)
EVENT_FORMS: Final = (
    _event(
        "preavis-email",
        (
            "Préavis reçu par e-mail",
            f"Le client écrit à {TERMS.duration.client_mailbox} (5.2) : le message brut est gardé avec son empreinte.",
        ),
        (
            Field("received_at", "Arrivé le", "instant", "Jour et heure, à Paris : 22/11/2026 10:42."),
            Field("mailbox", "Boîte d’arrivée", "text"),
            Field("sender", "Expéditeur", "text"),
            Field(
                "power", "Pouvoir de l’expéditeur", "text", "Représentant légal, mandat du… Vide : non justifié.", False
            ),
            Field("raw", "Message brut", "long", "En-têtes compris, collé tel qu’il est arrivé."),
        ),
        _message,
    ),
    _event(
        "preavis",
        ("Autre préavis", "Donné par une lettre ou un autre moyen, par l’une ou l’autre partie (5.2, 5.3)."),
        (_ON, _PARTY, Field("means", "Moyen", "choice", choices=_MEANS), *_LETTER),
        _notice,
    ),
    _event(
        "retrait-preavis",
        ("Retrait d’un préavis", "Une partie revient sur son préavis ; l’autre doit l’accepter."),
        (_ON, _PARTY, Field("agreed", "L’autre partie accepte", "choice", choices=YES_NO)),
        _taken_back,
    ),
    _event(
        "retractation",
        ("Rétractation", "Le client se rétracte, par toute déclaration sans ambiguïté (4.1)."),
        (_ON,),
        lambda on: Happened(ce.WithdrawalDeclared(on)),
    ),
    _event(
        "changement",
        ("Changement de fournisseur", "Demandé au titre du règlement (UE) 2023/2854."),
        (
            _ON,
            Field("notice_ends_on", "Préavis souhaité jusqu’au", "day", "Vide : le plus long.", False),
            Field("erase_only", "Effacement seul", "choice", choices=YES_NO),
            Field("impossible", "Trente jours impossibles, car", "text", required=False),
            Field("transition_ends_on", "Transition annoncée jusqu’au", "day", required=False),
        ),
        _switching,
    ),
    _event(
        "changement-acheve",
        ("Changement achevé", "Le changement demandé est fait."),
        (_ON,),
        lambda on: Happened(ce.SwitchingCompleted(on)),
    ),
    _event(
        "infraction",
        ("Infraction aux règles", "Une règle d’utilisation a été enfreinte ; sans pièce, elle n’est pas prouvée."),
        (_ON, Field("rule", "Règle", "text", "Par exemple 6.5."), Field("evidence", "Pièce", "text", required=False)),
        lambda **v: Happened(ce.Infringement(**v)),
    ),
    _event(
        "regularisation",
        ("Infraction régularisée", "Le client y a mis fin."),
        (_ON,),
        lambda on: Happened(ce.Settled(on, "infringement")),
    ),
    _event(
        "mise-en-demeure",
        ("Mise en demeure de résilier", "Elle nomme la clause et laisse un délai (art. 1225 du Code civil)."),
        (
            _ON,
            Field("ground", "Motif", "choice", choices=_GROUNDS),
            Field("clause", "Clause nommée", "text", "Par exemple 5.3.", False),
            Field("until", "Délai jusqu’au", "day", required=False),
            Field("means", "Moyen", "choice", choices=_MEANS),
            *_LETTER,
        ),
        _summons,
    ),
    _event(
        "resiliation",
        ("Résiliation pour manquement", "Suppose une mise en demeure restée sans effet (5.3)."),
        (_ON, Field("ground", "Motif", "choice", choices=_GROUNDS)),
        lambda on, ground: Happened(ce.Termination(on, ground)),
    ),
)
OTHER_FORMS: Final = (
    RecordForm(
        "devis",
        "Devis",
        "Ce qui va au-delà se facture en sus, sur consentement en ligne à ce prix (7.4, 7.6).",
        (
            Field("id", "Référence", "text", "Par exemple D-2026-12."),
            Field("label", "Libellé sur la facture", "text"),
            Field(
                "kind", "Nature", "choice", choices=(("work", "Travaux exceptionnels"), ("option", "Option, à l’appel"))
            ),
            Field("amount", "Prix HT (€)", "decimal", "De l’ensemble, ou de chaque unité ou appel."),
            Field("quantity", "Quantité", "decimal", "Vide pour une option à l’appel.", False),
            Field("vat", "TVA (%)", "percent"),
            Field("on", "Fait le", "day"),
            Field("valid_until", "Valable jusqu’au", "day"),
            Field("shown", "Ce que le client lit", "long", "Toute l’information sur le prix."),
        ),
        _offered,
        lambda value, today: getattr(value, "made_on", today),
    ),
    RecordForm(
        "attestation",
        "Attestation d’assurance",
        "Remise par le client (18.1).",
        (
            Field(
                "risk", "Risque", "choice", choices=tuple((key, f"{w[0].upper()}{w[1:]}") for key, w in RISKS.items())
            ),
            Field("insurer", "Assureur", "text"),
            Field("policy", "Police", "text"),
            Field("first_day", "Du", "day"),
            Field("last_day", "Au", "day"),
        ),
        Certificate,
        lambda value, today: today,  # noqa: ARG005
    ),
    RecordForm(
        "moyenne",
        "Moyenne de tous les clients",
        "Écarter ce cabinet de la moyenne qui fait le palier (7.3), ou l’y remettre, pour les mois clos ensuite.",
        (Field("out", "Écarté", "choice", choices=YES_NO), Field("reason", "Motif", "text")),
        _left_out,
    ),
)
CONTRACT_FORMS: Final[Mapping[str, RecordForm]] = MappingProxyType(
    {form.slug: form for form in (ORIGIN, *EVENT_FORMS, *OTHER_FORMS)}
)
