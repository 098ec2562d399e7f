r"""Counts of actions and of declared users, from CSV: UTF-8, commas, one header, no quotes, no empty line.

Whatever the bytes, the answer is a value or an :class:`~netsoft.errors.InvalidValue` of one line that names the line
and the column.

>>> read_usage(b"tenant,user,month,actions\nmistral,anna,2026-10,4100\n")[0].actions
4100
>>> dict(read_declared(b"tenant,declared_users\nmistral,2\n"))
{'mistral': 2}
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from attrs import frozen

from netsoft.days import Month
from netsoft.errors import InvalidValue
from netsoft.facts.fields import LONGEST_TEXT
from netsoft.metering.usage import UserMonth
from netsoft.money import shown
from netsoft.names import TenantId, UserId

LARGEST_SHEET: Final = 32 << 20
"""Bytes: five thousand brokerages of ten users over twelve months fit."""
USAGE: Final = ("tenant", "user", "month", "actions")
DECLARED: Final = ("tenant", "declared_users")
FIRST_LINE: Final = 2
"""The line of the first row: the header is line 1, and every line is a row."""
_NUMBER: Final = re.compile(r"[0-9]{1,12}", re.ASCII)
_BYTE_ORDER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


@frozen
class Cell:
    """A cell that is being read: in which file, on which line, in which column, and what stands there."""

    file: str
    line: int
    column: str
    text: str

    def refuse(self, problem: str, remedy: str) -> InvalidValue:
        """Return the refusal that names the cell."""
        return InvalidValue(f"{self.file}, ligne {self.line}, {self.column}", problem, remedy)


def read_usage(data: bytes) -> tuple[UserMonth, ...]:
    """Read the actions of each tenant, user and month, each given once; row ``n`` stands on line ``n + 2``."""
    months: dict[str, Month] = {}
    names: set[str] = set()
    seen: dict[tuple[str, str, str], int] = {}
    rows = []
    for line, (tenant, user, month, actions) in _rows(data, "usage", USAGE):
        for column, text in (("tenant", tenant), ("user", user)):
            if text not in names:
                names.add(_a_name(Cell("usage", line, column, text)))
        if month not in months:
            months[month] = _a_month(Cell("usage", line, "month", month))
        if (first := seen.setdefault((tenant, user, month), line)) != line:
            raise _twice("usage", line, first, "n'en garder qu'une, ou les additionner")
        number = _a_count(Cell("usage", line, "actions", actions))
        rows.append(UserMonth(TenantId(tenant), UserId(user), months[month], number))
    return tuple(rows)


def read_declared(data: bytes) -> Mapping[TenantId, int]:
    """Read the declared users of each tenant, each given once."""
    found: dict[TenantId, int] = {}
    lines: dict[str, int] = {}
    for line, (tenant, users) in _rows(data, "declared", DECLARED):
        name = TenantId(_a_name(Cell("declared", line, "tenant", tenant)))
        if (first := lines.setdefault(name, line)) != line:
            raise _twice("declared", line, first, "n'en garder qu'une")
        found[name] = _a_count(Cell("declared", line, "declared_users", users))
    return MappingProxyType(found)


def _rows(data: bytes, file: str, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Give each row with its line, the header being checked and left out."""
    lines = _decoded(data, file).split("\n")
    if lines[-1] == "":
        lines.pop()
    _check_header(lines[0].removesuffix("\r"), file, columns)
    for line, text in enumerate(lines[1:], FIRST_LINE):
        cells = text.removesuffix("\r").split(",")
        if len(cells) != len(columns) or '"' in text:
            raise _broken(text.removesuffix("\r"), f"{file}, ligne {line}", columns)
        yield line, cells


def _decoded(data: bytes, file: str) -> str:
    if len(data) > LARGEST_SHEET:
        raise InvalidValue(file, f"fichier de plus de {LARGEST_SHEET >> 20} Mio", "n'y garder que les mois utiles")
    if data.startswith(_BYTE_ORDER_MARKS):
        raise InvalidValue(file, "marque d'ordre des octets (BOM) en tête", "enregistrer en UTF-8 sans BOM")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"octet {error.start + 1} : ce n'est pas de l'UTF-8"
        raise InvalidValue(f"{file}, ligne {line}", problem, "enregistrer le fichier en UTF-8") from None
    if not text.strip():
        raise InvalidValue(file, "fichier vide", "y écrire les colonnes, puis une ligne par compte")
    return text


def _check_header(text: str, file: str, columns: tuple[str, ...]) -> None:
    given, field = text.split(","), f"{file}, ligne 1"
    if given == list(columns):
        return
    remedy = f"commencer par la ligne « {','.join(columns)} »"
    for column in columns:
        if column not in given:
            raise InvalidValue(field, f"colonne absente : {column}", remedy)
    for column in given:
        if column not in columns:
            raise InvalidValue(field, f"colonne inconnue : {shown(column)}", remedy)
    raise InvalidValue(field, "colonnes en double ou dans un autre ordre", remedy)


def _broken(text: str, field: str, columns: tuple[str, ...]) -> InvalidValue:
    if not text.strip():
        return InvalidValue(field, "ligne vide", "la retirer")
    if '"' in text:
        return InvalidValue(field, "guillemets", "écrire les valeurs sans guillemets ni virgule")
    cells = text.split(",")
    remedy = f"écrire {len(columns)} valeurs séparées par des virgules : {','.join(columns)}"
    if len(cells) < len(columns):
        return InvalidValue(f"{field}, {columns[len(cells)]}", "valeur absente", remedy)
    return InvalidValue(field, f"{len(cells)} valeurs au lieu de {len(columns)}", remedy)


def _twice(file: str, line: int, first: int, remedy: str) -> InvalidValue:
    return InvalidValue(f"{file}, ligne {line}", f"déjà donnée à la ligne {first}", remedy)


def _a_name(cell: Cell) -> str:
    text = cell.text
    if not text.strip():
        raise cell.refuse("valeur vide", "écrire un identifiant")
    if not text.isprintable():
        raise cell.refuse(f"caractère invisible ou de contrôle : {shown(text)}", "l'écrire sans")
    if text != text.strip():
        raise cell.refuse(f"espaces autour de {shown(text)}", "les retirer")
    if len(text) > LONGEST_TEXT:
        raise cell.refuse(f"texte de {len(text)} caractères", f"en garder {LONGEST_TEXT} au plus")
    if not unicodedata.is_normalized("NFC", text):
        raise cell.refuse(f"accents décomposés : {shown(text)}", "enregistrer le fichier en Unicode NFC")
    return text


def _a_month(cell: Cell) -> Month:
    try:
        return Month.parse(cell.text)
    except InvalidValue as error:
        raise cell.refuse(error.problem, "écrire le mois ainsi : 2026-10") from None


def _a_count(cell: Cell) -> int:
    if not _NUMBER.fullmatch(cell.text):
        raise cell.refuse(f"nombre illisible : {shown(cell.text)}", "écrire au plus douze chiffres, sans signe")
    return int(cell.text)
