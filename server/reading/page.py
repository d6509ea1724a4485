"""A note in the reader: laid out, or as it was typed where it is too much to be laid out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from export.errors import TooLong, TooMuch
from export.note.brief import Brief
from export.note.limits import clean
from server.http.templates import PAGES
from server.http.words import LANG
from server.ids import NoteId
from server.live.open_note import Standing
from server.live.rooms import ROOMS
from server.notes.images import addressed
from server.paper.briefs import words_of
from server.paper.press import PRESS
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
    request: web.Request, shown: Shown, *, base: str, url: str, next_url: str = ""
) -> dict[str, Any]:
    """What `reader.html` shows. Raises ExportError.

    `base` is the address of its pictures, `url` takes what is said of it (see `said`), and `next_url` is the
    page that follows.
    """
    brief = shown.brief
    more = {"since": None, "read": {"url": url, "seen": "", "said": False, "next": next_url}}
    try:
        html = await request.app[PRESS].html(brief, await asker_of(request))
    except (TooMuch, TooLong) as error:
        t = request.app[PAGES].words[request[LANG]]
        return {"html": "", "typed": clean(brief.body), "why": t(error.key, **error.params), **more}
    return {"html": addressed(html, base), **more}
