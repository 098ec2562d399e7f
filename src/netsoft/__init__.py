"""netsoft: general terms as a program. Every rule cites its clause, every answer explains itself.

>>> from datetime import date
>>> invoice = Invoice("F-2023-118", date(2023, 10, 16), date(2023, 11, 15), Money.parse("1200.00"))
>>> account = arrears(Ledger((invoice,)), CG052018, date(2024, 3, 1))
>>> for line in account.lines:
...     print(line.clause, line.label, line.amount)
8.2 Pénalité de retard (clause pénale) 180.00
8.3 Intérêts de retard 19.15
8.3 Intérêts de retard 30.50
>>> account.access.granted, account.to_restore
(False, Money('1249.65'))
"""

from netsoft.answers import Deadline, Decision, Decompte, Line, Reason
from netsoft.billing.account import Arrears, Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import (
    Collection,
    CreditNote,
    DebitReturned,
    ExceptionNotified,
    FormalNotice,
    Invoice,
    Judgment,
    OppositionProved,
    Payment,
    PaymentAnnounced,
)
from netsoft.billing.ledger import Ledger
from netsoft.billing.legal_rate import RateRow, RateTable
from netsoft.billing.rates import Rates
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import HalfYear, Period
from netsoft.errors import BrokenEvidence, InvalidValue, MissingFact, NetsoftError
from netsoft.facts.decompte import DecompteFacts, decompte_facts
from netsoft.money import Money, Rate
from netsoft.readings import Readings
from netsoft.terms import InterestBasis, Terms

__all__ = [  # noqa: RUF022 - in plain order, constants not apart
    "Arrears",
    "Assumptions",
    "BrokenEvidence",
    "CG052018",
    "Clause",
    "Collection",
    "CreditNote",
    "Deadline",
    "DebitReturned",
    "Decision",
    "Decompte",
    "DecompteFacts",
    "ExceptionNotified",
    "FormalNotice",
    "HalfYear",
    "InterestBasis",
    "InvalidValue",
    "Invoice",
    "Judgment",
    "Ledger",
    "Line",
    "MissingFact",
    "Money",
    "NetsoftError",
    "OppositionProved",
    "Payment",
    "PaymentAnnounced",
    "Period",
    "Rate",
    "RateRow",
    "RateTable",
    "Rates",
    "Readings",
    "Reason",
    "Terms",
    "arrears",
    "decompte_facts",
]
