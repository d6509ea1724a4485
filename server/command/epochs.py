"""`pochette renew-epochs`: makes a database that returned to an earlier moment what a restored backup is."""

from functools import partial
from typing import NamedTuple

from server.clock import now_ms
from server.command.database import sole
from server.opening import expect_own
from server.settings.config import Config
from server.storage import Db, moves, notes, sendings
from server.storage.migrations import applied_since
from server.storage.moves import Mark, State


class _Renewed(NamedTuple):
    notes: int
    mails: int
    schema: int | None
    left: Mark | None


async def renew_epochs(config: Config) -> list[str]:
    """Give every note a new epoch, so that no copy on a device merges what went on. Raises StartError.

    A database that was left for another one is an instance's own again. One of an earlier version is updated:
    a server that did that first would let pages merge.
    """
    began = now_ms()
    async with sole(config, even_if_moved=True, updates=True) as engine:
        mark = await engine.read(moves.find)
        if mark is not None and mark.state is State.ARRIVING:
            expect_own(mark, str(config.database or config.database_file))
        done = await engine.write(partial(_renew, began=began))
    told = [f"{done.notes} notes have a new epoch: pages show what the server lacks, and merge none of it."]
    if done.schema is not None:
        told.append(f"The database is updated: it has schema {done.schema} now.")
    if done.mails:
        told.append(f"{done.mails} mails and calls that waited are deleted: they may have left already.")
    if done.left is not None:
        told.append(f"This database is to be served again. End the server on {done.left.place}.")
    return told


def _renew(db: Db, *, began: int) -> _Renewed:
    mark = moves.find(db)
    moves.remove(db)
    schema = applied_since(db, began)
    return _Renewed(notes.begin_lossy_epochs(db, at=now_ms()), sendings.stop(db), schema, mark)
