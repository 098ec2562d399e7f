"""Another secret for the databases of a brokerage, without interruption (15.13.8).

The directory first keeps the next secret beside the present one; then the database takes it; then it is the only one.
Cut off at any point, both are still known, whoever connects tries both, and the same command ends what was begun.
"""

from __future__ import annotations

from contextlib import closing
from secrets import token_bytes
from typing import Final

from sqlalchemy.exc import DBAPIError

from netsoft.clause import Clause
from reference_app.errors import SetupError
from reference_app.operations.room import FAILURES, Room, Subject
from reference_app.operations.rows import content_tables, proofs
from reference_app.storage.people import Tenant
from reference_app.storage.sealing import Purpose
from reference_app.storage.store import same_identity

ONE_PASSWORD_EACH: Final = Clause("15.13.8")


def rotate(room: Room, subject: Subject) -> None:
    """Give one database another secret; what is under way in it goes on."""
    custody, place = room.custody, subject.place
    following = custody.secrets(place).next
    if following is None:
        following = token_bytes(32)
        custody.keep_next(place, following)
    store = room.store(subject)
    with store.alone():
        if not _opens(room, subject, following):
            custody.site.change_secret(place, lambda: custody.secrets(place).all, following)
        if not _opens(room, subject, following):
            raise SetupError(f"{subject.words} : le nouveau secret n’ouvre pas la base ; l’ancien est gardé.")
        custody.promote(place)
    store.forget()


def rotate_all(room: Room, tenant: Tenant | None = None) -> int:
    """Rotate the secrets of a brokerage's databases, or of all; one that fails stops no other."""
    subjects = [subject for subject in room.subjects(tenant) if subject.purpose is not Purpose.DIRECTORY]
    failed = 0
    for number, subject in enumerate(subjects, 1):
        try:
            rotate(room, subject)
        except FAILURES as failure:
            failed += 1
            room.note("secret.rotate.failed", subject.owner, subject.purpose.value)
            room.say(f"{number}/{len(subjects)} ÉCHEC {subject.words} : {failure}")
            continue
        owner = room.tenant(subject.owner)
        room.note_to(owner, "secret.rotate", f"{subject.purpose.value}")
        room.say(f"{number}/{len(subjects)} {subject.words} : secret remplacé")
    return failed


def _opens(room: Room, subject: Subject, secret: bytes) -> bool:
    """Tell whether a secret opens the database, on a connection that nobody else is lent."""
    backend = room.custody.site.open(subject.place, lambda: (secret,)).backend
    try:
        with closing(backend.engine().connect()) as db:
            backend.begin(db, reads=True)
            found = backend.found(db)
            proofs(db, content_tables(subject.schema)[:1])
            db.rollback()
    except DBAPIError:
        return False
    return same_identity(backend.identity, found)
