"""An aide hands out three links with names: one is over at its hour, one is closed under who writes."""

import re
import time
from urllib.parse import unquote

import apsw
import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.sharing import SHARES, choose, share
from tests.journeys.site import Site
from tests.journeys.wire import wire_to
from tests.journeys.writer import OFFLINE


async def made(aide: Page, label: str, right: str, end: int | None = None) -> str:
    """The address of a link that the aide makes in the open dialog; `end` is a choice of its list."""
    await aide.get_by_role("radio", name=right).check()
    await aide.get_by_label("Pour qui ?").fill(label)
    await aide.get_by_label("Expire").select_option(index=end or 0)
    await aide.get_by_role("button", name="Créer ce lien").click()
    await aide.get_by_role("tab").filter(has_text=label).wait_for()
    return await aide.get_by_label("Adresse du lien").input_value()


def end_now(site: Site, label: str) -> None:
    """Its hour has come."""
    database = apsw.Connection(str(site.data / "pochette.db"))
    database.set_busy_timeout(5000)
    now = round(1000 * time.time())
    database.execute("UPDATE links SET expires_at = ?, changed_at = ? WHERE label = ?", (now, now, label))
    database.close()


@pytest.mark.whole
async def test_three_links_are_shared_one_is_over_and_one_closed_while_somebody_writes(
    own_site: Site, open_page: OpenPage, invite: Invite, axe: str
) -> None:
    async with wire_to(own_site.port) as wire:
        aide = await open_page(permissions=["clipboard-read", "clipboard-write"])
        await aide.add_init_script(f"({SHARES})()")
        await share(aide, (await own_site.new_note("# Agenda\n\nDébut.\n"))["edit"])
        write = await made(aide, "WhatsApp santé", "Modifier")
        way = await aide.get_by_role("link", name="WhatsApp").get_attribute("href")
        assert re.search(r"http://127[^&\s]+", unquote(way or ""))[0] == write  # type: ignore[index]
        read = await made(aide, "Presse", "Lire", end=1)
        await aide.get_by_role("button", name="Copier", exact=True).click()
        await aide.get_by_role("button", name="Copié").wait_for()
        assert await aide.evaluate("navigator.clipboard.readText()") == read
        say = await made(aide, "Cabinet, par Signal", "Commenter")
        await aide.get_by_role("button", name="Autre…").click()
        assert await aide.evaluate("window.shared") == [{"text": "Note «\u202fAgenda\u202f»", "url": say}]
        assert len({write, read, say}) == 3

        phone = await open_page(**PHONE)
        await phone.goto(read)
        await phone.get_by_role("heading", name="Agenda").wait_for()
        end_now(own_site, "Presse")
        await phone.reload()
        await phone.get_by_role("heading", name="Ce lien a expiré").wait_for()
        assert "Agenda" not in await phone.content()
        assert await flaws(phone, axe, *PHONES, is_phone=True) == []

        karim = await invite(write.replace(f":{own_site.port}", f":{wire.port}"), "Karim")
        await karim.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await karim.put_caret("Début", after=True)
        wire.cut()
        await karim.sees_state(OFFLINE)
        await karim.type(" jamais envoyé")
        listed = await choose(aide, "WhatsApp santé")
        await listed.get_by_role("button", name="Fermer ce lien").click()
        await listed.get_by_role("group", name="Fermer ce lien").get_by_role("button", name="Fermer").click()
        await aide.get_by_text("2 liens déjà fermés ou expirés").wait_for()
        wire.mend()
        await karim.page.get_by_text("Ce lien n’existe pas, ou il a été fermé.").wait_for()
        assert await flaws(karim.page, axe, *DESKS) == []
        await karim.page.get_by_role("button", name="Copier mes modifications").click()
        await karim.page.get_by_role("button", name="Copié").wait_for()
        assert await karim.page.evaluate("navigator.clipboard.readText()") == "Début jamais envoyé."
        assert "jamais" not in await own_site.markdown(say)

        await phone.goto(write)
        await phone.get_by_role("heading", name="Lien introuvable").wait_for()
        cabinet = await invite(say)
        await expect(cabinet.page.get_by_text("Lecture et commentaires")).to_be_visible()
