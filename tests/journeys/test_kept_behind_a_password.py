"""A note kept on a device whose link gets a password: shut until it is said, and nothing is lost."""

import pytest
from aiohttp import ClientSession
from playwright.async_api import expect
from yarl import URL

from tests.journeys.conftest import Invite
from tests.journeys.offline import PHONE, another_tab, find_network, keep, kept, lose_network
from tests.journeys.sharing import enter_password
from tests.journeys.site import Site
from tests.journeys.wire import wire_to
from tests.journeys.writer import OFFLINE, SAVED
from tests.visitor import Visitor

PASSWORD = "bolu-miretu-4821"


class Locked:
    """A link that its owner gives a password, later."""

    def __init__(self, owner: Visitor, edit: str, url: str, id_: str) -> None:
        self._owner = owner
        self._edit = edit
        self.url = url
        self._id = id_

    async def lock(self) -> None:
        await self._owner.asks("PUT", f"{self._edit}/links/{self._id}", json={"password": PASSWORD})


async def shared(session: ClientSession, site: Site, port: int) -> Locked:
    owner = await Visitor.come(session, site.url)
    made = await owner.makes_note(markdown="Début.\n")
    link = await owner.asks("POST", f"{made.edit}/links", json={"role": "edit", "label": "Équipe"})
    return Locked(owner, made.edit, f"http://127.0.0.1:{port}{URL(link['url']).path}", link["id"])


@pytest.mark.whole
async def test_a_kept_note_is_shut_once_its_link_asks_for_a_password(site: Site, invite: Invite) -> None:
    async with wire_to(site.port) as wire, ClientSession() as session:
        link = await shared(session, site, wire.port)
        claire = await invite(link.url, "Claire", **PHONE)
        await claire.sees_state(SAVED)
        await keep(claire)
        await lose_network(claire, wire)
        await claire.sees_state(OFFLINE)
        await claire.put_caret("Début", after=True)
        await claire.type(" jamais envoyé")
        await link.lock()

        async with another_tab(claire, "Début jamais envoyé.") as later:
            await find_network(later, wire)
            await later.page.goto(f"{link.url}?view=edit")
            await later.page.get_by_label("Mot de passe").wait_for()
            assert "Début" not in await later.page.locator("body").inner_text()
            assert (await kept(later.page))["caches"] == 0, "no page of it is kept any more"

            await enter_password(later.page, PASSWORD)
            await later.page.locator(".cm-content").wait_for()
            await later.sees_text("Début jamais envoyé.\n")
            await later.sees_state(SAVED)
            assert await later.page.locator("#banner").is_hidden()


async def test_an_open_page_is_shut_at_once_and_its_copy_is_taken_up_behind_the_password(
    site: Site, invite: Invite
) -> None:
    async with wire_to(site.port) as wire, ClientSession() as session:
        link = await shared(session, site, wire.port)
        claire = await invite(link.url, "Claire", **PHONE)
        await claire.sees_state(SAVED)
        await keep(claire)
        await link.lock()
        await expect(claire.page.locator("#banner")).to_be_visible()
        await claire.page.goto(f"{link.url}?view=edit")
        await enter_password(claire.page, PASSWORD)
        await claire.page.locator(".cm-content").wait_for()
        await claire.sees_text("Début.\n")
        await claire.put_caret("Début", after=True)
        await claire.type(" à deux")
        await claire.sees_state(SAVED)
        assert (await kept(claire.page))["lines"] == 1
