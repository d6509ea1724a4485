"""GET /n/{token}/note.pdf: the note as it is on disk now, printed."""

from aiohttp import hdrs, web

from server.comments.comments import are_wished
from server.http.access import note_access
from server.http.answer import disposition
from server.http.keys import CLOCK
from server.http.paths import public_origin
from server.paper.briefs import live_brief, this_minute
from server.paper.layout import NAMES
from server.paper.press import PRESS
from server.paper.reader_zone import for_reader
from server.paper.request import read_print_request
from server.visitors.askers import asker_of


async def pdf(request: web.Request) -> web.Response:
    """Within one minute the same text is the same print, in the format that is asked for.

    Comments are included on request, for those who may see them.
    """
    fields = ("format", "booklet", "timezone", *NAMES)
    asked = read_print_request({name: request.query[name] for name in fields if name in request.query})
    how = {"format": asked.format, "booklet": asked.is_booklet, **asked.setting.how}
    how["origin"] = public_origin(request)
    note, at = note_access(request).note, this_minute(request.app)
    brief = await live_brief(request.app, note, printed_at=at, with_comments=are_wished(request), **how)
    brief = for_reader(request.app[CLOCK], brief, asked.timezone)
    printed = await request.app[PRESS].pdf(brief, await asker_of(request))
    headers = {hdrs.CONTENT_DISPOSITION: disposition(brief.title, "pdf")}
    return web.Response(body=printed, content_type="application/pdf", headers=headers)
