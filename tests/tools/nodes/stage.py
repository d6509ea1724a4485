"""Stage: the nodes, the database and the people of one run, as a fault finds them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from tests.tools.nodes.company import Company
from tests.tools.nodes.database import Database
from tests.tools.nodes.journals import all_rows
from tests.tools.nodes.judge import Verdict, judge, judge_at_a_kill
from tests.tools.nodes.node import Node
from tests.tools.nodes.postgres_database import PostgresDatabase
from tests.tools.nodes.witness import Witness

# What a dead server had sent before is still on its way through the ways and our own buffers.
_ON_ITS_WAY_S = 0.3


@dataclass
class Stage:
    """`moments` are verdicts on the same notes before the end, `races` those on others."""

    nodes: Sequence[Node]
    database: Database
    company: Company
    witness: Witness
    chance: Random
    minutes: float = 2.0
    moments: list[Verdict] = field(default_factory=list)
    races: list[Verdict] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_on_postgresql(self) -> bool:
        return isinstance(self.database, PostgresDatabase)

    @property
    def postgres(self) -> PostgresDatabase:
        assert isinstance(self.database, PostgresDatabase)
        return self.database

    def owner(self) -> Node:
        """The node that has the first note open; any where nobody knows."""
        note = next(iter(self.company.notes))
        return self.database.owner(note, self.nodes) or self.chance.choice(
            [node for node in self.nodes if node.is_running]
        )

    async def judge_now(self) -> None:
        """No server runs: what was acknowledged or shown must be on disk."""
        await asyncio.sleep(_ON_ITS_WAY_S)
        rows = all_rows(self.database.journal, self.company.notes)
        self.moments.append(judge_at_a_kill(self.company.sittings, rows))

    async def judge_at_the_end(self) -> Verdict:
        """After a quiet end; a node that gives another text than the journal counts as a screen."""
        rows = all_rows(self.database.journal, self.company.notes)
        verdict = judge(self.company.sittings, rows)
        screens = {sitting.note: sitting.screen for sitting in self.company.sittings}
        if verdict.is_clean:
            verdict.differing += sum(text != screens[note] for note, text in await self.company.texts())
        return verdict
