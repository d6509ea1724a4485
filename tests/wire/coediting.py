"""Everybody writes in one note while lines break, and at the end all must hold the same text."""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence

from tests.journeys.wire import Wire
from tests.wire.hands import Draw, Hand, Seen

OPENING = "# Le fret ferroviaire\n"
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
    """Let all write at random for so long, in a note that begins with OPENING.

    At first all lose their line, and later one or another; a line with a wire may also stall.
    `disaster` strikes every few seconds.
    """
    loop = asyncio.get_running_loop()
    away: dict[str, int] = {}
    await _everybody_sees([OPENING], hands)
    end = loop.time() + seconds
    for name in hands:
        away[name] = chance.randrange(_AWAY_EDITS)
        await _lose(name, hands, wires)
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
            if name in wires and chance.random() < 0.5:
                wires[name].hold()
            else:
                await _lose(name, hands, wires)
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
    await _everybody_sees(marks, hands)
    return {name: await hand.seen() for name, hand in hands.items()}


async def _everybody_sees(marks: Sequence[str], hands: Mapping[str, Hand]) -> None:
    async with asyncio.TaskGroup() as tasks:
        for hand in hands.values():
            tasks.create_task(hand.sees(marks))


async def _lose(name: str, hands: Mapping[str, Hand], wires: Mapping[str, Wire]) -> None:
    if name in wires:
        wires[name].cut()
    else:
        await hands[name].leave()


async def _return(name: str, hands: Mapping[str, Hand], wires: Mapping[str, Wire]) -> None:
    if name in wires:
        wires[name].release()
        wires[name].mend()
    else:
        await hands[name].come_back()
