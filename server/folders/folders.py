"""Pochettes: making one, its settings of print, and its links."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Final

from aiohttp import hdrs, web

from crdt.roles import Role
from export.folder.folder import day_in_words
from export.languages import DEFAULT
from server.clock import now_ms
from server.errors import BadInputError, NotFoundError, inside
from server.folders import agenda
from server.http.access import DEED, DETAILS, DEVICE, folder_access
from server.http.body import read_form, read_json
from server.http.keys import CLOCK, ENGINE, SEAL
from server.http.paths import public_origin
from server.ids import DeviceId, FolderId
from server.links.rules import sharing
from server.links.rules.sharing import first_open
from server.secrets.tokens import new_folder_id, new_link_id
from server.storage import Db, DiskTroubleError, binder_folders, folders, links
from server.storage.devices import Device
from server.storage.folders import FolderRow
from server.storage.links import Link
from server.targets import FolderTarget
from server.text.paths import link_path
from server.visitors.beginnings import count_beginning

_ROLES = (Role.EDIT, Role.READ, Role.PRINT)
_MOST_CHARACTERS = 120
_MOST_RECIPIENTS = 40
_MOST_AGENDA = 10
_MOST_MESSAGE = 400


async def post_json(request: web.Request) -> web.Response:
    """POST /api/folders: a pochette without notes, with the three addresses that it gets."""
    asked = await read_json(request, FIELDS)
    folder = await create(request, read_folder_fields(asked))
    found = await request.app[ENGINE].read(partial(links.of_folder, folder=folder))
    addresses = _urls(request, found)
    made = {"folder": folder, "links": addresses}
    return web.json_response(made, status=web.HTTPCreated.status_code)


async def post_form(request: web.Request) -> web.Response:
    """POST /folders, from a page without script: a pochette of the day, opened at once."""
    form = await read_form(request)
    day = str(form.get("day", "")) or request.app[CLOCK].today().isoformat()
    folder = await create(request, read_folder_fields({"day": day}))
    found = await request.app[ENGINE].read(partial(links.of_folder, folder=folder))
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
        return [link for link in links.of_folder(db, access.folder) if is_known(link)]

    return _urls(request, await request.app[ENGINE].read(look))


def _urls(request: web.Request, found: list[Link]) -> dict[str, str]:
    """Those that were closed are not there."""
    seal, origin, now = request.app[SEAL], public_origin(request), now_ms()
    return {
        role.value: origin + link_path(seal, link)
        for role in _ROLES
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
    }


def title_of_file(row: FolderRow, *more: str) -> str:
    """Under which its PDF is saved."""
    return " ".join(filter(None, ("Pochette", day_in_words(row.day, DEFAULT) or row.title, *more)))


def read_folder_fields(asked: Mapping[str, object]) -> dict[str, Any]:
    """The values as a row has them. Raises BadInputError."""
    values = {}
    for field, value in asked.items():
        with inside(field):
            name, values[name] = _READERS[field](field, value)
    return values


async def create(request: web.Request, values: Mapping[str, Any]) -> FolderId:
    """Make a pochette in no classeur, with links of its own, which this device manages."""
    await count_beginning(request)
    row = new_row(values)
    await request.app[ENGINE].write(partial(_write, row=row, device=request[DEVICE]))
    request[DEED], request[DETAILS] = "folder-made", {"subject": str(FolderTarget(row.id))}
    return row.id


def new_row(values: Mapping[str, Any]) -> FolderRow:
    """A pochette that can be written."""
    return FolderRow(id=new_folder_id(), changed_at=now_ms(), **values)


def _write(db: Db, *, row: FolderRow, device: Device | None) -> None:
    """Everything that a pochette is made of, in one commit."""
    folders.insert(db, row)
    stand_alone(db, row.id, device.id if device else None, row.changed_at)


def stand_alone(db: Db, folder: FolderId, device: DeviceId | None, at: int) -> None:
    """Give a pochette what it needs outside a classeur: its three links, and a device that manages it."""
    made = [Link(id=new_link_id(), target=FolderTarget(folder), role=role) for role in _ROLES]
    for link in made:
        links.insert(db, link, by=device, at=at)
    if device:
        folders.grant(db, device, folder, Role.MANAGE)
        folders.opened(db, device, folder, made[0].used, at)


def _change(db: Db, *, folder: FolderId, values: Mapping[str, Any], at: int) -> None:
    row = folders.find(db, folder)
    if row is not None:
        folders.update(db, agenda.with_items(db, replace(row, **values, changed_at=at)))


def _line(field: str, value: object, most: int = _MOST_CHARACTERS) -> tuple[str, str]:
    text = " ".join(unicodedata.normalize("NFC", value).split()) if isinstance(value, str) else None
    if text is None or len(text) > most or not text.isprintable():
        raise BadInputError("bad_card_text", field=field, most=most)
    return field, text


def _day(field: str, value: object) -> tuple[str, str]:
    try:
        return field, date.fromisoformat(value).isoformat() if isinstance(value, str) and value else ""
    except ValueError:
        raise BadInputError("bad_day") from None


def _flag(name: str) -> Callable[[str, object], tuple[str, bool]]:
    def read(field: str, value: object) -> tuple[str, bool]:
        if not isinstance(value, bool):
            raise BadInputError("bad_flag", field=field)
        return name, value

    return read


def _format(field: str, value: object) -> tuple[str, str]:
    if value not in {"note", "large"}:
        raise BadInputError("bad_format", known="note, large")
    return field, str(value)


def _lines(most: int) -> Callable[[str, object], tuple[str, str]]:
    def read(field: str, value: object) -> tuple[str, str]:
        if not isinstance(value, list) or len(value) > most:
            raise BadInputError("bad_list", field=field, most=most)
        lines = []
        for number, one in enumerate(value):
            with inside(number):
                lines.append(_line(field, one)[1])
        return field, "\n".join(filter(None, lines))

    return read


_READERS: Mapping[str, Callable[[str, object], tuple[str, Any]]] = {
    "title": _line,
    "day": _day,
    "audience": _line,
    "classification": _line,
    "format": _format,
    "cover": _flag("cover"),
    "contents": _flag("contents"),
    "two_sided": _flag("two_sided"),
    "twoSided": _flag("two_sided"),
    "since": _flag("since"),
    "code": _flag("code"),
    "recipients": _lines(_MOST_RECIPIENTS),
    "agenda": _lines(_MOST_AGENDA),
    "message": partial(_line, most=_MOST_MESSAGE),
}
FIELDS: Final = frozenset(_READERS)
"""What a pochette may be asked to have."""
