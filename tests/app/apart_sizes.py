"""How long the tests of tenants apart look for one that crosses, on each engine: in the suite, and in the campaign."""

from __future__ import annotations

from typing import Final

from attrs import frozen
from hypothesis import settings

CAMPAIGN: Final = 1_000


@frozen
class Size:
    """How many examples in the suite and in the campaign, and of how many steps."""

    few: int
    many: int
    short: int = 40
    long: int = 60

    @property
    def now(self) -> int:
        """How many in this run."""
        return self.many if in_campaign() else self.few

    @property
    def steps(self) -> int:
        """Of how many steps each is at most."""
        return self.long if in_campaign() else self.short


def in_campaign() -> bool:
    """Whether this run is the long one."""
    return settings().max_examples > CAMPAIGN


@frozen
class Sizes:
    """The sizes of the state machine and of non-interference for an engine."""

    lives: Size
    traces: Size


SIZES: Final = {
    "embedded": Sizes(Size(2, 1_800, 60), Size(3, 400)),
    # Making databases takes longer than using them: fewer lives, each of more steps.
    "postgresql": Sizes(Size(1, 500, 12, 210), Size(0, 60)),
}
