"""What is wrong with a password that a person chooses, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from netsoft.errors import InvalidValue
from reference_app.services.billing_form import sentence
from reference_app.services.passwords import check_new
from reference_app.storage.people import Person


def own_password_problems(form: Mapping[str, str], person: Person, knows_present: Callable[[], bool]) -> dict[str, str]:
    """Return the problems of the form by field; the present password is verified only if the rest is right."""
    new, problems = form.get("new", ""), dict[str, str]()
    try:
        check_new(new, person)
    except InvalidValue as error:
        problems["new"] = sentence(error)
    if new != form.get("again", ""):
        problems["again"] = "Les deux saisies diffèrent."
    if not problems and not knows_present():
        problems["present"] = "Ce n’est pas le mot de passe actuel, ou les essais sont trop rapprochés."
    if not problems and new == form.get("present", ""):
        problems["new"] = "C’est le mot de passe actuel ; en choisir un autre."
    return problems
