"""Faults of nodes, and of the ways by which people reach them."""

import asyncio

from tests.tools.nodes.fault import Strike
from tests.tools.nodes.stage import Stage


async def nothing(stage: Stage) -> None:
    await asyncio.sleep(2)


async def kill_owner(stage: Stage) -> None:
    node = stage.owner()
    node.kill()
    await asyncio.sleep(stage.chance.uniform(0.2, 3))
    await node.start()


async def kill_all(stage: Stage) -> None:
    """Nobody heals: what was acknowledged or seen must be in the journal now."""
    for node in stage.nodes:
        node.kill()
    await stage.judge_now()
    await asyncio.gather(*(node.start() for node in stage.nodes))


def stopped(seconds: float) -> Strike:
    async def strike(stage: Stage) -> None:
        node = stage.owner()
        node.pause()
        await asyncio.sleep(seconds)
        node.resume()
        await asyncio.sleep(1)

    return strike


async def stopped_about_a_lease(stage: Stage) -> None:
    """Whoever wakes asks for its lease while another one may be burying it: either comes first."""
    for seconds in (3.9, 4.3, 4.8, 5.3):
        await stopped(seconds)(stage)
        await asyncio.sleep(1)


async def stopped_in_turn(stage: Stage) -> None:
    """Each node three times for longer than its lease: owners change every six seconds."""
    for _ in range(3):
        for node in stage.nodes:
            node.pause()
            await asyncio.sleep(5)
            node.resume()
            await asyncio.sleep(1)


async def rolling_restart(stage: Stage) -> None:
    for node in stage.nodes:
        await node.stop()
        await node.start()
        await asyncio.sleep(1)


async def hop(stage: Stage) -> None:
    """Everybody changes networks all the time: the old line is left half open, the next is at any node."""
    for _ in range(40):
        await asyncio.sleep(0.25)
        stage.chance.choice(stage.company.people).hop()


async def doors_cut(stage: Stage) -> None:
    """The network of everybody at one node breaks, and works again."""
    node = stage.owner()
    node.door.cut()
    await asyncio.sleep(3)
    node.door.mend()


async def doors_hang(stage: Stage) -> None:
    """The same, and nobody is told: a phone in a tunnel."""
    node = stage.owner()
    node.door.hang()
    await asyncio.sleep(5)
    node.door.mend()


async def slow(stage: Stage) -> None:
    """Every way of people takes a fifth of a second more."""
    for node in stage.nodes:
        node.door.delay_s = 0.2
    await asyncio.sleep(5)
    for node in stage.nodes:
        node.door.delay_s = 0
