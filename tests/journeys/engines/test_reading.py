"""A note is read, printed, played and put in a pochette, on a phone and in the dark: on each engine."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image, ImageStat

from tests.browsers.page import ENTER, Page
from tests.days import iso
from tests.journeys.engines.conftest import ENGINES, OpenPage, pages_of
from tests.journeys.engines.editor import open_editor, put_caret, select, until_saved
from tests.journeys.site import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]
# A pochette of today with the notes of the list.
DAY = """(async () => {
  const ask = (path, body) => fetch(path, {
    method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' },
  }).then(answer => answer.json())
  const notes = [...document.querySelectorAll('[data-note]')].map(row => row.dataset.note).reverse()
  const { folder } = await ask(location.pathname + '/folders', { day: 'TODAY' })
  return (await ask(`/p/${folder}/notes`, { notes })).notes.length
})()"""
# Left before, Firefox replaces the place in history, and complains of scripts that were still to come.
WHOLE = """document.readyState === 'complete'
  && performance.getEntriesByType('resource').some(({ name }) => /\\/fr-[^/]+\\.js$/.test(name))"""
NOTE = f"# Réforme des gares\n\nLe prix est libre. La régie est rare.\n\n{'Une phrase. ' * 200}\n"


@pytest.mark.whole
async def test_a_link_to_read_shows_the_text_and_gives_no_more(site: Site, new_page: OpenPage) -> None:
    links = await site.new_note(NOTE)
    page = await new_page()
    await page.goto(f"{links['read']}?view=edit")
    await page.sees("h1", "Réforme des gares")
    await page.sees("p", "La régie est rare.")
    assert not await page.evaluate("Boolean(document.querySelector('.cm-content, #edit'))")
    put = f"fetch({links['read'] + '/card'!r}, {{ method: 'PUT', body: '{{}}' }})"
    assert await page.evaluate(f"{put}.then(answer => answer.status)") == 403


@pytest.mark.whole
async def test_a_print_is_previewed_and_is_a_pdf(site: Site, new_page: OpenPage) -> None:
    links = await site.new_note(NOTE)
    page = await new_page()
    await page.goto(f"{links['read']}/print")
    await page.until("document.querySelector('.pg:not(.stale) img')?.naturalWidth > 0")
    asked = f"""fetch({links["read"] + "/note.pdf"!r}).then(async answer => [
      answer.status, answer.headers.get('content-type'), (await answer.text()).slice(0, 5)
    ])"""
    assert await page.evaluate(asked) == [200, "application/pdf", "%PDF-"]


@pytest.mark.whole
async def test_the_past_of_a_note_is_played_and_compared(site: Site, new_page: OpenPage) -> None:
    link = (await site.new_note(NOTE))["edit"]
    page = await new_page()
    await open_editor(page, link, "Claire")
    await select(page, "libre")
    await page.type("encadré")
    await until_saved(page)
    await page.goto(f"{link}/history")
    await page.sees("#versions li")
    await page.click("button", "Rejouer l’écriture")
    await page.sees("button", "Rejouer l’écriture")
    await page.sees("#now ins", "encadré")


@pytest.mark.whole
async def test_a_pochette_is_begun_and_shows_its_notes(site: Site, new_page: OpenPage) -> None:
    page = await new_page()
    titles = ["Agenda de l’été", "Fiche Nîmes"]
    await page.goto(site.url)
    notes = [await _posted(page, "/api/notes", {"markdown": f"# {title}\n\nTexte.\n"}) for title in titles]
    links = await _posted(page, "/api/folders", {})
    await _posted(page, f"{links['edit']}/notes", {"links": [one["read"] for one in notes]})
    await page.goto(links["edit"])
    for title in titles:
        await page.sees("#list .what b", title)
    await page.sees("#view")
    await page.until("document.querySelector('#view img')?.naturalWidth > 0", within=60)


@pytest.mark.whole
async def test_a_reader_lands_on_the_pochette_of_the_day_and_says_what_is_read(
    site: Site, new_page: OpenPage
) -> None:
    page = await new_page()
    await page.resize(390, 844)
    await page.goto(site.url)
    edit = (await _posted(page, "/api/binders", {"name": "Programme"}))["edit"]
    titles = ["Agenda de l’été", "Fiche Nîmes"]
    for title in titles:
        await _posted(page, f"{edit}/notes", {"markdown": f"# {title}\n\nTexte.\n"})
    # The maker opens the view of readers, in the same browser.
    await page.goto(f"{edit}?view=liste")
    await page.sees("#notes .row", titles[0])
    today = iso()
    await page.evaluate(DAY.replace("TODAY", today))
    await page.goto(f"{edit}?view=aujourdhui")
    await page.sees(".of-today li", titles[1])
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await page.until(WHOLE)
    await page.click(".of-today .go-on", "Lire")
    await page.sees("h1", titles[0])
    await page.until(WHOLE)
    await page.click("#read button", "Lue, suivante")
    await page.sees("h1", titles[1])
    await page.until(WHOLE)
    await page.evaluate("history.go(-2)")
    await page.sees(".of-today .read-state", "Lue")
    await page.sees(".of-today .go-on", "Reprendre à la note 2")


async def test_a_list_begins_with_its_own_number_after_another_list(site: Site, new_page: OpenPage) -> None:
    link = (await site.new_note("1. un\n\nMot\n\n- a\n- b\n\n1. un\n"))["read"]
    page = await new_page()
    await page.goto(link)
    await page.sees("#text li", "un")  # a first visit shows an empty page before
    # The number is seen in a picture alone: both lists are put where their pixels are the same.
    place = "position: 'fixed', left: '100px', width: '200px', height: '40px', margin: 0, background: 'white'"
    await page.evaluate(
        f"""[...document.querySelectorAll('#text ol')].map((list, row) =>
          Object.assign(list.style, {{ top: `${{200 + 200 * row}}px`, {place} }})
        ) && document.fonts.ready.then(() => null)"""
    )
    await page.resize(1100, 800)
    picture = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
    first, second = (picture.crop((100, top, 200, top + 40)) for top in (200, 400))
    assert len(first.getcolors(10_000) or []) > 2, "expected a number and a word"
    assert first.tobytes() == second.tobytes()


@pytest.mark.whole
@pytest.mark.parametrize("view", ["read", "edit"])
async def test_nothing_is_beyond_the_edge_of_a_phone(view: str, site: Site, new_page: OpenPage) -> None:
    link = (await site.new_note(NOTE))["edit"]
    page = await new_page()
    await page.resize(390, 844)
    if view == "edit":
        await open_editor(page, link, "Karim")
        await put_caret(page, "libre")
        await page.type(f" ou pas,{ENTER}à l’été.")
        await until_saved(page)
    else:
        await page.goto(f"{link}?view=read")
        await page.sees("p", "La régie est rare.")
    assert await page.evaluate("innerWidth") == 390
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.whole
async def test_pages_are_dark_where_the_system_is(site: Site, engine: str, tmp_path: Path) -> None:
    link = (await site.new_note(NOTE))["edit"]
    async with ENGINES[engine].started(tmp_path, is_dark=True) as browser, pages_of(browser) as new_page:
        page = await new_page()
        note_pages = [link + end for end in ("?view=edit", "?view=read", "/print", "/history")]
        for address in (site.url, *note_pages):
            await page.goto(address)
            assert await _brightness(page) < 80, address


async def _brightness(page: Page) -> float:
    """Of the corner of what can be seen, 0 to 255."""
    taken = await page.screenshot()
    picture = Image.open(io.BytesIO(taken)).convert("L")
    corner = picture.crop((0, picture.height - 20, 20, picture.height))
    return ImageStat.Stat(corner).mean[0]


async def _posted(page: Page, path: str, body: object) -> dict[str, str]:
    asked = f"""fetch({path!r}, {{
      method: 'POST', body: {json.dumps(json.dumps(body))}, headers: {{ 'Content-Type': 'application/json' }}
    }}).then(answer => answer.json())"""
    made = await page.evaluate(asked)
    links: dict[str, str] = made.get("links", {})
    return links
