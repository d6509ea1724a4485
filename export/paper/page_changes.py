"""Changes that stand on one printed page, by the boxes of its words."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from export.changes.told import Told
from export.paper.word_boxes import WordBoxes


def on_page(changed: Sequence[Told], boxes: WordBoxes, number: int) -> list[Told]:
    """Those on page `number` of the text before, whose words the boxes are of.

    A paragraph that runs over stands on each of its pages. What was put in stands where the lines before it
    end; what no page shows, and the title, where a reader would look for it.
    """
    pages: dict[int, set[int]] = defaultdict(set)
    for page in range(1, len(boxes.pages) + 1):
        for start, end in boxes.blocks_on(page):
            for line in range(start, end):
                pages[line].add(page)
    shown = sorted(pages)
    return [one for one in changed if any(number in _pages_of(*lines, pages, shown) for lines in one.lines)]


def _pages_of(start: int, end: int, pages: Mapping[int, set[int]], shown: Sequence[int]) -> set[int]:
    found = set[int]().union(*(pages.get(line, ()) for line in range(start, end)))
    if found:
        return found
    at = bisect_left(shown, start)
    return {max(pages[shown[at - 1]])} if at else {1}
