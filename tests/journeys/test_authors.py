"""Author colours in a browser: on and off, with names and shares, and who wrote at the caret."""

from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.looks import PHONE
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, show_authors


async def test_who_wrote_what_is_shown_and_stays(site: Site, invite: Invite, axe: str) -> None:
    link = (await site.new_note("# Eau\n\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    await claire.put_caret("\n\n", after=True)
    await claire.type("Un prix juste.")
    await karim.sees("Un prix juste.")
    await karim.put_caret("juste.", after=True)
    await karim.type(" Un service public.")
    await karim.sees_state(SAVED)
    await karim.page.close()

    await claire.sees("public.")
    await show_authors(claire)
    authors = claire.page.get_by_role("list", name="Auteurs du texte")
    # The text that came from a file has its part as well.
    shown = authors.locator("li")
    await expect(shown).to_contain_text(["Karim", "Claire", "Importé d’un fichier"])
    parts = [int("".join(filter(str.isdigit, said))) for said in await shown.locator("b").all_inner_texts()]
    assert sum(parts) == 100
    by = claire.page.locator("#editor .by")
    await expect(by).to_have_text(["Un prix juste.", " Un service public."])
    await expect(by.first).to_have_attribute("title", "Claire")
    await claire.put_caret("service")
    await expect(claire.page.locator("#authors .told")).to_contain_text("Karim, ")
    await claire.put_caret("# Eau", after=True)
    await expect(claire.page.locator("#authors .told")).to_have_text("Importé d’un fichier ou d’un modèle")
    assert await claire.violations(axe) == []

    await claire.page.reload()
    await expect(by).to_have_text(["Un prix juste.", " Un service public."])
    await show_authors(claire)
    await expect(by).to_have_count(0)
    await claire.page.reload()
    await claire.sees_state(SAVED)
    await expect(by).to_have_count(0)


async def test_a_newcomer_gets_a_colour_as_they_write_on_a_phone_too(site: Site, invite: Invite) -> None:
    link = (await site.new_note("# Eau\n\n"))["edit"]
    phone = await invite(link, "Claire", **PHONE)
    await show_authors(phone)
    karim = await invite(link, "Karim")
    await karim.put_caret("\n\n", after=True)
    await karim.type("Un service public.")
    await expect(phone.page.locator("#editor .by")).to_have_text(["Un service public."])
    await expect(phone.page.get_by_role("list", name="Auteurs du texte")).to_contain_text("Karim")


async def test_words_that_are_put_back_keep_the_colour_and_the_share_of_their_author(
    site: Site, invite: Invite
) -> None:
    link = (await site.new_note("# Eau\n\n"))["edit"]
    ines, claire = await invite(link, "Inès"), await invite(link, "Claire")
    await ines.put_caret("\n\n", after=True)
    await ines.type("Un prix juste.")
    await ines.sees_state(SAVED)
    await claire.sees("Un prix juste.")
    await show_authors(claire)
    by = claire.page.locator("#editor .by")
    await expect(by).to_have_text(["Un prix juste."])
    await claire.put_caret("juste.", after=True)
    await claire.page.keyboard.press("Shift+Home")
    await claire.page.keyboard.press("Delete")
    await expect(by).to_have_count(0)
    await claire.page.keyboard.press("Control+z")
    await expect(by).to_have_text(["Un prix juste."])
    await expect(by).to_have_attribute("title", "Inès")
    shown = claire.page.get_by_role("list", name="Auteurs du texte").locator("li")
    await expect(shown).to_contain_text(["Inès"])
    assert not any("Claire" in said for said in await shown.all_inner_texts())


async def test_a_restore_leaves_words_their_author_in_colours_and_in_the_history(
    site: Site, invite: Invite
) -> None:
    link = (await site.new_note("# Eau\n\n"))["edit"]
    ines, claire = await invite(link, "Inès"), await invite(link, "Claire")
    await ines.put_caret("\n\n", after=True)
    await ines.type("Un prix juste.")
    await ines.sees_state(SAVED)
    await claire.sees("Un prix juste.")
    await claire.page.keyboard.press("Control+a")
    await claire.page.keyboard.press("Delete")
    await claire.type("Rien.")
    await claire.sees_state(SAVED)
    page = await claire.page.context.new_page()
    await page.goto(f"{link}/history")
    slider, sheet = page.get_by_role("slider", name="Instant montré"), page.locator(".cm-content")
    await expect(sheet).to_contain_text("Rien.")
    await slider.focus()
    # Back to the words of Inès, in however many moments they came.
    for _ in range(20):
        await page.keyboard.press("ArrowLeft")
        await page.wait_for_timeout(150)
        if "Un prix juste." in await sheet.inner_text():
            break
    await page.get_by_role("button", name="Restaurer").first.click()
    await page.get_by_role("dialog").get_by_role("button", name="Restaurer").click()
    await claire.sees("Un prix juste.")
    await show_authors(claire)
    by = claire.page.locator("#editor .by")
    await expect(by).to_have_text(["Un prix juste."])
    await expect(by).to_have_attribute("title", "Inès")
    story = await (await page.request.get(f"{link}/story?download")).json()
    there = {
        story["people"][who]["name"]: text
        for who, text, *life in story["spans"]
        if len(life) < 3 and who >= 0
    }
    assert there == {"Inès": "Un prix juste."}
