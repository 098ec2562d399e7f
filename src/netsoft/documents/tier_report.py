"""The tier of a month as a printable document: how it comes about, and what each tenant did against it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from netsoft.days import Month
from netsoft.documents.page import Block, Column, Document, Items, Paragraph, Particulars, Section, Table, Total
from netsoft.documents.reading_words import reading_blocks
from netsoft.metering.overage import Overage
from netsoft.metering.tier import TierReport
from netsoft.money import half_away
from netsoft.rendering import MONTHS, count, counted, percent
from netsoft.terms import Terms

REACHING: Final = ("R-01", "R-02", "R-17", "R-29")
"""The readings that reach a tier or an overage."""


def month_name(month: Month) -> str:
    """Write a month in letters: ``octobre 2026``."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def mean_text(mean: Fraction | None) -> str:
    """Write a mean with two decimals; ``≈`` says that it has more."""
    if mean is None:
        return "aucun utilisateur n'y compte"
    cents = half_away(mean.numerator * 100, mean.denominator)
    sign = "" if Fraction(cents, 100) == mean else "≈ "
    return f"{sign}{count(cents // 100)},{cents % 100:02d}"


def sentence(text: str) -> str:
    """Write a reason as a sentence."""
    return f"{text[:1].upper()}{text[1:]}."


def tier_document(report: TierReport, overages: Iterable[Overage], terms: Terms) -> Document:
    """Set the tier of a month out; ``overages`` are those of the tenants of that month."""
    rows = tuple(overages)
    return Document(
        f"Palier d'usage, {month_name(report.month)}",
        f"Conditions générales {terms.name}, article 7",
        blocks=(
            Section("Le palier", (Particulars(_figures(report, terms)), Paragraph(sentence(report.why.fact)))),
            Section("Les clients", (_table(rows, report), *_left_out(report))),
            *_explained(rows),
            Section("Lectures retenues", reading_blocks(report.readings, REACHING)),
        ),
    )


def _figures(report: TierReport, terms: Terms) -> tuple[tuple[str, str], ...]:
    observed = count(report.observed) if report.observed is not None else "aucun"
    return (
        ("Actions du mois", count(report.actions)),
        ("Utilisateurs comptés", count(report.user_months)),
        ("Moyenne par utilisateur", mean_text(report.mean)),
        (f"Observé (+ {percent(terms.usage.markup)})", observed),
        ("Publié", count(report.published.tier)),
        ("Palier qui lie", f"{count(report.tier)} actions par utilisateur déclaré"),
        ("Empreinte", report.digest),
    )


def _table(rows: tuple[Overage, ...], report: TierReport) -> Table:
    headings = ("Utilisateurs", "Actions", "Admises", "En sus")
    caption = f"Actions, {month_name(report.month)}, face au palier de {counted(report.tier, 'action')}"
    numbers = [(row.declared_users, row.actions, row.allowance, row.over) for row in rows]
    sums = tuple(count(sum(column)) for column in zip(*numbers, strict=True)) or ("0",) * len(headings)
    return Table(
        caption,
        (Column("Client"), *(Column(heading, "right") for heading in headings)),
        tuple((row.tenant, *map(count, line)) for row, line in zip(rows, numbers, strict=True)),
        (Total("Total", sums),),
    )


def _left_out(report: TierReport) -> tuple[Paragraph, ...]:
    if not report.inputs.excluded:
        return ()
    return (Paragraph(f"Hors de la moyenne : {', '.join(sorted(report.inputs.excluded))}."),)


def _explained(rows: tuple[Overage, ...]) -> tuple[Block, ...]:
    """Say of each tenant that is over how that comes about."""
    over = tuple(f"{row.tenant} : {row.why.fact}" for row in rows if row.over)
    return (Section("En sus, et pourquoi", (Items(over),)),) if over else ()
