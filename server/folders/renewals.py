"""A note that was withdrawn comes back into a pochette by a link that its manager has by now."""

from functools import partial
from typing import Any

from aiohttp import web

from crdt.roles import Role
from server.clock import now_ms
from server.errors import ForbiddenError, NotFoundError
from server.folders.coming import bring, label_of
from server.folders.places import Place
from server.http.access import DETAILS, LANG, folder_access
from server.http.keys import ENGINE
from server.http.templates import PAGES
from server.ids import ItemId
from server.rights.access import FolderAccess
from server.storage import Db, folders
from server.storage.folders import Item


async def renew(request: web.Request, item: ItemId) -> None:
    """Raises ForbiddenError, with whom to ask, where this device has no link to the note itself."""
    access, label = folder_access(request), await label_of(request)
    refused = await request.app[ENGINE].write(
        partial(_renew, access=access, id_=item, label=label, at=now_ms())
    )
    if refused is not None:
        raise ForbiddenError("renew_unreadable", name=await _whom(request, refused))
    request[DETAILS] = {"item": item}


async def facts(request: web.Request, access: FolderAccess, place: Place) -> dict[str, Any]:
    """Of a withdrawn note: whether it left the classeur or its links were renewed; what to do, in words."""
    t = request.app[PAGES].words[request[LANG]]
    if place.has_left:
        told = {"renewed": True, "title": t("folder.left")}
        if place.way_in is None or not access.role.allows(Role.MANAGE):
            return told | {"problem": t("folder.leftAsk")}
        return told | {"problem": t("folder.leftHint"), "renew": True}
    if not place.is_outdated:
        return {"renewed": False}
    told = {"renewed": True, "title": t("folder.renewed")}
    if not access.role.allows(Role.MANAGE):
        return told | {"problem": t("folder.renewedManager")}
    if place.way_in is None:
        return told | {"problem": t("folder.renewedAsk", name=await _whom(request, place.item))}
    return told | {"problem": t("folder.renewedHint"), "renew": True}


async def _whom(request: web.Request, item: Item) -> str:
    """The name of the visitor who brought the note, or a word for none."""
    name = await request.app[ENGINE].read(partial(folders.brought_by, item=item.id))
    return name or request.app[PAGES].words[request[LANG]]("folder.renewedSomebody")


def _renew(db: Db, *, access: FolderAccess, id_: ItemId, label: str, at: int) -> Item | None:
    """None once it is done; else the item to which this device has no way in. Raises NotFoundError."""
    item = next((one for one in folders.items(db, access.folder) if one.id == id_), None)
    if item is None:
        raise NotFoundError("not_found")
    came = bring(db, access.device, item.note, label=label, at=at) if access.device else None
    if came is None:
        return item
    folders.add(db, access.folder, item.id, item.note, came=came, by=access.device, at=at)
    return None
