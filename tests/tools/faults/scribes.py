"""Somebody who types word after word, and knows when each was typed and when it was shown as saved."""

import asyncio
import math
import random
import time
from collections import Counter
from dataclasses import dataclass, field

from aiohttp import ClientError, ClientSession

from tests.server.live.editors import Editor


@dataclass(slots=True)
class Word:
    """Times of the monotonic clock; `saved_at` is infinite until it is acknowledged."""

    text: str
    typed_at: float
    saved_at: float = math.inf


@dataclass
class Scribe:
    """An open tab whose words are all different, and why its lines were closed, if any was."""

    name: str
    closes: Counter[str] = field(default_factory=Counter)
    editor: Editor = field(default_factory=Editor)
    words: list[Word] = field(default_factory=list)
    has_begun: asyncio.Event = field(default_factory=asyncio.Event)
    _waiting: dict[int, Word] = field(default_factory=dict)

    async def open(self, session: ClientSession, url: str) -> None:
        """Return when the note has come and all that this tab has is on disk."""
        await self.editor.connect(session, url)
        await self.editor.until(lambda: self.editor.is_saved)

    async def type_along(
        self, session: ClientSession, url: str, pause_s: float, chance: random.Random
    ) -> None:
        """A word each `pause_s`, whatever the server does meanwhile, until this is cancelled."""
        while True:
            try:
                await self._sit(session, url, pause_s, chance)
            except (ConnectionError, ClientError, TimeoutError) as error:
                # Where nothing answers in time they come back as pages do; it is told, and not the end.
                self.closes[str(error) or type(error).__name__] += 1

    async def _sit(self, session: ClientSession, url: str, pause_s: float, chance: random.Random) -> None:
        """Until the line is closed. Raises ConnectionError, ClientError."""
        await self.open(session, url)
        for word in self._waiting.values():
            word.saved_at = time.perf_counter()
        self._waiting.clear()
        self.has_begun.set()
        listening = asyncio.create_task(self._listen())
        try:
            due = time.perf_counter() + chance.uniform(0, pause_s)
            while not listening.done():
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                due += pause_s
                word = Word(f"{self.name}.{len(self.words)}", time.perf_counter())
                self.words.append(word)
                self._waiting[self.editor.sent + 1] = word
                await self._type(word)
            await listening
        finally:
            listening.cancel()
            await self.close()

    async def write(self, stem: str) -> None:
        """One word, on disk."""
        await self.write_word(f"{self.name}.{stem}")

    async def write_word(self, word: str) -> None:
        """One given word, on disk."""
        self.words.append(Word(word, time.perf_counter()))
        await self._type(self.words[-1])
        await self.editor.until(lambda: self.editor.is_saved)
        self.words[-1].saved_at = time.perf_counter()

    def write_unsent(self, stem: str) -> None:
        """One word while there is no line."""
        word = Word(f"{self.name}.{stem}", time.perf_counter())
        self.words.append(word)
        self.editor.text += f"{word.text} "
        self.editor.lose()

    async def refused(self, session: ClientSession, url: str) -> int | None:
        """Come back where one may not: the code of the close."""
        await self.editor.connect(session, url)
        return (await self.editor.closed())[0]

    async def close(self) -> None:
        if self.editor.socket is not None:
            await self.editor.socket.close()

    async def _type(self, word: Word) -> int:
        self.editor.text += f"{word.text} "
        return await self.editor.flush()

    async def _listen(self) -> None:
        while True:
            await self.editor.hear()
            now = time.perf_counter()
            for number in [number for number in self._waiting if number <= self.editor.acknowledged]:
                self._waiting.pop(number).saved_at = now
