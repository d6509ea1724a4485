"""Links are renewed while people write: kept browsers go on at the new address, all others find nothing."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.looks import DESKS, PHONES, flaws
from tests.journeys.managing import folder_with, is_told_nothing, made_here
from tests.journeys.offline import another_tab, find_network, keep, lose_network
from tests.journeys.site import Site
from tests.journeys.wire import wire_to
from tests.journeys.writer import OFFLINE, SAVED

WITHDRAWN = "Votre accès à cette note a été retiré."


TITLE = "Canari du matin"


async def renew(desk: Page, *keep: str) -> str:
    """Renew all links from the page of who manages, with these people ticked; the new address of the note."""
    await desk.get_by_role("link", name="Renouveler tous les liens").click()
    for box in await desk.get_by_role("checkbox").all():
        await box.uncheck()
    for name in keep:
        await desk.get_by_role("checkbox", name=name).check()
    await desk.get_by_role("button", name="Renouveler tous les liens").click()
    await expect(desk.get_by_role("status").first).to_contain_text("Voici les nouveaux")
    return desk.url.partition("/manage")[0]


@pytest.mark.whole
async def test_a_kept_browser_goes_on_typing_and_another_one_finds_nothing_anywhere(
    site: Site, open_page: OpenPage, invite: Invite, axe: str
) -> None:
    desk = await open_page(viewport={"width": 1280, "height": 800})
    note = await made_here(desk, site)
    asking = desk.context.request
    claire, thief = await invite(note, "Claire"), await invite(note, "Paul")
    await claire.page.locator(".cm-content").click()
    await claire.page.keyboard.press("Control+a")
    await claire.type(f"# {TITLE}")
    await claire.page.keyboard.press("Enter")
    await claire.sees_state(SAVED)
    await thief.sees(TITLE)
    elsewhere = await folder_with(thief.page, site, note)
    sheet = (await (await asking.post(f"{note}/editions", data={})).json())["url"]
    await thief.page.goto(elsewhere)
    await thief.page.get_by_text(TITLE).first.wait_for()
    await thief.page.goto(f"{note}?view=edit")
    await thief.page.locator(".cm-content").wait_for()

    await desk.goto(f"{note}/manage")
    await desk.get_by_role("link", name="Renouveler tous les liens").click()
    assert await flaws(desk, axe, *DESKS) == []
    assert await flaws(desk, axe, *PHONES, is_phone=True) == []
    cut = desk.locator("#cut")
    await expect(cut).to_have_text("2 appareils seront coupés")
    await desk.get_by_role("checkbox", name="Claire").check()
    await expect(cut).to_have_text("1 appareil sera coupé")
    await desk.get_by_role("link", name="Ne rien changer").click()
    new = await renew(desk, "Claire")

    await claire.type("Et la suite.")
    await claire.sees_state(SAVED)
    await expect(claire.page).to_have_url(re.compile(re.escape(new)))
    assert await site.markdown(new) == await claire.text()
    assert (await claire.text()).endswith("Et la suite.")
    links = claire.page.locator("a[href*='/n/'], form[action*='/n/']")
    assert await links.count() > 0
    for link in await links.all():
        address = await link.get_attribute("href") or await link.get_attribute("action") or ""
        assert new.removeprefix(site.url) in address

    await thief.page.get_by_text(WITHDRAWN).wait_for()
    await is_told_nothing(thief.page, TITLE, site.url, elsewhere, note)
    # A sheet says under which headings something has changed, to who holds it.
    await is_told_nothing(thief.page, "Et la suite", sheet)
    await thief.page.go_back()
    await thief.page.go_back()
    assert TITLE not in await thief.page.content()
    await claire.page.goto(note)
    await claire.page.locator(".cm-content").wait_for()
    assert claire.page.url.startswith(new)


@pytest.mark.whole
async def test_what_a_kept_device_wrote_without_a_network_merges_at_the_new_address(
    site: Site, open_page: OpenPage, invite: Invite
) -> None:
    desk = await open_page()
    note = await made_here(desk, site)
    async with wire_to(site.port) as wire:
        link = note.replace(site.url, f"http://127.0.0.1:{wire.port}")
        claire, other = await invite(link, "Claire"), await invite(note, "Karim")
        await other.type("Karim a écrit.")
        await claire.sees("Karim a écrit.")
        await keep(claire)
        await lose_network(claire, wire)
        await claire.sees_state(OFFLINE)
        await claire.put_caret("Karim")
        await claire.type("Claire aussi. ")
        await desk.goto(f"{note}/manage")
        new = await renew(desk, "Claire", "Karim")
        await other.put_caret("écrit.", after=True)
        await other.type(" Puis plus rien.")
        await other.sees_state(SAVED)

        async with another_tab(claire, "# Claire aussi. Karim a écrit.") as later:
            await later.page.goto(f"{link}?view=edit")
            await later.page.locator(".cm-content").wait_for()
            await later.sees("Claire aussi.")
            await later.sees_state(OFFLINE)
            await find_network(later, wire)
            await later.sees_state(SAVED)
            text = await later.text()
            assert "Claire aussi. Karim a écrit. Puis plus rien." in text
            assert await site.markdown(new) == text
            token = new.rpartition("/")[2]
            await expect(later.page).to_have_url(re.compile(token))
            kept = await later.page.evaluate(
                "() => Object.entries(localStorage).find(([key]) => key.startsWith('pochette.kept.'))[1]"
            )
            assert token in kept
            await lose_network(later, wire)
            await later.page.reload()
            await later.page.locator(".cm-content").wait_for()
            await later.sees(text)


async def test_who_is_cut_off_keeps_what_was_not_sent_and_may_copy_it(
    site: Site, open_page: OpenPage, invite: Invite
) -> None:
    desk = await open_page()
    note = await made_here(desk, site)
    async with wire_to(site.port) as wire:
        link = note.replace(site.url, f"http://127.0.0.1:{wire.port}")
        paul = await invite(link, "Paul", permissions=["clipboard-read", "clipboard-write"])
        await paul.sees_state(SAVED)
        await lose_network(paul, wire)
        await paul.sees_state(OFFLINE)
        await paul.type("Jamais envoyé.")
        await desk.goto(f"{note}/manage")
        new = await renew(desk)
        await find_network(paul, wire)
        await paul.page.get_by_text("Ce lien n’existe pas, ou il a été fermé.").wait_for()
        assert await paul.page.locator(".cm-content").get_attribute("contenteditable") == "false"
        await paul.page.get_by_role("button", name="Copier mes modifications").click()
        assert "Jamais envoyé." in await paul.page.evaluate("navigator.clipboard.readText()")
        assert paul.page.url.startswith(link)
        assert "Jamais" not in await site.markdown(new)
