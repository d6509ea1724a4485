"""A classeur as tests make one: its notes, its links, and browsers that come by them."""

from typing import Any

from aiohttp import ClientResponse
from yarl import URL

from tests.conftest import Client
from tests.server.visits import cookie_of, visit


class Team:
    """A classeur with a note, its maker's cookie, and links to it that were given to others."""

    def __init__(self, client: Client, cookie: dict[str, str], binder: str) -> None:
        self.client = client
        self.cookie = cookie
        self.binder = binder

    @property
    def base(self) -> str:
        return f"/c/{self.binder}"

    async def note(self, markdown: str) -> str:
        """The id of a note that begins in the classeur."""
        wish = {"markdown": markdown}
        answer = await self.client.post(f"{self.base}/notes", json=wish, headers=self.cookie)
        assert answer.status == 201, await answer.text()
        made = await answer.json()
        assert made["links"] == {}
        return str(made["note"])

    async def link(self, role: str, **wish: Any) -> tuple[str, str]:
        """The path and the id of a link to the classeur."""
        answer = await self.client.post(
            f"{self.base}/links", json={"role": role, **wish}, headers=self.cookie
        )
        assert answer.status == 201, await answer.text()
        made = await answer.json()
        return URL(made["url"]).path, str(made["id"])


async def began(client: Client, name: str = "Programme", *, cookie: dict[str, str] | None = None) -> Team:
    """A new classeur; `cookie` is that of its maker."""
    cookie = cookie or await visit(client)
    answer = await client.post("/binders", data={"name": name}, headers=cookie, allow_redirects=False)
    assert answer.status == 303, await answer.text()
    return Team(client, cookie, answer.headers["Location"].rpartition("/")[2])


async def comes_by(
    client: Client, path: str, name: str = "Karim Haddad", *, cookie: dict[str, str] | None = None
) -> dict[str, str]:
    """The cookie of a browser, new unless given, whose visitor says a name, or none for ''."""
    said = {"name": name} if name else {"skip": "1"}
    answer = await client.post(f"{path}/arrival", data=said, headers=cookie, allow_redirects=False)
    assert answer.status == 303, await answer.text()
    cookie = cookie or cookie_of(answer)
    opened = await client.get(answer.headers["Location"], headers=cookie)
    assert opened.status == 200, await opened.text()
    return cookie


async def read(client: Client, note: str, cookie: dict[str, str]) -> ClientResponse:
    """The text of a note at its own address, as this browser gets it."""
    return await client.get(f"/n/{note}/note.md", headers=cookie)
