"""The card of a note and its status: filled in by one, seen at once by the others, carried by the file."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import Page, WebSocketRoute, expect

from export.note.card import FIELDS, Kind
from tests.journeys.classeurs import begun
from tests.journeys.commenting import UNCHECKED
from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, Writer


async def open_card(page: Page) -> None:
    await page.get_by_role("button", name="Autres actions").click()
    await page.get_by_role("button", name="Fiche de la note").click()
    await page.get_by_role("dialog", name="Fiche de la note").wait_for()


async def test_a_card_is_seen_at_once_by_the_others_and_comes_back_from_the_file(
    site: Site, invite: Invite, open_page: OpenPage
) -> None:
    link = (await site.new_note("# Logement\n\nUn mot.\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    await claire.page.get_by_role("button", name="Ajouter thème, destinataire").click()
    card = claire.page.get_by_role("dialog", name="Fiche de la note")
    typed = await card.locator("input").evaluate_all("all => all.map(one => [one.name, one.maxLength])")
    assert {name for name, _ in typed} - {"title"} == {one.name for one in FIELDS} - {"status"}
    assert {(one.name, one.most) for one in FIELDS if one.kind is Kind.LINE} <= set(map(tuple, typed))
    for name, value in {
        "Titre": "Rénover 500 000 logements",
        "Nature": "Note thématique",
        "Thème": "Logement",
        "Rédaction": "C. Marchand, T. Okafor",
        "Destinataire": "La candidate",
        "Diffusion": "Diffusion restreinte",
        "Pages demandées": "4",
    }.items():
        await card.get_by_label(name).fill(value)
    await card.get_by_role("button", name="Enregistrer").click()
    await card.wait_for(state="detached")

    await karim.page.get_by_role("button", name="Logement › Note thématique").wait_for()
    await karim.sees_text("# Rénover 500 000 logements\n\nUn mot.\n")
    await claire.sees_state(SAVED)
    file = await site.markdown(link)
    assert file.startswith("---\n")
    assert "authors: [C. Marchand, T. Okafor]" in file or "- C. Marchand" in file

    again = await open_page()
    await again.goto(f"{(await site.new_note(file))['edit']}?view=edit")
    await again.locator(".cm-content").wait_for()
    await open_card(again)
    await expect(again.get_by_label("Thème")).to_have_value("Logement")
    await expect(again.get_by_label("Rédaction")).to_have_value("C. Marchand, T. Okafor")
    await expect(again.get_by_label("Pages demandées")).to_have_value("4")


async def test_two_fill_the_card_at_once_and_nothing_is_lost(site: Site, invite: Invite) -> None:
    link = (await site.new_note("# Logement\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    for writer, name, value in ((claire, "Thème", "Logement"), (karim, "Destinataire", "La candidate")):
        await open_card(writer.page)
        await writer.page.get_by_label(name).fill(value)
    for writer in (claire, karim):
        await writer.page.get_by_role("dialog").get_by_role("button", name="Enregistrer").click()
        await writer.page.get_by_role("dialog").wait_for(state="detached")

    await open_card(claire.page)
    await expect(claire.page.get_by_label("Thème")).to_have_value("Logement")
    await expect(claire.page.get_by_label("Destinataire")).to_have_value("La candidate")


async def test_what_is_wrong_in_a_card_is_told_beside_its_field_and_by_the_keyboard_alone(
    site: Site, invite: Invite
) -> None:
    claire = await invite((await site.new_note("# Logement\n"))["edit"], "Claire")
    keys = claire.page.keyboard
    await claire.page.get_by_role("button", name="Ajouter thème, destinataire").focus()
    await keys.press("Enter")
    await claire.page.get_by_role("dialog", name="Fiche de la note").wait_for()
    for _ in range(8):
        await keys.press("Tab")
    await keys.type("beaucoup")
    await keys.press("Enter")
    budget = claire.page.get_by_label("Pages demandées")
    await expect(budget).to_have_accessible_description("Un nombre de pages, de 1 à 200.")
    await expect(budget).to_be_focused()

    await keys.press("Control+a")
    await keys.type("2")
    await keys.press("Enter")
    await claire.page.get_by_role("dialog").wait_for(state="detached")
    await expect(claire.page.get_by_role("button", name="Ajouter thème, destinataire")).to_be_focused()


async def test_a_card_that_the_network_lost_says_so_and_keeps_what_was_typed(
    site: Site, invite: Invite
) -> None:
    claire = await invite((await site.new_note("# Logement\n"))["edit"], "Claire")
    await open_card(claire.page)
    await claire.page.get_by_label("Thème").fill("Logement")
    await claire.page.route("**/card", lambda route: route.abort())
    await claire.page.get_by_role("button", name="Enregistrer").click()
    await claire.page.get_by_role("alert").filter(has_text="rien n’a été enregistré").wait_for()
    await expect(claire.page.get_by_label("Thème")).to_have_value("Logement")


async def test_what_nobody_has_checked_is_counted_found_and_stands_in_the_way(
    site: Site, invite: Invite
) -> None:
    claire = await invite((await site.new_note(UNCHECKED))["edit"], "Claire")
    await claire.page.get_by_role("contentinfo").get_by_role("button", name="2 passages à vérifier").click()
    dialog = claire.page.get_by_role("dialog", name="Statut de la note")
    await expect(dialog.get_by_role("button", name="Bonne à imprimer")).to_be_disabled()
    await dialog.get_by_role("button", name="Un milliard [à vérifier : Bercy].").click()
    await dialog.wait_for(state="detached")
    await claire.page.keyboard.press("Delete")
    await claire.sees("Un milliard .")
    await claire.put_caret("[à vérifier]", after=True)
    for _ in "[à vérifier]":
        await claire.page.keyboard.press("Backspace")
    await expect(claire.page.get_by_text("à vérifier", exact=False).filter(visible=True)).to_have_count(0)

    await claire.page.get_by_role("button", name="Brouillon").click()
    await dialog.get_by_role("button", name="Bonne à imprimer").click()
    await claire.page.locator("#status", has_text="Bonne à imprimer").wait_for()


@pytest.mark.whole
async def test_a_mark_that_has_just_been_typed_elsewhere_is_listed_by_the_server(
    site: Site, invite: Invite
) -> None:
    link = (await site.new_note("# Logement\n\nDix millions.\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    await claire.page.get_by_role("button", name="Brouillon").click()
    dialog = claire.page.get_by_role("dialog", name="Statut de la note")
    await karim.put_caret("millions", after=True)
    await karim.type(" [à vérifier]")
    await claire.sees("Dix millions [à vérifier].")
    await dialog.get_by_role("button", name="Bonne à imprimer").click()
    await dialog.get_by_role("button", name="Dix millions [à vérifier].").wait_for()
    current = dialog.get_by_role("button", name="Brouillon")
    await expect(current).to_have_attribute("aria-current", "true")


async def test_writing_on_after_it_was_ready_warns_everybody_and_sets_the_status_back(
    site: Site, invite: Invite
) -> None:
    link = (await site.new_note("# Logement\n\nDix millions.\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    await claire.page.get_by_role("button", name="Brouillon").click()
    await claire.page.get_by_role("dialog").get_by_role("button", name="Bonne à imprimer").click()
    await karim.page.locator("#status", has_text="Bonne à imprimer").wait_for()
    await karim.put_caret("Dix", after=True)
    await karim.type("-sept")

    for writer in (claire, karim):
        await writer.page.locator("#status", has_text="À relire").wait_for()
        banner = writer.page.get_by_role("status").filter(has_text="La note était bonne à imprimer")
        await banner.get_by_role("link", name="Imprimer la version arrêtée").wait_for()


async def test_a_status_is_set_on_a_phone_and_by_the_keyboard_alone(site: Site, invite: Invite) -> None:
    link = (await site.new_note("# Logement\n"))["edit"]
    phone, desk = await invite(link, "Inès", **PHONE), await invite(link, "Claire")
    await phone.page.get_by_role("button", name="Autres actions").tap()
    await phone.page.get_by_role("button", name="Statut de la note").tap()
    await phone.page.get_by_role("dialog").get_by_role("button", name="À relire").tap()
    await phone.page.get_by_role("dialog").wait_for(state="detached")
    await desk.page.locator("#status", has_text="À relire").focus()

    await desk.page.keyboard.press("Enter")
    await desk.page.get_by_role("dialog", name="Statut de la note").wait_for()
    while await desk.page.locator(":focus [data-status=reviewed]").count() == 0:
        await desk.page.keyboard.press("Tab")
    await desk.page.keyboard.press("Enter")
    await desk.page.get_by_role("dialog").wait_for(state="detached")
    await expect(desk.page.locator("#status", has_text="Relue")).to_be_focused()


@pytest.mark.whole
async def test_the_dialogs_of_the_card_and_the_status_are_for_everyone(
    site: Site, invite: Invite, axe: str
) -> None:
    link = (await site.new_note(UNCHECKED))["edit"]
    phone, desk = await invite(link, "Inès", **PHONE), await invite(link, "Claire")
    for writer in (phone, desk):
        await open_card(writer.page)
        assert await flaws_of(writer, axe) == []
        await writer.page.get_by_role("button", name="Brouillon Changer").click()
        await writer.page.get_by_role("dialog", name="Statut de la note").wait_for()
        assert await flaws_of(writer, axe) == []


@pytest.mark.first(1)
@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
async def test_the_name_is_asked_when_the_right_to_write_comes_after_the_focus(
    site: Site, open_page: OpenPage, options: dict[str, Any]
) -> None:
    page = await open_page(**options)
    lines: list[WebSocketRoute] = []

    def read_first(line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        lines.append(line)
        server.on_message(lambda said: line.send(without_writing(said)))

    await page.route_web_socket("**/sync/**", read_first)
    await page.goto(f"{(await site.new_note('# Logement'))['edit']}?view=edit")
    await page.locator(".cm-content").wait_for()
    await page.locator("body.reading").wait_for()
    await page.locator(".cm-content").focus()
    await expect(page.locator("#name")).to_be_hidden()

    event = json.dumps({"event": "role", "role": "edit"}).encode()
    lines[0].send(bytes([5, len(event)]) + event)
    await page.get_by_role("dialog", name="Comment vous appelez-vous").wait_for()


def without_writing(said: str | bytes) -> str | bytes:
    return re.sub(rb'("role": ?)"edit"', rb'\1"read"', said) if isinstance(said, bytes) else said


async def flaws_of(writer: Writer, axe: str) -> list[Any]:
    is_phone = await writer.page.evaluate("innerWidth < 641")
    return await flaws(writer.page, axe, *(PHONES if is_phone else DESKS), is_phone=is_phone)


async def test_the_theme_is_offered_from_those_in_use_in_the_classeur(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page()
    classeur = await begun(site, page)
    for theme in ("Énergie", "Logement", "logement "):
        other = await classeur.note("# Autre")
        await page.request.put(f"{other}/card", data={"theme": theme})
    await page.goto(f"{await classeur.note('# Bail')}?view=edit")
    await page.locator(".cm-content").wait_for()
    await open_card(page)
    field = page.get_by_label("Thème")
    await expect(field).to_have_attribute("list", "card-theme")
    offered = "() => [...document.querySelector('#card-theme').options].map(one => one.value)"
    assert await page.evaluate(offered) == ["Énergie", "Logement"]
    await field.fill("Énergie")
    await page.get_by_role("button", name="Enregistrer").click()
    await page.get_by_role("button", name="Énergie").wait_for()
