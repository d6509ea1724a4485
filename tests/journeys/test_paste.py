"""What programs put on the clipboard (clipboard/*.html) comes into a note as Markdown (clipboard/*.md)."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Request, Route, expect

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.pasting import paste
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, VIEW, Writer, fetched

CLIPBOARD = Path(__file__).parent / "clipboard"


async def empty(writer: Writer) -> None:
    await writer.page.evaluate(f"{VIEW}.dispatch({{changes: {{from: 0, to: {VIEW}.state.doc.length}}}})")


async def came(writer: Writer) -> str:
    """What is in the note once something is."""
    await writer.page.wait_for_function(f"() => {VIEW}.state.doc.length > 0")
    return (await writer.text()).rstrip("\n") + "\n"


async def test_what_programs_copy_keeps_its_structure_and_brings_nothing_else(
    site: Site, invite: Invite
) -> None:
    writer = await invite((await site.new_note())["edit"], "Anna")
    asked: list[str] = []

    def note_down(request: Request) -> None:
        if not request.url.startswith(site.url):
            asked.append(request.url)

    await fetched(writer.page)
    writer.page.on("request", note_down)
    samples = sorted(CLIPBOARD.glob("*.html"))
    assert len(samples) > 7
    for sample in samples:
        await empty(writer)
        await paste(writer.page, html=sample.read_text("utf-8"), text="des lettres")
        assert await came(writer) == sample.with_suffix(".md").read_text("utf-8"), sample.name
    assert asked == []


async def test_pictures_of_elsewhere_are_left_out_and_named(site: Site, invite: Invite) -> None:
    writer = await invite((await site.new_note("Avant\n"))["edit"], "Anna")
    toast = writer.page.locator("#toast")
    word = (CLIPBOARD / "word.html").read_text("utf-8")
    await paste(writer.page, html=word, text="x")
    await expect(toast).to_contain_text("Une image n’a pas été collée : « Carte des gares ».")
    picture = '<p>a <img src="https://x.example/b/plan%20g%C3%A9n%C3%A9ral.png"><img src="data:,"></p>'
    await paste(writer.page, html=picture, text="a")
    await expect(toast).to_contain_text("2 images n’ont pas été collées : « plan général.png »")


async def test_a_paste_is_one_step_and_finds_its_place(site: Site, invite: Invite) -> None:
    link = (await site.new_note("Un mot, ici\n\n- un\n- \n\nfin\n"))["edit"]
    writer = await invite(link, "Anna")
    page = writer.page

    await writer.put_caret("Un ", after=True)
    await writer.type("gros ")
    await paste(page, html="<meta charset='utf-8'><b>vrai</b>", text="vrai")
    await writer.sees("Un gros **vrai**mot")
    await writer.type(" ")
    await page.keyboard.press("Control+z")
    await page.keyboard.press("Control+z")
    await writer.sees_text("Un gros mot, ici\n\n- un\n- \n\nfin\n")

    await writer.put_caret("- \n")
    await page.keyboard.press("End")
    await paste(page, html="<ol><li>deux</li><li>trois</li></ol>", text="deux")
    await writer.sees_text("Un gros mot, ici\n\n- un\n1. deux\n2. trois\n\nfin\n")
    await writer.put_caret("deux", after=True)
    await paste(page, html="<p>ans</p><p>puis<br>trois</p>", text="x")
    await writer.sees_text("Un gros mot, ici\n\n- un\n1. deuxans\n2. puis\n   trois\n2. trois\n\nfin\n")
    await page.keyboard.press("Control+z")
    await writer.sees_text("Un gros mot, ici\n\n- un\n1. deux\n2. trois\n\nfin\n")
    await writer.put_caret("mot", after=True)
    await paste(
        page, html="<table><tr><th>A</th><th>B</th></tr><tr><td>c</td><td>d</td></tr></table>", text="A"
    )
    await writer.sees("| c | d |\n\n")
    await writer.type("Suite")
    await writer.sees("mot\n\n| A | B |\n| --- | --- |\n| c | d |\n\nSuite, ici")
    await writer.select("fin")
    await paste(page, html="<a href='https://example.org/'>x</a>", text="https://example.org/")
    await writer.sees("[fin](https://example.org/)")


async def test_footnotes_get_numbers_that_the_note_has_not(site: Site, invite: Invite) -> None:
    writer = await invite((await site.new_note("Vu[^1].\n\n[^1]: Ici.\n"))["edit"], "Anna")
    await writer.put_caret("Vu", after=True)
    await writer.page.keyboard.press("Control+End")
    await paste(writer.page, html=(CLIPBOARD / "writer.html").read_text("utf-8"), text="x")
    await writer.sees("du *fret*[^2] ;")
    await writer.sees("[^2]: Source : le ministère.")


async def test_what_is_plain_stays_plain(site: Site, invite: Invite) -> None:
    writer = await invite((await site.new_note())["edit"], "Anna")
    page = writer.page
    sheet = "A\tB\n1\t2\n"
    await paste(page, text=sheet, is_key=False)
    assert await came(writer) == sheet
    await empty(writer)
    await paste(page, text=sheet)
    assert await came(writer) == "| A | B |\n| --- | --: |\n| 1 | 2 |\n"
    await empty(writer)
    await paste(page, html="<div>**a**</div>", text="# Source\n**a**")
    assert await came(writer) == "# Source\n**a**\n"
    await empty(writer)
    await paste(page, html="<div><b># A_b</b></div>", text="# A_b", is_code=True)
    assert await came(writer) == "# A_b\n"
    await empty(writer)
    fence = "{changes: {from: 0, insert: '```\\n\\n```'}, selection: {anchor: 4}}"
    await page.evaluate(f"{VIEW}.dispatch({fence})")
    await paste(page, html="<p><b>a</b></p><p>b</p>", text="a\nb")
    await writer.sees("```\na\nb\n```")


@pytest.mark.parametrize(
    ("kinds", "is_code"),
    [({"text": "A\tB\n1\t2\n"}, False), ({"html": "<b># A_b</b>", "text": "# A_b\nc\n"}, True)],
    ids=["cells", "code"],
)
async def test_what_is_plain_stays_plain_before_the_rest_of_the_page_has_come(
    site: Site, open_page: OpenPage, kinds: dict[str, str], *, is_code: bool
) -> None:
    writer = Writer(await open_page(), "Anna")
    may_come = asyncio.Event()

    async def hold(route: Route) -> None:
        await may_come.wait()
        await route.continue_()

    await writer.page.route("**/assets/editor-bundle-*.js", hold)
    await writer.open((await site.new_note())["edit"])
    await paste(writer.page, is_key=False, is_code=is_code, **kinds)
    may_come.set()
    assert await came(writer) == kinds["text"]


async def test_what_is_copied_in_a_note_comes_back_as_it_was(site: Site, invite: Invite) -> None:
    text = "# *Titre*\n\n- [ ] une **tâche**\n\n| A | B |\n| - | - |\n| 1 | \\| |\n"
    writer = await invite((await site.new_note(text))["edit"], "Anna")
    await writer.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await writer.put_caret("#")
    await writer.page.keyboard.press("Control+a")
    await writer.page.keyboard.press("Control+c")
    await writer.page.keyboard.press("Control+End")
    await writer.page.keyboard.press("Control+v")
    # Behind a table stands a blank line for what is typed next.
    await writer.sees_text(f"{text}\n{text}\n")


async def test_a_long_paste_comes_whole_and_is_saved(site: Site, invite: Invite) -> None:
    writer = await invite((await site.new_note())["edit"], "Anna")
    words = "Une phrase de la note qui en a beaucoup d’autres. " * 8
    html = "".join(f"<h2>Titre {n}</h2><p class=MsoNormal><b>{n}</b> {words}</p>" for n in range(500))
    await paste(writer.page, html=html, text="x")
    await writer.sees("## Titre 499")
    assert len(await writer.text()) > 200_000
    await writer.sees_state(SAVED)
