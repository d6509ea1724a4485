"""The history of a note in a browser: played, compared, gone back to."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.site import Site
from tests.journeys.writer import OFFLINE, SAVED, VIEW, Writer

BEFORE = "# Eau\n\nLe prix est libre. La régie est rare.\n"
AFTER = "# Eau\n\nLe prix est encadré. La régie est rarement choisie.\n"


async def history(page: Page, link: str) -> None:
    await page.goto(f"{link}/history")
    await page.locator("#versions li").first.wait_for()


async def rewrite(writer: Writer, old: str, new: str) -> None:
    """Replace some words, and see that it is saved."""
    await writer.select(old)
    await writer.type(new)
    await writer.sees_state(SAVED)


async def shown(page: Page) -> str:
    text: str = await page.evaluate(f"{VIEW}.state.doc.toString()")
    return text


async def written_by_two(site: Site, invite: Invite) -> tuple[str, Writer, Writer]:
    """A note in which Claire and Karim have each changed a word."""
    link = (await site.new_note(BEFORE))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    await rewrite(claire, "libre", "encadré")
    await karim.sees("encadré")
    await rewrite(karim, "rare", "rarement choisie")
    await claire.sees("rarement choisie")
    return link, claire, karim


@pytest.mark.whole
async def test_changes_are_told_in_whole_words_with_whose_they_are(
    site: Site, invite: Invite, open_page: OpenPage
) -> None:
    link, _, _ = await written_by_two(site, invite)
    page = await open_page()
    await history(page, link)
    await page.get_by_label("Comparée à").select_option(label="Le texte initial")
    desk, sheet = await page.locator(".doc").bounding_box(), await page.locator("#now").bounding_box()
    assert desk is not None
    assert sheet is not None
    assert sheet["width"] > desk["width"] - 80
    assert await page.evaluate("document.scrollingElement.scrollHeight === innerHeight")
    await expect(page.locator("#now del")).to_have_text(["libre", "rare"])
    await expect(page.locator("#now ins")).to_have_text(["encadré", "rarement choisie"])
    changes = page.get_by_role("navigation", name="Ce qui a changé")
    await expect(changes.locator("li")).to_contain_text(["libre → encadré", "rare → rarement choisie"])
    await expect(changes.locator("li")).to_contain_text(["Claire", "Karim"])
    await expect(changes.get_by_text("+\u00a03 mots")).to_be_visible()

    await page.get_by_role("list", name="Auteurs").get_by_role("button", name="Karim").click()
    await expect(page.locator("#now del")).to_have_text(["rare"])
    await page.get_by_role("button", name="Côte à côte").click()
    await expect(page.locator("#then del")).to_have_text(["rare"])
    await expect(page.locator("#now del")).to_have_count(0)


@pytest.mark.whole
async def test_footnotes_have_their_numbers_in_the_past_too(
    site: Site, invite: Invite, open_page: OpenPage
) -> None:
    text = "Un[^zz], deux[^a] et trois.\n\n[^a]: Note A.\n[^zz]: Note Z.\n"
    link = (await site.new_note(text))["edit"]
    await rewrite(await invite(link, "Claire"), "trois", "quatre")
    page = await open_page()
    await history(page, link)
    sheet = page.locator("#now .cm-content")
    await expect(sheet.locator(".lp-footnote-call")).to_have_text(["1", "2"])
    await expect(sheet.locator(".lp-footnote-note")).to_have_text(["2", "1"])
    await expect(sheet).not_to_contain_text("[^")


async def test_the_note_is_read_while_its_past_is_being_told(site: Site, open_page: OpenPage) -> None:
    link, page, may_come = (await site.new_note(BEFORE))["edit"], await open_page(), asyncio.Event()

    async def hold(route: Route) -> None:
        await may_come.wait()
        await route.continue_()

    await page.route("**/story", hold)
    await page.goto(f"{link}/history")
    await expect(page.get_by_text("Le prix est libre.")).to_be_visible()
    await expect(page.get_by_text("Chargement…")).to_be_visible()
    may_come.set()
    await expect(page.get_by_text("Chargement…")).to_have_count(0)
    await expect(page.locator("#now").get_by_text("Le prix est libre.")).to_have_count(1)


@pytest.mark.whole
async def test_the_keyboard_goes_through_time_and_a_moment_gets_a_name(
    site: Site, invite: Invite, open_page: OpenPage
) -> None:
    link, _, _ = await written_by_two(site, invite)
    page = await open_page()
    await history(page, link)
    await page.get_by_role("slider", name="Instant montré").focus()
    await page.keyboard.press("ArrowLeft")
    await expect(page.locator("#now ins")).to_have_text(["encadré"])
    await page.get_by_role("button", name="Nommer cet instant").click()
    await page.get_by_role("textbox", name="Nom").fill("Après Claire")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Après Claire").click()
    await expect(page.locator("#versions [aria-current=true]")).to_contain_text("Après Claire")
    assert "La régie est rare." in await shown(page)


async def test_the_note_is_played_to_its_end(site: Site, invite: Invite, open_page: OpenPage) -> None:
    link, _, _ = await written_by_two(site, invite)
    page = await open_page()
    await history(page, link)
    await page.get_by_role("button", name="Rejouer l’écriture").click()
    await expect(page.get_by_role("button", name="Arrêter")).to_be_visible()
    await page.get_by_role("button", name="Vitesse : 1 fois").click()
    await expect(page.get_by_role("button", name="Rejouer l’écriture")).to_be_visible()
    await page.get_by_label("Comparée à").select_option(label="Le début")
    assert await shown(page) == AFTER


async def test_the_note_goes_back_while_others_write_and_nothing_is_lost(
    site: Site, invite: Invite, open_page: OpenPage
) -> None:
    link, claire, karim = await written_by_two(site, invite)
    page = await open_page()
    await history(page, link)
    await claire.put_caret("Le prix")
    await claire.type("Vite. ")
    await claire.sees_state(SAVED)
    await page.get_by_role("slider", name="Instant montré").focus()
    await page.keyboard.press("Home")
    await page.keyboard.press("ArrowRight")
    await page.get_by_role("button", name="Restaurer").first.click()
    await page.get_by_role("dialog").get_by_role("button", name="Restaurer").click()

    after = BEFORE.replace("Le prix", "Vite. Le prix")
    await claire.sees_text(after)
    await karim.sees_text(after)
    await page.get_by_role("button", name="Avant une restauration").click()
    await page.get_by_label("Comparée à").select_option(label="Le début")
    assert await shown(page) == AFTER.replace("Le prix", "Vite. Le prix")


async def test_one_passage_comes_back_and_the_others_stay(
    site: Site, invite: Invite, open_page: OpenPage
) -> None:
    link, claire, _ = await written_by_two(site, invite)
    page = await open_page()
    await history(page, link)
    await page.get_by_label("Comparée à").select_option(label="Le texte initial")
    await page.get_by_role("button", name="libre → encadré").click()
    await page.get_by_role("button", name="Annuler ce changement").click()
    await claire.sees_text(AFTER.replace("encadré", "libre"))


@pytest.mark.whole
async def test_a_phone_that_was_away_while_the_note_went_back_doubles_nothing(
    site: Site, invite: Invite, open_page: OpenPage
) -> None:
    link, _, karim = await written_by_two(site, invite)
    phone = await invite(link, "Inès", **PHONE)
    await phone.sees("rarement choisie")
    await phone.page.context.set_offline(True)
    await phone.put_caret("# Eau", after=True)
    await phone.type(" et gaz")
    await phone.sees_state(OFFLINE)

    page = await open_page()
    await history(page, link)
    await page.get_by_role("slider", name="Instant montré").focus()
    await page.keyboard.press("Home")
    await page.keyboard.press("ArrowRight")
    await page.get_by_role("button", name="Restaurer").first.click()
    await page.get_by_role("dialog").get_by_role("button", name="Restaurer").click()
    await karim.sees_text(BEFORE)
    await phone.page.context.set_offline(False)
    after = BEFORE.replace("# Eau", "# Eau et gaz")
    await phone.sees_text(after, within=30_000)
    await karim.sees_text(after)


@pytest.mark.whole
async def test_what_is_new_since_one_has_read_is_told(
    site: Site, invite: Invite, open_page: OpenPage
) -> None:
    links = await site.new_note(BEFORE)
    claire = await invite(links["edit"], "Claire")
    page = await open_page()
    await page.goto(links["read"])
    await page.get_by_text("Le prix est libre").wait_for()
    await page.goto("about:blank")
    await rewrite(claire, "libre", "encadré")
    await history(page, links["edit"])
    await expect(page.get_by_label("Comparée à").locator("option:checked")).to_have_text(
        "Ma dernière lecture"
    )
    await expect(page.locator("#now ins")).to_have_text(["encadré"])


async def edges(page: Page, *of: str) -> list[dict[str, float]]:
    return [await page.locator(one).evaluate("one => one.getBoundingClientRect().toJSON()") for one in of]


@pytest.mark.whole
async def test_the_sheet_stands_between_what_changed_and_the_versions(
    site: Site, invite: Invite, open_page: OpenPage
) -> None:
    link, _, _ = await written_by_two(site, invite)
    page = await open_page()
    await page.set_viewport_size({"width": 1280, "height": 800})
    await history(page, link)
    changes, sheet, versions = await edges(page, "#changes", "#now", "#versions")
    assert changes["right"] <= sheet["left"]
    assert sheet["right"] <= versions["left"]
    assert sheet["width"] > 550
    # One below the other where the window is narrow.
    await page.set_viewport_size({"width": 720, "height": 600})
    changes, sheet, versions = await edges(page, "#changes", "#now", "#versions")
    assert sheet["bottom"] <= changes["top"]
    assert changes["bottom"] <= versions["top"]
    path, button = await edges(page, ".top .path", ".top .btn >> nth=0")
    assert path["right"] <= button["left"]


@pytest.mark.whole
async def test_anyone_can_use_it(site: Site, invite: Invite, open_page: OpenPage, axe: str) -> None:
    link, _, _ = await written_by_two(site, invite)
    phone, desk = await open_page(**PHONE), await open_page()
    for page in (phone, desk):
        await history(page, link)
        await page.get_by_label("Comparée à").select_option(label="Le texte initial")
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
    assert await flaws(desk, axe, *DESKS) == []


async def test_the_sheet_is_as_wide_as_in_the_editor_and_nothing_lies_over_it(
    site: Site, open_page: OpenPage
) -> None:
    link, page = (await site.new_note(BEFORE))["edit"], await open_page()
    await history(page, link)
    boxes = """() => ['#editor', '#now', '#changes', '.cm-content'].map(name => {
        const { left, width, top, bottom } = document.querySelector(name).getBoundingClientRect()
        return { left, width, top, bottom }
      })"""
    await page.set_viewport_size({"width": 1440, "height": 900})
    desk, sheet, _, _ = await page.evaluate(boxes)
    assert sheet["width"] == 760
    # Between the lists, in the middle but for the scroll bar.
    assert abs(2 * sheet["left"] + sheet["width"] - 2 * desk["left"] - desk["width"]) <= 16
    await page.set_viewport_size({"width": 390, "height": 844})
    desk, sheet, changes, text = await page.evaluate(boxes)
    assert sheet["width"] == 390
    assert text["bottom"] <= sheet["bottom"] <= desk["bottom"] <= changes["top"]


async def test_who_may_only_read_is_led_nowhere(site: Site, open_page: OpenPage) -> None:
    links = await site.new_note(BEFORE)
    page = await open_page()
    answer = await page.goto(f"{links['read']}/history")
    assert answer is not None
    assert answer.status == 403
