"""The printer is closed while a request that was let go is about to start it."""

import asyncio
import threading

import pytest

from export.errors import Failed
from export.process.worker import Worker
from server.paper.press import Press


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
