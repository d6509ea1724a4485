"""Pages of a classeur: for who reads Aujourd'hui, its list, the pochettes from today on, and its notes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil

from crdt.roles import Role
from export.note.card import Status
from server.binders.handlers.frame import frame_of
from server.binders.rules.rows import listed
from server.binders.rules.sections import MOST_TAKEN
from server.carrying.of_notes import access_at, folder_pages
from server.carrying.pages import Page, PageKind, Pages, version
from server.carrying.taking import Taking
from server.http.keys import ENGINE
from server.ids import BinderId, FolderId, NoteId
from server.live.keys import ROOMS
from server.rights.access import BinderAccess
from server.storage import Db, binder_folders, binder_list
from server.storage.binder_list import Deed, Listed
from server.storage.folders import FolderRow, Item
from server.targets import FolderTarget, NoteTarget
from server.text.paths import target_path


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """Of its pochettes, whatever their day: the rows and the notes in them; of its notes: what was done."""

    folders: Sequence[binder_folders.Listed]
    items: Sequence[tuple[FolderId, Sequence[tuple[Item, Status, bool]]]]
    deeds: dict[NoteId, Deed]
    threads: dict[NoteId, int]

    def coming(self, today: str) -> list[FolderRow]:
        """Those of today, the last composed first, then those of the days to come."""
        dated = [one.folder for one in self.folders if one.folder.day >= today]
        return sorted(dated, key=lambda row: (row.day, -row.changed_at))


async def binder_pages(taking: Taking, access: BinderAccess, *, only_day: bool) -> Pages:
    """Its own pages, the pochettes from today on, and the notes that changed last."""
    app = taking.request.app
    frame = await frame_of(taking.request, access)
    every = await listed(app[ENGINE], app[ROOMS], access.binder_id)
    rows = sorted(every, key=lambda row: (-row.changed_at, row.note))
    people = access.role.allows(Role.COMMENT)
    look = partial(_look, binder=access.binder_id, rows=rows, people=people)
    beside = await taking.request.app[ENGINE].read(look)
    in_folders = {item.note for _, found in beside.items for item, _, _ in found}
    sources = await taking.sources({row.note for row in rows} | in_folders)
    texts = sorted((source.note, source.parts) for source in sources.values())
    of_rows = [_row_parts(row, people=people) for row in rows]
    # Thousands of notes are a megabyte of parts.
    whole = await asyncio.to_thread(version, taking.today, frame, of_rows, texts, beside)
    heads = [
        taking.page(kind, url, frame.row.name, whole) for kind, url in _heads(taking.base, reads=not people)
    ]
    coming = [row for row in beside.coming(taking.today) if not only_day or row.day == taking.today]
    days = [page for row in coming for page in await _of_folder(taking, row)]
    shown = [] if only_day else rows[:MOST_TAKEN]
    notes = [
        taking.page(PageKind.NOTE, target_path(NoteTarget(row.note)), taking.title(source), source=source)
        for row in shown
        if (source := sources.get(row.note)) is not None
    ]
    in_days = {page.source.note for page in days if page.source}
    return Pages(
        name=frame.row.name,
        pages=[*(heads[:1] if only_day else heads), *days, *notes],
        is_classified=any(row.classification for row in coming),
        others=0 if only_day else sum(row.note not in in_days for row in rows[MOST_TAKEN:]),
    )


def _heads(base: str, *, reads: bool) -> list[tuple[PageKind, str]]:
    """Who only reads comes to Aujourd'hui, others to the list."""
    if not reads:
        return [(PageKind.LIST, base)]
    return [(PageKind.TODAY, base), (PageKind.LIST, f"{base}?view=liste")]


async def _of_folder(taking: Taking, row: FolderRow) -> Sequence[Page]:
    access = await access_at(taking, row)
    if access is None:
        return []
    return (await folder_pages(taking, access, target_path(FolderTarget(row.id)))).pages


def _row_parts(row: Listed, *, people: bool) -> tuple[object, ...]:
    """What the list says of a note beside its text and its card; who only reads hears of no people."""
    pages = ceil(row.pages) if row.pages else 0
    return (row.note, pages, *((row.by, row.name, row.colour) if people else ()))


def _look(db: Db, *, binder: BinderId, rows: Sequence[Listed], people: bool) -> _Beside:
    ids = [row.note for row in rows] if people else []
    return _Beside(
        folders=binder_folders.listed(db, binder, since=""),
        items=list(binder_folders.items(db, binder, since="").items()),
        deeds=binder_list.deeds(db, ids) if ids else {},
        threads=binder_list.open_threads(db, ids) if ids else {},
    )
