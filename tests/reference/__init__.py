"""The slow reading of article 8: the clause taken literally, one civil day after another.

Nothing here is shared with the rules under test but the facts themselves, the terms, the rate rows
and the names of the readings. Each day adds one day of interest as an exact fraction; cents appear
only where a reading says that they do; everything owed is recounted from what was paid on it.

``account`` gives the whole answer as plain rows; ``compare.rows_of`` turns the answer of the
library into the same rows.
"""

from tests.reference.answer import account
from tests.reference.rows import Rows, differences

__all__ = ["Rows", "account", "differences"]
