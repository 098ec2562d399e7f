"""Article 6.3: how tries of a password are slowed, and what the CNIL says of it.

The CNIL asks that a password of 50 bits go with a restriction of access: a delay, a cap on tries, a captcha or a lock
(deliberation 2022-100; its own text of the parameters was not read). What its 2017 recommendation (deliberation
2017-012) is quoted to say of a delay, more than a minute after five failures and at most 25 tries in 24 hours, was
not found at its source either. The limits below keep within these figures for each source, all the same.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

QUOTED_FREE: Final = 5
"""Failures after which the delay begins, as the 2017 recommendation is quoted."""
QUOTED_DELAY: Final = timedelta(minutes=1)
"""The least delay then, as quoted."""
QUOTED_TRIES: Final = 25
"""The most tries in a day, as quoted."""

DAY: Final = timedelta(hours=24)
SECOND: Final = timedelta(seconds=1)

PAIR_FREE: Final = 5
PAIR_FIRST: Final = timedelta(seconds=64)
PAIR_LONGEST: Final = timedelta(hours=2)
"""One account from one source: chosen within the quoted figures."""

SOURCE_FREE: Final = 40
SOURCE_LONGEST: Final = timedelta(minutes=15)
"""One source, all accounts: an office of people who mistype is not slowed, one that tries every account is."""

ACCOUNT_FREE: Final = 30
ACCOUNT_LONGEST: Final = timedelta(seconds=8)
"""One account, all sources: short, so that who is not known yet waits a few seconds at most for what others did."""

HALVED_EVERY: Final = timedelta(hours=1)
KNOWN_FOR: Final = timedelta(days=30)
"""How long a source from which a person signed in stays known as hers."""
