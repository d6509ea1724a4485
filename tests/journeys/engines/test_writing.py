"""Two people write, the server dies, a table, a picture and a comment are made: on each engine."""

import json
from base64 import b64encode

import pytest

from tests.browsers.page import CONTROL, ENTER, SHIFT, TAB, NotDriven
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.engines.editor import (
    STATE,
    TEXT,
    open_editor,
    put_caret,
    say_name,
    select,
    until_saved,
    until_text,
)
from tests.journeys.photographs import GIVE, photograph
from tests.journeys.site import Site
from tests.journeys.writer import HAS_PARTS, VIEW

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.mark.whole
async def test_two_people_write_while_the_server_dies(own_site: Site, new_page: OpenPage) -> None:
    claire = await new_page()
    await claire.goto(own_site.url)
    await claire.click(".hello .go button")
    await say_name(claire, "Claire")
    # The rule that makes a task of brackets comes with the parts.
    await claire.until(HAS_PARTS)
    await claire.type(f"# Gares{ENTER}Le plan{ENTER}[] tout lire{ENTER}{ENTER}Un ")
    await claire.press(CONTROL, "b")
    await claire.type("mot")
    await claire.press(CONTROL, "b")
    text = "# Gares\n\nLe plan\n\n- [ ] tout lire\n\nUn **mot**"
    await until_text(claire, text)
    await until_saved(claire)
    link = str(await claire.evaluate("location.href"))
    assert (await own_site.markdown(link)).endswith(text)

    karim = await new_page()
    await open_editor(karim, link, "Karim")
    await karim.sees(".cm-content [role=heading]", "Gares")
    await put_caret(karim, "**mot**")
    await karim.type(" de Karim.")
    await claire.until(f"{TEXT}.endsWith('de Karim.')")
    await claire.until("document.querySelector('.cm-content input[type=checkbox]')")

    await own_site.kill()
    await karim.until(f"{STATE} === 'offline'")
    await karim.type(" Écrit sans réseau.")
    await put_caret(claire, "Le plan")
    await claire.until(f"{STATE} === 'offline'")
    await claire.type(" d’été")
    await own_site.start()
    text = f"{text.replace('Le plan', 'Le plan d’été')} de Karim. Écrit sans réseau."
    for person in (claire, karim):
        await until_text(person, text)
        await until_saved(person)
    assert (await own_site.markdown(link)).endswith(text)


async def test_what_is_saved_outlives_a_kill_and_is_undone_and_reloaded(
    own_site: Site, new_page: OpenPage
) -> None:
    link = (await own_site.new_note("Début.\n"))["edit"]
    page = await new_page()
    await open_editor(page, link, "Zoë")
    await put_caret(page, "Début.")
    accents = " Où l’été naît : « ça brûle », cœur, Noël, 5 €, À ÉCRIRE."
    await page.type(accents)
    await until_text(page, f"Début.{accents}\n")
    await until_saved(page)
    await own_site.kill()
    await own_site.start()
    assert await own_site.markdown(link) == f"Début.{accents}\n"

    await page.goto(f"{link}?view=edit")
    # Behind a sentence, the space before the next one would be a step of its own.
    await put_caret(page, "Noël")
    await until_saved(page)
    await page.until(HAS_PARTS)
    await page.type(" Trop")
    longer = f"Début.{accents}\n".replace("Noël", "Noël Trop")
    await until_text(page, longer)
    await page.press(CONTROL, "z")
    await until_text(page, f"Début.{accents}\n")
    await page.press(CONTROL, SHIFT, "Z")
    await until_text(page, longer)
    await until_saved(page)
    await page.goto(f"{link}?view=edit")
    await until_text(page, longer)


@pytest.mark.whole
async def test_a_table_is_written_in_its_cells(site: Site, new_page: OpenPage) -> None:
    link = (await site.new_note("| Mesure | 2022 |\n| --- | --: |\n| Total | 2,5 |\n\nAprès\n"))["edit"]
    page = await new_page()
    await open_editor(page, link, "Anna")
    await page.click("[role=cell]", "Total")
    await page.press(TAB)
    await page.type(f"3{TAB}Été{TAB}1|2")
    text = "| Mesure | 2022 |\n| --- | --: |\n| Total | 3 |\n| Été | 1\\|2 |\n\nAprès\n"
    await until_text(page, text)
    await until_saved(page)
    assert await site.markdown(link) == text


@pytest.mark.whole
async def test_what_is_copied_from_a_page_is_pasted_with_its_form(site: Site, new_page: OpenPage) -> None:
    copied = "Un **bel** été.\n\n| A | B |\n| --- | --- |\n| c | é |\n"
    page = await new_page()
    await page.goto((await site.new_note(copied))["read"])
    await page.click("#text p:has(strong)")
    await page.evaluate(
        """(() => {
          addEventListener('copy', () => { window.isCopied = true })
          const first = document.querySelector('#text p:has(strong)')
          const last = document.querySelector('#text table')
          getSelection().setBaseAndExtent(first, 0, last, last.childNodes.length)
        })()"""
    )
    await page.press(CONTROL, "c")
    await page.until("window.isCopied")
    await open_editor(page, (await site.new_note())["edit"], "Anna")
    await page.press(CONTROL, "v")
    await page.until(f"{TEXT}.trimEnd() === {json.dumps(copied.rstrip())}")
    await page.press(CONTROL, "z")
    await until_text(page, "")


@pytest.mark.whole
async def test_a_picture_is_inserted_with_what_it_shows(site: Site, new_page: OpenPage) -> None:
    link = (await site.new_note("# Fret\n\nUn quai.\n\nFin.\n"))["edit"]
    page = await new_page()
    await open_editor(page, link, "Anna")
    file = ["quai.jpg", "image/jpeg", b64encode(photograph(600, 400)).decode()]
    await page.evaluate(f"({GIVE})({json.dumps(['drop', [file]])})")
    await page.until("document.querySelector('dialog[open] figure img')?.naturalWidth > 0")
    await page.type(f"Le quai à l’aube{ENTER}")
    await page.until("!document.querySelector('dialog[open]')")
    await page.until(f"{TEXT}.includes('Un quai.\\n\\n![Le quai à l’aube](image/')")
    await until_saved(page)
    await page.goto(f"{link}?view=read")
    await page.until("document.querySelector('img[alt=\"Le quai à l’aube\"]').naturalWidth > 0")


@pytest.mark.whole
async def test_a_passage_is_commented_and_answered(site: Site, new_page: OpenPage) -> None:
    link = (await site.new_note("# Eau\n\nLe prix est libre.\n"))["edit"]
    claire, karim = await new_page(), await new_page()
    await open_editor(claire, link, "Claire")
    await open_editor(karim, link, "Karim")
    await select(claire, "prix")
    await claire.click("button", "Commenter")
    await claire.until("document.activeElement.matches('.draft textarea')")
    await claire.type("Où est la source ?")
    await claire.click(".draft button", "Envoyer")

    await karim.click("#editor .said", "prix")
    await karim.click("[aria-label^='Répondre à']")
    await karim.type(f"L’arrêté du 3 août.{ENTER}")
    await claire.sees("aside li", "L’arrêté du 3 août.")
    await claire.sees("aside li", "Karim")


@pytest.mark.whole
async def test_a_word_is_composed(site: Site, new_page: OpenPage) -> None:
    link = (await site.new_note("Ici : fin\n"))["edit"]
    page = await new_page()
    await open_editor(page, link, "Anna")
    await put_caret(page, "Ici : ")
    try:
        await page.compose("k", "か", "かん", "漢字")
    except NotDriven as reason:
        pytest.skip(f"not on every engine: {reason}")
    await until_text(page, "Ici : 漢字fin\n")
    await until_saved(page)


async def test_letters_typed_right_behind_a_press_come_into_what_it_opens(
    site: Site, new_page: OpenPage
) -> None:
    text = "Un mot.\n\n```graphique Gares\nA;12\nB;39\n```\n\nFin."
    page = await new_page()
    await open_editor(page, (await site.new_note(text))["edit"], "Claire")
    await page.sees("figure, .cm-content [role=group]", "Gares")
    # As at the moment when the pointer goes up: the text is still held, and the caret is in the chart.
    at = text.index("12") + 1
    await page.evaluate(f"""{VIEW}.focus(), ['pointerdown', 'pointerup'].forEach(name =>
      {VIEW}.contentDOM.dispatchEvent(new PointerEvent(name, {{ bubbles: true }}))),
      {VIEW}.dispatch({{ selection: {{ anchor: {at} }}, userEvent: 'select.pointer' }})""")
    await page.type("75")
    await until_text(page, text.replace("12", "1752"))
