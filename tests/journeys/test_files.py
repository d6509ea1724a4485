"""Files come in on the home page and into a note in which others write, and a note leaves as a file."""

import asyncio
import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import expect

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.dropping import drop
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.site import Site
from tests.journeys.writer import SAVED

FILES = Path(__file__).parents[1] / "export" / "office" / "files"


async def test_a_file_of_writer_that_is_dropped_on_the_home_page_becomes_a_note(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.goto(site.url)
    await drop(page, **{"ma note.odt": (FILES / "writer.odt").read_bytes()})
    await page.wait_for_url("**/n/*")
    assert "Une note écrite dans Writer" in await site.markdown(page.url)

    await page.goto(site.url)
    await expect(page.locator("#notes li")).to_contain_text("Une note écrite dans Writer")


@pytest.mark.whole
async def test_of_several_files_each_tells_what_became_of_it(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(site.url)
    await drop(page, **{"un.md": b"# Un\n", "deux.pdf": b"%PDF", "trois.txt": b"# Trois\n"})
    await page.wait_for_url("**/imports/*")
    await expect(page.get_by_role("heading", name="Import terminé")).to_be_visible()
    await expect(page.locator(".failed")).to_contain_text("Un fichier .pdf ne peut pas être importé")
    await page.get_by_role("link", name="trois.txt").click()
    await page.wait_for_url("**/n/*")
    text = await page.context.request.get(f"{page.url.partition('?')[0]}/note.md")
    assert await text.text() == "# Trois\n"


async def test_files_that_are_dropped_on_a_classeur_become_its_notes_and_are_taken_back(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    page = await open_page()
    await page.goto(site.url)
    made = await page.context.request.post(
        f"{site.url}/api/binders", data={"name": "Programme"}, headers={"Origin": site.url}
    )
    base = f"{site.url}/c/{(await made.json())['binder']}"
    await page.goto(base)
    await drop(page, **{"un.md": b"# Un\n", "deux.pdf": b"%PDF", "trois.txt": b"# Trois\n"})
    await page.wait_for_url("**/imports/*")
    await expect(page.get_by_role("heading", name="Import terminé")).to_be_visible()
    assert await flaws(page, axe, *DESKS) == []
    await page.get_by_role("link", name="Ouvrir le classeur").click()
    await expect(page.locator("main")).to_contain_text("Trois")
    await page.go_back()
    await page.get_by_role("button", name="Annuler l’import").click()
    await expect(page.get_by_role("heading", name="Import annulé")).to_be_visible()
    await page.goto(base)
    await expect(page.locator("main")).not_to_contain_text("Trois")


async def test_without_scripts_a_form_imports_and_says_why_it_does_not(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page(java_script_enabled=False)
    await page.goto(site.url)
    await page.get_by_role("link", name="Importer un fichier").first.click()
    field = page.get_by_label("Fichiers à importer")
    await field.set_input_files({"name": "a.docx", "mimeType": "", "buffer": b"no zip"})
    await page.get_by_role("button", name="Importer", exact=True).click()
    await expect(page.get_by_text("Ce fichier est endommagé")).to_be_visible()
    await page.get_by_role("link", name="Choisir un autre fichier").click()
    await field.set_input_files(FILES / "word.docx")
    await page.get_by_role("button", name="Importer", exact=True).click()
    # The address says that the note is new, which a script takes away.
    note, _, query = page.url.partition("?")
    assert "/n/" in note
    assert query == "new=text"
    assert "awesome hyperlink" in await site.markdown(note)


async def test_a_file_comes_into_a_note_while_another_types_and_nothing_is_lost(
    site: Site, invite: Invite, open_page: OpenPage
) -> None:
    link = (await site.new_note("# Fret\n\nAncien texte.\n\nCommun.\n"))["edit"]
    anna = await invite(link, "Anna")
    await anna.put_caret("Commun.", after=True)
    boris = await invite(link, "Boris")
    await boris.page.get_by_role("button", name="Autres actions").click()
    await boris.page.get_by_role("link", name="Importer un fichier…").click()
    await boris.page.get_by_label("À la place du texte").check()
    await boris.page.get_by_label("Fichier à importer").set_input_files(
        {"name": "corrigé.html", "mimeType": "", "buffer": b"<h1>Fret</h1><p>Neuf.</p><p>Commun.</p>"}
    )
    await anna.type(" Avant.")
    await anna.sees_state(SAVED)
    await boris.page.get_by_role("button", name="Importer", exact=True).click()
    await anna.sees("Neuf.")
    await anna.type(" Après.")
    await boris.page.wait_for_url("**view=edit")
    await boris.page.locator(".cm-content").wait_for()
    await boris.sees("Après.")

    text = await anna.text()
    assert text.startswith("# Fret\n\nNeuf.\n\nCommun.")
    assert await boris.text() == text
    await anna.sees_state(SAVED)
    assert await site.markdown(link) == text
    kept = await anna.page.evaluate(
        "async note => (await fetch(`${note}/version/1.md`)).text()", link.removeprefix(site.url)
    )
    assert kept == "# Fret\n\nAncien texte.\n\nCommun. Avant.\n"


async def test_the_menu_gives_the_note_as_a_file_of_word(site: Site, invite: Invite) -> None:
    writer = await invite((await site.new_note("# Fret\n\nUn **mot**.\n"))["edit"])
    page = writer.page
    await page.get_by_role("button", name="Autres actions").click()
    await page.get_by_text("Télécharger en…").click()
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Word (.docx)").click()
    word = await coming.value
    assert word.suggested_filename == "Fret.docx"
    assert zipfile.ZipFile(await word.path()).testzip() is None
    async with page.expect_download() as text:
        await page.get_by_role("link", name="Markdown (.md)").click()
    markdown = await (await text.value).path()
    assert await asyncio.to_thread(markdown.read_text) == "# Fret\n\nUn **mot**.\n"


@pytest.mark.whole
async def test_anyone_can_import(site: Site, open_page: OpenPage, axe: str) -> None:
    link = (await site.new_note("# Un titre qui est long " + "anticonstitutionnellement" * 3))["edit"]
    for options, widths in ((PHONE, PHONES), ({}, DESKS)):
        page = await open_page(**options)
        for address in (f"{site.url}/notes/import", f"{link}/import"):
            await page.goto(address)
            await drop(page, **{"un nom-de-fichier" * 9 + ".pdf": b"%PDF"})
            await page.locator(".brought .failed").wait_for()
            assert await flaws(page, axe, *widths, is_phone=bool(options)) == []


async def test_a_picture_is_chosen_described_and_shown(site: Site, invite: Invite, axe: str) -> None:
    link = (await site.new_note("# Fret\n\nUn quai.\n"))["edit"]
    writer = await invite(link, "Anna")
    page = writer.page
    await writer.put_caret("quai", after=True)
    await page.get_by_role("button", name="Insérer une image").click()
    dialog = page.get_by_role("dialog", name="Insérer une image")
    await expect(dialog.get_by_label("Image", exact=True)).to_be_focused()
    await dialog.get_by_label("Image", exact=True).set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"}
    )
    await dialog.get_by_label("Légende").fill("Le quai [vu\tdu train]")
    await dialog.get_by_role("button", name="Insérer").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("n’est pas une image")
    assert await writer.violations(axe) == []
    drawn = io.BytesIO()
    Image.new("RGB", (40, 20), "#1d4ed8").save(drawn, "PNG")
    await dialog.get_by_label("Image", exact=True).set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": drawn.getvalue()}
    )
    await expect(dialog.get_by_label("Légende")).to_be_focused()
    await dialog.get_by_role("button", name="Insérer").click()
    await writer.sees("# Fret\n\nUn quai.\n\n![Le quai vu du train](image/")
    await writer.sees_state(SAVED)
    await page.goto(f"{link}?view=read")
    shown = page.get_by_role("img", name="Le quai vu du train")
    await expect(shown).to_be_visible()
    assert await shown.evaluate("image => image.naturalWidth") == 40
