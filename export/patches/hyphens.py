"""Hyphens as a typesetter sets them: in two lines in a row at most, not at the foot of a page.

WeasyPrint 70 knows how long a word and how wide a gap must be (`hyphenate-limit-chars`, `-zone`), but neither
`hyphenate-limit-lines` nor `hyphenate-limit-last`, and no sign that keeps a word whole. A line that may not
end with a hyphen is laid out once more without. On another version, hyphens stand where it sets them.
"""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, Final

import pyphen
from weasyprint.layout import inline
from weasyprint.text import line_break

from export.patches import is_read

# A word that ends with this sign (U+2060, which has no glyph) is not divided.
WHOLE: Final = "\u2060"
_MOST_IN_A_ROW = 2
# Two lines, since the last one of a page may be taken to the next, so that none is alone there.
_FOOT = 3
_PLAIN = frozenset({"LineBox", "TextBox", "InlineBox"})
_ROW = "hyphens_in_a_row"


def set_well() -> None:
    """For the whole process."""
    if is_read("weasyprint") and not isinstance(inline.get_next_linebox, _Lines):
        line_break.pyphen = SimpleNamespace(Pyphen=_Dictionary, language_fallback=pyphen.language_fallback)
        inline.get_next_linebox = _Lines(inline.get_next_linebox)


class _Dictionary(pyphen.Pyphen):  # type: ignore[misc]  # pyphen has no types
    """The places where a word may be divided."""

    def iterate(self, word: str) -> Iterator[tuple[str, str]]:
        if WHOLE not in word:
            yield from super().iterate(word)


class _Nowhere(dict[Any, Any]):
    """Dictionaries that divide no word."""

    def get(self, _: object, __: object = None) -> Any:
        return SimpleNamespace(iterate=lambda _: ())


class _Lines:
    """WeasyPrint's next line of a paragraph; how many hyphens came before is kept by where it begins."""

    def __init__(self, next_line: Callable[..., tuple[Any, Any]]) -> None:
        self.next_line = next_line

    def __call__(
        self, context: Any, linebox: Any, position: float, space: float, start: Any, *others: Any
    ) -> tuple[Any, Any]:
        asked = (context, linebox, position, space, start, *others)
        line, end = self.next_line(*asked)
        if line is None or end is None or not _is_hyphened(line, linebox.style["hyphenate_character"]):
            return line, end
        rows = linebox.__dict__.setdefault(_ROW, {})
        row = rows.get(str(start), 0) + 1
        foot = line.position_y + _FOOT * line.height
        if (row > _MOST_IN_A_ROW or context.overflows_page(space, foot)) and _is_plain(context, line):
            kept, context.dictionaries = context.dictionaries, _Nowhere()
            try:
                return self.next_line(*asked)
            finally:
                context.dictionaries = kept
        rows[str(end)] = row
        return line, end


def _is_hyphened(line: Any, hyphen: str) -> bool:
    text = _last_text(line)
    return text.endswith(hyphen) and text[-2:-1].isalpha()


def _last_text(box: Any) -> str:
    while children := getattr(box, "children", ()):
        box = children[-1]
    return getattr(box, "text", "")


def _is_plain(context: Any, line: Any) -> bool:
    """Nothing but text of several words: to lay it out again moves nothing else, and cuts nothing."""
    boxes = list(line.descendants())
    text = "".join(box.text for box in boxes if type(box).__name__ == "TextBox")
    return (
        " " in text.strip()
        and not context.excluded_shapes
        and all(type(box).__name__ in _PLAIN for box in boxes)
    )
