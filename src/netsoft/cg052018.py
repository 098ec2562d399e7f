"""The numbers of the general terms CG052018, to be read beside the contract."""

from __future__ import annotations

from datetime import date
from typing import Final

from netsoft.money import Rate
from netsoft.terms import Duration, InterestBasis, Liability, Logs, Payment, Terms, Usage, Withdrawal

CG052018: Final = Terms(
    name="CG052018",
    first_day=date(2018, 5, 31),  # the name gives only the month: reading R-16
    withdrawal=Withdrawal(
        days=14,  # 4.1
    ),
    duration=Duration(
        months=12,  # 5.1
        client_notice_months=1,  # 5.2
        client_means="email",  # 5.2
        client_mailbox="contact@infrassur.fr",  # 5.2
        provider_notice_months=2,  # 5.3
        provider_means="registered-letter",  # 5.3
    ),
    usage=Usage(
        published_tier=3600,  # 7.2: actions a month and declared user
        markup=Rate.percent("50"),  # 7.3: added to the mean of all clients
    ),
    payment=Payment(
        late_penalty=Rate.percent("15"),  # 8.2
        interest=InterestBasis(kind="legal", multiple=3),  # 8.3
        collection_penalty=Rate.percent("10"),  # 8.4
        opposition_penalty=Rate.percent("50"),  # 8.5
    ),
    logs=Logs(
        session_hours=24,  # 16.4
    ),
    liability=Liability(
        cap_months=12,  # 17.1
    ),
)
