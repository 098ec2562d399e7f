"""Group commit: the work of several threads in one durable transaction."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar, cast

from attrs import define, field
from sqlalchemy import Connection

T = TypeVar("T")


@define(eq=False)
class _Piece:
    """One piece of work, and what became of it."""

    work: Callable[[Connection], Any]
    done: bool = False
    result: Any = None
    error: BaseException | None = None

    def run(self, db: Connection, *, alone: bool) -> None:
        """Do it; among others, within a savepoint, so that its failure undoes nothing else."""
        if alone:
            self.result = self.work(db)
            return
        try:
            with db.begin_nested():
                self.result = self.work(db)
        except Exception as error:
            if db.invalidated:  # the connection is gone, and what the others did with it
                raise
            self.error = error  # raised to whoever asked, not to the others


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
            if not piece.done:
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
        except BaseException as error:
            for piece in batch:
                piece.error = error
            if not isinstance(error, Exception):
                raise
        finally:
            for piece in batch:
                piece.done = True
