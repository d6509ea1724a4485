"""The menu of `/`: on a desk by keys, on a phone by a finger, and never in the way of a slash."""

from playwright.async_api import Locator, Page, expect

from tests.journeys.conftest import Invite
from tests.journeys.looks import PHONE
from tests.journeys.site import Site
from tests.journeys.writer import Writer


def menu(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Insérer un bloc")


async def at_the_end(writer: Writer) -> None:
    """The caret at the end of the text, and the menu there: it comes after the first paint."""
    await writer.page.keyboard.press("Control+End")
    await writer.page.locator(".cm-content[aria-autocomplete=list]").wait_for()


async def test_what_is_typed_narrows_the_list_and_keys_choose(site: Site, invite: Invite, axe: str) -> None:
    claire = await invite((await site.new_note("# Eau\n\n"))["edit"], "Claire")
    text, listed = claire.page.locator(".cm-content"), menu(claire.page)
    await at_the_end(claire)

    await claire.type("/")
    await expect(listed.get_by_role("option", selected=True)).to_have_text("Titre 1# ")
    assert await claire.violations(axe) == []
    await claire.page.keyboard.press("ArrowUp")
    last = listed.get_by_role("option", name="Ligne de séparation", selected=True)
    await expect(text).to_have_attribute("aria-activedescendant", await last.get_attribute("id") or "")
    await claire.type("encadr")
    assert len(await listed.get_by_role("option").all()) == 6
    await expect(listed.get_by_role("option", selected=True)).to_have_text("À retenir")
    await claire.page.keyboard.press("Enter")
    await expect(listed).to_be_hidden()
    await claire.type("Un chiffre.")
    await claire.sees_text("# Eau\n\n::: retenir\nUn chiffre.\n:::\n\n")

    await claire.put_caret("chiffre", after=True)
    await claire.type(" /note")
    await claire.page.keyboard.press("Tab")
    await claire.type("Insee.")
    await claire.sees_text("# Eau\n\n::: retenir\nUn chiffre[^1].\n:::\n\n[^1]: Insee.")
    for _ in ("what was typed", "the footnote", "what asked for it"):
        await claire.page.keyboard.press("Control+z")
    await claire.sees_text("# Eau\n\n::: retenir\nUn chiffre.\n:::\n\n")


async def test_a_slash_may_be_just_a_slash(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("```\n\n```\n\n"))["edit"], "Claire")
    listed = menu(claire.page)
    await at_the_end(claire)

    for typed in ("12/03, et/ou https://example.org/a 1 /", " 2", "\n"):
        await claire.type(typed)
        await expect(listed).to_be_hidden()
    await claire.type("/tabl")
    await expect(listed).to_be_visible()
    await claire.page.keyboard.press("Escape")
    await claire.type("e")
    await expect(listed).to_be_hidden()
    await claire.type("\n/zzz\n")
    await claire.sees("12/03, et/ou https://example.org/a 1 / 2\n\n/table\n\n/zzz\n\n")
    await claire.put_caret("```\n", after=True)
    await claire.type("/")
    await expect(listed).to_be_hidden()


async def test_a_finger_chooses_and_the_keyboard_stays(site: Site, invite: Invite, axe: str) -> None:
    note = "# Eau\n" + "\nUne ligne.\n" * 12 + "\n"
    claire = await invite((await site.new_note(note))["edit"], "Claire", **PHONE)
    listed = menu(claire.page)
    await at_the_end(claire)

    await claire.type("/")
    await expect(listed).to_be_visible()
    assert await claire.violations(axe) == []
    box, bar = await listed.bounding_box(), await claire.page.get_by_role("toolbar").bounding_box()
    assert box is not None
    assert bar is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= bar["y"]
    await listed.get_by_role("option", name="Tableau").tap()
    await expect(listed).to_be_hidden()
    await claire.type("Lieu")
    await claire.sees("| Lieu | Colonne 2 | Colonne 3 |")
