"""One browser that asks a running server by `POST /api/search`, and times it."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from server.ids import NoteId
from tests.tools.bench.deliveries import percentile
from tests.visitor import Visitor

_PATIENCE_S: Final = 1800
_LOOK_S: Final = 2.0
_REST_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds from a question to the last byte of its answer."""

    p50_ms: float
    p99_ms: float
    longest_ms: float
    slowest: tuple[str, ...]

    @classmethod
    def of(cls, took: Sequence[tuple[int, str]]) -> "Took":
        """`took` are nanoseconds, each with its question."""
        times = sorted(ns for ns, _ in took)
        slowest = tuple(f"{q} ({ns / 1e6:.0f})" for ns, q in sorted(took, reverse=True)[:5])
        return cls(percentile(times, 0.5) / 1e6, percentile(times, 0.99) / 1e6, times[-1] / 1e6, slowest)


class RefusedError(Exception):
    """A question was answered with an error: its status and its words."""


@dataclass(frozen=True, slots=True)
class Asker:
    visitor: Visitor

    async def ask(self, q: str, **more: object) -> bytes:
        """The answer as it came. Raises RefusedError."""
        visitor = self.visitor
        asking = visitor.session.post(
            f"{visitor.url}/api/search", json={"q": q, **more}, headers=visitor.cookie
        )
        async with asking as answer:
            body = await answer.read()
            if answer.status != 200:
                raise RefusedError(f"{q!r}: {answer.status} {body[:300].decode(errors='replace')}")
            return body

    async def answer(self, q: str, **more: object) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(await self.ask(q, **more))
        return told

    async def found(self, q: str) -> list[NoteId]:
        """All notes that it finds, page after page, in their order."""
        notes: list[NoteId] = []
        after: int | None = 0
        while after is not None:
            told = await self.answer(q, **({"after": after} if after else {}))
            notes += [NoteId(result["note"]) for result in told["results"]]
            after = told["next"]
        return notes

    async def until_built(self) -> float:
        """Wait until the index holds all; the seconds it took since this was called. Raises TimeoutError."""
        began = time.perf_counter()
        async with asyncio.timeout(_PATIENCE_S):
            # Another process builds it: no event comes from there.
            while (await self.answer("mot"))["building"] is not None:  # noqa: ASYNC110
                await asyncio.sleep(_LOOK_S)
        return time.perf_counter() - began

    async def times(self, queries: Sequence[str], *, rounds: int = 1, at_once: int = 1) -> Took:
        """Ask each query `rounds` times, so many at the same time; one alone rests a little after each.

        Where a core is never idle, Linux takes 50 ms of each second from what runs before all other work.
        """
        left = iter([q for _ in range(rounds) for q in queries])
        took: list[tuple[int, str]] = []

        async def one_after_the_other() -> None:
            for q in islice(left, None):
                began = time.perf_counter_ns()
                await self.ask(q)
                took.append((time.perf_counter_ns() - began, q))
                if at_once == 1:
                    await asyncio.sleep(_REST_S)

        async with asyncio.TaskGroup() as tasks:
            for _ in range(at_once):
                tasks.create_task(one_after_the_other())
        return Took.of(took)
