"""GET …/carry: the pages that a device takes along of a note, a pochette or a classeur, and until when."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from aiohttp import web

from server.binders.rules.sections import MOST_TAKEN
from server.carrying.build import BUILD
from server.carrying.home_page import home_page
from server.carrying.of_binders import binder_pages
from server.carrying.of_notes import folder_pages, note_page
from server.carrying.pages import Page, Pages, version
from server.carrying.pictures import shown
from server.carrying.taking import Taking, begin
from server.carrying.terms import Term, term
from server.clock import as_datetime
from server.errors import ForbiddenError
from server.http.access import ACCESS, DEVICE, LANG, binder_access, folder_access
from server.http.answer import compressed
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import NoteId
from server.storage import DiskTroubleError, carrying
from server.storage.carrying import Picture, Taken
from server.targets import BinderTarget, FolderTarget, NoteTarget

MOST_PICTURES: Final = 60 << 20
# Entries of the bundle whose pages are taken along.
_ENTRIES: Final = ("home", "today", "binder", "shelf", "reader")
ICONS: Final = frozenset({"/static/icon.svg", "/static/apple-touch-icon.png", "/static/site.webmanifest"})
_MINUTE_MS: Final = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Load:
    """Pages and pictures that fit, how many notes they are, and how many were left out."""

    pages: Sequence[Page]
    pictures: Mapping[NoteId, Sequence[Picture]]
    notes: int
    left_out: int

    @property
    def files(self) -> list[dict[str, Any]]:
        return [
            {"url": f"{page.url}/image/{picture.id}", "bytes": picture.bytes}
            for page in self.pages
            if page.source
            for picture in self.pictures.get(page.source.note, ())
        ]


async def get(request: web.Request) -> web.Response:
    """JSON. `?what=day`: of a classeur today's pochette alone. `?known=`: the version that the device has."""
    access, device = request[ACCESS], request[DEVICE]
    if device is None:
        raise ForbiddenError("no_device")
    taking = await begin(request, device, await request.app[BUILD].id())
    allowed = await request.app[ENGINE].read(
        partial(term, access=access, device=device.id, proof=taking.proof, now=taking.now)
    )
    if not allowed.hours:
        raise ForbiddenError("not_carried")
    found = await _pages(taking)
    load = await _fitting(taking, [*await home_page(taking), *found.pages], others=found.others)
    notes_are = any(page.source.is_classified for page in load.pages if page.source)
    allowed = allowed.shortened(is_classified=found.is_classified or notes_are)
    await _remember(taking, load, allowed)
    return compressed(request, web.json_response(_told(taking, found.name, load, allowed)))


async def _pages(taking: Taking) -> Pages:
    request = taking.request
    match taking.access.target:
        case NoteTarget(note):
            return await note_page(taking, note)
        case FolderTarget():
            return await folder_pages(taking, folder_access(request), own_path(request))
        case BinderTarget():
            only_day = request.query.get("what") == "day"
            return await binder_pages(taking, binder_access(request), only_day=only_day)


async def _fitting(taking: Taking, pages: Sequence[Page], *, others: int) -> _Load:
    """The first notes, with all their pictures; one whose pictures find no room is left out whole."""
    sources = {page.source.note: page.source for page in pages if page.source}
    pictures = await shown(taking.request.app, sources.values())
    room, taken, kept = MOST_PICTURES, set[NoteId](), list[Page]()
    for page in pages:
        if page.source is None:
            kept.append(page)
            continue
        note = page.source.note
        size = sum(picture.bytes for picture in pictures.get(note, ()))
        if size > room or (note not in taken and len(taken) >= MOST_TAKEN):
            continue
        room -= size
        taken.add(note)
        kept.append(page)
    left_out = len(sources.keys() - taken) + others
    return _Load(pages=kept, pictures=pictures, notes=len(taken), left_out=left_out)


async def _remember(taking: Taking, load: _Load, allowed: Term) -> None:
    """One row a device and target; written again where it says something else, or a minute later."""
    target, device, until = taking.access.target, taking.device.id, allowed.until(taking.now)
    engine = taking.request.app[ENGINE]
    before = await engine.read(partial(carrying.find, device=device, target=target))
    if before and before.notes == load.notes and abs(before.until - until) < _MINUTE_MS:
        return
    taken = Taken(target=target, notes=load.notes, at=taking.now, until=until)
    with suppress(DiskTroubleError):
        await engine.write(partial(carrying.put, device=device, taken=taken))


def _told(taking: Taking, name: str, load: _Load, allowed: Term) -> dict[str, Any]:
    request = taking.request
    now, until = taking.now, allowed.until(taking.now)
    static = [*request.app[PAGES].needed(_ENTRIES, request[LANG]), *sorted(ICONS)]
    told: dict[str, Any] = {
        "kind": taking.access.target.kind,
        "name": name,
        "base": taking.base,
        "holder": taking.device.visitor,
        "at": as_datetime(now).isoformat(),
        "until": as_datetime(until).isoformat(),
        "hours": allowed.hours,
    }
    whole = version([(page.url, page.version) for page in load.pages], load.files, static, load.left_out)
    told["version"] = whole
    if request.query.get("known") == whole:
        return told | {"unchanged": True}
    return told | {
        "notes": load.notes,
        "left_out": load.left_out,
        "pages": [_page(page) for page in load.pages],
        "files": load.files,
        "static": static,
    }


def _page(page: Page) -> dict[str, str]:
    told = {"url": page.url, "version": page.version, "kind": page.kind.value, "title": page.title}
    return told | ({"note": page.source.note} if page.source else {})
