"""Pochettes of a classeur: begun and filled at a desk, made again the next day, read on a telephone."""

import re
from typing import Any

import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.days import iso, today
from tests.journeys.aide import Aide
from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.site import Site

NOTES = ("Loyers : ce qui change", "Vingt petites gares", "Débat de lundi")


async def binder(page: Page, site: Site, name: str = "Programme") -> tuple[str, list[str]]:
    """The address of a classeur that this browser manages, and the ids of its notes."""
    base = f"{site.url}/c/{(await post(page, f'{site.url}/api/binders', name=name))['binder']}"
    notes = [(await post(page, f"{base}/notes", markdown=f"# {one}\n\nTexte.\n"))["note"] for one in NOTES]
    return base, notes


async def post(page: Page, address: str, **body: Any) -> Any:
    answer = await page.request.post(address, data=body)
    assert answer.ok, (address, await answer.text())
    return await answer.json()


async def pochette(page: Page, base: str, *notes: str, **wish: Any) -> str:
    """The address of a pochette of the classeur with these notes."""
    url = str((await post(page, f"{base}/folders", **wish))["url"])
    await post(page, f"{url}/notes", notes=list(notes))
    return url


async def test_a_pochette_is_begun_filled_and_made_again(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    aide = Aide(page, site)
    await page.goto(site.url)
    base, notes = await binder(page, site)
    await page.goto(base)
    await page.locator(".band").get_by_role("button", name="Composer").click()
    await page.get_by_role("button", name="Ajouter une note").click()
    dialog = page.get_by_role("dialog", name="Ajouter des notes")
    await expect(dialog.get_by_role("heading", level=3).first).to_have_text("Dans le classeur Programme")
    await dialog.get_by_placeholder("Chercher un titre").fill("gares PETITES")
    await expect(dialog.get_by_role("checkbox")).to_have_count(1)
    await dialog.get_by_label("Vingt petites gares").check()
    await dialog.get_by_placeholder("Chercher un titre").fill("")
    await dialog.get_by_label("Débat de lundi").check()
    await dialog.get_by_role("button", name="Ajouter 2 notes").click()
    await aide.sees("Vingt petites gares", "Débat de lundi")
    await aide.is_made()
    await page.get_by_role("button", name="Ajouter une note").click()
    file = FilePayload(name="hopital.md", mimeType="text/markdown", buffer=b"# Saint-Brieuc")
    await page.locator("dialog.adding input[type=file]").set_input_files(file)
    await aide.sees("Vingt petites gares", "Débat de lundi", "Saint-Brieuc")
    # A note that came as a file is the classeur's too.
    await page.locator("#list .main").last.click()
    await expect(page.get_by_role("link", name="Ouvrir la note")).to_have_attribute(
        "href", re.compile(r"^/n/[\w-]{22}$")
    )
    await aide.is_made()
    await page.get_by_role("link", name="Programme").first.click()

    card = page.get_by_role("link", name=re.compile(rf"\w+ {today().day}(er)? \w+"))
    await expect(card).to_contain_text(re.compile(r"3 notes, \d+ p\."))
    out = await page.request.post(f"{base}/take-out", data={"notes": [notes[2]]})
    assert out.ok, await out.text()
    await page.get_by_role("button", name="Dupliquer la pochette d’aujourd’hui").click()
    await expect(page.get_by_role("status").filter(has_text="elle n’a pas été reprise")).to_be_visible()
    await aide.sees("Vingt petites gares", "Saint-Brieuc")


async def test_a_loose_pochette_is_put_in_and_taken_out(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    aide = Aide(page, site)
    await page.goto(site.url)
    await binder(page, site)
    await aide.pochette("Agenda", title="Débat")
    await aide.opens()
    await page.get_by_role("button", name="Ranger dans un classeur").click()
    dialog = page.get_by_role("dialog", name="Ranger dans un classeur")
    await expect(dialog).to_contain_text("1 personne pourra la lire, 1 la composer")
    await dialog.get_by_role("button", name="Ranger").click()
    await expect(page.locator(".where-in")).to_contain_text("Dans le classeur Programme")
    await page.get_by_role("button", name="Sortir du classeur").click()
    await page.get_by_role("dialog", name="Sortir du classeur").get_by_role("button", name="Sortir").click()
    await expect(page.locator(".where-in")).to_contain_text("Hors classeur")
    await aide.sees("Agenda")


async def test_who_reads_finds_it_on_a_telephone_without_script(site: Site, open_page: OpenPage) -> None:
    desk = await open_page()
    await desk.goto(site.url)
    base, notes = await binder(desk, site)
    day = iso()
    await pochette(desk, base, *notes, day=day, audience="Pour la candidate")
    link = await post(desk, f"{base}/links", role="read")

    page = await open_page(**PHONE, java_script_enabled=False)
    await page.goto(link["url"])
    await page.locator("[name=skip]").click()
    await expect(page.locator(".of-today")).to_contain_text("3 notes")
    await page.wait_for_load_state()  # without styles the desk's button shows too
    await page.get_by_role("button", name="changer de classeur").click()
    await page.get_by_role("link", name="Pochettes").click()
    await expect(page.get_by_role("button", name="Nouvelle pochette")).to_have_count(0)
    await page.get_by_role("link", name=re.compile("Pour la candidate")).click()
    await page.get_by_role("link", name="Loyers").click()
    await page.get_by_role("link", name="Note suivante").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Vingt petites gares")
    await expect(page.get_by_role("link", name="Modifier")).to_have_count(0)


@pytest.mark.whole
async def test_the_page_of_them_has_no_flaw(site: Site, open_page: OpenPage, axe: str) -> None:
    page = await open_page()
    await page.goto(site.url)
    base, notes = await binder(page, site)
    for days in (-9, -1, 0, 2):
        day = iso(days)
        await pochette(page, base, *notes, day=day, audience="Pour la candidate : matinale, comité")
    await pochette(page, base, title="Logement")
    phone = await open_page(**PHONE, storage_state=await page.context.storage_state())
    address = f"{base}/pochettes?weeks=all"
    await page.goto(address)
    assert await flaws(page, axe, *DESKS) == []
    await phone.goto(address)
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
