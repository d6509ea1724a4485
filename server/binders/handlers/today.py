"""Aujourd'hui: the pochette of the day for who reads, what changed since they did, and the last pochettes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from aiohttp import hdrs, web

from crdt.roles import Role
from server.binders.handlers import changes
from server.binders.handlers.arrival_page import has_pressed
from server.binders.handlers.frame import framed
from server.binders.rules import usual_hour
from server.binders.rules.list_query import ListQuery
from server.binders.rules.rows import freshen, listed
from server.clock import as_datetime, now_ms
from server.folders.agenda import day_of
from server.folders.days import band_of, notes_of
from server.folders.going_on import going_on
from server.http.access import DEVICE, LANG, binder_access
from server.http.answer import compressed
from server.http.keys import CLOCK, ENGINE
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import BinderId, NoteId
from server.links.handlers.openings import remember
from server.links.handlers.target_name import day_name, name_of
from server.live.keys import ROOMS
from server.reading import when
from server.reading.states import State, came_at, states
from server.storage import Db, binder_folders, folders
from server.storage.binder_folders import Made
from server.storage.binder_list import Listed
from server.storage.folders import FolderRow
from server.targets import FolderTarget, NoteTarget
from server.text.paths import target_path

MOST_CHANGED: Final = 7
MOST_BEFORE: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """The last pochettes with the notes that they show, and when the last ten were composed."""

    folders: tuple[tuple[FolderRow, tuple[NoteId, ...]], ...]
    made: Sequence[Made]

    @property
    def notes(self) -> set[NoteId]:
        return {note for _, notes in self.folders for note in notes}


async def show(request: web.Request) -> web.Response:
    """The page. What is looked at here counts as not read: only a note's own page is."""
    access = binder_access(request)
    if request.method != hdrs.METH_HEAD:
        await remember(request)
    rows = await listed(request.app[ENGINE], request.app[ROOMS], access.binder_id)
    at = await came_at(request, access.target)
    day = request.app[CLOCK].today()
    band = await band_of(request, request[DEVICE], access.binder_id, access.role)
    folder = band["folder"]
    notes: list[dict[str, Any]] = folder["notes"] if folder else []
    look = partial(_look, binder=access.binder_id, day=day.isoformat(), now=now_ms())
    before = await request.app[ENGINE].read(look)
    changed = changes.since(request, rows, at)
    recent = changes.latest(rows)[:MOST_CHANGED]
    in_folder = {note["note"] for note in notes}
    asked = in_folder | before.notes | {row.note for row in (*changed, *recent)}
    found = await states(request, asked, came_at=at, put_in=await _put_in(request, folder))
    if access.role.allows(Role.EDIT):
        found = changes.without_new(found)
    news = [row for row in changed if changes.is_news(found[row.note])]
    outside = [row for row in news if row.note not in in_folder]
    # With nothing to read the notes of last are shown.
    shown = outside[:MOST_CHANGED] if outside or folder else recent
    await freshen(request.app[ENGINE], request.app[ROOMS], shown)
    answer = await framed(
        request,
        "today.html",
        here="today",
        unread=len(news),
        today={"iso": day.isoformat(), "name": day_name(request, day.isoformat())},
        day=band,
        said=await day_of(request, folder["row"], notes) if folder else None,
        folder=folder and folder | going_on(request, notes, found),
        usual=_usual(request, before.made),
        listed=[_row(request, row, found[row.note]) for row in shown],
        has_news=bool(outside),
        has_more=len(outside or rows) > len(shown),
        before=[_pochette(request, row, of_folder, found) for row, of_folder in before.folders],
        is_yesterday=_is_yesterday(before.folders, day),
        notes_url=ListQuery(names_view=True).path(own_path(request)),
        has_arrived=has_pressed(request, access.used),
    )
    return compressed(request, answer)


async def _put_in(request: web.Request, folder: Mapping[str, Any] | None) -> Mapping[NoteId, int]:
    """When the notes of the day were put into its pochette."""
    if folder is None:
        return {}
    return await request.app[ENGINE].read(partial(folders.put_in, folder=folder["row"].id))


def _usual(request: web.Request, made: Sequence[Made]) -> str:
    """The hour at which a pochette usually comes, '' where that is not known."""
    hour = usual_hour.usual_hour(made, request.app[CLOCK])
    return when.hour(request, *hour) if hour else ""


def _look(db: Db, *, binder: BinderId, day: str, now: int) -> _Before:
    rows = binder_folders.latest_before(db, binder, day, most=MOST_BEFORE)
    items = binder_folders.items(db, binder, since=rows[-1].day) if rows else {}
    shown = ((row, notes_of(db, items.get(row.id, ()), now)) for row in rows)
    return _Before(
        folders=tuple((row, notes) for row, notes in shown if notes),
        made=binder_folders.made_before(db, binder, day, most=usual_hour.MOST),
    )


def _row(request: web.Request, row: Listed, state: State) -> dict[str, Any]:
    return {
        "url": target_path(NoteTarget(row.note)),
        "title": row.title or request.app[PAGES].words[request[LANG]]("editor.untitled"),
        "theme": row.theme,
        "at": as_datetime(row.changed_at).isoformat(),
        "when": when.told(request, row.changed_at),
        "state": state,
    }


def _pochette(
    request: web.Request, row: FolderRow, notes: Sequence[NoteId], found: Mapping[NoteId, State]
) -> dict[str, Any]:
    """One of the last pochettes; how many of its notes this device has read as they are."""
    t = request.app[PAGES].words[request[LANG]]
    read = sum(found[note].kind == "read" for note in notes)
    if read == len(notes):
        said = t("today.allRead", count=read)
    else:
        said = t("today.someRead", count=read, of=len(notes)) if read else t("folder.count", count=len(notes))
    return {
        "url": target_path(FolderTarget(row.id)) + "?view=read",
        "name": name_of(request, row),
        "title": row.title,
        "said": said,
    }


def _is_yesterday(found: Sequence[tuple[FolderRow, object]], day: date) -> bool:
    yesterday = (day - timedelta(days=1)).isoformat()
    return bool(found) and all(row.day == yesterday for row, _ in found)
