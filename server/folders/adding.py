"""Notes that come into a pochette: by a link, or by the classeur that holds both."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

from aiohttp import web
from yarl import URL

from crdt.compaction import LoadError
from crdt.roles import Role
from export.languages.folding import has_words
from export.note.title import name_of
from server.clock import as_datetime, now_ms
from server.errors import BadInputError, ForbiddenError, ReloadingError, inside
from server.folders.coming import bring, label_of, way_for_pochette
from server.folders.notes import MOST_NOTES, get, read_texts
from server.folders.rules.agenda import keep_numbers
from server.http.access import LANG, folder_access
from server.http.body import read_json
from server.http.keys import ENGINE, SEAL
from server.http.templates import PAGES
from server.ids import BinderId, DeviceId, LinkId, NoteId
from server.live.keys import ROOMS
from server.rights.access import FolderAccess
from server.secrets.tokens import Seal, link_of, names_target, new_item_id
from server.storage import Db, binder_folders, binders, folders, notes, password_grants, ways
from server.storage.binder_folders import Titled
from server.storage.rights import links
from server.storage.rights.links import Used
from server.storage.shown_items import is_withdrawn
from server.targets import BinderTarget, FolderTarget, NoteTarget
from server.visitors.team import TEAM

MOST_CHOICES: Final = 200


async def post(request: web.Request) -> web.Response:
    """POST /p/{token}/notes: add notes, by their addresses or by what this device may read."""
    asked = await read_json(request, {"links", "notes"})
    tokens = _tokens(read_texts(asked.get("links", []), "links"))
    ids = [NoteId(text) for text in read_texts(asked.get("notes", []), "notes")]
    add = partial(
        _add,
        access=folder_access(request),
        seal=request.app[SEAL],
        proof=request.app[TEAM].proof,
        tokens=[token for token in tokens if not names_target(token)],
        ids=[*ids, *(NoteId(token) for token in tokens if names_target(token))],
        label=await label_of(request),
        at=now_ms(),
    )
    await request.app[ENGINE].write(add)
    return await get(request)


async def choices(request: web.Request) -> web.Response:
    """GET /p/{token}/choices: notes that are not in the pochette: its classeur's, then those opened here.

    `?find=`: those with these words in their title. `more`: how many of the classeur are not in the answer.
    """
    words = request.query.get("find", "")
    look = partial(
        _choices, access=folder_access(request), proof=request.app[TEAM].proof, words=words, now=now_ms()
    )
    found = await request.app[ENGINE].read(look)
    untitled = request.app[PAGES].words[request[LANG]]("editor.untitled")
    of_binder = [
        {
            "note": one.note,
            "title": title or untitled,
            "theme": one.theme,
            "changed": as_datetime(one.changed_at).isoformat(),
            "binder": found.name,
        }
        for one, title in await _titled(request.app, found.binder)
        if has_words(title or untitled, words)
    ]
    opened = [
        {"note": one.note, "title": one.title or untitled, "opened": as_datetime(one.opened_at).isoformat()}
        for one in found.opened
    ]
    more = max(0, len(of_binder) - MOST_CHOICES)
    return web.json_response({"notes": of_binder[:MOST_CHOICES] + opened, "more": more})


async def _titled(app: web.Application, found: Sequence[Titled]) -> list[tuple[Titled, str]]:
    """Each with its title; of the first that were written since theirs was stored, from the note itself."""
    stale = [one.note for one in found if not one.is_titled][:MOST_CHOICES]
    fresh: dict[NoteId, str] = {}
    for note in stale:
        with suppress(LoadError, ReloadingError):
            fresh[note] = name_of(await app[ROOMS].markdown(note))
    return [(one, fresh.get(one.note, one.title)) for one in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choices:
    """Notes of the classeur of that name, and others that this device has opened."""

    name: str = ""
    binder: tuple[Titled, ...] = ()
    opened: tuple[notes.Opening, ...] = ()


def readable_binder(
    db: Db, device: DeviceId | None, target: FolderTarget, *, proof: str, now: int
) -> BinderId | None:
    """The classeur that holds the pochette, where this device may read in it."""
    holder = binders.holding(db, target)
    if holder is None or device is None:
        return None
    way = ways.strongest(db, device, BinderTarget(holder.id), proof=proof, now=now)
    return holder.id if way and way.role.allows(Role.READ) else None


def _add(
    db: Db,
    *,
    access: FolderAccess,
    seal: Seal,
    proof: str,
    tokens: Sequence[str],
    ids: Sequence[NoteId],
    label: str,
    at: int,
) -> None:
    """Adding a note needs the right to read it. Raises ForbiddenError, BadInputError."""
    binder = readable_binder(db, access.device, access.target, proof=proof, now=at)
    found: list[tuple[NoteId, Used | BinderId]] = []
    for token in tokens:
        note, used = _by_token(db, seal, token, access.device, at)
        found.append((note, binder if binder and _holds(db, binder, note) else used))
    found += [
        (note, _by_id(db, note, access.device, binder, proof=proof, label=label, now=at)) for note in ids
    ]
    if len(folders.items(db, access.folder)) + len(found) > MOST_NOTES:
        raise BadInputError("full_folder", most=MOST_NOTES)
    for note, came in found:
        folders.add(db, access.folder, new_item_id(), note, came=came, by=access.device, at=at)
    keep_numbers(db, access.folder)


def _by_id(
    db: Db,
    note: NoteId,
    device: DeviceId | None,
    binder: BinderId | None,
    *,
    proof: str,
    label: str,
    now: int,
) -> Used | BinderId:
    """What shows a note that this device may read. Raises ForbiddenError."""
    if binder is not None and _holds(db, binder, note):
        return binder
    came = bring(db, device, note, label=label, at=now) if device else None
    if came is not None:
        return came
    way = ways.strongest(db, device, NoteTarget(note), proof=proof, now=now) if device else None
    raise ForbiddenError("other_binder" if way and way.role.allows(Role.READ) else "not_readable")


def _holds(db: Db, binder: BinderId, note: NoteId) -> bool:
    holder = binders.holding(db, NoteTarget(note))
    return holder is not None and holder.id == binder and notes.find(db, note) is not None


def _by_token(db: Db, seal: Seal, token: str, device: DeviceId | None, now: int) -> tuple[NoteId, Used]:
    id_ = link_of(token)
    link = links.find(db, LinkId(id_)) if id_ else None
    is_right = id_ is not None and link is not None and seal.opens(token, id_, link.generation)
    if (
        link is None
        or not isinstance(link.target, NoteTarget)
        or not is_right
        or not password_grants.opens(db, link, device, link.generation, now)
        or not link.role.allows(Role.READ)
    ):
        raise ForbiddenError("not_readable")
    return link.target.id, link.used


def _choices(db: Db, *, access: FolderAccess, proof: str, words: str, now: int) -> _Choices:
    if access.device is None:
        return _Choices()
    found = folders.items(db, access.folder)
    there = {item.note for item in found if not is_withdrawn(db, item, now)}
    binder = readable_binder(db, access.device, access.target, proof=proof, now=now)
    row = binders.find(db, binder) if binder else None
    of_binder = binder_folders.titles(db, binder) if binder else []
    others = there | {one.note for one in of_binder}
    return _Choices(
        name=row.name if row else "",
        binder=tuple(one for one in of_binder if one.note not in there),
        opened=tuple(_opened(db, access.device, others, words, now)),
    )


def _opened(db: Db, device: DeviceId, there: set[NoteId], words: str, now: int) -> Iterator[notes.Opening]:
    for opening in notes.openings(db, device):
        if opening.note in there or not has_words(opening.title, words):
            continue
        if way_for_pochette(db, device, opening.note, now):
            yield opening


def _tokens(addresses: Sequence[str]) -> list[str]:
    tokens = []
    for number, address in enumerate(addresses):
        with inside("links"), inside(number):
            tokens.append(_token(address))
    return tokens


def _token(text: str) -> str:
    """The secret part of a link as people paste it, or the id of a note: what follows `/n/`."""
    try:
        parts = URL(text.strip()).path.strip("/").split("/")
    except ValueError:
        raise BadInputError("bad_note_link") from None
    token = parts[1] if len(parts) > 1 and parts[0] == "n" else ""
    if link_of(token) is None and not names_target(token):
        raise BadInputError("bad_note_link")
    return token
