"""One run: start everything, let people type, strike, wait for a quiet end, judge."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from random import Random
from typing import Final

from tests.tools.nodes.cluster import cluster
from tests.tools.nodes.company import company
from tests.tools.nodes.database import Database, Sqlite
from tests.tools.nodes.fault import Fault
from tests.tools.nodes.judge import Verdict
from tests.tools.nodes.lines import How
from tests.tools.nodes.node import Node
from tests.tools.nodes.stage import Stage
from tests.tools.nodes.witness import Witness

# The page gives a silent line up after 12 s, waits 12 s more at most, and then has a handshake to do.
PATIENCE_S: Final = 45
# What a line of the log says, without what is different each time.
_ERROR: Final = re.compile(r"\[(?:error|critical) *\] ([^=\n]*?)(?: +\w+=|\n)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Of one run. `nodes` share one PostgreSQL; 0 is one alone with a file of SQLite.

    `readers` are there beside `people` and type nothing. `seconds` of typing are beside those that the
    fault takes; `minutes` are those of chaos.
    """

    nodes: int = 0
    seconds: float = 20
    minutes: float = 2
    people: int = 12
    readers: int = 4
    notes: int = 2
    every_s: float = 0.15
    hows: tuple[How, ...] = ("socket", "stream", "socket", "poll")
    seed: int = 1


@dataclass(kw_only=True)
class Outcome:
    """Of one run: verdicts of its end, of moments before and of races; what its servers called errors."""

    seed: int
    verdict: Verdict
    moments: list[Verdict] = field(default_factory=list)
    races: list[Verdict] = field(default_factory=list)
    early: int = 0
    looks: int = 0
    remarks: list[str] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        verdicts = (self.verdict, *self.moments, *self.races)
        return self.early == 0 and all(verdict.is_clean for verdict in verdicts)

    def most(self, what: str) -> int:
        """How many of something: a moment sees what the end sees again, a race has notes of its own."""
        count = attrgetter(what)
        return int(max(map(count, (self.verdict, *self.moments))) + sum(map(count, self.races)))


async def run(fault: Fault, plan: Plan, folder: Path) -> Outcome:
    """One fault, on one node with a file of SQLite or on nodes with PostgreSQL."""
    chance = Random(plan.seed)
    several = cluster(folder, nodes=plan.nodes, standby=fault.standby, has_small_disk=fault.has_small_disk)
    async with several if plan.nodes else _alone(folder) as (nodes, database):
        witness = Witness(database.journal)
        urls = [node.url for node in nodes]
        async with company(
            urls,
            chance,
            witness.look,
            people=plan.people,
            readers=plan.readers,
            notes=plan.notes,
            every_s=plan.every_s,
            hows=plan.hows,
        ) as people:
            stage = Stage(nodes, database, people, witness, chance, minutes=plan.minutes)
            people.type(is_typing=True)
            await asyncio.sleep(plan.seconds * 0.4)
            await fault.strike(stage)
            await asyncio.sleep(plan.seconds * 0.6)
            people.type(is_typing=False)
            await people.until_quiet(PATIENCE_S)
            verdict = await stage.judge_at_the_end()
        errors = Counter(error for node in nodes for error in _ERROR.findall(node.log))
    return Outcome(
        seed=plan.seed,
        verdict=verdict,
        moments=stage.moments,
        races=stage.races,
        early=witness.early,
        looks=witness.looks,
        remarks=stage.remarks,
        errors=dict(errors),
    )


@asynccontextmanager
async def _alone(folder: Path) -> AsyncIterator[tuple[Sequence[Node], Database]]:
    async with AsyncExitStack() as stack:
        node = Node(folder / "data")
        stack.push_async_callback(node.close)
        await node.listen()
        await node.start()
        yield [node], Sqlite(node.data)
