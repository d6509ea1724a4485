"""The day of who reads alone: a link that arrives, a pochette in the tunnel, and what changed meanwhile."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.days import iso
from tests.journeys.classeurs import Classeur, begun
from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.looks import PHONE, PHONES, flaws
from tests.journeys.offline import PHONE as ANDROID
from tests.journeys.site import Site
from tests.journeys.wire import Wire, wire_to
from tests.journeys.writer import until

NANTES = "# Déplacement à Nantes\n\nArrivée à 9 h 12.\n\nLe maire accueille.\n"
LOYERS = "# Logements vacants\n\nLe coût est de 580 M€ par an.\n\n- Une promesse\n- Un chiffre\n"
GARES = "# Rouvrir vingt petites gares\n\nLa ligne est rare.\n"
AGENDA = ["7 h 50 Matinale (note 2)", "9 h 12 Gare de Nantes (notes 1 et 3)"]
MESSAGE = "Le maire veut parler des loyers."
SHOWS = "async ([path, words]) => (await (await fetch(path)).text()).includes(words)"


@dataclass(kw_only=True)
class Day:
    """Claire manages the classeur; the phone has nothing but one link, and a line that can be cut."""

    there: Classeur
    notes: list[str]
    link: str
    wire: Wire
    phone: Page
    axe: str
    pictures: list[Path] = field(default_factory=list)

    async def screen(self, name: str) -> None:
        """Nothing is wrong with what the phone shows; a picture where somebody asks for them."""
        assert await flaws(self.phone, self.axe, *PHONES, is_phone=True) == [], name
        await self.phone.set_viewport_size(PHONE["viewport"])
        if folder := os.environ.get("POCHETTE_PICTURES"):
            await self.phone.screenshot(path=Path(folder) / f"{len(self.pictures)}-{name}.png")
            self.pictures.append(Path(name))


@pytest.mark.whole
async def test_the_link_arrives_the_tunnel_comes_and_two_notes_have_changed(
    site: Site, open_page: OpenPage, invite: Invite, axe: str
) -> None:
    async with wire_to(site.port) as wire:
        there = await begun(site, await open_page())
        notes = [(await there.note(text)).rpartition("/")[2] for text in (NANTES, LOYERS, GARES)]
        folder = await pochette(there, notes)
        link = (await there.link("read")).replace(site.url, f"http://127.0.0.1:{wire.port}")
        phone = await open_page(**ANDROID)
        day = Day(there=there, notes=notes, link=link, wire=wire, phone=phone, axe=axe)
        await evening(day)
        await in_the_tunnel(day)
        await they_go_on_writing(day, invite, folder)
        await at_eight(day)


async def pochette(there: Classeur, notes: list[str]) -> str:
    day = iso()
    ask = there.page.request.post
    made = await (await ask(f"{there.url}/folders", data={"day": day, "message": MESSAGE})).json()
    folder = f"{there.site.url}/p/{made['folder']}"
    answer = await ask(f"{folder}/notes", data={"notes": notes})
    assert answer.ok, await answer.text()
    answer = await there.page.request.put(f"{folder}/folder", data={"agenda": AGENDA})
    assert answer.ok, await answer.text()
    return folder


async def evening(day: Day) -> None:
    """The link is opened, one note read to its end, and the classeur taken along."""
    phone = day.phone
    await phone.goto(day.link)
    await expect(phone.get_by_text("Logements vacants")).to_have_count(0)
    await day.screen("the-link-arrives")
    await phone.locator("button[name=skip]").click()
    await expect(phone.locator(".of-today li")).to_have_count(3)
    await day.screen("today")
    manifest = phone.locator("link[rel=manifest]")
    app = await phone.evaluate(
        "href => fetch(href).then(answer => answer.json())", await manifest.get_attribute("href")
    )
    assert day.link.endswith(app["start_url"])
    await expect(phone.get_by_text(MESSAGE)).to_be_visible()
    await phone.get_by_role("link", name="Logements vacants").last.click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Logements vacants")
    await day.screen("by-the-agenda")
    await phone.go_back()
    await phone.get_by_role("link", name=re.compile("Reprendre|Lire")).first.click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Déplacement à Nantes")
    await phone.get_by_role("button", name="Lue, suivante").click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Logements vacants")
    await phone.get_by_role("link", name="La pochette").click()
    await phone.goto(day.link)
    await phone.locator("#carry").click()
    await phone.locator("label.choice", has_text="Tout le classeur").click()
    await expect(phone.locator(".carry-sheet .now")).to_contain_text("3 notes, à jour à")
    await day.screen("taken-along")
    await phone.keyboard.press("Escape")
    await expect(phone.locator("#carry")).to_contain_text("Emporté, à jour à")


async def in_the_tunnel(day: Day) -> None:
    """Without a network, in another tab: the day, a note, and what was said of it for later."""
    day.wire.cut()
    await day.phone.context.set_offline(True)
    await day.phone.close()
    day.phone = phone = await day.phone.context.new_page()
    await phone.goto(day.link)
    await expect(phone.get_by_text("Vous lisez ce qui a été emporté à")).to_be_visible()
    await expect(phone.locator(".of-today li").first).to_contain_text("Lue")
    await day.screen("tunnel-today")
    await phone.locator(".of-today li a").nth(1).click()
    await expect(phone.get_by_text("580 M€")).to_be_visible()
    await phone.get_by_role("button", name="Lue, suivante").click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Rouvrir vingt petites gares")
    await expect(phone.locator(".dock").get_by_role("link", name="Imprimer")).to_be_hidden()
    await day.screen("tunnel-note")


async def they_go_on_writing(day: Day, invite: Invite, folder: str) -> None:
    """Inès changes a figure of a note, and puts another one into the pochette."""
    note = f"{day.there.site.url}/n/{day.notes[1]}"
    state = await day.there.page.context.storage_state()
    writer = await invite(f"{note}?view=edit", "Inès Robert", storage_state=state)
    await writer.put_caret("580", after=True)
    for _ in "580":
        await writer.page.keyboard.press("Backspace")
    await writer.type("640")
    await until(writer.page, SHOWS, [f"/n/{day.notes[1]}/note.md", "640 M€"])
    new = (await day.there.note("# Rénover 500 000 logements\n\nPar an.\n")).rpartition("/")[2]
    answer = await day.there.page.request.post(f"{folder}/notes", data={"notes": [new]})
    assert answer.ok, await answer.text()


async def at_eight(day: Day) -> None:
    """Back in the network: what changed and what came is told, and shown in the text."""
    day.wire.mend()
    phone = day.phone
    await phone.context.set_offline(False)
    # What was taken along is up to date, or gives way to the page of now by itself.
    await expect(phone.locator("#carried:not([data-state=same])")).to_have_count(0, timeout=30_000)
    await phone.wait_for_load_state()
    await phone.goto(day.link)
    rows = phone.locator(".of-today li")
    await expect(rows).to_have_count(4)
    await expect(rows.nth(1)).to_contain_text("1 passage")
    await expect(rows.nth(3)).to_contain_text("Nouvelle")
    await day.screen("back-at-eight")
    await phone.get_by_role("link", name="Reprendre à la note 2").click()
    await expect(phone.get_by_text("1 passage modifié depuis votre lecture")).to_be_visible()
    await expect(phone.locator("#text ins[tabindex]")).to_contain_text("640 M€")
    await day.screen("what-changed")
    await phone.locator("#text ins[tabindex]").tap(position={"x": 8, "y": 12})
    await expect(phone.get_by_text(re.compile("avant\\s: 580 M€"))).to_be_visible()
    await day.screen("what-stood-before")
    await phone.get_by_role("button", name="Lue, suivante").click()
    # The page of this note has the same button, until the next one has come.
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Rouvrir vingt petites gares")
    await phone.get_by_role("button", name="Lue, suivante").click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Rénover 500 000 logements")
    await phone.locator(".dock").get_by_role("button", name="Lue").click()
    await expect(phone.locator("#read [aria-pressed=true]")).to_have_count(1)
    await phone.goto(day.link)
    await expect(phone.locator(".of-today .done")).to_have_count(4)
    await expect(phone.locator("#carry")).to_contain_text("Emporté, à jour à")
    await day.screen("all-read")
