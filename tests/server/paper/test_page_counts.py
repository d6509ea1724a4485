"""Page counts: measured once per change in a queue, and sent to every editor of the note."""

import os
from datetime import UTC, datetime

import pytest

from export.errors import TooMuch
from export.note.brief import Brief
from export.paper.page_count import PageCount
from export.process.host import ChildHost, Limits
from server.ids import NoteId
from server.paper.page_counts import EVERY_S, LATEST_S, PAUSE_S, Length, PageCounts
from tests.conftest import Client
from tests.server.live.editors import Editor, join
from tests.server.notes.cards import set_card
from tests.server.visits import make

ONE, OTHER = NoteId("one"), NoteId("other")


class Ruler:
    """Measures without paper: a page and a half, each time that it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def ask(self, message: bytes) -> bytes:
        self.asked += 1
        if b"refused" in message:
            raise TooMuch("export.too-much.cells", {"count": 4_000, "limit": 3_000})
        return PageCount(pages=2, fill=0.5).to_bytes()

    def close(self) -> None:
        """There is no process."""


class Desk:
    """Open notes with their last rows, a clock, and what was told."""

    def __init__(self) -> None:
        self.shown: dict[NoteId, int] = {}
        self.now = 100.0
        self.body = ""
        self.told: list[tuple[NoteId, Length]] = []
        self.ruler = Ruler()
        self.counts = PageCounts(
            shown=lambda: self.shown,
            brief_of=self._brief,
            is_free=lambda: True,
            tell=lambda note, length: self.told.append((note, length)),
            start=lambda: self.ruler,
            clock=lambda: self.now,
        )

    async def _brief(self, _: NoteId) -> Brief:
        return Brief(title="", body=self.body, printed_at=datetime.fromtimestamp(0, UTC))

    def type_for(self, seconds: float) -> list[float]:
        """A row a second; the seconds at which the note was due."""
        due = []
        for _ in range(round(seconds)):
            self.now += 1
            self.shown[ONE] += 1
            if self.counts.due(self.now):
                due.append(self.now)
        return due


async def test_a_note_is_due_at_once_then_after_a_pause_and_seldom() -> None:
    desk = Desk()
    desk.shown = {ONE: 1}
    assert desk.counts.due(desk.now) == (ONE, 1)
    assert (await desk.counts.length(ONE, 1)).pages == 1.5
    measured_at = desk.now
    assert desk.counts.due(desk.now) is None, "nothing was written since"
    assert desk.type_for(EVERY_S + 5) == [], "somebody types on"
    desk.now += PAUSE_S
    assert desk.counts.due(desk.now) == (ONE, desk.shown[ONE])
    assert desk.type_for(LATEST_S)[0] == measured_at + LATEST_S, "whoever never pauses hears of it too"


async def test_the_note_that_waits_longest_comes_first() -> None:
    desk = Desk()
    desk.shown = {ONE: 1, OTHER: 1}
    await desk.counts.length(ONE, 1)
    desk.now += 1
    await desk.counts.length(OTHER, 1)
    desk.shown = {OTHER: 2, ONE: 2}
    desk.counts.due(desk.now)
    desk.now += EVERY_S + 1
    assert desk.counts.due(desk.now) == (ONE, 2)


async def test_the_same_rows_are_measured_once_and_a_new_card_anew() -> None:
    desk = Desk()
    for _ in range(3):
        await desk.counts.length(ONE, 1)
    assert desk.ruler.asked == 1
    desk.counts.forget(ONE)
    known = desk.counts.known(ONE)
    assert known is not None
    assert known.pages == 1.5, "until it is measured again"
    await desk.counts.length(ONE, 1)
    assert desk.ruler.asked == 2


async def test_a_note_that_cannot_be_printed_has_no_length() -> None:
    desk = Desk()
    desk.body = "refused"
    assert (await desk.counts.length(ONE, 1)).pages is None


async def test_everybody_in_a_note_hears_how_long_it_is(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\n" + "Un long paragraphe de la note.\n\n" * 40)
    writers = [
        await join(client, token, headers=made.cookie)
        for token in (made.edit_token, made.read.rpartition("/")[2])
    ]
    for writer in writers:
        await writer.until(lambda writer=writer: _extents(writer) != [])  # type: ignore[misc]
    (length,) = {pages for writer in writers for pages in _extents(writer)}
    assert 1 < length < 3
    await set_card(client, made, budget=1)
    answer = await client.get(f"{made.read}/extent")
    assert await answer.json() == {"pages": length, "budget": 1, "fits_in": None}


async def test_a_note_that_is_set_closer_says_how_long_it_is_and_in_what_it_fits(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\n" + "Un long paragraphe de la note.\n\n" * 27)
    await set_card(client, made, budget=1)
    told = await (await client.get(f"{made.read}/extent")).json()
    assert 1 < told["pages"] < 1.4
    assert told["fits_in"] == 1


@pytest.mark.parametrize(("text", "expected"), [("# Eau", 0.3), ("# Eau\n\n" + "mot " * 6_000, None)])
async def test_a_program_asks_for_it(client: Client, text: str, expected: float | None) -> None:
    made = await make(client, markdown=text)
    told = await (await client.get(f"{made.read}/extent")).json()
    assert told["budget"] is None
    assert told["pages"] == pytest.approx(expected, abs=0.2) if expected else told["pages"] is None


@pytest.mark.own_printers
def test_the_process_that_measures_gives_way_to_all_others() -> None:
    lane = ChildHost("page_count", Limits())
    lane.ready()
    child = lane._child  # noqa: SLF001 -- which process it is
    assert child is not None
    with open(f"/proc/{child.process.pid}/stat") as stat:  # noqa: PTH123
        nice = int(stat.read().rpartition(") ")[2].split()[16])
    lane.close()
    assert nice == min(os.nice(0) + 15, 19)


def _extents(editor: Editor) -> list[float]:
    return [
        float(str(event["pages"]))
        for event in editor.events
        if event["event"] == "extent" and event["pages"] is not None
    ]
