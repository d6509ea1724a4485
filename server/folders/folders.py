"""Pochettes: making one, its settings of print, and its links."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from aiohttp import hdrs, web

from crdt.roles import Role
from export.folder.folder import day_in_words
from export.languages import DEFAULT
from server.clock import now_ms
from server.errors import NotFoundError
from server.folders.rules import agenda
from server.folders.rules.beginning import ROLES, new_row, stand_alone
from server.folders.rules.fields import FIELDS, read_folder_fields
from server.http.access import DEED, DETAILS, DEVICE, folder_access
from server.http.body import read_form, read_json
from server.http.keys import CLOCK, ENGINE, SEAL
from server.http.paths import public_origin
from server.ids import FolderId
from server.links.rules import sharing
from server.links.rules.sharing import first_open
from server.storage import Db, DiskTroubleError, binder_folders, folders
from server.storage.devices import Device
from server.storage.folders import FolderRow
from server.storage.rights import links
from server.storage.rights.links import Link
from server.targets import FolderTarget
from server.text.paths import link_path
from server.visitors.beginnings import count_beginning


async def post_json(request: web.Request) -> web.Response:
    """POST /api/folders: a pochette without notes, with the three addresses that it gets."""
    asked = await read_json(request, FIELDS)
    folder = await create(request, read_folder_fields(asked))
    found = await request.app[ENGINE].read(partial(links.of_target, target=FolderTarget(folder)))
    addresses = _urls(request, found)
    made = {"folder": folder, "links": addresses}
    return web.json_response(made, status=web.HTTPCreated.status_code)


async def post_form(request: web.Request) -> web.Response:
    """POST /folders, from a page without script: a pochette of the day, opened at once."""
    form = await read_form(request)
    day = str(form.get("day", "")) or request.app[CLOCK].today().isoformat()
    folder = await create(request, read_folder_fields({"day": day}))
    found = await request.app[ENGINE].read(partial(links.of_target, target=FolderTarget(folder)))
    edit = first_open(found, Role.EDIT, now_ms())
    assert edit is not None, "it was made a moment ago"  # noqa: S101
    location = link_path(request.app[SEAL], edit)
    return web.Response(status=web.HTTPSeeOther.status_code, headers={hdrs.LOCATION: location})


async def put(request: web.Request) -> web.Response:
    """PUT /p/{token}/folder: change what is given and leave the rest."""
    values = read_folder_fields(await read_json(request, FIELDS))
    access = folder_access(request)
    await request.app[ENGINE].write(partial(_change, folder=access.folder, values=values, at=now_ms()))
    row = await row_of(request.app, access.folder)
    items = await request.app[ENGINE].read(partial(folders.items, folder=access.folder))
    return web.json_response(facts_of(row, [item.id for item in items]))


async def row_of(app: web.Application, folder: FolderId) -> FolderRow:
    """The pochette of a link that was let in; its agenda names items. Raises NotFoundError."""
    row = await app[ENGINE].read(partial(agenda.find, folder=folder))
    if row is None:
        raise NotFoundError("no_link")
    return row


async def known_urls(request: web.Request) -> dict[str, str]:
    """The addresses of the pochette that the request may be shown, by their right."""
    access = folder_access(request)

    def look(db: Db) -> list[Link]:
        is_known = sharing.known_to(db, access)
        return [link for link in links.of_target(db, access.target) if is_known(link)]

    return _urls(request, await request.app[ENGINE].read(look))


def _urls(request: web.Request, found: list[Link]) -> dict[str, str]:
    """Those that were closed are not there."""
    seal, origin, now = request.app[SEAL], public_origin(request), now_ms()
    return {
        role.value: origin + link_path(seal, link)
        for role in ROLES
        if (link := first_open(found, role, now)) is not None
    }


async def keep_pages(app: web.Application, folder: FolderId, number: int) -> None:
    """For lists: how many pages it prints on. What is printed is shown when the disk takes no write."""
    if await app[ENGINE].read(partial(binder_folders.pages, folder=folder)) != number:
        with suppress(DiskTroubleError):
            await app[ENGINE].write(partial(binder_folders.keep_pages, folder=folder, number=number))


def facts_of(row: FolderRow, items: Sequence[str]) -> dict[str, Any]:
    """As pages and programs read it; `items`: those that they are told of, in order."""
    return {
        "title": row.title,
        "day": row.day,
        "audience": row.audience,
        "classification": row.classification,
        "format": row.format,
        "cover": row.cover,
        "contents": row.contents,
        "two_sided": row.two_sided,
        "twoSided": row.two_sided,  # its name before, for programs that read it
        "recipients": row.recipients.splitlines(),
        "agenda": agenda.agenda_of(row, items),
        "message": row.message,
        "since": row.since,
        "code": row.code,
        "numbers": row.paragraph_numbers,
        "holes": row.holes,
    }


def title_of_file(row: FolderRow, *more: str) -> str:
    """Under which its PDF is saved."""
    return " ".join(filter(None, ("Pochette", day_in_words(row.day, DEFAULT) or row.title, *more)))


async def create(request: web.Request, values: Mapping[str, Any]) -> FolderId:
    """Make a pochette in no classeur, with links of its own, which this device manages."""
    await count_beginning(request)
    row = new_row(values)
    await request.app[ENGINE].write(partial(_write, row=row, device=request[DEVICE]))
    request[DEED], request[DETAILS] = "folder-made", {"subject": str(FolderTarget(row.id))}
    return row.id


def _write(db: Db, *, row: FolderRow, device: Device | None) -> None:
    """Everything that a pochette is made of, in one commit."""
    folders.insert(db, row)
    stand_alone(db, row.id, device.id if device else None, row.changed_at)


def _change(db: Db, *, folder: FolderId, values: Mapping[str, Any], at: int) -> None:
    row = folders.find(db, folder)
    if row is not None:
        folders.update(db, agenda.with_items(db, replace(row, **values, changed_at=at)))
