"""Somebody who lives in a word processor, and types a whole note by keys alone."""

import re
from collections.abc import Iterator
from random import Random

from tests.journeys.writer import Writer

INLINE = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\[\^(?P<call>[^\]]+)\]|<(?P<address>https?:[^>]+)>|\[(?P<words>[^\]]+)\]\((?P<to>[^)]+)\)"
)
NOTE = re.compile(r"\[\^([^\]]+)\]: (.*)")
ITEM = re.compile(r"( *)(- \[[ x]\]|-|\d+\.) (.*)")

# Remembers each sign of Markdown that a frame shows in the text, and of a chart what parts its cells.
WATCH_SIGNS = r"""() => {
  const SIGNS = [
    /^\s*#{1,6}(\s|$)/, /^\s*[-*+](\s|$)/, /^\s*\d{1,9}[.)](\s|$)/, /^\s*>/, /^\s*\|/, /\|\s*$/,
    /:::/, /```/, /~~/,
    /\*\*/, /\]\(/, /\[\^/, /\\/, /\S;\d/, /<https?:/, /^\s*\[[ x]\]/, /^Table: /, /^: /,
  ]
  window.signs = new Set()
  window.frames = 0
  const content = document.querySelector('.cm-content')
  const seen = line => {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
    let text = ''
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement
      if (!parent.closest('[contenteditable=false], .lp-number')) text += walker.currentNode.data
    }
    return text
  }
  const look = () => {
    window.frames += 1
    for (const line of content.querySelectorAll('.cm-line')) {
      const text = seen(line)
      for (const sign of SIGNS) if (sign.test(text)) window.signs.add(text)
    }
  }
  let isAsked = false
  new MutationObserver(() => {
    if (isAsked) return
    isAsked = true
    requestAnimationFrame(() => { isAsked = false; look() })
  }).observe(content, { childList: true, subtree: true, characterData: true, attributes: true })
}"""


TITLE = "Table: "


def titled(blocks: list[list[str]]) -> list[list[str]]:
    """The title of a table in one block with it."""
    out: list[list[str]] = []
    for block in blocks:
        if block[0].startswith(TITLE):
            out[-1] = [*out[-1], *block]
        else:
            out.append(block)
    return out


class Typist:
    """`dice` chooses the slips: wrong letters taken back, words typed anew, walks with the arrows."""

    def __init__(self, writer: Writer, dice: Random) -> None:
        self.writer = writer
        self.dice = dice
        self.keys = writer.page.keyboard
        self.notes: dict[str, str] = {}
        self.pressed = 0

    async def watch(self) -> None:
        await self.writer.page.evaluate(WATCH_SIGNS)

    async def signs(self) -> list[str]:
        """The lines that showed a sign of Markdown in some frame since `watch`."""
        signs: list[str] = await self.writer.page.evaluate("[...window.signs]")
        return signs

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.keys.press(key)
            self.pressed += 1

    async def type(self, text: str) -> None:
        await self.keys.type(text)
        self.pressed += len(text)

    async def write(self, markdown: str) -> None:
        """The note that `markdown` says, from an empty one; ends in a paragraph of its own."""
        lines = markdown.strip().split("\n")
        self.notes = {found[1]: found[2] for line in lines if (found := NOTE.fullmatch(line))}
        blocks = titled([block for block in self.blocks(lines) if block])
        for number, block in enumerate(blocks):
            await self.block(block, is_last=number == len(blocks) - 1)

    def blocks(self, lines: list[str]) -> Iterator[list[str]]:
        """The lines of each block: a box whole, else up to a blank line."""
        block: list[str] = []
        for line in lines:
            if NOTE.fullmatch(line):
                continue
            is_held = bool(block) and block[0].startswith((":::", "```"))
            if not line and not is_held:
                yield block
                block = []
                continue
            block.append(line)
            if is_held and line in {":::", "```"}:
                yield block
                block = []
        yield block

    async def block(self, lines: list[str], *, is_last: bool) -> None:
        first = lines[0]
        if heading := re.fullmatch(r"(#{1,3}) (.*)", first):
            await self.heading(len(heading[1]), heading[2])
        elif first == "::: chiffres":
            await self.figures(lines[1:-1])
        elif first.startswith(":::"):
            await self.box(first, lines[1:-1])
        elif first.startswith("```"):
            await self.chart(first, lines[1:-1])
        elif first.startswith("|"):
            await self.table(lines)
        elif ITEM.fullmatch(first):
            await self.items(lines)
            await self.press("Enter")
        elif first.startswith(">"):
            await self.quotation(lines)
        elif len(lines) > 1 and lines[1].startswith(": "):
            await self.question(lines)
        else:
            await self.words(first)
            if not is_last:
                await self.press("Enter")

    async def words(self, text: str, *, is_calm: bool = False) -> None:
        """Words of a line, with their bold, links and footnotes; without slips where `is_calm`."""
        slips = self.type if is_calm else self.slips
        at = 0
        for found in INLINE.finditer(text):
            await slips(text[at : found.start()])
            at = found.end()
            if found["bold"]:
                await self.press("Control+b")
                await self.slips(found["bold"], is_bold=True)
                await self.press("Control+b")
            elif found["call"]:
                await self.footnote(self.notes[found["call"]])
            elif found["address"]:
                await self.type(found["address"])
            else:
                await self.link(found["words"], found["to"])
        await slips(text[at:])

    async def slips(self, text: str, *, is_bold: bool = False) -> None:
        """Some words wrong at first."""
        for number, piece in enumerate(re.split(r"(?<= )", text)):
            # Right behind bold words, what is typed after a walk is bold again, as in a word processor.
            slip = self.dice.random() if number else 1
            if slip < 0.04 and piece.strip().isalpha():
                await self.type("xz")
                await self.press("Backspace", "Backspace")
            elif slip < 0.06 and piece.strip().isalpha():
                await self.type(piece.strip())
                await self.press("Control+Shift+ArrowLeft")
            elif slip < 0.08 and not is_bold:
                await self.press("ArrowLeft", "ArrowRight")
            elif slip < 0.09 and not is_bold:
                await self.type("?")
                await self.press("Control+z", "Control+y", "Backspace")
            await self.type(piece)

    async def pick(self, word: str, *, down: int = 0) -> None:
        """A block of the menu of `/`, found by `word`, `down` lines under the first."""
        menu = self.writer.page.locator("#slash:popover-open")
        await self.type(f"/{word}")
        await menu.wait_for()
        await self.press(*["ArrowDown"] * down, "Enter")
        await menu.wait_for(state="hidden")

    async def heading(self, level: int, text: str) -> None:
        await self.press(f"Control+Alt+{level}")
        await self.words(text)
        await self.press("Enter")

    async def box(self, fence: str, lines: list[str]) -> None:
        """A box is left by Enter in its last empty line."""
        kind, _, title = fence.removeprefix("::: ").partition(" ")
        await self.pick(kind)
        if title:
            await self.press("ArrowUp")
            await self.words(title)
            await self.press("ArrowDown")
        paragraphs = [line for line in lines if line]
        if ITEM.fullmatch(paragraphs[0]):
            await self.items(paragraphs)
        else:
            for line in paragraphs:
                await self.words(line)
                await self.press("Enter")
        await self.press("Enter")

    async def items(self, lines: list[str]) -> None:
        """A list, with Tab for a level more; ends in an empty paragraph."""
        depth = 0
        for number, line in enumerate(lines):
            found = ITEM.fullmatch(line)
            assert found is not None
            space, mark, text = found.groups()
            if number == 0:
                await self.press("Control+Shift+" + ("9" if "[" in mark else "8" if mark == "-" else "7"))
            level = len(space) // 2
            for _ in range(level, depth):
                await self.press("Shift+Tab")
            for _ in range(depth, level):
                await self.press("Tab")
            depth = level
            await self.words(text)
            if "[x]" in mark:
                await self.press("Control+Enter")
            await self.press("Enter")
        await self.press(*["Enter"] * (depth + 1))

    async def quotation(self, lines: list[str]) -> None:
        await self.pick("citation")
        for line in lines:
            if text := line.removeprefix(">").strip():
                await self.words(text)
                await self.press("Enter")
        await self.press("Enter")

    async def question(self, lines: list[str]) -> None:
        """The question comes chosen, the answer is the line under it."""
        await self.pick("question")
        await self.slips(lines[0])
        await self.press("ArrowDown", "Home", "Shift+End")
        first, _, rest = lines[1].removeprefix(": ").partition(" ")
        await self.type(f"{first} ")
        await self.words(rest)
        await self.press("Enter", "Enter")

    async def chart(self, fence: str, lines: list[str]) -> None:
        await self.pick("graphique")
        await self.slips(fence.removeprefix("```graphique "))
        for number, line in enumerate(lines):
            label, sign, value = line.rpartition(";")
            if sign:
                await self.press("Tab")
                await self.type(label)
                await self.press("Tab")
                await self.type(value)
            else:
                await self.press(*["ArrowDown"] * (1 if number > 1 else 3 - number), "Home", "Shift+End")
                await self.type(line)
        await self.press("ArrowDown")

    async def figures(self, lines: list[str]) -> None:
        await self.pick("chiffres")
        await self.cells(lines, columns=3)

    async def table(self, lines: list[str]) -> None:
        """Its title is asked for in the menu of a cell that is empty yet."""
        title = lines[-1].removeprefix(TITLE) if lines[-1].startswith(TITLE) else ""
        rows = lines[:-1] if title else lines
        await self.pick("tableau")
        if title:
            await self.press(*["Tab"] * 3)
            await self.pick("legende")
            await self.words(title)
            await self.press("ArrowUp", "ArrowUp", *["Shift+Tab"] * 9)
        await self.cells(rows, columns=3)
        if title:
            await self.press("ArrowDown", "End", "Enter")

    async def cells(self, lines: list[str], *, columns: int) -> None:
        """Fills a table of `columns` by Tab, which adds a row at its end."""
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        sides, rows = rows[1], [rows[0], *rows[2:]]
        for _ in range(columns - 1):
            await self.press("Tab")
        for _ in range(len(sides) - columns):
            await self.pick("colonne", down=1)
        await self.press(*["Shift+Tab"] * (len(sides) - 1))
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if number == 1 and sides[place].endswith(":"):
                    await self.pick("right")
                await self.words(cell, is_calm=True)
                if number < len(rows) - 1 or place < len(row) - 1:
                    await self.press("Tab")
        await self.press("ArrowDown")

    async def footnote(self, text: str) -> None:
        await self.type(" ")
        await self.pick("bas")
        await self.slips(text)
        await self.press("Escape")

    async def link(self, words: str, to: str) -> None:
        await self.press("Control+k")
        await self.press("Enter")
        await self.writer.page.locator("dialog.link[open]").wait_for()
        await self.type(to)
        await self.press("Tab")
        await self.type(words)
        await self.press("Enter")
