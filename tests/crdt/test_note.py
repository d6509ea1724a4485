"""One document and its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crdt.note import ApplyError, Note, first_update


@given(st.text(alphabet="aé😀\n", max_size=30), st.text(alphabet="bè🎉", max_size=10), st.data())
def test_an_edit_replaces_characters_and_its_update_does_the_same_elsewhere(
    text: str, replacement: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first = first_update(text)
    note, other = Note([first]), Note([first])
    other.apply(note.edit(start, end, replacement))
    assert note.markdown() == other.markdown() == text[:start] + replacement + text[end:]


def test_line_ends_are_the_same_everywhere() -> None:
    assert Note([first_update("a\r\nb\rc\n")]).markdown() == "a\nb\nc\n"


def test_bytes_that_pycrdt_cannot_take_are_told_apart_from_our_mistakes() -> None:
    with pytest.raises(ApplyError):
        Note().apply(b"\x05\x05\x05")


def test_somebody_who_has_a_part_is_given_the_rest() -> None:
    note = Note([first_update("# Santé\n")])
    other = Note([note.update_since()])
    note.edit(8, 8, "Bonjour")
    other.apply(note.update_since(other.state_vector()))
    assert other.markdown() == "# Santé\nBonjour"
    assert other.clocks() == note.clocks()
