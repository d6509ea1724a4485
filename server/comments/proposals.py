"""Accepts a proposal: its text is written into the live note under its author's name; and takes that back."""

import asyncio
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from crdt.anchors import Passage, Passages
from crdt.letters import Letters
from crdt.presence import Stamp
from server.clock import now_ms
from server.comments.following import follow
from server.errors import ConflictError
from server.http.keys import ENGINE
from server.ids import NoteId, VisitorId
from server.live.keys import ROOMS
from server.live.past import Journal, read_journal, told
from server.live.server_edit import putting_back, write
from server.rights.access import NoteAccess
from server.storage import Db, threads
from server.storage.threads import State, Thread

_Ends = tuple[tuple[int, int], tuple[int, int]]


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
        await open_note.settled()
        past = await app[ENGINE].read(partial(read_journal, note=access.note))
        update, ends = await asyncio.to_thread(_update, past, thread, decision)
        engine, at = app[ENGINE], now_ms()
        decide = partial(_write, note=access.note, thread=thread, decision=decision, at=at, by=access.visitor)
        if not await engine.write(partial(decide, ends=ends)):
            raise ConflictError("thread_ended")
        try:
            stamp = Stamp(visitor=decision.by, name=None, colour=1)
            await write(app[ROOMS], open_note, update, stamp=stamp)
        except BaseException:
            await engine.write(partial(decide, ends=ends, is_undone=True))
            raise
        await follow(app, access.note)


def _update(past: Journal, thread: Thread, decision: _Decision) -> tuple[bytes, _Ends]:
    """What puts the words there, and where they stand then; those that come back keep their author."""
    chronicle = told(past)
    found = _find(chronicle.letters, thread, decision.before)
    if found is None:
        raise ConflictError("passage_changed")
    text = chronicle.letters.markdown()
    update = putting_back(chronicle, text[: found.start] + decision.after + text[found.end :])
    end = found.start + len(decision.after)
    chronicle.add(update)
    return update, Passages(chronicle.letters).ends(found.start, end)


def _write(
    db: Db,
    *,
    note: NoteId,
    thread: Thread,
    decision: _Decision,
    ends: _Ends,
    at: int,
    by: VisitorId,
    is_undone: bool = False,
) -> bool:
    """The decision with its passage, before the words, behind which nothing is left that could fail.

    False where it is made already.
    """
    was, state = (decision.state, decision.was) if is_undone else (decision.was, decision.state)
    first, last = _ends_of(thread) if is_undone else ends
    # The words that stand there then are the passage: by them the decision can be taken back.
    return threads.end(db, thread.id, was, state, at=at, by=by) and threads.place(
        db, note, thread.id, first, last
    )


def _ends_of(thread: Thread) -> _Ends:
    if thread.passage is None:
        raise ConflictError("passage_changed")
    return thread.passage.first, thread.passage.last


def _find(letters: Letters, thread: Thread, text: str) -> Passage | None:
    if thread.passage is None:
        return None
    found = Passages(letters).find(thread.passage.first, thread.passage.last)
    return found if found is not None and found.text == text else None
