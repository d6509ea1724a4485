"""GET /e/{code} of a bound pochette: which of its notes have changed since; the rest only to who may read."""

from dataclasses import dataclass
from functools import partial

from aiohttp import web

from crdt.roles import Role
from crdt.title import title_of
from export.note.labels import moment
from server.clock import as_datetime, now_ms
from server.errors import NotFoundError
from server.folders.places import is_withdrawn
from server.http.address import ADDRESS
from server.http.answer import page
from server.http.keys import ENGINE, SEAL
from server.http.paths import link_path
from server.http.words import LANG
from server.ids import EditionId, NoteId
from server.live.rooms import ROOMS
from server.paper.imprint import label_of
from server.storage import Db, editions, folders, password_grants, targets, versions
from server.storage.editions import Edition
from server.storage.links import Link
from server.targets import FolderTarget, Target
from server.visitors import devices
from server.visitors.cookies import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A bound edition, the notes that are in the pochette now, and this device's link to it, if any."""

    edition: Edition
    notes: tuple[NoteId, ...]
    latest: int
    link: Link | None


async def sheet(request: web.Request, id_: EditionId) -> web.Response:
    """The titles that are printed on the cover may be told to whoever holds it; new ones may not."""
    secret = devices.secret_of(request, request[ADDRESS])
    found = await request.app[ENGINE].read(partial(_find, id_=id_, secret=secret, now=now_ms()))
    code = request.match_info["code"]
    if found is None or not request.app[SEAL].answers(code, id_, found.edition.generation):
        raise NotFoundError("no_sheet")
    texts = {note: await request.app[ROOMS].markdown(note) for note in found.notes}
    printed = {said["note"]: said for said in found.edition.card["notes"]}
    changed = [
        said["title"]
        for note, said in printed.items()
        if note in texts and versions.hash_of(texts[note]).hex() != said["hash"]
    ]
    gone = [said["title"] for note, said in printed.items() if note not in texts]
    new = [title_of(text) for note, text in texts.items() if note not in printed]
    lang, link, edition = request[LANG], found.link, found.edition
    return page(
        request,
        "sheet-pochette.html",
        facts={},
        edition=edition,
        label=label_of(edition.id),
        printed=moment(as_datetime(edition.printed_at).astimezone(), lang),
        changed=changed,
        gone=gone,
        new=new if link else [],
        new_count=len(new),
        latest=found.latest,
        url=link_path(request.app[SEAL], link) if link else None,
    )


def _find(db: Db, *, id_: EditionId, secret: Claim | None, now: int) -> Found | None:
    edition = editions.find(db, id_)
    if edition is None or not isinstance(edition.target, FolderTarget) or not edition.is_open:
        return None
    there = [item.note for item in folders.items(db, edition.target.id) if not is_withdrawn(db, item, now)]
    return Found(
        edition=edition,
        notes=tuple(there),
        latest=editions.of_target(db, edition.target, most=1)[0].number,
        link=_link(db, edition.target, secret, now),
    )


def _link(db: Db, target: Target, secret: Claim | None, now: int) -> Link | None:
    """The link by which this device has opened the pochette, while it works and lets it read."""
    device = devices.find(db, secret)
    if device is None:
        return None
    used = targets.opened_by(db, device.id, target)
    link = password_grants.still_opens(db, used, device.id, now)
    return link if link is not None and link.role.allows(Role.READ) else None
