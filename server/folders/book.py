"""GET /p/{token}/pochette.epub: the notes of a pochette as they are on disk now, in one e-book."""

from aiohttp import hdrs, web

from export.files.forms import FORMS
from server.folders.briefs import folder_of
from server.folders.folders import row_of, title_of_file
from server.folders.places import places
from server.http.access import folder_access
from server.http.answer import disposition
from server.http.keys import JOBS
from server.visitors.askers import asker_of


async def epub(request: web.Request) -> web.Response:
    """For readers, like the files of a note: a link to print gives paper alone, and a copy stays a print."""
    row = await row_of(request.app, folder_access(request).folder)
    folder = await folder_of(request, row, await places(request))
    done = await request.app[JOBS].run("book", folder, asker=await asker_of(request))
    named = disposition(title_of_file(row), "epub").replace("inline", "attachment", 1)
    headers = {hdrs.CONTENT_DISPOSITION: named}
    return web.Response(body=done.parts[0], content_type=FORMS["epub"], headers=headers)
