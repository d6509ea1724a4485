"""Comments for prints and files, filtered by the reader's right."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from aiohttp import web

from crdt.anchors import Passages, passages_of
from crdt.roles import Role
from export.note.comments import Comment, State, Thread, in_body, in_order, moved
from server.clock import TeamClock
from server.errors import ForbiddenError
from server.http.access import note_access
from server.http.keys import CLOCK, ENGINE
from server.ids import NoteId
from server.live.keys import ROOMS
from server.live.server_edit import draft_of
from server.rights.access import NoteAccess
from server.storage import Db, threads

_YES = (True, "1", "on", "true")


def are_shown_to(access: NoteAccess) -> bool:
    """Whether a link shows what is said beside the note."""
    return access.role.allows(Role.COMMENT)


def are_wished(request: web.Request) -> bool:
    """Whether an address asks for them: `comments=1`. Raises ForbiddenError where its link shows none."""
    if request.query.get("comments") not in _YES:
        return False
    access = note_access(request)
    if not are_shown_to(access):
        raise ForbiddenError("role", role=access.role.value)
    return True


async def threads_of(app: web.Application, note: NoteId, text: str) -> tuple[Thread, ...]:
    """All that was said, with places in `text`, which the note is or once was."""
    found, said = await app[ENGINE].read(partial(_all, note=note))
    if not found:
        return ()
    async with app[ROOMS].reading(note) as open_note:
        draft = await draft_of(open_note)
    placed = await asyncio.to_thread(_placed, draft.state, found, said, app[CLOCK])
    return in_order(moved(placed, draft.text, text))


def beside(threads: Sequence[Thread], text: str, body: str) -> tuple[Thread, ...]:
    """Threads with places in a text, as the brief with its body takes them along."""
    return in_order(in_body(threads, text, body))


def _all(db: Db, *, note: NoteId) -> tuple[list[threads.Thread], list[threads.Comment]]:
    return threads.of_note(db, note), threads.said(db, note)


def _placed(
    state: bytes, found: Sequence[threads.Thread], said: Sequence[threads.Comment], clock: TeamClock
) -> list[Thread]:
    passages = passages_of(state)
    by_thread: dict[str, list[Comment]] = defaultdict(list)
    for one in said:
        by_thread[one.thread].append(_comment(one, clock))
    return [
        Thread(
            quote=thread.passage.quote if thread.passage else "",
            proposed=thread.proposed,
            state=State(thread.state.value),
            place=_end(passages, thread.passage),
            comments=tuple(by_thread[thread.id]),
        )
        for thread in found
    ]


def _end(passages: Passages, passage: threads.Passage | None) -> int | None:
    found = passages.find(passage.first, passage.last) if passage else None
    return found.end if found else None


def _comment(comment: threads.Comment, clock: TeamClock) -> Comment:
    return Comment(at=clock.at(comment.at), name=comment.name or "", text=comment.text)
