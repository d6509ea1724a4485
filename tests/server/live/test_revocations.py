"""Rights that are taken back under open connections: at once, for good, or not at all where it fails."""

import pytest

from crdt import frames
from crdt.note import first_update
from crdt.roles import Role
from crdt.seat import Close
from server.clock import now_ms
from server.ids import DeviceId, LinkId, VisitorId
from server.live.expiring_peer import ExpiringPeer
from server.live.revocations import REMEMBERED, Revocation, Revocations
from server.live.rooms import Rooms
from server.rights.access import Access, NoteAccess
from server.storage import Engine
from server.targets import NoteTarget
from tests.crdt.writers import Memory
from tests.server.live.guests import NOTE, Guest

LINK = LinkId("link of anna")


def access(revocations: Revocations, link: str = LINK, device: str | None = "anna") -> NoteAccess:
    """As the guard would give it now."""
    return Access(
        link=LinkId(link),
        target=NoteTarget(NOTE),
        role=Role.EDIT,
        device=DeviceId(device) if device else None,
        visitor=VisitorId("v"),
        name=None,
        colour=1,
        since=revocations.moment,
    )


def test_nobody_sits_down_while_a_right_is_taken_back_nor_with_what_was_looked_up_before() -> None:
    revocations = Revocations()
    before = access(revocations)
    with revocations.during([LINK]):
        assert revocations.touches(before)
        assert revocations.touches(access(revocations))
        assert not revocations.touches(access(revocations, link="another", device="bruno"))
        with revocations.during([LINK]):
            pass
        assert revocations.touches(access(revocations)), "the other one has not ended"
    assert revocations.touches(before)
    assert not revocations.touches(access(revocations)), "who is let in now was let in by what is so now"
    with revocations.during(["anna"]):
        assert revocations.touches(access(revocations, link="another"))
    assert not revocations.touches(access(revocations, link="another", device=None))


def test_only_so_many_are_remembered() -> None:
    revocations = Revocations()
    before = access(revocations)
    for number in range(REMEMBERED + 1):
        with revocations.during([str(number)]):
            pass
    with revocations.during([LINK]):
        pass
    assert revocations.touches(before)


async def test_what_was_taken_in_before_is_on_disk_before_and_nothing_after_it_is(engine: Engine) -> None:
    async with Rooms.open(engine) as rooms, rooms.visit(NOTE) as open_note:
        anna, bruno = Guest(rooms, open_note, device="anna"), Guest(rooms, open_note, device="bruno")
        anna.types(first_update("avant "))
        async with rooms.guests.revoking(
            Revocation([LINK], why=Close.WITHDRAWN, detail="this link was closed")
        ):
            assert open_note.room.is_settled
            anna.types(first_update("après "))
            bruno.types(first_update("d’un autre"))
            await open_note.settled()
        assert await anna.end() is Close.WITHDRAWN
        text = await open_note.markdown()
        assert ("avant" in text, "après" in text, "d’un autre" in text) == (True, False, True)
        assert "d’un autre".encode() not in anna.line.written
        assert list(open_note.room) == [bruno.seat]


async def test_devices_that_need_not_say_a_password_stay(engine: Engine) -> None:
    async with Rooms.open(engine) as rooms, rooms.visit(NOTE) as open_note:
        anna = Guest(rooms, open_note, device="anna")
        stays = frozenset({DeviceId("anna")})
        async with rooms.guests.revoking(
            Revocation([LINK], why=Close.LOCKED, detail="this link asks", but=stays)
        ):
            pass
        assert list(open_note.room) == [anna.seat]


async def test_where_it_was_not_written_down_they_are_told_to_come_back(engine: Engine) -> None:
    async with Rooms.open(engine) as rooms, rooms.visit(NOTE) as open_note:
        anna = Guest(rooms, open_note, device="anna")
        with pytest.raises(OSError, match="full"):
            async with rooms.guests.revoking(
                Revocation([LINK], why=Close.WITHDRAWN, detail="this link was closed")
            ):
                raise OSError("full")
        assert await anna.end() is Close.RELOADING


@pytest.mark.parametrize(("left_ms", "is_shown"), [(60_000, True), (0, False), (-1, False)])
def test_a_peer_whose_time_is_over_is_shown_nothing_and_can_be_closed(
    left_ms: int, *, is_shown: bool
) -> None:
    memory = Memory()
    peer = ExpiringPeer(memory, now_ms() + left_ms)
    peer.send(frames.step_1(b"\x00"))
    peer.close(Close.WITHDRAWN, "this link has expired")
    assert (bool(memory.heard), memory.closed) == (is_shown, Close.WITHDRAWN)
