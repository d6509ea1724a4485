"""GET and POST /e/{code} and /e/{code}/{number}: whether a printed sheet, or a page of it, is still current.

The code gives no right on the note.
"""

from collections import Counter
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from export.changes.told import Told
from export.note.labels import moment
from server.clock import now_ms
from server.errors import NotFoundError
from server.folders import edition_page
from server.http.access import LANG
from server.http.answer import page
from server.http.keys import CLOCK, ENGINE, SEAL
from server.links.rules.openings import path_to_read
from server.live.keys import ROOMS
from server.paper.imprint import label_of
from server.paper.press import PRESS
from server.paper.printed_page import MOST_SHOWN, Changed, changed_on
from server.paper.sheet_holder import holds_sheet
from server.rights.cookie import CookieClaim
from server.secrets.tokens import Seal, edition_of
from server.storage import Db, cards, edition_words, editions, notes
from server.storage.cards import CardRow
from server.storage.edition_words import Stretch
from server.storage.editions import Edition
from server.targets import BinderTarget, FolderTarget, NoteTarget
from server.text.paths import SitePage, path_for
from server.visitors.askers import asker_of
from server.visitors.team import TEAM
from server.visitors.visit import visit_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSheet:
    """An edition of a note, and where this very device opens the note, if it may read it."""

    edition: Edition
    row: CardRow
    changed_at: int
    latest: int
    url: str | None
    stretches: list[Stretch]


async def sheet(request: web.Request) -> web.Response:
    """Changes since the print, on one of its pages where the address has its number.

    Headings for any holder of the sheet, words for readers of the note.

    What only fetches the address, as a messenger's robot does, learns no heading: a form asks for them.
    """
    code = request.match_info["code"]
    id_ = edition_of(code)
    edition = await request.app[ENGINE].read(partial(editions.find, edition=id_)) if id_ is not None else None
    if edition is None or not edition.is_open:
        raise NotFoundError("no_sheet")
    if not request.app[SEAL].answers(code, edition.id, edition.generation):
        raise NotFoundError("no_sheet")
    target = edition.target
    number = int(request.match_info["number"]) if "number" in request.match_info else None
    match target:
        case NoteTarget():
            return await _of_note(request, edition, target, number)
        case FolderTarget():
            return await edition_page.sheet(request, edition, target, number)
        case BinderTarget():
            raise NotFoundError("no_sheet")


async def _of_note(
    request: web.Request, edition: Edition, target: NoteTarget, number: int | None
) -> web.Response:
    claim = visit_of(request).cookie
    look = partial(
        _look,
        edition=edition,
        target=target,
        claim=claim,
        seal=request.app[SEAL],
        proof=request.app[TEAM].proof,
        now=now_ms(),
    )
    found = await request.app[ENGINE].read(look)
    if found is None:
        raise NotFoundError("no_sheet")
    text = await request.app[ROOMS].markdown(target.id)
    stretch = found.stretches[0] if found.stretches else None
    press, asker = request.app[PRESS], await asker_of(request)
    changed = await changed_on(press, edition.markdown, text, number=number, stretch=stretch, asker=asker)
    told = changed.here[:MOST_SHOWN] if found.url else []
    return _page(request, found, changed, told)


def _page(request: web.Request, found: NoteSheet, changed: Changed, told: list[Told]) -> web.Response:
    edition, url, lang = found.edition, found.url, request[LANG]
    clock = request.app[CLOCK]
    here = changed.here
    headings = Counter((one.is_title, one.heading) for one in here)
    return page(
        request,
        "sheet.html",
        facts={},
        edition=edition,
        label=label_of(edition.id),
        printed=moment(clock.at(edition.printed_at), lang),
        changed_at=moment(clock.at(found.changed_at), lang),
        count=len(here),
        on=changed,
        whole_url=path_for(SitePage.SHEET_IN_CAPITALS, code=request.match_info["code"]),
        headings=list(headings.items()) if holds_sheet(request) else [],
        asks=not holds_sheet(request),
        shown=told,
        more=max(0, len(here) - MOST_SHOWN),
        latest=found.latest,
        frozen=found.row.frozen,
        note_url=url,
    )


def _look(
    db: Db,
    *,
    edition: Edition,
    target: NoteTarget,
    claim: CookieClaim | None,
    seal: Seal,
    proof: str,
    now: int,
) -> NoteSheet | None:
    """None where the note is in the trash."""
    row = notes.find(db, target.id)
    if row is None:
        return None
    last = editions.last(db, target)
    return NoteSheet(
        edition=edition,
        row=cards.find(db, row.id),
        changed_at=row.changed_at,
        latest=last.number if last else edition.number,
        stretches=edition_words.of_edition(db, edition.id),
        url=path_to_read(db, claim, target, seal=seal, proof=proof, now=now),
    )
