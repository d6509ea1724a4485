"""A note kept on a device, and a network or a server that goes and comes back."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from tests.journeys import looks
from tests.journeys.conftest import Invite, is_ours
from tests.journeys.site import Site
from tests.journeys.wire import Wire
from tests.journeys.writer import OFFLINE, Writer, until

PHONE: dict[str, Any] = {
    **looks.PHONE,
    "user_agent": "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Mobile Safari/537.36",
}


async def keep(writer: Writer) -> None:
    """Switch "Garder sur cet appareil" on, and wait until the note is kept."""
    await writer.page.get_by_role("button", name="Autres actions").click()
    await writer.page.get_by_role("switch", name="Garder sur cet appareil").click()
    await writer.page.locator("#keep:checked:enabled").wait_for()
    await writer.page.keyboard.press("Escape")


# How many caches, databases and lines of memory the browser holds for the site.
KEPT = """async () => JSON.stringify({
  caches: (await caches.keys()).length,
  databases: (await indexedDB.databases()).length,
  lines: Object.keys(localStorage).filter(key => key.startsWith('pochette.kept.')).length,
})"""


async def kept(page: Page) -> dict[str, int]:
    held: dict[str, int] = json.loads(await page.evaluate(KEPT))
    return held


NOTHING = {"caches": 0, "databases": 0, "lines": 0}


async def until_nothing_is_kept(page: Page) -> None:
    nothing = json.dumps(NOTHING, separators=(",", ":"))
    await until(page, f"async () => await ({KEPT})() === {nothing!r}")


# The paragraphs that the copy says were never sent.
UNSENT = """async () => {
  const asked = request => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const [{ name }] = await indexedDB.databases()
  const database = await asked(indexedDB.open(name))
  const left = await asked(database.transaction('custom').objectStore('custom').get('unsent'))
  database.close()
  return left.text
}"""


async def until_unsent_is(page: Page, text: str) -> None:
    """Wait until the last key is on the disk of the device."""
    await until(page, f"async text => await ({UNSENT})() === text", text)


@asynccontextmanager
async def another_tab(before: Writer, unsent: str = "") -> AsyncIterator[Writer]:
    """The tab is closed and another one opened on the same device; what its console says fails the test."""
    said: list[str] = []
    await until_unsent_is(before.page, unsent)
    context = before.page.context
    await before.page.close()
    page = await context.new_page()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if is_ours(message.text) else None)
    yield Writer(page, None)
    assert said == []


async def lose_network(writer: Writer, wire: Wire) -> None:
    await writer.page.context.set_offline(True)
    wire.cut()


async def find_network(writer: Writer, wire: Wire) -> None:
    wire.mend()
    await writer.page.context.set_offline(False)


async def restore(site: Site, backup: Path, data: Path) -> None:
    """The server comes back from a backup, at its own address."""
    await site.stop()
    give_key(site.data, data)
    site.data = data
    await site.shell("restore", str(backup))
    await site.start()


def give_key(old: Path, new: Path) -> None:
    """A folder in which the addresses of another one work."""
    new.mkdir(mode=0o700)
    key = new / "instance.key"
    key.write_bytes((old / "instance.key").read_bytes())
    key.chmod(0o600)


async def typed_without_network(site: Site, invite: Invite, wire: Wire) -> tuple[str, Writer]:
    """The link of a note, and a phone that keeps it: it lost the network, then "jamais envoyé" was typed."""
    link = (await site.new_note("Début.\n", port=wire.port))["edit"]
    claire = await invite(link, "Claire", **PHONE)
    await claire.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await keep(claire)
    await lose_network(claire, wire)
    await claire.sees_state(OFFLINE)
    await claire.put_caret("Début", after=True)
    await claire.type(" jamais envoyé")
    return link, claire
