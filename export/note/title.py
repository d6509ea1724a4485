"""The title of a note, in words: its first heading of the first level; and what one without is called."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from markdown_it import MarkdownIt

MAX_TITLE: Final = 200
MAX_WORDS: Final = 60
# Longer lines, more lines and more headings of signs would hold up those who look for a title.
_LONGEST_LINE: Final = 500
_MOST_LINES: Final = 10_000
_MOST_HEADINGS: Final = 500
# The same in web/src/title/first-words.ts, as the patterns below; tests/web/test_first_words.py compares.
_MOST_FIRST_LINES: Final = 1_000
_HEADING = re.compile(r" {0,3}#(?:[ \t]+(?P<text>.*?))?(?:[ \t]+#+)?[ \t]*\Z")
_CODE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")
_BOX = re.compile(r"^ {0,3}(:::|\\newpage|\\pagebreak|\[\^)")
_HEAD = re.compile(r"^[ \t]*(?:>[ \t]*)*(?:#{1,6}[ \t]+|[-*+][ \t]+|[0-9]+[.)][ \t]+)?(?:\[[ xX]\][ \t]+)?")
_LETTER = re.compile(r"[^\W_]")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)(?:\{width=\d+%\})?|\[\^[^\]\s]+\]")
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
# Without links, in which markdown-it takes a second for a line of brackets.
_MARKS = MarkdownIt("zero").enable(["backticks", "emphasis", "strikethrough", "escape", "entity"])


def plain(text: str) -> str:
    """A line of Markdown without its marks: `**Rénover** [vite](#x)` is "Rénover vite", `2 * 3` itself."""
    (line,) = _MARKS.parseInline(_LINK.sub(r"\1", text[:_LONGEST_LINE]))
    return " ".join("".join(child.content for child in line.children or ()).split())


def title_of(markdown: str) -> str:
    """Empty where there is none; at most MAX_TITLE characters."""
    lines = markdown.split("\n", _MOST_LINES)
    found = _title_line(lines)
    return plain(_said(lines[found]))[:MAX_TITLE].rstrip() if found is not None else ""


def cut_title(markdown: str) -> tuple[str, str]:
    """The title, empty where there is none, and the text without its line."""
    lines = markdown.split("\n")
    found = _title_line(lines)
    if found is None:
        return "", markdown
    rest = lines[:found] + lines[found + 1 :]
    return plain(_said(lines[found])), "\n".join(rest).strip("\n") + "\n"


def retitled(markdown: str, title: str) -> str:
    """The text with another title, in words: in place of its own, or before all else where it has none."""
    heading = f"# {title}"
    if title_of(heading) != title:
        heading = "# " + _SIGNS.sub(r"\\\g<0>", title)
    lines = markdown.split("\n")
    found = _title_line(lines)
    if found is None:
        return f"{heading}\n\n{markdown}" if markdown else f"{heading}\n"
    return "\n".join([*lines[:found], heading, *lines[found + 1 :]])


def first_words(markdown: str) -> str:
    """What a note without a title begins with, in words, at most MAX_WORDS characters, or empty."""
    lines = markdown.split("\n", _MOST_LINES)
    for number in islice(_outside_code(lines), _MOST_FIRST_LINES):
        line = lines[number]
        said = "" if _BOX.match(line) else _HEAD.sub("", line[:_LONGEST_LINE], count=1)
        text = plain(said.replace("|", " "))
        if _LETTER.search(text):
            return _cut(text)
    return ""


def _cut(text: str) -> str:
    """At a word, where there is one."""
    if len(text) <= MAX_WORDS:
        return text
    head = text[:MAX_WORDS]
    return f"{head.rpartition(' ')[0] or head}…"


def name_of(markdown: str) -> str:
    """What a note is called everywhere: its title, else its first words; empty where it has neither."""
    return title_of(markdown) or first_words(markdown)


def _said(line: str) -> str:
    match = _HEADING.match(line) if len(line) <= _LONGEST_LINE else None
    return match["text"] or "" if match else ""


def _title_line(lines: list[str]) -> int | None:
    """The number of the first heading of the first level that says something."""
    headings = ((number, said) for number in _outside_code(lines) if (said := _said(lines[number])))
    return next((number for number, said in islice(headings, _MOST_HEADINGS) if plain(said)), None)


def _outside_code(lines: list[str]) -> Iterator[int]:
    fence = ""
    for number, line in enumerate(islice(lines, _MOST_LINES)):
        mark = _CODE.match(line)
        if fence:
            closes = mark and mark["fence"].startswith(fence) and not line.strip().strip(fence[0])
            fence = "" if closes else fence
        elif mark:
            fence = mark["fence"]
        else:
            yield number
