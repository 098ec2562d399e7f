"""Strategies for the people of a brokerage and for their accesses."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from netsoft.tenancy.accounts import Person

_FIRST: Final = ("Alix", "Claire", "Basile", "Marie-Hélène", "Zoë", "李", "Service", "Test", "C.")
_LAST: Final = ("Fabre", "Roche", "Bureau", "Ng", "O", "Œuvrard", "du Bureau", "Sinistres", "Root")
_LOCAL: Final = ("{first}.{last}", "{last}", "contact", "contact.{last}", "{first}2", "x{last}", "bureau", "si")


@st.composite
def persons(draw: st.DrawFn) -> Person:
    """Persons, some of whom bear the name of an office or use its address; they shrink to Alix Fabre."""
    first, last = draw(st.sampled_from(_FIRST)), draw(st.sampled_from(_LAST))
    local = draw(st.sampled_from(_LOCAL)).format(first=first.lower(), last=last.lower().replace(" ", ""))
    return Person(first, last, f"{local}@mistral.example")
