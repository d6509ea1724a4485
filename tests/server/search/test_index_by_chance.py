"""By chance: whatever people do, and wherever the server is killed, the index is the one that is built anew.

The database as it is committed at a moment is copied: it is what a kill at this moment leaves.
"""

import os
import random
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from yarl import URL

from server.app import create_app
from server.command import check_index
from server.http.keys import ENGINE
from server.settings.config import Config
from server.storage import dump
from tests.conftest import Client, client_of
from tests.server.comments.commenter import Commenter
from tests.server.database import database
from tests.server.history.erasing import erase
from tests.server.live.editors import Editor, join_synced
from tests.server.search.indexed import contents, until_whole
from tests.server.visits import Made, make

WORDS = ("gare", "ligne", "fret", "quai", "tarif", "barème", "école", "régie", "eau", "loyer", "2027", "13,8")
STEPS = 40
KILLS = 3
SEED = int(os.environ.get("POCHETTE_SEED", "1"))


@dataclass(slots=True)
class Story:
    """What is there: notes, the comments of each, classeurs, and who writes."""

    client: Client
    chance: random.Random
    cookie: dict[str, str] | None = None
    notes: list[Made] = field(default_factory=list)
    trashed: list[Made] = field(default_factory=list)
    editors: dict[str, Editor] = field(default_factory=dict)
    comments: list[tuple[Made, str]] = field(default_factory=list)
    binders: list[str] = field(default_factory=list)

    def words(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randrange(1, 6)))

    async def step(self) -> None:
        """One thing that somebody does."""
        does = [self.make]
        if self.notes:
            does += [self.type, self.type, self.erase, self.say, self.card, self.move, self.trash, self.purge]
        if self.comments:
            does += [self.unsay, self.rewrite]
        if self.chance.random() < 0.1:
            does = [self.rest]
        elif self.trashed:
            does += [self.restore, self.end]
        await self.chance.choice(does)()

    async def rest(self) -> None:
        await until_whole(self.client)

    async def make(self) -> None:
        made = await make(self.client, markdown=f"# {self.words()}\n\n{self.words()}", headers=self.cookie)
        self.cookie = made.cookie
        self.notes.append(made)

    async def _editor(self, made: Made) -> Editor:
        if made.id not in self.editors:
            self.editors[made.id] = await join_synced(self.client, made.edit_token)
        return self.editors[made.id]

    async def type(self) -> None:
        editor = await self._editor(self.chance.choice(self.notes))
        await editor.type(f" {self.words()}")
        if self.chance.random() < 0.5:
            await editor.until(lambda: editor.is_saved)

    async def erase(self) -> None:
        editor = await self._editor(self.chance.choice(self.notes))
        end = self.chance.randrange(len(editor.text) + 1)
        while 0 < end < len(editor.text) and editor.text.to_py().encode()[end] & 0xC0 == 0x80:  # type: ignore[union-attr]
            end -= 1
        await editor.erase(0, end)

    async def say(self) -> None:
        made = self.chance.choice(self.notes)
        status, told = await Commenter(self.client, made.edit, made.cookie).says(self.words())
        assert status == 201
        self.comments.append((made, told["id"]))

    async def unsay(self) -> None:
        made, comment = self.comments.pop(self.chance.randrange(len(self.comments)))
        await self.client.delete(f"{made.edit}/comments/{comment}", headers=made.cookie)

    async def rewrite(self) -> None:
        made, comment = self.chance.choice(self.comments)
        wish = {"text": self.words()}
        await self.client.put(f"{made.edit}/comments/{comment}", json=wish, headers=made.cookie)

    async def card(self) -> None:
        made = self.chance.choice(self.notes)
        wish = {"theme": self.words()}
        assert (await self.client.put(f"{made.edit}/card", json=wish, headers=made.cookie)).status == 200

    async def move(self) -> None:
        if not self.binders or self.chance.random() < 0.2:
            answer = await self.client.post("/api/binders", json={"name": "Classeur"}, headers=self.cookie)
            self.binders.append(URL((await answer.json())["links"]["edit"]).path)
        wish = {"notes": [self.chance.choice(self.notes).id]}
        answer = await self.client.post(
            f"{self.chance.choice(self.binders)}/put", json=wish, headers=self.cookie
        )
        assert answer.status == 200, await answer.text()

    async def purge(self) -> None:
        """A passage."""
        made = self.chance.choice(self.notes)
        status, _ = await erase(self.client, made, text=self.chance.choice(WORDS))
        if status == 201:
            self.editors.pop(made.id, None)

    async def trash(self) -> None:
        made = self.notes.pop(self.chance.randrange(len(self.notes)))
        answer = await self.client.post(f"{made.edit}/trash", json={}, headers=made.cookie)
        assert answer.status == 200
        self.editors.pop(made.id, None)
        self.trashed.append(made)

    async def restore(self) -> None:
        made = self.trashed.pop()
        await self._of_trash(made, "restore")
        self.notes.append(made)

    async def end(self) -> None:
        made = self.trashed.pop()
        await self._of_trash(made, "purge")
        self.comments = [(note, comment) for note, comment in self.comments if note is not made]

    async def _of_trash(self, made: Made, do: str) -> None:
        answer = await self.client.post("/trash", json={"note": made.id, "do": do}, headers=made.cookie)
        assert answer.status == 200, await answer.text()


async def lives_on(config: Config, *, anew: bool) -> dict[str, object]:
    """What is in the index of a server that starts on this folder, once it is whole; built `anew` or not."""
    if anew:
        with database(config) as db:
            for table in ("search_words", "search_notes", "search_scopes", "search_changes"):
                db.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
    async with client_of(create_app(config)) as client:
        await until_whole(client)
        engine = client.app[ENGINE]
        faults = await check_index.faults(engine, await engine.read(dump.note_ids))
        assert (faults.wrong, faults.gone, faults.wait) == ({}, [], 0)
        return {**await engine.read(contents)}


async def run(config: Config, folder: Path, seed: int, *, steps: int) -> None:
    chance = random.Random(seed)
    kills = set(chance.sample(range(steps), KILLS))
    copies: list[Config] = []
    async with client_of(create_app(config)) as client:
        story = Story(client, chance)
        for number in range(steps):
            await story.step()
            if number in kills:
                left = replace(config, data=folder / f"{seed}-{number}")
                left.data.mkdir()
                with database(config) as db:
                    db.execute("VACUUM INTO ?", (str(left.database_file),))
                shutil.copy(config.instance_key, left.instance_key)
                copies.append(left)
    for left in [*copies, config]:
        other = replace(left, data=folder / f"{left.data.name}-anew")
        other.data.mkdir()
        shutil.copy(left.database_file, other.database_file)
        shutil.copy(left.instance_key, other.instance_key)
        assert await lives_on(left, anew=False) == await lives_on(other, anew=True), seed


@pytest.mark.whole
@pytest.mark.sqlite("it copies its file while it is open")
async def test_it_is_the_one_that_is_built_anew(config: Config, tmp_path: Path) -> None:
    await run(config, tmp_path, SEED, steps=STEPS)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(100, 130))
async def test_it_is_in_thirty_longer_stories(config: Config, tmp_path: Path, seed: int) -> None:
    await run(config, tmp_path, SEED * 1000 + seed, steps=150)
