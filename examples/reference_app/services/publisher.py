"""The publisher, as the documents of the application name it: what articles 1 and 5.2 of the terms say of it."""

from __future__ import annotations

from typing import Final

from attrs import frozen


@frozen
class Publisher:
    """Who bills: name, legal form, and the address at which it is written to."""

    name: str
    legal_form: str
    email: str


PUBLISHER: Final = Publisher("Infrassur", "SAS", "contact@infrassur.fr")
