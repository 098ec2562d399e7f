"""Who may change whose rights, read literally: a dict of sets of words, and every right looked at one by one."""

from __future__ import annotations

from collections.abc import Mapping

from netsoft.tenancy.rights import Right

Held = Mapping[str, frozenset[Right] | None]
"""The rights of each user; ``None`` where the access is closed."""

ALL = frozenset(right for right in Right if right.key != "self")
NEEDS = {
    "dossiers.write": "dossiers.read",
    "dossiers.export": "dossiers.read",
    "documents.read": "dossiers.read",
    "documents.write": "documents.read",
    "account.export": "account.read",
    "contract.commit": "contract.read",
    "support.open": "dossiers.read",
    "data.return": "dossiers.export",
}


def allowed(held: Held, by: str | None, wanted: Held) -> bool:
    """Whether ``by`` (``None``: the client's own request) may give these users these rights."""
    own = ALL if by is None else held.get(by) or frozenset()
    if "users.manage" not in {right.key for right in own}:
        return False
    after = {**held, **wanted}
    for user, rights in wanted.items():
        if rights is None and user not in held:
            return False
        keys = {right.key for right in rights or ()}
        if any(key in keys and base not in keys for key, base in NEEDS.items()):
            return False
        for right in ALL:
            had, has = (right in (state.get(user) or ()) for state in (held, after))
            if had != has and right not in own:
                return False
    return any(rights == ALL for rights in after.values())
