"""Which changes stand on which page, by the lines of the print."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from export.dialect.telling import told as told_of
from export.note.brief import read_brief
from export.paper.page_changes import on_page
from export.paper.word_boxes import Word, WordBoxes

NOON = datetime(2026, 11, 25, tzinfo=UTC)
LISTED = "# Eau\n\nUn.\n\n- a\n- b\n- c\n\nDeux.\n"
# Lines of the body: "Un." is 0, the items are 2 to 4, "Deux." is 6.
PAGES = [[(0, 1), (2, 3)], [(3, 4), (4, 5)], [(6, 7)]]


def boxes(pages: list[list[tuple[int, int]]]) -> WordBoxes:
    drawn = (tuple(Word(*block, 0, 0, 10, 10) for block in page) for page in pages)
    return WordBoxes(pages=tuple(drawn), lines=7)


def told(after: str) -> list[int]:
    """The pages that say that they have changed."""
    changed = told_of(replace(read_brief(after, printed_at=NOON), previous=LISTED))
    return [number for number in (1, 2, 3) if on_page(changed, boxes(PAGES), number)]


@pytest.mark.parametrize(
    ("before", "after", "pages"),
    [
        ("Un.", "Une.", [1]),
        ("# Eau", "# Eaux", [1]),
        ("- b", "- bb", [2]),
        ("- a", "- aa", [1]),
        ("- c", "- c\n- d", [2]),
        ("- a", "- a\n- d", [1]),
        ("Deux.", "Trois.", [3]),
        ("Deux.\n", "Deux.\n\nTrois.\n", [3]),
        ("\nDeux.\n", "", [3]),
        ("- c\n", "- c\n\nEntre.\n", [2]),
        ("# Eau\n", "# Eau\n\nAvant.\n", [1]),
        ("Un.", "Un.", []),
    ],
)
def test_a_change_is_told_on_its_page(before: str, after: str, pages: list[int]) -> None:
    assert told(LISTED.replace(before, after, 1)) == pages
