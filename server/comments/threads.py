"""Threads of comments: /n/{token}/comments and /n/{token}/threads/{thread}."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from aiohttp import web

from crdt.roles import Role
from crdt.update import MAX_CLOCK
from crdt.varint import MAX_INTEGER
from server.clock import as_datetime, now_ms
from server.comments.proposals import accept, take_back
from server.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from server.http.access import note_access
from server.http.body import read_json
from server.http.json_body import Bounds
from server.http.keys import ENGINE
from server.ids import NoteId
from server.live.keys import ROOMS
from server.rights.access import NoteAccess
from server.secrets.tokens import new_comment_id
from server.storage import Db, notes, threads
from server.storage.threads import Comment, Kind, Passage, State, Thread

MOST_CHARACTERS: Final = 4000
MOST_COMMENTS: Final = 2000
# Three texts, each character of four bytes, or of twelve in ASCII.
_BOUNDS: Final = Bounds(size=40 * MOST_CHARACTERS, text=16 * MOST_CHARACTERS)
_STATES: Final = {
    Kind.COMMENT: (State.OPEN, State.RESOLVED),
    Kind.PROPOSAL: (State.OPEN, State.ACCEPTED, State.REFUSED),
    Kind.TALK: (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRequest:
    """A new comment: at a passage, in a thread, or about the whole note."""

    text: str
    thread: str | None
    passage: Passage | None
    proposed: str


async def get(request: web.Request) -> web.Response:
    access = note_access(request)
    found, said = await request.app[ENGINE].read(partial(_all, note=access.note))
    writers = await request.app[ENGINE].read(partial(notes.authors, note=access.note))
    told = [_facts(thread, [one for one in said if one.thread == thread.id], access) for thread in found]
    return web.json_response({"threads": told, "writers": writers})


async def post(request: web.Request) -> web.Response:
    """Say something: at a passage, in a thread, or about the whole note."""
    access = note_access(request)
    fields = {"text", "thread", "first", "last", "quote", "proposed"}
    asked = await read_json(request, fields, _BOUNDS)
    id_ = await request.app[ENGINE].write(partial(_say, access=access, asked=_read(asked), at=now_ms()))
    request.app[ROOMS].guests.tell(access.note, "comments")
    return web.json_response({"id": id_}, status=web.HTTPCreated.status_code)


async def put(request: web.Request) -> web.Response:
    """Say it otherwise: one's own only."""
    access, id_ = note_access(request), request.match_info["comment"]
    text = _text((await read_json(request, {"text"})).get("text"))
    await request.app[ENGINE].write(partial(_rewrite, access=access, id_=id_, text=text, at=now_ms()))
    request.app[ROOMS].guests.tell(access.note, "comments")
    return web.json_response({"id": id_})


async def delete(request: web.Request) -> web.Response:
    """Own comments; managers may delete any."""
    access, id_ = note_access(request), request.match_info["comment"]
    await request.app[ENGINE].write(partial(_unsay, access=access, id_=id_))
    request.app[ROOMS].guests.tell(access.note, "comments")
    return web.json_response({"id": id_})


async def end(request: web.Request) -> web.Response:
    """Resolve a thread or open it again; decide on a proposal, or take that back, with the right to edit."""
    access, id_ = note_access(request), request.match_info["thread"]
    asked = await read_json(request, {"state"})
    thread = await request.app[ENGINE].read(partial(threads.find, note=access.note, thread=id_))
    if thread is None:
        raise NotFoundError("not_found")
    state = _state(thread, asked.get("state"), access)
    if state is State.ACCEPTED:
        await accept(request.app, access, thread)
    elif thread.state is State.ACCEPTED:
        await take_back(request.app, access, thread)
    else:
        change = partial(
            threads.end, thread=id_, was=thread.state, state=state, at=now_ms(), by=access.visitor
        )
        if not await request.app[ENGINE].write(change):
            raise ConflictError("thread_ended")
    request.app[ROOMS].guests.tell(access.note, "comments")
    return web.json_response({"id": id_, "state": state.value})


def _all(db: Db, *, note: NoteId) -> tuple[list[Thread], list[Comment]]:
    return threads.of_note(db, note), threads.said(db, note)


def _say(db: Db, *, access: NoteAccess, asked: CommentRequest, at: int) -> str:
    if threads.count(db, access.note) >= MOST_COMMENTS:
        raise ConflictError("many_comments", most=MOST_COMMENTS)
    thread = _thread(db, access, asked, at)
    comment = Comment(id=new_comment_id(), thread=thread, at=at, by=access.visitor, text=asked.text)
    threads.say(db, comment)
    return comment.id


def _thread(db: Db, access: NoteAccess, asked: CommentRequest, at: int) -> str:
    """The thread in which it is said, begun where there is none yet."""
    if asked.thread is not None:
        if threads.find(db, access.note, asked.thread) is None:
            raise NotFoundError("not_found")
        return asked.thread
    if asked.passage is None and (talk := threads.talk(db, access.note)) is not None:
        return talk.id
    kind = Kind.TALK if asked.passage is None else Kind.PROPOSAL if asked.proposed else Kind.COMMENT
    thread = Thread(
        id=new_comment_id(),
        number=0,
        kind=kind,
        passage=asked.passage,
        proposed=asked.proposed,
        at=at,
        by=access.visitor,
    )
    threads.insert(db, access.note, thread)
    return thread.id


def _rewrite(db: Db, *, access: NoteAccess, id_: str, text: str, at: int) -> None:
    comment = _find(db, access, id_)
    if comment.by != access.visitor:
        raise ForbiddenError("not_yours")
    threads.rewrite(db, id_, text, at=at)


def _unsay(db: Db, *, access: NoteAccess, id_: str) -> None:
    comment = _find(db, access, id_)
    if comment.by != access.visitor and not access.role.allows(Role.MANAGE):
        raise ForbiddenError("not_yours")
    threads.unsay(db, comment)


def _find(db: Db, access: NoteAccess, id_: str) -> Comment:
    found = next((comment for comment in threads.said(db, access.note) if comment.id == id_), None)
    if found is None:
        raise NotFoundError("not_found")
    return found


def _state(thread: Thread, wished: object, access: NoteAccess) -> State:
    """What may become of a thread. Raises BadInputError, ForbiddenError and ConflictError."""
    known = _STATES[thread.kind]
    state = next((one for one in known if one == wished), None)
    if state is None:
        raise BadInputError("bad_thread", known=", ".join(known), pointer="/state")
    if thread.kind is not Kind.PROPOSAL:
        return state
    if (thread.state is State.OPEN) is (state is State.OPEN):
        raise ConflictError("thread_ended")
    is_own = state is State.REFUSED and thread.by == access.visitor
    if not is_own and not access.role.allows(Role.EDIT):
        raise ForbiddenError("role", role=access.role.value)
    return state


def _read(asked: Mapping[str, object]) -> CommentRequest:
    # A proposal may speak for itself.
    text = "" if asked.get("text") == "" and "proposed" in asked else _text(asked.get("text"))
    match asked:
        case {"thread": str(thread), **rest} if not rest.keys() - {"text"}:
            return CommentRequest(text=text, thread=thread, passage=None, proposed="")
        case {"first": first, "last": last, "quote": str(quote)} if (
            0 < len(quote) <= MOST_CHARACTERS and "thread" not in asked
        ):
            proposed = asked.get("proposed", "")
            if not isinstance(proposed, str) or not _is_text(proposed) or not (text or proposed):
                raise BadInputError("bad_comment", most=MOST_CHARACTERS, pointer="/proposed")
            if proposed == quote:
                raise BadInputError("same_words", pointer="/proposed")
            passage = Passage(first=letter("first", first), last=letter("last", last), quote=quote)
            return CommentRequest(text=text, thread=None, passage=passage, proposed=proposed)
        case {"text": _, **rest} if not rest:
            return CommentRequest(text=text, thread=None, passage=None, proposed="")
        case _:
            raise BadInputError("bad_comment", most=MOST_CHARACTERS)


def letter(field: str, value: object) -> tuple[int, int]:
    match value:
        case [int(client), int(clock)] if 0 <= client <= MAX_INTEGER and 0 <= clock <= MAX_CLOCK:
            return client, clock
        case _:
            raise BadInputError("bad_comment", most=MOST_CHARACTERS, pointer=f"/{field}")


def _text(value: object) -> str:
    text = value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""
    if not text or not _is_text(text):
        raise BadInputError("bad_comment", most=MOST_CHARACTERS, pointer="/text")
    return text


def _is_text(text: str) -> bool:
    """Whether it can be kept, and shown: no half of a character and no control but the end of a line."""
    return len(text) <= MOST_CHARACTERS and not any(
        unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t" for character in text
    )


def _facts(thread: Thread, said: list[Comment], access: NoteAccess) -> dict[str, Any]:
    passage = thread.passage
    return {
        "id": thread.id,
        "number": thread.number,
        "kind": thread.kind.value,
        "first": passage and list(passage.first),
        "last": passage and list(passage.last),
        "quote": passage.quote if passage else "",
        "proposed": thread.proposed,
        "state": thread.state.value,
        "ended_by": thread.ended_by,
        "is_mine": thread.by == access.visitor,
        "comments": [_comment(comment, access) for comment in said],
    }


def _comment(comment: Comment, access: NoteAccess) -> dict[str, Any]:
    return {
        "id": comment.id,
        "at": as_datetime(comment.at).isoformat(),
        "name": comment.name,
        "colour": comment.colour,
        "is_mine": comment.by == access.visitor,
        "is_edited": comment.is_edited,
        "text": comment.text,
    }
