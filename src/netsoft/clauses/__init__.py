"""Every clause of CG052018 and what becomes of it: a rule and its home, not yet, a duty, or a matter of law.

The wordings are short and keep the words of the terms, whose text alone binds.

>>> entry("8.2").standing
Rule(home='netsoft.billing.penalty')
>>> print(entry("16.4").text)
Les cookies ont une durée de validité de 24 heures.
"""

from __future__ import annotations

from typing import Final

from netsoft.clause import Clause
from netsoft.clauses.contract_table import CONTRACT
from netsoft.clauses.data_table import DATA
from netsoft.clauses.entries import APP, DEPLOY, Duty, Entry, Law, NotYet, Rule, Standing
from netsoft.clauses.litigation_table import LITIGATION
from netsoft.clauses.payment_table import PAYMENT
from netsoft.clauses.users_table import USERS
from netsoft.clauses.warranty_table import WARRANTY
from netsoft.errors import InvalidValue
from netsoft.money import shown

__all__ = ["APP", "CLAUSES", "DEPLOY", "Duty", "Entry", "Law", "NotYet", "Rule", "Standing", "entry"]

CLAUSES: Final[tuple[Entry, ...]] = (*CONTRACT, *USERS, *PAYMENT, *WARRANTY, *DATA, *LITIGATION)
"""The clauses in the order of the terms, each once."""


def entry(clause: Clause | str) -> Entry:
    """Return the row of a clause, given as such or by its number; one that the terms do not have is refused."""
    number = clause.number if isinstance(clause, Clause) else clause
    for row in CLAUSES:
        if row.clause.number == number:
            return row
    raise InvalidValue(
        "clause", f"clause inconnue : {shown(number)}", "donner un numéro que « netsoft articles » liste"
    )
