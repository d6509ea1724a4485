"""Proofs: prints to be looked at before they are taken, each kept with its pages and pictures for a while."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeAlias

import structlog
from aiohttp import web

from export.errors import ExportError, Failed, TooMuch
from export.folder.serialize import picture_job
from export.note.brief import Brief
from export.note.serialize import serialize
from export.paper import head
from export.paper.page_count import PageCount
from export.process.host import ChildHost, Limits
from export.process.pdf_pages import PdfPage, pages_job, read_pages
from server.ids import NoteId
from server.jobs.asker import Asker
from server.jobs.lane import Lane
from server.jobs.lru_cache import LruCache
from server.paper.press import Press
from server.paper.proposals import Proposal, is_worth, proposals

_log = structlog.get_logger(__name__)

_KEPT_PROOFS = 48 * 1024 * 1024
_KEPT_PICTURES = 24 * 1024 * 1024
# A proof says when it was printed; for so long the same text and request are the same proof all the same.
_SAME_FOR_S = 600
_TOLD_S = 5.0
_KEY_LETTERS = 32
# Proposals are measured for a preview that somebody has looked at in so many seconds.
_LOOKS_S = 40.0

Count: TypeAlias = Callable[[Brief, Asker], Awaitable[PageCount]]


@dataclass(frozen=True, slots=True)
class FirstPages:
    """The first pages of a print that is not whole yet, as they will be. Nobody gets the PDF."""

    pdf: bytes = b""
    pages: tuple[PdfPage, ...] = ()


class Proof:
    """One print on its way, for those who look at it.

    `proposals` are None until they are measured, and `brief` is what they are measured of.
    """

    def __init__(self, note: NoteId, epoch: int, key: str) -> None:
        self.note = note
        self.epoch = epoch
        self.key = key
        self.pdf = b""
        self.extent: PageCount | None = None
        self.pages: tuple[PdfPage, ...] = ()
        self.failure: ExportError | None = None
        self.askers: set[str] = set()
        self.first = FirstPages()
        self.brief: Brief | None = None
        self.proposals: tuple[Proposal, ...] | None = None
        self.looked_at = 0.0
        self._over = asyncio.Event()
        self._news = asyncio.Event()

    def __len__(self) -> int:
        return len(self.pdf)

    @property
    def is_over(self) -> bool:
        return self._over.is_set()

    async def news(self) -> None:
        """Wait for what comes next: the first pages, the end of the print, its proposals."""
        await self._news.wait()

    async def result(self) -> "Proof":
        """Itself, once it is printed. Raises ExportError."""
        await self._over.wait()
        if self.failure is not None:
            raise self.failure
        return self

    def begin_with(self, first: FirstPages) -> None:
        """Show them until all pages are there."""
        self.first = first
        self._news.set()
        self._news = asyncio.Event()

    def end(self, failure: ExportError | None = None) -> None:
        self.failure = failure
        self.first = FirstPages()
        self._over.set()
        self._news.set()
        if self.brief is None:
            self.proposals = ()
        else:
            self._news = asyncio.Event()

    def propose(self, found: tuple[Proposal, ...]) -> None:
        """Show them beside the pages."""
        self.proposals, self.brief = found, None
        self._news.set()


class Proofs:
    """The process that looks at pages starts with the first proof, and ends with `close`.

    `count` lays a brief out behind everything else, for proposals.
    """

    def __init__(
        self, press: Press, start: Callable[[], ChildHost] | None = None, count: Count | None = None
    ) -> None:
        self._press = press
        self._count = count
        self._proposing: dict[Proof, asyncio.Task[None]] = {}
        self._start = start or (lambda: ChildHost("inspect", Limits()))
        self._host: ChildHost | None = None
        self._lane = Lane("proofs")
        self._running: dict[tuple[NoteId, str], tuple[Proof, asyncio.Task[None]]] = {}
        self._proofs: LruCache[Proof] = LruCache(_KEPT_PROOFS, len)
        # A page that asks again and again until it has an answer is told this one, for a while.
        self._failed: dict[tuple[NoteId, str], Proof] = {}
        self._pictures: LruCache[bytes] = LruCache(_KEPT_PICTURES, len)

    async def begin(self, note: NoteId, epoch: int, brief: Brief, asker: Asker) -> Proof:
        """Print, or join a running print. Cancels the asker's earlier proof of this note.

        `epoch` is one that the note had before its text was read for the brief.
        """
        key = await asyncio.to_thread(_key_of, note, epoch, brief)
        self._let_go(note, key, asker)
        if (proof := self.find(note, epoch, key)) is not None:
            proof.askers.add(asker.who)
            return proof
        proof = Proof(note, epoch, key)
        proof.askers.add(asker.who)
        task = asyncio.create_task(self._print(proof, brief, asker))
        self._running[note, key] = (proof, task)
        task.add_done_callback(lambda _: self._over(proof))
        # Let it take its place among those who wait, so that it can be told.
        await asyncio.sleep(0)
        return proof

    def find(self, note: NoteId, epoch: int, key: str) -> Proof | None:
        """One that was begun or kept, by the note it is of.

        In an earlier epoch than that of the moment a passage may have been there that was erased since.
        """
        running = self._running.get((note, key))
        proof = running[0] if running else self._proofs.get((note, key)) or self._failed.get((note, key))
        return proof if proof is not None and proof.epoch == epoch else None

    def look(self, proof: Proof, asker: Asker) -> None:
        """Somebody looks at it: its proposals are measured, where they are still to come."""
        proof.looked_at = asyncio.get_running_loop().time()
        if proof.is_over and proof.brief is not None and self._count and proof not in self._proposing:
            task = asyncio.create_task(self._propose(proof, proof.brief, self._count, asker))
            self._proposing[proof] = task
            task.add_done_callback(lambda _: self._proposing.pop(proof, None))

    async def picture(self, proof: Proof, number: int, width: int, asker: Asker) -> bytes:
        """Page `number` of a printed proof as a PNG, when the asker's turn has come. Raises ExportError."""
        name = (proof.note, proof.key, number, width)
        if (kept := self._pictures.get(name)) is None:
            kept = await self._ask(picture_job(proof.pdf, number, width), asker)
            self._pictures.keep(name, kept)
        return kept

    async def first_picture(self, first: FirstPages, number: int, width: int, asker: Asker) -> bytes:
        """The same of one of the first pages of a print that is not whole yet; it is not kept."""
        return await self._ask(picture_job(first.pdf, number, width), asker)

    async def close(self) -> None:
        """End what is being printed, and the process."""
        tasks = [*(task for _, task in self._running.values()), *self._proposing.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._host is not None:
            await asyncio.to_thread(self._host.close)
        await asyncio.to_thread(self._lane.close)

    def _let_go(self, note: NoteId, key: str, asker: Asker) -> None:
        """A print that nobody looks at any more is given up."""
        for (its_note, its_key), (proof, task) in list(self._running.items()):
            if its_note == note and its_key != key and asker.who in proof.askers:
                proof.askers.discard(asker.who)
                if not proof.askers:
                    del self._running[its_note, its_key]
                    task.cancel()

    def _over(self, proof: Proof) -> None:
        """Another one of the same key may be under way, where this one was given up."""
        name = (proof.note, proof.key)
        if name in self._running and self._running[name][0] is proof:
            del self._running[name]

    async def _print(self, proof: Proof, brief: Brief, asker: Asker) -> None:
        try:
            if head.is_worth(brief):
                await self._print_first(proof, brief, asker)
            printed = await self._press.proofed(brief, asker, lambda: proof.askers)
            proof.pdf, proof.extent = printed.pdf, printed.extent
            proof.pages = read_pages(await self._ask(pages_job(proof.pdf), asker))
            self._proofs.keep((proof.note, proof.key), proof)
            proof.brief = brief if self._count and is_worth(printed.extent) else None
            proof.end()
        except ExportError as error:
            self._failed[proof.note, proof.key] = proof
            asyncio.get_running_loop().call_later(_TOLD_S, self._failed.pop, (proof.note, proof.key), None)
            proof.end(error)
        except Exception:  # noqa: BLE001 -- the waiting requests get it
            _log.exception("a proof could not be printed")
        finally:
            if not proof.is_over:
                proof.end(Failed("the proof was let go"))

    async def _print_first(self, proof: Proof, brief: Brief, asker: Asker) -> None:
        """What fails here fails in the whole print too, which says why."""
        with suppress(TooMuch, Failed):
            pdf = await self._press.first_pages(brief, asker, lambda: proof.askers)
            if pdf:
                proof.begin_with(FirstPages(pdf, read_pages(await self._ask(pages_job(pdf), asker))))

    async def _propose(self, proof: Proof, brief: Brief, count: Count, asker: Asker) -> None:
        clock, extent = asyncio.get_running_loop().time, proof.extent

        async def measure(changed: Brief) -> PageCount:
            if clock() - proof.looked_at > _LOOKS_S:
                raise _NobodyLooksError
            return await count(changed, asker)

        try:
            proof.propose(await proposals(brief, extent, measure) if extent else ())
        except ExportError:
            proof.propose(())
        except _NobodyLooksError:  # they are begun again with the next look
            pass

    async def _ask(self, job: bytes, asker: Asker) -> bytes:
        return await self._lane.do(lambda: self._started().ask(job), asker)

    def _started(self) -> ChildHost:
        """In the one thread of the lane."""
        self._host = self._host or self._start()
        return self._host


class _NobodyLooksError(Exception):
    """A preview is shown on no screen any more."""


PROOFS = web.AppKey("proofs", Proofs)


def _key_of(note: NoteId, epoch: int, brief: Brief) -> str:
    """The same for the same paper of the same note, but for the minute that it names."""
    slot = int(brief.printed_at.timestamp()) // _SAME_FOR_S
    timeless = serialize(replace(brief, printed_at=datetime.fromtimestamp(0, UTC)))
    return hashlib.sha256(f"{note} {epoch} {slot}\n".encode() + timeless).hexdigest()[:_KEY_LETTERS]
