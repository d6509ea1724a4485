"""Footnotes stay on the page of their call, and a long one goes on at the foot of the next page.

WeasyPrint 70 moves the notes of a page to the next one when that lets a paragraph keep enough lines here
(`_linebox_layout` in layout/block.py), and it does not do so in columns. There is no style to forbid it, so
that function is told that all text is in columns; it asks for nothing else. A note that does not fit takes
the line of its call to the next page, however long it is; here its first lines may stay with the call, where
`pages_of_notes` says so. On a version that was not read, a note may stand on the page after its call, and
none is cut.
"""

import sys
from copy import copy
from typing import Any, Final

from weasyprint import document
from weasyprint.layout import LayoutContext, page

from export.patches import is_read
from export.patches.cut_notes import CutNote, is_rest
from export.patches.pages_of_notes import Cuts, Pages

_MOVES_FOOTNOTES = "_linebox_layout"
# The part of a page that what is left of a note may take; the text needs some too.
_MOST_REST: Final = 2 / 3


def keep_with_calls() -> None:
    """For the whole process."""
    if is_read("weasyprint") and not isinstance(page.remake_page, Pages):
        document.LayoutContext = NoteContext
        page.remake_page = Pages(page.remake_page)


class NoteContext(LayoutContext):  # type: ignore[misc]  # WeasyPrint has no types
    """What WeasyPrint knows while it fills pages, with the note that is cut at the foot of this one.

    `reported_footnotes` are those of the next page, and no line with a call is put on a page that has some.
    """

    cuts = Cuts.NONE
    # Of this page: whether a note had no room, whether one was cut on the way, and the one that is.
    was_full = was_cut = False
    _cut: CutNote | None = None
    # The note that was put on the page just now: room for the line of its call is asked next.
    _newest: Any = None

    @property
    def in_column(self) -> bool:
        caller = sys._getframe(1).f_code.co_name  # noqa: SLF001 -- the only way to know the caller
        return caller == _MOVES_FOOTNOTES or bool(self.__dict__["in_column"])

    @in_column.setter
    def in_column(self, is_in_column: object) -> None:
        self.__dict__["in_column"] = is_in_column

    def begin_page(self, cuts: Cuts) -> None:
        self.cuts = cuts
        self.was_full = self.was_cut = False
        self._cut = self._newest = None

    def layout_footnote(self, footnote: Any) -> bool:
        overflow = super().layout_footnote(footnote)
        self._newest = footnote
        area = self.current_footnote_area
        above = area.margin_height() - _MOST_REST * area.page.height
        if is_rest(footnote) and above > 0:
            self._cut_at(footnote, above)
        return bool(overflow)

    def unlayout_footnote(self, footnote: Any) -> None:
        if self._cut is not None and self._cut.note is footnote:
            self._take_back(self._cut)
            self._cut = None
        self._newest = None
        super().unlayout_footnote(footnote)

    def report_footnote(self, footnote: Any) -> None:
        self._newest = None
        super().report_footnote(footnote)

    def overflows_page(self, bottom_space: float, position_y: float) -> bool:
        newest, self._newest = self._newest, None
        if not super().overflows_page(bottom_space, position_y):
            return False
        above = position_y - (self.page_bottom - bottom_space)
        if newest is not None and not is_rest(newest):
            self.was_full = True
            return self.cuts is Cuts.NONE or not self._cut_at(newest, above)
        if self.cuts is not Cuts.TEXT_FIRST or self._cut is None or is_rest(self._cut.note):
            return True
        return not self._cut_more(self._cut, above)

    def _cut_at(self, note: Any, above: float) -> bool:
        """Leave so much more room above the last note; False where it cannot give that."""
        cut = CutNote.of(self, note)
        if not cut.shorten(above):
            return False
        self._cut, self.was_cut = cut, True
        self._show(cut)
        return True

    def _cut_more(self, cut: CutNote, above: float) -> bool:
        shorter = copy(cut)
        if not shorter.shorten(above):
            return False
        self._take_back(cut)
        self._cut = shorter
        self._show(shorter)
        return True

    def _show(self, cut: CutNote) -> None:
        self.current_page_footnotes[self.current_page_footnotes.index(cut.note)] = cut.first
        self.reported_footnotes.insert(0, cut.rest)
        self._update_footnote_area()

    def _take_back(self, cut: CutNote) -> None:
        self.current_page_footnotes[self.current_page_footnotes.index(cut.first)] = cut.note
        self.reported_footnotes.remove(cut.rest)
