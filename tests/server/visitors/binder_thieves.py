"""What may happen to classeurs, and to the notes in them, before a telephone is declared stolen."""

import random

from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by
from tests.server.links.managing import recovery
from tests.server.visits import visit

Cookie = dict[str, str]


class Classeurs:
    """The classeurs of an owner, and those of who has the telephone; notes by their own address."""

    def __init__(self, client: Client, chance: random.Random, word: str) -> None:
        self.client, self.chance, self.word = client, chance, word
        self.own: list[Team] = []
        self.lairs: list[Team] = []
        self.notes: list[str] = []
        self.paths: set[str] = set()
        self.prepared: set[str] = set()

    async def begins(self, maker: Cookie) -> None:
        """A classeur of the owner's with a note that has no link."""
        team = await began(self.client, f"Classeur {len(self.own)}", cookie=maker)
        self.notes.append(await team.note(f"# Dedans {len(self.notes)}\n\n{self.word}\n"))
        self.own.append(team)

    async def shares(self, phone: Cookie) -> Cookie | None:
        """Somebody who comes by a link to a classeur, which whoever has the telephone gave away."""
        if not self.own:
            return None
        team = self.chance.choice(self.own)
        wish = {"role": self.chance.choice(["edit", "read"]), "label": self.chance.choice(["", "X"])}
        answer = await self.client.post(f"{team.base}/links", json=wish, headers=phone)
        if answer.status != 201:
            return None
        path = "/c/" + (await answer.json())["url"].rpartition("/")[2]
        self.paths.add(path)
        return await comes_by(self.client, path, f"Complice {len(self.paths)}")

    async def hands_on(self, givers: list[Cookie]) -> None:
        """The right to manage a classeur goes on to everybody who came."""
        if not self.own:
            return
        team, giver = self.chance.choice(self.own), self.chance.choice(givers)
        page = await (await self.client.get(f"{team.base}/manage", headers=giver)).text()
        for visitor in page.split('name="visitor" value="')[1:]:
            data = {"visitor": visitor.partition('"')[0], "keep": "1"}
            await self.client.post(f"{team.base}/manage/give", data=data, headers=giver)

    async def moves(self, note: str, mover: Cookie, *, into: list[Team]) -> None:
        """A note goes into another classeur, or out of all of them."""
        if into and self.chance.random() < 0.8:
            wish = {"notes": [note]}
            await self.client.post(f"{self.chance.choice(into).base}/put", json=wish, headers=mover)
        else:
            for team in [*self.own, *self.lairs]:
                await self.client.post(f"{team.base}/take-out", json={"notes": [note]}, headers=mover)

    async def opens_a_lair(self, phone: Cookie) -> Cookie:
        """A classeur of an accomplice, in which the telephone may edit."""
        accomplice = await visit(self.client)
        lair = await began(self.client, "Ailleurs", cookie=accomplice)
        path, _ = await lair.link("edit")
        await comes_by(self.client, path, cookie=phone)
        self.lairs.append(lair)
        return accomplice

    async def prepares_on(self, note: str, maker: Cookie) -> Cookie | None:
        """A recovery link of a note, made by its own address; who has used it, where somebody did."""
        if (await self.client.get(f"/n/{note}/manage", headers=maker)).status != 200:
            return None
        path = await recovery(self.client, f"/n/{note}", maker)
        self.prepared.add(path)
        if self.chance.random() < 0.5:
            return None
        user = await visit(self.client)
        await self.client.post(path, headers=user, allow_redirects=False)
        return user

    async def expect_out(self, cookie: Cookie, notes: list[str]) -> None:
        """A browser of the thieves gets nothing at any own address, and no lair shows a note."""
        for note in notes:
            for end in ("", "/note.md", "/manage", "/links", "/history"):
                answer = await self.client.get(f"/n/{note}{end}", headers=cookie)
                assert answer.status in {403, 404, 410}, (note, end, answer.status)
                assert self.word not in await answer.text()
        for team in self.own:
            for end in ("", "/binder", "/manage", "/trash"):
                answer = await self.client.get(f"{team.base}{end}", headers=cookie)
                assert answer.status in {403, 404, 410}, (end, answer.status)
        for lair in self.lairs:
            listed = await (await self.client.get(f"{lair.base}/binder", headers=lair.cookie)).json()
            assert listed["notes"] == []

    async def texts(self, owner: Cookie) -> list[str]:
        """The texts of all notes that the classeurs of the owner list."""
        found = []
        for team in self.own:
            listed = await (await self.client.get(f"{team.base}/binder", headers=owner)).json()
            for one in listed["notes"]:
                answer = await self.client.get(f"/n/{one['note']}/note.md", headers=owner)
                found.append(await answer.text())
        return found

    async def expect_whole(self, owner: Cookie, notes: list[str]) -> None:
        """The owner reads and manages every note and every classeur at its own address."""
        for note in notes:
            answer = await self.client.get(f"/n/{note}/note.md", headers=owner)
            assert (answer.status, self.word in await answer.text()) == (200, True), note
            assert (await self.client.get(f"/n/{note}/manage", headers=owner)).status == 200
        for team in self.own:
            assert (await self.client.get(f"{team.base}/manage", headers=owner)).status == 200
