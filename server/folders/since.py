"""Earlier edition of a recipient, and what a pochette may say of it in front.

Only what whoever prints could see anyhow counts. Editions of the same pochette do. Those of another one do
where the device may compose the classeur that holds both: it could fetch them. Of an older text nothing is
said but how many passages went. A note that is gone is named where what showed it still would, and to
a link to print only when that link printed it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from aiohttp import web

from crdt.roles import Role
from export.folder.earlier import Earlier
from export.note.news import News, State
from server.clock import now_ms
from server.http.keys import CLOCK, ENGINE
from server.ids import BinderId, DeviceId, EditionId, FolderId, LinkId, NoteId
from server.storage import Db, binders, editions, folders, versions, ways
from server.storage.editions import Edition
from server.storage.folders import FolderRow
from server.storage.shown_items import is_withdrawn
from server.targets import BinderTarget, FolderTarget
from server.visitors.team import TEAM

# Copies of one text follow each other: so many are looked through for another one.
_MOST_EDITIONS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose copy is printed: by a device with a right of its own, or by a link to print."""

    recipient: str
    device: DeviceId | None
    link: LinkId | None = None
    proof: str = ""


async def earlier_of(
    request: web.Request, row: FolderRow, asked: Asked, texts: Sequence[tuple[NoteId, str]]
) -> Earlier | None:
    """For a copy that is only looked at: `texts` are the notes as they stand now, in order."""
    now = {note: versions.hash_of(text).hex() for note, text in texts}
    said = await request.app[ENGINE].read(partial(find, row=row, asked=asked, notes=now, now=now_ms()))
    return await told(request.app, said, texts)


async def told(
    app: web.Application, said: Mapping[str, Any] | None, texts: Sequence[tuple[NoteId, str]]
) -> Earlier | None:
    """What `find` gave, as the page in front takes it; None where that edition is not there any more."""
    if not said:
        return None
    found = await app[ENGINE].read(partial(_compared, said=said, texts=texts))
    if found is None:
        return None
    edition, notes, titles = found
    return Earlier(printed_at=app[CLOCK].at(edition.printed_at), notes=notes, gone=titles, left=said["left"])


def find(
    db: Db, *, row: FolderRow, asked: Asked, notes: Mapping[NoteId, str], now: int
) -> dict[str, Any] | None:
    """The last edition with another text, and which of its notes that are gone may be named.

    `notes` are hashes of what is printed now. An edition keeps this, so that it prints again as it did.
    """
    if not row.since or not asked.recipient:
        return None
    found = [edition for edition in _handed(db, row.id, asked, now) if _says_else(edition, row.id, notes)]
    if not found:
        return None
    edition = found[0]
    gone = [NoteId(said["note"]) for said in edition.card["notes"] if said["note"] not in notes]
    if edition.target != FolderTarget(row.id):
        return {"edition": edition.id, "gone": [], "left": 0}
    saw = asked.link is None or edition.options.get("link") == asked.link
    shown = set(_shown(db, row.id, now)) if saw else set()
    named = [note for note in gone if note in shown]
    return {"edition": edition.id, "gone": named, "left": len(gone) - len(named)}


def _handed(db: Db, folder: FolderId, asked: Asked, now: int) -> list[Edition]:
    """The recipient's editions, the latest first."""
    own = editions.handed(db, FolderTarget(folder), asked.recipient, most=_MOST_EDITIONS)
    binder = _composed(db, folder, asked, now)
    others = editions.handed_in(db, binder, asked.recipient, most=_MOST_EDITIONS) if binder else []
    known = {edition.id: edition for edition in (*own, *others)}
    return sorted(known.values(), key=lambda one: (one.printed_at, one.number), reverse=True)


def _composed(db: Db, folder: FolderId, asked: Asked, now: int) -> BinderId | None:
    """The classeur of the pochette, where the device may compose all that is in it."""
    holder = binders.holding(db, FolderTarget(folder))
    if holder is None or asked.device is None or asked.link is not None:
        return None
    way = ways.strongest(db, asked.device, BinderTarget(holder.id), proof=asked.proof, now=now)
    return holder.id if way is not None and way.role.allows(Role.EDIT) else None


def _says_else(edition: Edition, folder: FolderId, notes: Mapping[NoteId, str]) -> bool:
    """Whether it has another text; one of another pochette has to have a note in common."""
    printed = {NoteId(said["note"]): said["hash"] for said in edition.card["notes"]}
    is_own = edition.target == FolderTarget(folder)
    return printed != dict(notes) and (is_own or not printed.keys().isdisjoint(notes))


def _shown(db: Db, folder: FolderId, now: int) -> Iterator[NoteId]:
    """Notes that were taken out of the pochette, and that could be put back by what showed them."""
    for item in folders.taken_out(db, folder):
        if not is_withdrawn(db, item, now):
            yield item.note


def _compared(
    db: Db, *, said: Mapping[str, Any], texts: Sequence[tuple[NoteId, str]]
) -> tuple[Edition, tuple[News, ...], tuple[str, ...]] | None:
    edition = editions.find(db, EditionId(said["edition"]))
    if edition is None:
        return None
    printed = {one["note"]: one for one in edition.card["notes"]}
    notes = tuple(_news(db, note, text, printed.get(note)) for note, text in texts)
    titles = tuple(printed[note]["title"] for note in said["gone"] if note in printed)
    return edition, notes, titles


def _news(db: Db, note: NoteId, text: str, printed: Mapping[str, Any] | None) -> News:
    if printed is None:
        return News(state=State.NEW)
    if printed["hash"] == versions.hash_of(text).hex():
        return News(state=State.SAME)
    before = versions.markdown(db, note, printed["version"])
    if before == text:
        return News(state=State.SAME)
    return News(state=State.CHANGED, before=before) if before else News(state=State.REWRITTEN)


def proof_of(app: web.Application) -> str:
    """What the team asks for, for `Asked`."""
    return app[TEAM].proof
