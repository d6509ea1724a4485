"""Footnotes have the same numbers in the editor as on paper."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.dialect.context import Target
from export.dialect.markdown import render
from tests.web.scripts import Scripts, scripts

CALL = st.sampled_from([f"[^{label}]" for label in "abcd"])
PIECES = st.lists(
    st.one_of(
        CALL, st.sampled_from(["mot ", "\n\n", "\n", "`[^a]`", "^[note]", "\\[^b]", "\n\n```\n[^c]\n```\n\n"])
    ),
    max_size=14,
).map("".join)


@pytest.fixture(scope="module")
def script() -> Iterator[Scripts]:
    with scripts() as running:
        yield running


@st.composite
def notes(draw: st.DrawFn) -> str:
    """Calls in paragraphs, items, quotations and cells; notes that call notes, in any order."""
    leads = st.sampled_from(["", "- ", "> ", "| a |\n|---|\n| "])
    lead, body, tail = draw(leads), draw(PIECES), draw(CALL)
    said = body.replace("\n", " ").replace("`", "") if lead else body
    labels = draw(st.permutations("abcd"))[: draw(st.integers(0, 4))]
    texts = [f"[^{label}]: T{label} {draw(st.one_of(st.just(''), CALL))}" for label in labels]
    return f"{lead}x{said}{tail}\n\nfin{draw(CALL)}\n\n" + "\n".join(texts) + "\n"


@settings(max_examples=200, deadline=None)
@given(note=notes())
def test_the_editor_numbers_as_paper_does(script: Scripts, note: str) -> None:
    html = render(note, lang="en", target=Target.PAPER).html
    paper = {label: int(number) for number, label in re.findall(r'id="note-(\d+)">T([a-d])', html)}
    assert script.call("../../tests/web/node/footnotes.mjs", "numbers", note) == paper
