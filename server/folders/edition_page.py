"""GET and POST /e/{code} of a pochette or of one of its pages: which of its notes have changed since."""

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web

from export.changes.told import Told
from export.note.labels import moment
from export.note.title import name_of
from server.clock import now_ms
from server.errors import NotFoundError
from server.http.access import LANG
from server.http.answer import page
from server.http.keys import CLOCK, ENGINE, SEAL
from server.ids import NoteId
from server.links.rules.openings import path_to_read
from server.live.keys import ROOMS
from server.paper.imprint import label_of
from server.paper.press import PRESS
from server.paper.printed_page import MOST_SHOWN, Changed, changed_on, has_changed
from server.paper.sheet_holder import holds_sheet
from server.rights.cookie import CookieClaim
from server.secrets.tokens import Seal
from server.storage import Db, edition_words, editions, folders, versions
from server.storage.edition_words import Stretch
from server.storage.editions import Edition
from server.storage.shown_items import is_withdrawn
from server.targets import FolderTarget
from server.text.paths import SitePage, path_for
from server.visitors.askers import asker_of
from server.visitors.team import TEAM
from server.visitors.visit import visit_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSheet:
    """The notes that are in the pochette now, its latest edition, and where this device may open it."""

    notes: tuple[NoteId, ...]
    latest: int
    url: str | None
    stretches: list[Stretch]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePage:
    """A page of a note: `said` is what the edition keeps of the note, `is_gone` that it was taken out.

    `told`: what has changed on it, in words, for who may read the pochette.
    """

    said: dict[str, Any]
    number: int
    last: int
    changed: Changed
    told: list[Told]
    is_gone: bool


async def sheet(
    request: web.Request, edition: Edition, target: FolderTarget, number: int | None
) -> web.Response:
    """Titles of the cover may be shown to its holder, and not to what only fetches; new ones may not."""
    claim = visit_of(request).cookie
    app = request.app
    seal, proof = app[SEAL], app[TEAM].proof
    look = partial(_look, edition=edition, target=target, claim=claim, seal=seal, proof=proof, now=now_ms())
    found = await request.app[ENGINE].read(look)
    last = max((one.last_page for one in found.stretches), default=0)
    if number is not None and found.stretches and number > last:
        raise NotFoundError("no_sheet_page", last=last)
    texts = {note: await request.app[ROOMS].markdown(note) for note in found.notes}
    printed = {said["note"]: said for said in edition.card["notes"]}
    gone = [note for note in printed if note not in texts]
    changed = [
        note for note, said in printed.items() if note in texts and await _differs(request, said, texts[note])
    ]
    new = [name_of(text) for note, text in texts.items() if note not in printed]
    lang, url, is_held = request[LANG], found.url, holds_sheet(request)
    facts: dict[str, Any] = {
        "edition": edition,
        "label": label_of(edition.id),
        "printed": moment(request.app[CLOCK].at(edition.printed_at), lang),
        "asks": not is_held,
        "latest": found.latest,
        "url": url,
        "page_number": number,
        "last": last,
    }
    if number is not None and (here := await _note_page(request, edition, found, texts, number)) is not None:
        others = len({*changed, *gone} - {here.said["note"]})
        return _of_page(request, here, others=others, is_held=is_held, facts=facts)
    return page(
        request,
        "sheet-pochette.html",
        facts={},
        is_current=not (changed or gone or new),
        changed=[printed[note]["title"] for note in changed] if is_held else [],
        gone=[printed[note]["title"] for note in gone] if is_held else [],
        new=new if url else [],
        new_count=len(new),
        **facts,
    )


async def _differs(request: web.Request, said: dict[str, Any], now: str) -> bool:
    if versions.hash_of(now).hex() == said["hash"]:
        return False
    before = await request.app[ENGINE].read(partial(_printed, said=said))
    return await has_changed(request.app[PRESS], before, now, await asker_of(request))


def _printed(db: Db, *, said: dict[str, Any]) -> str:
    """The text of a note that an edition says; "" where it was erased since."""
    return versions.markdown(db, note=said["note"], number=said["version"]) or ""


async def _note_page(
    request: web.Request, edition: Edition, found: FolderSheet, texts: dict[NoteId, str], number: int
) -> NotePage | None:
    """None for the cover, the contents, a blank page, and what nobody knows any more."""
    stretch = next((one for one in found.stretches if one.first_page <= number <= one.last_page), None)
    said = next((one for one in edition.card["notes"] if stretch and one["item"] == stretch.item), None)
    if stretch is None or said is None:
        return None
    on_note = number - stretch.first_page + 1
    is_gone = said["note"] not in texts
    changed = Changed(here=[], number=on_note, pages=stretch.pages)
    if not is_gone:
        before = await request.app[ENGINE].read(partial(_printed, said=said))
        now, press, asker = texts[said["note"]], request.app[PRESS], await asker_of(request)
        changed = await changed_on(press, before, now, number=on_note, stretch=stretch, asker=asker)
    told = changed.here[:MOST_SHOWN] if found.url else []
    return NotePage(
        said=said, number=on_note, last=stretch.pages, changed=changed, told=told, is_gone=is_gone
    )


def _of_page(
    request: web.Request, here: NotePage, *, others: int, is_held: bool, facts: dict[str, Any]
) -> web.Response:
    """Where it is and whether it has changed, to all; its note and the headings of changes, to holders.

    Readers of the pochette are told the words, as readers of a note are.
    """
    changed = here.changed.here
    headings = Counter((one.is_title, one.heading) for one in changed)
    code = request.match_info["code"]
    return page(
        request,
        "sheet-pochette-page.html",
        facts={},
        here=here,
        title=here.said["title"] if is_held else None,
        is_current=not (changed or here.is_gone) and here.changed.is_told,
        headings=list(headings.items()) if is_held else [],
        shown=here.told,
        more=max(0, len(changed) - MOST_SHOWN),
        others=others,
        whole_url=path_for(SitePage.SHEET_IN_CAPITALS, code=code),
        **facts,
    )


def _look(
    db: Db,
    *,
    edition: Edition,
    target: FolderTarget,
    claim: CookieClaim | None,
    seal: Seal,
    proof: str,
    now: int,
) -> FolderSheet:
    there = [item.note for item in folders.items(db, target.id) if not is_withdrawn(db, item, now)]
    return FolderSheet(
        notes=tuple(there),
        latest=editions.of_target(db, target, most=1)[0].number,
        url=path_to_read(db, claim, target, seal=seal, proof=proof, now=now),
        stretches=edition_words.of_edition(db, edition.id),
    )
