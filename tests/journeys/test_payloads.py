"""Whatever is written, said or named: no page runs it or is changed by it, and nothing asks elsewhere.

The policy of the pages has nothing to stop, and the long form looks at them without it too.
"""

import asyncio
import io
import re
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from aiohttp import ClientSession, FormData
from playwright.async_api import Page, Request

from tests.images import png
from tests.journeys.conftest import OpenPage
from tests.journeys.payloads import lines, payloads
from tests.journeys.site import Site
from tests.visitor import Note, Visitor

# A note is printed with so many of them; many more would be refused for their number.
A_NOTE = 71
NAME = 40
# What a PDF does by itself.
ACTIONS = ("/JS", "/JavaScript", "/AA", "/Launch", "/RichMedia")
# Remembers what ran, and what the policy had to stop.
LINK_WATCH = """
window.ran = number => { (window.found ??= []).push('ran ' + number) }
document.addEventListener('securitypolicyviolation', event => {
  (window.found ??= []).push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample)
})
"""
# What a page of ours never has, and what a payload would make of it.
STRANGE = """() => [...document.querySelectorAll('*')].flatMap(element => {
  const wrong = [...element.attributes].filter(({ name, value }) =>
    /^on/i.test(name) || (/^(href|src|action|formaction|data|xlink:href|srcdoc)$/i.test(name)
      && /^[\\s\\0-\\x1f]*(javascript|vbscript|data:text)/i.test(value)))
  const name = element.localName
  const isStrange = ['iframe', 'object', 'embed', 'base', 'marquee', 'mglyph', 'foreignobject'].includes(name)
    || (name === 'meta' && element.httpEquiv && element.httpEquiv !== 'Content-Security-Policy')
    || (name === 'script' && !element.src && element.type !== 'application/json' && !element.nonce)
    || (['script', 'img', 'link', 'video', 'audio'].includes(name)
      && !(element.src || element.href || location.href).startsWith(location.origin)
      && !/^(blob:|data:image)/.test(element.src || ''))
  return wrong.map(one => name + ' ' + one.name + '=' + one.value).concat(isStrange ? element.outerHTML : [])
})"""


@dataclass
class Planted:
    """Where the payloads are: pages to look at, each with what is pressed there, and notes to export."""

    session: ClientSession
    url: str
    away: str
    owner: Visitor
    every: int
    notes: list[Note] = field(default_factory=list)
    pages: list[tuple[str, str]] = field(default_factory=list)
    many: int = 0

    async def plant(self) -> None:
        texts = iter(payloads(self.away, every=self.every))
        while batch := list(islice(texts, A_NOTE)):
            await self._note(batch)
        names = lines(self.away, every=self.every, most=NAME)
        for name in names:
            await self._person(name)
        await self._folder(lines(self.away, every=self.every)[len(self.notes) :])
        self.pages += [("/", ""), ("/devices", ""), ("/trash", "")]

    async def _note(self, batch: list[str]) -> None:
        said = lines(self.away, every=self.every)
        share = said[len(self.notes) :: max(1, 20 // self.every)]
        title = said[len(self.notes) % len(said)]
        made = await self.owner.makes_note(markdown=f"# {title}\n\n" + "\n\n".join(batch))
        self.notes.append(made)
        edit = made.edit
        await self.owner.asks("GET", f"{edit}/card")
        for text in batch:
            await self._does(f"{edit}/comments", text=text)
        for line in share[:180]:
            await self._does(f"{edit}/links", role="read", label=line)
        for line in share[:30]:
            await self._does(f"{edit}/versions", name=line)
        await self._does(f"{edit}/editions", recipient=share[-1])
        card = dict(zip(("theme", "deck", "audience", "kind", "classification"), share, strict=False))
        for name, line in card.items():
            await self._does(f"{edit}/card", "PUT", **{name: line})
        await self._does(f"{edit}/card", "PUT", authors=share[:5])
        form = FormData()
        form.add_field("file", png(), filename=f"{share[0]}.png", content_type="image/png")
        async with self.session.post(f"{self.url}{edit}/images", data=form, headers=self.owner.cookie) as put:
            assert put.status == 201
        self.pages += [
            (f"{edit}?view=edit", "[data-run=comments]"),
            (f"{edit}?view=edit", "#share"),
            (f"{edit}?view=read", ""),
            (f"{edit}/history", ""),
            (f"{edit}/print", ""),
            (f"{edit}/manage", ""),
        ]
        self.many += len(batch) + 2

    async def _person(self, name: str) -> None:
        """Somebody of that name, with a browser that says so too, who says something and is a device."""
        visitor = await Visitor.come(self.session, self.url)
        ask = self.session.put(f"{self.url}/api/visitor", json={"name": name}, headers=visitor.cookie)
        async with ask as answer:
            # A name with a sign that nobody sees is refused; the comment says it all the same.
            assert answer.status == (400 if "\u202e" in name else 200), await answer.text()
        await visitor.asks("POST", f"{self.notes[0].edit}/comments", json={"text": name})
        await visitor.asks("POST", f"{self.notes[0].edit}/versions", json={"name": name.strip("\u202e")})
        self.many += 1

    async def _folder(self, said: list[str]) -> None:
        made = await self.owner.asks("POST", "/api/folders", json={"title": said[0].strip("\u202e")})
        base = made["links"]["edit"].removeprefix(self.url)
        for name, line in zip(("audience", "classification", "message"), said[1:], strict=False):
            await self._does(f"{base}/folder", "PUT", **{name: line})
        await self._does(f"{base}/folder", "PUT", recipients=said[:10])
        await self._does(f"{base}/notes", notes=[note.note for note in self.notes[:20]])
        for line in said[:20]:
            await self._does(f"{base}/links", role="read", label=line)
        self.pages += [(base, ""), (f"{base}?view=read", ""), (f"{base}/manage", "")]

    async def _does(self, path: str, method: str = "POST", **wish: Any) -> None:
        """What is refused, for a sign that no name has or a printer that is busy, is planted nowhere."""
        ask = self.session.request(method, self.url + path, json=wish, headers=self.owner.cookie)
        async with ask as answer:
            assert answer.status in (200, 201, 400, 503), await answer.text()
            self.many += len(wish) if answer.status < 400 else 0


@asynccontextmanager
async def an_address_elsewhere() -> AsyncIterator[tuple[str, list[bytes]]]:
    """Another server on this machine, and who has asked it for something."""
    heard: list[bytes] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(200))
        writer.close()

    async with await asyncio.start_server(hear, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x", heard


async def seen(page: Page, address: str, press: str) -> list[str]:
    """What ran, what was stopped and what is strange on a page that was looked at from top to bottom."""
    await page.goto(address)
    await page.wait_for_load_state("load")
    if press and await page.locator(press).count():
        await page.locator(press).first.click()
    found: list[str] = await page.evaluate(STRANGE)
    for _ in range(60):
        has_more = await page.evaluate(
            """() => {
              const scroller = document.querySelector('.cm-scroller') ?? document.scrollingElement
              const before = scroller.scrollTop
              scroller.scrollTop += scroller.clientHeight
              return scroller.scrollTop > before
            }"""
        )
        await page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)))")
        found += await page.evaluate(STRANGE)
        if not has_more:
            break
    found += await page.evaluate("window.found ?? []")
    return [f"{address.rpartition('/')[2][-12:]} {one[:200]}" for one in dict.fromkeys(found)]


@pytest.mark.first(1)
@pytest.mark.parametrize("every", [20, pytest.param(1, marks=(pytest.mark.long, pytest.mark.timeout(3600)))])
async def test_nothing_that_is_written_runs_or_asks_elsewhere(
    site: Site, open_page: OpenPage, tmp_path: Path, every: int
) -> None:
    async with an_address_elsewhere() as (away, heard), ClientSession() as session:
        asked: list[str] = []
        found: list[str] = []

        def ask(request: Request) -> None:
            if not request.url.startswith((site.url, "data:", "blob:", "file:")):
                asked.append(request.url)

        # Without their policy pages are looked at in the long form alone, and with some of the payloads.
        for bypass, thin in ((False, every), (True, 5)) if every == 1 else ((False, every),):
            page = await open_page(bypass_csp=bypass)
            page.context.on("request", ask)
            await page.add_init_script(LINK_WATCH)
            await page.goto(site.url)
            cookies = [f"{one['name']}={one['value']}" for one in await page.context.cookies()]
            owner = Visitor(session=session, url=site.url, cookie={"Cookie": "; ".join(cookies)})
            planted = Planted(session, site.url, away, owner, thin)
            await planted.plant()
            for path, press in planted.pages:
                found += await seen(page, site.url + path, press)
            for number, note in enumerate(planted.notes):
                found += await exported(page, planted, note, tmp_path / f"{number}.html")
            assert planted.many >= (4000 if thin == 1 else 200)
        assert found == []
        assert asked == []
        assert heard == []


async def exported(page: Page, planted: Planted, note: Note, path: Path) -> list[str]:
    """What is wrong with the files that a note becomes; the one of HTML is opened."""
    found: list[str] = []

    async def get(form: str) -> bytes:
        address = f"{planted.url}{note.edit}/note.{form}"
        async with planted.session.get(address, headers=planted.owner.cookie) as answer:
            if answer.status == 422:  # more of something than a print takes, said in words
                return b""
            assert answer.status == 200, (form, await answer.text())
            return await answer.read()

    await asyncio.to_thread(path.write_bytes, await get("html"))
    found += await seen(page, path.as_uri(), "")
    for form in ("docx", "odt", "epub"):
        content = await get(form)
        if content:
            found += in_archive(content, form, planted.away)
    if printed := await get("pdf"):
        found += in_pdf(printed)
    return found


def in_archive(content: bytes, form: str, away: str) -> list[str]:
    """Scripts, handlers, and anything that is fetched when the file is opened."""
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if not name.endswith((".xml", ".rels", ".xhtml", ".opf", ".ncx")):
                continue
            for element in ET.fromstring(archive.read(name)).iter():  # noqa: S314 - made by our pandoc
                tag = str(element.tag).rpartition("}")[2].lower()
                if tag in {"script", "iframe", "object", "embed", "form", "base"} and form == "epub":
                    found.append(f"{form} {name} {tag}")
                for key, value in element.attrib.items():
                    plain = key.rpartition("}")[2].lower()
                    is_run = form == "epub" and plain.startswith("on")
                    is_script = re.match(r"\s*(javascript|vbscript|data:text)", value, re.IGNORECASE)
                    is_link = (plain == "href" and tag == "a") or "hyperlink" in str(element.attrib)
                    if is_run or (is_script and plain in {"href", "src", "target"}):
                        found.append(f"{form} {name} {tag} {plain}={value[:80]}")
                    if value.startswith(away) and plain in {"src", "target", "href"} and not is_link:
                        found.append(f"{form} {name} {tag} fetches {value}")
    return found


def in_pdf(content: bytes) -> list[str]:
    """Actions other than going to an address of the web, of mail, or within the file."""
    found: list[str] = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                found += [f"pdf {key}" for key in ACTIONS if key in thing]
                uri = str(thing.get("/URI", "")) if thing.get("/S") == "/URI" else ""
                if uri and not re.match(r"(https?|mailto|tel):", uri):
                    found.append(f"pdf {uri[:80]}")
    return found
