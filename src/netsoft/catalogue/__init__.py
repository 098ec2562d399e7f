"""The catalogue: the versions of the terms, their text, who accepted which, and which one binds a client.

>>> version_named("CG052018").first_day
datetime.date(2018, 5, 31)
>>> [version.address for version in EDITIONS]
['/conditions/CG052018']
"""

from __future__ import annotations

from netsoft.catalogue.acceptance import Acceptance, How, may_use, must_show
from netsoft.catalogue.binding import Binding, ClientHistory, binding_version
from netsoft.catalogue.official_text import official_text
from netsoft.catalogue.versions import (
    EDITIONS,
    VERSIONS,
    Official,
    Version,
    authentic,
    edition_named,
    edition_on,
    version_named,
    version_on,
)

__all__ = [
    "EDITIONS",
    "VERSIONS",
    "Acceptance",
    "Binding",
    "ClientHistory",
    "How",
    "Official",
    "Version",
    "authentic",
    "binding_version",
    "edition_named",
    "edition_on",
    "may_use",
    "must_show",
    "official_text",
    "version_named",
    "version_on",
]
