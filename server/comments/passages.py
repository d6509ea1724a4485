"""Passages that were moved with their text: PUT /n/{token}/passages."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from aiohttp import web

from crdt.anchors import passages_of
from server.comments.threads import MOST_COMMENTS, letter
from server.errors import BadInputError, inside
from server.http.access import note_access
from server.http.body import read_json
from server.http.json_body import Bounds
from server.http.keys import ENGINE
from server.ids import NoteId
from server.live.keys import ROOMS
from server.live.server_edit import draft_of
from server.storage import Db, threads

_BOUNDS: Final = Bounds(size=1 << 19, values=5 * MOST_COMMENTS, text=1 << 18)
_FIELDS: Final = {"thread", "first", "last", "was"}
Ends = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Move:
    """The passage of a thread stood at the letters `was` and stands at those of `ends`."""

    thread: str
    was: Ends
    ends: Ends


async def put(request: web.Request) -> web.Response:
    """Follow text that was cut and pasted, dragged or brought back; gives the threads that have moved.

    Left out are those that somebody else has moved meanwhile, and those whose letters are not in the text.
    """
    access = note_access(request)
    wished = list(_read((await read_json(request, {"passages"}, _BOUNDS)).get("passages")))
    async with request.app[ROOMS].visit(access.note) as open_note:
        draft = await draft_of(open_note)
    found = await asyncio.to_thread(_in_text, draft.state, wished)
    moved = await request.app[ENGINE].write(partial(_move, note=access.note, moves=found))
    if moved:
        request.app[ROOMS].guests.tell(access.note, "comments")
    return web.json_response({"moved": moved})


def _in_text(state: bytes, wished: Sequence[Move]) -> list[Move]:
    passages = passages_of(state)
    return [move for move in wished if passages.find(*move.ends) is not None]


def _move(db: Db, *, note: NoteId, moves: Sequence[Move]) -> list[str]:
    return [one.thread for one in moves if threads.place(db, note, one.thread, *one.ends, was=one.was)]


def _read(value: object) -> Iterator[Move]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_COMMENTS:
        raise BadInputError("bad_passages", most=MOST_COMMENTS, pointer="/passages")
    for number, one in enumerate(value):
        with inside("passages"), inside(number):
            match one:
                case {"thread": str(thread), "first": first, "last": last, "was": [before, after]} if (
                    one.keys() == _FIELDS
                ):
                    was = (letter("was", before), letter("was", after))
                    yield Move(thread, was, (letter("first", first), letter("last", last)))
                case _:
                    raise BadInputError("bad_passages", most=MOST_COMMENTS)
