"""``netsoft tier``: the tier of a month, from the counts of all clients, and what each did over it."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping
from typing import Final

from attrs import frozen

from netsoft.answers_json import VERSION, Json
from netsoft.catalogue import version_on
from netsoft.commands.arguments import Parser, a_day_argument, parser
from netsoft.commands.files import STANDARD_INPUT, bytes_at
from netsoft.days import Month
from netsoft.documents import text
from netsoft.documents.tier_report import tier_document
from netsoft.errors import InvalidValue, MissingFact
from netsoft.facts.usage_csv import FIRST_LINE, LARGEST_SHEET, read_declared, read_usage
from netsoft.metering.overage import Overage, TenantMonth, overage
from netsoft.metering.tier import Fleet, Publication, TierInputs, TierReport, tier
from netsoft.metering.usage import Usage, UserMonth
from netsoft.money import shown
from netsoft.names import TenantId
from netsoft.terms import Terms
from netsoft.usage_readings import QUESTIONS, UsageReadings

NAME: Final = "tier"
SUMMARY: Final = "le palier d'un mois et ce que chaque client fait au-delà"
USAGE: Final = (
    "netsoft tier USAGE.csv --month MOIS (--declared UTILISATEURS.csv | --users-seen) [--published N]\n"
    "                    [--published-on JOUR] [--excluded CLIENT]... [--tier R-01] [--allowance R-02]\n"
    "                    [--tier-rounding R-17] [--users-in-mean R-29] [--json]"
)
_POSITIVE: Final = re.compile(r"0{0,3}[1-9][0-9]{0,8}", re.ASCII)
READINGS: Final = tuple(
    (number, key, values) for number, key, values in QUESTIONS if number in ("R-01", "R-02", "R-17", "R-29")
)


@frozen
class Asked:
    """What is asked: the month, the terms and readings, the tiers published since, and who is left out."""

    month: Month
    terms: Terms
    readings: UsageReadings
    publications: tuple[Publication, ...]
    excluded: frozenset[TenantId]


def declare() -> Parser:
    """Declare the arguments."""
    made, group = parser("netsoft tier", USAGE, "Calcule le palier d'un mois (article 7) d'après l'usage de tous.")
    group.add_argument("usage", metavar="USAGE.csv", help="colonnes tenant,user,month,actions ; - pour l'entrée")
    group.add_argument("--month", metavar="MOIS", required=True, help="le mois, par exemple 2026-10")
    group.add_argument("--declared", metavar="UTILISATEURS.csv", help="colonnes tenant,declared_users")
    group.add_argument("--users-seen", action="store_true", help="compter comme déclarés les utilisateurs vus")
    group.add_argument("--published", metavar="N", help="le palier publié, à la place de celui des conditions")
    group.add_argument("--published-on", metavar="JOUR", help="son jour : il lie les mois commencés ensuite")
    group.add_argument("--excluded", metavar="CLIENT", action="append", default=[], help="hors de la moyenne")
    for number, key, values in READINGS:
        help_text = f"lecture {number} : {', '.join(map(str, values))}"
        group.add_argument(f"--{key.replace('_', '-')}", metavar="LECTURE", help=help_text)
    group.add_argument("--json", action="store_true", help="répondre en JSON")
    return made


def run(arguments: argparse.Namespace) -> str:
    """Write the tier and the overages of a month."""
    asked = _asked(arguments)
    _check_sources(arguments)
    rows = read_usage(bytes_at(arguments.usage, LARGEST_SHEET))
    usage = Usage.counted(rows)
    seen = {row.tenant for row in rows if row.month == asked.month}
    if arguments.users_seen:
        declared: Mapping[TenantId, int] = {name: len(usage.users(name, asked.month)) for name in seen}
    else:
        declared = read_declared(bytes_at(arguments.declared, LARGEST_SHEET))
    _check_tenants(rows, declared, asked)
    report, overages = answer(usage, declared, asked)
    if arguments.json:
        return json.dumps(tier_json(report, overages, asked.terms), ensure_ascii=False, indent=2) + "\n"
    return text(tier_document(report, overages, asked.terms))


def answer(usage: Usage, declared: Mapping[TenantId, int], asked: Asked) -> tuple[TierReport, tuple[Overage, ...]]:
    """Compute the tier of the month, and the overage of each tenant that is not left out, by name."""
    inputs = TierInputs.of(usage, asked.month, Fleet(declared, asked.excluded, asked.publications))
    report = tier(inputs, asked.terms, asked.readings)
    uses = (
        TenantMonth(member.tenant, declared[member.tenant], usage.users(member.tenant, asked.month))
        for member in inputs.members
    )
    return report, tuple(overage(use, report, asked.terms) for use in uses)


def tier_json(report: TierReport, overages: tuple[Overage, ...], terms: Terms) -> dict[str, Json]:
    """Return the answer as a mapping; its shape is published: ``netsoft schema tier-answer``."""
    mean, since = report.mean, report.published.on
    return {
        "schema": VERSION,
        "month": str(report.month),
        "terms": {"name": terms.name, "digest": terms.digest},
        "actions": report.actions,
        "user_months": report.user_months,
        "mean": None if mean is None else {"numerator": mean.numerator, "denominator": mean.denominator},
        "observed_tier": report.observed,
        "published_tier": report.published.tier,
        "published_on": since.isoformat() if since else None,
        "binding": report.binding,
        "binding_tier": report.tier,
        "why": {"clause": str(report.why.clause), "fact": report.why.fact},
        "tenants": [_tenant(row) for row in overages],
        "excluded": [str(name) for name in sorted(report.inputs.excluded)],
        "readings": {key: getattr(report.readings, key) for _number, key, _values in READINGS},
        "digest": report.digest,
    }


def _tenant(row: Overage) -> Json:
    return {
        "tenant": row.tenant,
        "declared_users": row.declared_users,
        "actions": row.actions,
        "allowance": row.allowance,
        "overage": row.over,
        "over_by_user": [{"user": user.user, "overage": user.actions} for user in row.over_by_user],
        "why": {"clause": str(row.why.clause), "fact": row.why.fact},
    }


def _asked(arguments: argparse.Namespace) -> Asked:
    month = _month(arguments.month)
    return Asked(
        month,
        _terms(month),
        _readings(arguments),
        _publications(arguments),
        frozenset(TenantId(name) for name in arguments.excluded),
    )


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except InvalidValue as error:
        raise InvalidValue("--month", error.problem, "écrire le mois ainsi : 2026-10") from None


def _terms(month: Month) -> Terms:
    try:
        return version_on(month.period.last)
    except MissingFact as error:
        raise InvalidValue("--month", error.fact, "donner un mois qui finit sous ces conditions") from None


def _readings(arguments: argparse.Namespace) -> UsageReadings:
    given = {key: getattr(arguments, key) for _number, key, _values in READINGS}
    try:
        return UsageReadings.of({key: value for key, value in given.items() if value is not None})
    except InvalidValue as error:
        raise InvalidValue(f"--{error.field.replace('_', '-')}", error.problem, error.remedy) from None


def _publications(arguments: argparse.Namespace) -> tuple[Publication, ...]:
    on = a_day_argument(arguments, "published_on")
    text: str | None = arguments.published
    if text is None and on is None:
        return ()
    if text is None or not _POSITIVE.fullmatch(text):
        problem = "absent" if text is None else f"nombre illisible : {shown(text)}"
        raise InvalidValue("--published", problem, "écrire le palier en chiffres, par exemple 3600")
    return (Publication(int(text), on),)


def _check_sources(arguments: argparse.Namespace) -> None:
    if arguments.users_seen == (arguments.declared is not None):
        problem = "deux sources d'utilisateurs" if arguments.users_seen else "aucun utilisateur déclaré"
        raise InvalidValue("--declared", problem, "donner --declared UTILISATEURS.csv ou bien --users-seen")
    if arguments.usage == arguments.declared == STANDARD_INPUT:
        raise InvalidValue("--declared", "l'entrée standard est déjà lue", "nommer un fichier")


def _check_tenants(rows: tuple[UserMonth, ...], declared: Mapping[TenantId, int], asked: Asked) -> None:
    known = declared.keys() | {row.tenant for row in rows}
    for name in sorted(asked.excluded - known):
        raise InvalidValue("--excluded", f"client inconnu : {shown(name)}", "nommer un client de l'usage")
    for line, row in enumerate(rows, FIRST_LINE):
        if row.month == asked.month and row.tenant not in declared and row.tenant not in asked.excluded:
            problem = f"{shown(row.tenant)} n'a pas d'utilisateurs déclarés"
            raise InvalidValue(f"usage, ligne {line}, tenant", problem, "l'ajouter au fichier --declared")
