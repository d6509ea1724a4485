"""The first minute of somebody who has never been here."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.site import Site
from tests.journeys.writer import OFFLINE, SAVED, Writer, fetched

FULL = """() => {
  Storage.prototype.setItem = () => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
  }
}"""

# As a dialog closes the engine gives the focus to nothing.
LEFT = "document.addEventListener('close', () => document.activeElement.blur(), true)"
BEGIN = "form[action='/notes'] button:visible"
HINT = "getComputedStyle(document.querySelector('.begins'), '::before').content"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


async def begun(page: Page, site: Site) -> Writer:
    await page.goto(site.url)
    await page.locator(BEGIN).first.click()
    await page.locator(".cm-content").wait_for()
    await expect(page.locator(".cm-content")).to_be_focused()
    return Writer(page, None)


@pytest.mark.first(1)
@pytest.mark.parametrize("screen", [{}, PHONE])
async def test_a_new_note_is_typed_at_once_title_first(
    site: Site, open_page: OpenPage, screen: dict[str, object]
) -> None:
    claire = await begun(await open_page(**screen), site)
    page = claire.page
    assert await page.evaluate(HINT) == '"Titre"'
    assert "new" not in page.url
    await claire.type("Retraites")
    await claire.sees_text("# Retraites")
    await page.keyboard.press("Enter")
    assert "Tapez /" in await page.evaluate(HINT)
    await claire.type("La règle change.")
    await claire.sees_text("# Retraites\n\nLa règle change.")
    await claire.sees_state(SAVED)
    # Nobody waits for a name yet; who comes back to the text is asked.
    await expect(page.locator("#name")).to_be_hidden()
    await page.evaluate("document.activeElement.blur()")
    await page.locator(".cm-content").focus()
    await expect(page.locator("#name")).to_be_visible()


async def test_an_empty_title_can_be_left_and_comes_back_with_undo(site: Site, open_page: OpenPage) -> None:
    claire = await begun(await open_page(), site)
    keys = claire.page.keyboard
    await claire.type("R")
    await claire.sees_text("# R")
    await keys.press("Control+z")
    await claire.sees_text("")
    assert await claire.page.evaluate(HINT) == '"Titre"'
    # A mark that is typed by habit is no letter of a title.
    await claire.type("# Gares")
    await claire.sees_text("# Gares")
    await keys.press("Control+a")
    await keys.press("Delete")
    await keys.press("Enter")
    await claire.type("Un texte sans titre.")
    await claire.sees_text("Un texte sans titre.")


async def test_a_title_is_composed_as_on_a_phone(site: Site, open_page: OpenPage) -> None:
    claire = await begun(await open_page(), site)
    page = claire.page
    keyboard = await page.context.new_cdp_session(page)
    for step in ("R", "Re", "Ret"):
        caret = {"selectionStart": len(step), "selectionEnd": len(step)}
        await keyboard.send("Input.imeSetComposition", {"text": step, **caret})
        await claire.sees_text(step)
        await expect(page.locator(".cm-line.lp-h1")).to_have_text(step)
    await keyboard.send("Input.insertText", {"text": "Ret"})
    await claire.sees_text("# Ret")
    await claire.type("raites")
    await claire.sees_text("# Retraites")


async def test_two_people_begin_one_note(site: Site, open_page: OpenPage) -> None:
    claire = await begun(await open_page(), site)
    karim = Writer(await open_page(), None)
    await karim.open(claire.page.url)
    await claire.type("Gares")
    await karim.sees_text("# Gares")
    # Not in front of the mark, where this would be a title no more.
    await karim.type("!")
    await claire.sees("!")
    assert (await claire.text()).startswith("# G")


async def test_a_template_opens_with_its_title_chosen(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(site.url)
    await page.get_by_role("button", name="Choisir un modèle").click()
    await page.get_by_role("button", name="Éléments de langage").click()
    await expect(page.locator(".cm-content")).to_be_focused()
    claire = Writer(page, None)
    await claire.sees("# Sujet")
    await claire.type("Débat de lundi")
    assert (await claire.text()).startswith("# Débat de lundi\n")


async def test_first_words_name_a_note_and_one_press_makes_them_its_title(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page()
    claire = Writer(page, "Claire")
    await claire.open((await site.new_note("Réunion sur les gares\n\n- un\n"))["edit"])
    name = page.get_by_role("heading", name="Réunion sur les gares").get_by_role("button")
    await expect(name).to_have_class("untitled")
    await expect(page).to_have_title("Réunion sur les gares — Pochette")
    await page.goto(site.url)
    await expect(page.locator("#notes li")).to_contain_text("Réunion sur les gares")
    await page.locator("#notes li a").first.click()
    await page.get_by_role("button", name="En faire le titre").click()
    await claire.sees_text("# Réunion sur les gares\n\n- un\n")
    await expect(page.get_by_role("button", name="En faire le titre")).to_be_hidden()
    await claire.put_caret("un", after=True)
    await name.click()
    assert await page.evaluate("getSelection().toString()") == "Réunion sur les gares"
    await claire.type("Gares")
    await claire.sees_text("# Gares\n\n- un\n")


async def test_after_a_dialog_letters_go_into_the_text_where_the_engine_gives_the_focus_to_nothing(
    site: Site, open_page: OpenPage
) -> None:
    """WebKit does so now and then, on a busy machine."""
    page = await open_page()
    await page.add_init_script(LEFT)
    claire = Writer(page, "Claire")
    await claire.open((await site.new_note("Les gares"))["edit"])
    await expect(page.locator(".cm-content")).to_be_focused()
    await fetched(page)
    await page.keyboard.press("Control+End")
    await claire.type(" rouvrent")
    for opening in ("Control+/", "Control+k"):
        await page.keyboard.press(opening)
        await page.locator("dialog:modal").wait_for()
        await page.keyboard.press("Escape")
        await expect(page.locator(".cm-content")).to_be_focused()
    await claire.type(".")
    await claire.sees("Les gares rouvrent.")


async def test_keys_of_the_browser_say_what_is_so(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("# Gares\n\nTexte.\n"))["edit"], "Claire")
    page, told = claire.page, claire.page.locator("#toast")
    stopped = "event => { window.stopped = (window.stopped ?? 0) + event.defaultPrevented }"
    await page.evaluate(f"() => addEventListener('keydown', {stopped})")
    await page.keyboard.press("Control+s")
    await expect(told).to_contain_text("Enregistré.")
    await page.keyboard.press("Control+u")
    await expect(told).to_contain_text("souligné n’existe pas")
    # It is said once: afterwards Ctrl+D is the browser's bookmark.
    await page.evaluate("window.stopped = 0")
    await page.keyboard.press("Control+d")
    await expect(told).to_contain_text("La police est celle du papier")
    await page.keyboard.press("Control+d")
    assert await page.evaluate("window.stopped") == 1
    await claire.select("Texte")
    await page.keyboard.press("Control+Shift+x")
    await claire.sees("~~Texte~~.")
    await page.keyboard.press("Control+z")
    await claire.sees("Texte.")
    await page.context.set_offline(True)
    await claire.put_caret("Texte")
    await claire.type("Un ")
    await claire.sees_state(OFFLINE)
    await page.locator("#share").focus()
    await page.keyboard.press("Control+s")
    await expect(told).to_contain_text("Hors connexion")
    # Letters are no such keys, and Ctrl+O and Ctrl+N are the browser's own.
    await page.evaluate("window.stopped = 0")
    for key in ("o", "n"):
        await page.evaluate(
            """key => dispatchEvent(
              new KeyboardEvent('keydown', { ctrlKey: true, key, cancelable: true }))""",
            key,
        )
    assert await page.evaluate("window.stopped") == 0


async def test_comments_and_colours_show_where_storage_is_full(site: Site, invite: Invite) -> None:
    link = (await site.new_note("# Gares\n\nLe quai est court.\n"))["edit"]
    claire = await invite(link, "Claire")
    await claire.page.evaluate(FULL)

    await claire.page.get_by_role("button", name="Commentaires", exact=True).click()
    await expect(claire.page.get_by_role("complementary", name="Commentaires")).to_contain_text("Ouverts")
    await claire.page.get_by_role("button", name="Autres actions").click()
    await claire.page.locator("label", has=claire.page.locator("#plain")).click()
    await expect(claire.page.locator(".cm-line").first).to_have_text("# Gares")


async def test_a_note_that_does_not_open_says_so_and_is_not_called_saved(
    site: Site, browser: Browser
) -> None:
    context = await browser.new_context(locale="fr-FR")
    page = await context.new_page()
    # A browser in which the text cannot be drawn.
    await page.add_init_script("delete window.MutationObserver")
    link = (await site.new_note("# Gares"))["edit"]
    async with page.expect_event("pageerror"):
        await page.goto(f"{link}?view=edit")

    await expect(page.get_by_role("alert")).to_contain_text("La note n’a pas pu s’ouvrir")
    assert await Writer(page, None).state() == ""
    assert await page.locator("#state").get_attribute("data-state") != "saved"
    await context.close()
