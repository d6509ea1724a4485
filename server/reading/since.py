"""Changes of a note since the version that a device was shown."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from aiohttp import web

from export.changes.counted import Counted
from export.dialect.marked import marked
from export.errors import BadCard, TooLong, TooMuch
from export.note.card import with_card
from server.http.access import ACCESS
from server.http.keys import ENGINE
from server.ids import DeviceId, NoteId
from server.jobs.asker import Asker
from server.live.open_note import Standing
from server.reading.readings import NOT_LAID_OUT, READINGS, UNCHANGED
from server.storage import Db, cards, readings
from server.storage.readings import Now, Position, Reading

_UNKNOWN: Final = Counted(0, is_rewritten=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The version that a page shows to a device, and what the device was shown before.

    `previous` is the Markdown with which the text is compared, "" where it has no marks. Where it `is_open`
    the layout tells how much has changed.
    """

    device: DeviceId
    position: Position
    row: Reading | None
    counted: Counted = UNCHANGED
    previous: str = ""
    is_asked: bool = True
    is_open: bool = False
    now: Now | None = None

    @property
    def is_said(self) -> bool:
        """Whether the device has said that it has read just this."""
        is_unchanged = self.counted == UNCHANGED and self.is_asked
        return self.row is not None and self.row.said_at is not None and is_unchanged


async def seen_before(request: web.Request, note: NoteId, standing: Standing) -> Seen | None:
    """None where nothing is known of the browser, or where the text stands in the journal."""
    device = request[ACCESS].device
    if device is None or standing.seq is None:
        return None
    position = Position(standing.epoch, standing.seq)
    row, now = await request.app[ENGINE].read(partial(_look, device=device, note=note))
    seen = Seen(device=device, position=position, row=row)
    if row is None or now is None or row.position == position:
        return seen
    if request.query.get("since") == "no":
        return replace(seen, is_asked=False)
    return await _compared(request, note, replace(seen, now=replace(now, position=position)), row)


async def _compared(request: web.Request, note: NoteId, seen: Seen, row: Reading) -> Seen:
    """With what the layout is compared with, unless it is known that no mark will come of it."""
    kept = request.app[READINGS]
    known = kept.known(note, row, seen.position)
    if known is not None and (known == UNCHANGED or known.is_rewritten):
        return replace(seen, counted=known)
    try:
        old = await kept.texts.at(note, row.position)
    except NOT_LAID_OUT:
        return replace(seen, is_asked=False)
    if old is None:
        return replace(seen, is_open=True)
    # The card of today with both: what it said before has no history.
    card = await request.app[ENGINE].read(partial(cards.find, note=note))
    return replace(seen, is_open=True, previous=with_card(card.card, old, says_draft=True))


async def counted_in(
    request: web.Request, note: NoteId, seen: Seen, text: str, html: str, asker: Asker
) -> Seen:
    """With what has changed: as many passages as carry marks, else it is counted whether any would."""
    if not seen.is_open or seen.row is None or seen.now is None:
        return seen
    if many := marked(html):
        return replace(seen, counted=Counted(many, is_rewritten=False))
    try:
        found = await request.app[READINGS].changed(
            note, seen.row, seen.now, asker=asker, device=seen.device, text=text
        )
    except (TooMuch, TooLong, BadCard):
        return replace(seen, counted=_UNKNOWN)
    except NOT_LAID_OUT:  # not now: the next page may say it
        return replace(seen, is_asked=False)
    # Without marks a changed text is one to be read from its beginning.
    return replace(seen, counted=replace(found, is_rewritten=found != UNCHANGED))


def _look(db: Db, *, device: DeviceId, note: NoteId) -> tuple[Reading | None, Now | None]:
    return readings.find(db, device, note), readings.standing(db, [note]).get(note)
