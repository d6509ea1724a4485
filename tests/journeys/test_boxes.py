"""Boxes and footnotes in the editor: no signs; a box is turned, put around what is selected, taken off."""

from playwright.async_api import Locator, Page, expect

from tests.journeys.conftest import Invite
from tests.journeys.looks import PHONE
from tests.journeys.many_comments import say_much
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, Writer, fetched, show_authors

NOTE = """# Trains

::: retenir
- Vingt **gares**[^1].
:::

::: langage Ce que nous disons
Un train par heure.
:::

::: contexte
Jamais fermée.

[^1]: Le plan.
"""


async def test_a_box_is_painted_and_never_shows_its_signs(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    lines, top = claire.page.locator(".cm-line.lp-box"), claire.page.locator(".lp-retenir.lp-top")
    await claire.put_caret("Jamais")
    await expect(lines).to_have_text(
        ["", "– Vingt gares1.", "", "Ce que nous disons", "Un train par heure.", ""]
    )
    await expect(top).to_have_attribute("data-label", "À retenir")
    assert await claire.page.locator(".lp-langage.lp-top").get_attribute("data-label") is None
    await expect(claire.page.locator(".lp-footnote-call")).to_have_text(["1"])

    await claire.put_caret("::: retenir", after=True)
    await expect(top).to_have_text("")
    await expect(top).to_have_attribute("data-label", "À retenir")
    await claire.put_caret("[^1]", after=True)
    await expect(claire.page.locator(".lp-footnote-call").first).to_have_text("1")


_TWO = "# Eau\n\navant\n\n::: retenir\nUn chiffre.\n\n- deux\n:::\n\naprès"
_OFF = "# Eau\n\navant\n\nUn chiffre.\n\n- deux\n\naprès"


def _label(page: Page) -> Locator:
    return page.get_by_role("button", name="Changer ou retirer l’encadré : ")


def _menu(page: Page) -> Locator:
    return page.get_by_role("menu", name="Changer ou retirer l’encadré : ")


async def _opened(writer: Writer) -> Locator:
    await _label(writer.page).click()
    await expect(_menu(writer.page)).to_be_visible()
    return _menu(writer.page)


async def test_a_press_on_its_label_turns_a_box_and_takes_it_off(
    site: Site, invite: Invite, axe: str
) -> None:
    claire = await invite((await site.new_note(_TWO))["edit"], "Claire")
    await fetched(claire.page)
    await claire.put_caret("chiffre", after=True)
    menu = await _opened(claire)
    await expect(menu.get_by_role("menuitemradio", checked=True)).to_have_text("À retenir")
    assert await menu.get_by_role("menuitemradio").count() == 6
    assert await claire.violations(axe) == []
    await menu.get_by_role("menuitemradio", name="Point de vigilance").click()
    await claire.sees_text(_TWO.replace("retenir", "vigilance"))
    await expect(claire.page.get_by_text("Encadré : Point de vigilance", exact=True)).to_have_count(1)
    # The caret stays, and so does the keyboard.
    await claire.type("s")
    await claire.sees_text(_TWO.replace("retenir", "vigilance").replace("chiffre", "chiffres"))
    await claire.page.keyboard.press("Control+z")
    await claire.page.keyboard.press("Control+z")
    await claire.sees_text(_TWO)
    await claire.page.keyboard.press("Control+y")
    await claire.sees_text(_TWO.replace("retenir", "vigilance"))
    await claire.page.keyboard.press("Control+z")

    await (await _opened(claire)).get_by_role("menuitem", name="Retirer l’encadré").click()
    await claire.sees_text(_OFF)
    await claire.page.keyboard.press("Control+z")
    await claire.sees_text(_TWO)


async def test_keys_lead_from_the_title_of_a_box_to_its_menu_and_back(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(_TWO))["edit"], "Claire")
    await fetched(claire.page)
    await claire.put_caret("Un chiffre")
    await claire.page.keyboard.press("ArrowUp")
    await claire.page.keyboard.press("Tab")
    await expect(_menu(claire.page).get_by_role("menuitemradio", name="À retenir")).to_be_focused()
    await claire.page.keyboard.press("Escape")
    await expect(_menu(claire.page)).to_be_hidden()
    await expect(claire.page.locator(".cm-content")).to_be_focused()
    await claire.page.keyboard.press("Tab")
    await claire.page.keyboard.press("ArrowDown")
    await claire.page.keyboard.press("Enter")
    await claire.sees_text(_TWO.replace("retenir", "langage"))
    await expect(claire.page.locator(".cm-content")).to_be_focused()
    await claire.page.keyboard.press("Tab")
    await claire.page.keyboard.press("End")
    await claire.page.keyboard.press("Space")
    await claire.sees_text(_OFF)


async def test_backspace_at_the_start_of_a_box_takes_it_off(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(_TWO))["edit"], "Claire")
    await fetched(claire.page)
    await claire.put_caret("Un chiffre")
    await claire.page.keyboard.press("Backspace")
    await claire.sees_text(_OFF)
    await claire.type("Et ")
    await claire.sees_text(_OFF.replace("Un", "Et Un"))
    await claire.page.keyboard.press("Control+z")
    await claire.page.keyboard.press("Control+z")
    await claire.sees_text(_TWO)


async def test_what_is_selected_comes_into_a_box_and_another_kind_turns_it(
    site: Site, invite: Invite
) -> None:
    claire = await invite((await site.new_note(_OFF + "\n\n[^1]: Insee."))["edit"], "Claire")
    page = claire.page
    await fetched(page)

    async def insert(name: str) -> None:
        await page.get_by_role("button", name="Insérer un bloc").click()
        await page.locator("#insert-menu").get_by_role("button", name=name).click()

    await claire.select("chiffre.\n\n- de")
    await insert("À retenir")
    await claire.sees_text(_TWO + "\n\n[^1]: Insee.")
    # Its own kind leaves it, another one turns it: no box comes into a box.
    await claire.put_caret("deux")
    await insert("À retenir")
    await insert("Contexte")
    await claire.sees_text(_TWO.replace("retenir", "contexte") + "\n\n[^1]: Insee.")
    await claire.page.keyboard.press("Control+z")
    await claire.page.keyboard.press("Control+z")
    await claire.sees_text(_OFF + "\n\n[^1]: Insee.")
    await claire.page.keyboard.press("Control+y")
    await claire.select("avant\n\n::: retenir\nUn")
    await insert("Contexte")
    await expect(page.locator("#toast")).to_have_text(
        "Un encadré ne peut pas en contenir un autre : choisissez le texte de l’un d’eux."
    )
    await claire.sees_text(_TWO + "\n\n[^1]: Insee.")


async def test_the_carets_and_words_of_others_stay_where_they_are(site: Site, invite: Invite) -> None:
    link = (await site.new_note(_OFF))["edit"]
    claire, noor = await invite(link, "Claire"), await invite(link, "Noor")
    for one in (claire, noor):
        await fetched(one.page)
    await noor.put_caret("Un chiffre.", after=True)
    await claire.select("Un chiffre.\n\n- deux")
    await claire.page.get_by_role("button", name="Insérer un bloc").click()
    await claire.page.locator("#insert-menu").get_by_role("button", name="À retenir").click()
    await noor.sees_text(_TWO)
    await noor.type(" Oui")
    await claire.sees_text(_TWO.replace("chiffre.", "chiffre. Oui"))
    await (await _opened(claire)).get_by_role("menuitem", name="Retirer l’encadré").click()
    await noor.sees_text(_OFF.replace("chiffre.", "chiffre. Oui"))
    await noor.type(" Non")
    await claire.sees_text(_OFF.replace("chiffre.", "chiffre. Oui Non"))
    await claire.page.keyboard.press("Control+z")
    await noor.sees_text(_TWO.replace("chiffre.", "chiffre. Oui Non"))


async def test_comments_and_authors_stay_with_the_words_of_a_box(site: Site, invite: Invite) -> None:
    link = (await site.new_note(_TWO))["edit"]
    await say_much(link, ["chiffre"])
    ines, claire = await invite(link, "Inès"), await invite(link, "Claire")
    await fetched(claire.page)
    await ines.put_caret("chiffre", after=True)
    await ines.type(" neuf")
    await ines.sees_state(SAVED)
    text = _TWO.replace("chiffre", "chiffre neuf")
    await claire.sees_text(text)
    await show_authors(claire)
    said, by = claire.page.locator("#editor .said"), claire.page.locator("#editor .by")

    async def stay() -> None:
        await expect(said).to_have_text(["chiffre"])
        await expect(by).to_have_text([" neuf"])
        await expect(by).to_have_attribute("title", "Inès")

    await stay()
    await (await _opened(claire)).get_by_role("menuitemradio", name="Contexte").click()
    await claire.sees_text(text.replace("retenir", "contexte"))
    await stay()
    await (await _opened(claire)).get_by_role("menuitem", name="Retirer l’encadré").click()
    await claire.sees_text(_OFF.replace("chiffre", "chiffre neuf"))
    await stay()
    await claire.page.keyboard.press("Control+z")
    await claire.page.keyboard.press("Control+z")
    await claire.sees_text(text)
    await stay()


async def test_on_a_phone_the_menu_of_a_box_fits_under_a_finger(site: Site, invite: Invite, axe: str) -> None:
    claire = await invite((await site.new_note(_TWO))["edit"], "Claire", **PHONE)
    page = claire.page
    await fetched(page)
    await _label(page).tap()
    menu = _menu(page)
    await expect(menu).to_be_visible()
    box = await menu.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 844
    for one in await menu.locator("button").all():
        assert ((await one.bounding_box()) or {"height": 0})["height"] >= 44
    assert await claire.violations(axe) == []
    await menu.get_by_role("menuitemradio", name="Contexte").tap()
    await claire.sees_text(_TWO.replace("retenir", "contexte"))


async def test_who_sees_the_signs_has_no_menu_at_a_box(site: Site, invite: Invite) -> None:
    links = await site.new_note(_TWO)
    claire = await invite(links["edit"], "Claire")
    await fetched(claire.page)
    await expect(_label(claire.page)).to_have_count(1)
    await claire.page.evaluate("document.querySelector('#plain').click()")
    await expect(_label(claire.page)).to_have_count(0)
