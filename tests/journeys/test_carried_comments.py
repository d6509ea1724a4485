"""A comment goes along with its passage: cut and pasted, in another tab, dragged, and back by undo."""

import pytest
from playwright.async_api import Page, expect

from tests.journeys.commenting import SAID, aside, comment
from tests.journeys.conftest import Invite
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, VIEW, Writer, fetched

NOTE = "# Eau\n\nLe prix est libre. La régie est rare.\n\nDeuxième paragraphe.\n\nFin.\n"
PASSAGE = "Le prix est libre."


async def ready(page: Page) -> None:
    await fetched(page)


async def stands(writer: Writer, before: str, link: str) -> None:
    """The comment is drawn at its words, once, with `before` right behind them; and the server knows it."""
    await expect(writer.page.locator(SAID)).to_have_text("prix est libre")
    await expect(aside(writer.page).get_by_text("Ce passage n’est plus dans le texte.")).to_have_count(0)
    await writer.page.wait_for_function(
        f"""before => {{
          const mark = document.querySelector('#editor [data-thread]')
          const end = {VIEW}.posAtDOM(mark) + mark.textContent.length
          return {VIEW}.state.doc.sliceString(end + 1).trimStart().startsWith(before)
        }}""",
        arg=before,
    )
    await writer.sees_state(SAVED)
    other = await writer.page.context.new_page()
    again = Writer(other, None)
    await again.open(link)
    await expect(other.locator(SAID)).to_have_text("prix est libre")
    await other.close()


async def is_gone(writer: Writer) -> None:
    await expect(writer.page.locator(SAID)).to_have_count(0)
    await expect(aside(writer.page).get_by_text("Ce passage n’est plus dans le texte.")).to_be_visible()


@pytest.mark.whole
async def test_a_comment_is_cut_and_pasted_with_its_passage(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, "Claire")
    await ready(claire.page)
    keys = claire.page.keyboard
    await comment(claire, "prix est libre", "Source ?")
    await claire.select(PASSAGE)
    await keys.press("Control+x")
    await is_gone(claire)
    await claire.put_caret("Fin.")
    await keys.press("Control+v")
    await stands(claire, "Fin.", link)
    # Pasted twice, it is there once, and undo leaves it there.
    await keys.press("Control+v")
    await claire.sees(PASSAGE * 2 + "Fin.")
    await stands(claire, PASSAGE, link)
    await keys.press("Control+z")
    await stands(claire, "Fin.", link)
    await keys.press("Control+z")
    await is_gone(claire)
    await keys.press("Control+z")
    await claire.sees_text(NOTE)
    await stands(claire, "La régie", link)
    await keys.press("Control+y")
    await is_gone(claire)
    await keys.press("Control+y")
    await stands(claire, "Fin.", link)


async def test_a_comment_is_dragged_with_its_passage(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, "Claire")
    await ready(claire.page)
    await comment(claire, "prix est libre", "Source ?")
    await claire.select(PASSAGE)
    place = await claire.page.locator(SAID).bounding_box()
    assert place is not None
    x, y = await claire.page.evaluate(
        f"""() => {{
          const {{ left, top, bottom }} = {VIEW}.coordsAtPos({VIEW}.state.doc.toString().indexOf('Deux'))
          return [left, (top + bottom) / 2]
        }}"""
    )
    mouse = claire.page.mouse
    await mouse.move(place["x"] + 20, place["y"] + 8)
    await mouse.down()
    await mouse.move(place["x"] + 30, place["y"] + 20, steps=3)
    await mouse.move(x, y, steps=5)
    await mouse.up()
    await claire.sees(f"{PASSAGE}Deuxième")
    await stands(claire, "Deuxième", link)
    await claire.page.keyboard.press("Control+z")
    await claire.sees_text(NOTE)
    await stands(claire, "La régie", link)


@pytest.mark.whole
async def test_a_comment_is_pasted_in_another_tab_of_its_note(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, "Claire")
    await ready(claire.page)
    await comment(claire, "prix est libre", "Source ?")
    page = await claire.page.context.new_page()
    tab = Writer(page, None)
    await tab.open(link)
    await ready(page)
    await page.get_by_role("button", name="Commentaires").first.click()
    await claire.page.bring_to_front()
    await claire.select(PASSAGE)
    await claire.page.keyboard.press("Control+x")
    await page.bring_to_front()
    await tab.put_caret("Fin.")
    await page.keyboard.press("Control+v")
    await stands(tab, "Fin.", link)
    await stands(claire, "Fin.", link)
    # Another note takes the words alone.
    other = await invite((await site.new_note("# Autre\n\nIci.\n"))["edit"], "Claire")
    await ready(other.page)
    await other.put_caret("Ici.")
    await other.page.keyboard.press("Control+v")
    await expect(other.page.locator(SAID)).to_have_count(0)


@pytest.mark.whole
async def test_an_accepted_proposal_is_undone_and_accepted_again(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire, theo = await invite(link, "Claire"), await invite(link, "Théo")
    await ready(claire.page)
    await theo.select("libre")
    await theo.page.keyboard.press("Control+Alt+m")
    await aside(theo.page).get_by_label("Proposer une modification").check()
    await aside(theo.page).get_by_label("Remplacer par").fill("encadré")
    await aside(theo.page).locator(".draft").get_by_role("button", name="Envoyer").click()
    accepted = NOTE.replace("libre", "encadré")
    await claire.put_caret("Fin.", after=True)
    await claire.type("1")
    await claire.page.get_by_role("button", name="Commentaires").first.click()
    await aside(claire.page).get_by_role("button", name="Accepter").click()
    await claire.sees_text(accepted.replace("Fin.", "Fin.1"))
    await claire.put_caret("Fin.1", after=True)
    await claire.type("2")
    keys = claire.page.keyboard
    await keys.press("Control+z")
    await claire.sees_text(accepted.replace("Fin.", "Fin.1"))
    await keys.press("Control+z")
    await claire.sees_text(NOTE.replace("Fin.", "Fin.1"))
    await theo.sees_text(NOTE.replace("Fin.", "Fin.1"))
    await expect(aside(theo.page).locator("li del")).to_have_text("libre")
    await expect(aside(claire.page).get_by_role("button", name="Accepter")).to_be_visible()
    await keys.press("Control+z")
    await claire.sees_text(NOTE)
    await keys.press("Control+y")
    await keys.press("Control+y")
    await claire.sees_text(accepted.replace("Fin.", "Fin.1"))
    await expect(aside(claire.page).get_by_text("Ouverts")).to_contain_text("0")


async def test_an_acceptance_that_is_undone_is_done_again_by_the_key_and_the_button(
    site: Site, invite: Invite
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire, theo = await invite(link, "Claire"), await invite(link, "Théo")
    await theo.select("libre")
    await theo.page.keyboard.press("Control+Alt+m")
    await aside(theo.page).get_by_label("Proposer une modification").check()
    await aside(theo.page).get_by_label("Remplacer par").fill("encadré")
    await aside(theo.page).locator(".draft").get_by_role("button", name="Envoyer").click()
    await claire.page.locator(SAID).click()
    other = await claire.page.context.new_page()
    tab = Writer(other, None)
    await tab.open(link)
    await other.bring_to_front()
    await other.get_by_role("button", name="Commentaires").first.click()
    await claire.page.bring_to_front()
    accepted = NOTE.replace("libre", "encadré")

    async def sees(text: str, ended: int) -> None:
        """Both tabs and the other person have the text, and the state of the card."""
        for one in (claire, tab, theo):
            await one.sees_text(text)
            await expect(aside(one.page).get_by_text("Résolus")).to_contain_text(str(ended))

    undo = claire.page.get_by_role("button", name="Annuler", exact=True).first
    redo = claire.page.get_by_role("button", name="Rétablir", exact=True).first
    await expect(redo).to_have_attribute("aria-disabled", "true")
    await aside(claire.page).get_by_role("button", name="Accepter").click()
    await sees(accepted, 1)
    await claire.page.locator(".cm-content").focus()
    await claire.page.keyboard.press("Control+z")
    await sees(NOTE, 0)
    await expect(redo).to_have_attribute("aria-disabled", "false")
    await claire.page.keyboard.press("Control+y")
    await sees(accepted, 1)
    await expect(redo).to_have_attribute("aria-disabled", "true")
    await undo.click()
    await sees(NOTE, 0)
    await redo.click()
    await sees(accepted, 1)
    # One key right behind the other.
    await claire.page.locator(".cm-content").focus()
    for key in ("z", "y", "z", "y"):
        await claire.page.keyboard.press(f"Control+{key}")
    await sees(accepted, 1)
