"""Bus: messages for every other node, over NOTIFY.

Nothing rests on it alone: who did not hear finds out by looking, within a second. PostgreSQL lets every role
that may connect hear all and speak to all, so that each word is signed, and good once and for seconds of the
database's clock, which all nodes share: said again by anybody it is not heard. What is too long for
PostgreSQL is said in parts, in one commit: nobody else's words come between.
"""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import structlog

from server.nodes.connecting import TROUBLE, Desk
from server.nodes.once import Once
from server.nodes.port import ANSWER_S, Hearer, Said
from server.nodes.seals import derived, is_mac_of, mac_of
from server.storage import ownership

# So often it is looked whether one has died meanwhile.
LOOK_S: Final = 0.5
# Whoever asked does not wait for longer; a node that slept through it looks by itself.
WINDOW_MS: Final = round(ANSWER_S * 1000)
# PostgreSQL takes less than 8000 bytes. In a part a quotation mark is two.
MOST_BYTES: Final = 7900
PART: Final = 3500
_ANSWER: Final = "answer"
_PART: Final = "part"

_log = structlog.get_logger(__name__)


class Bus:
    """`number` gives the incarnation of this node, whose own words come back to it and are not heard.

    `key` is that of all nodes of the instance, `now_ms` the database's clock. `is_dead` says whether a node
    that does not answer is dead.
    """

    def __init__(
        self,
        desk: Desk,
        number: Callable[[], int],
        key: bytes,
        *,
        now_ms: Callable[[], int],
        is_dead: Callable[[int], Awaitable[bool]],
    ) -> None:
        self._desk = desk
        self._number = number
        self._is_dead = is_dead
        self._key = derived(key, b"words to all")
        self._now_ms = now_ms
        self._once = Once(WINDOW_MS, now_ms)
        self._hearers: dict[str, Hearer] = {}
        self._answers: dict[str, tuple[set[int], asyncio.Event]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._begun = ""  # what is being said in parts
        self._parts: list[str] = []

    def hear(self, kind: str, hearer: Hearer) -> None:
        """Have `hearer` called with what other nodes say of a kind."""
        self._hearers[kind] = hearer

    def say(self, kind: str, **what: object) -> None:
        """Say something, soon; trouble is logged."""
        self._start(self._say(kind, what))

    async def ask(self, kind: str, **what: object) -> None:
        """Say something, and return once the hearers of all living nodes are done, or after `ANSWER_S`.

        Nothing rests on a shorter time: what is slow is waited for, and what is dead has no fence.
        """
        id_, event = secrets.token_urlsafe(9), asyncio.Event()
        try:
            async with asyncio.timeout(ANSWER_S):
                others = await self._desk.run(ownership.neighbours) - {self._number()}
                if not others:
                    return
                self._answers[id_] = (others, event)
                await self._say(kind, {**what, "id": id_})
                await self._all_answered(others, event)
        except TimeoutError:
            _log.warning("a node did not answer", kind=kind)
        except TROUBLE as error:
            _log.warning("other nodes could not be told", kind=kind, error=type(error).__name__)
        finally:
            self._answers.pop(id_, None)

    def heard(self, text: str) -> None:
        """From the pulse's session."""
        mac, _, words = text.partition(" ")
        if not is_mac_of(mac, self._key, words):
            _log.warning("what was said to all nodes was not said by one of ours")
            return
        try:
            said = json.loads(words)
            kind, by, what = said["kind"], said["from"], dict(said["what"])
            is_new = self._once.is_new(said["nonce"], said["at"])
            whole = self._whole(what) if is_new and kind == _PART else ""
        except (ValueError, KeyError, TypeError):
            _log.warning("a node of another version said what this one cannot read")
            return
        if not is_new:
            _log.warning("what was said to all nodes was said before, or long ago", kind=kind)
        elif whole:
            self.heard(whole)
        elif by == self._number():
            return
        elif kind == _ANSWER:
            waiting, event = self._answers.get(what.get("of", ""), (set[int](), asyncio.Event()))
            waiting.discard(by)
            if not waiting:
                event.set()
        elif (hearer := self._hearers.get(kind)) is not None:
            self._start(self._do(hearer, what))

    def _whole(self, part: Said) -> str:
        """What was said in parts, at the last of them; they come in order. Raises KeyError, TypeError."""
        if part["at"] == 0:
            self._begun, self._parts = part["of"], []
        if (part["of"], part["at"]) != (self._begun, len(self._parts)):
            return ""
        self._parts.append(part["words"])
        return "".join(self._parts) if len(self._parts) == part["many"] else ""

    async def close(self) -> None:
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _all_answered(self, others: set[int], event: asyncio.Event) -> None:
        while others:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await event.wait()
            for node in sorted(others):
                if await self._is_dead(node):
                    others.discard(node)

    async def _do(self, hearer: Hearer, what: Said) -> None:
        try:
            doing = hearer(what)
            if doing is not None:
                await doing
        finally:
            if "id" in what:
                await self._say(_ANSWER, {"of": what["id"]})

    async def _say(self, kind: str, what: Said) -> None:
        text = self._signed(kind, what)
        texts = [text] if len(text) <= MOST_BYTES else self._in_parts(text)
        await self._desk.run(lambda db: ownership.say(db, texts))

    def _in_parts(self, text: str) -> list[str]:
        of, parts = secrets.token_urlsafe(9), [text[at : at + PART] for at in range(0, len(text), PART)]
        return [
            self._signed(_PART, {"of": of, "at": at, "many": len(parts), "words": words})
            for at, words in enumerate(parts)
        ]

    def _signed(self, kind: str, what: Said) -> str:
        """In ASCII."""
        said = {
            "kind": kind,
            "from": self._number(),
            "at": self._now_ms(),
            "nonce": secrets.token_urlsafe(12),
            "what": what,
        }
        words = json.dumps(said, separators=(",", ":"))
        return f"{mac_of(self._key, words)} {words}"

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(self._logged(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _logged(self, work: Awaitable[None]) -> None:
        try:
            await work
        except TROUBLE as error:
            _log.warning("other nodes could not be told", error=type(error).__name__)
        except Exception:  # noqa: BLE001 - the next word is heard all the same
            _log.exception("what a node said could not be done")
