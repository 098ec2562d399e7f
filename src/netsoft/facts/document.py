"""A document of facts, from bytes to a mapping: TOML or JSON, UTF-8, at most one mebibyte.

Whatever the bytes, the answer is a mapping or an :class:`~netsoft.errors.InvalidValue` of one line.

>>> read_document(b'on = 2024-03-01')
{'on': datetime.date(2024, 3, 1)}
>>> read_document(b'{"on": "2024-03-01"}')
{'on': '2024-03-01'}
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import Final, Literal, TypeAlias

from netsoft.errors import InvalidValue
from netsoft.facts.fields import joined, kind_of

Form: TypeAlias = Literal["TOML", "JSON"]
LARGEST: Final = 1 << 20
_FIELD: Final = "document"
_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)$")
# tomllib takes quadratic time over a dotted key: one of 50 parts or more is no key of facts.
_DEEP_KEY: Final = re.compile(
    r"""(?<![A-Za-z0-9_.-])(?:(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){50}"""
)
_TOML_PROBLEMS: Final = (
    ("Cannot overwrite", "clé donnée deux fois", "n'en garder qu'une"),
    ("Cannot declare", "table ou clé donnée deux fois", "n'en garder qu'une"),
    ("Cannot mutate", "clé donnée deux fois", "n'en garder qu'une"),
    ("Cannot redefine", "clé donnée deux fois", "n'en garder qu'une"),
    ("Duplicate", "clé donnée deux fois", "n'en garder qu'une"),
    ("Invalid date", "date impossible", "écrire un jour qui existe, par exemple 2024-03-01"),
)


def read_document(data: bytes, form: Form | None = None) -> dict[str, object]:
    """Read a document; without ``form``, one whose first character is ``{`` is JSON, any other TOML."""
    text = _decoded(data)
    if not text.strip():
        raise InvalidValue(_FIELD, "fichier vide", "y écrire les faits en TOML ou en JSON")
    called: Form | Literal["TOML ou JSON"] = form or ("JSON" if text.lstrip().startswith("{") else "TOML ou JSON")
    try:
        document = _json(text) if called == "JSON" else _toml(text, called)
    except RecursionError:
        raise _too_deep("JSON" if called == "JSON" else "TOML") from None
    if not isinstance(document, dict):
        raise InvalidValue(_FIELD, f"{kind_of(document)} au lieu d'une table", "commencer le JSON par {")
    return document


def _too_deep(form: Form) -> InvalidValue:
    return InvalidValue(_FIELD, f"{form} imbriqué trop profondément", "suivre le modèle des faits")


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise InvalidValue(_FIELD, "fichier de plus de 1 Mio", "n'y garder que les faits d'un décompte")
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        raise InvalidValue(_FIELD, "marque d'ordre des octets (BOM) en tête", "enregistrer en UTF-8 sans BOM")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"octet {error.start + 1} : ce n'est pas de l'UTF-8"
        raise InvalidValue(_FIELD, problem, "enregistrer le fichier en UTF-8") from None


def _toml(text: str, called: str) -> object:
    if _DEEP_KEY.search(text):
        raise _too_deep("TOML")
    try:
        return tomllib.loads(text)
    except ValueError as error:  # also an integer of more digits than Python reads
        raise _toml_error(str(error), called) from None


def _toml_error(message: str, called: str) -> InvalidValue:
    found = _PLACE.search(message)
    place = f"ligne {found[1]}, colonne {found[2]}" if found else "fin du fichier"
    for english, french, remedy in _TOML_PROBLEMS:
        if english in message:
            return InvalidValue(_FIELD, f"TOML, {place} : {french}", remedy)
    return InvalidValue(_FIELD, f"{called} illisible, {place}", "corriger la syntaxe")


class _Object(dict[str, object]):
    """A JSON object that remembers the first key given twice."""

    twice: str | None = None


def _object(pairs: list[tuple[str, object]]) -> _Object:
    made = _Object()
    for key, value in pairs:
        if key in made and made.twice is None:
            made.twice = key
        made[key] = value
    return made


def _json(text: str) -> object:
    try:
        document: object = json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        problem = f"JSON illisible, ligne {error.lineno}, colonne {error.colno}"
        raise InvalidValue(_FIELD, problem, "corriger la syntaxe") from None
    except ValueError:  # an integer of more digits than Python reads
        raise InvalidValue(_FIELD, "JSON : nombre démesuré", "écrire les montants entre guillemets") from None
    _refuse_twice(document)
    return document


def _refuse_twice(document: object) -> None:
    """Walk without recursion, since what was parsed may be as deep as the parser allows."""
    waiting: list[tuple[str, object]] = [("", document)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, _Object):
            if value.twice is not None:
                raise InvalidValue(joined(path, value.twice), "clé donnée deux fois", "n'en garder qu'une")
            waiting += [(joined(path, key), item) for key, item in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{path}[{index}]", item) for index, item in enumerate(value)]
