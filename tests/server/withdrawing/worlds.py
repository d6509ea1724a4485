"""A note or a classeur with people who come, look, make links, ask and compose.

Each person knows addresses: those by which they came, those that the dialog told them, those that they made.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from yarl import URL

from tests.conftest import Client
from tests.server.binders.binders import Team
from tests.server.visits import cookie_of, make, visit

JSON: Final = {"Accept": "application/json"}
LED: Final = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "none"}
ROLES: Final = ("read", "comment", "edit")


@dataclass(slots=True)
class Person:
    """Somebody with a browser; `ways` are addresses by which they work, `known` all that they know."""

    name: str
    cookie: dict[str, str]
    ways: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    pochettes: list[str] = field(default_factory=list)
    manages: bool = False


@dataclass(slots=True)
class World:
    client: Client
    random: Random
    base: str
    notes: list[str]
    manager: dict[str, str]
    shared: list[str]
    people: list[Person] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    @property
    def is_binder(self) -> bool:
        return self.base.startswith("/c/")

    async def get(self, path: str, cookie: dict[str, str] | None = None) -> int:
        answer = await self.client.get(path, headers={**(cookie or {}), **LED}, allow_redirects=True)
        return answer.status

    async def facts(self, path: str, cookie: dict[str, str]) -> dict[str, Any] | None:
        answer = await self.client.get(path, headers=cookie | JSON)
        return await answer.json() if answer.status == 200 else None

    async def step(self) -> None:
        """One thing that somebody does."""
        deeds = [self.comes, self.comes, self.sees, self.makes, self.makes, self.makes]
        deeds += [self.asks, self.composes, self.lowers]
        deed = self.random.choice(deeds)
        self.done.append(deed.__name__)
        await deed()

    def somebody(self) -> Person | None:
        found = [one for one in self.people if one.ways]
        return self.random.choice(found) if found else None

    async def comes(self) -> None:
        """A new person, or one who is there, by an address that somebody passed on."""
        passed = self.shared + [path for one in self.people for path in sorted(one.known)]
        path = self.random.choice(passed)
        if not self.people or self.random.random() < 0.6:
            person = Person(f"P{len(self.people)}", await visit(self.client))
            await self.client.put("/api/visitor", json={"name": person.name}, headers=person.cookie)
            self.people.append(person)
        else:
            person = self.random.choice(self.people)
        if await self.get(path, person.cookie) == 200:
            person.known.add(path)
            person.ways += [path, self.base if path.startswith(self.base[:3]) else self.notes[0]]

    async def sees(self) -> None:
        person = self.somebody()
        if person is None:
            return
        for base in {self.random.choice(person.ways), self.base, *self.notes}:
            told = await self.facts(f"{base}/links", person.cookie)
            for one in told["links"] if told else ():
                if one["url"] and one["role"] != "print":
                    person.known.add(URL(one["url"]).path)

    async def makes(self) -> None:
        """At an address that they have, at an own one, or by a program without a cookie."""
        person = self.somebody()
        if person is None:
            return
        base = self.random.choice([*person.ways, *self.notes, self.base])
        by_program = self.random.random() < 0.2
        roles = [*ROLES, "print"] if base.startswith("/n/") else ROLES
        wish = {"role": self.random.choice(roles), "label": f"de {person.name} {len(self.done)}"}
        answer = await self.client.post(
            f"{base}/links", json=wish, headers={} if by_program else person.cookie
        )
        if answer.status == 201:
            person.known.add(URL((await answer.json())["url"]).path)

    async def asks(self) -> None:
        base = self.random.choice([self.base, *self.notes])
        asked = await self.client.post(f"{base}/access", data={"name": "Q"}, allow_redirects=False)
        told = await self.facts(f"{base}/links", self.manager)
        if asked.status != 303 or not told or not told.get("requests"):
            return
        person = Person(f"Q{len(self.people)}", cookie_of(asked))
        wish = {"role": self.random.choice(ROLES)}
        url = f"{base}/requests/{told['requests'][-1]['id']}"
        assert (await self.client.post(url, json=wish, headers=self.manager)).status == 200
        await self.client.put("/api/visitor", json={"name": person.name}, headers=person.cookie)
        person.ways.append(base)
        self.people.append(person)

    async def composes(self) -> None:
        """A pochette of theirs, with a note by its id or by an address that they know; others may read it."""
        person = self.somebody()
        if person is None:
            return
        made = await self.client.post("/api/folders", json={"title": "À moi"}, headers=person.cookie)
        facts = await made.json()
        edit = URL(facts["links"]["edit"]).path
        known = [path for path in person.known if path.startswith("/n/")]
        if known and self.random.random() < 0.5:
            wish: dict[str, Any] = {"links": [f"http://x{self.random.choice(known)}"]}
        else:
            wish = {"notes": [self.random.choice(self.notes).removeprefix("/n/")]}
        added = await self.client.post(f"{edit}/notes", json=wish, headers=person.cookie)
        if added.status == 200:
            person.pochettes.append(edit)

    async def lowers(self) -> None:
        told = await self.facts(f"{self.base}/links", self.manager)
        assert told is not None
        found = [one for one in told["links"] if one["may_close"] and one["role"] == "edit" and one["label"]]
        if found and self.random.random() < 0.3:
            one = self.random.choice(found)
            wish = {"role": self.random.choice(("read", "comment"))}
            url = f"{self.base}/links/{one['id']}"
            assert (await self.client.put(url, json=wish, headers=self.manager)).status in {200, 409}

    def scope(self, url: str) -> list[str]:
        """The own addresses of what a press reaches: a note, or a classeur with its notes."""
        target = url.partition("?of=")[2] or url.split("/")[2]
        (base,) = [one for one in (self.base, *self.notes[: None if self.is_binder else 0]) if target in one]
        return [base, *self.notes] if base == self.base and self.is_binder else [base]

    async def links_of(self, scope: list[str]) -> set[str]:
        """The ids of all links there."""
        told = [await self.facts(f"{base}/links", self.manager) for base in scope]
        return {link["id"] for one in told if one for link in one["links"]}

    async def opens(self, person: Person, scope: list[str], ids: set[str]) -> set[str]:
        """What they get there by any address that they know, with their browser or without."""
        found = set()
        known = {path for path in person.known if any(path[3:].startswith(id_) for id_ in ids)}
        for path in sorted({*scope, *known}):
            for cookie in (person.cookie, {}):
                if await self.get(path, cookie) == 200:
                    found.add(path)
        return found

    async def reads(self, person: Person) -> set[str]:
        """The own pochettes that show them a note."""
        shown = set()
        for path in person.pochettes:
            told = await self.facts(f"{path}/notes", person.cookie)
            assert told is not None
            if any(not one["withdrawn"] for one in told["notes"]):
                shown.add(path)
        return shown

    async def own(self, person: Person) -> set[str]:
        """What opens at the own addresses: a person is cut off where none does that did."""
        return {path for path in (self.base, *self.notes) if await self.get(path, person.cookie) == 200}


async def staged(client: Client, random: Random) -> World:
    """A note, or a classeur of two notes, with some links that its manager passed on."""
    if random.random() < 0.5:
        note = await make(client, markdown="# Loyers")
        base, notes, manager = f"/n/{note.id}", [f"/n/{note.id}"], note.cookie
        shared = [note.edit, note.read]
    else:
        cookie = await visit(client)
        made = await client.post(
            "/binders", data={"name": "Programme"}, headers=cookie, allow_redirects=False
        )
        team = Team(client, cookie, made.headers["Location"].rpartition("/")[2])
        notes = [f"/n/{await team.note(f'# Note {at}')}" for at in range(2)]
        base, manager, shared = team.base, cookie, []
    await client.put("/api/visitor", json={"name": "Boss"}, headers=manager)
    for at in range(3):
        where = random.choice([base, *notes])
        wish = {"role": random.choice(ROLES), "label": f"Lien {at}"}
        answer = await client.post(f"{where}/links", json=wish, headers=manager)
        shared.append(URL((await answer.json())["url"]).path)
    return World(client, random, base, notes, manager, shared)
