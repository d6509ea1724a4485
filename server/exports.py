"""GET /n/{token}/note.pdf: the note as it is on disk now, printed."""

from datetime import UTC, datetime

from aiohttp import hdrs, web

from server.keys import ACCESS, PRESS, ROOMS
from server.notes import disposition


async def pdf(request: web.Request) -> web.Response:
    """Within one minute the same text is the same print."""
    text = await request.app[ROOMS].markdown(request[ACCESS].note)
    press, minute = request.app[PRESS], datetime.now(UTC).astimezone().replace(second=0, microsecond=0)
    brief = await press.read(text, printed_at=minute)
    printed = await press.pdf(brief)
    headers = {hdrs.CONTENT_DISPOSITION: disposition(brief.title, "pdf")}
    return web.Response(body=printed, content_type="application/pdf", headers=headers)
