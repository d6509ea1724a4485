"""Updates taken apart and put together again."""

from hypothesis import given
from hypothesis import strategies as st

from crdt.blocks import DELETED, STRING, Update, deletions, joined, read_blocks, units, write_blocks
from crdt.note import Note
from tests.yjs import Nonsense

TEXTS = st.text(alphabet="aé—😀\n", max_size=8)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5), TEXTS), max_size=20))
def test_what_is_read_is_written_to_the_byte(edits: list[tuple[int, int, str]]) -> None:
    note = Note()
    for at, many, text in edits:
        length = len(note.markdown())
        update = note.edit(min(at, length), min(at + many, length), text)
        assert write_blocks(read_blocks(update)) == update
    whole = note.update_since()
    assert write_blocks(read_blocks(whole)) == whole


@given(st.randoms(use_true_random=False))
def test_so_is_what_no_honest_editor_writes(chance: object) -> None:
    nonsense = Nonsense(chance)  # type: ignore[arg-type]
    for _ in range(30):
        update = nonsense.draw({})
        assert write_blocks(read_blocks(update)) == update


@given(st.text())
def test_units_are_those_of_a_browser(text: str) -> None:
    assert len(units(text)) == len(text.encode("utf-16-le")) // 2
    assert joined(units(text)) == text


def test_a_block_is_cut_as_yjs_splits_it() -> None:
    note = Note()
    whole = note.edit(0, 0, "Bonjour")
    ((client, (block,)),) = read_blocks(whole).sections
    parts = [block.cut(client, 0, 3), block.cut(client, 3, 7)]
    assert [(part.kind, part.text, part.left) for part in parts] == [
        (STRING, "Bon", None),
        (STRING, "jour", (client, 2)),
    ]
    again = Note([write_blocks(Update([(client, parts)], b"\x00"))])
    assert again.markdown() == "Bonjour"
    assert again.update_since() == whole


def test_deletions_are_told_as_clocks() -> None:
    note = Note()
    note.edit(0, 0, "Bonjour")
    update = read_blocks(note.edit(0, 3, ""))
    ((client, start, end),) = deletions(update.deletes)
    assert (start, end) == (0, 3)
    ((owner, blocks),) = read_blocks(note.update_since()).sections
    assert owner == client
    assert [(block.kind, block.length) for block in blocks] == [(DELETED, 3), (STRING, 4)]
