"""What a browser had before it joined others stays in its own reach, whatever happens in whatever order."""

import random
from collections.abc import Callable

import pytest

from server.ids import DeviceId, NoteId
from server.storage import Db, devices, kept_rights
from server.storage.rights import links
from tests.server.linked_browsers import World

STEPS = 30


def joins(world: World, device: DeviceId) -> None:
    """A browser joins: nobody else's reach changes, and it has what was there beside its own."""
    host = world.chance.choice(world.browsers)
    if world.visitor_of(host) == world.visitor_of(device):
        return
    own = {
        (note, True) for (note,) in world.db.execute("SELECT target FROM grants WHERE device = ?", (device,))
    }
    before, hosts = world.reaches(but=device), world.shared_by(host)
    world.now += 1
    kept_rights.join(world.db, device, world.visitor_of(host), by=None, at=world.now)
    assert world.reaches(but=device) == before
    assert world.reach(device) >= hosts | own


def makes(world: World, device: DeviceId) -> None:
    """A new note is found by its maker and the devices of the same visitor, and by nobody else."""
    family, before = world.family(device), world.reaches()
    note = world.makes(device)
    after = world.reaches()
    assert {one for one in world.browsers if (note, True) in after[one]} == family
    assert {one: after[one] - {(note, True)} for one in world.browsers} == before


def opens_what_it_finds(world: World, device: DeviceId) -> None:
    """To open what is in reach brings it into nobody else's."""
    found = [note for note, _ in sorted(world.reach(device))]
    if not found:
        return
    before = world.reaches()
    world.opens_again(device, NoteId(world.chance.choice(found)))
    assert world.reaches() == before


def gives_and_takes_back(world: World, device: DeviceId) -> None:
    """What is given is found by all devices that were joined; taken back, all is as before."""
    before, family = world.reaches(), world.family(device)
    own = before[device]
    many = kept_rights.count_kept(world.db, device)
    world.now += 1
    assert kept_rights.give(world.db, device, world.now) == many
    assert kept_rights.count_kept(world.db, device) == 0
    given = world.reaches()
    assert given[device] == own
    for one in world.browsers:
        gained = given[one] - before[one]
        assert gained <= own
        assert not gained or one in family
    if many and world.chance.random() < 0.7:
        for one in sorted(family):
            opens_what_it_finds(world, one)
        asker = world.chance.choice(sorted(family))
        back = kept_rights.take_back(world.db, asker, device, world.now + 1)
        assert back
        assert {one: {note for note, _ in found} for one, found in world.reaches().items()} == {
            one: {note for note, _ in found} for one, found in before.items()
        }


DOES: tuple[Callable[[World, DeviceId], None], ...] = (
    joins,
    makes,
    opens_what_it_finds,
    gives_and_takes_back,
)


@pytest.mark.first(6)
@pytest.mark.parametrize("seed", range(25))
def test_nothing_of_ones_own_reaches_others_by_joining_them(db: Db, seed: int) -> None:
    world = World(db, random.Random(seed))
    for _ in range(5):
        world.makes(world.comes())
    for _ in range(STEPS):
        world.chance.choice(DOES)(world, world.chance.choice(world.browsers))


def test_a_day_later_nothing_is_taken_back(db: Db) -> None:
    world = World(db, random.Random(1))
    desk, phone = world.comes(), world.comes()
    note = world.makes(phone)
    kept_rights.join(db, phone, world.visitor_of(desk), by=None, at=world.now)
    kept_rights.give(db, phone, world.now)
    late = world.now + kept_rights.RETURN_MS
    assert [one.notes for one in kept_rights.given(db, desk, late - 1)] == [1]
    assert kept_rights.given(db, desk, late) == []
    assert not kept_rights.take_back(db, desk, phone, late)
    assert (note, True) in world.reach(desk)


def test_who_goes_back_has_its_own_in_one_row_again(db: Db) -> None:
    world = World(db, random.Random(1))
    desk, phone, other = world.comes(), world.comes(), world.comes()
    kept_rights.join(db, phone, world.visitor_of(desk), by=None, at=world.now)
    note = world.makes(phone)
    kept_rights.join(db, phone, world.visitor_of(other), by=None, at=world.now)
    assert [row.has_left for row in devices.of_visitor(db, world.visitor_of(desk))].count(True) == 1
    kept_rights.join(db, phone, world.visitor_of(desk), by=None, at=world.now)
    assert [row.has_left for row in devices.of_visitor(db, world.visitor_of(desk))] == [False, False]
    assert (note, True) in world.reach(desk)


def test_a_closed_browser_reaches_nothing_of_what_it_kept_and_its_visitor_goes_on(
    db: Db,
) -> None:
    world = World(db, random.Random(1))
    desk, phone, thief = world.comes(), world.comes(), world.comes()
    kept_rights.join(db, phone, world.visitor_of(desk), by=None, at=world.now)
    note = world.makes(phone)
    kept_rights.join(db, phone, world.visitor_of(thief), by=None, at=world.now)
    (left,) = [row for row in devices.of_visitor(db, world.visitor_of(desk)) if row.has_left]
    assert (note, True) in world.reach(phone)
    devices.close(db, left.id, world.now)
    assert (note, True) not in world.reach(phone)
    assert (note, True) in world.reach(desk)
    assert [link.id for link in links.open_made_by(db, left.id)] == [world.opens[note]]


def test_every_table_of_devices_is_shared_or_was_thought_of(db: Db) -> None:
    """A new table that names a device moves with what is kept, or is asked for one very device."""
    naming = {table.name for table in db.tables() if table.references.get("device") == "devices"}
    of_one_device = {
        "access_requests",
        "access_asks",
        "imports",
        "members",
        "admissions",
        "right_before",
        "recovery_codes",
        "lost_devices",
        "lost_openings",
        "readings",
        "carryings",
    }
    assert naming == {*kept_rights.SHARED, *of_one_device}
