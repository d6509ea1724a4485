"""GET /n/{token}/note.pdf: the note as it is on disk now, printed."""

from datetime import UTC, datetime
from functools import partial

from aiohttp import hdrs, web

from server.keys import ACCESS, ENGINE, PRESS, ROOMS
from server.notes import disposition
from server.storage import notes


async def pdf(request: web.Request) -> web.Response:
    """Within one minute the same text is the same print."""
    note = request[ACCESS].note
    text = await request.app[ROOMS].markdown(note)
    authors = await request.app[ENGINE].read(partial(notes.authors, note=note))
    press, minute = request.app[PRESS], datetime.now(UTC).astimezone().replace(second=0, microsecond=0)
    brief = await press.read(text, printed_at=minute, authors=authors)
    printed = await press.pdf(brief)
    headers = {hdrs.CONTENT_DISPOSITION: disposition(brief.title, "pdf")}
    return web.Response(body=printed, content_type="application/pdf", headers=headers)
