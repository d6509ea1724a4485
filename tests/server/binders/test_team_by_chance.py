"""A team in random order: people come, leave, are removed, links are renewed; a model says who may read."""

import random
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import pytest

from server.app import create_app
from server.http.keys import ENGINE
from server.ids import BinderId, NoteId
from server.settings.config import Config
from server.storage import Db, binders
from tests.conftest import Client, client_of
from tests.server.binders.team import known, member, team_binder
from tests.server.visitors.pairs import linked
from tests.server.visitors.team import PASSPHRASE
from tests.server.visits import Made, cookie_of, visit

SEEDS = (1, 2)
STEPS = 60
LOOKS = 0.3


@dataclass(slots=True)
class Browser:
    """A browser, whether it is a member's, and the notes that it opened by a link that still opens."""

    cookie: dict[str, str]
    visitor: str
    is_member: bool = False
    came: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Note:
    """A note, its addresses of today, the visitor who manages it, and whether the classeur holds it."""

    made: Made
    maker: str
    addresses: list[str]
    is_inside: bool = True


class World:
    """The server and the model of it, side by side."""

    def __init__(self, client: Client, chance: random.Random, owner: Browser, binder: str) -> None:
        self.client = client
        self.chance = chance
        self.owner = owner
        self.people = f"/c/{binder}/people"
        self.base = f"/c/{binder}"
        self.binder = binder
        self.browsers: list[Browser] = []
        self.notes: list[Note] = []
        self.passphrase = PASSPHRASE
        self.over: list[str] = []
        self.gone: set[str] = set()
        self.done: dict[str, int] = {}

    async def somebody_new(self) -> None:
        cookie = await visit(self.client)
        who = await known(self.client, cookie, f"V{len(self.browsers)}")
        self.browsers.append(Browser(cookie=cookie, visitor=who.visitor))

    async def a_second_device(self) -> None:
        if (one := self._any(self.browsers)) is None or len(self.browsers) > 8:
            return
        phone = await visit(self.client)
        await linked(self.client, one.cookie, phone)
        self.browsers.append(Browser(cookie=phone, visitor=one.visitor))

    async def comes_in(self) -> None:
        """By the passphrase of now, which lets in, or by one of before, which does not."""
        if (one := self._any([one for one in self.browsers if not one.is_member])) is None:
            return
        is_right = not self.over or self.chance.random() < 0.7
        said = self.passphrase if is_right else self.chance.choice(self.over)
        answer = await self.client.post("/team", json={"passphrase": said}, headers=one.cookie)
        if answer.status == 429:  # too many wrong ones of this browser
            return
        assert (answer.status == 200) is is_right, answer.status
        if is_right:
            one.cookie, one.is_member = cookie_of(answer), True
            self.gone.discard(one.visitor)

    async def begins_a_note(self) -> None:
        one = self._any([*self.browsers, self.owner])
        assert one is not None
        answer = await self.client.post("/api/notes", json={"markdown": "# Note"}, headers=one.cookie)
        assert (answer.status == 201) is one.is_member, answer.status
        if one.is_member:
            made = await answer.json()
            edit, read = ("/n/" + made["links"][role].partition("/n/")[2] for role in ("edit", "read"))
            one.came.add(made["note"])
            note = Made(id=made["note"], edit=edit, read=read, cookie=one.cookie)
            self.notes.append(Note(made=note, maker=one.visitor, addresses=[edit, read]))

    async def opens_a_link(self) -> None:
        one, note = self._any(self.browsers), self._any(self.notes)
        if one is not None and note is not None:
            answer = await self.client.get(self.chance.choice(note.addresses), headers=one.cookie)
            assert answer.status == 200
            one.came.add(note.made.id)

    async def leaves(self) -> None:
        if one := self._any(self.browsers):
            answer = await self.client.post("/team/leave", headers=one.cookie, allow_redirects=False)
            assert (answer.status == 303) is self._is_member(one.visitor), answer.status
            if answer.status == 303:
                self._end(one.visitor)

    async def is_removed(self) -> None:
        if one := self._any(self.browsers):
            answer = await self.client.post(f"{self.people}/{one.visitor}", headers=self.owner.cookie)
            assert (answer.status == 200) is self._is_member(one.visitor), answer.status
            if answer.status == 200:
                self._end(one.visitor)
                new = re.search(r'class="letters said">([a-z-]+)<', await answer.text())
                assert new is not None
                self.over.append(self.passphrase)
                self.passphrase = new[1]

    async def renews_what_they_opened(self) -> None:
        if (visitor := self._any(sorted(self.gone))) is None:
            return
        address = f"{self.people}/{visitor}/links"
        answer = await self.client.post(address, data={}, headers=self.owner.cookie, allow_redirects=False)
        assert answer.status in {303, 404}
        mine = [one for one in self.browsers if one.visitor == visitor]
        known_ = set().union(*(one.came for one in mine))
        touched = [note for note in self.notes if note.is_inside and note.made.id in known_]
        assert (answer.status == 303) is bool(touched)
        for note in touched:
            dead = note.addresses
            for path in dead:
                assert (await self.client.get(f"{path}/card")).status == 404
            listed = await self.client.get(f"/n/{note.made.id}/links", headers=self.owner.cookie)
            links = (await listed.json())["links"]
            note.addresses = ["/n/" + one["url"].partition("/n/")[2] for one in links if one["is_open"]]
            for one in self.browsers:
                # Members follow; who came by and is none is younger than two days.
                if not self._is_member(one.visitor):
                    one.came.discard(note.made.id)

    async def moves_a_note(self) -> None:
        """Out of the classeur or into it again, whoever does it."""
        if note := self._any(self.notes):
            note.is_inside = not note.is_inside

            def put(db: Db) -> None:
                binders.put_note(db, NoteId(note.made.id), BinderId(self.binder) if note.is_inside else None)

            await self.client.app[ENGINE].write(put)

    async def look(self) -> None:
        """Every browser at every note, by its own address: who may read does, and nobody else."""
        for one in self.browsers:
            for note in self.notes:
                answer = await self.client.get(f"/n/{note.made.id}/card", headers=one.cookie)
                may = (note.is_inside and one.is_member) or self._came(one, note)
                may = may or note.maker == one.visitor
                allowed = {200} if may else {404}
                assert answer.status in allowed, (one, note, answer.status)
            base = await self.client.get(self.base, headers=one.cookie)
            assert base.status == (200 if one.is_member else 404), one

    def _came(self, one: Browser, note: Note) -> bool:
        return any(note.made.id in other.came for other in self.browsers if other.visitor == one.visitor)

    def _is_member(self, visitor: str) -> bool:
        return any(one.is_member for one in self.browsers if one.visitor == visitor)

    def _end(self, visitor: str) -> None:
        for one in self.browsers:
            if one.visitor == visitor:
                one.is_member = False
        for note in self.notes:
            if note.maker == visitor and note.is_inside:
                note.maker = ""
        self.gone.add(visitor)

    def _any(self, of: list[Any]) -> Any:
        return self.chance.choice(of) if of else None


Act = Callable[[World], Coroutine[Any, Any, None]]
ACTS: list[tuple[Act, int]] = [
    (World.somebody_new, 2),
    (World.a_second_device, 1),
    (World.comes_in, 6),
    (World.begins_a_note, 4),
    (World.opens_a_link, 3),
    (World.leaves, 2),
    (World.is_removed, 3),
    (World.renews_what_they_opened, 3),
    (World.moves_a_note, 1),
]


@pytest.mark.first(1)
@pytest.mark.parametrize(
    "seed", [*SEEDS, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(3, 30))]
)
async def test_nobody_is_let_in_whom_the_model_does_not_let_in(team_config: Config, seed: int) -> None:
    chance = random.Random(seed)
    async with client_of(create_app(team_config)) as client:
        anne = await member(client, "Anne")
        owner = Browser(cookie=anne.cookie, visitor=anne.visitor, is_member=True)
        world = World(client, chance, owner, await team_binder(client))
        acts, weights = [act for act, _ in ACTS], [weight for _, weight in ACTS]
        for _ in range(STEPS):
            (act,) = chance.choices(acts, weights)
            await act(world)
            world.done[act.__name__] = world.done.get(act.__name__, 0) + 1
            if chance.random() < LOOKS:
                await world.look()
        await world.look()
        assert world.notes
        assert world.over, world.done
