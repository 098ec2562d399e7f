"""Strategies for rights, accesses, and the acts that change them."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from netsoft.names import UserId
from netsoft.tenancy.rights import GRANTABLE, RESTS_ON, ROLES, Member, Right, Rights
from netsoft.tenancy.team import Act, Change, ClientRequest, Granter

PEOPLE: Final = tuple(map(UserId, ("anna", "boris", "chloe")))
"""The users of the brokerage whose accesses are drawn."""

_ORDERED: Final = tuple(right for right in Right if right in GRANTABLE)


def _sound(rights: Rights) -> Rights:
    """Return the rights with all those that they rest on."""
    for _ in RESTS_ON:
        rights |= {base for right, base in RESTS_ON if right in rights}
    return rights


def rights_sets() -> st.SearchStrategy[Rights]:
    """Sets of rights: the roles, sets of one's own that are sound, some that are not, and all but one."""
    free = st.frozensets(st.sampled_from(_ORDERED), max_size=4)
    but_one = st.sampled_from(_ORDERED).map(lambda right: GRANTABLE - {right})
    return st.one_of(st.sampled_from([role.rights for role in ROLES]), free.map(_sound), free, but_one)


def members() -> st.SearchStrategy[Member]:
    """Accesses of :data:`PEOPLE`, open with any rights, or closed."""
    opened = st.builds(Member, st.sampled_from(PEOPLE), rights_sets())
    return opened | st.sampled_from(PEOPLE).map(lambda user: Member(user, frozenset(), closed=True))


def changes() -> st.SearchStrategy[Change]:
    """Changes of one access; one in four closes it."""
    opened = st.builds(Change, st.sampled_from(PEOPLE), rights_sets())
    closing = st.sampled_from(PEOPLE).map(lambda user: Change(user, closed=True))
    return st.one_of(opened, opened, opened, closing)


def granters() -> st.SearchStrategy[Granter]:
    """Who acts: mostly a user, at times the publisher at the client's request."""
    return st.sampled_from((*PEOPLE, *PEOPLE, ClientRequest("ticket T-1")))


@st.composite
def acts(draw: st.DrawFn) -> Act:
    """Acts of one to three changes made in one go."""
    several = draw(st.lists(changes(), min_size=1, max_size=3, unique_by=lambda change: change.user))
    return Act(draw(granters()), tuple(several))
