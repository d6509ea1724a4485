"""GET and POST /e/{code} of a pochette: which of its notes have changed since; the rest to who may read."""

from dataclasses import dataclass
from functools import partial

from aiohttp import web

from export.note.labels import moment
from export.note.title import name_of
from server.clock import now_ms
from server.http.address import ADDRESS
from server.http.answer import page
from server.http.keys import CLOCK, ENGINE, SEAL
from server.http.words import LANG
from server.ids import NoteId
from server.links.openings import path_to_read
from server.live.rooms import ROOMS
from server.paper.imprint import label_of
from server.paper.sheet_holder import holds_sheet
from server.secrets.tokens import Seal
from server.storage import Db, editions, folders, versions
from server.storage.editions import Edition
from server.storage.shown_items import is_withdrawn
from server.targets import FolderTarget
from server.visitors import devices
from server.visitors.cookies import Claim
from server.visitors.team import TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSheet:
    """The notes that are in the pochette now, its latest edition, and where this device may open it."""

    notes: tuple[NoteId, ...]
    latest: int
    url: str | None


async def sheet(request: web.Request, edition: Edition, target: FolderTarget) -> web.Response:
    """Titles of the cover may be shown to its holder, and not to what only fetches; new ones may not."""
    secret = devices.secret_of(request, request[ADDRESS])
    app = request.app
    look = partial(_look, target=target, secret=secret, seal=app[SEAL], proof=app[TEAM].proof, now=now_ms())
    found = await request.app[ENGINE].read(look)
    texts = {note: await request.app[ROOMS].markdown(note) for note in found.notes}
    printed = {said["note"]: said for said in edition.card["notes"]}
    changed = [
        said["title"]
        for note, said in printed.items()
        if note in texts and versions.hash_of(texts[note]).hex() != said["hash"]
    ]
    gone = [said["title"] for note, said in printed.items() if note not in texts]
    new = [name_of(text) for note, text in texts.items() if note not in printed]
    lang, url, is_held = request[LANG], found.url, holds_sheet(request)
    return page(
        request,
        "sheet-pochette.html",
        facts={},
        edition=edition,
        label=label_of(edition.id),
        printed=moment(request.app[CLOCK].at(edition.printed_at), lang),
        is_current=not (changed or gone or new),
        asks=not is_held,
        changed=changed if is_held else [],
        gone=gone if is_held else [],
        new=new if url else [],
        new_count=len(new),
        latest=found.latest,
        url=url,
    )


def _look(
    db: Db, *, target: FolderTarget, secret: Claim | None, seal: Seal, proof: str, now: int
) -> FolderSheet:
    there = [item.note for item in folders.items(db, target.id) if not is_withdrawn(db, item, now)]
    return FolderSheet(
        notes=tuple(there),
        latest=editions.of_target(db, target, most=1)[0].number,
        url=path_to_read(db, secret, target, seal=seal, proof=proof, now=now),
    )
