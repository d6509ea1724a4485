"""Histories of a note by chance, with readings between, at a real server beside the model."""

import random
import re
import string
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from yarl import URL

from server.clock import now_ms
from server.history.retention import prune
from server.history.trash import DAY_MS
from server.http.keys import ENGINE, SEAL
from server.ids import NoteId
from server.storage import Db, readings
from server.storage.readings import Now, Position
from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by
from tests.server.history.erasing import erase
from tests.server.pochettes import Pochette, add, make_folder
from tests.server.reading.model import Device, Version, words_in
from tests.server.reading.reader import Reader, Writer
from tests.server.visits import Made, cookie_of

REFUSED = {403, 404, 410}


class World:
    """One note, of a classeur and in a pochette; two who write; devices that came by links of each kind.

    `erased` are words that no answer and no file may hold any more, `counts` what was done.
    """

    def __init__(self, client: Client, seed: int, erased: set[str], counts: Counter[str]) -> None:
        self.client, self.chance = client, random.Random(seed)
        self.erased, self.counts = erased, counts
        self.devices: list[tuple[Reader, Device]] = []
        # What each token stands for, and the device that it was given to.
        self.tokens: dict[str, tuple[int, Version]] = {}
        self.ended: set[int] = set()
        # Who has opened the link of now: else nothing is taken along by it.
        self.came: set[int] = set()

    async def begin(self) -> None:
        self.team: Team = await began(self.client)
        lines = "\n\n".join(self.line() for _ in range(self.chance.randrange(3, 9)))
        note = await self.team.note(f"# Note\n\n{lines}\n")
        self.made = Made(id=note, edit=f"/n/{note}", read=f"/n/{note}", cookie=self.team.cookie)
        self.edit, self.edit_link = await self.link(self.made.edit, "edit")
        self.folder: Pochette = await make_folder(self.client, headers=self.team.cookie)
        shared = Made(id=note, edit=self.edit, read=self.edit, cookie=self.team.cookie)
        (item,) = await add(self.client, self.folder, shared)
        self.item = item["id"]
        await self.writers_come()
        self.links: dict[int, tuple[str, str]] = {}
        for kind in self.chance.sample(("read", "comment", "edit", "binder", "read"), 3):
            await self.device_comes(kind)

    def word(self) -> str:
        return "mot" + "".join(self.chance.choices(string.ascii_lowercase, k=9))

    def line(self) -> str:
        words = " ".join(self.word() for _ in range(self.chance.randrange(1, 4)))
        return self.chance.choice(("", "", "## ", "- ")) + words

    async def link(self, base: str, role: str) -> tuple[str, str]:
        answer = await self.client.post(f"{base}/links", json={"role": role}, headers=self.team.cookie)
        assert answer.status == 201, await answer.text()
        made = await answer.json()
        return URL(made["url"]).path, str(made["id"])

    async def device_comes(self, kind: str) -> None:
        """A new browser: it has its cookie from a page that shows no word."""
        if kind == "binder":
            path, link = await self.team.link("read")
            cookie, base, at = await comes_by(self.client, path), self.made.read, self.team.base
        else:
            base, link = await self.link(self.made.edit, kind)
            cookie, at = cookie_of(await self.client.get("/")), self.made.edit
        self.links[len(self.devices)] = (f"{at}/links/{link}", kind)
        self.devices.append((Reader(self.client, base, cookie), Device()))

    async def writers_come(self) -> None:
        self.writers = [
            await Writer.come(self.client, Made(id="", edit=self.edit, read="", cookie=cookie))
            for cookie in (self.team.cookie, cookie_of(await self.client.get("/")))
        ]

    async def now(self) -> Version:
        """The note as it is, and where it stands."""
        found = await self.standing()
        return Version(found.position.epoch, found.position.seq, await self.text())

    async def standing(self) -> Now:
        look = partial(readings.standing, notes=[NoteId(self.made.id)])
        return (await self.client.app[ENGINE].read(look))[NoteId(self.made.id)]

    async def text(self) -> str:
        answer = await self.client.get(f"{self.made.edit}/note.md", headers=self.team.cookie)
        text = await answer.text()
        return text[text.index("# Note") :]

    async def step(self) -> None:
        does = self.chance.choices(
            [does for does, _ in self.gestures()], weights=[often for _, often in self.gestures()]
        )[0]
        self.counts[does.__name__] += 1
        await does()

    def gestures(self) -> tuple[tuple[Callable[[], Awaitable[None]], int], ...]:
        return (
            *((self.types, 22), (self.removes, 10), (self.opens, 26), (self.lists, 12), (self.says, 18)),
            *((self.forges, 4), (self.carries, 4), (self.erases, 2), (self.prunes, 2), (self.closes, 2)),
        )

    async def types(self) -> None:
        """A word, or a passage."""
        writer = self.chance.choice(self.writers)
        lines = (await self.heard(writer)).splitlines()
        at = self.chance.randrange(2, len(lines) + 1) if len(lines) > 2 else len(lines)
        full = [number for number, line in enumerate(lines) if number and line.strip()]
        if full and self.chance.random() < 0.6:
            lines[self.chance.choice(full)] += f" {self.word()}"
        else:
            lines[at:at] = ["", self.line(), ""]
        await writer.puts("\n".join(lines) + "\n")

    async def removes(self) -> None:
        writer = self.chance.choice(self.writers)
        text = await self.heard(writer)
        if found := sorted(words_in(text)):
            word = self.chance.choice(found)
            lines = [re.sub(rf" ?{word}", "", line) for line in text.splitlines()]
            # What is left of a passage without words is none.
            await writer.puts("\n".join("" if line.strip(" -#") == "" else line for line in lines) + "\n")

    async def heard(self, writer: Writer) -> str:
        """The text of somebody who has heard all that others wrote."""
        text = await self.text()
        await writer.until(text)
        return text

    async def opens(self) -> None:
        """A page of the reader by one of the ways, and what it is made of."""
        number, reader, device = self.one()
        now = await self.now()
        is_lost = await self.is_lost(device)
        expected = device.states(now, is_lost=is_lost)
        path = f"{reader.path}?view=read"
        if self.chance.random() < 0.3 and number not in self.ended:
            path = await self.in_folder(reader)
        before = set(device.shown)
        answer = await self.client.get(path, headers=reader.cookie)
        page = await answer.text()
        self.tells(page, before, now)
        if number in self.ended:
            assert answer.status in REFUSED, answer.status
            return
        assert answer.status == 200, page
        assert words_in(now.text) <= words_in(page)
        marks = len(set(re.findall(r'data-ch="(\d+)"', page)))
        assert marks in {many for _, many in expected}, (expected, page)
        await reader.settled()
        if path.startswith(reader.path):
            self.came.add(number)
        device.sees(now)
        told = await reader.opens()
        self.tells(str(told), device.shown, now)
        self.tokens[reader.seen] = (number, now)

    async def in_folder(self, reader: Reader) -> str:
        """The way by the pochette, which shows the same note to the same device."""
        await self.client.get(self.folder.read, headers=reader.cookie)
        return f"{self.folder.read}/notes/{self.item}"

    async def lists(self) -> None:
        number, reader, device = self.one()
        if number in self.ended:
            return
        now = await self.now()
        expected = device.states(now, is_lost=await self.is_lost(device))
        kind, passages = "changed", 0
        for _ in range(20):
            kind, passages = await reader.state(came_at=0)
            if (kind, passages) != ("changed", 0):
                break
        assert (kind, passages if kind == "changed" else 0) in expected, (device.row, now)
        self.counts[f"as {kind or 'nothing'}"] += 1

    async def says(self) -> None:
        """What one of its pages, of now or of long ago, said that it showed."""
        number, reader, device = self.one()
        mine = [seen for seen, (whose, _) in self.tokens.items() if whose == number]
        if not mine:
            return
        seen = self.chance.choice(mine[-3:])
        do = self.chance.choice(("read", "read", "undo", "shown"))
        answer = await reader.post(do, seen=seen)
        if number in self.ended:
            assert answer.status in REFUSED
            return
        assert answer.status == 200, await answer.text()
        version = self.tokens[seen][1]
        {"read": device.says, "undo": device.takes_back, "shown": device.tells}[do](version)
        self.counts[do] += 1

    async def forges(self) -> None:
        """A token of another device, or one that was changed."""
        number, reader, _ = self.one()
        others = [seen for seen, (whose, _) in self.tokens.items() if whose != number]
        for seen in others[-1:]:
            at = self.chance.randrange(len(seen))
            changed = seen[:at] + self.chance.choice(string.ascii_letters) + seen[at + 1 :]
            for forged in (seen, changed):
                answer = await reader.post(self.chance.choice(("read", "undo", "shown")), seen=forged)
                assert answer.status in {400, *REFUSED}, answer.status

    async def carries(self) -> None:
        """A page that is fetched to be kept shows nothing yet; it may be told of later."""
        number, reader, device = self.one()
        if number in self.ended or number not in self.came:
            return
        now = await self.now()
        told = await reader.opens(**{"Pochette-Carry": "1"})
        self.tells(str(told), device.shown, now)
        self.tokens[reader.seen] = (number, now)

    async def erases(self) -> None:
        """A word that stands in the text, or in its past alone."""
        known = {word for _, version in self.tokens.values() for word in words_in(version.text)}
        words = sorted((known | words_in(await self.text())) - self.erased)
        if not words:
            return
        word = self.chance.choice(words)
        made = Made(id=self.made.id, edit=self.made.edit, read="", cookie=self.team.cookie)
        status, told = await erase(self.client, made, text=word)
        if status == 400:  # it was pruned before
            assert "no_passage" in str(told), told
            return
        assert status == 201, told
        self.erased.add(word)
        await self.writers_come()

    async def prunes(self) -> None:
        engine, seal = self.client.app[ENGINE], self.client.app[SEAL]
        await prune(engine, seal, history_days=1, at=now_ms() + DAY_MS)

    async def closes(self) -> None:
        """The link of a device is closed, or it comes back by another one."""
        number, reader, _ = self.one()
        path, kind = self.links[number]
        if number not in self.ended:
            answer = await self.client.delete(path, headers=self.team.cookie)
            assert answer.status < 300, await answer.text()
            self.ended.add(number)
            return
        self.ended.discard(number)
        self.came.discard(number)
        if kind == "binder":
            link, id_ = await self.team.link("read")
            await comes_by(self.client, link, cookie=reader.cookie)
            self.links[number] = (f"{self.team.base}/links/{id_}", kind)
        else:
            reader.path, id_ = await self.link(self.made.edit, kind)
            self.links[number] = (f"{self.made.edit}/links/{id_}", kind)

    async def is_lost(self, device: Device) -> bool:
        """Whether the journal does not tell what stood at its row; it may be counted all the same."""
        if device.row is None:
            return False
        version = device.row.version
        return not (await self.standing()).has(Position(version.epoch, version.seq))

    def one(self) -> tuple[int, Reader, Device]:
        number = self.chance.randrange(len(self.devices))
        return (number, *self.devices[number])

    def tells(self, answer: str, shown: set[str], now: Version) -> None:
        """An answer has no word but those of now, and those that this device was shown and nobody erased."""
        found = words_in(answer)
        self.counts["words"] += len(found)
        assert found <= words_in(now.text) | (shown - self.erased), found - words_in(now.text) - shown
        assert not found & self.erased, found & self.erased


async def keeps_no_hash_of_what_was_erased(client: Client) -> None:
    """No row of an epoch that is over has hashes."""

    def read(db: Db) -> list[Any]:
        query = (
            "SELECT readings.note FROM readings JOIN notes ON notes.id = readings.note"
            " WHERE readings.epoch <> notes.epoch AND readings.passages IS NOT NULL"
        )
        return list(db.execute(query))

    assert await client.app[ENGINE].read(read) == []
