"""A room seen by those in it."""

from dataclasses import replace

from crdt import frames
from crdt.inspector import Inspector
from crdt.note import Note
from crdt.presence import read_states
from crdt.roles import Role
from crdt.room import Room
from crdt.seat import Close
from crdt.update import BLOCKS_A_SLICE
from crdt.varint import Reader
from tests.crdt.awareness import awareness_payload
from tests.crdt.writers import Writer, a_room, commit, text_of


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
        assert room.is_stirred
        assert room.take() is None
        room.whisper()
        assert again.acknowledged == [2], "once for all that has come"
    assert not room.is_stirred


def test_an_update_that_comes_too_early_is_healed_in_one_round_trip() -> None:
    room = a_room()
    anna = Writer(room, "anna")
    lost, early = anna.writes("a"), anna.writes("b")
    assert lost
    anna.sends_step_2()
    anna.sends(early)
    anna.sends(anna.writes("c"))
    assert anna.heard(b"\x00\x00") == [frames.step_1(b"\x00")] * 2, "one resync is outstanding at the most"
    room.whisper()
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
    room.whisper()
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
    assert other.memory.closed is Close.WENT_BACK
    room.receive(anna.seat, frames.step_1(anna.doc.get_state()))
    assert anna.memory.closed is None, "one's own unsent text is no other epoch"


def test_presence_is_stamped_and_goes_with_the_wave() -> None:
    room = a_room()
    anna, bruno = Writer(room, "anna"), Writer(room, "bruno")
    room.receive(
        anna.seat,
        frames.awareness(awareness_payload({"user": {"name": "forged"}}, client=anna.doc.client_id)),
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
    room.receive(anna.seat, frames.awareness(awareness_payload({}, client=1)))
    room.receive(bruno.seat, frames.awareness(awareness_payload({}, client=1)))
    room.receive(anna.seat, frames.awareness(awareness_payload({}, client=2)))
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
    room.receive(anna.seat, frames.awareness(awareness_payload({}, client=1, clock=4)))
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
    room.whisper()
    assert anna.acknowledged == [1]
    assert room.note.markdown() == ""


def test_a_joiner_is_given_the_part_of_a_long_update_that_was_taken_in_before_it_was_refused() -> None:
    hours = iter(range(1000))
    room = Room(
        Note(),
        Inspector(),
        {},
        pack=lambda message: message,
        stirred=lambda: None,
        clock=lambda: float(next(hours)),
    )
    anna, early = Writer(room, "anna"), Writer(room, "early")
    for number in range(BLOCKS_A_SLICE + 1):
        anna.text.insert(0, str(number % 10))
    for _ in room.receiving(anna.seat, frames.update(anna.doc.get_update())):
        commit(room)
        early.asks()  # the answer is kept for the next one
    assert anna.memory.closed is Close.REFUSED
    commit(room)
    late = Writer(room, "late")
    late.asks()
    assert text_of(late) == text_of(early) == room.note.markdown() != ""


def test_u_0000_is_refused_when_it_comes_by_whichever_way_and_nothing_of_it_is_taken() -> None:
    for typed_before in ("", "ab"):
        room = a_room()
        anna, bruno = Writer(room, "anna"), Writer(room, "bruno")
        for letter in typed_before:  # the second letter takes the short way
            anna.sends(anna.writes(letter))
        anna.sends(anna.writes("\0"))
        bruno.writes("x\0y")
        bruno.sends_step_2(bruno.doc.get_update())
        for writer in (anna, bruno):
            assert writer.memory.closed is Close.REFUSED
            assert "U+0000" in writer.memory.detail
        commit(room)
        assert room.note.markdown() == typed_before


def test_half_of_a_surrogate_pair_in_a_presence_is_malformed() -> None:
    anna = Writer(a_room(), "anna")
    anna.seat.stamp = replace(anna.seat.stamp, name="")
    payload = awareness_payload({"user": {"name": "?"}}).replace(b'"?"', b'"\\ud83d"')
    size = payload.index(b"{") - 1
    payload = payload[:size] + bytes([payload[size] + 5]) + payload[size + 1 :]
    anna.room.receive(anna.seat, frames.awareness(payload))
    assert anna.memory.closed is Close.MALFORMED
    assert "surrogate" in anna.memory.detail
