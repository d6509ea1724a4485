"""The first pages of a long note, laid out alone and before all others.

A page is certain when another one follows it: what comes later cannot move it any more.
"""

from typing import Final

from export.note.brief import Brief
from export.note.formats import Format, TextSize

# How many pages there are is not known, nor where headings stand that come later.
STYLE: Final = """
@page { @bottom-right { content: counter(page) } }
.contents a::after { content: none }
"""
# Pages, and what begins another one.
_SHOWN: Final = 2
_MORE: Final = 0.3
# Characters that fill a page of nothing but text. One of boxes and tables has fewer.
_A_PAGE: Final = {Format.NOTE: 3000, Format.LARGE: 1500, Format.POCKET: 2300}
_LARGER: Final = 0.8
# Shorter notes are whole in half a second, and may be set closer as a whole: those of up to 24 pages where
# that was asked for.
_LEAST_PAGES: Final = 9
_LEAST_ASKED: Final = 25


def is_worth(brief: Brief) -> bool:
    """Whether the whole takes so much longer that somebody wants to see the head of it before.

    How close a note is set that is to fit is known only when all of it is laid out.
    """
    least = _LEAST_ASKED if brief.most_pages else _LEAST_PAGES
    return not (brief.previous or brief.booklet) and len(brief.body) > least * _a_page(brief)


def characters(brief: Brief) -> int:
    """What fills the pages that are shown, and begins another one."""
    return int((_SHOWN + _MORE) * _a_page(brief))


def certain(pages: int, *, has_cover: bool) -> int:
    """How many of these pages are as they will be, a cover besides."""
    return min(_SHOWN + has_cover, pages - 1)


def _a_page(brief: Brief) -> int:
    return int(_A_PAGE[brief.format] * (_LARGER if brief.text_size is TextSize.LARGER else 1))
