"""A visitor's devices in browsers: a telephone joins, is stolen, and has nothing left when it comes back."""

from playwright.async_api import expect

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.looks import DESKS, PHONES, flaws
from tests.journeys.site import Site
from tests.journeys.test_offline_copy import NOTHING, PHONE, keep, kept, until_nothing_is_kept
from tests.journeys.writer import OFFLINE, SAVED


async def test_a_stolen_telephone_has_nothing_left_when_it_comes_back(
    site: Site, invite: Invite, open_page: OpenPage
) -> None:
    link = (await site.new_note("# Agenda secret\n"))["edit"]
    desk = await open_page()
    await desk.goto(f"{site.url}/devices")
    await desk.get_by_role("button", name="Montrer un code").click()
    code = await desk.get_by_label("Adresse à ouvrir sur l’autre appareil").input_value()

    phone = await invite(link, "Claire", **PHONE)
    await phone.page.goto(code)
    await phone.page.get_by_role("button", name="Ajouter cet appareil").tap()
    await expect(phone.page.get_by_text("cet appareil")).to_be_visible()
    await phone.open(link)
    await phone.sees_state(SAVED)
    await keep(phone)
    assert await kept(phone.page) != NOTHING
    await phone.page.context.set_offline(True)
    await phone.page.locator(".cm-content").tap()
    await phone.type("Rien.")
    await phone.sees_state(OFFLINE)

    await desk.goto(f"{site.url}/devices")
    await expect(desk.get_by_text("Chrome sur Android")).to_be_visible()
    await desk.locator("summary").click()
    await desk.get_by_role("button", name="Oui, tout fermer").click()
    await expect(desk.get_by_role("status")).to_contain_text("1 appareil fermé")
    await expect(desk.get_by_role("status")).to_contain_text("Agenda secret")

    await phone.page.context.set_offline(False)
    await phone.page.wait_for_url(f"{site.url}/", timeout=30_000)
    await until_nothing_is_kept(phone.page)
    await expect(phone.page.get_by_text("Agenda secret")).to_have_count(0)


async def test_signing_out_clears_what_this_device_kept(site: Site, invite: Invite) -> None:
    phone = await invite((await site.new_note("# Agenda\n"))["edit"], "Claire", **PHONE)
    await keep(phone)
    await phone.page.goto(f"{site.url}/devices")
    await phone.page.get_by_role("button", name="Se déconnecter").tap()
    await phone.page.wait_for_url(f"{site.url}/")
    await until_nothing_is_kept(phone.page)
    await expect(phone.page.get_by_text("Agenda")).to_have_count(0)


async def test_anyone_can_use_it(site: Site, open_page: OpenPage, axe: str) -> None:
    phone, desk = await open_page(**PHONE), await open_page()
    for page in (phone, desk):
        await page.goto(f"{site.url}/devices")
        await page.get_by_role("button", name="Montrer un code").click()
        await page.locator("summary").click()
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
    assert await flaws(desk, axe, *DESKS) == []
