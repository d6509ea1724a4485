"""What is known of the pieces of a text from before a change tells the same as reading all of it anew."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.scripts import Scripts, scripts

LINES = st.sampled_from(
    [
        "",
        "# Titre",
        "Un paragraphe [à vérifier] de plus.",
        "```",
        "~~~",
        "::: retenir",
        ":::",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "![vue](image/abcdefgh)",
        "- un point",
    ]
)
TEXTS = st.lists(LINES, min_size=1, max_size=12).map("\n".join)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), TEXTS | st.just("")), max_size=5)


@pytest.fixture(scope="module")
def script() -> Iterator[Scripts]:
    with scripts() as running:
        yield running


@given(st.integers(1, 40), TEXTS, EDITS)
def test_headings_marks_and_blocks_are_those_of_the_whole_text(
    script: Scripts, times: int, text: str, edits: list[tuple[float, float, str]]
) -> None:
    lines = "\n\n".join([text] * times).split("\n")
    known, anew = script.call("../../tests/web/node/pieces.mjs", "read", lines, edits)
    assert known == anew
    assert len(known) == len(edits) + 1


def test_a_heading_is_found_and_one_in_a_fence_is_not(script: Scripts) -> None:
    known, _ = script.call(
        "../../tests/web/node/pieces.mjs", "read", ["# A", "```", "# B", "```", "## C"], [[0, 0, "x\n"]]
    )
    assert [[place[:3] for place in headings] for headings, _, _ in known] == [
        [[0, 3, 1], [16, 20, 2]],
        [[2, 5, 1], [18, 22, 2]],
    ]
