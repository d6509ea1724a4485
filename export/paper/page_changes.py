"""Which of the passages that have changed stand on one printed page, by the boxes of its words."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from export.note.passages import Passage
from export.paper.word_boxes import WordBoxes

# Of more lines the passage is taken as a whole.
_MOST_LINES = 400


def on_page(changed: Sequence[Passage], boxes: WordBoxes, lines: Sequence[int], number: int) -> list[Passage]:
    """Those on page `number`. `lines`: of each line of the printed body, its number in the text compared.

    A paragraph that runs over stands on each of its pages. What was put in stands where the lines before it
    end; what no page shows, and the title, where a reader would look for it.
    """
    pages: dict[int, set[int]] = defaultdict(set)
    for page in range(1, len(boxes.pages) + 1):
        for start, end in boxes.blocks_on(page):
            for line in range(start, end):
                pages[line].add(page)
    shown = sorted(pages)
    return [
        passage
        for passage in changed
        if any(number in _pages_of(*part, pages, shown, lines) for part in _parts(passage))
    ]


def _parts(passage: Passage) -> Iterator[tuple[int, int]]:
    """The lines that differ, in the text before: of a long list, those of its items that have changed."""
    start, end = passage.lines
    old, new = passage.before.split("\n"), passage.after.split("\n")
    if not (passage.before and passage.after) or len(old) != end - start or len(old) + len(new) > _MOST_LINES:
        yield passage.lines
        return
    for what, first, last, _, _ in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            yield start + first, start + last


def _pages_of(
    first: int, last: int, pages: Mapping[int, set[int]], shown: Sequence[int], lines: Sequence[int]
) -> set[int]:
    start, end = bisect_left(lines, first), bisect_left(lines, last)
    found = set[int]().union(*(pages.get(line, ()) for line in range(start, end)))
    if found:
        return found
    at = bisect_left(shown, start)
    return {max(pages[shown[at - 1]])} if at else {1}
