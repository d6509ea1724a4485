"""GET /n/{token}/note.html and its like: the note as it is on disk now, as a file for other programs."""

from dataclasses import replace

from aiohttp import hdrs, web

from export.files.forms import FORMS
from server.comments.comments import are_wished
from server.errors import NotFoundError
from server.http.access import note_access
from server.http.answer import disposition
from server.http.keys import JOBS
from server.http.paths import public_origin
from server.paper.briefs import live_brief, this_minute
from server.visitors.askers import asker_of

# Browsers show these, in a box of their own; the others are for programs.
_SHOWN = frozenset({"html", "txt"})
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)


async def form(request: web.Request) -> web.Response:
    """The note in the form that the address names."""
    kind = request.match_info["form"]
    if kind not in FORMS:
        raise NotFoundError("not_found")
    note, wished = note_access(request).note, are_wished(request)
    origin, at = public_origin(request), this_minute(request.app)
    brief = await live_brief(request.app, note, printed_at=at, with_comments=wished, origin=origin)
    brief = replace(brief, has_cover=request.query.get("cover") == "1")
    done = await request.app[JOBS].run("write", kind, brief, asker=await asker_of(request))
    named = disposition(brief.title, kind)
    headers = {
        hdrs.CONTENT_DISPOSITION: named if kind in _SHOWN else named.replace("inline", "attachment", 1),
        "Content-Security-Policy": _POLICY,
    }
    charset = "utf-8" if kind in _SHOWN else None
    return web.Response(body=done.parts[0], content_type=FORMS[kind], charset=charset, headers=headers)
