"""Classeurs at home: one begins, and a note goes there and back: by hand, by keys, without a script."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.site import Site


async def test_a_classeur_begins_and_a_note_goes_there_and_comes_back(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    page = await open_page()
    await made(page, site, "Compte rendu")
    await made(page, site, "Liste des salles")
    await page.goto(site.url)
    await expect(page.get_by_role("heading", name="Classeurs")).to_have_count(0)
    await page.get_by_role("link", name="Nouveau classeur").click()
    await page.get_by_label("Nom du classeur").fill("Programme")
    await page.get_by_role("button", name="Créer le classeur").click()
    await expect(page.get_by_label("Lien de secours")).to_have_value(re.compile("/recover/"))
    assert await flaws(page, axe, *DESKS) == []

    await page.goto(site.url)
    card = page.get_by_role("link", name="Programme, classeur, 0 note, vous pouvez gérer")
    await expect(card).to_be_visible()
    await page.get_by_role("link", name="Ranger «\u202fCompte rendu\u202f» dans un classeur").click()
    dialog = page.get_by_role("dialog", name="Ranger dans un classeur")
    await expect(dialog.get_by_role("radio", name="Programme")).to_be_checked()
    await expect(dialog).to_contain_text("la seule personne dans Programme")
    await expect(dialog).to_contain_text("Ses 2 propres liens restent ouverts")
    assert await flaws(page, axe, *DESKS) == []
    await dialog.get_by_role("button", name="Ranger dans Programme").click()
    status = page.get_by_role("status").filter(has_text="est dans Programme")
    await expect(status).to_contain_text("«\u202fCompte rendu\u202f» est dans Programme.")
    await expect(page.locator("#notes li:visible")).to_have_count(1)
    await status.get_by_role("button", name="Annuler").click()
    await expect(page.locator("#notes li:visible")).to_have_count(2)
    await page.goto(site.url)
    await expect(page.locator("#notes li")).to_have_count(2)


async def test_keys_alone_put_a_note_into_the_second_classeur(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    await began(page, site, "Programme")
    await began(page, site, "Débats")
    await made(page, site, "Compte rendu")
    await page.goto(site.url)
    await page.locator("a.put").focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Ranger dans un classeur")
    await expect(dialog.get_by_role("radio").first).to_be_checked()
    await dialog.get_by_role("radio").first.focus()
    await page.keyboard.press("ArrowDown")
    await expect(dialog.get_by_role("radio").nth(1)).to_be_checked()
    await page.keyboard.press("Escape")
    await expect(page.locator("a.put")).to_be_focused()
    await page.keyboard.press("Enter")
    await dialog.get_by_role("radio").first.focus()
    await page.keyboard.press("ArrowDown")
    name = await dialog.locator("label:has(:checked) b").inner_text()
    await dialog.get_by_role("button", name=f"Ranger dans {name}").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status").filter(has_text=f"est dans {name}.")).to_be_visible()
    await page.keyboard.press("Control+z")
    await expect(page.get_by_role("status").filter(has_text="C’est annulé.")).to_be_visible()
    await expect(page.locator("#notes li:visible")).to_have_count(1)


async def test_a_note_with_a_classification_stays_unless_it_is_ticked(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    page = await open_page(**PHONE)
    await began(page, site, "Programme")
    note = await made(page, site, "Compte rendu")
    wish = {"classification": "Diffusion restreinte"}
    assert (await page.context.request.put(f"{note}/card", data=wish)).ok
    await page.goto(site.url)
    assert await flaws(page, axe, *PHONES, is_phone=True) == []
    await page.locator("a.put").tap()
    dialog = page.get_by_role("dialog", name="Ranger dans un classeur")
    await expect(dialog).to_contain_text("elle reste où elle est, sauf si vous la cochez")
    button = dialog.get_by_role("button", name="Ranger dans Programme")
    await expect(button).to_be_disabled()
    assert await flaws(page, axe, *PHONES, is_phone=True) == []
    await dialog.get_by_role("checkbox").tap()
    await button.tap()
    await expect(page.get_by_role("status").filter(has_text="est dans Programme")).to_be_visible()


@pytest.mark.whole
async def test_without_a_script_pages_do_all_of_it(site: Site, open_page: OpenPage, axe: str) -> None:
    page = await open_page(java_script_enabled=False)
    note = await made(page, site, "Compte rendu")
    await page.goto(f"{site.url}/binders/new")
    await page.get_by_label("Nom du classeur").fill("Programme")
    await page.get_by_role("button", name="Créer le classeur").click()
    await page.get_by_role("link", name="Ouvrir le classeur").click()
    binder = page.url
    await page.goto(site.url)
    await page.locator("a.put").click()
    await expect(page.get_by_role("heading", name="Ranger dans un classeur")).to_be_visible()
    await page.get_by_role("button", name="Ranger dans Programme").click()
    assert page.url == binder
    await page.goto(f"{note}/manage")
    await page.get_by_role("link", name="Ranger, ou sortir du classeur…").click()
    await page.get_by_role("button", name="Sortir de Programme").click()
    await page.goto(site.url)
    await expect(page.locator("#notes li")).to_have_count(1)


@pytest.mark.whole
async def test_a_phone_shows_classeurs_and_forgets_one_whose_link_is_closed(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    desk, phone = await open_page(), await open_page(**PHONE)
    binder = await began(desk, site, "Programme secret")
    asking = desk.context.request
    link = await (await asking.post(f"{binder}/links", data={"role": "read"})).json()
    await phone.goto(link["url"])
    await phone.get_by_role("button", name="Ouvrir sans donner mon nom").tap()
    await expect(phone.get_by_text("Vous voilà dans Programme secret.")).to_be_visible()
    await phone.goto(site.url)
    await expect(
        phone.get_by_role("link", name="Programme secret, classeur, 0 note, vous pouvez lire")
    ).to_be_visible()
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
    assert (await asking.delete(f"{binder}/links/{link['id']}")).ok
    await phone.goto(site.url)
    await expect(phone.get_by_text("Lien fermé")).to_be_visible()
    assert "secret" not in await phone.content()
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
    await phone.get_by_role("button", name="Retirer de la liste").tap()
    await expect(phone.get_by_text("Lien fermé")).to_have_count(0)


async def made(page: Page, site: Site, title: str) -> str:
    """The address of a note that this browser makes and manages."""
    return str((await asked(page, site, "/api/notes", {"title": title}))["links"]["edit"])


async def began(page: Page, site: Site, name: str) -> str:
    """The own address of a classeur that this browser makes."""
    return str((await asked(page, site, "/api/binders", {"name": name}))["url"])


async def asked(page: Page, site: Site, path: str, body: dict[str, str]) -> Any:
    await page.context.request.get(site.url)
    answer = await page.context.request.post(f"{site.url}{path}", data=body)
    assert answer.ok, await answer.text()
    return await answer.json()
