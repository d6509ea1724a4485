"""The list of a classeur as tests read it."""

import re
from dataclasses import dataclass
from html import unescape

from tests.conftest import Client
from tests.server.binders.binders import Team

_GROUP = re.compile(r'<section class="group.*?data-key="([^"]*)".*?</section>', re.DOTALL)
_ROW = re.compile(r'<li data-note="([^"]*)">.*?<b>\s*(.*?)\s*</b>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Seen:
    """A page of the list: its sections in order, with the titles of their rows."""

    text: str
    sections: dict[str, list[str]]

    @property
    def titles(self) -> list[str]:
        return [title for titles in self.sections.values() for title in titles]


async def see(client: Client, path: str, cookie: dict[str, str]) -> Seen:
    answer = await client.get(path, headers={"Accept-Language": "fr", **cookie})
    text = await answer.text()
    assert answer.status == 200, text
    found = {
        unescape(group[1]): [unescape(title) for _, title in _ROW.findall(group[0])]
        for group in _GROUP.finditer(text)
    }
    return Seen(text, found)


async def put_down(team: Team, title: str, *, theme: str = "", status: str = "draft") -> str:
    """The id of a note with a card."""
    note = await team.note(f"# {title}\n\nTexte.")
    wish = {"theme": theme, "status": status}
    answer = await team.client.put(f"/n/{note}/card", json=wish, headers=team.cookie)
    assert answer.status == 200, await answer.text()
    return note
