"""What a new note begins with: a template, without any script, or another note of one's own."""

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.site import Site


async def test_a_browser_without_scripts_begins_with_a_template(site: Site, open_page: OpenPage) -> None:
    page = await open_page(java_script_enabled=False)
    await page.goto(site.url)
    await page.get_by_role("button", name="Choisir un modèle").first.click()
    sheet = page.get_by_role("dialog", name="Nouvelle note")
    await sheet.get_by_role("button", name="Fiche déplacement").click()

    assert "/n/" in page.url
    text = await site.markdown(page.url)
    assert text.startswith("---\nkind: Fiche déplacement\n---\n\n# Ville")


@pytest.mark.whole
async def test_the_sheet_of_templates_is_for_everyone(site: Site, open_page: OpenPage, axe: str) -> None:
    desk, phone = await open_page(), await open_page(**{**PHONE, "locale": "en-GB"})
    for page, name in ((desk, "Choisir un modèle"), (phone, "Choose a template")):
        await page.goto(site.url)
        await page.get_by_role("button", name=name, exact=True).first.click()
        await expect(page.get_by_role("dialog")).to_be_visible()
    assert await flaws(desk, axe, *DESKS) == []
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []


async def test_any_note_begins_another_one(site: Site, invite: Invite) -> None:
    link = (await site.new_note("# Eau\n\nUn plan.\n"))["edit"]
    claire = await invite(link, "Claire")
    await claire.page.get_by_role("button", name="Autres actions").click()
    await claire.page.get_by_role("button", name="Dupliquer cette note").click()
    await claire.page.wait_for_url(lambda url: "/n/" in url and not url.startswith(link))
    await claire.page.locator(".cm-content").wait_for()

    await claire.sees_text("# Eau\n\nUn plan.\n")
    await claire.page.locator(".cm-content").focus()
    await claire.page.keyboard.press("Control+End")
    await claire.type("Autre chose.")
    await claire.sees_state("Enregistré")
    assert await site.markdown(link) == "# Eau\n\nUn plan.\n"
