"""A room seen by those in it."""

from pycrdt import merge_updates

from crdt import frames
from crdt.compaction import load
from crdt.inspector import Inspector
from crdt.note import Note
from crdt.presence import read_states
from crdt.roles import Role
from crdt.room import Room
from crdt.seat import Close
from crdt.varint import Reader
from tests.crdt.test_presence import a_payload
from tests.crdt.writers import Writer, a_room, commit
from tests.faults.grammar import STRING, block, update


def text_of(writer: Writer) -> str:
    writer.merges()
    return str(writer.text)


def test_a_joiner_hears_a_step_1_before_anything_else() -> None:
    writer = Writer(a_room())
    assert writer.memory.heard == [frames.step_1(b"\x00")]


def test_nobody_sees_a_keystroke_before_it_is_on_disk_and_everybody_after() -> None:
    room = a_room()
    anna, bruno, carla = (Writer(room, name) for name in ("anna", "bruno", "carla"))
    anna.sends(anna.writes("Bonjour"))
    carla.asks()
    assert (text_of(bruno), text_of(carla), anna.acknowledged) == ("", "", [])
    assert commit(room) == 1
    assert (text_of(bruno), text_of(carla), anna.acknowledged) == ("Bonjour", "Bonjour", [1])
    assert len(anna.heard(b"\x00\x02")) == 0, "the author hears no echo"


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


def test_frames_that_come_while_a_commit_runs_wait_for_the_next() -> None:
    room = a_room()
    anna, bruno = Writer(room, "anna"), Writer(room, "bruno")
    anna.sends(anna.writes("a"))
    first = room.take()
    assert first is not None
    anna.sends(anna.writes("b"))
    bruno.sends_step_2()
    bruno.asks()
    assert room.take() is None
    room.committed(first)
    assert (anna.acknowledged, bruno.acknowledged) == ([1], [])
    assert not bruno.heard(b"\x00\x01"), "a joiner is not shown what a crash can take back"
    assert commit(room) == 1
    assert (anna.acknowledged, bruno.acknowledged) == ([1, 2], [1])
    assert text_of(bruno) == "ab"


def test_a_joiner_is_answered_after_one_commit_however_fast_others_type() -> None:
    room = a_room()
    anna, bruno = Writer(room, "anna"), Writer(room, "bruno")
    anna.sends(anna.writes("a"))
    bruno.asks()
    batch = room.take()
    assert batch is not None
    anna.sends(anna.writes("b"))
    room.committed(batch)
    assert text_of(bruno) == "a", "what is not on disk yet stays out of the answer"
    commit(room)
    assert text_of(bruno) == "ab"


def test_a_joiner_who_comes_while_the_last_commit_runs_is_answered_by_it() -> None:
    room = a_room()
    anna, bruno = Writer(room, "anna"), Writer(room, "bruno")
    anna.sends(anna.writes("a"))
    batch = room.take()
    assert batch is not None
    bruno.asks()
    room.committed(batch)
    assert len(bruno.heard(b"\x00\x01")) == 1


def test_an_idle_reconnect_writes_nothing_and_is_acknowledged() -> None:
    room = a_room()
    anna = Writer(room, "anna")
    anna.sends(anna.writes("Bonjour"))
    commit(room)
    for _ in range(100):
        again = Writer(room, "anna")
        again.sends_step_2(anna.doc.get_update())
        again.sends(anna.doc.get_update())
        assert again.acknowledged == [1, 2]
    assert room.take() is None


def test_an_update_that_comes_too_early_is_healed_in_one_round_trip() -> None:
    room = a_room()
    anna = Writer(room, "anna")
    lost, early = anna.writes("a"), anna.writes("b")
    assert lost
    anna.sends_step_2()
    anna.sends(early)
    anna.sends(anna.writes("c"))
    assert anna.heard(b"\x00\x00") == [frames.step_1(b"\x00")] * 2, "one resync is outstanding at the most"
    assert anna.acknowledged == [1]
    anna.sends_step_2(anna.doc.get_update(b"\x00"))
    assert anna.acknowledged == [1], "not before it is on disk"
    commit(room)
    assert anna.acknowledged == [1, 4]
    assert room.note.markdown() == "abc"


def test_a_peer_that_is_never_healed_is_closed_after_five_resyncs() -> None:
    room = a_room()
    anna = Writer(room, "anna")
    anna.writes("a")
    early = anna.writes("b")
    for _ in range(5):
        anna.sends_step_2(early)
        assert anna.memory.closed is None
    anna.sends_step_2(early)
    assert anna.memory.closed is Close.REFUSED
    assert "after 5 resyncs" in anna.memory.detail


def test_a_reader_writes_nothing_and_is_told() -> None:
    room = a_room()
    reader, other = Writer(room, "lea", role=Role.READ), Writer(room, "bruno")
    reader.sends_step_2()
    reader.sends(reader.writes("non"))
    assert reader.heard(b"\x02") == [frames.permission_denied()]
    assert reader.memory.closed is None
    assert reader.acknowledged == [1], "a refused write is never acknowledged"
    assert room.take() is None
    assert len(other.memory.heard) == 1
    other.sends(other.writes("oui"))
    commit(room)
    assert room.note.markdown() == "oui"


def test_a_frame_that_is_none_ends_its_own_connection_only() -> None:
    room = a_room()
    anna, mallory = Writer(room, "anna"), Writer(room, "mallory")
    room.receive(mallory.seat, b"\x63")
    assert mallory.memory.closed is Close.MALFORMED
    room.receive(mallory.seat, b"\x63")
    mallory = Writer(room, "mallory")
    mallory.sends(b"\x01\x01\x01\x00\x00\x00\x00")
    assert mallory.memory.closed is Close.REFUSED
    assert "length zero" in mallory.memory.detail
    assert (anna.memory.closed, len(room), room.take()) == (None, 1, None)


def test_a_client_id_belongs_to_the_device_that_wrote_first() -> None:
    room = a_room()
    anna = Writer(room, "anna")
    anna.sends(anna.writes("Bonjour"))
    commit(room)
    stolen = anna.writes(" volé")
    ours, stock = Writer(room, "mallory"), Writer(room, "oscar", speaks_ours=False)
    ours.sends(stolen)
    stock.sends(stolen)
    assert ours.heard(b"\x05") == [frames.event("client-id-taken")]
    assert (ours.memory.closed, stock.memory.closed) == (None, Close.CLIENT_ID_TAKEN)
    assert room.take() is None
    second_tab = Writer(room, "anna")
    second_tab.sends(stolen)
    assert commit(room) == 1
    assert room.note.markdown() == "Bonjour volé"


def test_a_client_id_is_claimed_once_in_the_commit_of_its_blocks() -> None:
    room = a_room()
    anna = Writer(room, "anna")
    anna.sends(anna.writes("a"))
    batch = room.take()
    assert batch is not None
    assert batch.claims == {anna.doc.client_id: anna.seat}
    room.committed(batch)
    anna.sends(anna.writes("b"))
    batch = room.take()
    assert batch is not None
    assert batch.claims == {}


def test_a_copy_that_went_on_elsewhere_is_sent_away() -> None:
    room = a_room()
    anna = Writer(room, "anna")
    anna.sends(anna.writes("a"))
    commit(room)
    anna.writes("never sent")
    other = Writer(room, "bruno", speaks_ours=False)
    room.receive(other.seat, frames.step_1(anna.doc.get_state()))
    assert other.memory.closed is Close.OTHER_EPOCH
    room.receive(anna.seat, frames.step_1(anna.doc.get_state()))
    assert anna.memory.closed is None, "one's own unsent text is no other epoch"


def test_blocks_that_wait_for_each_other_in_a_ring_never_reach_the_journal() -> None:
    room = a_room()
    mallory = Writer(room, "mallory")
    ring = b"\x02\x01\x01\x00\x84\x02\x00\x01x\x01\x02\x00\x84\x01\x00\x01y\x00"
    try:
        mallory.sends(ring)
    except Exception as error:  # noqa: BLE001 - whichever it is, the room is dropped
        assert "wait for each other" in str(error)  # noqa: PT017
    assert room.take() is None


def test_people_who_were_offline_together_bring_it_all_in_one_update() -> None:
    """Two tabs of one browser build on each other at every keystroke; one of them has the network first."""
    docs = [Note(), Note()]
    for turn in range(150):
        docs[turn % 2].edit(0, 0, "abc")
        docs[1 - turn % 2].apply(docs[turn % 2].update_since(docs[1 - turn % 2].state_vector()))
        docs[turn % 2].edit(2, 3, "😀")
        docs[1 - turn % 2].apply(docs[turn % 2].update_since(docs[1 - turn % 2].state_vector()))
    room = a_room()
    anna, carla = Writer(room, "anna"), Writer(room, "carla")
    anna.sends_step_2(docs[0].update_since())
    assert anna.memory.closed is None, anna.memory.detail
    assert commit(room) > 2
    assert text_of(carla) == room.note.markdown() == docs[0].markdown()
    assert room.inspector.clocks == docs[0].clocks()
    anna.sends_step_2(docs[0].update_since())
    assert commit(room) == 0, "all of it is known, the deletions too"


def test_an_update_that_costs_too_much_is_stopped_and_what_is_in_the_note_is_in_the_journal() -> None:
    hours = iter(range(1000))
    room = Room(Note(), Inspector(), {}, pack=bytes, stirred=lambda: None, clock=lambda: next(hours) / 4)
    mallory, carla = Writer(room, "mallory"), Writer(room, "carla")
    letters = [block(STRING, "x", (9, n - 1) if n else None) for n in range(2000)]
    mallory.sends(update([(9, 0, letters)]))
    assert (mallory.memory.closed, mallory.memory.detail) == (
        Close.REFUSED,
        "an update that takes longer than 1.0 s",
    )
    batch = room.take()
    assert batch is not None
    room.committed(batch)
    note, inspector = load(None, (entry.update for entry in batch.entries))
    assert 0 < len(note.markdown()) < 2000
    assert note.markdown() == text_of(carla) == room.note.markdown()
    assert inspector.to_bytes() == room.inspector.to_bytes()


def test_a_long_ring_of_blocks_is_refused_before_anything_waits() -> None:
    room = a_room()
    mallory, carla = Writer(room, "mallory"), Writer(room, "carla")
    ring = [(9, 0, [block(STRING, "x", (8, 0))] * 99), (8, 0, [block(STRING, "y", (9, 0))] * 99)]
    mallory.sends(update(ring))
    assert mallory.memory.detail == "blocks that wait for each other"
    carla.sends(carla.writes("Bonjour"))
    assert commit(room) == 1
    assert room.note.markdown() == "Bonjour"


def test_presence_is_stamped_and_goes_with_the_wave() -> None:
    room = a_room()
    anna, bruno = Writer(room, "anna"), Writer(room, "bruno")
    room.receive(
        anna.seat, frames.awareness(a_payload({"user": {"name": "forged"}}, client=anna.doc.client_id))
    )
    anna.sends(anna.writes("a"))
    commit(room)
    last = bruno.memory.heard[-1]
    presence = last[last.index(b"\x01", len(frames.update(b"")) + 20) :]
    assert b'"name":"anna"' in presence
    assert b"forged" not in last


def test_a_connection_speaks_for_one_client_id_only() -> None:
    room = a_room()
    anna, bruno = Writer(room, "anna"), Writer(room, "bruno")
    room.receive(anna.seat, frames.awareness(a_payload({}, client=1)))
    room.receive(bruno.seat, frames.awareness(a_payload({}, client=1)))
    room.receive(anna.seat, frames.awareness(a_payload({}, client=2)))
    room.whisper()
    told = bruno.heard(b"\x01")
    assert len(told) == 1
    (state,) = read_states(Reader(told[0], 1).buffer())
    assert state.client == 1
    assert state.content is not None
    assert bruno.seat.client is None


def test_who_leaves_is_taken_away_and_who_comes_sees_who_is_here() -> None:
    room = a_room()
    anna = Writer(room, "anna")
    room.receive(anna.seat, frames.awareness(a_payload({}, client=1, clock=4)))
    room.whisper()
    bruno = Writer(room, "bruno")
    assert b'"anna"' in bruno.memory.heard[-1]
    room.leave(anna.seat)
    room.whisper()
    (state,) = read_states(Reader(bruno.memory.heard[-1], 1).buffer())
    assert (state.client, state.clock, state.content) == (1, 5, None)


def test_a_room_on_a_full_disk_takes_nothing_and_acknowledges_nothing() -> None:
    room = a_room()
    room.is_writable = False
    anna = Writer(room, "anna")
    anna.sends_step_2()
    anna.sends(anna.writes("a"))
    anna.sends_step_2(anna.doc.get_update())
    assert room.take() is None
    assert anna.acknowledged == [1]
    assert room.note.markdown() == ""


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
