"""The history of a note: the page that plays it, the story that it plays, and going back to a moment of it.

Deleted text is shown to those who may edit the note, to nobody else.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from aiohttp import hdrs, web

from crdt.presence import Stamp
from export.note.title import name_of
from server.clock import now_ms
from server.comments.following import follow
from server.errors import BadInputError, inside
from server.history.timeline import TIMELINES, Story
from server.http.access import LANG, note_access
from server.http.answer import compressed, disposition, page
from server.http.body import read_json
from server.http.json_body import long_text
from server.http.keys import CONFIG, ENGINE
from server.http.paths import own_path
from server.http.templates import NONCE, PAGES
from server.ids import NoteId
from server.live.keys import ROOMS
from server.live.past import Journal, read_journal, told
from server.live.server_edit import draft_of, putting_back, write
from server.notes.first_lines import glance
from server.rights.access import NoteAccess
from server.secrets.tokens import new_version_id
from server.storage import Db, devices, editions, versions
from server.storage.versions import Kind, VersionRow
from server.text.paths import LinkPage
from server.text.values import read_text


@dataclass(frozen=True, slots=True, kw_only=True)
class RevertRequest:
    """The text that the note is to have, of what it was after row `seq` of its journal."""

    epoch: int
    seq: int
    text: str


async def show(request: web.Request) -> web.Response:
    """GET /n/{token}/history."""
    access = note_access(request)
    text = await request.app[ROOMS].markdown(access.note)
    title = name_of(text) or request.app[PAGES].words[request[LANG]]("editor.untitled")
    facts = {
        "note": access.note,
        "nonce": request[NONCE],
        "title": title,
        "story": own_path(request, LinkPage.STORY),
        "restore": own_path(request, LinkPage.RESTORE),
        "versions": own_path(request, LinkPage.VERSIONS),
    }
    way_back, shown = f"{own_path(request)}?view=edit", await glance(request, text)
    return compressed(
        request, page(request, "history.html", facts=facts, title=title, back=way_back, glance=shown)
    )


async def story(request: web.Request) -> web.Response:
    """GET /n/{token}/story: every moment of the note, for a page that plays it or a program that keeps it."""
    note = note_access(request).note
    async with request.app[ROOMS].visit(note) as open_note:
        await open_note.settled()
    told = await request.app[TIMELINES].of(note)
    people, kept, printed = await request.app[ENGINE].read(partial(_read, note=note, story=told))
    head = {"epoch": told.epoch, "seq": told.seq, "people": people}
    head["versions"] = [_facts(version, told, printed) for version in kept]
    body = json.dumps(head, ensure_ascii=False).encode()[:-1] + b", " + told.members + b"}"
    answer = web.Response(body=body, content_type="application/json")
    if "download" in request.query:
        name = await request.app[ROOMS].markdown(note)
        answer.headers[hdrs.CONTENT_DISPOSITION] = disposition(name_of(name), "history.json")
    answer.enable_compression()
    return answer


async def restore(request: web.Request) -> web.Response:
    """POST /n/{token}/restore: an edit brings a text of before back; a version keeps what was there.

    Words that come back keep their author.
    What others have written since the page had the note stays.
    """
    access, rooms = note_access(request), request.app[ROOMS]
    most = long_text(request.app[CONFIG].max_note)
    asked = _request_of(await read_json(request, {"epoch", "seq", "text"}, most))
    async with rooms.visit(access.note) as open_note:
        now = await draft_of(open_note)
        update = await _as_of(request.app, access.note, asked)
        keep = partial(_keep, access=access, markdown=now.text, at=now_ms())
        version = await request.app[ENGINE].write(keep)
        stamp = Stamp(visitor=access.visitor, name=access.name, colour=access.colour)
        await write(rooms, open_note, update, stamp=stamp)
        await follow(request.app, access.note)
    return web.json_response(version.facts(), status=web.HTTPCreated.status_code)


async def _as_of(app: web.Application, note: NoteId, asked: RevertRequest) -> bytes:
    past = await app[ENGINE].read(partial(_rows, note=note, asked=asked))
    return await asyncio.to_thread(lambda: putting_back(told(past), asked.text))


def _rows(db: Db, *, note: NoteId, asked: RevertRequest) -> Journal:
    past = read_journal(db, note=note)
    rows = [row for row in past.rows if row.seq <= asked.seq]
    if past.state.epoch != asked.epoch or asked.seq != (rows[-1].seq if rows else 0):
        raise BadInputError("bad_moment")
    return replace(past, rows=rows)


def _keep(db: Db, *, access: NoteAccess, markdown: str, at: int) -> VersionRow:
    keep = partial(versions.keep, db, access.note, new_version_id(), markdown)
    return keep(kind=Kind.RESTORED, name="", at=at, by=access.visitor)


def _read(
    db: Db, *, note: NoteId, story: Story
) -> tuple[list[dict[str, Any]], list[VersionRow], Mapping[str, int]]:
    known = devices.people(db, story.visitors)
    people = [_person(known.get(visitor)) for visitor in story.visitors]
    return people, versions.of_note(db, note), editions.last_numbers(db, note)


def _person(known: tuple[str | None, int] | None) -> dict[str, Any]:
    name, colour = known or (None, 0)
    return {"name": name, "colour": colour}


def _facts(version: VersionRow, story: Story, printed: Mapping[str, int]) -> dict[str, Any]:
    moment = story.moment_after(version.seq)
    return version.facts() | {"moment": moment, "edition": printed.get(version.id)}


def _request_of(given: Mapping[str, object]) -> RevertRequest:
    match given:
        case {"epoch": int(epoch), "seq": int(seq), "text": text}:
            with inside("text"):
                return RevertRequest(epoch=epoch, seq=seq, text=read_text(text, "markdown"))
        case {"epoch": int(), "seq": int()}:
            raise BadInputError("bad_restore", pointer="/text")
        case {"epoch": int()}:
            raise BadInputError("bad_restore", pointer="/seq")
        case _:
            raise BadInputError("bad_restore", pointer="/epoch")
