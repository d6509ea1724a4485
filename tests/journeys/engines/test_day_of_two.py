"""A day of two: 1,200 words with every block, comments, a cut, a restoration while the other writes."""

import json
from base64 import b64encode
from typing import Any, Final

import pytest

from tests.browsers.page import CONTROL, END, ENTER, HOME, SHIFT, TAB, Page
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.engines.editor import STATE, TEXT, open_editor, put_caret, select, until_saved
from tests.journeys.engines.gestures import click_words, hold
from tests.journeys.photographs import GIVE, photograph
from tests.journeys.site import Site
from tests.journeys.writer import HAS_PARTS, VIEW

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.journey,
    pytest.mark.whole,
    pytest.mark.timeout(600),
]

SHEET: Final = "Gare\tVoyageurs\nAlbi\t310 000\nCarmaux\t46 000"
SENTENCE: Final = "La ligne porte les écoles, les marchés et les soins de la vallée, et nul ne la remplace. "
WORD: Final = (
    f"<h2>Ce que dit le rapport</h2>{''.join(f'<p>Point {n}. {SENTENCE * 3}</p>' for n in range(21))}"
    "<ul><li>un <b>gras</b></li><li>un <i>penché</i></li></ul>"
)
# The signs of Markdown that are seen in the lines of the text; those of items and of calls are drawn.
SIGNS: Final = r"""[...document.querySelectorAll('.cm-content .cm-line')]
  .map(line => line.innerText.replaceAll('\u200b', ''))
  .filter(said => /\*\*|~~|\]\(|:::|```|^#+ |^> |^\||^\s*- \[|\{width/.test(said))"""
# The words that are drawn in the colour of somebody, with their name.
BY: Final = "[...document.querySelectorAll('#editor .by')].map(one => [one.title, one.textContent])"
READ: Final = {
    "h1": 1,
    "h2": 2,
    "h3": 1,
    "ul": 4,
    "ol": 2,
    "blockquote": 1,
    "table": 2,
    "figure img": 1,
    "strong": 2,
    "em": 2,
    "s, del": 1,
    ".task": 2,
    ".callout": 6,
    ".chart": 1,
    ".page-break": 1,
    "sup": 1,
}


async def shows_no_sign(*pages: Page) -> None:
    for page in pages:
        assert await page.evaluate(SIGNS) == []


async def text_of(page: Page) -> str:
    said: str = await page.evaluate(TEXT)
    return said


async def bring(page: Page, passage: str) -> None:
    """Scroll a passage to the middle of the screen."""
    at = f"view.state.doc.toString().indexOf({json.dumps(passage)})"
    middle = f"view.constructor.scrollIntoView({at}, {{ y: 'center' }})"
    await page.evaluate(f"(view => view.dispatch({{ effects: {middle} }}))({VIEW})")
    place = f"view.coordsAtPos({at})"
    await page.until(f"(view => {place}?.top > 0 && {place}.bottom < innerHeight)({VIEW})")


async def press(page: Page, passage: str) -> None:
    await bring(page, passage)
    await click_words(page, passage, 1)


async def until_equal(one: Page, other: Page) -> str:
    """Both texts, once the other has what the one has now."""
    text = await text_of(one)
    await other.until(f"{TEXT} === {json.dumps(text)}")
    return text


async def add(page: Page, name: str) -> None:
    """Choose a block in the menu of the +."""
    await page.click("#insert")
    await page.click(f"#insert-menu [data-run='{name}']")


async def write_the_beginning(claire: Page) -> None:
    """Headings, paragraphs, lists with levels, tasks, a quotation, a box, bold, italic and struck words."""
    await put_caret(claire, "Début")
    await claire.press(CONTROL, "a")
    await claire.type(f"# Rouvrir les gares{ENTER}Note de la cellule transports.{ENTER}")
    await claire.type("Deux lignes")
    await claire.press(SHIFT, ENTER)
    await claire.type(f"en un paragraphe.{ENTER}## Le constat{ENTER}")
    await claire.type(f"Trois **gares** sur *quatre* ont ~~toujours~~ fermé.{ENTER}")
    await claire.type(f"- peu de trains{ENTER}")
    await claire.press(TAB)
    await claire.type(f"deux par jour{ENTER}{ENTER}{ENTER}")
    await claire.type(f"1. rouvrir{ENTER}desservir{ENTER}{ENTER}")
    await claire.type(f"[] chiffrer{ENTER}relire{ENTER}{ENTER}")
    await claire.type(f"> Un train qui passe ne suffit pas.{ENTER}{ENTER}")
    await claire.type(f"### Le coût{ENTER}")
    await add(claire, "box:retenir")
    await claire.type("46 M€ par an")


async def write_the_end(ines: Page) -> None:
    """Cells of a sheet, what Word copied, a picture with its caption, a footnote, a link."""
    await ines.press(CONTROL, END)
    await ines.type(ENTER)
    await hold(ines, SHEET)
    await ines.press(CONTROL, "v")
    await ines.until(f"{TEXT}.includes('| Carmaux | 46')")
    await ines.press(CONTROL, END)
    await ines.type(ENTER)
    await hold(ines, WORD, "text/html")
    await ines.press(CONTROL, "v")
    await ines.until(f"{TEXT}.includes('- un *penché*')")
    await ines.press(CONTROL, END)
    await ines.type(f"{ENTER}{ENTER}Un quai.")
    file = ["quai.jpg", "image/jpeg", b64encode(photograph(600, 400)).decode()]
    await ines.evaluate(f"({GIVE})({json.dumps(['drop', [file]])})")
    await ines.until("document.querySelector('dialog[open] figure img')?.naturalWidth > 0")
    await ines.type(f"Le quai à l’aube{ENTER}")
    await ines.until("!document.querySelector('dialog[open]')")
    await ines.until(f"{TEXT}.includes('![Le quai à l’aube](image/')")


async def put_blocks_between(ines: Page) -> None:
    """Below paragraphs of the report: other kinds of boxes, figures, a chart, a page break; a footnote."""
    kinds = ("box:langage", "box:vigilance", "box:riposte", "box:contexte")
    for number, name in enumerate(kinds, 2):
        await press(ines, f"Point {number}.")
        await add(ines, name)
        await ines.type(f"Encadré {number}")
        await ines.until(f"{TEXT}.includes('::: {name.removeprefix('box:')}\\nEncadré {number}\\n:::')")
    for number, name in enumerate(("figures", "chart", "pagebreak"), 7):
        await press(ines, f"Point {number}.")
        before = await text_of(ines)
        await add(ines, name)
        await ines.until(f"{TEXT} !== {json.dumps(before)}")
    await put_caret(ines, "Un quai")
    await add(ines, "footnote")
    await ines.type("Photo de la mairie.")
    await ines.until(f"{TEXT}.includes('[^1]: Photo de la mairie.')")


async def comments_are_said(claire: Page, ines: Page) -> None:
    """One is answered, one proposal accepted."""
    await select(claire, "peu de trains")
    await claire.click("button", "Commenter")
    await claire.until("document.activeElement.matches('.draft textarea')")
    await claire.type("Combien en 2019 ?")
    await claire.click(".draft button", "Envoyer")
    await claire.sees("aside li", "Combien en 2019 ?")
    await bring(ines, "peu de trains")
    await ines.click("#editor .said", "peu de trains")
    await ines.click("[aria-label^='Répondre à']")
    await ines.type(f"Huit.{ENTER}")
    await claire.sees("aside li", "Huit.")


async def one_is_cut_off(site: Site, claire: Page, ines: Page) -> None:
    """Both write without a server, in the same paragraph, and have it all afterwards."""
    await site.kill()
    for page in (claire, ines):
        await page.until(f"{STATE} === 'offline'")
    await put_caret(claire, "Note de la cellule")
    await claire.type(" des")
    await put_caret(ines, "transports")
    await ines.type(" et climat")
    await site.start()
    for page in (claire, ines):
        await page.until(f"{TEXT}.includes('Note de la cellule des transports et climat.')")
        await until_saved(page)


async def one_restores_while_the_other_writes(link: str, claire: Page, ines: Page) -> None:
    before = await text_of(claire)
    await ines.goto(f"{link}/history")
    await ines.until("document.querySelector('#versions button')")
    await ines.evaluate("document.querySelector('input[type=range]').focus()")
    await ines.press(HOME)
    await ines.click("button", "Restaurer")
    await put_caret(claire, "Un quai")
    await claire.type(" vide")
    await ines.until("document.querySelector('dialog[open]')")
    await ines.click("dialog[open] button", "Restaurer")
    await claire.sees(".great-loss", "Inès a restauré un texte d’avant")
    assert len(await text_of(claire)) < len(before) / 4
    await claire.click(".great-loss button", "Annuler ce changement")
    after = before.replace("Un quai", "Un quai vide")
    await claire.until(f"{TEXT} === {json.dumps(after)}")
    await ines.goto(f"{link}?view=edit")
    await ines.until(HAS_PARTS)


async def test_two_write_a_note_for_a_day(own_site: Site, new_page: OpenPage) -> None:
    link = (await own_site.new_note("Début\n"))["edit"]
    claire, ines = await new_page(), await new_page()
    await open_editor(claire, link, "Claire")
    await open_editor(ines, link, "Inès")
    await write_the_beginning(claire)
    await until_equal(claire, ines)
    await shows_no_sign(claire, ines)
    await write_the_end(ines)
    await put_blocks_between(ines)
    text = await until_equal(ines, claire)
    await shows_no_sign(claire, ines)
    assert len(text.split()) > 1200, len(text.split())
    await comments_are_said(claire, ines)
    await one_is_cut_off(own_site, claire, ines)
    await one_restores_while_the_other_writes(link, claire, ines)
    text = await until_equal(claire, ines)
    await shows_no_sign(claire, ines)
    await until_saved(claire)
    assert await own_site.markdown(link) == text

    # Who typed it is who typed it, whoever restored and took it back.
    await bring(claire, "peu de trains")
    await claire.sees("#editor .said", "peu de trains")
    await claire.click("button", "Couleurs")
    await claire.until(f"{BY}.some(([name, said]) => name === 'Inès' && said === ' et climat')")
    await claire.until(f"{BY}.some(([name, said]) => name === 'Claire' && said.endsWith(' des transports'))")

    await ines.goto(f"{link}?view=read")
    seen: dict[str, Any] = {
        one: await ines.evaluate(f"document.querySelectorAll('#text {one}').length") for one in READ
    }
    assert seen == READ, text
