"""Messages about rooms between nodes: rights taken back, names, events of pages."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

import structlog

from server.ids import DeviceId, NoteId
from server.live.revocations import Revocation
from server.nodes.port import ANSWER_S, Nodes, Said

# A revocation is a commit, behind the answers of all nodes. When nobody says for so long what became of it,
# those who were cut off come back and are asked for their right.
END_S: Final = 2 * ANSWER_S

_BEGINS: Final = "revoking"
_ENDS: Final = "revoked"
_NAME: Final = "renamed"
_EVENT: Final = "told"

_log = structlog.get_logger(__name__)


class AcrossNodes:
    """`revoking`, `rename` and `tell` do the same in the rooms of this node."""

    def __init__(
        self,
        nodes: Nodes,
        *,
        revoking: Callable[[Revocation], AbstractAsyncContextManager[None]],
        rename: Callable[[DeviceId, str, int], None],
        tell: Callable[[NoteId, str, Said], None],
    ) -> None:
        self._nodes = nodes
        self._revoking = revoking
        self._ends: dict[str, asyncio.Future[bool]] = {}
        self._running: set[asyncio.Task[None]] = set()
        nodes.hear(_BEGINS, self._begin)
        nodes.hear(_ENDS, self._end)
        nodes.hear(_NAME, lambda said: rename(DeviceId(said["device"]), said["name"], said["colour"]))
        nodes.hear(_EVENT, lambda said: tell(NoteId(said["note"]), said["name"], said["content"]))

    @asynccontextmanager
    async def revoking(self, revocation: Revocation) -> AsyncIterator[None]:
        """On every other node nothing of these rights is taken in or shown, from the beginning of the block.

        A node that did not hear finds it out by its watches.
        """
        id_ = secrets.token_urlsafe(9)
        await self._nodes.ask(_BEGINS, revocation=id_, **revocation.facts())
        is_written = False
        try:
            yield
            is_written = True
        finally:
            self._nodes.say(_ENDS, revocation=id_, is_written=is_written)

    def rename(self, device: DeviceId, name: str, colour: int) -> None:
        self._nodes.say(_NAME, device=device, name=name, colour=colour)

    def tell(self, note: NoteId, name: str, content: Said) -> None:
        """For pages that show a note elsewhere, where this node does not have it."""
        if not self._nodes.owns(note):
            self._nodes.say(_EVENT, note=note, name=name, content=content)

    async def close(self) -> None:
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _begin(self, said: Said) -> None:
        """Return once all that was taken in before is on disk; the rest goes on by itself."""
        settled = asyncio.Event()
        task = asyncio.create_task(self._revoke(said, settled))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        await settled.wait()

    async def _revoke(self, said: Said, settled: asyncio.Event) -> None:
        id_ = said["revocation"]
        end = self._ends[id_] = asyncio.get_running_loop().create_future()
        try:
            async with self._revoking(Revocation.of_facts(said)):
                settled.set()
                async with asyncio.timeout(END_S):
                    _expect_written(is_so=await end)
        except (_NotWrittenError, TimeoutError):
            _log.info("a right that another node was to take back stays")
        finally:
            settled.set()
            self._ends.pop(id_, None)

    def _end(self, said: Said) -> None:
        end = self._ends.get(said["revocation"])
        if end is not None and not end.done():
            end.set_result(bool(said["is_written"]))


class _NotWrittenError(Exception):
    """The other node could not write it down."""


def _expect_written(*, is_so: bool) -> None:
    if not is_so:
        raise _NotWrittenError
