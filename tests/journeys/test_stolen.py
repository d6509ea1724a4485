"""A stolen telephone in real browsers: nothing opens from it any more, and who presses first does not win."""

import re
from dataclasses import dataclass

import apsw
import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.linking import link_devices, show_code
from tests.journeys.looks import DESKS, PHONES, flaws
from tests.journeys.managing import folder_with, is_told_nothing
from tests.journeys.offline import (
    NOTHING,
    PHONE,
    another_tab,
    find_network,
    keep,
    kept,
    lose_network,
    until_nothing_is_kept,
)
from tests.journeys.site import Site
from tests.journeys.wire import wire_to
from tests.journeys.writer import OFFLINE, SAVED, Writer

TITLE, WORDS = "Agenda secret", "Rien n’est public avant lundi."
SUSPENDED = "Cet appareil a été déclaré volé"
DAY_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """A note by its links, on the laptop of who made it."""

    laptop: Page
    edit: str
    read: str


async def made_by(laptop: Page, site: Site) -> Mine:
    await laptop.goto(site.url)
    made = await laptop.context.request.post(
        f"{site.url}/api/notes", data={"markdown": f"# {TITLE}\n\n{WORDS}\n"}
    )
    links = (await made.json())["links"]
    return Mine(laptop=laptop, edit=links["edit"], read=links["read"])


async def joined(laptop: Page, site: Site, page: Page) -> Page:
    """The browser of `page`, as one of the laptop's devices."""
    await page.goto(await show_code(laptop, site.url))
    await link_devices(laptop, page)
    return page


async def write_in(page: Page, note: str) -> Writer:
    await page.goto(f"{note}?view=edit")
    await page.locator(".cm-content").wait_for()
    writer = Writer(page, None)
    await writer.sees_state(SAVED)
    return writer


async def press(page: Page, site: Site) -> None:
    await page.goto(f"{site.url}/devices")
    await page.get_by_role("link", name="Téléphone volé…").click()
    await page.get_by_role("button", name="Oui, tout déconnecter").click()
    await expect(page.get_by_role("status")).to_contain_text(re.compile(r"appareils? déconnectés?"))


async def code_of(page: Page, site: Site) -> str:
    """A new recovery code, as it is copied onto paper."""
    await page.goto(f"{site.url}/devices")
    await page.get_by_role("button", name="Montrer mon code").click()
    return " ".join(await page.locator(".letters span").all_inner_texts())


async def new_address(page: Page, site: Site) -> str:
    """The address to edit of the note that home leads to."""
    await page.goto(site.url)
    await page.get_by_role("link", name=TITLE).first.wait_for()
    own = await page.locator("#notes a").first.get_attribute("href")
    answer = await page.request.get(f"{site.url}{own}/links")
    assert answer.ok, await answer.text()
    links = (await answer.json())["links"]
    return str(next(one["url"] for one in links if one["role"] == "edit" and one["url"]))


def came_earlier(site: Site, name: str, days: int) -> None:
    """Somebody of this name has been here for some days."""
    database = apsw.Connection(str(site.data / "pochette.db"))
    database.set_busy_timeout(5000)
    database.execute(
        "UPDATE openings SET since = since - ? WHERE device IN"
        " (SELECT devices.id FROM devices JOIN visitors ON visitors.id = devices.visitor WHERE name = ?)",
        (days * DAY_MS, name),
    )
    database.close()


async def every_flaw(page: Page, axe: str) -> list[str]:
    """What is wrong with a page under a finger, and on a desk where it has more than one column."""
    found = await flaws(page, axe, *PHONES, is_phone=True)
    is_slip = await page.locator("body.shut").count()
    return found if is_slip else [*found, *await flaws(page, axe, *DESKS)]


@pytest.mark.whole
async def test_nothing_opens_from_the_telephone_nor_from_who_had_the_address(
    site: Site, open_page: OpenPage
) -> None:
    mine = await made_by(await open_page(), site)
    phone = await joined(mine.laptop, site, await open_page(**PHONE))
    tablet = await joined(mine.laptop, site, await open_page(**PHONE))
    accomplice = await open_page(**PHONE)
    elsewhere = await folder_with(mine.laptop, site, mine.read)
    made = await mine.laptop.context.request.post(f"{mine.edit}/editions", data={})
    sheet = (await made.json())["url"]
    for address in (elsewhere, mine.read):
        await accomplice.goto(address)
        await accomplice.get_by_text(TITLE).first.wait_for()
    await phone.goto(mine.read)
    thief = await write_in(phone, mine.edit)
    await keep(thief)
    typing = await write_in(tablet, mine.edit)
    await tablet.context.set_offline(True)
    await typing.put_caret("Rien")
    await typing.type("Mots du voleur. ")
    await typing.sees_state(OFFLINE)

    await press(mine.laptop, site)
    await phone.get_by_role("heading", name=SUSPENDED).wait_for()
    await until_nothing_is_kept(phone)
    await phone.go_back()
    assert TITLE not in await phone.content()
    assert WORDS not in await phone.content()
    await phone.goto(mine.edit)
    await phone.reload()
    await expect(phone.get_by_role("heading", name="Lien introuvable")).to_be_visible()
    again = await open_page(**PHONE)
    for page in (phone, again, accomplice):
        await is_told_nothing(
            page, TITLE, site.url, mine.read, mine.edit, f"{mine.edit}?view=edit", elsewhere
        )
        await is_told_nothing(page, WORDS, sheet)
        await expect(page.get_by_role("heading", name="à jour")).to_be_visible()

    await tablet.context.set_offline(False)
    await tablet.get_by_role("heading", name=SUSPENDED).wait_for(timeout=30_000)
    assert await kept(tablet) == NOTHING
    assert "voleur" not in await site.markdown(await new_address(mine.laptop, site))


@pytest.mark.whole
async def test_a_colleague_of_three_days_goes_on_and_what_was_typed_without_a_network_merges(
    site: Site, open_page: OpenPage, invite: Invite
) -> None:
    mine = await made_by(await open_page(), site)
    await joined(mine.laptop, site, await open_page(**PHONE))
    async with wire_to(site.port) as wire:
        address = mine.edit.replace(site.url, f"http://127.0.0.1:{wire.port}")
        colleague = await invite(address, "Claire Marchand")
        there = await invite(mine.edit, "Karim Haddad")
        await keep(colleague)
        for name in ("Claire Marchand", "Karim Haddad"):
            came_earlier(site, name, days=3)
        await lose_network(colleague, wire)
        await colleague.sees_state(OFFLINE)
        await colleague.put_caret("Rien")
        await colleague.type("Claire en route. ")
        await press(mine.laptop, site)
        await there.put_caret("lundi.", after=True)
        await there.type(" Karim continue.")
        await there.sees_state(SAVED)
        async with another_tab(colleague, f"Claire en route. {WORDS}") as later:
            await later.page.goto(f"{address}?view=edit")
            await later.page.locator(".cm-content").wait_for()
            await find_network(later, wire)
            await later.sees("Karim continue.")
            await later.sees_state(SAVED)
            new = await new_address(mine.laptop, site)
            whole = f"# {TITLE}\n\nClaire en route. {WORDS} Karim continue.\n"
            assert await site.markdown(new) == whole
            await expect(later.page).to_have_url(re.compile(new.rpartition("/")[2]))


@pytest.mark.whole
async def test_a_thief_who_presses_first_loses_to_the_code_that_is_typed_on_the_laptop(
    site: Site, open_page: OpenPage
) -> None:
    laptop = await open_page()
    code = await code_of(laptop, site)
    mine = await made_by(laptop, site)
    phone = await joined(laptop, site, await open_page(**PHONE))
    writer = await write_in(laptop, mine.edit)
    await keep(writer)
    await press(phone, site)
    await laptop.get_by_role("heading", name=SUSPENDED).wait_for()
    await until_nothing_is_kept(laptop)
    await is_told_nothing(laptop, TITLE, mine.edit, site.url)
    thief = await write_in(phone, await new_address(phone, site))

    await laptop.get_by_role("link", name="J’ai mon code de secours").click()
    await laptop.get_by_label("Code de secours").fill(code.lower().replace("0", "o"))
    await laptop.keyboard.press("Enter")
    await expect(laptop.get_by_role("heading", name="Vos notes sont de nouveau à vous")).to_be_visible()
    await thief.page.get_by_role("heading", name=SUSPENDED).wait_for()
    await laptop.get_by_role("link", name="C’est noté").click()
    writer = await write_in(laptop, await new_address(laptop, site))
    await writer.put_caret("lundi.", after=True)
    await writer.type(" Et voilà.")
    await writer.sees_state(SAVED)
    await is_told_nothing(phone, TITLE, site.url, mine.edit, mine.read)


@pytest.mark.whole
async def test_anyone_can_use_it(site: Site, open_page: OpenPage, axe: str) -> None:
    laptop, manager = await open_page(), await open_page()
    code = await code_of(laptop, site)
    found = [await every_flaw(laptop, axe)]
    mine = await made_by(laptop, site)
    theirs = await made_by(manager, site)
    phone = await joined(laptop, site, await open_page(**PHONE))
    await phone.goto(theirs.edit)
    await (await open_page()).goto(mine.edit)
    for address in (f"{site.url}/devices", f"{site.url}/devices/stolen"):
        await laptop.goto(address)
        found.append(await every_flaw(laptop, axe))
    await laptop.get_by_role("button", name="Oui, tout déconnecter").click()
    await expect(laptop.get_by_role("status")).to_contain_text("1 personne a perdu l’accès")
    found.append(await every_flaw(laptop, axe))
    for page, address in (
        (laptop, f"{site.url}/devices"),
        (laptop, f"{site.url}/recovery"),
        (phone, site.url),
        (manager, site.url),
        (manager, f"{theirs.edit}/manage"),
    ):
        await page.goto(address)
        found.append(await every_flaw(page, axe))
    await phone.goto(f"{site.url}/recovery")
    for said in ("k7qzm", code):
        await phone.get_by_label("Code de secours").fill(said)
        await phone.keyboard.press("Enter")
        await phone.get_by_text("il n’y a ni O" if said != code else "de nouveau à vous").wait_for()
        found.append(await every_flaw(phone, axe))
    assert [one for one in found if one] == []
