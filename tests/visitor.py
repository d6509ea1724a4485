"""A browser at a server of its own process: its cookie, the notes it makes, the devices it takes in."""

import re
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple, Self

from aiohttp import ClientResponse, ClientSession
from yarl import URL

# As a browser asks from a page of ours: it has opened the link before, and may keep no cookie.
LED_HERE: Final = {"Sec-Fetch-Site": "same-origin"}


class BusyError(ConnectionError):
    """The server said that it can do nothing now, and that one may ask again."""


class Note(NamedTuple):
    """What was just made: its id and the path at which it is edited."""

    note: str
    edit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Whoever holds one cookie."""

    session: ClientSession
    url: str
    cookie: dict[str, str]

    @classmethod
    async def come(cls, session: ClientSession, url: str) -> Self:
        async with session.get(url) as answer:
            await _expect(answer, answer.status < 400)
            if "Set-Cookie" not in answer.headers:
                raise BusyError("a server that can write nothing knows no new browser")
            pair = answer.headers["Set-Cookie"].partition(";")[0]
        return cls(session=session, url=url, cookie={"Cookie": pair})

    @property
    def headers(self) -> str:
        """As lines of a request."""
        return f"Cookie: {self.cookie['Cookie']}\r\n"

    def at(self, url: str) -> Self:
        """The same browser at another server of the same instance."""
        return replace(self, url=url)

    async def makes_note(self, **wish: object) -> Note:
        told = await self.asks("POST", "/api/notes", json={"markdown": "", **wish})
        return Note(told["note"], URL(told["links"]["edit"]).path)

    async def asks(self, method: str, path: str, **more: Any) -> Any:
        """What a program is answered, which must be a success."""
        headers = {"Accept": "application/json", **self.cookie}
        async with self.session.request(method, self.url + path, headers=headers, **more) as answer:
            await _expect(answer, answer.status < 300)
            return await answer.json()

    async def submits(self, path: str, **fields: str) -> str:
        """The page that a form leads to, or that answers it."""
        ask = self.session.post(self.url + path, data=fields, headers=self.cookie, allow_redirects=False)
        async with ask as answer:
            await _expect(answer, answer.status < 400)
            return await answer.text()

    async def leads(self, path: str, **fields: str) -> str:
        """The path to which a form leads."""
        ask = self.session.post(self.url + path, data=fields, headers=self.cookie, allow_redirects=False)
        async with ask as answer:
            await _expect(answer, answer.status == 303)
            return URL(answer.headers["Location"]).path_qs

    async def page(self, path: str) -> str:
        async with self.session.get(self.url + path, headers=self.cookie) as answer:
            await _expect(answer, answer.status < 400)
            return await answer.text()

    async def takes_as_own(self, other: "Visitor") -> str:
        """Let another browser be one of this visitor's devices; its id."""
        (mine,) = await self.devices()
        path = await self.leads("/devices/code")
        await other.submits(path, do="open")
        for side in (self, other):
            found = re.search(r'name="digits" value="(\d{4})"', await side.page(path))
            assert found is not None
            await side.submits(path, do="confirm", digits=found[1])
        (id_,) = await self.devices() - {mine}
        return id_

    async def devices(self) -> set[str]:
        return set(re.findall(r'action="/devices/([\w-]+)/close"', await self.page("/devices")))


async def _expect(answer: ClientResponse, is_well: bool) -> None:  # noqa: FBT001 - what is expected
    """Raises BusyError, AssertionError."""
    if answer.status == 503:
        raise BusyError(await answer.text())
    assert is_well, await answer.text()
