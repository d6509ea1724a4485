"""Another takes much of the text at once: a band says who and how much, and leads back."""

import re

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.looks import PHONE
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, Writer, fetched, show_authors

TEXT = "# Eau\n\n" + " ".join(f"mot{number}" for number in range(250)) + "\n"


async def takes_words(writer: Writer) -> None:
    await writer.put_caret("mot0")
    await writer.page.keyboard.press("Control+Shift+End")
    await writer.page.keyboard.press("Delete")
    await writer.sees_state(SAVED)


async def test_a_great_loss_is_said_and_taken_back_as_one_step(site: Site, invite: Invite, axe: str) -> None:
    link = (await site.new_note("# Eau\n\n"))["edit"]
    ines, claire = await invite(link, "Inès"), await invite(link, "Claire")
    for one in (ines, claire):
        await fetched(one.page)
    await ines.put_caret("\n\n", after=True)
    await ines.page.keyboard.insert_text(TEXT.removeprefix("# Eau\n\n").strip())
    await claire.sees("mot249")
    await ines.sees_state(SAVED)
    await takes_words(claire)
    band = ines.page.locator(".great-loss")
    await expect(band).to_contain_text("Claire a retiré 250 mots d’un coup.")
    await expect(band).to_have_role("status")
    # Whoever took it away knows.
    await expect(claire.page.locator(".great-loss")).to_be_empty()
    assert await ines.violations(axe) == []
    see = band.get_by_role("link", name="Voir")
    await expect(see).to_have_attribute("href", re.compile("/history#[0-9]+$"))

    await band.get_by_role("button", name="Annuler ce changement").press("Enter")
    await claire.sees("mot249")
    await expect(band).to_be_empty()
    await show_authors(claire)
    await expect(claire.page.locator("#editor .by").last).to_have_attribute("title", "Inès")
    await ines.page.locator(".cm-content").focus()
    await ines.page.keyboard.press("Control+z")
    await claire.sees_text("# Eau\n\n")
    await ines.page.keyboard.press("Control+y")
    await claire.sees("mot249")
    # However soon one key comes behind the other.
    for _ in range(2):
        await ines.page.keyboard.press("Control+z")
        await ines.page.keyboard.press("Control+y")
    await ines.page.keyboard.press("Control+z")
    await claire.sees_text("# Eau\n\n")


async def test_it_stands_in_the_history_and_is_said_on_a_phone(site: Site, invite: Invite) -> None:
    link = (await site.new_note(TEXT))["edit"]
    phone, claire = await invite(link, "Inès", **PHONE), await invite(link, "Claire")
    await takes_words(claire)
    see = phone.page.locator(".great-loss").get_by_role("link", name="Voir")
    await see.click()
    lost = phone.page.locator("#versions").get_by_role("button", name="250 mots retirés d’un coup")
    await expect(lost).to_contain_text("Claire")
    await expect(phone.page.get_by_label("Comparée à")).to_contain_text("Avant ce retrait")


async def test_a_restore_that_takes_much_is_said_too(site: Site, invite: Invite) -> None:
    link = (await site.new_note("# Eau\n\n"))["edit"]
    ines, claire = await invite(link, "Inès"), await invite(link, "Claire")
    for one in (ines, claire):
        await fetched(one.page)
    await ines.put_caret("\n\n", after=True)
    await ines.page.keyboard.insert_text(TEXT.removeprefix("# Eau\n\n").strip())
    await ines.sees_state(SAVED)
    await claire.sees("mot249")
    page = await claire.page.context.new_page()
    await page.goto(f"{link}/history")
    await page.get_by_role("slider", name="Instant montré").focus()
    await page.keyboard.press("Home")
    await page.get_by_role("button", name="Restaurer").first.click()
    await page.get_by_role("dialog").get_by_role("button", name="Restaurer").click()
    await expect(ines.page.locator(".great-loss")).to_contain_text(
        "Claire a restauré un texte d’avant : 251 mots ont disparu."
    )


@pytest.mark.whole
async def test_the_band_goes_after_half_a_minute(site: Site, invite: Invite) -> None:
    link = (await site.new_note(TEXT))["edit"]
    ines, claire = await invite(link, "Inès"), await invite(link, "Claire")
    for one in (ines, claire):
        await fetched(one.page)
    await takes_words(claire)
    band = ines.page.locator(".great-loss")
    await expect(band).to_contain_text("250 mots")
    await expect(band).to_be_empty(timeout=40_000)
