"""Article 6.2 read literally: every three uses are looked at, in time cubed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import pairwise

from netsoft.tenancy.simultaneous import AccessUse, SharingPolicy


def _returns(
    uses: Sequence[AccessUse], place: Callable[[AccessUse], str], window: timedelta
) -> list[tuple[frozenset[str], int]]:
    """Return the pair of places and the index of each use that comes back, within the window, from just elsewhere."""
    back = []
    for index, (before, use) in enumerate(pairwise(uses), 1):
        earlier = [one for one in uses[:index] if place(one) == place(use)]
        if place(before) != place(use) and earlier and use.at - earlier[-1].at < window:
            back.append((frozenset((place(before), place(use))), index))
    return back


def _runs(
    uses: Sequence[AccessUse], place: Callable[[AccessUse], str], window: timedelta
) -> list[tuple[frozenset[str], int]]:
    """Return each pair of places with the returns of each of its runs, a pause as long as the window between two."""
    runs: list[tuple[frozenset[str], int]] = []
    back = _returns(uses, place, window)
    for pair in {pair for pair, _index in back}:
        instants = [uses[index].at for found, index in back if found == pair]
        starts = [0, *(n for n, (one, two) in enumerate(pairwise(instants), 1) if two - one >= window), len(instants)]
        runs += [(pair, end - start) for start, end in pairwise(starts)]
    return runs


def shared(uses: Sequence[AccessUse], policy: SharingPolicy) -> Counter[tuple[str, frozenset[str], int]]:
    """Return the findings: whose, between which two places, how many returns."""
    found: Counter[tuple[str, frozenset[str], int]] = Counter()
    for user in {use.user for use in uses}:
        mine = [use for use in uses if use.user == user]
        for pair, count in _runs(mine, lambda use: use.browser, policy.window):
            found[user, pair, count] += count >= policy.between_browsers
        for browser in {use.browser for use in mine}:
            for version in (4, 6):
                trail = [use for use in mine if use.browser == browser and use.source.ip.version == version]
                for pair, count in _runs(trail, lambda use: use.network, policy.window):
                    found[user, pair, count] += count >= policy.between_networks
    return +found


def interleaved(uses: Sequence[AccessUse], window: timedelta) -> bool:
    """Say whether two browsers of one user interleave: one, another, the first again, within the window."""
    return any(
        one.user == two.user == three.user
        and one.browser == three.browser != two.browser
        and three.at - one.at < window
        for i, one in enumerate(uses)
        for j, two in enumerate(uses[i + 1 :], i + 1)
        for three in uses[j + 1 :]
    )
