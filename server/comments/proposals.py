"""Accepts a proposal: its text is written into the live note under its author's name; and takes that back."""

import asyncio
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from crdt.anchors import Passage, Passages, passage
from crdt.presence import Stamp
from server.clock import now_ms
from server.errors import ConflictError
from server.http.access import NoteAccess
from server.http.keys import ENGINE
from server.ids import VisitorId
from server.live.rooms import ROOMS
from server.live.server_edit import draft_of, write_over
from server.storage import threads
from server.storage.threads import State, Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decision:
    """The passage says `before`, and `after` once it is made; `by` is the author of those words."""

    before: str
    after: str
    was: State
    state: State
    by: VisitorId


async def accept(app: web.Application, access: NoteAccess, thread: Thread) -> None:
    """Put the words there, once. Raises ConflictError where the passage says something else by now."""
    await _decide(app, access, thread, _decision(thread, State.ACCEPTED, thread.by))


async def take_back(app: web.Application, access: NoteAccess, thread: Thread) -> None:
    """Put the words before an accepted proposal there again, once, and open it. Raises ConflictError."""
    await _decide(app, access, thread, _decision(thread, State.OPEN, access.visitor))


def _decision(thread: Thread, state: State, by: VisitorId) -> _Decision:
    quote = thread.passage.quote if thread.passage else ""
    if state is State.ACCEPTED:
        return _Decision(before=quote, after=thread.proposed, was=State.OPEN, state=state, by=by)
    return _Decision(before=thread.proposed, after=quote, was=State.ACCEPTED, state=state, by=by)


async def _decide(app: web.Application, access: NoteAccess, thread: Thread, decision: _Decision) -> None:
    async with app[ROOMS].visit(access.note) as open_note:
        draft = await draft_of(open_note)
        found = await asyncio.to_thread(_find, draft.state, thread, decision.before)
        if found is None:
            raise ConflictError("passage_changed")
        decide = partial(threads.end, thread=thread.id, at=now_ms(), by=access.visitor)
        if not await app[ENGINE].write(partial(decide, was=decision.was, state=decision.state)):
            raise ConflictError("thread_ended")
        text = draft.text[: found.start] + decision.after + draft.text[found.end :]
        stamp = Stamp(visitor=decision.by, name=None, colour=1)
        try:
            update = await write_over(app[ROOMS], open_note, draft, text, stamp=stamp)
        except BaseException:
            await app[ENGINE].write(partial(decide, was=decision.state, state=decision.was))
            raise
    end = found.start + len(decision.after)
    first, last = await asyncio.to_thread(lambda: Passages(draft.state, update).ends(found.start, end))
    # The words that stand there now are the passage: by them the decision can be taken back.
    await app[ENGINE].write(
        partial(threads.place, note=access.note, thread=thread.id, first=first, last=last)
    )


def _find(state: bytes, thread: Thread, text: str) -> Passage | None:
    if thread.passage is None:
        return None
    found = passage(state, thread.passage.first, thread.passage.last)
    return found if found is not None and found.text == text else None
