"""Parts of the editor that come after the first paint: they work without a network, or say why not."""

from playwright.async_api import expect

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.offline import PHONE, another_tab, keep, lose_network
from tests.journeys.site import Site
from tests.journeys.wire import wire_to
from tests.journeys.writer import OFFLINE, SAVED, fetched, until

PARTS = ("share", "editor-bundle")


async def test_dialogs_open_after_the_network_is_gone(own_site: Site, invite: Invite) -> None:
    claire = await invite((await own_site.new_note("# Agenda\n"))["edit"], "Claire")
    await claire.sees_state(SAVED)
    await fetched(claire.page)
    await own_site.kill()
    await claire.sees_state(OFFLINE)

    await claire.page.get_by_role("button", name="Partager").click()
    await claire.page.get_by_role("dialog", name="Partager cette note").wait_for()
    await claire.page.keyboard.press("Escape")
    await claire.page.keyboard.press("Control+f")
    await claire.page.get_by_role("textbox", name="Rechercher").wait_for()


async def test_a_kept_note_has_its_dialogs_without_network(site: Site, invite: Invite) -> None:
    async with wire_to(site.port) as wire:
        link = (await site.new_note("# Train\n", port=wire.port))["edit"]
        claire = await invite(link, "Claire", **PHONE)
        await claire.sees_state(SAVED)
        await keep(claire)
        await fetched(claire.page)
        await until(
            claire.page,
            """async parts => {
              const kept = await (await caches.open((await caches.keys())[0])).keys()
              return parts.every(part => kept.some(({ url }) => url.includes(`/${part}-`)))
            }""",
            PARTS,
        )
        await lose_network(claire, wire)
        async with another_tab(claire) as later:
            await later.page.goto(f"{link}?view=edit", wait_until="commit")
            await later.page.locator(".cm-content").wait_for()
            await later.page.get_by_role("button", name="Partager").click()
            await later.page.get_by_role("dialog", name="Partager cette note").wait_for()


async def test_a_part_that_never_came_is_told(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    await page.route("**/share-*.js", lambda route: route.abort())
    await page.goto(f"{(await site.new_note('# Agenda'))['edit']}?view=edit")
    await page.locator(".cm-content").wait_for()
    await page.get_by_role("button", name="Partager").click()
    await expect(page.get_by_role("status").filter(has_text="n’est pas encore chargée")).to_be_visible()
