"""A browser or a program at the door of the server: what it keeps between two requests."""

import json
import re
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientResponse
from yarl import URL

from tests.conftest import Client

PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A note that was just made: two paths, and the header of its creator's browser."""

    id: str
    edit: str
    read: str
    cookie: dict[str, str]

    @property
    def edit_token(self) -> str:
        return self.edit.rpartition("/")[2]


async def make(client: Client, *, headers: dict[str, str] | None = None, **wish: Any) -> Made:
    answer = await client.post("/api/notes", json=wish, headers=headers)
    assert answer.status == 201, await answer.text()
    made = await answer.json()
    cookie = headers if headers and "Cookie" in headers else cookie_of(answer)
    edit, read = (URL(made["links"][role]).path for role in ("edit", "read"))
    return Made(id=made["note"], edit=edit, read=read, cookie=cookie)


def cookie_of(answer: ClientResponse) -> dict[str, str]:
    """The header with which a browser would come back."""
    pair = answer.headers["Set-Cookie"].partition(";")[0]
    return {"Cookie": pair}


async def facts_of(answer: ClientResponse) -> dict[str, Any]:
    """What the page tells its script."""
    match = re.search(
        r'<script type="application/json" id="page">(.*?)</script>', await answer.text(), re.DOTALL
    )
    assert match is not None
    facts: dict[str, Any] = json.loads(match[1])
    return facts


async def visit(client: Client) -> dict[str, str]:
    """The cookie of a browser that comes for the first time."""
    return cookie_of(await client.get("/"))


async def markdown_of(client: Client, path: str, *, headers: dict[str, str] | None = None) -> str:
    """The text of a note at one of its addresses."""
    answer = await client.get(f"{path}/note.md", headers=headers)
    assert answer.status == 200
    return await answer.text()
