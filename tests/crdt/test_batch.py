"""One commit as others see it: a few updates that say the same as what its authors sent."""

from pycrdt import merge_updates

from crdt.note import Note
from tests.crdt.writers import Writer, a_room, commit, text_of
from tests.yjs import STRING, block, update


def test_what_one_commit_carries_goes_out_as_one_update_built_once() -> None:
    room = a_room()
    anna, bruno, carla = (Writer(room, name) for name in ("anna", "bruno", "carla"))
    anna.sends(anna.writes("a"))
    bruno.sends(bruno.writes("b"))
    anna.sends(anna.writes("c"))
    assert commit(room) == 3
    assert len(carla.heard(b"\x00\x02")) == 1
    assert carla.memory.heard[-1] is not None
    assert sorted(text_of(carla)) == ["a", "b", "c"]
    assert text_of(anna) == text_of(bruno) == text_of(carla) == room.note.markdown()
    assert (anna.acknowledged, bruno.acknowledged) == ([2], [1])


def test_nobody_can_say_in_the_same_commit_that_somebody_wrote_something_else() -> None:
    room = a_room()
    anna, mallory, carla = (Writer(room, name) for name in ("anna", "mallory", "carla"))
    anna.sends(anna.writes("Bonjour"))
    forged = (anna.doc.client_id, 0, [block(STRING, "Bonsoir")])
    mallory.sends(update([forged], {anna.doc.client_id: [(0, 1)]}))
    assert commit(room) == 2
    assert text_of(carla) == room.note.markdown() == "onjour"


def test_what_was_relayed_gives_the_text_that_the_journal_gives() -> None:
    room = a_room()
    writers = [Writer(room, f"w{n}") for n in range(3)]
    rows: list[bytes] = []
    for turn in range(60):
        writer = writers[turn % 3]
        writer.sends(
            writer.writes(f"{turn} ")
            if turn % 4
            else writer.erases(0, 1)
            if len(writer.text)
            else b"\x00\x00"
        )
        if turn % 5 == 0 and (batch := room.take()) is not None:
            rows.append(merge_updates(*(entry.update for entry in batch.entries)))
            room.committed(batch)
            for each in writers:
                each.merges()
                each.memory.heard.clear()
    if (batch := room.take()) is not None:
        rows += [entry.update for entry in batch.entries]
        room.committed(batch)
    texts = {text_of(writer) for writer in writers}
    assert texts == {room.note.markdown()} == {Note(rows).markdown()}
