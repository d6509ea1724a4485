"""GET /n/{token}/note.pdf: the note as it is on disk now, printed."""

from datetime import UTC, datetime

from aiohttp import hdrs, web

from export.brief import read_brief
from server.keys import ACCESS, PRESS, ROOMS
from server.notes import disposition


async def pdf(request: web.Request) -> web.Response:
    """Within one minute the same text is the same print."""
    text = await request.app[ROOMS].markdown(request[ACCESS].note)
    brief = read_brief(text, printed_at=datetime.now(UTC).astimezone().replace(second=0, microsecond=0))
    printed = await request.app[PRESS].pdf(brief)
    headers = {hdrs.CONTENT_DISPOSITION: disposition(brief.title, "pdf")}
    return web.Response(body=printed, content_type="application/pdf", headers=headers)
