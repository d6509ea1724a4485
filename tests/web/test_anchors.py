"""A heading has the same name in the address of the editor and in that of the page to read."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.dialect.headings import anchor
from tests.web.scripts import Scripts, scripts

LETTERS = st.text(alphabet="aZéÉœ’'-–_ 0²½.:!«»😀\u00a0\u202fßΩя中", max_size=16).map(str.strip)


@pytest.fixture(scope="module")
def script() -> Iterator[Scripts]:
    with scripts() as running:
        yield running


@given(st.lists(LETTERS.filter(bool), max_size=6))
def test_the_page_and_the_server_call_headings_alike(script: Scripts, texts: list[str]) -> None:
    names: list[str] = []
    for text in texts:
        before = sum(anchor(text) == anchor(other) for other in texts[: len(names)])
        names.append(f"{anchor(text)}-{before + 1}" if before else anchor(text))
    assert script.call("text/headings.ts", "anchorsOf", [{"text": text} for text in texts]) == names
