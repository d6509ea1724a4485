"""A pochette is read: note by note, by swipes and arrows, without a network."""

import json

import pytest
from playwright.async_api import Page, expect

from tests.journeys.aide import Aide
from tests.journeys.conftest import OpenPage
from tests.journeys.fingers import swipe
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.opening import open_without_script
from tests.journeys.searching import field
from tests.journeys.site import Site

AGENDA = ["7 h 50 Matinale (notes 1, 2 et 3)", "9 h Retraites : la réforme", "12 h (studio)"]
TITLES = ("Agenda", "Retraites : la réforme", "Fiche Nantes")


@pytest.mark.whole
async def test_a_reader_goes_from_note_to_note_on_a_telephone(site: Site, open_page: OpenPage) -> None:
    aide = Aide(await open_page(), site)
    await aide.pochette(*TITLES, title="Débat")
    page = await open_page(**PHONE, java_script_enabled=False)
    await open_without_script(page, aide.links["read"])
    await page.get_by_role("link", name="Agenda").click()
    await page.get_by_role("link", name="Note suivante").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Retraites")

    page = await open_page(**PHONE)
    await page.goto(aide.links["read"])
    await page.get_by_role("link", name="Retraites").click()
    await swipe(page, from_x=320, to_x=60)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Fiche Nantes")
    await swipe(page, from_x=60, to_x=320)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Retraites")
    await page.get_by_role("link", name="La pochette").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Débat")


async def test_the_agenda_leads_to_its_notes_and_its_numbers_follow_them(
    site: Site, open_page: OpenPage
) -> None:
    aide = Aide(await open_page(), site)
    await aide.pochette(*TITLES, title="Débat", agenda=["9 h Radio (notes 2 et 3)"], message="Bon courage.")
    await aide.opens()
    agenda = aide.page.get_by_role("textbox", name="Agenda")
    await expect(agenda).to_have_value("9 h Radio (notes 2 et 3)")

    await aide.page.get_by_role("button", name="Déplacer « Fiche Nantes »").focus()
    await aide.page.keyboard.press("ArrowUp")

    await aide.sees("Agenda", "Fiche Nantes", "Retraites : la réforme")
    await expect(agenda).to_have_value("9 h Radio (notes 3 et 2)")
    page = await open_page(**PHONE)
    await page.goto(aide.links["read"])
    await expect(page.locator(".word")).to_have_text("Bon courage.")
    await page.get_by_role("link", name="Note 3, Retraites").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Retraites")


async def test_a_browser_takes_a_link_for_an_app(site: Site, open_page: OpenPage) -> None:
    aide = Aide(await open_page(), site)
    await aide.pochette(*TITLES, title="Débat")
    page = await open_page(**PHONE)
    await page.goto(aide.links["read"])
    await expect(page.get_by_role("heading", level=1)).to_have_text("Débat")
    session = await page.context.new_cdp_session(page)

    told = await session.send("Page.getAppManifest")

    assert told["errors"] == []
    assert told["url"] == f"{aide.links['read']}/app.webmanifest"
    manifest = json.loads(told["data"])
    assert (manifest["name"], site.url + manifest["start_url"]) == ("Débat", aide.links["read"])
    for icon in manifest["icons"]:
        assert (await page.request.get(site.url + icon["src"])).ok
    await expect(page.locator(".home-screen summary")).to_be_visible()


async def test_swipes_and_arrows_lead_through_all_notes_and_back_to_the_list(
    site: Site, open_page: OpenPage
) -> None:
    aide = Aide(await open_page(), site)
    await aide.pochette(*TITLES, title="Débat")
    phone, desk = await open_page(**PHONE), await open_page()
    for page, turn in ((phone, swiped), (desk, pressed)):
        await page.goto(aide.links["read"])
        for name in ("Agenda", "Fiche Nantes"):
            await page.get_by_role("link", name=name).click()
            await turn(page, forward=name != "Agenda")
            await expect(page.get_by_role("heading", level=1)).to_have_text("Débat")
        await page.get_by_role("link", name="Agenda").click()
        for number, title in ((1, "Agenda"), (2, "Retraites : la réforme"), (3, "Fiche Nantes")):
            await expect(page.get_by_role("heading", level=1)).to_have_text(title)
            await expect(page.locator(".place")).to_have_text(f"{number} / 3")
            await turn(page, forward=True)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Débat")


async def test_an_arrow_in_a_field_stays_there(site: Site, open_page: OpenPage) -> None:
    aide = Aide(await open_page(), site)
    await aide.pochette(*TITLES)
    page = await open_page()
    await page.goto(aide.links["read"])
    await page.get_by_role("link", name="Agenda").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Agenda")
    # Before its script the link leads to the page of the search.
    await page.wait_for_load_state()
    await page.get_by_role("link", name="Chercher").click()
    await field(page).fill("gare")

    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("ArrowRight")
    await expect(field(page)).to_have_value("gare")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await page.locator("dialog.finding[open]").wait_for(state="detached")

    await expect(page.get_by_role("heading", level=1)).to_have_text("Agenda")
    await pressed(page, forward=True)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Retraites")


async def swiped(page: Page, *, forward: bool) -> None:
    await swipe(page, from_x=320 if forward else 60, to_x=60 if forward else 320)


async def pressed(page: Page, *, forward: bool) -> None:
    await page.get_by_role("button", name="Partager").wait_for()
    await page.keyboard.press("ArrowRight" if forward else "ArrowLeft")


async def test_a_note_that_went_away_and_a_network_that_did_are_told(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    aide = Aide(page, site)
    await aide.pochette("Agenda")
    note = await aide.note("Secrets")
    made = await page.request.post(f"{note['edit']}/links", data={"role": "read"})
    lent = await made.json()
    await page.request.post(f"{aide.links['edit']}/notes", data={"links": [lent["url"]]})
    await page.request.delete(f"{note['edit']}/links/{lent['id']}")
    await aide.opens()

    await aide.sees("Agenda", "Note retirée par ses auteurs")
    await expect(page.get_by_text("Son lien a été fermé")).to_be_visible()
    await page.context.set_offline(True)
    await page.locator(".gone .main").click()
    await page.get_by_role("button", name="Retirer « Note retirée").click()
    await expect(page.get_by_role("alert")).to_contain_text("Pas de réseau : rien n’a changé.")
    await page.context.set_offline(False)
    await page.get_by_role("button", name="Réessayer").click()
    await page.get_by_role("button", name="Retirer « Note retirée").click()
    await aide.sees("Agenda")


@pytest.mark.whole
async def test_everybody_can_read_a_pochette(site: Site, open_page: OpenPage, axe: str) -> None:
    phone, desk = Aide(await open_page(**PHONE), site), Aide(await open_page(locale="en-GB"), site)
    for aide, widths in ((phone, PHONES), (desk, DESKS)):
        page, is_phone = aide.page, aide is phone
        await aide.pochette(*TITLES, agenda=AGENDA, message="À rendre après usage.")
        code = (await aide.prints())["url"]
        await page.request.delete(f"{aide.links['edit']}{await first_note(page, aide)}")
        for address in (aide.links["read"], code, aide.links["print"]):
            await page.goto(address)
            assert await flaws(page, axe, *widths, is_phone=is_phone) == [], address
        await page.goto(aide.links["read"])
        await page.locator("main ol a").first.click()
        await page.locator(".turn").wait_for()
        assert await flaws(page, axe, *widths, is_phone=is_phone) == []


async def first_note(page: Page, aide: Aide) -> str:
    notes = (await (await page.request.get(f"{aide.links['edit']}/notes")).json())["notes"]
    return f"/notes/{notes[0]['id']}"
