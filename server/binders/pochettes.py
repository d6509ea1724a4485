"""Pochettes of a classeur: one begins there, empty or as another one was, and moves in and out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from aiohttp import web

from crdt.roles import Role
from crdt.seat import Close
from server.clock import now_ms
from server.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from server.folders.rules.agenda import keep_numbers
from server.folders.rules.beginning import new_row, stand_alone
from server.folders.rules.fields import FIELDS, read_folder_fields
from server.http.access import DEED, DETAILS, binder_access, folder_access
from server.http.answer import led_to, wants_json
from server.http.body import read_form, read_json
from server.http.keys import ENGINE
from server.http.paths import public_origin
from server.ids import BinderId, FolderId
from server.live.keys import ROOMS
from server.live.revocations import Revocation
from server.rights.access import FolderAccess
from server.secrets.tokens import new_item_id
from server.storage import Db, binder_folders, binder_moves, binders, folders, losses, ways
from server.storage.folders import FolderRow
from server.storage.shown_items import is_withdrawn
from server.targets import BinderTarget, FolderTarget
from server.text.paths import target_path
from server.visitors.beginnings import count_beginning
from server.visitors.team import TEAM

# A pochette that is made after another one prints as it does; what it says of its own day is left empty.
_KEPT: Final = ("audience", "classification", "format", "cover", "contents", "two_sided", "since", "code")
_OF_FORM: Final = ("day", "title", "audience")


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A new pochette; `left_out`: how many notes of the one before are not readable any more."""

    folder: FolderId
    left_out: int = 0


async def begin(request: web.Request) -> web.Response:
    """POST /c/{token}/folders: a pochette in the classeur, empty or `from` another one of it.

    It has no links of its own until it is shared. 201 to a program, 303 to a form.
    """
    if wants_json(request):
        asked = dict(await read_json(request, {*FIELDS, "from"}))
        source = asked.pop("from", None)
        begun = await _begin(request, read_folder_fields(asked), source)
        id_ = begun.folder
        url = public_origin(request) + target_path(FolderTarget(id_))
        told = {"folder": id_, "url": url, "links": {}, "left_out": begun.left_out}
        return web.json_response(told, status=web.HTTPCreated.status_code)
    form = await read_form(request)
    values = read_folder_fields({name: str(form[name]) for name in _OF_FORM if form.get(name)})
    begun = await _begin(request, values, form.get("from") or None)
    told_left = f"?left={begun.left_out}" if begun.left_out else ""
    return led_to(target_path(FolderTarget(begun.folder)) + told_left)


async def move(request: web.Request) -> web.Response:
    """PUT /p/{token}/binder: into a classeur or, by null, out of it; by who manages both."""
    access = folder_access(request)
    to = (await read_json(request, {"binder"})).get("binder")
    if to is not None and not isinstance(to, str):
        raise BadInputError("bad_request")
    binder = BinderId(to) if to is not None else None
    work = partial(_move, access=access, to=binder, proof=request.app[TEAM].proof, now=now_ms())
    detail = "the pochette has moved"
    async with request.app[ROOMS].guests.revoking(
        Revocation([access.folder], why=Close.CHANGED, detail=detail)
    ):
        await request.app[ENGINE].write(work)
    request[DETAILS] = {"to": binder or ""}
    return web.json_response({"binder": binder})


async def _begin(request: web.Request, values: Mapping[str, Any], source: object) -> Begun:
    if source is not None and not isinstance(source, str):
        raise BadInputError("bad_request")
    work = partial(
        _write,
        binder=binder_access(request).binder_id,
        values=values,
        source=FolderId(source) if source is not None else None,
        at=now_ms(),
    )
    await count_beginning(request)
    begun = await request.app[ENGINE].write(work)
    request[DEED] = "folder-made"
    request[DETAILS] = {
        "subject": str(FolderTarget(begun.folder)),
        "binder": binder_access(request).binder_id,
    }
    return begun


def _write(db: Db, *, binder: BinderId, values: Mapping[str, Any], source: FolderId | None, at: int) -> Begun:
    """Raises NotFoundError for a pochette that is not in the classeur."""
    before = _in_binder(db, binder, source) if source is not None else None
    row = new_row({**(_as_before(before) if before else {}), **values})
    folders.insert(db, row)
    binders.put_folder(db, row.id, binder)
    found = folders.items(db, before.id) if before else []
    shown = [item for item in found if not is_withdrawn(db, item, at)]
    binder_folders.copy_items(db, shown, row.id, [new_item_id() for _ in shown], at)
    keep_numbers(db, row.id)
    return Begun(folder=row.id, left_out=len(found) - len(shown))


def _in_binder(db: Db, binder: BinderId, folder: FolderId) -> FolderRow:
    holder, row = binders.holding(db, FolderTarget(folder)), folders.find(db, folder)
    if row is None or holder is None or holder.id != binder:
        raise NotFoundError("not_in_binder")
    return row


def _as_before(row: FolderRow) -> dict[str, Any]:
    """A pochette without a day keeps its title too: it has no other name."""
    kept = _KEPT if row.day else (*_KEPT, "title")
    return {name: getattr(row, name) for name in kept}


def _move(db: Db, *, access: FolderAccess, to: BinderId | None, proof: str, now: int) -> None:
    """Raises NotFoundError for a classeur that this device does not know, ForbiddenError, ConflictError."""
    if losses.freezes(db, access.target, now):
        raise ConflictError("frozen")
    holder = binders.holding(db, access.target)
    for binder in {one for one in (to, holder.id if holder else None) if one is not None}:
        _expect_managed(db, access, binder, proof, now)
    binder_moves.put(db, access.target, to, by=access.device, at=now)
    folders.touch(db, access.folder, now)
    if to is None and not folders.is_managed(db, access.folder):
        stand_alone(db, access.folder, access.device, now)


def _expect_managed(db: Db, access: FolderAccess, binder: BinderId, proof: str, now: int) -> None:
    target = BinderTarget(binder)
    way = ways.strongest(db, access.device, target, proof=proof, now=now) if access.device else None
    row = binders.find(db, binder)
    if way is None or row is None or row.trashed_at is not None:
        raise NotFoundError("no_access")
    if not way.role.allows(Role.MANAGE):
        raise ForbiddenError("not_your_binder")
