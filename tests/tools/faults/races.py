"""Takes a right back while whoever has it types without a pause, and looks for what came through afterwards.

A trigger in the database writes down in which order rows of the journal and ends of rights were committed.

python -m tests.tools.faults.races --races 1000 --end closed
"""

import argparse
import asyncio
import json
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientError, ClientSession

from crdt.update import read_update
from crdt.varint import write_buffer
from server.ids import NoteId
from server.storage import journal
from server.storage.engines.connection import Connection
from tests.served import Served
from tests.tools.faults.lines import Line, letter
from tests.visitor import Visitor

ENDS: Final = ("closed", "renewed", "locked", "lowered", "expired", "device", "trashed")
# A race is over when everything of it has had the time to come.
SETTLED_S: Final = 0.25
LIFE_MS: Final = 600
LINES: Final = 2
AT_ONCE: Final = 8

_ORDER: Final = """
CREATE TABLE raced (n INTEGER PRIMARY KEY, what TEXT NOT NULL, note TEXT, seq INTEGER);
CREATE TRIGGER raced_rows AFTER INSERT ON journal BEGIN
  INSERT INTO raced (what, note, seq) VALUES ('row', new.note, new.seq); END;
CREATE TRIGGER raced_links AFTER UPDATE OF closed_at, generation, password_hash, role ON links BEGIN
  INSERT INTO raced (what, note) VALUES ('end', new.note); END;
CREATE TRIGGER raced_devices AFTER UPDATE OF closed_at ON devices BEGIN
  INSERT INTO raced (what) VALUES ('end'); END;
CREATE TRIGGER raced_trash AFTER UPDATE OF trashed_at ON notes BEGIN
  INSERT INTO raced (what, note) VALUES ('end', new.id); END;
"""


@dataclass
class Tally:
    """What a run has seen: from `accepted` on, all but the last must stay 0; that one is in seconds."""

    races: int = 0
    sent: int = 0
    taken: int = 0
    lines: int = 0
    accepted: int = 0
    waves: int = 0
    open: int = 0
    closed_s: float = 0.0


@dataclass
class Typed:
    """What one hand has sent, each letter with the moment at which it left."""

    client: int
    at: list[float] = field(default_factory=list)

    def since(self, moment: float) -> set[int]:
        return {clock for clock, at in enumerate(self.at) if at >= moment}


@dataclass
class Race:
    """One note, its owner, who writes on, and who is cut off: by sockets, over HTTP, and by coming again."""

    session: ClientSession
    url: str
    note: str
    edit: str
    owner: Visitor
    path: str
    victim: Visitor
    link: str
    tally: Tally
    hands: list[Typed] = field(default_factory=list)
    heard: list[tuple[int, int, int]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    own: Typed = field(default_factory=lambda: Typed(_new_client()))
    is_over: bool = False

    async def run(self, end: Callable[[], Awaitable[float]], db: Connection) -> None:
        """`end` takes the right back and gives the moment from which nothing may pass."""
        first = sum(1 for _ in db.execute("SELECT 1 FROM raced"))
        sync = f"{self.url}/sync/{self.path.rpartition('/')[2]}"
        own = await Line.open(f"{self.url}/sync/{self.edit.rpartition('/')[2]}", headers=self.owner.headers)
        heard = lambda *run: self.heard.append(run)  # noqa: E731 - one expression, and read once
        self.lines = [await Line.open(sync, heard, headers=self.victim.headers) for _ in range(LINES)]
        work = [
            asyncio.create_task(self._type(own, self.own)),
            *(asyncio.create_task(self._type(line, self._hand())) for line in self.lines),
            asyncio.create_task(self._by_http(sync)),
            asyncio.create_task(self._comes_again(sync)),
        ]
        moment = await end()
        started = max(moment, time.time())
        for line in self.lines:
            try:
                await asyncio.wait_for(line.is_over.wait(), 5)
            except TimeoutError:
                self.tally.open += 1
            else:
                self.tally.closed_s = max(self.tally.closed_s, time.time() - started)
        await asyncio.sleep(SETTLED_S)
        self.is_over = True
        await asyncio.gather(*work)
        own.close()
        self._judge(db, first, moment)

    def _judge(self, db: Connection, first: int, moment: float) -> None:
        """By the order of commits where there was one; by the clock, which one machine has once, anyway."""
        order = list(db.execute("SELECT what, note, seq FROM raced WHERE n > ? ORDER BY n", (first,)))
        ends = [at for at, (what, _, _) in enumerate(order) if what == "end"]
        late = {seq for what, note, seq in order[max(ends, default=len(order)) :] if note == self.note}
        rows, after = {}, set[tuple[int, int]]()
        for row in journal.rows(db, NoteId(self.note)):
            letters = {
                (section.client, clock)
                for update in journal.updates([row])
                for section in read_update(update).sections
                for clock in range(section.start, section.end)
            }
            rows[row.seq] = letters
            after |= letters if row.seq in late else set()
        taken = set[tuple[int, int]]().union(*rows.values())
        mine = {hand.client for hand in self.hands}
        too_late = {(hand.client, clock) for hand in self.hands for clock in hand.since(moment)}
        shown = {(client, clock) for client, start, end in self.heard for clock in range(start, end)}
        own_late = {(self.own.client, clock) for clock in self.own.since(moment)} | {
            letter for letter in after if letter[0] == self.own.client
        }
        tally = self.tally
        tally.accepted += sum(letter[0] in mine for letter in after) + len(too_late & taken - after)
        tally.waves += len(shown & own_late)
        tally.sent += sum(len(hand.at) for hand in self.hands)
        tally.taken += sum(letter[0] in mine for letter in taken)
        tally.lines += LINES
        tally.races += 1

    def _hand(self) -> Typed:
        hand = Typed(_new_client())
        self.hands.append(hand)
        return hand

    async def _type(self, line: Line, hand: Typed) -> None:
        while not self.is_over and not line.is_over.is_set():
            for _ in range(AT_ONCE):
                hand.at.append(time.time())
                line.types(hand.client)
            await asyncio.sleep(0.002)

    async def _by_http(self, sync: str) -> None:
        headers = self.victim.cookie
        while not self.is_over:
            hand, session, first = self._hand(), "", 1
            while not self.is_over:
                hand.at += [time.time()] * AT_ONCE
                body = b"".join(
                    write_buffer(letter(hand.client, clock))
                    for clock in range(len(hand.at) - AT_ONCE, len(hand.at))
                )
                more = f"?session={session}&first={first}" if session else ""
                try:
                    async with self.session.post(f"{sync}/http{more}", data=body, headers=headers) as answer:
                        if answer.status not in (200, 201):
                            break
                        session, first = session or (await answer.json())["session"], first + AT_ONCE
                except ClientError:
                    break
            await asyncio.sleep(0.01)

    async def _comes_again(self, sync: str) -> None:
        """By the same address, again and again, with a letter of its own each time."""
        while not self.is_over:
            hand = self._hand()
            try:
                line = await Line.open(sync, headers=self.victim.headers, writes=partial(_first, hand))
            except (ConnectionError, TimeoutError):
                await asyncio.sleep(0.005)
                continue
            await asyncio.sleep(0.01)
            line.close()


def _first(hand: Typed) -> bytes:
    hand.at.append(time.time())
    return letter(hand.client, 0)


def _new_client() -> int:
    return random.randrange(1, 1 << 32)


async def race(server: Served, session: ClientSession, end: str, tally: Tally, chance: random.Random) -> None:
    """Make all that one race needs, and run it."""
    url = server.url
    owner, victim = [await Visitor.come(session, url) for _ in range(2)]
    made = await owner.makes_note()
    wish: dict[str, Any] = {"role": "edit", "label": "Course"}
    lives_until = 0.0
    if end == "expired":
        lives_until = time.time() + (LIFE_MS + chance.random() * 100) / 1000
        wish["expires_at"] = datetime.fromtimestamp(lives_until, UTC).isoformat()
    link = await owner.asks("POST", f"{made.edit}/links", json=wish)
    path = link["url"].removeprefix(url)
    device = await owner.takes_as_own(victim) if end == "device" else ""
    one = Race(session, url, made.note, made.edit, owner, path, victim, link["id"], tally)

    async def ends() -> float:
        await asyncio.sleep(chance.uniform(0.01, 0.12))
        match end:
            case "closed":
                await owner.asks("DELETE", f"{made.edit}/links/{one.link}")
            case "renewed":
                await owner.submits(f"{made.edit}/manage/renew")
            case "locked":
                await owner.asks(
                    "PUT", f"{made.edit}/links/{one.link}", json={"password": "bolu-miretu-4821"}
                )
            case "lowered":
                await owner.asks("PUT", f"{made.edit}/links/{one.link}", json={"role": "read"})
            case "device":
                await owner.submits(f"/devices/{device}/close")
            case "trashed":
                await owner.asks("POST", f"{made.edit}/trash", json={})
            case _:
                await asyncio.sleep(max(0.0, lives_until - time.time()))
                # The server's times are whole milliseconds.
                return lives_until + 0.001
        return time.time()

    db = Connection(str(server.data / "pochette.db"))
    try:
        db.set_busy_timeout(5000)
        await one.run(ends, db)
    finally:
        db.close()


async def run(races: int, ends: Sequence[str], seed: int, folder: Path) -> Tally:
    """So many of each end."""
    chance, tally = random.Random(seed), Tally()
    with Served(folder / "data", "--max-rate", "100000") as server:
        db = Connection(str(server.data / "pochette.db"))
        db.set_busy_timeout(5000)
        db.execute(_ORDER)
        db.close()
        async with ClientSession() as session:
            for number, end in enumerate(ends, 1):
                while tally.races < races * number:
                    try:
                        await race(server, session, end, tally, chance)
                    except ConnectionError:
                        if end != "expired":  # it may be over before all of its lines are open
                            raise
    tally.closed_s = round(tally.closed_s, 3)
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--races", type=int, default=1000)
    parser.add_argument("--end", choices=ENDS, default="closed")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(run(options.races, [options.end], options.seed, Path(folder)))
    print(json.dumps(asdict(tally)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
