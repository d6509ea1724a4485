"""The pochette of the day of a classeur, as a band above its notes and on the home page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from aiohttp import web

from crdt.compaction import LoadError
from crdt.roles import Role
from export.note.card import Status
from server.clock import now_ms
from server.errors import ReloadingError
from server.folders.notes import facts_in
from server.http.keys import CLOCK, ENGINE
from server.ids import BinderId, FolderId, NoteId
from server.links.handlers.target_name import name_of
from server.rights.access import Access
from server.secrets.tokens import new_visitor
from server.storage import Db, binder_folders
from server.storage.binder_folders import Listed
from server.storage.binders import BinderRow
from server.storage.devices import Device
from server.storage.folders import FolderRow, Item
from server.storage.shown_items import still_shown
from server.targets import BinderTarget, FolderTarget
from server.text.paths import target_path


async def band_of(
    request: web.Request, device: Device | None, binder: BinderId, role: Role
) -> dict[str, Any]:
    """What is told of today's pochette; one without notes is `folder` for who may edit alone."""
    day = request.app[CLOCK].today().isoformat()
    found = await request.app[ENGINE].read(partial(binder_folders.listed, binder=binder, since=day))
    return await _band(request, device, binder, role, found)


async def _band(
    request: web.Request, device: Device | None, binder: BinderId, role: Role, found: Sequence[Listed]
) -> dict[str, Any]:
    day = request.app[CLOCK].today().isoformat()
    dated = [one for one in found if one.folder.day]
    here = [one for one in dated if one.folder.day == day]
    edits = role.allows(Role.EDIT)
    folder = await _of_today(request, device, binder, role, here[0]) if here else None
    return {
        "base": target_path(BinderTarget(binder)),
        "binder": "",
        "today": day,
        "may_edit": edits,
        "changed_at": here[0].folder.changed_at if here else 0,
        "next": _named(request, dated[-1].folder) if dated and not here else None,
        "also": [_named(request, one.folder) for one in here[1:]],
        "folder": folder if folder and (edits or folder["ticks"]) else None,
    }


async def band_among(
    request: web.Request,
    device: Device,
    held: Sequence[tuple[BinderRow, Role]],
    days: Mapping[BinderId, Sequence[Listed]],
) -> dict[str, Any] | None:
    """The band for the home page: of these classeurs the one whose pochette of today changed last.

    `days` are their pochettes from today on. `binder` is its name; `also`: the pochettes of today of the
    others. None where there is none today.
    """
    bands = [
        (row, await _band(request, device, row.id, role, days[row.id]))
        for row, role in held
        if row.id in days
    ]
    found = [(row, band) for row, band in bands if band["folder"] is not None]
    if not found:
        return None
    found.sort(key=lambda one: one[1]["changed_at"], reverse=True)
    (row, band), *others = found
    also = [{"name": other.name, "url": of_other["folder"]["url"]} for other, of_other in others]
    return {**band, "binder": row.name, "also": band["also"] + also}


def ticks_of(db: Db, found: Iterable[tuple[Item, Status, bool]], now: int) -> tuple[Status, ...]:
    """The status of each note that a pochette shows, in order."""
    return tuple(status for _, status in shown_of(db, found, now))


def notes_of(db: Db, found: Iterable[tuple[Item, Status, bool]], now: int) -> tuple[NoteId, ...]:
    """The notes that a pochette shows, in order."""
    return tuple(item.note for item, _ in shown_of(db, found, now))


def shown_of(db: Db, found: Iterable[tuple[Item, Status, bool]], now: int) -> Iterator[tuple[Item, Status]]:
    """Those of `binder_folders.items` that are neither in the trash nor withdrawn."""
    there = [(item, status) for item, status, is_trashed in found if not is_trashed]
    shown = still_shown(db, [item for item, _ in there], now)
    return ((item, status) for item, status in there if item.id in shown)


def sheets_of(row: FolderRow, pages: int | None) -> int | None:
    """How many sheets of paper so many pages take."""
    return pages and (-(-pages // 2) if row.two_sided else pages)


def _named(request: web.Request, row: FolderRow) -> dict[str, str]:
    return {"name": name_of(request, row), "url": target_path(FolderTarget(row.id))}


async def _of_today(
    request: web.Request, device: Device | None, binder: BinderId, role: Role, listed: Listed
) -> dict[str, Any]:
    row = listed.folder
    look = partial(_ticks, binder=binder, row=row, now=now_ms())
    ticks = await request.app[ENGINE].read(look)
    notes = await _notes(request, device, binder, role, row.id)
    return {
        **_named(request, row),
        "row": row,
        "title": row.title,
        "audience": row.audience,
        "notes": notes,
        "ticks": [status.value for status in ticks],
        "ready": ticks.count(Status.READY),
        "minutes": sum(note["minutes"] for note in notes),
        "pages": listed.pages,
        "sheets": sheets_of(row, listed.pages),
    }


def _ticks(db: Db, *, binder: BinderId, row: FolderRow, now: int) -> tuple[Status, ...]:
    return ticks_of(db, binder_folders.items(db, binder, since=row.day).get(row.id, ()), now)


async def _notes(
    request: web.Request, device: Device | None, binder: BinderId, role: Role, folder: FolderId
) -> list[dict[str, Any]]:
    """Empty where one of them cannot be loaded: a page with a band opens all the same."""
    access = Access(
        link=None,
        target=FolderTarget(folder),
        role=role,
        device=device.id if device else None,
        visitor=device.visitor if device else new_visitor(),
        name=device.name if device else None,
        colour=device.colour if device else 0,
        binder=binder,
        is_own=True,
    )
    try:
        return [note for note in await facts_in(request, access, folder) if not note["withdrawn"]]
    except (LoadError, ReloadingError):
        return []
