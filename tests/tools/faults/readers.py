"""Sends frames of every kind by links that do not write: the journal must keep every byte as it is.

Each frame is followed by a question, so that it was read when the next one goes out. Comments are written
meanwhile.

python -m tests.tools.faults.readers --frames 100000
"""

import argparse
import asyncio
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession, WSMsgType
from pycrdt import Doc, Text

from crdt import frames
from crdt.note import Note
from crdt.varint import write_buffer, write_varint
from server.ids import NoteId
from server.storage import journal
from server.storage.engines.connection import Connection
from tests.served import Served
from tests.tools.faults.mutations import mutated
from tests.visitor import LED_HERE, Visitor
from tests.yjs import Nonsense

ROLES: Final = ("read", "comment", "print")
HANDS: Final = 4
TEXT: Final = "# Eau\n\nTout est dit. 😀\n"
# A visitor may have so many connections without a socket that are remembered: then another one comes.
MOST_SESSIONS: Final = 24
COMMENT_EVERY: Final = 500
# All that is kept of a text; what is said beside it may change.
KEPT: Final = ("journal", "snapshots", "client_ids", "cards", "versions", "editions", "files")


@dataclass
class Tally:
    """What a run has seen: `changed` tables, and rows of the journal `more`, must stay 0."""

    sent: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    comments: int = 0
    changed: int = 0
    more: int = 0


class Frames:
    """Draws messages over what the note holds: what an editor would send, what none would, and noise."""

    def __init__(self, chance: random.Random, whole: bytes) -> None:
        self._chance = chance
        self._whole = whole
        self._clocks = Note([whole]).clocks()
        self._honest: list[bytes] = [b"\x00\x00", whole]

    def draw(self) -> tuple[str, bytes]:
        """A kind and a message of it."""
        chance = self._chance
        kind = chance.choice(("edit", "edit", "edit", "changed", "changed", "no sense", "other", "noise"))
        match kind:
            case "edit":
                return kind, self._wrapped(self._edit())
            case "changed":
                return kind, self._wrapped(mutated(self._honest, chance))
            case "no sense":
                return kind, self._wrapped(Nonsense(chance).draw(self._clocks))
            case "other":
                return kind, chance.choice(list(self._others()))
            case _:
                return kind, mutated(
                    [frames.update(self._honest[-1]), frames.step_1(b"\x01\x05\x03")], chance
                )

    def _edit(self) -> bytes:
        """What an editor sends that has the note before it: a word more, or one less, or all gone."""
        doc: Doc[Text] = Doc()
        text = doc.get("body", type=Text)
        doc.apply_update(self._whole)
        before, size = doc.get_state(), len(str(text).encode())
        match self._chance.randrange(3):
            case 0:
                text.insert(0, self._chance.choice(("x", "mot ", "😀", "# Titre\n")))
            case 1:
                del text[0 : self._chance.randint(1, 4)]
            case _:
                del text[0:size]
        update = doc.get_update(before)
        self._honest = [*self._honest[:2], *self._honest[2:][-60:], update]
        return update

    def _wrapped(self, update: bytes) -> bytes:
        return frames.step_2(update) if self._chance.random() < 0.3 else frames.update(update)

    def _others(self) -> Iterator[bytes]:
        chance = self._chance
        yield frames.step_1(b"\x00")
        yield frames.awareness(b"\x01" + write_varint(chance.randrange(1, 1 << 32)) + b"\x01\x02{}")
        yield b"\x03"
        yield frames.permission_denied()
        yield frames.acknowledged(chance.randrange(1 << 20))
        yield frames.event("welcome", role="manage", writable=True)
        yield write_varint(chance.randrange(6, 1 << 20)) + self._honest[-1]


@dataclass
class Attack:
    """The frames of a run, drawn by all hands from one count."""

    session: ClientSession
    url: str
    frames: Frames
    left: int
    tally: Tally

    def next(self) -> bytes | None:
        if self.left <= 0:
            return None
        self.left -= 1
        kind, message = self.frames.draw()
        self.tally.sent += 1
        self.tally.kinds[kind] += 1
        return message

    async def by_socket(self, path: str) -> None:
        address = f"{self.url}/sync/{path.rpartition('/')[2]}"
        while self.left > 0:
            async with self.session.ws_connect(address, protocols=(frames.SUBPROTOCOL,)) as socket:
                heard = await socket.receive()
                while heard.type is WSMsgType.BINARY and (message := self.next()) is not None:
                    await socket.send_bytes(message)
                    await socket.send_bytes(frames.step_1(b"\x00"))
                    heard = await socket.receive()
                    while heard.type is WSMsgType.BINARY and heard.data[:2] != b"\x00\x01":
                        self.tally.answers["denied"] += heard.data == frames.permission_denied()
                        heard = await socket.receive()
                    if heard.type is not WSMsgType.BINARY:
                        self.tally.answers[str(socket.close_code)] += 1

    async def at_a_closed_door(self, path: str) -> None:
        """A link that prints has no line at all."""
        address = f"{self.url}/sync/{path.rpartition('/')[2]}"
        while (message := self.next()) is not None:
            async with self.session.ws_connect(address, protocols=(frames.SUBPROTOCOL,)) as socket:
                with suppress(ConnectionError):  # it was closed before
                    await socket.send_bytes(message)
                await socket.receive()
                self.tally.answers[str(socket.close_code)] += 1

    async def by_http(self, path: str) -> None:
        address = f"{self.url}/sync/{path.rpartition('/')[2]}/http"
        while self.left > 0:
            visitor = await Visitor.come(self.session, self.url)
            for _ in range(MOST_SESSIONS):
                more, session, first = "", "", 1
                while (message := self.next()) is not None:
                    body = write_buffer(message)
                    ask = self.session.post(address + more, data=body, headers=visitor.cookie)
                    async with ask as answer:
                        self.tally.answers[f"http {answer.status}"] += 1
                        if answer.status not in (200, 201):
                            break
                        if not more:
                            session = (await answer.json())["session"]
                        first += 1
                        more = f"?session={session}&first={first}"

    async def comments(self, path: str) -> None:
        """What a link to comment may do."""
        visitor = await Visitor.come(self.session, self.url)
        while self.left > 0:
            begun = self.left
            await visitor.asks("POST", f"{path}/comments", json={"text": f"Remarque {self.tally.comments}"})
            self.tally.comments += 1
            while self.left > max(0, begun - COMMENT_EVERY):  # noqa: ASYNC110 - the frames of all others
                await asyncio.sleep(0.05)


def kept(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    db = Connection(str(path))
    try:
        db.set_busy_timeout(5000)
        return {table: list(db.execute(f"SELECT * FROM {table}")) for table in KEPT}  # noqa: S608 - above
    finally:
        db.close()


def _whole(path: Path, note: str) -> bytes:
    db = Connection(str(path))
    try:
        return Note(journal.updates(list(journal.rows(db, NoteId(note))))).update_since()
    finally:
        db.close()


async def run(count: int, seed: int, folder: Path) -> Tally:
    tally = Tally()
    with Served(folder / "data", "--max-rate", "1000000") as server:
        database = server.data / "pochette.db"
        async with ClientSession(headers=LED_HERE) as session:
            owner = await Visitor.come(session, server.url)
            made = await owner.makes_note(markdown=TEXT)
            paths = {}
            for role in ROLES:
                link = await owner.asks("POST", f"{made.edit}/links", json={"role": role, "label": "x"})
                paths[role] = link["url"].removeprefix(server.url)
            before = kept(database)
            attack = Attack(
                session,
                server.url,
                Frames(random.Random(seed), _whole(database, made.note)),
                count,
                tally,
            )
            async with asyncio.TaskGroup() as all_of_them:
                for role in ("read", "comment"):
                    for _ in range(HANDS):
                        all_of_them.create_task(attack.by_socket(paths[role]))
                    all_of_them.create_task(attack.by_http(paths[role]))
                all_of_them.create_task(attack.at_a_closed_door(paths["print"]))
                all_of_them.create_task(attack.comments(paths["comment"]))
            async with session.get(f"{server.url}{made.edit}/note.md") as answer:  # after all that waits
                assert await answer.text() == TEXT
            after = kept(database)
    tally.changed = sum(after[table] != before[table] for table in KEPT)
    tally.more = len(after["journal"]) - len(before["journal"])
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(run(options.frames, options.seed, Path(folder)))
    print(json.dumps(vars(tally)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
