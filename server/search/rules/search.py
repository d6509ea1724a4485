"""Search: questions take turns, read the index once, and are ranked in a thread of their own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

from server.jobs.asker import Asker
from server.jobs.fair_queue import FairQueue
from server.search.rules.plan import SearchPlan
from server.search.rules.ranking import Answer, ranked
from server.search.rules.retrieval import retrieve
from server.storage import Engine

# Questions that wait: a page that types asks one at a time.
_MOST_OF_ONE: Final = 10
_MOST_OF_ALL: Final = 200


class Search:
    """One question at a time; the others wait by turns."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turns = FairQueue(1, most_of_one=_MOST_OF_ONE, most=_MOST_OF_ALL)
        self._thread = ThreadPoolExecutor(1, "search")

    async def ask(self, plan: SearchPlan, asker: Asker) -> Answer:
        """Raises TooWideError, Busy."""
        async with self._turns.turn(asker):
            got = await self._engine.read(partial(retrieve, plan=plan))
            if plan.query is None or not got.best:
                return Answer(retrieved=got, passages=0)
            rank = partial(ranked, got, plan.query, after=plan.after)
            return await asyncio.get_running_loop().run_in_executor(self._thread, rank)

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)
