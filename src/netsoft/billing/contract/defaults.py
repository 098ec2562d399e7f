"""From an account to the grounds of a termination: which invoices are in default, and of what nature (5.3, 8.1).

The account says which due invoices are in default, since when, and what is unpaid of them; an invoice whose principal
was paid is no non-payment, whatever interest or penalty it still bears. What each opens is for
:mod:`netsoft.billing.contract.termination` to say.

>>> from datetime import date
>>> from netsoft.billing.arrears import arrears
>>> from netsoft.billing.entries import Invoice
>>> from netsoft.cg052018 import CG052018
>>> from netsoft.money import Money
>>> ledger = Ledger((Invoice("F-1", date(2026, 1, 1), date(2026, 1, 31), Money.parse("100.00"), "option"),))
>>> found = defaults_in(arrears(ledger, CG052018, date(2026, 3, 1)), ledger)
>>> [(str(default.on), default.invoice, default.nature) for default in found]
[('2026-02-01', 'F-1', 'option')]
"""

from __future__ import annotations

from netsoft.billing.account import Arrears
from netsoft.billing.contract.contract_events import Default
from netsoft.billing.ledger import Ledger
from netsoft.money import ZERO


def defaults_in(account: Arrears, ledger: Ledger) -> tuple[Default, ...]:
    """Return the defaults that an account shows on its day, each from the day on which it began."""
    natures = {invoice.number: invoice.nature for invoice in ledger.invoices}
    return tuple(
        Default(balance.in_default_since, balance.invoice, natures[balance.invoice])
        for balance in account.balances
        if balance.in_default_since is not None and balance.principal > ZERO
    )
