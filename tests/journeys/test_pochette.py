"""A pochette at a desk, by the keyboard and on a telephone: put together, built, passed on."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.days import iso
from tests.journeys.aide import Aide
from tests.journeys.conftest import OpenPage
from tests.journeys.fingers import drag
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.printing import pdf_of
from tests.journeys.site import Site

AGENDA = ["7 h 50 Matinale (notes 1, 2 et 3)", "9 h Retraites : la réforme", "12 h (studio)"]
TITLES = ("Agenda", "Retraites : la réforme", "Fiche Nantes")
DROPS = """([link, file]) => {
  const data = new DataTransfer()
  if (link) data.setData('text/uri-list', link)
  if (file) data.items.add(new File([file], 'note.md', { type: 'text/markdown' }))
  for (const type of ['dragenter', 'dragover', 'drop'])
    document.querySelector('#list').dispatchEvent(
      new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))
}"""


async def test_an_aide_puts_the_pochette_of_the_day_together(
    site: Site, open_page: OpenPage, tmp_path: Path
) -> None:
    page = await open_page()
    aide = Aide(page, site)
    await aide.note("Agenda")
    await aide.note("Éléments de langage")
    pasted = await aide.note("Fiche Nantes")
    await page.goto(site.url)
    await page.locator(".rail").get_by_role("button", name="Nouvelle pochette").click()
    await expect(page.get_by_text("Cette pochette est encore vide")).to_be_visible()

    await page.get_by_role("button", name="Nom, jour et destinataire").click()
    await page.get_by_label("Destinataire", exact=True).fill("Pour la candidate")
    await page.get_by_role("button", name="Enregistrer").click()
    await page.get_by_role("button", name="Ajouter une note").click()
    dialog = page.get_by_role("dialog", name="Ajouter des notes")
    await expect(dialog.locator("input[type=file]")).to_have_attribute("accept", re.compile(r"\.docx,\.odt,"))
    await dialog.get_by_placeholder("Chercher un titre").fill("elements")
    await dialog.get_by_label("Éléments de langage").check()
    await dialog.get_by_placeholder("Chercher un titre").fill("")
    await dialog.get_by_label("Agenda").check()
    await dialog.get_by_role("button", name="Ajouter 2 notes").click()
    await aide.sees("Éléments de langage", "Agenda")
    await page.evaluate(DROPS, [pasted["read"], ""])
    await aide.sees("Éléments de langage", "Agenda", "Fiche Nantes")
    await page.evaluate(DROPS, ["", "# Débat de lundi\n\nTexte."])
    await aide.sees("Éléments de langage", "Agenda", "Fiche Nantes", "Débat de lundi")

    await page.get_by_role("button", name="Déplacer « Agenda »").drag_to(
        page.get_by_role("button", name="Déplacer « Éléments"), target_position={"x": 20, "y": 4}
    )
    await aide.sees("Agenda", "Éléments de langage", "Fiche Nantes", "Débat de lundi")
    await aide.is_made()
    await expect(page.locator(".sums")).to_contain_text("4 notes · 9 pages · 5 feuilles recto verso")
    assert await page.locator("#view img").count() == 2
    address = await pdf_of(page.get_by_role("button", name="Imprimer la pochette"))
    printed = await page.request.get(address)
    (tmp_path / "pochette.pdf").write_bytes(await printed.body())
    assert (await printed.body()).startswith(b"%PDF-1.7")

    await page.goto(site.url)
    day = page.get_by_role("region", name=re.compile(r"^\w+ \d+"))
    await expect(day).to_contain_text("Pour la candidate")
    await expect(day.get_by_role("listitem")).to_have_count(4)
    await expect(
        page.locator(".rail").get_by_role("link", name=re.compile(r"\d+(er)? .* 4 notes"))
    ).to_be_visible()


async def test_with_the_keyboard_alone(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    aide = Aide(page, site)
    await aide.pochette(*TITLES)
    await aide.opens()
    press = page.keyboard.press

    await tab_to(page, "Déplacer « Fiche Nantes »")
    await press("ArrowUp")
    await aide.sees("Agenda", "Fiche Nantes", "Retraites : la réforme")
    await expect(page.get_by_role("status").first).to_contain_text("« Fiche Nantes » : place 2 sur 3")
    await press("ArrowUp")
    await aide.sees("Fiche Nantes", "Agenda", "Retraites : la réforme")
    await press("Tab")
    await press("Enter")
    await tab_to(page, "Retirer « Fiche Nantes »")
    await press("Enter")
    await aide.sees("Agenda", "Retraites : la réforme")
    await expect(page.get_by_role("button", name="Remettre")).to_be_focused()
    await press("Enter")
    await aide.sees("Fiche Nantes", "Agenda", "Retraites : la réforme")
    await tab_to(page, "Partager")
    await press("Enter")
    await page.get_by_role("dialog", name="Partager cette pochette").wait_for()
    await press("Escape")
    await expect(page.get_by_role("button", name="Partager")).to_be_focused()


@pytest.mark.whole
async def test_a_finger_moves_notes_on_a_telephone(site: Site, open_page: OpenPage) -> None:
    page = await open_page(**PHONE)
    aide = Aide(page, site)
    await aide.pochette(*TITLES)
    await aide.opens()

    await drag(page, page.get_by_role("button", name="Déplacer « Agenda »"), by=260)

    await aide.sees("Retraites : la réforme", "Fiche Nantes", "Agenda")
    await page.reload()
    await aide.sees("Retraites : la réforme", "Fiche Nantes", "Agenda")


@pytest.mark.whole
async def test_everybody_can_use_the_builder(site: Site, open_page: OpenPage, axe: str) -> None:
    phone, desk = Aide(await open_page(**PHONE), site), Aide(await open_page(), site)
    for aide, widths in ((desk, DESKS), (phone, PHONES)):
        page, is_phone = aide.page, aide is phone
        await aide.pochette(
            *TITLES,
            "Un titre qui ne finit pas : anticonstitutionnellement, et tout ce qui suit, jusqu’au bout",
            day=iso(),
            recipients=["L. Benali"],
            agenda=["7 h 50 Matinale"],
        )
        await aide.opens()
        await aide.prints()
        await page.locator("#list .main").first.click()
        await page.locator(".printed summary").click()
        await page.get_by_role("link", name="n° 1").wait_for()
        assert await flaws(page, axe, *widths, is_phone=is_phone) == []
        await aide.note("Logement")
        await page.request.get(f"{aide.links['edit']}?view=read")
        for name in ("Ajouter une note", "Nom, jour et destinataire"):
            await page.get_by_role("button", name=name).click()
            await page.get_by_role("dialog").wait_for()
            assert await flaws(page, axe, *widths, is_phone=is_phone) == [], name
            await page.keyboard.press("Escape")
        await page.goto(site.url)
        assert await flaws(page, axe, *widths, is_phone=is_phone) == []


async def test_an_empty_pochette_speaks_english_too(site: Site, open_page: OpenPage, axe: str) -> None:
    aide = Aide(await open_page(locale="en-GB"), site)
    await aide.pochette()
    await aide.opens()
    await expect(aide.page.get_by_text("This folder is still empty.")).to_be_visible()
    assert await flaws(aide.page, axe, *DESKS) == []


async def tab_to(page: Page, name: str) -> None:
    """By the key alone, from wherever the focus is."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        focused = await page.locator(":focus").evaluate_all(
            "all => all.map(one => one.getAttribute('aria-label') ?? one.textContent).join()"
        )
        if name in " ".join(focused.split()):
            return
    raise AssertionError(f"no tab leads to {name}")
