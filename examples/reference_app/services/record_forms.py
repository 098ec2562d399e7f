"""The staff's forms of what is recorded beside the accounts, and what is typed in them made into values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, TypeAlias

from attrs import field, frozen

from netsoft.days import Day
from netsoft.errors import InvalidValue
from reference_app.services.billing_fields import Choices, Field, read_field
from reference_app.services.billing_form import sentence
from reference_app.services.contract_view import ContractView

Build: TypeAlias = Callable[..., object]
Dated: TypeAlias = Callable[[object, Day], Day]
YES_NO: Final[Choices] = (("yes", "Oui"), ("no", "Non"))


def own_day(value: object, today: Day) -> Day:
    """Return the day of a value, or of the entry where it has none."""
    on = getattr(value, "on", today)
    return on if isinstance(on, Day) and not isinstance(on, datetime) else today


@frozen
class RecordForm:
    """A form: its place in the address, its title, what it is for, its fields, what it makes, and on which day."""

    slug: str
    title: str
    explains: str
    fields: tuple[Field, ...]
    build: Build
    dated: Dated = own_day
    typed: Callable[[ContractView], dict[str, str]] | None = field(default=None, kw_only=True)


@frozen
class RecordRead:
    """What was typed, what is wrong with it, and the value if nothing is."""

    typed: Mapping[str, str]
    problems: Mapping[str, str]
    value: object | None


def read_record(form: RecordForm, typed: Mapping[str, str]) -> RecordRead:
    """Read what was typed through netsoft's own constructors."""
    values: dict[str, object] = {}
    problems: dict[str, str] = {}
    for one in form.fields:
        try:
            value = read_field(one, typed)
        except InvalidValue as error:
            problems[one.name] = sentence(error)
        else:
            values |= {} if value is None else {one.name: value}
    if problems:
        return RecordRead(typed, problems, None)
    try:
        return RecordRead(typed, {}, form.build(**values))
    except InvalidValue as error:
        return RecordRead(typed, placed(error, form), None)


def placed(error: InvalidValue, form: RecordForm) -> dict[str, str]:
    """Place an error beside the field that it names, or above the form when it names none of them."""
    named = error.field.rpartition(".")[2].partition("[")[0]
    return {named if named in {f.name for f in form.fields} else "": sentence(error)}


def new_typed(form: RecordForm, today: Day) -> dict[str, str]:
    """Return the text of a new form: the day on which it is filled in, for what is dated of today."""
    return {f.name: today.strftime("%d/%m/%Y") for f in form.fields if f.name == "on"}


def flag(text: str | None) -> bool | None:
    """Read a choice of yes and no; nothing chosen is not known."""
    return None if text is None else text == "yes"
