"""A pochette from end to end: put together at a desk and on a telephone, read, printed, passed on."""

import asyncio
import json
import re
from datetime import date
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.journeys.aide import Aide
from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws, overflow, violations
from tests.journeys.opening import open_without_script
from tests.journeys.printing import pdf_of
from tests.journeys.searching import field
from tests.journeys.site import Site
from tests.server.pochettes import words

AGENDA = ["7 h 50 Matinale (notes 1, 2 et 3)", "9 h Retraites : la réforme", "12 h (studio)"]
TITLES = ("Agenda", "Retraites : la réforme", "Fiche Nantes")
DROPS = """([link, file]) => {
  const data = new DataTransfer()
  if (link) data.setData('text/uri-list', link)
  if (file) data.items.add(new File([file], 'note.md', { type: 'text/markdown' }))
  for (const type of ['dragenter', 'dragover', 'drop'])
    document.querySelector('#list').dispatchEvent(
      new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))
}"""


async def test_an_aide_puts_the_pochette_of_the_day_together(
    site: Site, open_page: OpenPage, tmp_path: Path
) -> None:
    page = await open_page()
    aide = Aide(page, site)
    await aide.note("Agenda")
    await aide.note("Éléments de langage")
    pasted = await aide.note("Fiche Nantes")
    await page.goto(site.url)
    await page.locator(".rail").get_by_role("button", name="Nouvelle pochette").click()
    await expect(page.get_by_text("Cette pochette est encore vide")).to_be_visible()

    await page.get_by_role("button", name="Nom, jour et destinataire").click()
    await page.get_by_label("Destinataire", exact=True).fill("Pour la candidate")
    await page.get_by_role("button", name="Enregistrer").click()
    await page.get_by_role("button", name="Ajouter une note").click()
    dialog = page.get_by_role("dialog", name="Ajouter des notes")
    await expect(dialog.locator("input[type=file]")).to_have_attribute("accept", re.compile(r"\.docx,\.odt,"))
    await dialog.get_by_placeholder("Chercher un titre").fill("elements")
    await dialog.get_by_label("Éléments de langage").check()
    await dialog.get_by_placeholder("Chercher un titre").fill("")
    await dialog.get_by_label("Agenda").check()
    await dialog.get_by_role("button", name="Ajouter 2 notes").click()
    await aide.sees("Éléments de langage", "Agenda")
    await page.evaluate(DROPS, [pasted["read"], ""])
    await aide.sees("Éléments de langage", "Agenda", "Fiche Nantes")
    await page.evaluate(DROPS, ["", "# Débat de lundi\n\nTexte."])
    await aide.sees("Éléments de langage", "Agenda", "Fiche Nantes", "Débat de lundi")

    await page.get_by_role("button", name="Déplacer « Agenda »").drag_to(
        page.get_by_role("button", name="Déplacer « Éléments"), target_position={"x": 20, "y": 4}
    )
    await aide.sees("Agenda", "Éléments de langage", "Fiche Nantes", "Débat de lundi")
    await aide.is_made()
    await expect(page.locator(".sums")).to_contain_text("4 notes · 9 pages · 5 feuilles recto verso")
    assert await page.locator("#view img").count() == 2
    address = await pdf_of(page.get_by_role("button", name="Imprimer la pochette"))
    printed = await page.request.get(address)
    (tmp_path / "pochette.pdf").write_bytes(await printed.body())
    assert (await printed.body()).startswith(b"%PDF-1.7")

    await page.goto(site.url)
    day = page.get_by_role("region", name=re.compile(r"^\w+ \d+"))
    await expect(day).to_contain_text("Pour la candidate")
    await expect(day.get_by_role("listitem")).to_have_count(4)
    await expect(
        page.locator(".rail").get_by_role("link", name=re.compile(r"\d+ .* 4 notes"))
    ).to_be_visible()


async def test_with_the_keyboard_alone(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    aide = Aide(page, site)
    await aide.pochette(*TITLES)
    await aide.opens()
    press = page.keyboard.press

    await tab_to(page, "Déplacer « Fiche Nantes »")
    await press("ArrowUp")
    await aide.sees("Agenda", "Fiche Nantes", "Retraites : la réforme")
    await expect(page.get_by_role("status").first).to_contain_text("« Fiche Nantes » : place 2 sur 3")
    await press("ArrowUp")
    await aide.sees("Fiche Nantes", "Agenda", "Retraites : la réforme")
    await press("Tab")
    await press("Enter")
    await tab_to(page, "Retirer « Fiche Nantes »")
    await press("Enter")
    await aide.sees("Agenda", "Retraites : la réforme")
    await expect(page.get_by_role("button", name="Remettre")).to_be_focused()
    await press("Enter")
    await aide.sees("Fiche Nantes", "Agenda", "Retraites : la réforme")
    await tab_to(page, "Partager")
    await press("Enter")
    await page.get_by_role("dialog", name="Partager cette pochette").wait_for()
    await press("Escape")
    await expect(page.get_by_role("button", name="Partager")).to_be_focused()


async def test_a_finger_moves_notes_on_a_telephone(site: Site, open_page: OpenPage) -> None:
    page = await open_page(**PHONE)
    aide = Aide(page, site)
    await aide.pochette(*TITLES)
    await aide.opens()

    await drag(page, page.get_by_role("button", name="Déplacer « Agenda »"), by=260)

    await aide.sees("Retraites : la réforme", "Fiche Nantes", "Agenda")
    await page.reload()
    await aide.sees("Retraites : la réforme", "Fiche Nantes", "Agenda")


async def test_a_reader_goes_from_note_to_note_on_a_telephone(site: Site, open_page: OpenPage) -> None:
    aide = Aide(await open_page(), site)
    await aide.pochette(*TITLES, title="Débat")
    page = await open_page(**PHONE, java_script_enabled=False)
    await open_without_script(page, aide.links["read"])
    await page.get_by_role("link", name="Agenda").click()
    await page.get_by_role("link", name="Note suivante").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Retraites")

    page = await open_page(**PHONE)
    await page.goto(aide.links["read"])
    await page.get_by_role("link", name="Retraites").click()
    await swipe(page, from_x=320, to_x=60)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Fiche Nantes")
    await swipe(page, from_x=60, to_x=320)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Retraites")
    await page.get_by_role("link", name="La pochette").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Débat")


async def test_the_agenda_leads_to_its_notes_and_its_numbers_follow_them(
    site: Site, open_page: OpenPage
) -> None:
    aide = Aide(await open_page(), site)
    await aide.pochette(*TITLES, title="Débat", agenda=["9 h Radio (notes 2 et 3)"], message="Bon courage.")
    await aide.opens()
    agenda = aide.page.get_by_role("textbox", name="Agenda")
    await expect(agenda).to_have_value("9 h Radio (notes 2 et 3)")

    await aide.page.get_by_role("button", name="Déplacer « Fiche Nantes »").focus()
    await aide.page.keyboard.press("ArrowUp")

    await aide.sees("Agenda", "Fiche Nantes", "Retraites : la réforme")
    await expect(agenda).to_have_value("9 h Radio (notes 3 et 2)")
    page = await open_page(**PHONE)
    await page.goto(aide.links["read"])
    await expect(page.locator(".word")).to_have_text("Bon courage.")
    await page.get_by_role("link", name="Note 3, Retraites").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Retraites")


async def test_a_browser_takes_a_link_for_an_app(site: Site, open_page: OpenPage) -> None:
    aide = Aide(await open_page(), site)
    await aide.pochette(*TITLES, title="Débat")
    page = await open_page(**PHONE)
    await page.goto(aide.links["read"])
    await expect(page.get_by_role("heading", level=1)).to_have_text("Débat")
    session = await page.context.new_cdp_session(page)

    told = await session.send("Page.getAppManifest")

    assert told["errors"] == []
    assert told["url"] == f"{aide.links['read']}/app.webmanifest"
    manifest = json.loads(told["data"])
    assert (manifest["name"], site.url + manifest["start_url"]) == ("Débat", aide.links["read"])
    for icon in manifest["icons"]:
        assert (await page.request.get(site.url + icon["src"])).ok
    await expect(page.locator(".home-screen summary")).to_be_visible()


async def test_swipes_and_arrows_lead_through_all_notes_and_back_to_the_list(
    site: Site, open_page: OpenPage
) -> None:
    aide = Aide(await open_page(), site)
    await aide.pochette(*TITLES, title="Débat")
    phone, desk = await open_page(**PHONE), await open_page()
    for page, turn in ((phone, swiped), (desk, pressed)):
        await page.goto(aide.links["read"])
        for name in ("Agenda", "Fiche Nantes"):
            await page.get_by_role("link", name=name).click()
            await turn(page, forward=name != "Agenda")
            await expect(page.get_by_role("heading", level=1)).to_have_text("Débat")
        await page.get_by_role("link", name="Agenda").click()
        for number, title in ((1, "Agenda"), (2, "Retraites : la réforme"), (3, "Fiche Nantes")):
            await expect(page.get_by_role("heading", level=1)).to_have_text(title)
            await expect(page.locator(".place")).to_have_text(f"{number} / 3")
            await turn(page, forward=True)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Débat")


async def test_an_arrow_in_a_field_stays_there(site: Site, open_page: OpenPage) -> None:
    aide = Aide(await open_page(), site)
    await aide.pochette(*TITLES)
    page = await open_page()
    await page.goto(aide.links["read"])
    await page.get_by_role("link", name="Agenda").click()
    await page.get_by_role("link", name="Chercher").click()
    await field(page).fill("gare")

    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("ArrowRight")
    await expect(field(page)).to_have_value("gare")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await page.locator("dialog.finding[open]").wait_for(state="detached")

    await expect(page.get_by_role("heading", level=1)).to_have_text("Agenda")
    await pressed(page, forward=True)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Retraites")


async def swiped(page: Page, *, forward: bool) -> None:
    await swipe(page, from_x=320 if forward else 60, to_x=60 if forward else 320)


async def pressed(page: Page, *, forward: bool) -> None:
    await page.get_by_role("button", name="Partager").wait_for()
    await page.keyboard.press("ArrowRight" if forward else "ArrowLeft")


async def test_a_copy_for_one_reader_opens_behind_a_door(site: Site, open_page: OpenPage, axe: str) -> None:
    aide, phone = Aide(await open_page(), site), await open_page(**PHONE, java_script_enabled=False)
    await aide.pochette(*TITLES, title="Secrets")
    await aide.opens()
    page = aide.page
    await page.get_by_role("button", name="Partager").click()
    dialog = page.get_by_role("dialog", name="Partager cette pochette")
    assert await dialog.get_by_label("Adresse du lien").input_value() == aide.links["read"]
    await expect(dialog.get_by_role("tab").filter(has_text="Lien pour composer")).to_be_visible()
    await expect(dialog.get_by_text("Modifier", exact=True)).to_have_count(0)
    await dialog.get_by_role("radio", name="Imprimer").check()
    await dialog.get_by_label("Destinataire").fill("L. Benali")
    await dialog.get_by_label("Ouvertures").select_option("1")
    await dialog.get_by_role("button", name="Créer ce lien").click()
    made = await dialog.get_by_label("Adresse du lien").input_value()
    assert await flaws(page, axe, *DESKS) == []

    await phone.goto(made)
    assert "Secrets" not in await phone.content()
    async with phone.expect_response(re.compile(r"/copy/.*\.pdf$"), timeout=60_000) as printed:
        await phone.get_by_role("button", name="Ouvrir le document").click(no_wait_after=True)
    assert (await (await printed.value).all_headers())["content-type"] == "application/pdf"
    await page.goto(made)
    await page.get_by_role("heading", name="Ce lien a déjà servi").wait_for()


async def test_a_note_that_went_away_and_a_network_that_did_are_told(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    aide = Aide(page, site)
    await aide.pochette("Agenda")
    note = await aide.note("Secrets")
    made = await page.request.post(f"{note['edit']}/links", data={"role": "read"})
    lent = await made.json()
    await page.request.post(f"{aide.links['edit']}/notes", data={"links": [lent["url"]]})
    await page.request.delete(f"{note['edit']}/links/{lent['id']}")
    await aide.opens()

    await aide.sees("Agenda", "Note retirée par ses auteurs")
    await expect(page.get_by_text("Son lien a été fermé")).to_be_visible()
    await page.context.set_offline(True)
    await page.locator(".gone .main").click()
    await page.get_by_role("button", name="Retirer « Note retirée").click()
    await expect(page.get_by_role("alert")).to_contain_text("Pas de réseau : rien n’a changé.")
    await page.context.set_offline(False)
    await page.get_by_role("button", name="Réessayer").click()
    await page.get_by_role("button", name="Retirer « Note retirée").click()
    await aide.sees("Agenda")


async def test_everybody_can_use_the_builder(site: Site, open_page: OpenPage, axe: str) -> None:
    phone, desk = Aide(await open_page(**PHONE), site), Aide(await open_page(), site)
    for aide, widths in ((desk, DESKS), (phone, PHONES)):
        page, is_phone = aide.page, aide is phone
        await aide.pochette(
            *TITLES,
            "Un titre qui ne finit pas : anticonstitutionnellement, et tout ce qui suit, jusqu’au bout",
            day=date.today().isoformat(),  # noqa: DTZ011 - the day where the server is
            recipients=["L. Benali"],
            agenda=["7 h 50 Matinale"],
        )
        await aide.opens()
        await aide.prints()
        await page.locator("#list .main").first.click()
        await page.locator(".printed summary").click()
        await page.get_by_role("link", name="n° 1").wait_for()
        assert await flaws(page, axe, *widths, is_phone=is_phone) == []
        await aide.note("Logement")
        await page.request.get(f"{aide.links['edit']}?view=read")
        for name in ("Ajouter une note", "Nom, jour et destinataire"):
            await page.get_by_role("button", name=name).click()
            await page.get_by_role("dialog").wait_for()
            assert await flaws(page, axe, *widths, is_phone=is_phone) == [], name
            await page.keyboard.press("Escape")
        await page.goto(site.url)
        assert await flaws(page, axe, *widths, is_phone=is_phone) == []


async def test_everybody_can_read_a_pochette(site: Site, open_page: OpenPage, axe: str) -> None:
    phone, desk = Aide(await open_page(**PHONE), site), Aide(await open_page(locale="en-GB"), site)
    for aide, widths in ((phone, PHONES), (desk, DESKS)):
        page, is_phone = aide.page, aide is phone
        await aide.pochette(*TITLES, agenda=AGENDA, message="À rendre après usage.")
        code = (await aide.prints())["url"]
        await page.request.delete(f"{aide.links['edit']}{await first_note(page, aide)}")
        for address in (aide.links["read"], code, aide.links["print"]):
            await page.goto(address)
            assert await flaws(page, axe, *widths, is_phone=is_phone) == [], address
        await page.goto(aide.links["read"])
        await page.locator("main ol a").first.click()
        await page.locator(".turn").wait_for()
        assert await flaws(page, axe, *widths, is_phone=is_phone) == []


async def test_an_empty_pochette_speaks_english_too(site: Site, open_page: OpenPage, axe: str) -> None:
    aide = Aide(await open_page(locale="en-GB"), site)
    await aide.pochette()
    await aide.opens()
    await expect(aide.page.get_by_text("This folder is still empty.")).to_be_visible()
    assert await flaws(aide.page, axe, *DESKS) == []


async def first_note(page: Page, aide: Aide) -> str:
    notes = (await (await page.request.get(f"{aide.links['edit']}/notes")).json())["notes"]
    return f"/notes/{notes[0]['id']}"


async def tab_to(page: Page, name: str) -> None:
    """By the key alone, from wherever the focus is."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        focused = await page.locator(":focus").evaluate_all(
            "all => all.map(one => one.getAttribute('aria-label') ?? one.textContent).join()"
        )
        if name in " ".join(focused.split()):
            return
    raise AssertionError(f"no tab leads to {name}")


async def drag(page: Page, grip: Locator, *, by: int) -> None:
    """With a finger, `by` pixels down."""
    box = await grip.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await touch(page, [(x, y + by * step / 8) for step in range(9)])


async def swipe(page: Page, *, from_x: int, to_x: int) -> None:
    # Shown by the script, which is there from then on.
    await page.get_by_role("button", name="Partager").wait_for()
    await touch(page, [(from_x + (to_x - from_x) * step / 6, 400) for step in range(7)])


async def touch(page: Page, way: list[tuple[float, float]]) -> None:
    session = await page.context.new_cdp_session(page)
    for number, (x, y) in enumerate(way):
        kind = "touchMove" if number else "touchStart"
        await session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        await asyncio.sleep(0)
    await session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


async def test_all_pages_are_seen_before_printing_and_follow_how_they_are_bound(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    page = await open_page(viewport={"width": 1280, "height": 800})
    aide = Aide(page, site)
    await aide.pochette(*TITLES, day="2017-03-14")
    await aide.opens()
    await page.get_by_role("link", name="Toutes les pages").click()
    await expect(page.get_by_role("img", name="Page 3 sur 7 : Agenda")).to_be_visible(timeout=40_000)
    await expect(page.locator("#count")).to_contain_text("4 feuilles recto verso")
    assert await violations(page, axe) == []

    await page.get_by_label("Recto verso").uncheck()
    await expect(page.get_by_role("img", name="Page 3 sur 5 : Agenda")).to_be_visible(timeout=40_000)
    await page.locator("#view").focus()
    await page.keyboard.press("End")
    await expect(page.get_by_role("img", name="Page 5 sur 5 : Fiche Nantes")).to_be_in_viewport()
    assert (await pdf_of(page.get_by_role("button", name="Imprimer la pochette"))).endswith("/edition/1.pdf")

    reader = await open_page(**PHONE)
    await reader.goto(aide.links["read"])
    await reader.get_by_role("link", name="Imprimer").tap()
    await expect(reader.get_by_role("img", name="Page 3 sur 5 : Agenda")).to_be_attached(timeout=40_000)
    await expect(reader.get_by_label("Recto verso")).to_have_count(0)
    await expect(reader.get_by_role("link", name="Imprimer")).to_be_in_viewport()
    assert await overflow(reader) == 0


async def test_the_copy_of_a_recipient_is_chosen_seen_with_what_has_changed_and_printed(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page()
    aide = Aide(page, site)
    await aide.pochette(
        "Agenda", cover=False, contents=False, two_sided=False, recipients=["L. Benali", "A. Roy"]
    )
    await aide.prints(copy=1)
    await page.request.post(
        f"{aide.links['edit']}/notes", data={"links": [(await aide.note("Fiche Nantes"))["read"]]}
    )
    await page.goto(f"{aide.links['edit']}/preview")
    chooser, count = page.get_by_label("Exemplaire montré"), page.locator("#count b")
    await expect(count).to_have_text("2", timeout=40_000)

    await chooser.select_option("Exemplaire n° 01, L. Benali")
    await expect(count).to_have_text("3", timeout=40_000)
    await expect(page.get_by_role("img", name="Page 2 sur 3 : Agenda")).to_be_visible()
    await chooser.select_option("Exemplaire n° 02, A. Roy")
    await expect(count).to_have_text("2", timeout=40_000)
    await chooser.select_option("Exemplaire n° 01, L. Benali")
    await expect(count).to_have_text("3", timeout=40_000)

    printed = await page.request.get(await pdf_of(page.get_by_role("button", name="Imprimer la pochette")))
    said = " ".join((await words(await printed.body())).split())
    assert "Depuis votre dernière pochette" in said
    assert "Exemplaire n° 01 — L. Benali" in said
