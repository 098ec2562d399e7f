"""What is typed about a client, checked field by field; nothing typed is lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from attrs import frozen

from reference_app.folding import digits, national, shows, without_invisible
from reference_app.storage.clients import ClientFields, Kind

TITLES: Final = ("", "Madame", "Monsieur")
_LONGEST: Final = {
    "title": 10, "first_name": 80, "last_name": 80, "birth_date": 10, "corporate_name": 160,
    "siren": 20, "contact": 160, "email": 254, "phone": 30, "address": 250, "postcode": 12,
    "city": 80, "country": 60,
}  # fmt: skip
_OF_KIND: Final = {
    Kind.PERSON: ("title", "first_name", "last_name", "birth_date"),
    Kind.COMPANY: ("corporate_name", "siren", "contact"),
}
_SHARED: Final = ("email", "phone", "address", "postcode", "city", "country")
_EMAIL: Final = re.compile(r"[^\s@\"<>,;?&%:/()]{1,64}@[^\s@\"<>,;?&%:/()]+\.[^\s@\"<>,;?&%:/().]{2,}")


@frozen
class ClientForm:
    """The text of each field as typed, what is wrong with it, and the client if nothing is."""

    typed: Mapping[str, str]
    problems: Mapping[str, str]
    fields: ClientFields | None


def read_client_form(form: Mapping[str, str], today: date) -> ClientForm:
    """Read a submitted form; ``today`` bounds the birth date."""
    typed = {name: form.get(name, "") for name in ("kind", *_LONGEST)}
    kind = Kind.COMPANY if typed["kind"] == Kind.COMPANY.value else Kind.PERSON
    concerned = (*_OF_KIND[kind], *_SHARED)
    texts = {name: _clean(typed[name], keep_lines=name == "address") for name in concerned}
    problems = _problems(texts, today)
    if typed["kind"] not in (Kind.PERSON.value, Kind.COMPANY.value):
        problems["kind"] = "Choisir un particulier ou une entreprise."
    return ClientForm(typed, problems, None if problems else _fields(kind, texts))


def typed_of(fields: ClientFields) -> dict[str, str]:
    """Return the text of each field as the form shows it for a client that exists."""
    born = fields.birth_date.strftime("%d/%m/%Y") if fields.birth_date else ""
    phone = national(fields.phone)
    texts = {name: str(getattr(fields, name)) for name in _LONGEST}
    return {**texts, "birth_date": born, "phone": phone, "kind": fields.kind.value}


def blank() -> dict[str, str]:
    """Return the form of a new client."""
    return typed_of(ClientFields(Kind.PERSON))


def is_siren(number: str) -> bool:
    """Tell whether nine digits pass the Luhn check of the SIREN."""
    if len(number) != 9 or not (number.isascii() and number.isdigit()) or not int(number):
        return False
    doubled = (int(d) * (2 if i % 2 else 1) for i, d in enumerate(number))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def parse_day(text: str) -> date | None:
    """Read ``22/11/1980`` or ``1980-11-22``; ``None`` if it is no day."""
    french = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text, re.ASCII)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text, re.ASCII)
    try:
        if french:
            return date(int(french[3]), int(french[2]), int(french[1]))
        return date(int(iso[1]), int(iso[2]), int(iso[3])) if iso else None
    except ValueError:
        return None


def _fields(kind: Kind, texts: Mapping[str, str]) -> ClientFields:
    values: dict[str, str] = {k: v for k, v in texts.items() if k != "birth_date"}
    if "siren" in values:
        values["siren"] = digits(values["siren"])
    values["phone"] = _phone(values["phone"]) or ""
    values["email"] = values["email"].lower()
    return ClientFields(kind=kind, birth_date=parse_day(texts.get("birth_date", "")), **values)


def _problems(texts: Mapping[str, str], today: date) -> dict[str, str]:
    checks: dict[str, Callable[[str], str]] = {
        "title": lambda text: "" if text in TITLES else "Choisir dans la liste.",
        "first_name": lambda text: "" if shows(text) else "Indiquer le prénom.",
        "last_name": lambda text: "" if shows(text) else "Indiquer le nom.",
        "birth_date": lambda text: _birth_problem(text, today),
        "corporate_name": lambda text: "" if shows(text) else "Indiquer la raison sociale.",
        "siren": _siren_problem,
        "email": _email_problem,
        "phone": _phone_problem,
        "postcode": lambda text: _postcode_problem(text, texts["country"]),
        "country": lambda text: "" if text else "Indiquer le pays.",
    }
    found = {name: checks[name](texts[name]) for name in checks if name in texts}
    too_long = {
        name: f"Au plus {_LONGEST[name]} caractères ; il y en a {len(text)}."
        for name, text in texts.items()
        if len(text) > _LONGEST[name]
    }
    return {name: problem for name, problem in {**found, **too_long}.items() if problem}


def _birth_problem(text: str, today: date) -> str:
    if not text:
        return ""
    day = parse_day(text)
    if day is None:
        return "Écrire la date comme 22/11/1980."
    return "" if date(1900, 1, 1) <= day <= today else "La date doit être passée, et après 1900."


def _siren_problem(text: str) -> str:
    if not text or is_siren(re.sub(r"\s", "", text)):
        return ""
    return "Un SIREN a neuf chiffres, dont le dernier est une clé ; vérifier la saisie."


def _email_problem(text: str) -> str:
    return "" if not text or _EMAIL.fullmatch(text) else "Écrire l’adresse comme nom@exemple.fr."


def _phone_problem(text: str) -> str:
    return "" if not text or _phone(text) else "Écrire dix chiffres, ou + et l’indicatif du pays."


def _postcode_problem(text: str, country: str) -> str:
    french = country.casefold() in ("", "france")
    if not text or not french or re.fullmatch(r"\d{5}", text, re.ASCII):
        return ""
    return "Un code postal français a cinq chiffres."


def _phone(text: str) -> str | None:
    """Return ``+33612345678``, or ``None`` for what is no telephone number."""
    if not re.fullmatch(r"\+?[\d\s./()-]+", text, re.ASCII):
        return None
    number = digits(text)
    if len(number) == 10 and number.startswith("0") and number[1] != "0":
        return "+33" + number[1:]
    foreign = text.startswith("+") and not text.startswith("+33") and 7 <= len(number) <= 15
    return "+" + number if foreign else None


def _clean(text: str, *, keep_lines: bool) -> str:
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    if not keep_lines:
        composed = composed.replace("\n", " ")
    spaced = composed.replace("\t", " ")
    lines = (" ".join(without_invisible(line).split()) for line in spaced.split("\n"))
    return "\n".join(filter(None, lines))
