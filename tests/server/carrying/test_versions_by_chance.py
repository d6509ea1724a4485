"""Another page has another version: one thing after the other is changed by chance, and all is read again."""

import random
import re
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from yarl import URL

from server.http.keys import CLOCK, ENGINE
from server.ids import NoteId
from server.reading.readings import READINGS
from server.storage import notes
from tests.conftest import Client
from tests.images import png
from tests.server.binders.binders import Team, began, comes_by
from tests.server.binders.pochettes import make_in, put_in
from tests.server.carrying.taken import page, plain, taken
from tests.server.carrying.visitors import reader_of
from tests.server.live.editors import join_synced
from tests.server.pochettes import Pochette, add, make_folder
from tests.server.visits import Made, make

WORDS = ["eau", "régie", "fleuve", "prix", "compte", "été", "loyer", "école"]
_SEEN = re.compile(r'name="seen" value="([^"]*)"')
COLOURS = ("red", "green", "blue", "black")


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as a device has it."""

    version: str
    text: str


@dataclass(kw_only=True)
class World:
    """A classeur with today's pochette, and things beside it; where each device takes something along."""

    client: Client
    chance: random.Random
    team: Team
    loose: Made
    outside: Pochette
    day: str = ""
    notes: list[str] = field(default_factory=list)
    archived: list[str] = field(default_factory=list)
    trashed: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    places: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def words(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randrange(1, 5)))

    def one(self) -> str:
        return self.chance.choice(self.notes)

    async def send(self, method: str, path: str, **wish: Any) -> Any:
        answer = await self.client.request(method, path, json=wish, headers=self.team.cookie)
        assert answer.status < 300, (method, path, wish, await answer.text())
        return await answer.json()

    # What somebody may do; each changes one thing.

    async def nothing(self) -> None:
        """Nobody does anything, and nothing has another version."""
        for base, cookie in self.places:
            told, again = [await taken(self.client, base, cookie) for _ in range(2)]
            assert (told["version"], told["pages"]) == (again["version"], again["pages"])

    async def write(self) -> None:
        editor = await join_synced(self.client, self.one(), headers=self.team.cookie)
        await editor.type(f"\n\n{self.words()}")
        await editor.until(lambda: editor.is_saved)

    async def call(self) -> None:
        """Another title."""
        editor = await join_synced(self.client, self.one(), headers=self.team.cookie)
        editor.text.insert(2, f"{self.words()} ")
        await editor.flush()
        await editor.until(lambda: editor.is_saved)

    async def show_picture(self) -> None:
        note = self.one()
        picture = png(colour=self.chance.choice(COLOURS), width=self.chance.randrange(20, 40))
        answer = await self.client.post(f"/n/{note}/images", data=picture, headers=self.team.cookie)
        editor = await join_synced(self.client, note, headers=self.team.cookie)
        await editor.type(f"\n\n![Carte]({(await answer.json())['address']})\n")
        await editor.until(lambda: editor.is_saved)

    async def card(self) -> None:
        wish = self.chance.choice(
            [{"theme": self.words()}, {"status": "ready"}, {"status": "draft"}, {"kind": self.words()}]
        )
        await self.send("PUT", f"/n/{self.one()}/card", **wish)

    async def begin(self) -> None:
        self.notes.append(await self.team.note(f"# {self.words()}\n\n{self.words()}"))

    async def archive(self) -> None:
        if len(self.notes) > 3:
            self.archived.append(self.notes.pop())
            await self.send("POST", f"{self.team.base}/notes/archive", notes=[self.archived[-1]])

    async def unarchive(self) -> None:
        if self.archived:
            self.notes.append(self.archived.pop())
            await self.send("POST", f"{self.team.base}/notes/unarchive", notes=[self.notes[-1]])

    async def trash(self) -> None:
        if len(self.notes) > 3:
            self.trashed.append(self.notes.pop(0))
            await self.send("POST", f"{self.team.base}/notes/trash", notes=[self.trashed[-1]])

    async def restore(self) -> None:
        if self.trashed:
            self.notes.append(self.trashed.pop())
            await self.send("POST", f"{self.team.base}/notes/restore", notes=[self.notes[-1]])

    async def rename_classeur(self) -> None:
        await self.send("PUT", f"{self.team.base}/binder", name=f"Programme {self.chance.random()}")

    async def print_pages(self) -> None:
        """As a print has measured it."""
        set_ = partial(notes.set_pages, note=NoteId(self.one()), pages=self.chance.randrange(1, 9))
        await self.client.app[ENGINE].write(set_)

    async def share(self) -> None:
        made = await self.send("POST", f"/n/{self.one()}/links", role="read", label=self.words())
        self.links.append(f"{URL(made['url']).path} {made['id']}")

    async def close_link(self) -> None:
        if self.links:
            path, _, id_ = self.links.pop().partition(" ")
            note = await (await self.client.get(f"{path}/own", headers=self.team.cookie)).json()
            answer = await self.client.delete(
                f"{URL(note['url']).path}/links/{id_}", headers=self.team.cookie
            )
            assert answer.status in {200, 403, 404, 410}

    async def put_in_pochette(self) -> None:
        listed = await put_in(self.client, self.day, self.one(), cookie=self.team.cookie)
        self.items = [one["id"] for one in listed]

    async def reorder(self) -> None:
        self.chance.shuffle(self.items)
        await self.send("PUT", f"{self.day}/notes", order=self.items)

    async def paint(self) -> None:
        if self.items:
            item = self.chance.choice(self.items)
            await self.send("PUT", f"{self.day}/notes/{item}", colour=self.chance.randrange(1, 9))

    async def take_out(self) -> None:
        if len(self.items) > 1:
            self.removed.append(self.items.pop())
            await self.send("DELETE", f"{self.day}/notes/{self.removed[-1]}")

    async def put_back(self) -> None:
        if self.removed:
            self.items.append(self.removed.pop())
            await self.send("POST", f"{self.day}/notes/{self.items[-1]}")

    async def say(self) -> None:
        wish: dict[str, Any] = self.chance.choice(
            [
                {"title": self.words()},
                {"audience": self.words()},
                {"message": self.words()},
                {"agenda": [f"9 h {self.words()} (note 1)"]},
            ]
        )
        await self.send("PUT", f"{self.day}/folder", **wish)

    async def change_outside(self) -> None:
        wish = {"title": self.words()}
        answer = await self.client.put(f"{self.outside.edit}/folder", json=wish, headers=self.outside.cookie)
        assert answer.status == 200

    async def write_loose(self) -> None:
        editor = await join_synced(self.client, self.loose.edit_token, headers=self.loose.cookie)
        await editor.type(f" {self.words()}")
        await editor.until(lambda: editor.is_saved)

    async def name_oneself(self) -> None:
        _, cookie = self.chance.choice(self.places)
        answer = await self.client.put("/api/visitor", json={"name": self.words()}, headers=cookie)
        assert answer.status == 200

    async def read(self) -> None:
        """A device is shown a note, and may say that it has read it."""
        base, cookie = self.chance.choice(self.places)
        shown = [one for one in (await taken(self.client, base, cookie))["pages"] if one["kind"] == "note"]
        url = self.chance.choice(shown)["url"]
        text = await (await self.client.get(url, params={"view": "read"}, headers=cookie)).text()
        if (seen := _SEEN.search(text)) and self.chance.random() < 0.6:
            wish = {"seen": seen[1], "do": self.chance.choice(["read", "read", "undo"])}
            answer = await self.client.post(f"{url}/read", json=wish, headers=cookie)
            assert answer.status == 200, await answer.text()
        await self.client.app[READINGS].settled()

    async def comment(self) -> None:
        await self.send("POST", f"/n/{self.one()}/comments", text=self.words())

    DOES = (
        *(nothing, nothing, write, write, call, show_picture, card, card, begin, archive, unarchive),
        *(trash, restore, rename_classeur, print_pages, share, close_link, put_in_pochette, reorder, paint),
        *(take_out, put_back, say, say, change_outside, write_loose, name_oneself, comment),
        *(read, read, read),
    )


async def began_world(client: Client, chance: random.Random) -> World:
    team = await began(client)
    world = World(
        client=client,
        chance=chance,
        team=team,
        loose=await make(client, markdown="# Seule\n\nHors classeur.", headers=team.cookie),
        outside=await make_folder(client, title="Dehors", headers=team.cookie),
    )
    for number in range(4):
        world.notes.append(await team.note(f"# Note {number}\n\n{world.words()}"))
    world.day = await make_in(team, day=client.app[CLOCK].today().isoformat())
    world.items = [one["id"] for one in await put_in(client, world.day, *world.notes[:2], cookie=team.cookie)]
    await add(client, world.outside, world.loose)
    reads, _ = await team.link("read")
    comments, _ = await team.link("comment")
    reader = await comes_by(client, reads, "Léa")
    await client.post(world.loose.read, headers=reader)
    await client.post(world.outside.read, headers=reader)
    commenter = await comes_by(client, comments, "Inès")
    alone = await reader_of(client, world.outside.read)
    world.places = [
        *((reads, reader), (team.base, reader), (world.day, reader), (world.loose.read, reader)),
        *((comments, commenter), (world.outside.read, alone), (team.base, team.cookie)),
    ]
    return world


async def seen(world: World) -> dict[tuple[int, str], Kept]:
    """Every page of every place, as the device there gets it."""
    found = {}
    for at, (base, cookie) in enumerate(world.places):
        for url, kept in (await at_rest(world.client, base, cookie)).items():
            found[at, url] = kept
    return found


async def at_rest(client: Client, base: str, cookie: dict[str, str]) -> dict[str, Kept]:
    """The same of one place. Pages of a print are counted in the background: then it is looked at again."""
    told, again, found = await taken(client, base, cookie), None, {}
    while again is None or again["version"] != told["version"]:
        told = again or told
        for one in told["pages"]:
            found[one["url"]] = Kept(one["version"], plain(await page(client, one["url"], cookie)))
        again = await taken(client, base, cookie)
    return {one["url"]: found[one["url"]] for one in told["pages"]}


async def by_chance(client: Client, seed: int, steps: int) -> tuple[int, int]:
    """How many pages were compared, and how many had another version though they were the same."""
    chance = random.Random(seed)
    world = await began_world(client, chance)
    before = await seen(world)
    pages = same = 0
    for step in range(steps):
        act = chance.choice(World.DOES)
        await act(world)
        after = await seen(world)
        for key in before.keys() & after.keys():
            was, now = before[key], after[key]
            pages += 1
            told = (seed, step, act.__name__, key)
            if was.version == now.version:
                assert was.text == now.text, told
            else:
                same += was.text == now.text
        before = after
    return pages, same


@pytest.mark.first(1)
@pytest.mark.parametrize("seed", range(2))
async def test_another_page_has_another_version(client: Client, seed: int) -> None:
    pages, _ = await by_chance(client, seed, 10)
    assert pages > 100


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(100, 108))
async def test_another_page_has_another_version_for_long(client: Client, seed: int) -> None:
    pages, same = await by_chance(client, seed, 60)
    print(f"{seed}: {pages} pages, {same} of them fetched again though they are the same")  # noqa: T201
