"""Plain text of a note, block by block, as a reader sees it: no signs, no addresses behind links.

Quick rather than complete: it decides what is found and shown in a list, never what is printed. A note may
be one line of two megabytes, and while an expression is matched nobody else runs: none takes more steps than
its line has signs, and the signs within a block are looked for in pieces of it.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Final, NamedTuple

from export.note.fences import CHARTS

# Characters and lines of a note that are read for its passages.
MOST: Final = 300_000
MOST_LINES: Final = 6_000
# A longer block is read in pieces.
_PIECE: Final = 16_000
# What stands between the cells of a row, and a bar of a chart and its value.
BETWEEN: Final = " · "

_HEADING: Final = re.compile(r"(#{1,6})(?:[ \t]++(.*))?\Z")
_FENCE: Final = re.compile(r"(`{3,}|~{3,})[ \t]*(\S*)[ \t]*(.*)")
_BOX: Final = re.compile(r":{3,}[ \t]*\S*[ \t]*(.*)")
_MARK: Final = re.compile(r"(?:[-*+:~]|\d{1,9}[.)])[ \t]+[ \t>]*")
_TASK: Final = re.compile(r"\[[ xX]\][ \t]+")
_RULE: Final = re.compile(r"(?:[-=]+|(?:[*_-][ \t]*){3,})\Z")
_UNDER_HEADS: Final = re.compile(r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+\Z")
_FOOTNOTE: Final = re.compile(r"\[\^[^\]\s]+\]:[ \t]*")
_TARGET: Final = re.compile(r"\[[^\]^][^\]]*\]:[ \t]*\S+")
_BREAK: Final = re.compile(r"\\(?:newpage|pagebreak)[ \t]*\Z")
_CAPTION: Final = re.compile(r"Table(?:au)?[ \u00a0\u202f]*:[ \u00a0\u202f]*")
_BARS: Final = re.compile(r"(?<!\\)\|")

_SIGNS: Final = re.compile(r"[\\`*_\[<&~]")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
# Where an escaped sign waits until the others have gone: the private use area.
_AWAY: Final = 0xE000
_BACK: Final = {_AWAY + sign: sign for sign in range(0x80)}
_CALL: Final = re.compile(r"\[\^[^\[\]\s]+\]")
_LINK: Final = re.compile(
    r"!?\[([^\[\]]*)\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,2000}\)|\[([^\[\]]+)\]\[[^\[\]]*\]"
)
_ADDRESS: Final = re.compile(r"<(https?://[^\s<>]*+|[^\s<>@]++@[^\s<>]++)>")
_NEW_LINE: Final = re.compile(r"<br[ \t]*+/?>", re.IGNORECASE)
_EMPHASIS: Final = re.compile(
    # A star between digits is one: `13750*07`.
    r"(?!(?<=\d)\*\d)(?:(?<!\s)\*+|\*+(?!\s))|(?<![^\W_])_+|_+(?![^\W_])|~~+|`+"
)


class Block(NamedTuple):
    """A paragraph, item, row, heading or line of code. `typed` has its signs, but for those that open lines.

    Lines are joined by a space; LF follows it where the second one has the sign of a quotation.
    `heading` is the one above it, as it was typed. `level` is that of a heading, else 0.
    """

    typed: str
    heading: str
    level: int
    is_code: bool


def lines(markdown: str) -> list[str]:
    """The words of a whole note as a reader sees them, one string a block."""
    return list(map(said, _blocks(markdown.split("\n"))))


def is_longer(markdown: str) -> bool:
    """Whether a note is longer than what `blocks` reads of it."""
    return len(markdown) > MOST or markdown.count("\n") >= MOST_LINES


def said(block: Block) -> str:
    return block.typed if block.is_code else clean(block.typed)


def clean(typed: str) -> str:
    """One block without signs. In a very long one, a mark that two pieces share may stay."""
    return "".join(map(_clean, _pieces(typed.replace(" \n", " "))))


def _pieces(typed: str) -> Iterator[str]:
    """All of it, each piece to the end of a sentence or a word where it has one."""
    at = 0
    while len(typed) - at > _PIECE:
        end = at + _PIECE
        last = typed.rfind(". ", at, end)
        last = last if last > at else typed.rfind(" ", at, end)
        cut = last + 1 if last > at else end
        yield typed[at:cut]
        at = cut
    yield typed[at:]


def _clean(typed: str) -> str:
    if _SIGNS.search(typed) is None:
        return typed
    text = _ESCAPED.sub(lambda found: chr(_AWAY + ord(found[1])), typed) if "\\" in typed else typed
    if "[" in text:
        text = _CALL.sub("", text)
        text = _LINK.sub(r"\1\2", text)
        text = _LINK.sub(r"\1\2", text) if "](" in text else text
    if "<" in text:
        text = _NEW_LINE.sub(" ", _ADDRESS.sub(r"\1", text))
    text = _EMPHASIS.sub("", text)
    if "&" in text:
        text = " ".join(_unescaped(text).split("\n"))
    return text.translate(_BACK) if "\\" in typed else text


def _unescaped(text: str) -> str:
    try:
        return unescape(text)
    except ValueError:  # a number of more than 4,300 digits, which is no character
        return text


def blocks(markdown: str) -> Iterator[Block]:
    """In order, at most MOST characters and MOST_LINES lines of them."""
    yield from _blocks(markdown[:MOST].split("\n", MOST_LINES)[:MOST_LINES])


def _blocks(lines_: Sequence[str]) -> Iterator[Block]:
    reader = _Reader()
    for line in lines_:
        yield from reader.line(line)
    yield from reader.end()


class _Reader:
    """Lines one after the other; what a line ends is given out before it."""

    def __init__(self) -> None:
        self._paragraph: list[str] = []
        self._heading = ""
        self._fence = ""
        self._is_chart = False
        self._in_table = False
        self._is_quoted = False

    def end(self) -> list[Block]:
        """The paragraph that is being read, if there is one."""
        typed = " ".join(self._paragraph)
        self._paragraph.clear()
        return [Block(typed, self._heading, 0, is_code=False)] if typed else []

    def line(self, line: str) -> list[Block]:
        typed = line.strip(" \t\r")
        if self._fence:
            return self._within_fence(typed)
        self._is_quoted = typed.startswith(">")
        typed = typed.lstrip("> \t")
        if not typed:
            self._in_table = False
            return self.end()
        if typed[0] in "`~:#|-*+_=[\\" or typed[0].isdigit() or (self._in_table and "|" in typed):
            return self._special(typed)
        if typed.startswith("Tab") and not self._paragraph:
            typed = _CAPTION.sub("", typed, count=1)
        self._add(typed)
        return []

    def _special(self, typed: str) -> list[Block]:
        """A line whose first sign may open a block."""
        if found := _HEADING.match(typed):
            return self._headed(_unclosed(found[2] or ""), len(found[1]))
        if found := _FENCE.match(typed):
            self._fence, self._is_chart = found[1], found[2] in CHARTS
            return [*self.end(), *self._block(found[3] if self._is_chart else "")]
        if found := _BOX.match(typed):
            return [*self.end(), *self._block(found[1])]
        if self._in_table or typed[0] == "|" or (self._paragraph and _UNDER_HEADS.match(typed)):
            return self._row(typed)
        return self._under(typed) if _RULE.match(typed) else self._item(typed)

    def _headed(self, heading: str, level: int) -> list[Block]:
        """The title of a note is no heading of what follows; only a line of its own with `#` is one."""
        level = max(level, 2) if self._is_quoted else level
        before, self._heading = self.end(), heading if level > 1 else ""
        return [*before, Block(heading, "", level, is_code=False)]

    def _item(self, typed: str) -> list[Block]:
        """An item begins a block; what has no mark goes on with the paragraph."""
        if _BREAK.match(typed) or _TARGET.match(typed):
            return self.end()
        before: list[Block] = []
        if found := _FOOTNOTE.match(typed):
            before = self.end()
            typed = typed[found.end() :]
        at = 0
        while found := _MARK.match(typed, at):
            before += self.end()
            at = found.end()
        typed = typed[at:]
        if not self._paragraph:
            typed = _TASK.sub("", typed, count=1)
        if typed:
            self._add(typed)
        return before

    def _add(self, typed: str) -> None:
        self._paragraph.append(f"\n{typed}" if self._is_quoted and self._paragraph else typed)

    def _row(self, typed: str) -> list[Block]:
        """A row of a table; the line under its heads makes a row of the line above."""
        if _UNDER_HEADS.match(typed) and ("|" in typed or "|" in "".join(self._paragraph[-1:])):
            self._in_table = True
            heads = self._paragraph.pop() if self._paragraph else ""
            return [*self.end(), *self._block(_cells(heads))]
        if not self._in_table and typed[0] != "|":
            return self._under(typed)
        return [*self.end(), *self._block(_cells(typed))]

    def _under(self, typed: str) -> list[Block]:
        """A line of `=` or `-` makes a heading of the paragraph above; else it is a rule."""
        above = " ".join(self._paragraph)
        if not above or typed[0] not in "=-" or " " in typed:
            return self.end()
        self._paragraph.clear()
        return self._headed(above, 2)

    def _within_fence(self, typed: str) -> list[Block]:
        if typed.startswith(self._fence) and not typed.strip(self._fence[0]):
            self._fence = ""
            return []
        label, is_bar, value = typed.rpartition(";")
        text = f"{label.strip()}{BETWEEN}{value.strip()}" if self._is_chart and is_bar else typed
        return self._block(text, is_code=True)

    def _block(self, typed: str, *, is_code: bool = False) -> list[Block]:
        return [Block(typed, self._heading, 0, is_code=is_code)] if typed else []


def _cells(row: str) -> str:
    return BETWEEN.join(filter(None, (cell.strip(" \t") for cell in _BARS.split(row))))


def _unclosed(heading: str) -> str:
    """A heading without the signs that may close it: `a` of `a ##`."""
    rest = heading.rstrip(" \t").rstrip("#")
    return rest.rstrip(" \t") if rest[-1:] in {" ", "\t"} else heading
