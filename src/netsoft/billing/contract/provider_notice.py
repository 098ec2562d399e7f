"""Article 5.3: the provider ends the contract at the annual term, by registered letter, two months before.

Its other grounds, non-payment of the subscription and infringement of the rules of use, are in
:mod:`netsoft.billing.contract.termination`. A letter that comes too late is refused for the running term, and is not
read as one for the next: in a contract of adhesion, doubt goes against the party who wrote it (Code civil, 1190).

>>> from datetime import date
>>> from netsoft.cg052018 import CG052018
>>> subscription = Subscription(date(2026, 4, 1), CG052018)
>>> provider_last_day(subscription, subscription.numbered(1)).last_day
datetime.date(2027, 1, 31)
>>> provider_notice(subscription, Sent(date(2027, 1, 15), "email")).decision.verdict
'refused'
"""

from __future__ import annotations

from typing import Final

from netsoft.answers import Decision, Reason
from netsoft.billing.contract.delivery import Sent
from netsoft.billing.contract.notice import Judged, LastDay, Path, judged, last_day_for, too_late
from netsoft.billing.contract.subscription import Subscription, Term
from netsoft.clause import Clause
from netsoft.rendering import day as french
from netsoft.terms import Terms

CLAUSE: Final = Clause("5.3")


def provider_path(terms: Terms) -> Path:
    """Return how the provider leaves at the annual term."""
    return Path("provider", terms.duration.provider_notice_months, terms.duration.provider_means, CLAUSE)


def provider_last_day(subscription: Subscription, term: Term) -> LastDay:
    """Return the last day on which the provider may give notice for ``term``."""
    return last_day_for(provider_path(subscription.terms), subscription, term)


def provider_notice(subscription: Subscription, act: Sent) -> Judged:
    """Judge a notice of the provider at the annual term; one that comes too late is refused, and must be given anew."""
    path = provider_path(subscription.terms)
    found = judged(path, subscription, act)
    if found.ending is None or found.ending.late_for is None:
        return found
    following = last_day_for(path, subscription, subscription.after(found.ending.late_for)).last_day
    until = "" if following is None else f", au plus tard le {french(following)} pour la suivante"
    again = Reason(CLAUSE, f"le contrat est reconduit ; le préavis est à donner de nouveau{until}")
    return Judged(Decision("refused", (too_late(path, subscription, found.ending.late_for), again)))
