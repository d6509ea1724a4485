"""Who made a note manages it: a way back for a lost device, and all links renewed while somebody reads."""

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.managing import made_here
from tests.journeys.site import Site


async def test_a_recovery_link_gives_the_right_back_to_a_phone(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    desk, phone = await open_page(), await open_page(**PHONE)
    await desk.goto(f"{await made_here(desk, site)}/manage")
    await desk.get_by_role("button", name="Créer un lien de secours").click()
    link = await desk.locator(".once input").input_value()
    assert await flaws(desk, axe, *DESKS) == []

    await phone.goto(link)
    await phone.get_by_role("heading", name="Gérer depuis ce navigateur ?").wait_for()
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
    await phone.get_by_role("button", name="Oui, gérer d’ici").tap()
    await expect(phone.get_by_role("status").first).to_contain_text("Vous pouvez gérer depuis ce navigateur")
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
    await desk.goto(link)
    await desk.get_by_role("heading", name="Lien de secours expiré").wait_for()


@pytest.mark.whole
async def test_all_links_are_renewed_while_somebody_reads(site: Site, open_page: OpenPage) -> None:
    desk, phone = await open_page(permissions=["clipboard-read", "clipboard-write"]), await open_page(**PHONE)
    note = await made_here(desk, site)
    await desk.goto(f"{note}/manage")
    before = await desk.get_by_label("Lien pour lire").input_value()
    await phone.goto(f"{note}?view=edit")
    await phone.locator(".cm-content").wait_for()

    await desk.get_by_role("link", name="Renouveler tous les liens").click()
    await desk.get_by_role("button", name="Renouveler tous les liens").click()
    await expect(desk.get_by_role("status").first).to_contain_text("Voici les nouveaux")
    await phone.get_by_text("Votre accès à cette note a été retiré.").wait_for()
    link = desk.get_by_role("listitem").filter(has_text="Lien pour lire")
    await link.get_by_role("button", name="Copier").click()
    await link.get_by_role("button", name="Copié").wait_for()
    now = await desk.evaluate("navigator.clipboard.readText()")
    assert now != before
    await phone.goto(before)
    await phone.get_by_role("heading", name="Lien introuvable").wait_for()
    await phone.goto(now)
    await phone.locator("article").wait_for()
