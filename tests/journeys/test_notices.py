"""Pages that say no: a link that is closed, an address that is nothing, a print that failed."""

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.sharing import NOWHERE
from tests.journeys.site import Site


async def test_a_link_that_does_not_open_helps_to_ask_for_another(site: Site, open_page: OpenPage) -> None:
    page = await open_page(permissions=["clipboard-read", "clipboard-write"])
    answer = await page.goto(site.url + NOWHERE)
    assert answer is not None
    assert answer.status == 404
    await expect(page.get_by_text("Ce lien n’existe pas, ou il a été fermé.")).to_be_visible()
    await page.get_by_role("button", name="Copier").click()

    await expect(page.get_by_role("button", name="Copié")).to_be_visible()
    assert "finissant par 9tXe" in await page.evaluate("navigator.clipboard.readText()")
    await page.get_by_role("link", name="Retour à l’accueil").click()
    assert page.url == f"{site.url}/"


async def test_a_note_that_does_not_print_says_why_and_what_to_try(site: Site, open_page: OpenPage) -> None:
    row = "| a " * 41 + "|\n"
    link = (await site.new_note("# Trop large\n\n" + row + "|---" * 41 + "|\n" + row))["read"]
    page = await open_page()
    await page.goto(f"{link}/note.pdf")

    await expect(page.get_by_text("Un tableau compte 41 colonnes")).to_be_visible()
    await expect(page.get_by_role("link", name="Télécharger le texte")).to_have_attribute(
        "href", f"{link.removeprefix(site.url)}/note.md"
    )
    assert "Trop large" not in await page.content()


@pytest.mark.whole
async def test_anyone_can_use_them(site: Site, open_page: OpenPage, axe: str) -> None:
    phone, desk = await open_page(**PHONE), await open_page()
    for path in (NOWHERE, "/nothing"):
        for page in (phone, desk):
            await page.goto(site.url + path)

        assert await flaws(phone, axe, *PHONES, is_phone=True) == []
        assert await flaws(desk, axe, *DESKS) == []
