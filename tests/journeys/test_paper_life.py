"""The life of a note on paper: written by three, frozen, bound, passed on, printed, and known to be old."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.export.change_bars import change_bars
from tests.journeys.aide import Aide
from tests.journeys.commenting import UNCHECKED
from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.printing import pdf_of
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, Writer
from tests.server.pochettes import words

NOTE = "# Logement\n\n## Constat\n\n\n\n## Coût\n\n\n\n## Réponse\n\n\n"
PARTS = {
    "Claire": ("## Constat\n\n", "Le parc compte 29 millions de logements."),
    "Karim": ("## Coût\n\n", "Le plan coûte dix milliards d’euros."),
    "Inès": ("## Réponse\n\n", "Personne n’avance rien."),
}


@pytest.mark.whole
async def test_a_note_lives_on_paper_from_three_writers_to_the_bar_of_its_next_edition(
    site: Site, invite: Invite, open_page: OpenPage
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    writers = {name: await invite(link, name) for name in PARTS}
    claire, karim = writers["Claire"], writers["Karim"]
    await asyncio.gather(*(finish(writer) for writer in writers.values()))
    for _, words_ in PARTS.values():
        await claire.sees(words_)
    await set_ready(claire)
    await karim.page.locator("#status", has_text="Bonne à imprimer").wait_for()

    aide = Aide(await open_page(), site)
    await aide.pochette()
    made = await bind_and_share(aide, link)

    phone = await open_page(**PHONE)
    bound = await opened(phone, made)
    said = " ".join((await words(bound)).split())
    assert "Exemplaire n° 01" in said
    assert "L. Benali" in said
    assert all(words_ in said for _, words_ in PARTS.values())
    cover = await code_on(bound, aide.page, aide.links["edit"])
    await phone.goto(cover)
    await phone.get_by_role("heading", name="Toujours à jour").wait_for()

    sheet = await print_edition(claire.page, 1)
    assert sum(change_bars(sheet)) == 0
    await phone.goto(await code_on(sheet, claire.page, link))
    await phone.get_by_role("heading", name="Toujours à jour").wait_for()

    await karim.put_caret("dix milliards")
    await karim.type("au moins ")
    await karim.sees_state(SAVED)
    await karim.page.locator("#status", has_text="À relire").wait_for()
    await phone.reload()
    await phone.get_by_text("Un passage n’est plus celui de cette feuille.").wait_for()
    await phone.get_by_role("button", name="Voir ce qui a changé").click()
    await phone.get_by_role("listitem").filter(has_text="Coût").wait_for()
    assert "milliards" not in await phone.content()
    await phone.goto(cover)
    await phone.get_by_role("button", name="Voir ce qui a changé").click()
    await phone.get_by_role("listitem").filter(has_text="Logement").wait_for()

    await set_ready(karim)
    following = await print_edition(karim.page, 2, bars=True)
    assert "au moins dix milliards" in " ".join((await words(following)).split())
    assert sum(change_bars(following)) == 1


async def test_a_sheet_tells_its_changes_on_a_phone_to_everyone(
    site: Site, invite: Invite, open_page: OpenPage, axe: str
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    karim = await invite(link, "Karim")
    answer = await karim.page.request.post(f"{link}/editions", data={})
    code = (await answer.json())["url"]
    stranger = await open_page(**PHONE)
    await stranger.goto(code)
    await stranger.get_by_role("heading", name="Toujours à jour").wait_for()
    assert await flaws(stranger, axe, *PHONES, is_phone=True) == []

    for heading, typed in PARTS.values():
        await karim.put_caret(heading, after=True)
        await karim.type(typed)
    await karim.sees_state(SAVED)
    await stranger.reload()
    await stranger.get_by_text("Trois passages ne sont plus ceux de cette feuille.").wait_for()
    assert await flaws(stranger, axe, *PHONES, is_phone=True) == []
    await stranger.get_by_role("button", name="Voir ce qui a changé").click()
    await expect(stranger.get_by_role("listitem")).to_have_text(
        [re.compile(name) for name in ("Constat", "Coût", "Réponse")]
    )
    assert await flaws(stranger, axe, *PHONES, is_phone=True) == []

    # The words are for a device that has opened the note.
    await karim.page.goto(code)
    await expect(karim.page.locator("ins")).to_have_count(3)
    assert await flaws(karim.page, axe, *DESKS) == []


@pytest.mark.first(1)
@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
async def test_printed_editions_are_listed_and_their_codes_closed(
    site: Site, invite: Invite, axe: str, options: dict[str, Any]
) -> None:
    link = (await site.new_note(UNCHECKED))["edit"]
    claire = await invite(link, "Claire", **options)
    page = claire.page
    await open_editions(page)
    await page.get_by_text("Rien n’a encore été imprimé de cette note.").wait_for()
    await page.keyboard.press("Escape")
    for wish in ({}, {"recipient": "L. Benali", "copy": 1}, {"format": "large"}):
        assert (await page.request.post(f"{link}/editions", data=wish)).status == 201

    await open_editions(page)
    rows = page.get_by_role("dialog", name="Éditions imprimées").get_by_role("listitem")
    await expect(rows).to_have_count(3)
    await expect(rows.nth(0)).to_contain_text("Grands caractères")
    await expect(rows.nth(1)).to_contain_text("Exemplaire n° 01 — L. Benali")
    is_phone = bool(options)
    assert await flaws(page, axe, *(PHONES if is_phone else DESKS), is_phone=is_phone) == []

    pdf = await rows.nth(1).get_by_role("link", name="Édition n° 2, PDF").get_attribute("href")
    code = await rows.nth(1).get_by_role("link", name="Page du code QR").get_attribute("href")
    assert pdf
    assert code
    assert (await (await page.request.get(site.url + pdf)).body()).startswith(b"%PDF")
    await rows.nth(1).get_by_role("button", name="Fermer le code QR").focus()
    await page.keyboard.press("Enter")
    await rows.nth(1).get_by_role("button", name="Annuler").click()
    await rows.nth(1).get_by_role("button", name="Fermer le code QR").press("Enter")
    await page.keyboard.press("Enter")
    await expect(rows.nth(1)).to_contain_text("code fermé")
    assert (await page.request.get(code)).status == 404


async def test_the_list_of_editions_says_that_there_is_no_network(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("# Logement\n"))["edit"], "Claire")
    await claire.page.route("**/editions", lambda route: route.abort())
    await open_editions(claire.page)
    await claire.page.get_by_role("alert").filter(has_text="Pas de réseau").wait_for()


async def finish(writer: Writer) -> None:
    heading, typed = PARTS[writer.name or ""]
    await writer.put_caret(heading, after=True)
    await writer.type(typed)
    await writer.sees_state(SAVED)


async def set_ready(writer: Writer) -> None:
    await writer.page.locator("#status").click()
    await writer.page.get_by_role("dialog").get_by_role("button", name="Bonne à imprimer").click()
    await writer.page.locator("#status", has_text="Bonne à imprimer").wait_for()


async def bind_and_share(aide: Aide, link: str) -> str:
    """Put the note into the pochette, and give its link to print for copy no. 1."""
    page = aide.page
    await page.goto(aide.links["edit"])
    await page.get_by_role("button", name="Ajouter une note").click()
    await page.get_by_label("lien").fill(link)
    await page.get_by_role("button", name="Ajouter 1 note").click()
    await aide.sees("Logement")
    await page.get_by_role("button", name="Partager").click()
    await page.get_by_role("radio", name="Imprimer").check()
    await page.get_by_label("Destinataire imprimé").fill("L. Benali")
    await page.get_by_label("Exemplaire n°").fill("1")
    await page.get_by_role("dialog").get_by_label("Texte").select_option(label="« Bonne à imprimer »")
    await page.get_by_role("button", name="Créer ce lien").click()
    return await page.get_by_label("Adresse du lien").input_value()


async def opened(phone: Page, link: str) -> bytes:
    """The PDF behind the door of a link to print."""
    await phone.goto(link)
    assert "Logement" not in await phone.content()
    async with phone.expect_response(re.compile(r"/copy/.*\.pdf$")) as printed:
        await phone.get_by_role("button", name="Ouvrir le document").click(no_wait_after=True)
    return await (await phone.request.get((await printed.value).url)).body()


async def print_edition(page: Page, number: int, *, bars: bool = False) -> bytes:
    """Take an edition from the page of the print, where the editor leads."""
    await page.get_by_role("link", name="Imprimer", exact=True).first.click()
    await page.get_by_text(f"Ce sera l’édition n° {number}").wait_for()
    if bars:
        await page.get_by_label(f"Barres de changement depuis l’édition n° {number - 1}").check()
    return await (await page.request.get(await pdf_of(page.locator("#go")))).body()


async def open_editions(page: Page) -> None:
    await page.get_by_role("button", name="Autres actions").click()
    await page.get_by_role("button", name="Éditions imprimées").click()
    await page.get_by_role("dialog", name="Éditions imprimées").wait_for()


async def code_on(pdf: bytes, page: Page, link: str) -> str:
    """Where the code on the first sheet leads; `page` may list the editions of what `link` opens."""
    answer = await (await page.request.get(f"{link}/editions")).json()
    edition = answer["editions"][0]
    assert edition["label"] in await words(pdf)
    code: str = edition["url"]
    return code
