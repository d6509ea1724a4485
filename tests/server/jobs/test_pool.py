"""Hard work for many: by turns, and no more than memory holds."""

import asyncio

import pytest

from export.errors import Busy, Unreadable
from server.jobs.asker import Asker
from server.jobs.pool import MOST_BYTES, JobPool


async def test_one_file_does_not_wait_for_many_of_somebody_else() -> None:
    errands, order = JobPool(), []

    async def bring(who: str) -> None:
        with pytest.raises(Unreadable):
            await errands.run("picture", b"no picture", asker=Asker(who=who))
        order.append(who)

    async with asyncio.TaskGroup() as tasks:
        for who in ["many"] * 12 + ["one"]:
            tasks.create_task(bring(who))
    # Two at a time end in any order, so its place is not exact.
    assert order.index("one") < 8
    await errands.close()


async def test_what_would_not_fit_into_memory_is_asked_to_come_later() -> None:
    errands = JobPool()
    with pytest.raises(Busy):
        await errands.run("picture", bytes(MOST_BYTES + 1), asker=Asker(who="one"))
    with pytest.raises(Unreadable):
        await errands.run("picture", b"no picture", asker=Asker(who="one"))
    await errands.close()
