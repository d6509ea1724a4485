"""A note in the reader: laid out, or as it was typed, with what has changed since it was last shown."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from aiohttp import web

from export.errors import TooLong, TooMuch
from export.note.brief import Brief
from export.note.limits import clean
from server.clock import now_ms
from server.http.access import LANG
from server.http.carrying import is_shown
from server.http.keys import CLOCK, SEAL
from server.http.templates import PAGES
from server.ids import NoteId
from server.jobs.asker import Asker
from server.live.keys import ROOMS
from server.live.open_note import Standing
from server.notes.images import addressed
from server.paper.briefs import words_of
from server.paper.press import PRESS
from server.reading.readings import READINGS, UNCHANGED
from server.reading.since import Seen, counted_in, seen_before
from server.secrets import tokens
from server.visitors.askers import asker_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A note as a page shows it, and where its journal stood."""

    note: NoteId
    brief: Brief
    standing: Standing


async def look(app: web.Application, note: NoteId, *, printed_at: datetime) -> Shown:
    """The note as it is on disk now. Raises BadCard."""
    standing = await app[ROOMS].standing(note)
    brief = await words_of(app, note, standing.text, printed_at=printed_at)
    return Shown(note=note, brief=brief, standing=standing)


async def reading(
    request: web.Request,
    shown: Shown,
    *,
    base: str,
    url: str,
    next_url: str = "",
    numbers_paragraphs: bool = False,
) -> dict[str, Any]:
    """What `reader.html` shows. Raises ExportError.

    `base` is the address of its pictures, `url` takes what is said of it (see `said`), and `next_url` is the
    page that follows. `numbers_paragraphs`, where a print does.
    """
    asker = await asker_of(request)
    seen = await seen_before(request, shown.note, shown.standing)
    brief = replace(shown.brief, numbers_paragraphs=numbers_paragraphs)
    if seen and seen.previous:
        brief = replace(brief, previous=seen.previous)
    try:
        html = await request.app[PRESS].html(brief, asker)
        body = {"html": addressed(html, base)}
    except (TooMuch, TooLong) as error:
        t = request.app[PAGES].words[request[LANG]]
        body = {"html": "", "typed": clean(brief.body), "why": t(error.key, **error.params)}
    if seen:
        seen = await counted_in(request, shown.note, seen, shown.standing.text, body["html"], asker)
    if seen and is_shown(request):
        _record(request, shown, seen, asker)
    return body | {"since": _since(request, seen), "read": _read(request, shown, seen, url, next_url)}


def _record(request: web.Request, shown: Shown, seen: Seen, asker: Asker) -> None:
    kept, at = request.app[READINGS], now_ms()
    if seen.row is None:
        kept.shown(seen.device, shown.note, seen.position, shown.standing.text, asker=asker, at=at)
    elif seen.row.position != seen.position:
        kept.lay_out(shown.note, seen.position, shown.standing.text, asker=asker)


def _since(request: web.Request, seen: Seen | None) -> dict[str, Any] | None:
    if seen is None or seen.row is None or seen.counted == UNCHANGED:
        return None
    return {
        "passages": seen.counted.passages,
        "is_rewritten": seen.counted.is_rewritten,
        "at": request.app[CLOCK].at(seen.row.said_at or seen.row.at),
    }


def _read(request: web.Request, shown: Shown, seen: Seen | None, url: str, next_url: str) -> dict[str, Any]:
    """Without `seen`, which says what is shown, nothing can be said of it."""
    token = ""
    if seen is not None:
        version = tokens.Shown(*seen.position, now_ms())
        token = request.app[SEAL].shown(seen.device, shown.note, version)
    return {"url": url, "seen": token, "said": seen is not None and seen.is_said, "next": next_url}
