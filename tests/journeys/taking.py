"""Notes with pictures that somebody made, and a browser that takes them along."""

import asyncio
import io
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, CookieJar
from PIL import Image

from tests.browsers.page import ESCAPE, Page
from tests.journeys.site import Site

TAKEN = "Emporté, à jour à"
CARRY = "document.querySelector('#carry')"
# What is there of taking along: rows, caches, wishes. An empty database holds nothing.
LEFT = """(async () => {
  const asked = request => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const named = (await indexedDB.databases()).filter(({ name }) => name === 'pochette.carried')
  let rows = 0
  for (const { name } of named) {
    const database = await asked(indexedDB.open(name))
    for (const store of ['carries', 'entries'])
      if (database.objectStoreNames.contains(store))
        rows += await asked(database.transaction(store).objectStore(store).count())
    database.close()
  }
  return rows + (await caches.keys()).filter(name => name.startsWith('carried/')).length
    + Number(localStorage.getItem('pochette.carried') !== null)
})()"""
# The versions of what is taken along, "" where something is under way.
VERSIONS = """(async () => {
  const asked = request => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const database = await asked(indexedDB.open('pochette.carried'))
  const carries = await asked(database.transaction('carries').objectStore('carries').getAll())
  database.close()
  return carries.every(({ version }) => version) ? carries.map(({ version }) => version).join() : ''
})()"""
# When the page that is shown painted its first words, in ms.
PAINT = "(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0)"


def drawing(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """A browser without a window that manages what it makes; its links are given for `port`."""

    site: Site
    session: ClientSession
    port: int

    async def note(self, markdown: str) -> dict[str, str]:
        links: dict[str, str] = (await self.post("/api/notes", {"markdown": markdown}))["links"]
        return links

    async def pictured(self, titles: Sequence[str], words: str) -> list[dict[str, str]]:
        """Notes that show the same picture, whose id comes from its bytes."""
        picture = drawing("teal")
        address = await self._bring((await self.note("Brouillon"))["edit"], picture)

        async def make(title: str) -> dict[str, str]:
            links = await self.note(f"# {title}\n\n{words}\n\n![Un plan]({address})\n")
            assert await self._bring(links["edit"], picture) == address
            return links

        return await asyncio.gather(*map(make, titles))

    async def _bring(self, note: str, picture: bytes) -> str:
        async with self.session.post(f"{note}/images", data=picture) as answer:
            assert answer.ok, await answer.text()
            address: str = (await answer.json())["address"]
            return address

    async def folder(self, *notes: dict[str, str]) -> dict[str, str]:
        made = await self.post("/api/folders", {"title": "Voyage"})
        path = made["links"]["edit"].removeprefix(self.site.url)
        await self.post(f"{path}/notes", {"links": [one["read"] for one in notes]})
        links: dict[str, str] = made["links"]
        return links

    async def binder(self, name: str = "Programme") -> str:
        """Its path."""
        async with self.session.post(
            f"{self.site.url}/binders", data={"name": name}, allow_redirects=False
        ) as answer:
            return answer.headers["Location"]

    async def link(self, path: str, role: str = "read") -> tuple[str, str]:
        """A new link to what is at a path: its address by the way of the test, and the one that closes it."""
        made = await self.post(f"{path}/links", {"role": role})
        return self.by_the_way(made["url"]), f"{self.site.url}{path}/links/{made['id']}"

    async def close(self, link: str) -> None:
        async with self.session.delete(link) as answer:
            assert answer.ok, await answer.text()

    def by_the_way(self, url: str) -> str:
        return url.replace(self.site.url, f"http://127.0.0.1:{self.port}")

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        async with self.session.post(self.site.url + path, json=body) as answer:
            assert answer.ok, await answer.text()
            return await answer.json()


@asynccontextmanager
async def maker_at(site: Site, port: int) -> AsyncIterator[Maker]:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        await session.get(site.url)
        yield Maker(site=site, session=session, port=port)


async def come_by(page: Page, link: str) -> None:
    """Open a link to a classeur, without giving a name."""
    await page.goto(link)
    # The button stands elsewhere once the faces are there.
    await page.until("document.readyState === 'complete' && document.fonts.status === 'loaded'")
    await page.click("button[name=skip]")
    await page.until(f"{CARRY} && !{CARRY}.hidden")


async def take(page: Page, label: str) -> None:
    """Press *Emporter* and switch `label` on, until all of it is here."""
    await page.until(f"{CARRY} && !{CARRY}.hidden")
    await page.click("#carry")
    await page.click("label.choice", label)
    await page.sees(".carry-sheet .now", "à jour à")
    await page.press(ESCAPE)
    await page.until(f"{CARRY}.textContent.includes({TAKEN!r})")
