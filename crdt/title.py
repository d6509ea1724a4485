"""The title of a note: its first heading of the first level; and what a note without one is called."""

import re
from typing import Final

MAX_TITLE: Final = 200
MAX_WORDS: Final = 60
# The same in web/src/title/first-words.ts, which tests/web/test_first_words.py compares.
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_BOX = re.compile(r"^ {0,3}(:::|\\|\[\^)")
_HEAD = re.compile(r"^[ \t]*(?:>[ \t]*)*(?:#{1,6}[ \t]+|[-*+][ \t]+|[0-9]+[.)][ \t]+)?(?:\[[ xX]\][ \t]+)?")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_~`|]+")
_SPACES = re.compile(r"[ \t]+")
_LETTER = re.compile(r"[^\W_]")
_HEADING = re.compile(r"^ {0,3}#[ \t]+(.*)$", re.MULTILINE)


def title_of(markdown: str) -> str:
    """The title in plain text, empty where there is none; at most MAX_TITLE characters."""
    match = _HEADING.search(markdown)
    return match[1].rstrip(" \t#").strip()[:MAX_TITLE] if match else ""


def retitled(markdown: str, title: str) -> str:
    """The text with another title: in place of its own, or before all else where it has none."""
    match = _HEADING.search(markdown)
    if match is None:
        return f"# {title}\n\n{markdown}" if markdown else f"# {title}\n"
    return f"{markdown[: match.start(1)]}{title}{markdown[match.end(1) :]}"


def first_words(markdown: str) -> str:
    """What a note without a title begins with, in plain text, at most MAX_WORDS characters, or empty."""
    is_code = False
    for line in markdown.split("\n"):
        if _FENCE.match(line):
            is_code = not is_code
            continue
        text = "" if is_code or _BOX.match(line) else _plain(line)
        if _LETTER.search(text):
            return _cut(text)
    return ""


def _plain(line: str) -> str:
    text = _LINK.sub(r"\1", _HEAD.sub("", line, count=1))
    return _SPACES.sub(" ", _MARKS.sub("", text)).strip(" ")


def _cut(text: str) -> str:
    """At a word, where there is one."""
    if len(text) <= MAX_WORDS:
        return text
    head = text[:MAX_WORDS]
    return f"{head.rpartition(' ')[0] or head}…"


def name_of(markdown: str) -> str:
    """What a note is called in lists: its title, else its first words; empty where it has neither."""
    return title_of(markdown) or first_words(markdown)
