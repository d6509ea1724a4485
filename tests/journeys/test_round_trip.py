"""Markdown that people bring leaves as it came: only the line that was touched is another one."""

import asyncio
import difflib
import random
import re
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import Invite
from tests.journeys.site import ROOT, Site
from tests.journeys.writer import VIEW, Writer, fetched

MOST_CHARACTERS = 60_000
FILES = 500
NOTES_OF_BEFORE = 50
# Behind the second letter of a word.
WORD = re.compile(r"[^\W\d_]{2}(?=[^\W\d_])")
# Each can be run by itself, where all of it was cut off.
PARTS = 10
# So many are opened at the same time.
NAMES = ("Claire", "Karim", "Inès")
# As other programs write them, and as nobody should: all of it is text.
PIECES = [
    "# Titre #\n",
    "Titre\n=====\n",
    "Sous-titre\n---\n",
    "###Sans espace\n",
    "Deux espaces à la fin  \net une barre\\\nfin\n",
    "\tdu code par une tabulation\n",
    "* un\n* deux\n\n    * trois\n\n+ autre\n",
    "1) un\n2) deux\n7) sept\n",
    "- [ ] à faire\n- [X] fait\n-   trois espaces\n",
    "> cité\nsuite paresseuse\n> > encore\n",
    "|a|b|\n|-|:-:|\n|1|2|3|\n|x|\n",
    "a | b\n--|--\n`|` | \\|\n",
    "|  A  |   B   |\n| :---- | ----: |\n|   1   |  2  |\n",
    "<div align=center>\n<b>HTML</b> &amp; &nbsp;\n</div>\n<!-- note -->\n",
    "~~~python\nx = 1  \n\n\n~~~\n",
    "````\n```\n````\n",
    "::: retenir\nÀ retenir.\n:::\n",
    "[ref]: <https://example.org/a b> 'titre'\n[texte][ref] et [ref] et ![image](image/abcdefgh12)\n",
    "Note[^1] et[^longue].\n\n[^1]: Ici.\n[^longue]: Là\n    et encore\n",
    "*a* _b_ **c** __d__ ***e*** ~~f~~ `g` ``h ` i`` <https://x.org> https://y.org\n",
    "😀 👩‍👩‍👧 e\u0301 \u00a0insécable\u202f; \u200bzéro \u2028 ligne \u00ad césure مرحبا 漢字\n",
    "***\n- - -\n___\n",
    "Terme\n: définition\n",
    "$$\nx^2\n$$\n\\[ a \\] \\* \\\\ \\a\n",
    "   trois espaces\n    - dedans\n\n\n\n\nloin\n",
    "\n",
    " \n",
    "...\n+++\n",
]


def made(seed: int) -> str:
    dice = random.Random(seed)
    return "".join(dice.choice(PIECES) + dice.choice(["", "\n", "\n\n"]) for _ in range(dice.randint(3, 40)))


def brought() -> Iterator[str]:
    """The Markdown of this repository and of the packages that it is built with, each text once."""
    seen: set[str] = set()
    folders = [
        ROOT / "docs",
        ROOT / "export",
        ROOT / "web" / "node_modules",
        Path(sysconfig.get_path("purelib")),
    ]
    for path in sorted(path for folder in folders for path in folder.rglob("*.md")):
        if path.is_file():
            text = path.read_text("utf-8", errors="ignore").replace("\r\n", "\n").replace("\r", "\n")
            if text not in seen and len(text) < MOST_CHARACTERS:
                seen.add(text)
                yield text


async def touched(site: Site, writer: Writer, text: str) -> list[str]:
    """The lines that are others once the note has been opened, walked through and touched at its end.

    Not the line in which a letter was typed, the title of an empty note, nor a new paragraph.
    """
    link = (await site.new_note(text))["edit"]
    before = await site.markdown(link)
    # What stands at the head of a file becomes the card of the note, which is written in its own way.
    has_card = text.startswith("---\n")
    assert before == text or has_card
    page = writer.page
    await page.goto(f"{link}?view=edit")
    await page.locator(".cm-content").wait_for()
    await page.evaluate(
        f"""() => {{
          const view = {VIEW}
          view.focus()
          for (let at = 0; at < view.state.doc.length; at += Math.ceil(view.state.doc.length / 9))
            view.dispatch({{ selection: {{ anchor: at }}, scrollIntoView: true }})
        }}"""
    )
    await page.keyboard.press("Control+End")
    opened = await writer.text()
    await writer.watch_claims()
    await page.keyboard.type("!")
    # However short the moment is in which the page says that it saves.
    await page.wait_for_function("opened => window.claims.some(text => text !== opened)", arg=opened)
    written, after = await writer.text(), await site.markdown(link)
    assert after == written or (has_card and after.endswith(written))
    old, new = before.split("\n"), after.split("\n")
    changed = [line for line in difflib.ndiff(old, new) if line[0] in "+-"]
    # The first letter of an empty paragraph writes its gap.
    is_new = new in ([*old, "!"], [*old, "", "!"], ["# !"])
    is_typed_in = (
        len(old) == len(new) and len(changed) == 2 and changed[1][2:] in _with_one_more(changed[0][2:])
    )
    return [] if is_new or is_typed_in else changed


def _in_words(text: str) -> list[int]:
    """Places inside words; the name of the language of a code is no text."""
    codes = [range(*found.span()) for found in re.finditer(r"^\s*(?:```|~~~).*$", text, re.MULTILINE)]
    places = [found.end() for found in WORD.finditer(text)]
    return [at for at in places if not any(at in code for code in codes)]


def _with_one_more(line: str, letter: str = "!") -> set[str]:
    return {f"{line[:at]}{letter}{line[at:]}" for at in range(len(line) + 1)}


async def lettered(site: Site, writer: Writer, text: str, dice: random.Random) -> tuple[str, str] | None:
    """A line of words and what it became by one letter typed in it, where more than this letter differs."""
    link = (await site.new_note(text))["edit"]
    await writer.page.goto(f"{link}?view=edit")
    await writer.page.locator(".cm-content").wait_for()
    await fetched(writer.page)
    before = await writer.text()
    at = dice.choice(_in_words(before))
    await writer.page.evaluate(
        f"""anchor => {{
          const view = {VIEW}
          view.focus()
          view.dispatch({{ selection: {{ anchor }}, scrollIntoView: true }})
        }}""",
        # CodeMirror counts in UTF-16.
        len(before[:at].encode("utf-16-le")) // 2,
    )
    await writer.page.keyboard.type("x")
    await writer.page.wait_for_function(f"before => {VIEW}.state.doc.toString() !== before", arg=before)
    after = await writer.text()
    # An address is not seen: a letter in it is typed beside its words.
    old, new = before.split("\n"), after.split("\n")
    changed = [line for line in difflib.ndiff(old, new) if line[0] in "+-"]
    if len(changed) == 2 and len(old) == len(new) and changed[1][2:] in _with_one_more(changed[0][2:], "x"):
        return None
    return before[max(0, at - 20) : at + 20], "\n".join(changed)


@pytest.mark.long
async def test_a_letter_in_a_line_that_has_words_is_all_that_differs(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("# Nom\n"))["edit"], "Claire")
    dice = random.Random(50)
    texts = [text for text in brought() if _in_words(text)][:NOTES_OF_BEFORE]
    assert len(texts) == NOTES_OF_BEFORE
    found = [await lettered(site, claire, text, dice) for text in texts]
    assert [one for one in found if one] == []


@pytest.mark.whole
async def test_markdown_leaves_as_it_came(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("# Nom\n"))["edit"], "Claire")
    for text in ["\n".join(PIECES), *map(made, range(3))]:
        assert await touched(site, claire, text) == []


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
async def test_five_hundred_files_leave_as_they_came(part: int, site: Site, invite: Invite) -> None:
    texts = list(brought())[:FILES]
    written = len(texts)
    texts += map(made, range(FILES - written))
    assert len(texts) == FILES
    waiting = iter(texts[part::PARTS])
    changed: list[list[str]] = []
    opened = 0

    async def open_and_touch(writer: Writer) -> None:
        nonlocal opened
        for text in waiting:
            if lines := await touched(site, writer, text):
                changed.append(lines)
            opened += 1

    link = (await site.new_note("# Nom\n"))["edit"]
    async with asyncio.TaskGroup() as tasks:
        for name in NAMES:
            tasks.create_task(open_and_touch(await invite(link, name)))
    lines = sum(text.count("\n") + 1 for text in texts[part::PARTS])
    print(f"part {part}: {opened} of {written} files and {FILES - written} made ones, {lines} lines")  # noqa: T201
    assert changed == []
    assert opened == FILES // PARTS
