"""A password was pasted by mistake: whoever made the note erases it from its history, while others write."""

from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.looks import DESKS, PHONES, flaws
from tests.journeys.offline import find_network, lose_network
from tests.journeys.site import Site
from tests.journeys.wire import wire_to
from tests.journeys.writer import OFFLINE, SAVED, Writer

SECRET = "Zx9!Ka-7Q"


def is_in_a_file(data: Path, words: str) -> bool:
    return any(words.encode() in path.read_bytes() for path in data.rglob("*") if path.is_file())


async def new_note(page: Page, site: Site) -> Writer:
    """Made in the browser, which manages it from then on."""
    await page.goto(site.url)
    await page.get_by_role("button", name="Écrire une note").click()
    claire = Writer(page, "Claire")
    await claire.say_name()
    return claire


async def test_a_password_is_chosen_looked_for_and_erased_while_somebody_writes(
    own_site: Site, open_page: OpenPage, invite: Invite, axe: str
) -> None:
    page = await open_page()
    claire = await new_note(page, own_site)
    await claire.type("Code ")
    await page.keyboard.insert_text(SECRET)
    await claire.type(" du wifi.\n")
    await claire.sees_state(SAVED)
    bruno = await invite(page.url, "Bruno")
    await bruno.put_caret("Code")
    await bruno.type("Salle 3. ")
    await claire.sees("Salle 3.")
    assert is_in_a_file(own_site.data, SECRET)

    await claire.select(SECRET)
    await page.get_by_role("button", name="Autres actions").click()
    await page.get_by_role("button", name="Effacer de l’historique…").click()
    await page.get_by_role("heading", name="Effacer ce passage pour toujours ?").wait_for()
    await page.get_by_text("1 fois dans le texte").wait_for()
    assert await flaws(page, axe, *DESKS) + await flaws(page, axe, *PHONES, is_phone=True) == []
    await page.get_by_role("button", name="Effacer pour toujours").click()
    await page.get_by_role("heading", name="C’est effacé").wait_for()
    assert await flaws(page, axe, *DESKS) + await flaws(page, axe, *PHONES, is_phone=True) == []

    await bruno.page.get_by_text("ou un passage effacé, depuis l’ouverture").wait_for()
    assert not is_in_a_file(own_site.data, SECRET)
    await page.get_by_role("link", name="Revenir à la note").click()
    await page.locator(".cm-content").wait_for()
    await claire.sees_text("# Salle 3. Code  du wifi.\n\n")
    await bruno.page.reload()
    await bruno.page.locator(".cm-content").wait_for()
    await bruno.sees_text("# Salle 3. Code  du wifi.\n\n")


@pytest.mark.whole
async def test_words_that_were_never_there_are_told_and_a_stranger_finds_no_way(
    own_site: Site, open_page: OpenPage, invite: Invite, axe: str
) -> None:
    page = await open_page()
    claire = await new_note(page, own_site)
    await claire.type("Rien de secret.")
    await claire.sees_state(SAVED)
    note = page.url.partition("?")[0]
    await page.goto(f"{note}/erasures")
    await page.get_by_label("Le passage, exactement comme il était").fill("jamais dit")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.get_by_role("alert").wait_for()
    assert await page.get_by_label("Le passage, exactement comme il était").input_value() == "jamais dit"
    assert await flaws(page, axe, *DESKS) + await flaws(page, axe, *PHONES, is_phone=True) == []
    bruno = await invite(note, "Bruno")
    await bruno.page.get_by_role("button", name="Autres actions").click()
    assert await bruno.page.get_by_role("button", name="Effacer de l’historique…").count() == 0


async def test_a_note_goes_to_the_trash_and_comes_back_while_somebody_has_it_open(
    own_site: Site, open_page: OpenPage, invite: Invite, axe: str
) -> None:
    page = await open_page()
    claire = await new_note(page, own_site)
    await claire.type("# Santé\nRien de neuf.")
    await claire.sees_state(SAVED)
    note = page.url.partition("?")[0]
    bruno = await invite(note, "Bruno")
    await bruno.sees("Rien de neuf.")

    await page.get_by_role("button", name="Autres actions").click()
    await page.get_by_role("link", name="Mettre à la corbeille…").click()
    await page.get_by_role("heading", name="Mettre cette note à la corbeille ?").wait_for()
    assert await flaws(page, axe, *DESKS) + await flaws(page, axe, *PHONES, is_phone=True) == []
    await page.get_by_role("button", name="Mettre à la corbeille").click()
    await page.get_by_role("heading", name="Santé").wait_for()
    await page.locator("summary").click()
    assert await flaws(page, axe, *DESKS) + await flaws(page, axe, *PHONES, is_phone=True) == []
    await bruno.page.get_by_text("Cette note a été mise à la corbeille.").wait_for()
    await bruno.page.reload()
    await bruno.page.get_by_role("heading", name="Cette note est à la corbeille").wait_for()

    await page.goto(note)
    await page.get_by_role("link", name="Ouvrir la corbeille").click()
    await page.get_by_role("button", name="Restaurer").click()
    await page.get_by_role("heading", name="La corbeille est vide").wait_for()
    await bruno.page.goto(f"{note}?view=edit")
    await bruno.page.locator(".cm-content").wait_for()
    await bruno.sees_text("# Santé\n\nRien de neuf.")


@pytest.mark.whole
async def test_what_was_typed_in_a_tunnel_meanwhile_can_be_copied_and_nothing_doubles(
    own_site: Site, open_page: OpenPage, invite: Invite
) -> None:
    async with wire_to(own_site.port) as wire:
        page = await open_page()
        claire = await new_note(page, own_site)
        await page.keyboard.insert_text(f"Code {SECRET} du wifi.")
        await claire.sees_state(SAVED)
        note = page.url.partition("?")[0]
        through = note.replace(own_site.url, f"http://127.0.0.1:{wire.port}")
        bruno = await invite(through, "Bruno")
        await bruno.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await bruno.sees_state(SAVED)
        await lose_network(bruno, wire)
        await bruno.sees_state(OFFLINE)
        await bruno.put_caret("wifi.", after=True)
        await bruno.type(" Porte B.")

        await page.goto(f"{note}/erasures")
        await page.get_by_label("Le passage, exactement comme il était").fill(SECRET)
        await page.get_by_role("button", name="Chercher ce passage").click()
        await page.get_by_role("button", name="Effacer pour toujours").click()
        await page.get_by_role("heading", name="C’est effacé").wait_for()

        await find_network(bruno, wire)
        await bruno.page.get_by_text("ou un passage effacé, depuis l’ouverture").wait_for()
        await bruno.page.get_by_role("button", name="Copier mes modifications").click()
        await bruno.page.get_by_role("button", name="Copié").wait_for()
        assert "Porte B." in await bruno.page.evaluate("navigator.clipboard.readText()")
        await bruno.page.reload()
        await bruno.page.locator(".cm-content").wait_for()
        await bruno.sees_text("# Code  du wifi.")
        assert not is_in_a_file(own_site.data, SECRET)
