"""A note at its own address, by its classeur: written, read and shared there, until the right changes."""

import pytest
from playwright.async_api import Page, expect

from tests.journeys.classeurs import Classeur, begun
from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, Writer


async def guest(open_page: OpenPage, classeur: Classeur, role: str, note: str) -> tuple[Page, str]:
    """Somebody who came by a link to the classeur and opened the note; and the id of the link."""
    page = await open_page(permissions=["clipboard-read", "clipboard-write"])
    link = await classeur.link(role)
    arrived = await page.request.post(f"{link}/arrival", form={"name": "Karim Haddad"})
    assert arrived.ok, await arrived.text()
    await page.goto(f"{note}?view=edit")
    listed = await classeur.page.request.get(f"{classeur.url}/links")
    newest: str = (await listed.json())["links"][0]["id"]
    return page, newest


async def test_it_is_written_read_and_shared_there(site: Site, open_page: OpenPage, axe: str) -> None:
    claire = await open_page()
    classeur = await begun(site, claire)
    note = await classeur.note("# Loyers\n\nEncadrer.\n")
    page, _ = await guest(open_page, classeur, "edit", note)
    karim = Writer(page, None)
    await page.locator(".cm-content").wait_for()
    await karim.sees_text("# Loyers\n\nEncadrer.\n")
    await page.keyboard.press("Control+End")
    await karim.put_caret("Encadrer", after=True)
    await karim.type(" partout")
    await karim.sees_state(SAVED)
    await expect(page.get_by_text("cette adresse ne donne pas accès à elle seule").last).to_be_visible()

    await page.get_by_role("button", name="Partager").click()
    await page.get_by_role("radio", name="Lire").check()
    await page.get_by_role("button", name="Créer ce lien").click()
    shared = await page.get_by_label("Adresse du lien").input_value()
    assert "/n/" in shared
    assert note not in shared
    await page.keyboard.press("Escape")
    assert await flaws(page, axe, *DESKS) == []

    await page.get_by_role("link", name="Lire", exact=True).click()
    await expect(page.get_by_text("Encadrer partout.")).to_be_visible()
    await page.get_by_role("link", name="Retour au classeur Programme").click()
    await expect(page).to_have_url(classeur.url)

    phone = await open_page(**PHONE)
    await phone.goto(shared)
    await expect(phone.get_by_role("link", name="Modifier")).to_have_count(0)
    await page.goto(f"{shared}?view=read")
    await page.get_by_role("link", name="Modifier").click()
    await expect(page).to_have_url(f"{note}?view=edit")


async def test_a_right_that_ends_while_one_writes_says_so_and_keeps_what_was_typed(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    classeur = await begun(site, await open_page())
    note = await classeur.note("# Loyers\n\nEncadrer.\n")
    page, link = await guest(open_page, classeur, "edit", note)
    karim = Writer(page, None)
    await page.locator(".cm-content").wait_for()
    await karim.sees_state(SAVED)
    await page.context.set_offline(True)
    await karim.put_caret("Encadrer", after=True)
    await karim.type(" dans le train")
    closed = await classeur.page.request.delete(f"{classeur.url}/links/{link}")
    assert closed.ok
    await page.context.set_offline(False)

    await page.get_by_text("Votre accès à cette note a été retiré.").wait_for()
    await page.get_by_role("button", name="Copier mes modifications").click()
    await page.get_by_role("button", name="Copié").wait_for()
    assert "dans le train" in await page.evaluate("navigator.clipboard.readText()")
    assert await flaws(page, axe, *PHONES) == []
    await page.goto(note)
    await expect(page.get_by_text("Il vous faut un accès")).to_be_visible()


@pytest.mark.whole
async def test_a_note_that_moves_out_or_into_the_archive_is_not_written_any_more(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    claire = await open_page()
    classeur = await begun(site, claire)
    note = await classeur.note("# Loyers\n\nEncadrer.\n")
    moved = await classeur.note("# Bail\n")
    page, _ = await guest(open_page, classeur, "edit", note)
    other = await page.context.new_page()
    await other.goto(f"{moved}?view=edit")
    for one in (page, other):
        await Writer(one, None).sees_state(SAVED)

    id_ = moved.rpartition("/")[2]
    out = await claire.request.post(f"{classeur.url}/take-out", data={"notes": [id_]})
    assert out.ok, await out.text()
    await other.get_by_text("Votre accès à cette note a été retiré.").wait_for()
    await expect(other.locator(".cm-content")).to_have_attribute("contenteditable", "false")

    chosen = {"notes": [note.rpartition("/")[2]]}
    archived = await claire.request.post(f"{classeur.url}/notes/archive", data=chosen)
    assert archived.ok, await archived.text()
    await page.get_by_text("Vos droits sur cette note ont changé.").wait_for()
    await page.get_by_role("button", name="Recharger la page").click()
    await expect(page.get_by_text("Archivée", exact=True)).to_be_visible()
    assert await flaws(page, axe, *DESKS) == []
    assert await flaws(page, axe, *PHONES) == []
    await page.get_by_role("button", name="Désarchiver").click()
    await page.goto(f"{note}?view=edit")
    await Writer(page, None).sees_state(SAVED)
