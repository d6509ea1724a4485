"""Pages of notes: a page that its notes leave white is made once more, with its last note cut.

First no note is cut. Where one had no room and more than two lines stay empty, the lines of it that fit stay
on the page; where these leave a paragraph too few lines, text goes before. The first way that leaves no white
is taken, else the one that leaves least.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from math import inf
from typing import Any, Final, Self

from weasyprint.text.line_break import strut

from export.patches.cut_notes import is_rest

# Lines of text that may stay empty above notes, and how many a note is cut for.
_MOST_WHITE: Final = 2.0
_WORTH: Final = 1.0
_LEFT, _CHANGED = "notes_left_by_pages", "content_changed"


class Cuts(Enum):
    """How a page cuts its last note: not, as late as its room allows, or as early as text needs the room."""

    NONE, NOTE_FIRST, TEXT_FIRST = range(3)


class Pages:
    """WeasyPrint's function that makes a page, and the notes that each one leaves to the next."""

    def __init__(self, make: Callable[..., tuple[Any, Any]]) -> None:
        self.make = make

    def __call__(self, index: int, context: Any, root: Any, html: Any) -> tuple[Any, Any]:
        left = context.__dict__.setdefault(_LEFT, {})
        before = _Before.of(context, index, left.get(index, []))

        def made(cuts: Cuts) -> tuple[Any, Any]:
            before.restore(context, index)
            context.begin_page(cuts)
            return self.make(index, context, root, html)

        page, resume_at = _least_white(made, context, index)
        was_left, left[index + 1] = left.get(index + 1), [*context.reported_footnotes]
        if was_left or left[index + 1]:
            # The next page is another one, and a note is not forgotten behind the last one.
            follows = index if resume_at is None else index + 1
            context.page_maker[follows][-1][_CHANGED] |= resume_at is not None or bool(left[index + 1])
        return page, resume_at


@dataclass(frozen=True, slots=True)
class _Before:
    """What a page changes for others."""

    notes: list[Any]
    left: list[Any]
    broken: dict[Any, Any]
    following: list[Any]

    @classmethod
    def of(cls, context: Any, index: int, left: list[Any]) -> Self:
        following = context.page_maker[index + 1 :]
        return cls([*context.footnotes], [*left], {**context.broken_out_of_flow}, following)

    def restore(self, context: Any, index: int) -> None:
        context.footnotes = [*self.notes]
        context.reported_footnotes = [*self.left]
        context.broken_out_of_flow = {**self.broken}
        context.page_maker[index + 1 :] = self.following
        about = context.page_maker[index][-1]
        about["anchors"], about["content_lookups"] = [], []


def _least_white(made: Callable[[Cuts], tuple[Any, Any]], context: Any, index: int) -> tuple[Any, Any]:
    found = made(Cuts.NONE)
    if not context.was_full:
        return found
    best, least, last = Cuts.NONE, _white(context, index, *found), Cuts.NONE
    for cuts in (Cuts.NOTE_FIRST, Cuts.TEXT_FIRST):
        if least <= _MOST_WHITE:
            break
        found, last = made(cuts), cuts
        if not context.was_cut:
            return found  # as it was
        white = _white(context, index, *found)
        if white < least - _WORTH:
            best, least = cuts, white
    return found if best is last else made(best)


def _white(context: Any, index: int, page: Any, resume_at: Any) -> float:
    """Empty lines above the notes of a page; endless where they cannot go on as they have to."""
    following = context.page_maker[index + 1][1]
    is_end = resume_at is None or following["break"] != "any" or following["page"] != page.page_type.name
    if context.reported_footnotes and (is_end or not all(map(is_rest, context.reported_footnotes))):
        return inf
    text, notes, *_ = page.children
    foot = notes.position_y if notes.children else page.content_box_y() + page.height
    bottom = max((box.position_y + box.height for box in _leaves(text)), default=0)
    return float((foot - bottom) / strut(text.style)[0])


def _leaves(text: Any) -> Iterator[Any]:
    for box in text.descendants():
        if type(box).__name__ == "LineBox" or "Replaced" in type(box).__name__:
            yield box
