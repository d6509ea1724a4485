"""A note or a classeur, people at it, and what each of them holds there: addresses, rights, pochettes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from yarl import URL

from crdt.roles import Role
from server.http.keys import ENGINE
from server.storage import Db
from tests.conftest import Client
from tests.server.binders.binders import began
from tests.server.binders.team import member, team_binder
from tests.server.mail.mails import text_of
from tests.server.sending.mailbox import Mailbox
from tests.server.visits import make, visit

JSON: Final = {"Accept": "application/json"}
LED: Final = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "none"}
ROLES: Final = ("read", "comment", "edit")
TEXT: Final = "ornithorynque"
_ROLE: Final = re.compile(r'"role": "(\w+)"')
_MAILED: Final = re.compile(r"https://notes\.example\.org(/[ncp]/\S+)")


@dataclass(slots=True)
class Person:
    """Somebody with browsers and a mailbox.

    `ways` are addresses by which they work, `known` all that they know, `recoveries` links that give the
    right to manage back, each with where, `taken` what a device has taken along; `visitor`: of a member.
    """

    name: str
    cookies: list[dict[str, str]]
    ways: list[str] = field(default_factory=list)
    known: dict[str, None] = field(default_factory=dict)
    pochettes: list[str] = field(default_factory=list)
    recoveries: list[tuple[str, str]] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    visitor: str = ""

    @property
    def cookie(self) -> dict[str, str]:
        return self.cookies[0]

    @property
    def mailbox(self) -> str:
        return f"{self.name.lower()}@example.org"


@dataclass(slots=True)
class World:
    """`mails`: what each mailbox was sent. `sheets`: codes on paper. `passwords` are known to everybody."""

    client: Client
    box: Mailbox
    random: Random
    base: str
    notes: list[str]
    manager: dict[str, str]
    shared: list[str]
    people: list[Person] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    mails: list[tuple[str, str]] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    printing: set[str] = field(default_factory=set)
    passwords: dict[str, str] = field(default_factory=dict)
    loose: set[str] = field(default_factory=set)
    has_team: bool = False

    @property
    def is_binder(self) -> bool:
        return self.base.startswith("/c/")

    @property
    def inside(self) -> list[str]:
        """What a right at the base reaches."""
        return list(dict.fromkeys([self.base, *(note for note in self.notes if note not in self.loose)]))

    @property
    def places(self) -> list[str]:
        """All own addresses."""
        return list(dict.fromkeys([self.base, *self.notes]))

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    def somebody(self) -> Person | None:
        found = [one for one in self.people if one.ways]
        return self.random.choice(found) if found else None

    async def get(self, path: str, cookie: dict[str, str] | None = None) -> int:
        answer = await self.client.get(path, headers={**(cookie or {}), **LED}, allow_redirects=True)
        return answer.status

    async def facts(self, path: str, cookie: dict[str, str]) -> dict[str, Any] | None:
        answer = await self.client.get(path, headers=cookie | JSON)
        return await answer.json() if answer.status == 200 else None

    async def listed(self, base: str, cookie: dict[str, str] | None = None) -> list[dict[str, Any]]:
        """The links there, as somebody is told them; nothing where they are told none."""
        told = await self.facts(f"{base}/links", cookie or self.manager)
        return list(told["links"]) if told else []

    async def links(self, bases: Iterable[str] | None = None) -> dict[str, dict[str, Any]]:
        """All links by their ids, as who manages is told them."""
        every = [await self.listed(base) for base in (self.places if bases is None else bases)]
        return {link["id"]: link for one in every for link in one}

    async def role(self, path: str, cookie: dict[str, str]) -> Role | None:
        """What a browser may do at an own address."""
        answer = await self.client.get(path, headers={**cookie, **LED})
        if answer.status != 200:
            return None
        found = _ROLE.search(await answer.text())
        return Role(found[1]) if found else Role.READ

    async def rights(self, person: Person) -> dict[str, Role]:
        """The highest of a person's browsers at each own address."""
        found: dict[str, Role] = {}
        for path in self.places:
            roles = [await self.role(path, cookie) for cookie in person.cookies]
            if held := [role for role in roles if role is not None]:
                found[path] = max(held, key=Role.rank)
        return found

    async def gives(self, path: str) -> tuple[str, Role] | None:
        """The own address to which a link leads, and what it gives to everybody."""
        told = await self.facts(f"{path}/own", {})
        return (URL(told["url"]).path, Role(told["gives"])) if told and told["gives"] else None

    async def working(self, person: Person) -> set[str]:
        """The links by which they came that open for them."""
        ways = {path for path in person.ways if path not in (*self.places, *self.printing)}
        return {path for path in ways if await self.get(path, person.cookie) == 200}

    async def reads(self, person: Person) -> set[str]:
        """The own pochettes that show them a note."""
        shown = set()
        for path in person.pochettes:
            told = await self.facts(f"{path}/notes", person.cookie)
            assert told is not None
            if any(not one["withdrawn"] for one in told["notes"]):
                shown.add(path)
        return shown

    async def arrived(self) -> tuple[str, str]:
        """The next mail: to whom, and the path that it brings."""
        to, mail = await self.box.next()
        (path,) = _MAILED.findall(text_of(mail))
        self.mails.append((to, path))
        return to, path

    async def pass_time(self, ms: int) -> None:
        """What ends by its time ends so much earlier."""

        def work(db: Db) -> None:
            db.execute("UPDATE links SET expires_at = expires_at - ? WHERE expires_at IS NOT NULL", (ms,))

        await self.client.app[ENGINE].write(work)


async def staged(client: Client, box: Mailbox, random: Random) -> World:
    """A note, or a classeur of two notes, with some links that its manager passed on."""
    if random.random() < 0.5:
        note = await make(client, markdown=f"# Loyers\n\n{TEXT}")
        base, notes, manager = f"/n/{note.id}", [f"/n/{note.id}"], note.cookie
        shared = [note.edit, note.read]
    else:
        team = await began(client, cookie=await visit(client))
        texts = [f"# Note {at}\n\n{TEXT}" for at in range(2)]
        notes = [f"/n/{await team.note(text)}" for text in texts]
        base, manager, shared = team.base, team.cookie, []
    await client.put("/api/visitor", json={"name": "Boss"}, headers=manager)
    for at in range(3):
        where = random.choice([base, *notes])
        wish = {"role": random.choice(ROLES), "label": f"Lien {at}"}
        answer = await client.post(f"{where}/links", json=wish, headers=manager)
        shared.append(URL((await answer.json())["url"]).path)
    return World(client, box, random, base, notes, manager, shared)


async def staged_team(client: Client, box: Mailbox, random: Random) -> World:
    """The classeur of a team of two, which one of them manages, and links that were passed on."""
    boss, first = await member(client, "Boss"), await member(client, "M0")
    base, notes = f"/c/{await team_binder(client)}", []
    for at in range(2):
        wish = {"markdown": f"# Note {at}\n\n{TEXT}"}
        made = await client.post(f"{base}/notes", json=wish, headers=boss.cookie)
        notes.append(f"/n/{(await made.json())['note']}")
    shared = []
    for at, where in enumerate((base, notes[0])):
        wish = {"role": random.choice(ROLES), "label": f"Lien {at}"}
        answer = await client.post(f"{where}/links", json=wish, headers=boss.cookie)
        shared.append(URL((await answer.json())["url"]).path)
    person = Person("M0", [first.cookie], ways=[base], visitor=first.visitor)
    return World(client, box, random, base, notes, boss.cookie, shared, people=[person], has_team=True)


def of_link(path: str, id_: str) -> bool:
    """Whether an address is one of a link, of whichever generation; eight bytes end within a letter of it."""
    return path[3:13] == id_[:10]
