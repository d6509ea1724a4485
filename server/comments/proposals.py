"""Accepts a proposal: its text is written into the live note under its author's name."""

import asyncio
from functools import partial

from aiohttp import web

from crdt.anchors import Passage, passage
from crdt.presence import Stamp
from server.clock import now_ms
from server.errors import ConflictError
from server.http.access import NoteAccess
from server.http.keys import ENGINE
from server.live.rooms import ROOMS
from server.live.server_edit import draft_of, write_over
from server.storage import threads
from server.storage.threads import State, Thread


async def accept(app: web.Application, access: NoteAccess, thread: Thread) -> None:
    """Put the words there, once. Raises ConflictError where the passage says something else by now."""
    async with app[ROOMS].visit(access.note) as open_note:
        draft = await draft_of(open_note)
        found = await asyncio.to_thread(_find, draft.state, thread)
        if found is None:
            raise ConflictError("passage_changed")
        decide = partial(threads.end, thread=thread.id, at=now_ms(), by=access.visitor)
        if not await app[ENGINE].write(partial(decide, was=State.OPEN, state=State.ACCEPTED)):
            raise ConflictError("thread_ended")
        text = draft.text[: found.start] + thread.proposed + draft.text[found.end :]
        stamp = Stamp(visitor=thread.by, name=None, colour=1)
        try:
            await write_over(app[ROOMS], open_note, draft, text, stamp=stamp)
        except BaseException:
            await app[ENGINE].write(partial(decide, was=State.ACCEPTED, state=State.OPEN))
            raise


def _find(state: bytes, thread: Thread) -> Passage | None:
    if thread.passage is None:
        return None
    found = passage(state, thread.passage.first, thread.passage.last)
    return found if found is not None and found.text == thread.passage.quote else None
