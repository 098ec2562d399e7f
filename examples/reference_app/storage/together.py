"""Group commit: the work of several threads in one durable transaction."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar, cast

from attrs import define, field
from sqlalchemy import Connection

from reference_app.errors import Busy

T = TypeVar("T")


@define(eq=False)
class _Piece:
    """One piece of work, and what became of it; ``cut`` if whoever asked for it was cut off in the middle."""

    work: Callable[[Connection], Any]
    done: bool = False
    result: Any = None
    error: BaseException | None = None
    cut: bool = False

    def run(self, db: Connection, *, alone: bool) -> None:
        """Do it; among others, within a savepoint, so that its failure undoes nothing else."""
        try:
            with nullcontext() if alone else db.begin_nested():
                self.result = self.work(db)
        except Exception as error:
            if alone or db.invalidated:  # the connection is gone, and what the others did with it
                raise
            self.error = error  # raised to whoever asked, not to the others
        except BaseException:
            self.cut = True
            raise


@define(eq=False)
class Together:
    """What waits to be written, and who writes it: the first to hold the pen writes for all."""

    _waiting: list[_Piece] = field(factory=list, init=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False)

    def do(
        self,
        work: Callable[[Connection], T],
        pen: threading.RLock,
        write: Callable[[], AbstractContextManager[Connection]],
    ) -> T:
        """Return what ``work`` returned once it is durable, or raise what it raised and nothing of it is kept."""
        piece = _Piece(work)
        with self._lock:
            self._waiting.append(piece)
        with pen:
            while not piece.done:  # what was undone because another was cut off is done again
                self._commit(write)
        if piece.error is not None:
            raise piece.error
        return cast("T", piece.result)

    def _commit(self, write: Callable[[], AbstractContextManager[Connection]]) -> None:
        with self._lock:
            batch, self._waiting = self._waiting, []
        try:
            with write() as db:
                for piece in batch:
                    piece.run(db, alone=len(batch) == 1)
        except Exception as error:  # noqa: BLE001 - each of those who asked raises it
            _end(batch, error)
        except BaseException as error:
            cut = [piece for piece in batch if piece.cut]
            if not cut:
                _end(batch, _interrupted())  # whoever holds the pen is interrupted, and no other
                raise
            self._put_back([piece for piece in batch if not piece.cut])
            _end(cut, error)
        else:
            _end(batch)

    def _put_back(self, pieces: list[_Piece]) -> None:
        """Let what was undone with another's piece wait again, before what came since."""
        for piece in pieces:
            piece.result = piece.error = None
        with self._lock:
            self._waiting[:0] = pieces


def _end(pieces: list[_Piece], error: BaseException | None = None) -> None:
    for piece in pieces:
        piece.error, piece.done = error or piece.error, True


def _interrupted() -> Busy:
    return Busy("L’enregistrement a été interrompu avant d’être confirmé ; vérifier, puis recommencer.")
