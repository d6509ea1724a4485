"""Everybody writes in one note while lines break, and at the end all must hold the same text."""

import asyncio
import random
from collections.abc import Callable, Mapping

from tests.journeys.wire import Wire
from tests.wire.hands import Draw, Hand, Seen

# Nobody's keyboard is faster.
_BETWEEN_EDITS_S = 0.002
_BETWEEN_DISASTERS_S = 2
_TROUBLE = 0.04
_AWAY_EDITS = 10

Outcome = Mapping[str, Seen]


async def co_edit(
    hands: Mapping[str, Hand],
    wires: Mapping[str, Wire],
    *,
    seconds: float,
    chance: random.Random,
    disaster: Callable[[], None] | None = None,
) -> Outcome:
    """Let all write at random for so long; those with a wire lose it or stall now and then, the others leave.

    `disaster` strikes every few seconds.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    away: dict[str, int] = {}
    strikes_at = loop.time() + _BETWEEN_DISASTERS_S
    while loop.time() < end:
        name = chance.choice(list(hands))
        await hands[name].edit(Draw.by(chance))
        if name in away:
            away[name] -= 1
            if away[name] <= 0:
                del away[name]
                await _return(name, hands, wires)
        elif chance.random() < _TROUBLE:
            away[name] = chance.randrange(_AWAY_EDITS)
            await _break(name, hands, wires, chance)
        if disaster is not None and loop.time() > strikes_at:
            await asyncio.to_thread(disaster)
            strikes_at = loop.time() + _BETWEEN_DISASTERS_S
        await asyncio.sleep(_BETWEEN_EDITS_S)
    for name in away:
        await _return(name, hands, wires)
    marks = [f"⟦{name}⟧" for name in hands]
    for mark, hand in zip(marks, hands.values(), strict=True):
        await hand.write(mark)
    # A mark is the last that its hand wrote: who sees all marks has everything.
    async with asyncio.TaskGroup() as tasks:
        for hand in hands.values():
            tasks.create_task(hand.sees(marks))
    return {name: await hand.seen() for name, hand in hands.items()}


async def _break(
    name: str, hands: Mapping[str, Hand], wires: Mapping[str, Wire], chance: random.Random
) -> None:
    if name not in wires:
        await hands[name].leave()
    elif chance.random() < 0.5:
        wires[name].cut()
    else:
        wires[name].hold()


async def _return(name: str, hands: Mapping[str, Hand], wires: Mapping[str, Wire]) -> None:
    if name in wires:
        wires[name].release()
        wires[name].mend()
    else:
        await hands[name].come_back()
