"""Who reads a classeur, as tests see them: their home, what is on it, and what they say to have read."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from server.clock import now_ms
from server.http.keys import ENGINE, SEAL
from server.ids import DeviceId, NoteId
from server.reading.readings import READINGS
from server.secrets.tokens import Shown
from server.storage import Db
from tests.conftest import Client
from tests.server.binders.binders import Team, comes_by

_ROW = re.compile(r'<li><a class="t\d[^"]*" href="([^"]*)">(.*?)</a></li>', re.DOTALL)
_SLIP = re.compile(r'<li><a href="([^"]*)"><span class="what">(.*?)</a></li>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Home:
    """Aujourd'hui in words: the notes of the day, those beside it, the last pochettes, and its button."""

    text: str
    day: list[str]
    since: list[str]
    before: list[str]
    go: str


@dataclass
class Reader:
    """A browser that came by a link to read."""

    client: Client
    path: str
    cookie: dict[str, str]

    @classmethod
    async def come(cls, team: Team, role: str = "read") -> "Reader":
        path, _ = await team.link(role)
        return cls(team.client, path, await comes_by(team.client, path))

    async def page(self, query: str = "", *, language: str = "fr") -> str:
        answer = await self.client.get(self.path + query, headers=self.cookie | {"Accept-Language": language})
        assert answer.status == 200, await answer.text()
        await self.client.app[READINGS].settled()
        return " ".join(unescape(await answer.text()).split())

    async def home(self, query: str = "", *, language: str = "fr") -> Home:
        text = await self.page(query, language=language)
        assert 'id="today"' in text
        return Home(
            text,
            day=[said(body) for _, body in _ROW.findall(part(text, "of-today"))],
            since=[said(body) for _, body in _SLIP.findall(part(text, 'aria-labelledby="since"'))],
            before=[said(body) for _, body in _SLIP.findall(part(text, 'aria-labelledby="before"'))],
            go=said(part(text, '<p class="go">', "</p>")),
        )

    async def opens(self, note: str) -> None:
        """Be shown a note."""
        answer = await self.client.get(f"/n/{note}?view=read", headers=self.cookie)
        assert answer.status == 200, await answer.text()
        await self.client.app[READINGS].settled()

    async def reads(self, note: str) -> None:
        """Be shown a note and say that it is read."""
        await self.opens(note)
        device, epoch, seq = (await rows(self.client, note))[-1]
        seen = self.client.app[SEAL].shown(DeviceId(device), NoteId(note), Shown(epoch, seq, now_ms()))
        answer = await self.client.post(
            f"/n/{note}/read", data={"seen": seen, "do": "read"}, headers=self.cookie, allow_redirects=False
        )
        assert answer.status == 303, await answer.text()


async def rows(client: Client, note: str = "") -> list[tuple[Any, ...]]:
    """Which version of a note, or of any, was shown to which device."""

    def read(db: Db) -> list[tuple[Any, ...]]:
        query = "SELECT device, epoch, seq FROM readings WHERE note = ? OR ? = ''"
        return list(db.execute(query, (NoteId(note), note)))

    return await client.app[ENGINE].read(read)


def part(text: str, mark: str, end: str = "</section>") -> str:
    """What stands from a mark to the end that follows it, '' where it is not there."""
    _, found, after = text.partition(mark)
    return after.partition(end)[0] if found else ""


def said(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())
