"""Another master key: every secret that it seals is sealed anew, and the directory takes another key (15.13.8).

The next key is written beside the present one before anything else; while both are there, both are tried. The sealed
secrets change in one transaction of the directory, then the directory's own file changes in one of its own, then the
next key takes the place of the present one. Cut off anywhere, the application starts, and the same command ends it.
"""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_bytes

from attrs import evolve
from sqlalchemy import select, update

from reference_app.errors import SetupError
from reference_app.ids import TenantId
from reference_app.operations.files import whole_file
from reference_app.operations.room import Room
from reference_app.storage.directory import StaffAct, journal_staff_act
from reference_app.storage.directory_tables import tenant_keys
from reference_app.storage.master_key import MasterKey, keep_names, next_key_file, read_key
from reference_app.storage.sealing import KeySeal, Purpose, derive, derived


def rotate_master_key(room: Room) -> Path:
    """Replace the master key of a key file; return where the old one stays, until whoever decides it destroys it."""
    settings = room.deployment.settings
    if settings.master_key is not None:
        raise SetupError("La clé maîtresse vient de NETSOFT_MASTER_KEY : seule une clé en fichier se remplace ainsi.")
    following = _next_key(settings.key_file)
    both = evolve(room.deployment.master_key, next=following.key)
    count = _seal_anew(room, KeySeal(*derived(both, "tenant keys")), KeySeal(derive(following, "tenant keys")))
    room.say(f"{count} secret(s) de cabinets scellé(s) à nouveau")
    room.custody.site.change_directory_secret(lambda: derived(both, "directory"), derive(following, "directory"))
    room.deployment.directory.store.forget()
    old = _take_its_place(settings.key_file, room.deployment.clock.now().strftime("%Y%m%dT%H%M%S"))
    room.say(f"{settings.key_file} est la nouvelle clé ; en garder une copie en lieu sûr, puis détruire {old}")
    return old


def _next_key(path: Path) -> MasterKey:
    """Return the next key: the one that a cut left, or a new one."""
    following = next_key_file(path)
    if not following.exists():
        with whole_file(following) as file:
            file.write(token_bytes(32).hex().encode() + b"\n")
    return MasterKey(read_key(following), str(following))


def _seal_anew(room: Room, both: KeySeal, new: KeySeal) -> int:
    """Seal every secret under the next key, all of them or none."""
    with room.deployment.directory.store.write() as db:
        rows = db.execute(select(tenant_keys)).all()
        for row in rows:
            whose = TenantId(row.tenant_id), Purpose(row.purpose)
            kept = {"sealed": row.sealed, "next": row.next}
            opened = {name: both.unwrap(one, *whose) for name, one in kept.items() if one is not None}
            changed = {name: new.wrap(one, *whose) for name, one in opened.items()}
            same = (tenant_keys.c.tenant_id == row.tenant_id) & (tenant_keys.c.purpose == row.purpose)
            db.execute(update(tenant_keys).where(same).values(**changed))
        act = StaffAct(room.deployment.clock.now(), None, "", "", None, "master.rotate", detail=f"{len(rows)} secrets")
        journal_staff_act(db, act)
    return len(rows)


def _take_its_place(path: Path, at: str) -> Path:
    """Let the next key be the key; the old one keeps another name beside it."""
    old = path.with_name(f"{path.name}.old-{at}")
    old.unlink(missing_ok=True)
    os.link(path, old)
    next_key_file(path).replace(path)
    keep_names(path.parent)
    return old
