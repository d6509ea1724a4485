"""Which changes stand on which page: by lines of the print, whatever was cut out before it was made."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.note.body_lines import body_lines
from export.note.brief import read_brief
from export.note.passages import passages
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
    lines = body_lines(read_brief(LISTED, printed_at=NOON).body, LISTED)
    assert lines is not None
    changed = passages(LISTED, after)
    return [number for number in (1, 2, 3) if on_page(changed, boxes(PAGES), lines, number)]


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


LINES = st.sampled_from(["# Titre", "## Partie", "Un mot.", "", "- a", "---", "statut: prêt", "Un mot."])


@given(st.lists(LINES, max_size=12), st.booleans())
def test_each_line_of_the_body_is_found_where_it_stood(lines: list[str], has_card: bool) -> None:  # noqa: FBT001
    markdown = "\n".join(["---", "theme: Eau", "---", *lines] if has_card else lines)
    body = read_brief(markdown, printed_at=NOON).body
    found = body_lines(body, markdown)
    assert found is not None
    assert found == sorted(found)
    whole = markdown.split("\n")
    assert [whole[number] for number in found] == body.split("\n")[: len(found)]
    assert not "".join(body.split("\n")[len(found) :]).strip()


def test_the_lines_of_another_text_are_not_found() -> None:
    assert body_lines("Un.\n\nDeux.\n", "# Eau\n\nUn.\n") is None
