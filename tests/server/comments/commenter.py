"""People who comment on a note, by what a program may ask."""

from typing import Any

from yarl import URL

from crdt.letters import Letters
from tests.conftest import Client
from tests.server.live.editors import Editor
from tests.server.visits import Made, cookie_of

NOTE = "# Eau\n\nLe prix est libre. La régie est rare.\n"


class Commenter:
    """A browser that holds a link to comment."""

    def __init__(self, client: Client, link: str, cookie: dict[str, str]) -> None:
        self.client = client
        self.link = link
        self.cookie = cookie

    async def says(self, text: str, **more: object) -> tuple[int, dict[str, Any]]:
        answer = await self.client.post(
            f"{self.link}/comments", json={"text": text, **more}, headers=self.cookie
        )
        return answer.status, await answer.json()

    async def ends(self, thread: str, state: str) -> tuple[int, dict[str, Any]]:
        answer = await self.client.put(
            f"{self.link}/threads/{thread}", json={"state": state}, headers=self.cookie
        )
        return answer.status, await answer.json()

    async def threads(self) -> list[dict[str, Any]]:
        answer = await self.client.get(f"{self.link}/comments", headers=self.cookie)
        threads: list[dict[str, Any]] = (await answer.json())["threads"]
        return threads


async def commenter(client: Client, made: Made, name: str) -> Commenter:
    """Somebody who was given a link to comment."""
    answer = await client.post(f"{made.edit}/links", json={"role": "comment"}, headers=made.cookie)
    assert answer.status == 201, await answer.text()
    link = (await answer.json())["url"]
    path = URL(link).path
    cookie = cookie_of(await client.get(path))
    assert (await client.put("/api/visitor", json={"name": name}, headers=cookie)).status == 200
    return Commenter(client, path, cookie)


async def passage(editor: Editor, quote: str) -> dict[str, Any]:
    """A passage of a note that was written at once by one client id, as a page names it."""
    letters = Letters()
    list(letters.apply(editor.doc.get_update()))
    (run,) = [run for run in letters if not run.is_deleted and quote in run.text]
    first = run.clock + run.text.index(quote)
    last = first + len(quote) - 1
    return {"first": [run.client, first], "last": [run.client, last], "quote": quote}
