"""The printer: what it makes of a text, and its end while a request that was let go is about to start it."""

import asyncio
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from export.changes.counted import Leaf
from export.errors import Failed
from export.process.worker import Limits, Worker
from server.jobs.asker import Asker
from server.paper.press import Press

SOMEBODY = Asker(who="somebody")


@pytest.mark.own_printers
async def test_no_process_outlives_a_printer_that_is_closed_while_it_starts() -> None:
    begun, may_end, started = threading.Event(), threading.Event(), list[Worker]()

    def start() -> Worker:
        begun.set()
        may_end.wait()
        started.append(Worker())
        return started[0]

    press = Press(start)
    waiting = asyncio.create_task(press.ready())
    await asyncio.to_thread(begun.wait)
    waiting.cancel()
    closing = asyncio.create_task(press.close())
    may_end.set()
    await closing
    with pytest.raises(Failed):
        started[0].ready()
    with pytest.raises(Failed):
        await press.ready()


async def test_the_passages_of_a_text_are_known_without_what_it_was_before() -> None:
    press = Press()
    brief = await press.read("# T\n\nUn **mot**.\n\n- deux", printed_at=datetime.now(UTC))

    try:
        assert await press.leaves(replace(brief, previous="autre"), SOMEBODY) == (
            *(Leaf("T", 1), Leaf("Un mot", 2)),
            Leaf("deux", 1),
        )
        long = "mot " * 100
        assert await press.leaves(replace(brief, body=f"{long}\n\n" * 120), SOMEBODY) == (
            Leaf("T", 1),
            *[Leaf(long.strip(), 100)] * 120,
        )
    finally:
        await press.close()


async def test_a_text_whose_version_before_takes_too_long_is_shown_without_marks() -> None:
    press = Press(lambda: Worker(Limits(seconds=2, wall_seconds=2)))
    brief = await press.read("# T\n\nUn mot.\n\ndeux\n\ntrois", printed_at=datetime.now(UTC))
    before = brief.body.replace("mot", "autre mot")

    try:
        marked = await press.html(replace(brief, previous=before), SOMEBODY)
        slow = replace(brief, previous=f"{before}\n\n" + f"{'![' * 9_000}\n\n" * 6)
        shown = await press.html(slow, SOMEBODY)
    finally:
        await press.close()

    assert 'data-ch="1"' in marked
    assert "Un mot." in shown
    assert "data-ch" not in shown
