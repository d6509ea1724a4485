"""Gestures of Word and Docs, by real keys and clicks: blocks stay whole, and no mark is seen or taken."""

from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.site import Site
from tests.journeys.writer import VIEW, Writer

CHART = "```graphique Titre\nA;1\nB;2\n```"
BOX = "::: retenir\npoint un\npoint deux\n:::"

# The text with its caret, the keys, and what the text says then; letters to type stand in quotes.
BY_KEYS = [
    (f"avant\n\n{CHART}\n\n|fin", "Backspace", f"avant\n\n{CHART}\n\nfin"),
    (f"{BOX}\n\n|fin", "Backspace 'x'", f"{BOX}\n\nx\n\nfin"),
    (f"avant|\n\n{BOX}\n\nfin", "Delete Delete", "avant\n\n\nfin"),
    ("::: retenir\n|un\n:::", "Backspace Backspace Backspace Backspace", "un"),
    ("texte\n\n## |Titre", "Backspace", "texte\n\nTitre"),
    ("## Ti|tre", "Home 'X'", "## XTitre"),
    ("- élé|ment", "Home 'X'", "- Xélément"),
    ("# Titre|", "Shift+Home 'Neuf'", "# Neuf"),
    ("> cité|", "Enter Enter 'suite'", "> cité\n\nsuite"),
    ("un **gras|** deux", "'s'", "un **grass** deux"),
    ("un **|gras** deux", "Backspace", "un**gras** deux"),
    ("- [ ] un\n- [ ] |deux", "Backspace Backspace", "- [ ] undeux"),
    ("1. |un\n2. deux", "Backspace", "un\n\n1. deux"),
]
# The words that are clicked three times, and what is typed over them.
BY_CLICKS = [
    (f"{BOX}\n\nfin", "point deux", "::: retenir\npoint un\nneuf\n:::\n\nfin"),
    ("un\n\ndeux paragraphe\n\ntrois", "deux paragraphe", "un\n\nneuf\n\ntrois"),
    ("- [ ] un\n- [ ] deux\n- [ ] trois", "deux", "- [ ] un\n- [ ] neuf\n- [ ] trois"),
    ("- un\n- deux\n- trois", "deux", "- un\n- neuf\n- trois"),
    ("## Un titre\ntexte", "Un titre", "## neuf\ntexte"),
]


async def begin(writer: Writer, marked: str) -> None:
    """Another text, with the caret at `|`."""
    await writer.page.evaluate(
        f"""marked => {{
          const insert = marked.replace("|", "")
          const view = {VIEW}
          view.focus()
          view.dispatch({{ changes: {{ from: 0, to: view.state.doc.length, insert }} }})
          view.dispatch({{ selection: {{ anchor: Math.max(0, marked.indexOf("|")) }} }})
        }}""",
        marked,
    )


async def press(writer: Writer, keys: str) -> None:
    for key in keys.split(" "):
        if key.startswith("'"):
            await writer.type(key.strip("'"))
        else:
            await writer.page.keyboard.press(key)


async def test_gestures_keep_blocks_whole_and_show_no_mark(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("mot\n"))["edit"], "Claire")
    for text, keys, wanted in BY_KEYS:
        await begin(claire, text)
        await press(claire, keys)
        assert await claire.text() == wanted, (text, keys)
    lines = claire.page.locator("#editor .cm-line")
    for text, words, wanted in BY_CLICKS:
        await begin(claire, text)
        await lines.filter(has_text=words).first.click(click_count=3)
        await claire.type("neuf")
        assert await claire.text() == wanted, (text, words)


async def test_bold_that_is_asked_for_before_a_word_shows_no_mark(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("mot\n"))["edit"], "Claire")
    keys = await claire.page.context.new_cdp_session(claire.page)
    await begin(claire, "|\n")
    await press(claire, "Control+b")
    assert await claire.text() == "\n"
    await claire.type("un deux")
    await press(claire, "Control+b")
    await claire.type(" trois")
    await claire.sees_text("**un deux** trois\n")
    # The same by a keyboard that composes its letters.
    await begin(claire, "Un |\n")
    await press(claire, "Control+b")
    await keys.send("Input.imeSetComposition", {"text": "mo", "selectionStart": 2, "selectionEnd": 2})
    await keys.send("Input.insertText", {"text": "mot"})
    await claire.sees_text("Un **mot**\n")
    await claire.type("s")
    await claire.sees_text("Un **mots**\n")


async def test_a_space_that_is_composed_in_bold_shows_no_mark(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("un **gras** fin\n"))["edit"], "Claire")
    keys = await claire.page.context.new_cdp_session(claire.page)
    line = claire.page.locator("#editor .cm-line").first
    await begin(claire, "un **gras|** fin\n")
    for shown, said, text in (
        (["e", "et"], "et ", "un **graset**  fin\n"),
        (["m", "mot"], "mot", "un **graset mot** fin\n"),
        ([], " ", "un **graset mot**  fin\n"),
        (["l"], "là", "un **graset mot là** fin\n"),
    ):
        for made in shown:
            place = {"selectionStart": len(made), "selectionEnd": len(made)}
            await keys.send("Input.imeSetComposition", {"text": made, **place})
        await keys.send("Input.insertText", {"text": said})
        await claire.sees_text(text)
        await expect(line).to_have_text(text.replace("*", "").rstrip("\n"))
    await expect(line.locator("strong")).to_have_text("graset mot là")
    await press(claire, "Control+z")
    await claire.sees_text("un **gras** fin\n")


SIGNS = "# Titre\n\n- un **gras** et [lien](https://example.org)\n\n> cité \\* ici\n\n::: retenir\nfin\n:::\n"


async def test_the_line_of_the_caret_shows_no_mark(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(SIGNS))["edit"], "Claire")
    for line in ("# Titre", "un **gras**", "cité", "fin"):
        await claire.put_caret(line, after=True)
        await expect(claire.page.locator("#editor .cm-line")).to_have_text(
            ["Titre", "", "– un gras et lien", "", "cité * ici", "", "", "fin", "", ""]
        )
