"""Find and replace in the whole note."""

import re

from playwright.async_api import Locator, expect

from tests.journeys.commenting import commenter
from tests.journeys.conftest import Invite
from tests.journeys.site import Site
from tests.journeys.writer import Writer

NOTE = (
    "# Café\n\nUn café, un Cafe\u0301 et des cafés de l’État.\n"
    + "\nUne ligne.\n" * 200
    + "\nAu bout, un café : 12\u00a0345 € et 2022, 2023.\n"
)


def field(writer: Writer, name: str) -> Locator:
    return writer.page.get_by_role("search").get_by_role("textbox", name=name)


async def open_find(writer: Writer) -> None:
    """Its keys are the field's once that is there: before, they are the text's."""
    await writer.page.keyboard.press("Control+f")
    await expect(field(writer, "Rechercher")).to_be_focused()


async def press(writer: Writer, name: str) -> None:
    await writer.page.get_by_role("search").get_by_role("button", name=name, exact=True).click()


async def test_what_is_looked_for_is_found_in_the_whole_note_and_replaced(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    told = claire.page.get_by_role("search").get_by_role("status")
    await claire.put_caret("Un café")
    await open_find(claire)
    await claire.type("café")

    # As it is typed, the first one from the caret on is shown.
    await expect(told).to_have_text("2 sur 5")
    await claire.page.keyboard.press("Enter")
    await expect(told).to_have_text("3 sur 5")
    await claire.page.keyboard.press("Shift+Enter")
    await expect(told).to_have_text("2 sur 5")
    await claire.page.keyboard.press("Shift+Enter")
    await expect(told).to_have_text("1 sur 5")
    await claire.page.keyboard.press("Shift+F3")
    await expect(told).to_have_text("5 sur 5")
    await expect(claire.page.locator(".cm-line .cm-searchMatch-selected")).to_be_in_viewport()
    await claire.page.get_by_role("checkbox", name="Majuscules et accents exacts").check()
    await expect(told).to_have_text("3 sur 3")
    await claire.page.get_by_role("checkbox", name="Mot entier").check()
    await expect(told).to_have_text("2 sur 2")

    await field(claire, "Remplacer par").fill("thé")
    await press(claire, "Remplacer")
    await claire.sees("Au bout, un thé :")
    await expect(told).to_have_text("1 sur 1")
    await press(claire, "Tout remplacer")
    await expect(told).to_have_text("1 remplacement")
    await claire.sees("Un thé, un Cafe\u0301 et des cafés")
    await claire.page.keyboard.press("Escape")
    await claire.page.get_by_role("search").wait_for(state="detached")
    await claire.page.keyboard.press("Control+z")
    await claire.sees("Un café, un Cafe\u0301")


async def test_a_text_is_found_as_people_type_it(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    told = claire.page.get_by_role("search").get_by_role("status")
    await claire.select("cafés")
    await open_find(claire)

    await expect(field(claire, "Rechercher")).to_have_value("cafés")
    await expect(told).to_have_text("1 sur 1")
    for typed, said in (
        ("l'état", "1 sur 1"),
        ("12 345", "1 sur 1"),
        ("CAFE\u0301S", "1 sur 1"),
        ("l'etat", "1 sur 1"),
        ("cafe", re.compile(r"\d sur 5")),
    ):
        await field(claire, "Rechercher").fill(typed)
        await expect(told).to_have_text(said)
    await field(claire, "Rechercher").fill("*")
    await expect(told).to_have_text("Aucun résultat")
    await claire.page.get_by_role("checkbox", name="Expression régulière").check()
    await expect(field(claire, "Rechercher")).to_have_attribute("aria-invalid", "true")
    # It finds nothing between two letters, and nothing breaks.
    await field(claire, "Rechercher").fill(r"\b")
    await expect(told).to_have_text("Aucun résultat")
    await field(claire, "Rechercher").fill(r"(20)(\d\d)")
    await field(claire, "Remplacer par").fill("$2/$1")
    await press(claire, "Tout remplacer")
    await claire.sees("et 22/20, 23/20.")


async def test_ctrl_h_leads_to_what_is_still_missing(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    await claire.page.locator(".cm-content").click()
    await claire.page.keyboard.press("Control+h")
    await expect(field(claire, "Rechercher")).to_be_focused()
    await claire.page.keyboard.press("Escape")
    await claire.select("cafés")
    await claire.page.keyboard.press("Control+h")
    await expect(field(claire, "Rechercher")).to_have_value("cafés")
    await expect(field(claire, "Remplacer par")).to_be_focused()
    await claire.type("thés")
    await claire.page.keyboard.press("Enter")
    await claire.sees("thés")


async def test_who_may_not_write_finds_and_replaces_nothing(site: Site, invite: Invite) -> None:
    reader = await commenter(invite, (await site.new_note(NOTE))["edit"], "Théo")
    await reader.page.locator(".cm-content").click()
    await open_find(reader)
    await reader.type("bout")
    await expect(reader.page.get_by_role("search").get_by_role("status")).to_have_text("1 sur 1")
    assert await field(reader, "Remplacer par").count() == 0
