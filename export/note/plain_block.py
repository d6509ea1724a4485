"""Blocks of Markdown in words, as one reads them: without the signs of headings, lists, tables, links."""

import re
from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt

from export.note.fences import CHARTS

# Longer lines keep their marks of emphasis, whose reading could hold up the server.
_LONGEST_LINE: Final = 4_000
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})[ \t]*(?P<kind>\S*)(?P<title>.*)")
_BOX = re.compile(r" {0,3}:{3,}[ \t]*(?:\w+(?P<title>.*))?")
_NEW_PAGE = re.compile(r" {0,3}\\(?:newpage|pagebreak)[ \t]*")
# What a part has taken it keeps: lines are as long as a note, and spaces in a row belong to one part alone.
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*+){3,}+|(?:\*[ \t]*+){3,}+|(?:_[ \t]*+){3,}+|=++[ \t]*+)")
_UNDER_HEAD = re.compile(r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_HEAD = re.compile(
    r"[ \t]*(?:>[ \t]*)*(?:#{1,6}[ \t]+|(?P<bullet>[-*+])[ \t]+|:[ \t]+|\[\^[^\]\s]+\]:[ \t]*)?"
)
_TASK = re.compile(r"\[(?P<done>[ xX])\][ \t]+")
_CAPTION = re.compile(r"\ATable(?:au)?[ \u00a0\u202f]*:[ \u00a0\u202f]*")
_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_LINK = re.compile(
    r"!?\[([^\[\]]*)\]\([^()\s]*(?:[ \t]+\"[^\"]*\")?\)|\[\^[^\]\s]+\]|<(https?://[^<>\s]+|mailto:[^<>\s]+)>"
)
# Without links, in which markdown-it takes a second for a line of brackets.
_MARKS = MarkdownIt("zero").enable(["backticks", "emphasis", "strikethrough", "escape", "entity"])


def in_words(markdown: str) -> str:
    """The lines that say something, each in words. What is between the fences of code stays as it is."""
    return "\n".join(filter(None, _lines(markdown)))


def _lines(markdown: str) -> Iterator[str]:
    fence = ""
    is_chart = False
    for line in markdown.split("\n"):
        mark = _FENCE.fullmatch(line)
        if fence:
            if mark and _closes(line.strip(), fence):
                fence = ""
            elif line.strip():
                yield line.strip().replace(";", "\u00a0: ") if is_chart else line.rstrip()
        elif mark:
            fence = mark["fence"]
            is_chart = mark["kind"] in CHARTS
            yield _said(mark["title"]) if is_chart else ""
        else:
            yield _of_text(line)


def _closes(sign: str, fence: str) -> bool:
    return sign.startswith(fence) and not sign.strip(fence[0])


def _of_text(line: str) -> str:
    if (box := _BOX.fullmatch(line)) is not None:
        return _said(box["title"] or "")
    if any(rule.fullmatch(line) for rule in (_NEW_PAGE, _RULE, _UNDER_HEAD)):
        return ""
    return _line(line)


def _line(line: str) -> str:
    head = _HEAD.match(line)
    text = _CAPTION.sub("", line[head.end() :] if head else line)
    if head and "#" in head[0]:
        text = unclosed(text)
    sign = "– " if head and head["bullet"] else ""
    if (task := _TASK.match(text)) and sign:
        sign, text = ("☑ " if task["done"] != " " else "☐ "), text[task.end() :]
    if line.lstrip().startswith("|"):
        cells = [_said(cell) for cell in _PIPE.split(text.strip().strip("|"))]
        return " · ".join(filter(None, cells))
    said = _said(text)
    return f"{sign}{said}" if said else ""


def unclosed(heading: str) -> str:
    """A heading without the signs that may close it: `a` of `a ##`."""
    rest = heading.rstrip(" \t").rstrip("#")
    return rest.rstrip(" \t") if rest[-1:] in {" ", "\t"} else heading


def _said(text: str) -> str:
    text = _LINK.sub(lambda found: found[1] or found[2] or "", _BREAK.sub(" ", text.replace("\\|", "|")))
    if len(text) > _LONGEST_LINE:
        return " ".join(text.split())
    (line,) = _MARKS.parseInline(text)
    return " ".join("".join(child.content for child in line.children or ()).split())
