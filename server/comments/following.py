"""Passages go to the letters as which the server put theirs back; pages say it of their own undo."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from functools import partial

from aiohttp import web

from crdt.anchors import Passages
from server.http.keys import ENGINE
from server.ids import NoteId
from server.live.keys import ROOMS
from server.live.past import Journal, read_journal, told
from server.storage import Db, DiskTroubleError, threads

_Ends = tuple[tuple[int, int], tuple[int, int]]
_Moves = Mapping[str, tuple[_Ends, _Ends]]


async def follow(app: web.Application, note: NoteId) -> None:
    """Put the passages of a note to the letters as which theirs were put back; reads its journal."""
    found = await app[ENGINE].read(partial(_passages, note=note))
    if not found:
        return
    past = await app[ENGINE].read(partial(read_journal, note=note))
    moves = await asyncio.to_thread(_put_back, past, found)
    if not moves:
        return
    # The words are back already, whatever the disk says now.
    with suppress(DiskTroubleError):
        many = await app[ENGINE].write(partial(_move, note=note, moves=moves))
        if many:
            app[ROOMS].guests.tell(note, "comments")


def _passages(db: Db, *, note: NoteId) -> Mapping[str, _Ends]:
    found = ((one.id, one.passage) for one in threads.of_note(db, note))
    return {id_: (passage.first, passage.last) for id_, passage in found if passage}


def _put_back(past: Journal, found: Mapping[str, _Ends]) -> _Moves:
    """Where each passage stood and stands, of those that have moved and are in the text."""
    letters = told(past).letters
    passages = Passages(letters)
    ends = {id_: (letters.now(*first), letters.now(*last)) for id_, (first, last) in found.items()}
    return {id_: (found[id_], now) for id_, now in ends.items() if now != found[id_] and passages.find(*now)}


def _move(db: Db, *, note: NoteId, moves: _Moves) -> int:
    """How many of them still stood there."""
    return sum(threads.place(db, note, id_, *now, was=was) for id_, (was, now) in moves.items())
