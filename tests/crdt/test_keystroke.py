"""Typing on: the one spelling that is known by its bytes, and what only looks like it."""

import pytest
from pycrdt import Doc, Text

from crdt.inspector import Edit, Inspector
from crdt.keystroke import Typist, typed, typist_after, writes_under
from crdt.note import Note
from crdt.update import MAX_CLOCK
from crdt.varint import write_varint
from tests.yjs import DELETED, STRING, block, update

BETWEEN = block(STRING, "x", (9, 4), (8, 2))


def edit_of(content: bytes, *before: bytes) -> Edit:
    """What an inspector says of an update, who knows what came before."""
    inspector = Inspector()
    for known in before:
        learned = inspector.inspect(known)
        assert isinstance(learned, Edit)
        inspector.learn(learned)
    edit = inspector.inspect(content)
    assert isinstance(edit, Edit)
    return edit


@pytest.mark.parametrize(("base", "at"), [("Bonjour", 0), ("Bonjour", 3), ("Bonjour", 7), ("é€", 2)])
def test_what_an_editor_types_on_is_read_and_joined_into_one_update(base: str, at: int) -> None:
    doc: Doc[Text] = Doc()
    body = doc.get("body", type=Text)
    updates: list[bytes] = []
    doc.observe(lambda event: updates.append(event.update))
    body.insert(0, base)
    doc = Doc()
    body = doc.get("body", type=Text)
    doc.apply_update(updates[0])
    doc.observe(lambda event: updates.append(event.update))
    for offset, character in enumerate("é" + "abc" * 60):
        body.insert(at + 2 * (offset > 0) + max(offset - 1, 0), character)
    first, second, *rest = updates
    typist = typist_after(edit_of(second, first))
    assert typist is not None
    place, texts = typist.place, []
    for each in rest:
        text = typist.reads(each)
        assert text is not None
        texts.append(text)
        typist.clock += len(text)
    note = Note([first, second, typed(place, b"".join(texts))])
    assert note.markdown() == str(body)
    assert note.update_since() == doc.get_update()


@pytest.mark.parametrize(
    "other",
    [
        update([(9, 6, [BETWEEN])]),
        update([(7, 5, [BETWEEN])]),
        update([(9, 5, [block(STRING, "x", (9, 3), (8, 2))])]),
        update([(9, 5, [block(STRING, "x", (9, 4), (8, 1))])]),
        update([(9, 5, [block(STRING, "x", (9, 4))])]),
        update([(9, 5, [block(STRING, "", (9, 4), (8, 2))])]),
        update([(9, 5, [block(STRING, "é", (9, 4), (8, 2))])]),
        update([(9, 5, [block(DELETED, 1, (9, 4), (8, 2))])]),
        update([(9, 5, [BETWEEN])], {8: [(0, 1)]}),
        update([(9, 5, [BETWEEN, BETWEEN])]),
        update([(9, 5, [block(STRING, "x" * 200, (9, 4), (8, 2))])]),
        update([(9, 5, [BETWEEN])]) + b"\x00",
        update([(9, 5, [BETWEEN])])[:-1],
        update([(9, 5, [BETWEEN])])[:-2],
        b"",
    ],
)
def test_whatever_else_it_says_is_left_to_the_inspector(other: bytes) -> None:
    typist = Typist(9, 5, (8, 2))
    assert typist.reads(update([(9, 5, [BETWEEN])])) == b"x"
    assert typist.reads(other) is None


def test_nobody_types_beyond_the_last_clock() -> None:
    typist = Typist(9, MAX_CLOCK, None)
    assert typist.reads(typed(typist.place, b"x")) is None


@pytest.mark.parametrize(
    ("blocks", "deletes"),
    [([block(DELETED, 3)], {}), ([block(STRING, "a"), block(STRING, "b")], {}), ([], {9: [(0, 1)]})],
)
def test_nobody_goes_on_behind_what_is_not_one_text(
    blocks: list[bytes], deletes: dict[int, list[tuple[int, int]]]
) -> None:
    before = update([(9, 0, [block(STRING, "x")])])
    sections = [(9, 1, blocks)] if blocks else []
    assert typist_after(edit_of(update(sections, deletes), before)) is None


@pytest.mark.parametrize("client", [0, 5, 127, 128, (1 << 32) - 1, (1 << 49) - 1])
def test_the_client_of_a_letter_is_found_without_reading_it(client: int) -> None:
    letter = update([(client, 3, [block(STRING, "x", (client, 2))])])
    assert writes_under(letter) == client
    assert writes_under(letter[: 2 + len(write_varint(client)) - 1]) == -1


def test_what_does_not_begin_as_a_letter_is_of_nobody() -> None:
    for other in (b"", b"\x00\x00", update([(9, 0, []), (8, 0, [])]), b"\x01\x01" + b"\xff" * 20):
        assert writes_under(other) == -1
