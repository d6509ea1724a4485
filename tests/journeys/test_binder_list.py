"""The list of a classeur by keys and the accessibility tree alone, on a telephone, and without script."""

import asyncio

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.journeys.binders import Shown, filled
from tests.journeys.conftest import OpenPage
from tests.journeys.looks import PHONE, PHONES, flaws
from tests.journeys.site import Site

NOTES = [
    ("Loyers", "Logement", "draft"),
    ("Rénover", "Logement", "reviewed"),
    ("Bailleurs", "Logement", "draft"),
    ("Logements vacants", "Logement", "to-review"),
    ("Apprentis", "Économie", "draft"),
    ("Petites gares", "Transports", "ready"),
]


async def begin(open_page: OpenPage, site: Site) -> Shown:
    return await filled(await open_page(), site.url, NOTES)


async def archived_late(page: Page, url: str) -> asyncio.Event:
    """A note is archived by keys; the list without it comes once the event is set."""
    may_come = asyncio.Event()

    async def late(route: Route) -> None:
        await may_come.wait()
        await route.continue_()

    await page.get_by_role("link", name="Apprentis").focus()
    await page.route(url, late)
    await page.keyboard.press("e")
    await expect(page.locator("#done")).to_contain_text("1 note archivée")
    return may_come


async def test_a_note_is_found_by_its_theme_and_changed_by_keys_alone(
    open_page: OpenPage, site: Site
) -> None:
    page = (await begin(open_page, site)).page
    housing = page.get_by_role("region", name="Logement")
    await expect(housing.get_by_role("link", name="Loyers")).to_have_count(0)
    await housing.get_by_role("link", name="1 autre").focus()
    await page.keyboard.press("Enter")
    await expect(housing.get_by_role("link", name="Loyers")).to_be_focused()
    await page.keyboard.press("x")
    bar = page.get_by_role("form", name="1 note choisie")
    await expect(bar).to_be_visible()
    await page.keyboard.press("k")
    await page.keyboard.press("x")
    await page.get_by_role("form", name="2 notes choisies").get_by_role("button", name="Thème").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("combobox", name="Thème")).to_be_focused()
    await page.keyboard.type("Habitat")
    await page.keyboard.press("Enter")
    done = page.locator("#done")
    await expect(done).to_contain_text("2 notes ont leur nouveau thème")
    habitat = page.get_by_role("region", name="Habitat")
    await expect(habitat.get_by_role("checkbox")).to_have_count(2)
    await page.keyboard.press("Control+z")
    await expect(done).to_contain_text("C’est annulé.")
    await expect(habitat).to_have_count(0)


async def test_what_is_archived_or_thrown_away_is_told_and_comes_back(
    open_page: OpenPage, site: Site
) -> None:
    page = (await begin(open_page, site)).page
    gone = page.get_by_role("link", name="Petites gares")
    for key, told in (("e", "1 note archivée"), ("#", "1 note à la corbeille")):
        await gone.focus()
        await page.keyboard.press(key)
        await expect(page.locator("#done")).to_contain_text(told)
        await expect(gone).to_have_count(0)
        await page.locator("#done").get_by_role("button", name="Annuler").click()
        await expect(gone).to_be_visible()
        await expect(page.locator("#done")).to_contain_text("C’est annulé.")


async def test_a_title_is_changed_in_its_row(open_page: OpenPage, site: Site) -> None:
    shown = await begin(open_page, site)
    page = shown.page
    await page.get_by_role("link", name="Apprentis").focus()
    await page.keyboard.press("F2")
    await expect(page.get_by_role("textbox", name="Titre de la note")).to_be_focused()
    await page.keyboard.type("Apprentis : ce que la prime change")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("link", name="Apprentis : ce que la prime change")).to_be_focused()
    text = await page.request.get(f"{site.url}/n/{shown.notes['Apprentis']}/note.md")
    assert "# Apprentis : ce que la prime change" in await text.text()


async def test_notes_are_put_into_a_pochette_of_the_classeur(open_page: OpenPage, site: Site) -> None:
    shown = await begin(open_page, site)
    page = shown.page
    await shown.ask("POST", "/folders", title="Pour Nantes")
    await page.get_by_role("link", name="Apprentis").focus()
    await page.keyboard.press("x")
    await page.get_by_role("button", name="Mettre dans une pochette").click()
    dialog = page.get_by_role("dialog", name="Mettre dans une pochette")
    await expect(dialog.get_by_role("button", name="Nouvelle pochette du")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(dialog.get_by_role("button", name="Pour Nantes")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#done")).to_contain_text("Pour Nantes")
    await page.goto(f"{shown.url}/pochettes")
    await expect(page.get_by_text("1 note").first).to_be_visible()


async def test_chosen_notes_begin_the_pochette_of_the_day_where_there_is_none(
    open_page: OpenPage, site: Site
) -> None:
    page = (await begin(open_page, site)).page
    for title in ("Apprentis", "Rénover"):
        await page.get_by_role("link", name=title).focus()
        await page.keyboard.press("x")
    await page.get_by_role("button", name="Mettre dans une pochette").click()
    dialog = page.get_by_role("dialog", name="Mettre dans une pochette")
    first = dialog.get_by_role("button", name="Nouvelle pochette du")
    today = (await first.inner_text()).removeprefix("Nouvelle pochette du ")
    await page.keyboard.press("Enter")
    done = page.locator("#done")
    await expect(done).to_contain_text(today, ignore_case=True)
    await done.get_by_role("button", name="Composer").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(today, ignore_case=True)
    await expect(page.locator("#list [data-id]")).to_have_count(2)


async def test_the_last_row_can_be_chosen_beside_the_bar_and_what_was_just_done(
    open_page: OpenPage, site: Site
) -> None:
    page = await open_page(viewport={"width": 1440, "height": 520})
    await filled(page, site.url, NOTES)
    covers = """box => {
      const { left, top, width, height } = box.getBoundingClientRect()
      const hit = document.elementFromPoint(left + width / 2, top + height / 2)
      return hit !== box && !hit?.contains(box)
    }"""
    last = page.locator("#notes .pick input").last
    for title in ("Apprentis", "Rénover"):
        row = page.get_by_role("link", name=title)
        await row.focus()
        await page.keyboard.press("x")
        await page.locator(".main").evaluate("main => main.scrollTo(0, main.scrollHeight)")
        assert not await last.evaluate(covers)
        await page.get_by_role("button", name="Archiver").click()
        await expect(page.locator("#done")).to_contain_text("1 note archivée")
        await expect(row).to_have_count(0)
        await page.locator(".main").evaluate("main => main.scrollTo(0, main.scrollHeight)")
        assert not await last.evaluate(covers)


@pytest.mark.parametrize("title", ["Rénover", "Loyers"], ids=["a note", "one of an unfolded section"])
async def test_what_is_chosen_while_the_list_comes_anew_stays_chosen(
    open_page: OpenPage, site: Site, title: str
) -> None:
    shown = await begin(open_page, site)
    page = shown.page
    await page.get_by_role("link", name="1 autre").click()
    row = page.get_by_role("link", name=title)
    await expect(row).to_be_visible()
    may_come = await archived_late(page, shown.url)
    await row.focus()
    await page.keyboard.press("x")
    may_come.set()
    await expect(page.get_by_role("link", name="Apprentis")).to_have_count(0)
    await expect(page.get_by_role("form", name="1 note choisie")).to_be_visible()
    await expect(page.locator(f'.pick input[value="{shown.notes[title]}"]')).to_be_checked()


async def test_who_goes_elsewhere_while_a_section_unfolds_stays_there(
    open_page: OpenPage, site: Site
) -> None:
    page = (await begin(open_page, site)).page
    may_come = asyncio.Event()

    async def late(route: Route) -> None:
        await may_come.wait()
        await route.continue_()

    unfolds = page.get_by_role("link", name="1 autre")
    await page.route(f"{page.url.partition('?')[0]}?*", late)
    await unfolds.click()
    await expect(unfolds).to_have_attribute("aria-busy", "true")
    elsewhere = page.get_by_role("link", name="Apprentis")
    await elsewhere.focus()
    may_come.set()
    await expect(page.get_by_role("link", name="Loyers")).to_be_visible()
    await expect(elsewhere).to_be_focused()


async def test_who_writes_elsewhere_while_the_list_comes_anew_goes_on_writing_there(
    open_page: OpenPage, site: Site
) -> None:
    shown = await begin(open_page, site)
    page = shown.page
    may_come = await archived_late(page, shown.url)
    search = page.get_by_role("textbox", name="Chercher")
    await search.focus()
    may_come.set()
    await expect(page.get_by_role("link", name="Apprentis")).to_have_count(0)
    await expect(search).to_be_focused()
    await page.keyboard.press("e")
    await expect(search).to_have_value("e")


async def test_a_list_that_is_open_knows_that_its_link_gives_less_and_that_it_was_closed(
    open_page: OpenPage, site: Site
) -> None:
    shown = await begin(open_page, site)
    link = await shown.ask("POST", "/links", role="edit")
    karim = await open_page()
    await karim.request.post(
        f"{link['url']}/arrival", form={"name": "Karim Haddad"}, headers={"Origin": site.url}
    )
    await karim.goto(f"{link['url']}?view=liste")
    await expect(karim.get_by_role("button", name="Composer")).to_be_visible()
    seen_again = "document.dispatchEvent(new Event('visibilitychange'))"

    at = f"{shown.url}/links/{link['id']}"
    changed = await shown.page.request.put(at, data={"role": "read"})
    assert changed.ok, await changed.text()
    await karim.evaluate(seen_again)
    await expect(karim.get_by_role("button", name="Composer")).to_have_count(0)
    await expect(karim.locator("#notes .row").first).to_be_visible()
    await expect(karim.locator(".pick")).to_have_count(0)

    assert (await shown.page.request.delete(at)).ok
    await karim.evaluate(seen_again)
    await expect(karim.locator("#notes .row")).to_have_count(0)
    await expect(karim.get_by_role("heading", name="Lien introuvable")).to_be_visible()


async def test_no_key_acts_while_somebody_writes_in_a_field(open_page: OpenPage, site: Site) -> None:
    page = (await begin(open_page, site)).page
    await page.get_by_role("button", name="Filtrer").click()
    await page.locator("#filter select").first.focus()
    await page.keyboard.press("e")
    await page.keyboard.press("#")
    await page.keyboard.press("Escape")
    await expect(page.locator("#notes [data-note]")).to_have_count(5)


async def test_what_unfolds_stays_unfolded_on_this_device(open_page: OpenPage, site: Site) -> None:
    page = (await begin(open_page, site)).page
    await page.get_by_role("link", name="1 autre").click()
    await expect(page.locator("#notes [data-note]")).to_have_count(6)
    await page.reload()
    await expect(page.locator("#notes [data-note]")).to_have_count(6)


async def test_on_a_telephone_several_are_chosen_from_the_menu(open_page: OpenPage, site: Site) -> None:
    shown = await filled(await open_page(**PHONE), site.url, NOTES)
    page = shown.page
    await expect(page.get_by_role("checkbox").first).to_be_hidden()
    await page.get_by_role("button", name="Autres actions").click()
    await page.get_by_role("button", name="Choisir des notes").click()
    await page.get_by_role("checkbox", name="Apprentis").check()
    bar = page.get_by_role("form", name="1 note choisie")
    for button in await bar.get_by_role("button").all():
        box = await button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    await bar.get_by_role("button", name="Archiver").click()
    await expect(page.locator("#done")).to_contain_text("1 note archivée")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390


async def test_a_telephone_has_its_three_places_side_by_side_for_who_only_reads(
    open_page: OpenPage, site: Site, axe: str
) -> None:
    shown = await filled(await open_page(), site.url, NOTES)
    link = await shown.ask("POST", "/links", role="read")
    page = await open_page(**PHONE)
    await page.goto(link["url"])
    await page.locator("main button[name=skip]").click()
    await page.locator(".dock").wait_for()
    await page.locator(".dock").get_by_role("link", name="Notes").click()
    await page.locator("#notes").wait_for()
    today, _, seek = [await one.bounding_box() for one in await page.locator(".dock a").all()]
    assert today is not None
    assert seek is not None
    left, right = today["x"], 390 - seek["x"] - seek["width"]
    assert abs(left - right) < 8
    assert left > 20
    assert await flaws(page, axe, *PHONES, is_phone=True) == []


async def test_a_box_is_wide_enough_for_a_finger(open_page: OpenPage, site: Site) -> None:
    shown = await filled(await open_page(**PHONE), site.url, NOTES)
    page = shown.page
    await page.set_viewport_size({"width": 320, "height": 600})
    await page.get_by_role("button", name="Autres actions").click()
    await page.get_by_role("button", name="Choisir des notes").click()
    for around, least in ((".pick", 44), (".pick input", 24)):
        box = await page.locator(around).first.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= least


async def test_without_script_boxes_and_buttons_do_the_same(
    open_page: OpenPage, site: Site, browser: Browser
) -> None:
    shown = await begin(open_page, site)
    state = await shown.page.context.storage_state()
    context = await browser.new_context(storage_state=state, java_script_enabled=False, locale="fr-FR")
    page = await context.new_page()
    await page.goto(shown.url)
    await page.get_by_role("link", name="1 autre").click()
    await page.get_by_role("checkbox", name="Loyers").check()
    await page.get_by_role("button", name="Archiver").click()
    await expect(page.get_by_role("link", name="Loyers")).to_have_count(0)
    await page.get_by_role("button", name="Filtrer").click()
    await page.locator("#filter select[name=statut]").select_option("Relue")
    await page.get_by_role("dialog", name="Filtrer").get_by_role("button", name="Filtrer").click()
    await expect(page.locator("#notes [data-note]")).to_have_count(1)
    await expect(page.get_by_role("link", name="Rénover")).to_be_visible()
    await context.close()


async def test_a_note_is_moved_to_another_classeur_and_comes_back(open_page: OpenPage, site: Site) -> None:
    shown = await begin(open_page, site)
    page = shown.page
    await page.request.post(f"{site.url}/binders", form={"name": "Débats"}, headers={"Origin": site.url})
    await page.get_by_role("link", name="Petites gares").focus()
    await page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Ranger dans Débats").press("Enter")
    gone = page.get_by_role("link", name="Petites gares")
    await expect(gone).to_have_count(0)
    await page.keyboard.press("Control+z")
    await expect(gone).to_be_visible()


async def test_an_empty_classeur_takes_in_loose_notes(open_page: OpenPage, site: Site) -> None:
    shown = await filled(await open_page(), site.url, [])
    page = shown.page
    await page.request.post(f"{site.url}/api/notes", data={"markdown": "# Débat de lundi"})
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    put = page.get_by_role("form", name="Ranger des notes de cet appareil")
    await put.get_by_role("checkbox", name="Débat de lundi").check()
    await expect(put).to_contain_text(
        "1 note choisie. Toute personne ayant un lien de Programme pourra la lire."
    )
    await put.get_by_role("button", name="Ranger la note").click()
    await expect(page.get_by_role("region", name="Sans thème").get_by_role("link")).to_have_count(1)
