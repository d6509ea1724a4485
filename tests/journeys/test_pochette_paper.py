"""A pochette on paper: all its pages before printing, and the copy of one reader."""

import re

import pytest
from playwright.async_api import expect

from tests.journeys.aide import Aide
from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, PHONE, flaws, overflow
from tests.journeys.printing import pdf_of
from tests.journeys.site import Site
from tests.journeys.writer import violations
from tests.server.pochettes import words

TITLES = ("Agenda", "Retraites : la réforme", "Fiche Nantes")


@pytest.mark.whole
async def test_a_copy_for_one_reader_opens_behind_a_door(site: Site, open_page: OpenPage, axe: str) -> None:
    aide, phone = Aide(await open_page(), site), await open_page(**PHONE, java_script_enabled=False)
    await aide.pochette(*TITLES, title="Secrets")
    await aide.opens()
    page = aide.page
    await page.get_by_role("button", name="Partager").click()
    dialog = page.get_by_role("dialog", name="Partager cette pochette")
    assert await dialog.get_by_label("Adresse du lien").input_value() == aide.links["read"]
    await expect(dialog.get_by_role("tab").filter(has_text="Lien pour composer")).to_be_visible()
    await expect(dialog.get_by_text("Modifier", exact=True)).to_have_count(0)
    await dialog.get_by_role("radio", name="Imprimer").check()
    await dialog.get_by_label("Destinataire").fill("L. Benali")
    await dialog.get_by_label("Ouvertures").select_option("1")
    await dialog.get_by_role("button", name="Créer ce lien").click()
    made = await dialog.get_by_label("Adresse du lien").input_value()
    assert await flaws(page, axe, *DESKS) == []

    await phone.goto(made)
    assert "Secrets" not in await phone.content()
    async with phone.expect_response(re.compile(r"/copy/.*\.pdf$"), timeout=60_000) as printed:
        await phone.get_by_role("button", name="Ouvrir le document").click(no_wait_after=True)
    assert (await (await printed.value).all_headers())["content-type"] == "application/pdf"
    await page.goto(made)
    await page.get_by_role("heading", name="Ce lien a déjà servi").wait_for()


async def test_all_pages_are_seen_before_printing_and_follow_how_they_are_bound(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    page = await open_page(viewport={"width": 1280, "height": 800})
    aide = Aide(page, site)
    await aide.pochette(*TITLES, day="2017-03-14")
    await aide.opens()
    await page.get_by_role("link", name="Toutes les pages").click()
    await expect(page.get_by_role("img", name="Page 3 sur 7 : Agenda")).to_be_visible(timeout=40_000)
    await expect(page.locator("#count")).to_contain_text("4 feuilles recto verso")
    assert await violations(page, axe) == []

    await page.get_by_label("Recto verso").uncheck()
    await expect(page.get_by_role("img", name="Page 3 sur 5 : Agenda")).to_be_visible(timeout=40_000)
    await page.locator("#view").focus()
    await page.keyboard.press("End")
    await expect(page.get_by_role("img", name="Page 5 sur 5 : Fiche Nantes")).to_be_in_viewport()
    assert (await pdf_of(page.get_by_role("button", name="Imprimer la pochette"))).endswith("/edition/1.pdf")

    reader = await open_page(**PHONE)
    await reader.goto(aide.links["read"])
    await reader.get_by_role("link", name="Imprimer").tap()
    await expect(reader.get_by_role("img", name="Page 3 sur 5 : Agenda")).to_be_attached(timeout=40_000)
    await expect(reader.get_by_label("Recto verso")).to_have_count(0)
    await expect(reader.get_by_role("link", name="Imprimer")).to_be_in_viewport()
    assert await overflow(reader) == 0


async def test_the_copy_of_a_recipient_is_chosen_seen_with_what_has_changed_and_printed(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page()
    aide = Aide(page, site)
    await aide.pochette(
        "Agenda", cover=False, contents=False, two_sided=False, recipients=["L. Benali", "A. Roy"]
    )
    await aide.prints(copy=1)
    await page.request.post(
        f"{aide.links['edit']}/notes", data={"links": [(await aide.note("Fiche Nantes"))["read"]]}
    )
    await page.goto(f"{aide.links['edit']}/preview")
    chooser, count = page.get_by_label("Exemplaire montré"), page.locator("#count b")
    await expect(count).to_have_text("2", timeout=40_000)

    await chooser.select_option("Exemplaire n° 01, L. Benali")
    await expect(count).to_have_text("3", timeout=40_000)
    await expect(page.get_by_role("img", name="Page 2 sur 3 : Agenda")).to_be_visible()
    await chooser.select_option("Exemplaire n° 02, A. Roy")
    await expect(count).to_have_text("2", timeout=40_000)
    await chooser.select_option("Exemplaire n° 01, L. Benali")
    await expect(count).to_have_text("3", timeout=40_000)

    printed = await page.request.get(await pdf_of(page.get_by_role("button", name="Imprimer la pochette")))
    said = " ".join((await words(await printed.body())).split())
    assert "Depuis votre dernière pochette" in said
    assert "Exemplaire n° 01 — L. Benali" in said
