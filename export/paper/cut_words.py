"""Words longer than any line, which had to be cut: the preview names the first, the printed sheet none."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from export.note.labels import labels
from export.note.typography import typeset
from export.note.unbroken import JOINER
from export.patches.boxes import page_boxes

# What is shorter has a line that is long enough, in a table too.
_LONG = re.compile(r"[^ \n\t\u200b]{20,}")
_BREAK = re.compile(r"[ \n\t\u200b]")
# Behind these a line may end (Unicode Annex 14): an address behind its slash, a hyphen of its own.
_ENDS = tuple("-/–—?!|")
_MOST_SAID = 40
_CODE = frozenset({"pre", "code"})


def first(root: Any, document: Any) -> str:
    """The first of them on the pages of a note; empty where nothing is cut."""
    long = [found.replace(JOINER, "") for found in _LONG.findall(" ".join(root.itertext()))]
    if not long:
        return ""
    for before, after in _line_ends(document):
        if not (before and after) or before.endswith(_ENDS):
            continue
        if cut := next((piece for piece in long if before + after in piece), ""):
            return cut
    return ""


def said(cut: str, lang: str) -> str:
    """The sentence about it; of a long word its beginning."""
    return typeset(labels(lang)["cut"].format(words=short(cut)), lang)


def short(cut: str) -> str:
    """As much of a word as a sentence shows."""
    return cut if len(cut) <= _MOST_SAID else f"{cut[:_MOST_SAID]}…"


def _line_ends(document: Any) -> Iterator[tuple[str, str]]:
    """The end of each line and the beginning of the next, as far as no line could have ended."""
    for page in page_boxes(document):
        for block in page.descendants():
            lines = [child for child in getattr(block, "children", ()) if type(child).__name__ == "LineBox"]
            if len(lines) > 1 and block.element_tag not in _CODE:
                for before, after in pairwise(map(_words, lines)):
                    yield _BREAK.split(before)[-1], _BREAK.split(after)[0]


def _words(line: Any) -> str:
    texts = (box.text for box in line.descendants() if type(box).__name__ == "TextBox")
    return "".join(texts).replace(JOINER, "")
