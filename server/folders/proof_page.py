"""The pages of a pochette before it is printed: all of them, and how they are bound."""

from aiohttp import web

from crdt.roles import Role
from server.folders.folders import facts_of, row_of
from server.folders.notes import facts
from server.http.access import folder_access
from server.http.answer import page
from server.http.paths import own_path
from server.links.handlers.target_name import name_of


async def proof(request: web.Request) -> web.Response:
    """GET /p/{token}/preview: who may only read sees the pages; who may edit changes how they are bound."""
    access = folder_access(request)
    row = await row_of(request.app, access.folder)
    base, may_change = own_path(request), access.role.allows(Role.EDIT)
    found = await facts(request)
    said = facts_of(row, [note["id"] for note in found])
    told = {"base": base, "folder": said, "notes": found, "mayChange": may_change}
    answer = page(
        request,
        "proof-pochette.html",
        facts=told,
        name=name_of(request, row),
        base=base,
        row=row,
        may_change=may_change,
    )
    # Its form must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
