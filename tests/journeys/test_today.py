"""Aujourd'hui in a browser: on a phone and a desk, by keys, without script, and as it is by now."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.days import iso
from tests.journeys.classeurs import Classeur, begun
from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.site import Site
from tests.journeys.writer import until

SEEN_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"
SAVED = "async path => (await (await fetch(path)).text()).includes('court et un autre')"
# What a screen reader is told of the notes of the day.
HEARD = """
- region /\\w+ \\d+(er)? \\w+/:
  - paragraph: Pochette du jour
  - heading /\\w+ \\d+(er)? \\w+/ [level=1]
  - paragraph: 3 notes, 3 min de lecture
  - list:
    - listitem:
      - link "1 Loyers Logement · lue aujourd’hui 1 passage modifié depuis votre lecture":
        - /url: /\\/p\\/.*/
    - listitem:
      - link "2 Vacants Logement · 1 min Nouvelle pour vous":
        - /url: /\\/p\\/.*/
    - listitem:
      - link "3 Gares Transports · 1 min · brouillon Nouvelle pour vous":
        - /url: /\\/p\\/.*/
  - paragraph:
    - link "Reprendre à la note 1":
      - /url: /\\/p\\/.*/
    - link "Imprimer la pochette":
      - /url: /\\/p\\/.*pochette.pdf/
"""


async def note(there: Classeur, title: str, theme: str, status: str = "reviewed") -> str:
    """The id of a note with a card."""
    url = await there.note(f"# {title}\n\nUn texte court.\n\nFin.")
    card = {"theme": theme, "status": status}
    answer = await there.page.request.put(f"{url}/card", data=card)
    assert answer.ok, await answer.text()
    return url.rpartition("/")[2]


async def pochette(there: Classeur, days: int, *notes: str, **wish: Any) -> None:
    day = iso(days)
    ask = there.page.request.post
    made = await (await ask(f"{there.url}/folders", data={"day": day, **wish})).json()
    answer = await ask(f"{there.site.url}/p/{made['folder']}/notes", data={"notes": list(notes)})
    assert answer.ok, await answer.text()


async def comes(page: Page, link: str) -> Page:
    await page.goto(link)
    await page.locator("button[name=skip]").click()
    await expect(page.locator("#today")).to_be_visible()
    return page


async def test_on_a_phone_the_day_is_read_from_one_link(site: Site, open_page: OpenPage, axe: str) -> None:
    there = await begun(site, await open_page())
    notes = [await note(there, "Loyers", "Logement"), await note(there, "Vacants", "Logement")]
    phone = await comes(await open_page(**PHONE), await there.link("read"))
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Pas encore de pochette")
    notes.append(await note(there, "Gares", "Transports", "draft"))
    beside = await note(there, "Une fiche sur l’école dont le titre est long", "Éducation")
    await pochette(there, 0, *notes, audience="Pour la candidate")
    await pochette(there, -1, *notes[:2])
    await phone.evaluate(SEEN_AGAIN)
    await expect(phone.locator(".of-today li")).to_have_count(3)
    await expect(phone.locator(".dock .badge")).to_contain_text("2 notes nouvelles ou modifiées")
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []

    await phone.set_viewport_size(PHONE["viewport"])
    await phone.get_by_role("link", name="Lire", exact=True).tap()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Loyers")
    await phone.go_back()
    await phone.locator(".beside").get_by_role("link", name="Une fiche").tap()
    await expect(phone).to_have_url(f"{site.url}/n/{beside}")
    await phone.go_back()
    await expect(phone.locator(".dock .badge")).to_contain_text("1 note nouvelle")

    size = phone.get_by_role("button", name="Texte plus grand")
    title = phone.locator(".of-today .what b").first
    before = await title.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    for _ in range(3):
        await size.tap()
    await expect(size).to_have_attribute("aria-disabled", "true")
    await phone.reload()
    after = await title.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert after > before * 1.4
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
    await phone.locator(".dock").get_by_role("link", name="Notes").tap()
    await expect(phone.locator("#notes [data-note]")).to_have_count(4)
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
    await phone.locator(".dock").get_by_role("link", name="Chercher").tap()
    await expect(phone.get_by_role("combobox")).to_be_focused()


@pytest.mark.whole
async def test_what_is_said_to_be_read_stands_there_on_the_way_back_and_in_a_second_tab(
    site: Site, open_page: OpenPage
) -> None:
    there = await begun(site, await open_page())
    notes = [await note(there, title, "Logement") for title in ("Loyers", "Vacants", "Gares")]
    phone = await comes(await open_page(**PHONE), await there.link("read"))
    await pochette(there, 0, *notes)
    await phone.reload()
    other = await phone.context.new_page()
    await other.goto(phone.url)
    await phone.get_by_role("link", name="Lire", exact=True).tap()
    await phone.get_by_role("button", name="Lue, suivante").tap()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Vacants")
    await phone.go_back()
    await phone.go_back()
    await expect(phone.locator(".of-today li").first).to_contain_text("Lue")
    await phone.get_by_role("link", name="Reprendre à la note 2").tap()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Vacants")
    for _ in range(2):
        await (
            phone.get_by_role("button", name="Lue, suivante")
            .or_(phone.get_by_role("button", name="Marquer lue"))
            .first.tap()
        )
        await phone.wait_for_load_state("load")
    await other.evaluate(SEEN_AGAIN)
    await expect(other.get_by_role("link", name="Relire")).to_be_visible()
    await expect(other.locator(".of-today .done")).to_have_count(3)
    await expect(other.locator(".dock .badge")).to_have_count(0)


@pytest.mark.whole
async def test_without_script_the_same_is_there_and_leads_on(site: Site, open_page: OpenPage) -> None:
    there = await begun(site, await open_page())
    notes = [await note(there, "Loyers", "Logement"), await note(there, "Vacants", "Logement")]
    await pochette(there, 0, *notes)
    phone = await open_page(**PHONE, java_script_enabled=False)
    await phone.goto(await there.link("read"))
    await phone.locator("button[name=skip]").click()
    await expect(phone.locator(".of-today li")).to_have_count(2)
    await phone.get_by_role("link", name="Lire", exact=True).click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Loyers")
    await phone.get_by_role("link", name="Note suivante").click()
    await phone.go_back()
    await phone.go_back()
    await phone.get_by_role("button", name="changer de classeur").click()
    await phone.get_by_role("link", name="Pochettes").click()
    await expect(phone.locator(".card")).to_have_count(1)
    await phone.locator(".dock").get_by_role("link", name="Aujourd’hui").click()
    await expect(phone.locator("#today")).to_be_visible()


async def test_the_search_over_it_has_a_plain_way_back_on_a_phone(site: Site, open_page: OpenPage) -> None:
    there = await begun(site, await open_page())
    await pochette(there, 0, await note(there, "Loyers", "Logement"))
    phone = await comes(await open_page(**PHONE), await there.link("read"))
    # Before its styles another form is seen.
    await phone.wait_for_load_state()
    await phone.locator("[data-seek]:visible").first.click()
    back = phone.locator(".finding .back")
    await expect(back).to_be_visible()
    assert await back.evaluate("back => getComputedStyle(back, '::before').content") == "none"
    drawn = await phone.locator(".today .pocket > .back").evaluate(
        "back => getComputedStyle(back, '::before').content"
    )
    assert drawn != "none"


async def test_what_changed_shows_by_itself_and_is_heard(
    site: Site, open_page: OpenPage, invite: Invite, axe: str
) -> None:
    there = await begun(site, await open_page())
    first, second = await note(there, "Loyers", "Logement"), await note(there, "Vacants", "Logement")
    desk = await comes(await open_page(), await there.link("read"))
    third = await note(there, "Gares", "Transports", "draft")
    await pochette(there, 0, first, second, third)
    await desk.evaluate(SEEN_AGAIN)
    link = desk.locator(".of-today li a").first
    await link.focus()
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("heading", level=1)).to_have_text("Loyers")
    other = await desk.context.new_page()
    await other.goto(there.url)
    await other.locator(".of-today li a").first.focus()
    writer = await invite(
        f"{site.url}/n/{first}?view=edit",
        "Inès Robert",
        storage_state=await there.page.context.storage_state(),
    )
    await writer.put_caret("Un texte court", after=True)
    await writer.type(" et un autre")
    await until(writer.page, SAVED, f"/n/{first}/note.md")
    await other.evaluate(SEEN_AGAIN)
    await expect(other.locator(".of-today .changed")).to_contain_text("1 passage")
    await expect(other.locator(".of-today li a").first).to_be_focused()
    await expect(other.locator(".of-today")).to_match_aria_snapshot(HEARD)
    assert await flaws(other, axe, *DESKS) == []


async def test_a_page_that_stays_open_shows_nothing_once_its_link_is_closed(
    site: Site, open_page: OpenPage
) -> None:
    there = await begun(site, await open_page())
    await note(there, "Loyers", "Logement")
    link = await there.link("read")
    page = await comes(await open_page(), link)
    await expect(page.get_by_text("Loyers")).to_be_visible()
    links = await (await there.page.request.get(f"{there.url}/links")).json()
    (id_,) = [one["id"] for one in links["links"] if one["url"] == link]
    assert (await there.page.request.delete(f"{there.url}/links/{id_}")).ok
    await page.evaluate(SEEN_AGAIN)
    await expect(page.get_by_text("Loyers")).to_have_count(0)
    await expect(page.locator("#today")).to_have_count(0)
