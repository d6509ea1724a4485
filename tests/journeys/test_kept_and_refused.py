"""A note kept on a device, and a server that takes nothing: a full disk, a link that reads only by now."""

import time

import apsw
import pytest

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.events import event, listen_in
from tests.journeys.looks import flaws
from tests.journeys.offline import (
    another_tab,
    find_network,
    keep,
    typed_without_network,
    until_nothing_is_kept,
)
from tests.journeys.site import Site
from tests.journeys.wire import wire_to
from tests.journeys.writer import SAVED, Writer


async def test_a_full_disk_says_of_a_kept_note_that_it_is_safe_here(site: Site, open_page: OpenPage) -> None:
    link = (await site.new_note("Début.\n"))["edit"]
    page = await open_page(viewport={"width": 1280, "height": 800})
    routes = await listen_in(page)
    claire = Writer(page, "Claire")
    await claire.open(link)
    await claire.sees_state(SAVED)
    await keep(claire)
    routes[-1].send(event('{"event":"disk","writable":false}'))
    await claire.sees_state("Enregistrement impossible : gardé sur cet appareil")
    await page.get_by_text("Le serveur ne peut rien enregistrer en ce moment.").wait_for()
    await page.get_by_text("Ce que vous écrivez est gardé sur cet appareil").wait_for()
    assert not await page.get_by_text("Gardez cette page ouverte").is_visible()


def make_read_only(site: Site) -> None:
    """What whoever manages the note may do to a link, while its page is in a tunnel."""
    database = apsw.Connection(str(site.data / "pochette.db"))
    database.set_busy_timeout(5000)
    now = round(1000 * time.time())
    database.execute("UPDATE links SET role = 'read', changed_at = ? WHERE role = 'edit'", (now,))
    database.close()


@pytest.mark.whole
async def test_a_kept_note_whose_link_reads_only_by_now_says_so_and_offers_what_was_never_sent(
    own_site: Site, invite: Invite, axe: str
) -> None:
    async with wire_to(own_site.port) as wire:
        link, claire = await typed_without_network(own_site, invite, wire)
        make_read_only(own_site)

        await find_network(claire, wire)
        await claire.page.get_by_text("Vous ne pouvez plus modifier cette note.").wait_for()
        assert await claire.page.locator("#state").get_attribute("data-state") == "refused"
        await claire.page.get_by_role("button", name="Copier").click()
        await claire.page.get_by_role("button", name="Copié").wait_for()
        assert await claire.page.evaluate("navigator.clipboard.readText()") == "Début jamais envoyé."

        async with another_tab(claire, "Début jamais envoyé.") as later:
            await later.page.goto(link)
            dialog = later.page.get_by_role("dialog", name="Jamais envoyé")
            assert await dialog.get_by_role("textbox").input_value() == "Début jamais envoyé."
            await dialog.get_by_text("Ce lien ne permet plus d’écrire.").wait_for()
            assert await flaws(later.page, axe, 320, 390, is_phone=True) == []
            await dialog.get_by_role("button", name="Effacer d’ici").click()
            await dialog.wait_for(state="hidden")
            await until_nothing_is_kept(later.page)
            assert await own_site.markdown(link) == "Début.\n"
