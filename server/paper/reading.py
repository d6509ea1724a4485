"""A note in the reader: laid out, or as it was typed where it is too much to be laid out."""

from typing import Any

from aiohttp import web

from export.errors import TooLong, TooMuch
from export.note.brief import Brief
from export.note.limits import clean
from server.http.templates import PAGES
from server.http.words import LANG
from server.jobs.asker import Asker
from server.notes.images import addressed
from server.paper.press import PRESS


async def reading(request: web.Request, brief: Brief, asker: Asker, *, base: str) -> dict[str, Any]:
    """What `reader.html` shows; `base` the address of its pictures. Raises ExportError."""
    try:
        html = await request.app[PRESS].html(brief, asker)
    except (TooMuch, TooLong) as error:
        t = request.app[PAGES].words[request[LANG]]
        return {"html": "", "typed": clean(brief.body), "why": t(error.key, **error.params)}
    return {"html": addressed(html, base)}
