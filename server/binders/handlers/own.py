"""The own address of what a token opens, so that a text names it without giving a right."""

from functools import partial
from typing import assert_never

from aiohttp import web

from crdt.roles import Role
from export.note.title import name_of
from server.errors import GoneError
from server.http.access import ACCESS
from server.http.keys import ENGINE
from server.live.keys import ROOMS
from server.rights.access import Access
from server.storage import binders, folders
from server.storage.rights import links
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target
from server.text.paths import target_path


async def get(request: web.Request) -> web.Response:
    """GET /{n,p,c}/{token}/own: `{"url", "title", "gives"}`; the title for who may read it there.

    The guard has asked for the right of the token as at every address; nothing is remembered of the question.
    """
    access = request[ACCESS]
    gives = await _gives(request.app, access)
    title = await _title(request.app, access.target) if access.role.allows(Role.READ) else ""
    return web.json_response({"url": target_path(access.target), "title": title, "gives": gives})


async def _gives(app: web.Application, access: Access[Target]) -> str | None:
    """The right that the link gives to everybody; None for an own address. Raises GoneError."""
    if access.is_own:
        return None
    link = await app[ENGINE].read(partial(links.find, link=access.own_link))
    if link is None or link.is_spent:
        raise GoneError("link_spent")
    return link.role.value


async def _title(app: web.Application, target: Target) -> str:
    match target:
        case NoteTarget(note):
            return name_of(await app[ROOMS].markdown(note))
        case FolderTarget(folder):
            pochette = await app[ENGINE].read(partial(folders.find, folder=folder))
            return pochette.title if pochette else ""
        case BinderTarget(binder):
            classeur = await app[ENGINE].read(partial(binders.find, binder=binder))
            return classeur.name if classeur else ""
        case _:
            assert_never(target)
