"""Long updates in slices: nothing is lost, and each slice is an update of its own."""

from crdt.inspector import Edit, Inspector
from crdt.note import Note
from crdt.slices import RANGES_A_SLICE, deletions, finer, is_long, slices
from crdt.update import BLOCKS_A_SLICE, read_update
from tests.yjs import STRING, block, update

MANY = 3 * BLOCKS_A_SLICE + 1


def test_the_slices_of_an_update_make_the_same_note() -> None:
    letters = [block(STRING, "😀" if n % 3 else "x", None, (9, 0) if n else None) for n in range(MANY)]
    whole = update([(9, 0, letters), (8, 0, letters)], {9: [(0, 1)]})
    edit = Inspector().inspect(whole)
    assert isinstance(edit, Edit)
    parts = slices(edit)
    assert [len(of_one) for of_one in parts] == [4, 4]
    flat = [part for of_one in parts for part in of_one]
    assert sum(read_update(part).sections[0].blocks for part in flat) == 2 * MANY
    assert Note([*flat, *deletions(edit)]).markdown() == Note([whole]).markdown()
    assert [len(of_one) for of_one in finer(parts)] == [MANY, MANY]


def test_an_update_without_deletions_has_no_slice_of_them() -> None:
    edit = Inspector().inspect(update([(9, 0, [block(STRING, "x")])]))
    assert isinstance(edit, Edit)
    assert not is_long(edit)
    assert list(deletions(edit)) == []


def test_many_deletions_are_slices_too() -> None:
    note, inspector = Note([update([(9, 0, [block(STRING, "ab" * 2000)])])]), Inspector()
    whole = inspector.inspect(note.update_since())
    assert isinstance(whole, Edit)
    inspector.learn(whole)
    edit = inspector.inspect(update((), {9: [(2 * n, 1) for n in range(2000)]}))
    assert isinstance(edit, Edit)
    assert is_long(edit)
    parts = list(deletions(edit))
    assert len(parts) == -(-2000 // RANGES_A_SLICE)
    for part in parts:
        note.apply(part)
    assert note.markdown() == "b" * 2000
