"""The printer: what it makes of a text, and its end while a request that was let go is about to start it."""

import asyncio
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from export.errors import Failed
from export.process.worker import Worker
from server.jobs.asker import Asker
from server.paper.press import Press

SOMEBODY = Asker(who="somebody")


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
        assert await press.leaves(replace(brief, previous="autre"), SOMEBODY) == ("Un mot", "deux")
        long = "mot " * 100
        assert await press.leaves(replace(brief, body=f"{long}\n\n" * 120), SOMEBODY) == (long.strip(),) * 120
    finally:
        await press.close()
