"""A visitor's devices in browsers: a telephone joins, is stolen, and has nothing left when it comes back."""

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.linking import digits, link_devices, show_code
from tests.journeys.looks import DESKS, PHONES, flaws
from tests.journeys.offline import NOTHING, PHONE, keep, kept, until_nothing_is_kept
from tests.journeys.site import Site
from tests.journeys.writer import OFFLINE, SAVED


async def make_note(page: Page, url: str, title: str) -> None:
    """A note that this browser makes and manages."""
    made = await page.context.request.post(f"{url}/api/notes", data={"markdown": f"# {title}\n"})
    assert made.ok


async def test_a_laptop_shows_a_code_and_a_telephone_reads_it(site: Site, open_page: OpenPage) -> None:
    laptop, phone = await open_page(), await open_page(**PHONE)
    await laptop.goto(site.url)
    await make_note(laptop, site.url, "Budget")
    code = await show_code(laptop, site.url)
    await expect(laptop.get_by_role("status")).to_contain_text("En attente de l’autre appareil")
    await phone.goto(code)
    await link_devices(laptop, phone)
    await phone.get_by_role("link", name="Voir les notes").tap()
    await expect(phone.get_by_text("Budget").first).to_be_visible()


@pytest.mark.whole
async def test_a_telephone_shows_a_code_and_it_is_typed_on_a_laptop_that_gives_its_notes(
    site: Site, open_page: OpenPage
) -> None:
    laptop, phone = await open_page(), await open_page(**PHONE)
    await laptop.goto(site.url)
    await make_note(laptop, site.url, "Budget")
    await show_code(phone, site.url)
    letters = await phone.locator(".letters").inner_text()
    await laptop.goto(f"{site.url}/devices")
    await laptop.get_by_role("link", name="Saisir un code").click()
    field = laptop.get_by_label("Code", exact=True)
    await expect(field).to_be_focused()
    await field.fill(letters.lower().replace("-", " "))
    await laptop.keyboard.press("Enter")
    gift = laptop.get_by_role("checkbox", name="Donner aussi ma note")
    await expect(gift).not_to_be_checked()
    await gift.check()
    await link_devices(phone, laptop)
    await expect(laptop.get_by_text("Votre note est donnée")).to_be_visible()
    await expect(phone.get_by_text("ont aussi sa note")).to_be_visible()
    await phone.goto(site.url)
    await expect(phone.get_by_text("Budget").first).to_be_visible()
    await phone.goto(f"{site.url}/devices")
    await phone.get_by_role("button", name="Rendre").tap()
    await expect(phone.get_by_role("button", name="Rendre")).to_have_count(0)
    await phone.goto(site.url)
    await expect(phone.get_by_text("Budget")).to_have_count(0)


@pytest.mark.whole
async def test_an_attacker_who_shows_a_code_to_somebody_gets_nothing(site: Site, open_page: OpenPage) -> None:
    """The victim presses everything that is there to press, and opens its note again."""
    attacker, victim = await open_page(), await open_page()
    await victim.goto(site.url)
    await make_note(victim, site.url, "Journal intime")
    await victim.goto(await show_code(attacker, site.url))
    await expect(victim.get_by_text("est un piège")).to_be_visible()
    await link_devices(attacker, victim)
    await victim.get_by_role("link", name="Voir les notes").click()
    await victim.get_by_role("link", name="Journal intime").first.click()
    await victim.locator(".cm-content").wait_for()
    for address in ("/", "/devices", "/trash"):
        await attacker.goto(site.url + address)
        await expect(attacker.get_by_text("Journal intime")).to_have_count(0)


@pytest.mark.whole
async def test_two_browsers_are_linked_without_script(site: Site, open_page: OpenPage) -> None:
    shows, newcomer = [await open_page(java_script_enabled=False) for _ in range(2)]
    await newcomer.goto(await show_code(shows, site.url))
    await newcomer.get_by_role("button", name="Continuer").click()
    await shows.get_by_role("link", name="Actualiser").click()
    for page in (newcomer, shows):
        await page.get_by_role("button", name="Les chiffres sont les mêmes").click()
    await expect(shows.get_by_role("heading", name="est relié")).to_be_visible()
    await newcomer.get_by_role("link", name="Actualiser").click()
    await expect(newcomer.get_by_role("heading", name="Cet appareil est relié")).to_be_visible()


@pytest.mark.whole
async def test_one_side_stops_and_the_other_hears_of_it(site: Site, open_page: OpenPage) -> None:
    laptop, phone, other = [await open_page() for _ in range(3)]
    code = await show_code(laptop, site.url)
    await phone.goto(code)
    await phone.get_by_role("button", name="Continuer").click()
    await digits(laptop)
    await other.goto(code)
    await expect(other.get_by_role("heading", name="Un autre appareil a ouvert ce code")).to_be_visible()
    await phone.get_by_role("button", name="Non, arrêter").click()
    for page in (laptop, phone):
        await expect(page.get_by_role("heading", name="Rien n’a été relié")).to_be_visible()
    await other.reload()
    await expect(other.get_by_role("heading", name="Code expiré")).to_be_visible()


@pytest.mark.first(1)
@pytest.mark.parametrize("had_something", [False, True])
async def test_a_stolen_telephone_has_nothing_left_when_it_comes_back(
    site: Site, invite: Invite, open_page: OpenPage, *, had_something: bool
) -> None:
    """What it had before it was linked stays its own; of what it came by since, nothing is left."""
    desk = await open_page()
    code = await show_code(desk, site.url)

    new = await open_page(**PHONE)
    if had_something:
        await new.goto(site.url)
        await make_note(new, site.url, "Rien de secret")
    await new.goto(code)
    await link_devices(desk, new)
    linked = await new.context.storage_state()
    secret = (await site.new_note("# Agenda secret\n"))["edit"]
    phone = await invite(secret, "Claire", storage_state=linked, **PHONE)
    await phone.sees_state(SAVED)
    await keep(phone)
    assert await kept(phone.page) != NOTHING
    await phone.page.context.set_offline(True)
    await phone.page.locator(".cm-content").tap()
    await phone.type("Rien.")
    await phone.sees_state(OFFLINE)

    await desk.goto(f"{site.url}/devices")
    await expect(desk.get_by_text("Chrome sur Android")).to_be_visible()
    await desk.get_by_role("link", name="Téléphone volé…").click()
    await expect(desk.get_by_role("checkbox", name="Chrome sur Android")).to_be_checked()
    await desk.get_by_role("button", name="Oui, tout déconnecter").click()
    await expect(desk.get_by_role("status")).to_contain_text("1 appareil déconnecté")
    await expect(desk.get_by_role("listitem").filter(has_text="Agenda secret")).to_be_visible()

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


@pytest.mark.whole
async def test_anyone_can_use_it(site: Site, open_page: OpenPage, axe: str) -> None:
    phone, desk = await open_page(**PHONE), await open_page()
    for page in (phone, desk):
        await page.goto(f"{site.url}/devices")
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
    assert await flaws(desk, axe, *DESKS) == []


@pytest.mark.whole
async def test_anyone_can_link_two_devices(site: Site, open_page: OpenPage, axe: str) -> None:
    """Each step on the telephone that joins and on the desk that shows: to see, to press and to hear."""
    phone, desk = await open_page(**PHONE), await open_page()
    await phone.goto(site.url)
    await make_note(phone, site.url, "Budget")
    await phone.goto(await show_code(desk, site.url))
    found = [await flaws(desk, axe, *DESKS), await flaws(phone, axe, *PHONES, is_phone=True)]
    await phone.get_by_role("checkbox").check()
    await phone.get_by_role("button", name="Continuer").click()
    await digits(desk)
    await digits(phone)
    found += [await flaws(desk, axe, *DESKS), await flaws(phone, axe, *PHONES, is_phone=True)]
    await desk.get_by_role("button", name="Les chiffres sont les mêmes").click()
    found += [await flaws(desk, axe, *DESKS)]
    await phone.get_by_role("button", name="Les chiffres sont les mêmes").click()
    await expect(phone.get_by_role("heading", name="Cet appareil est relié")).to_be_visible()
    found += [await flaws(phone, axe, *PHONES, is_phone=True)]
    await phone.goto(f"{site.url}/devices")
    found += [await flaws(phone, axe, *PHONES, is_phone=True)]
    await phone.goto(f"{site.url}/devices/add")
    found += [await flaws(phone, axe, *PHONES, is_phone=True)]
    assert [one for one in found if one] == []
