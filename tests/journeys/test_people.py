"""People under a link arrive, are recognised and removed, or ask for access; by keyboard and on a phone."""

import re

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.site import Site

DESK: ViewportSize = {"width": 1280, "height": 800}


async def binder(page: Page, site: Site) -> tuple[str, str]:
    """A classeur of this browser with a note; its own address and that of the note."""
    asking = page.context.request
    await page.goto(site.url)
    made = await (await asking.post(f"{site.url}/api/binders", data={"name": "Programme"})).json()
    begun = await asking.post(f"{made['url']}/notes", data={"markdown": "# Loyers\n\nEncadrer."})
    note = (await begun.json())["note"]
    return made["url"], f"{site.url}/n/{note}"


async def link(page: Page, base: str, role: str, label: str) -> str:
    made = await page.context.request.post(f"{base}/links", data={"role": role, "label": label})
    return str((await made.json())["url"])


async def arrives(page: Page, url: str, name: str) -> None:
    await page.goto(url)
    await page.get_by_label("Votre nom").fill(name)
    await page.get_by_role("button", name="Ouvrir le classeur").click()
    await page.get_by_text("Vous voilà dans Programme.").wait_for()


async def tab_to(page: Page, name: str) -> None:
    """Press Tab until a control has the focus whose name begins so."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        focused = "() => document.activeElement?.ariaLabel || document.activeElement?.textContent?.trim()"
        if str(await page.evaluate(focused)).startswith(name):
            return
    raise AssertionError(f"expected to reach {name!r} by Tab")


async def test_who_arrives_shows_live_and_is_removed_with_the_keyboard(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    desk, phone = await open_page(), await open_page(**PHONE)
    base, note = await binder(desk, site)
    way = await link(desk, base, "edit", "Telegram")
    await desk.goto(base)
    await desk.get_by_role("button", name="Partager").click()
    dialog = desk.get_by_role("dialog", name="Partager Programme")
    await expect(
        dialog.get_by_text("Toute personne ayant ce lien peut lire la note du classeur")
    ).to_be_visible()
    await arrives(phone, way, "Yacine Belhadj")
    await phone.goto(f"{note}?view=edit")
    await phone.locator(".cm-content").wait_for()

    await expect(dialog.get_by_role("status")).to_have_text("1 arrivée", timeout=15_000)
    tab = dialog.get_by_role("tab").filter(has_text="Telegram")
    await expect(tab).to_contain_text("1 arrivée")
    await tab.focus()
    await desk.keyboard.press("ArrowDown")
    await desk.keyboard.press("ArrowUp")
    await expect(tab).to_be_focused()
    panel = dialog.get_by_role("tabpanel", name="Telegram")
    await expect(panel.get_by_role("group", name="Yacine Belhadj")).to_be_visible()
    assert await flaws(desk, axe, *DESKS) == []
    await desk.set_viewport_size(DESK)

    await tab_to(desk, "Retirer Yacine Belhadj")
    await desk.keyboard.press("Enter")
    await expect(
        panel.get_by_text("Ce que cet appareil ouvre par ce lien s’arrête aussitôt.")
    ).to_be_visible()
    await expect(panel.get_by_role("button", name="Retirer", exact=True)).to_be_focused()
    before = await panel.get_by_label("Adresse du lien").input_value()
    await desk.keyboard.press("Enter")
    await expect(panel.get_by_text("Personne n’est encore venu par ce lien.")).to_be_visible()
    assert await panel.get_by_label("Adresse du lien").input_value() != before
    await phone.get_by_text("Votre accès à cette note a été retiré.").wait_for()
    await phone.goto(way)
    await phone.get_by_role("heading", name="Lien introuvable").wait_for()


async def test_access_is_asked_for_on_a_phone_and_given_in_the_dialog(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    desk, phone = await open_page(), await open_page(**PHONE, java_script_enabled=False)
    base, note = await binder(desk, site)
    await phone.goto(note)
    await phone.get_by_role("heading", name="Il vous faut un accès").wait_for()
    await phone.get_by_label("Votre nom").fill("Léa Costa")
    await phone.get_by_role("button", name="Demander l’accès").click()
    await phone.get_by_text("Votre demande est envoyée").wait_for()
    await desk.goto(base)
    await desk.get_by_role("button", name="Partager, 1 arrivée ou demande").click()
    panel = desk.get_by_role("dialog").get_by_role("tabpanel", name="Accès donné à des personnes")
    request = panel.get_by_role("group", name="Léa Costa demande l’accès")
    await expect(request).to_contain_text("Loyers")
    assert await flaws(desk, axe, *DESKS) == []
    await desk.set_viewport_size(DESK)
    await request.get_by_role("button", name="Laisser lire").click()
    await expect(panel.get_by_role("status")).to_have_text("L’accès est donné.")
    await phone.reload()
    await phone.get_by_text("Encadrer.").wait_for()
    await desk.goto(note)
    await desk.get_by_role("button", name="Partager").click()
    await desk.get_by_role("tab").filter(has_text="Accès donné").click()
    await desk.get_by_role("link", name="Retirer Léa Costa").click()
    await expect(
        desk.get_by_text("Cet accès s’arrête aussitôt, sur tous les appareils de Léa Costa.")
    ).to_be_visible()
    await desk.get_by_role("button", name="Retirer").click()
    await expect(desk.get_by_text("Cet accès est retiré.")).to_be_visible()
    await phone.reload()
    await phone.get_by_role("heading", name="Il vous faut un accès").wait_for()


@pytest.mark.whole
async def test_on_a_phone_the_list_leads_to_a_panel_and_back(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    phone, guest = await open_page(**PHONE), await open_page(**PHONE)
    base, _ = await binder(phone, site)
    way = await link(phone, base, "comment", "Relecteurs")
    await guest.goto(way)
    assert "Programme" not in await guest.content()
    assert await flaws(guest, axe, *PHONES, is_phone=True) == []
    await arrives(guest, way, "Awa Diop")
    await phone.goto(base)
    await phone.get_by_role("button", name=re.compile("Partager")).click()
    tab = phone.get_by_role("tab").filter(has_text="Relecteurs")
    await expect(tab).to_contain_text("1 arrivée")
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
    await tab.click()
    panel = phone.get_by_role("tabpanel", name="Relecteurs")
    await panel.get_by_role("button", name="C’est bien cette personne").click()
    await expect(panel.get_by_role("status")).to_have_text("C’est noté. Aucun droit ne change.")
    await expect(panel.get_by_role("listitem")).to_contain_text("Awa Diop")
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
    await panel.get_by_role("button", name="Retour aux liens").click()
    await expect(tab).to_be_focused()
    await expect(phone.locator("#share .news")).to_have_count(0)


async def test_without_script_people_are_recognised_and_removed(site: Site, open_page: OpenPage) -> None:
    desk, guest = await open_page(java_script_enabled=False), await open_page()
    base, note = await binder(desk, site)
    await arrives(guest, await link(desk, base, "read", "Presse"), "Inès Robert")
    await desk.goto(f"{base}/manage")
    await desk.get_by_role("button", name="C’est bien cette personne").click()
    await expect(desk.get_by_role("button", name="C’est bien cette personne")).to_have_count(0)
    await desk.get_by_role("link", name="Retirer Inès Robert").click()
    await desk.get_by_role("heading", name="Retirer Inès Robert du lien « Presse »").wait_for()
    await expect(desk.get_by_text("Personne d’autre n’est venu par ce lien.")).to_be_visible()
    await desk.get_by_role("button", name="Retirer").click()
    await expect(desk.get_by_role("status").first).to_contain_text("C’est fait.")
    await guest.goto(note)
    await guest.get_by_role("heading", name="Il vous faut un accès").wait_for()
