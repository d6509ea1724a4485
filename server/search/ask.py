"""Asking: questions take turns, read the index once, and are ranked by texts in a thread of their own."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Literal

from aiohttp import web

from server.ids import NoteId
from server.jobs.asker import Asker
from server.jobs.fair_queue import FairQueue
from server.search.look import Seen, look
from server.search.passages import Parts, Passage, passages, says
from server.search.query import Query
from server.search.question import BLOCK, Question
from server.storage import Engine
from server.storage.search_results import Hit, Said
from server.storage.search_rows import unpacked

SHOWN: Final = 20
# Of one note: two are seen at first, the others unfold.
_MOST_PASSAGES: Final = 8
# Questions that wait: a page that types asks one at a time.
_MOST_OF_ONE: Final = 10
_MOST_OF_ALL: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A passage of the text, or of a comment in the thread of this number."""

    passage: Passage
    of: Literal["text", "comment"] = "text"
    thread: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A note with its passages, nearest first, and how many there are: at least, where its text `is_cut`."""

    hit: Hit
    title: Parts
    shown: Sequence[Shown]
    count: int
    nearness: int
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`passages` are counted where all texts were read to their ends, else None; results go on at `next`."""

    seen: Seen
    results: Sequence[Result] = ()
    passages: int | None = None
    next: int | None = None


class Search:
    """One question at a time; whoever waits, waits by turns."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turns = FairQueue(1, most_of_one=_MOST_OF_ONE, most=_MOST_OF_ALL)
        self._thread = ThreadPoolExecutor(1, "search")

    async def ask(self, question: Question, query: Query | None, asker: Asker) -> Answer:
        """Raises TooWideError, Busy."""
        async with self._turns.turn(asker):
            seen = await self._engine.read(partial(look, question=question))
            if query is None or not seen.best:
                return Answer(seen=seen, passages=0)
            rank = partial(ranked, seen, query, after=question.after)
            return await asyncio.get_running_loop().run_in_executor(self._thread, rank)

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)


SEARCH = web.AppKey("search", Search)


def ranked(seen: Seen, query: Query, *, after: int) -> Answer:
    """The results from `after` on: words in the title, then words that stand near, then the latest change."""
    beside: defaultdict[NoteId, list[Said]] = defaultdict(list)
    for said in seen.said:
        beside[said.note].append(said)
    read = [_result(hit, _text(seen.texts, hit), beside[hit.note], query) for hit in seen.best]
    found = [one for one in read if one is not None]
    notes = seen.notes
    if query.exact:
        notes, found = len(found), found[after // BLOCK * BLOCK :][:BLOCK]
    found.sort(key=lambda one: (-seen.in_titles.get(one.hit.doc, 0), one.nearness, -one.hit.changed_at))
    begin = after % BLOCK
    is_all = notes == len(found) and seen.is_whole and not any(one.is_cut for one in found)
    rest = after + SHOWN
    return Answer(
        seen=replace(seen, notes=notes),
        results=found[begin : begin + SHOWN],
        passages=sum(one.count for one in found) if is_all else None,
        next=rest if rest < notes else None,
    )


def _result(hit: Hit, text: str, said: Iterable[Said], query: Query) -> Result | None:
    """None where phrases that were to be exact are neither in the text nor in a comment."""
    comments = list(said)
    if query.exact and not any(says(one, query) for one in (text, *(one.text for one in comments))):
        return None
    found = passages(text, query, _MOST_PASSAGES)
    shown, count = [Shown(passage=one) for one in found.shown], found.count
    for one in comments:
        inside = passages(one.text, query, 1)
        count += min(1, inside.count)
        shown += [Shown(passage=each, of="comment", thread=one.number) for each in inside.shown]
    return Result(
        hit=hit,
        title=found.title,
        shown=shown[:_MOST_PASSAGES],
        count=count,
        nearness=found.nearness,
        is_cut=found.is_cut,
    )


def _text(texts: Mapping[int, bytes], hit: Hit) -> str:
    """'' where its bytes are damaged, as `pochette check` tells."""
    try:
        return unpacked(texts[hit.doc])
    except (KeyError, ValueError):
        return ""
