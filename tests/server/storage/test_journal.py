"""Rows of the journal, snapshots, and a note loaded from both."""

from contextlib import suppress
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crdt.compaction import LoadError, load, snapshot
from crdt.note import Note
from crdt.varint import MalformedError
from server.ids import NoteId, VisitorId
from server.storage import Db, Engine, journal
from server.storage.journal import Written, read_row

NOTE = NoteId("n1")


@pytest.fixture
async def engine(engine: Engine) -> Engine:
    await engine.write(
        lambda db: db.execute(
            "INSERT INTO notes (id, title, epoch, created_at, changed_at) VALUES (?, '', 3, 1, 1)",
            (NOTE,),
        )
    )
    return engine


def append(seq: int, update: bytes, db: Db) -> None:
    journal.append(db, NOTE, seq, [Written(VisitorId("v"), 7, update)], {5: ("d:anna", VisitorId("v"))})


@given(
    st.lists(
        st.tuples(st.text(max_size=50).map(VisitorId), st.integers(0, 2**50), st.binary(max_size=200)),
        min_size=1,
    )
)
def test_a_row_keeps_each_update_with_its_visitor_and_time(parts: list[tuple[VisitorId, int, bytes]]) -> None:
    entries = [Written(*part) for part in parts]
    row = journal.to_row(entries)
    assert list(read_row(row)) == entries
    assert journal.updates_in(row) == [entry.update for entry in entries]


@given(st.binary(max_size=40))
def test_bytes_that_are_no_row_are_read_alike_or_not_at_all(row: bytes) -> None:
    """Nothing beyond the end is read, and nothing is left; a name that is no UTF-8 keeps no text back."""
    try:
        entries = list(read_row(row))
    except MalformedError:
        with suppress(MalformedError):
            assert sum(map(len, journal.updates_in(row))) < len(row)
    else:
        assert journal.updates_in(row) == [entry.update for entry in entries]


async def test_a_row_that_is_cut_is_named(engine: Engine) -> None:
    cut = journal.to_row([Written(VisitorId("v"), 7, b"update")])[:-1]
    await engine.write(journal.Append(NOTE, 1, 7, cut, {}))
    with pytest.raises(LoadError, match="row 1"):
        await engine.read(lambda db: journal.load(db, NOTE))


async def test_a_note_is_loaded_from_its_snapshot_and_what_follows(engine: Engine) -> None:
    note = Note()
    first, second = note.edit(0, 0, "Bonjour"), note.edit(7, 7, " à tous")
    await engine.write(partial(append, 1, first))
    taken = snapshot(*load(None, [first]))
    await engine.write(lambda db: journal.add_snapshot(db, NOTE, 1, 8, taken))
    await engine.write(partial(append, 2, second))
    stored = await engine.read(lambda db: journal.load(db, NOTE))
    assert stored is not None
    assert (stored.epoch, stored.seq, stored.owners) == (3, 2, {5: "d:anna"})
    assert stored.updates == [second]
    assert load(stored.snapshot, stored.updates)[0].markdown() == "Bonjour à tous"


async def test_the_last_two_snapshots_are_kept_and_every_row(engine: Engine) -> None:
    note = Note()
    for seq in range(1, 6):
        await engine.write(partial(append, seq, note.edit(0, 0, "x")))
        taken = snapshot(*load(None, [note.update_since()]))
        await engine.write(partial(lambda s, t, db: journal.add_snapshot(db, NOTE, s, 8, t), seq, taken))
    count = "SELECT count(*), min(seq), (SELECT count(*) FROM journal) FROM snapshots"
    assert await engine.read(lambda db: list(db.execute(count))) == [(2, 4, 5)]


async def test_a_note_that_is_not_there_is_none(engine: Engine) -> None:
    assert await engine.read(lambda db: journal.load(db, NoteId("other"))) is None


async def test_a_client_id_keeps_its_first_owner(engine: Engine) -> None:
    note = Note()
    await engine.write(partial(append, 1, note.edit(0, 0, "x")))
    claim = {5: ("d:mallory", VisitorId("m"))}
    await engine.write(
        lambda db: journal.append(db, NOTE, 2, [Written(VisitorId("m"), 8, note.edit(0, 0, "y"))], claim)
    )
    stored = await engine.read(lambda db: journal.load(db, NOTE))
    assert stored is not None
    assert stored.owners == {5: "d:anna"}


def _rewritten(db: Db) -> int:
    append(5, b"\0\0", db)
    journal.set_title(db, NOTE, "Avant", seq=5)
    journal.replace(db, NOTE, [[Written(VisitorId("v"), 7, b"\0\0")]])
    ((titled,),) = db.execute("SELECT titled_seq FROM notes WHERE id = ?", (NOTE,))
    return int(titled)


async def test_lists_know_no_title_of_a_journal_that_was_written_anew(engine: Engine) -> None:
    """Its rows have lower numbers than before, so that the title would pass for that of later ones."""
    assert await engine.write(_rewritten) == 0
