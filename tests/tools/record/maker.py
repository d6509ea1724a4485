"""What people of the world do at the door: make notes and links, come by them, and lose them again."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from yarl import URL

from tests.server.sending.mailbox import Mailbox
from tests.tools.record.door import Browser, Door
from tests.tools.record.instance import BEGINNING_MS
from tests.tools.record.world import World

PASSWORD: Final = "bolu-miretu-4821"
TEXT: Final = "---\ntheme: Eau\n---\n# Loyers\n\nEncadrer les loyers.\n\n## Coût\n\nDouze millions.\n"
_HOUR_MS: Final = 3_600_000
_MAILED: Final = re.compile(r"/[ncp]/[A-Za-z0-9_-]{20,}")
_DIGITS: Final = re.compile(r'name="digits" value="(\d{4})"')
_DEVICE: Final = re.compile(r'action="/devices/([\w-]+)/close"')
_RECOVERY: Final = re.compile(r'value="[^"]*/recover/([\w-]+)"')


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was made: its address, token and id."""

    path: str
    token: str
    id: str


class Maker:
    """Makes a world by the door, and calls by a name what is random in it."""

    def __init__(self, world: World, door: Door, box: Mailbox) -> None:
        self.world = world
        self.door = door
        self._box = box

    async def somebody(self, name: str = "") -> Browser:
        """A browser that comes for the first time, whose visitor says a name, or none for ""."""
        browser = Browser(self.door)
        await browser.opens("/")
        if name:
            await browser.says("/api/visitor", {"name": name}, method="PUT")
        return browser

    async def comes(self, name: str, path: str) -> Browser:
        """Somebody new, by an address."""
        browser = await self.somebody(name)
        await browser.opens(path)
        return browser

    async def note(self, by: Browser, name: str, markdown: str) -> str:
        """The id of a note of its own."""
        told = (await by.says("/api/notes", {"markdown": markdown}, 201)).json
        for role, url in told["links"].items():
            self.world.call(_token(url), f"{name} first {role}")
        return self.world.call(told["note"], name)

    async def pochette(self, by: Browser, name: str, title: str) -> str:
        """The id of a pochette."""
        told = (await by.says("/api/folders", {"title": title}, 201)).json
        for role, url in told["links"].items():
            self.world.call(_token(url), f"{name} first {role}")
        return self.world.call(told["folder"], name)

    async def binder(self, by: Browser, name: str, title: str) -> str:
        """The id of a classeur."""
        answer = await by.sends("/binders", name=title)
        return self.world.call(answer.location.rpartition("/")[2], name)

    async def link(self, by: Browser, base: str, name: str, **wish: Any) -> Link:
        """A link that somebody makes at an own address."""
        told = (await by.says(f"{base}/links", {"label": name, **wish}, 201)).json
        path = str(URL(told["url"]).path)
        self.world.call(told["id"], f"id of {name}")
        return Link(path, self.world.call(_token(path), f"{name} link"), told["id"])

    async def mailed(self, by: Browser, base: str, **wish: Any) -> str:
        """The address that a mail brings."""
        await by.says(f"{base}/mail", {"to": ["anna@example.org"], **wish}, 201)
        _, mail = await self._box.next()
        part = mail.get_body(("plain",))
        assert part is not None
        found = _MAILED.search(str(part.get_content()))
        assert found is not None
        return found[0]

    async def links(self, by: Browser, base: str) -> dict[str, Any]:
        """What who manages is told of links, people and requests; each is given its name."""
        told: dict[str, Any] = (await by.reads(f"{base}/links")).json
        for link in told["links"]:
            for person in link["people"] or ():
                self.world.call(person["visitor"], f"visitor {person['name']}")
        return told

    async def linked(self, first: Browser, name: str) -> tuple[Browser, str]:
        """Another device of a visitor, and its id."""
        second, known = await self.somebody(), await self.devices(first)
        path = (await first.sends("/devices/code")).location
        await second.sends(path, do="open")
        for side in (second, first):
            found = _DIGITS.search((await side.opens(path)).text)
            assert found is not None
            await side.sends(path, do="confirm", digits=found[1])
        (id_,) = set(await self.devices(first)) - set(known)
        return second, self.world.call(id_, f"device {name}")

    async def devices(self, of: Browser) -> list[str]:
        """The ids of a visitor's devices."""
        return _DEVICE.findall((await of.opens("/devices")).text)

    async def recovery(self, by: Browser, base: str, name: str) -> str:
        """The code of a recovery link."""
        found = _RECOVERY.search((await by.sends(f"{base}/manage/recovery", 200)).text)
        assert found is not None
        return self.world.call(found[1], name)

    async def visitor(self, by: Browser, base: str, name: str) -> str:
        """The id of somebody who came by a link there."""
        told = await self.links(by, base)
        people = [one for link in told["links"] for one in link["people"] or ()]
        return str(next(one["visitor"] for one in people if one["name"] == name))


def soon() -> str:
    """An hour after the world began."""
    return datetime.fromtimestamp((BEGINNING_MS + _HOUR_MS) / 1000, UTC).isoformat()


def _token(url: str) -> str:
    return str(URL(url).path).rpartition("/")[2]
