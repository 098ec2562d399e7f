"""The usage statement of a month as a printable page: who did what, against which tier, and how to count it anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from netsoft.documents.page import Block, Column, Document, Note, Paragraph, Particulars, Party, Section, Table, Total
from netsoft.documents.tier_report import mean_text, month_name, sentence
from netsoft.errors import InvalidValue
from netsoft.metering.overage import UserActions
from netsoft.metering.statement import UsageStatement
from netsoft.metering.tier import TierReport
from netsoft.rendering import count, counted, percent
from netsoft.terms import Terms

HOW: Final = (
    "Ce relevé se recompte : exportez vos actions du mois, comptez chaque identifiant une fois, et comparez le nombre "
    "d'actions de chaque utilisateur. Le mois est celui de Paris."
)


def usage_statement_document(
    statement: UsageStatement, report: TierReport, terms: Terms, parties: tuple[Party, ...] = ()
) -> Document:
    """Set out a statement; ``report`` is the tier of its month, the one that it cites."""
    if report.digest != statement.result.tier_digest:
        raise InvalidValue("report", "ce n'est pas le palier du relevé", "donner celui que le relevé cite")
    return Document(
        f"Relevé d'usage, {month_name(statement.month)}",
        f"Relevé {statement.reference}",
        parties=parties,
        blocks=(
            Section("Les actions du mois", tuple(_actions(statement))),
            Section("Le palier", tuple(_tier(statement, report, terms))),
            Section("Vérification", (Paragraph(HOW), Particulars(_digests(statement)))),
        ),
    )


def _actions(statement: UsageStatement) -> Iterator[Block]:
    use, result = statement.use, statement.result
    rows = tuple(_row(user, {over.user: over.actions for over in result.over_by_user}) for user in use.users)
    columns = (Column("Utilisateur"), Column("Actions", "right"), Column("En sus, par utilisateur", "right"))
    caption = f"Actions de chaque utilisateur, {month_name(statement.month)}"
    yield Table(caption, columns, rows, (Total("Total", (count(use.actions), "")),))
    if statement.corrects:
        yield Note(f"Ce relevé remplace celui dont l'empreinte est {statement.corrects}.")


def _row(user: UserActions, over: dict[str, int]) -> tuple[str, ...]:
    return user.user, count(user.actions), count(over[user.user]) if user.user in over else ""


def _tier(statement: UsageStatement, report: TierReport, terms: Terms) -> Iterator[Block]:
    result = statement.result
    rows = (
        ("Utilisateurs déclarés", count(result.declared_users)),
        ("Moyenne de tous", mean_text(report.mean)),
        (f"Observé (+ {percent(terms.usage.markup)})", "aucun" if report.observed is None else count(report.observed)),
        ("Publié", count(report.published.tier)),
        ("Palier qui lie", f"{count(result.tier)} actions par utilisateur déclaré"),
        ("Actions admises", count(result.allowance)),
        ("Actions en sus", count(result.over)),
    )
    yield Particulars(rows)
    yield Paragraph(f"Clause {result.why.clause} : {sentence(result.why.fact)}")
    yield Note(_billing(result.over))


def _billing(over: int) -> str:
    if not over:
        return "Rien n'est en sus ce mois-ci."
    words = counted(over, "action est", "actions sont")
    return (
        f"{words} en sus. Un complément n'est facturé que si l'usage est jugé intensif, et au plus tard à l'issue de "
        "l'échéance annuelle en cours."
    )


def _digests(statement: UsageStatement) -> tuple[tuple[str, str], ...]:
    return (
        ("Empreinte du relevé", statement.digest),
        ("Empreinte du palier", statement.result.tier_digest),
    )
