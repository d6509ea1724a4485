"""Linking, giving, taking back, closing and stealing by chance: nobody loses what they did not give."""

import random
from collections.abc import Callable, Iterator

import pytest

from server.ids import DeviceId, NoteId
from server.storage import Db, devices, kept_rights, losses
from server.storage.devices import Device
from server.visitors import closing, lost
from tests.databases import Databases
from tests.server.both_engines import databases
from tests.server.linked_browsers import World

__all__ = ["databases"]

STEPS = 40
SEEDS = [*range(12), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(12, 300))]
Found = frozenset[tuple[str, bool]]


@pytest.fixture
def db(databases: Databases) -> Iterator[Db]:
    with databases.new() as db:
        yield db


def device_of(world: World, id_: DeviceId) -> Device:
    return Device(id=id_, visitor=world.visitor_of(id_), name=None, colour=1, seen_at=world.now)


def is_open(world: World, id_: DeviceId) -> bool:
    ((closed,),) = world.db.execute("SELECT closed_at IS NOT NULL FROM devices WHERE id = ?", (id_,))
    return not closed


def beside(world: World, id_: DeviceId) -> list[DeviceId]:
    """What a press of this browser means without a choice, as its page lists them."""
    rows = devices.of_visitor(world.db, world.visitor_of(id_))
    return [row.id for row in rows if row.id != id_]


def joins(world: World, id_: DeviceId) -> None:
    host = world.chance.choice(world.browsers)
    if is_open(world, host) and world.visitor_of(host) != world.visitor_of(id_):
        world.now += 1
        kept_rights.join(world.db, id_, world.visitor_of(host), by=host, at=world.now)


def makes(world: World, id_: DeviceId) -> None:
    world.makes(id_)


def opens_again(world: World, id_: DeviceId) -> None:
    for note, _ in sorted(world.reach(id_)):
        world.opens_again(id_, NoteId(note))


def gives(world: World, id_: DeviceId) -> None:
    world.now += 1
    kept_rights.give(world.db, id_, world.now)


def takes_back(world: World, id_: DeviceId) -> None:
    for one in kept_rights.given(world.db, id_, world.now):
        kept_rights.take_back(world.db, id_, one.device, world.now)


def presses(world: World, id_: DeviceId) -> None:
    """Who presses ends what is theirs, and no more; who takes it back has it as it was."""
    before, theirs, others = world.reaches(), world.shared_by(id_), beside(world, id_)
    if not others:
        return
    world.now += 1
    done = lost.press(world.db, device_of(world, id_), lost=others, keep=None, at=world.now)
    expect_only_theirs_ended(world, id_, before=before, theirs=theirs)
    if world.chance.random() < 0.4:
        world.now += 1
        losses.take_back(world.db, done.loss.id, world.now)
        for one in others:
            if one in world.browsers:
                kept = {note for note, _ in before[one]} - {note for note, _ in theirs}
                assert kept <= {note for note, _ in world.reach(one)}
                assert world.visitor_of(one) == done.loss.visitor


def closes(world: World, id_: DeviceId) -> None:
    others = [one for one in beside(world, id_) if one in world.browsers]
    if not others:
        return
    before, theirs = world.reaches(), world.shared_by(id_)
    closed = world.chance.choice(others)
    world.now += 1
    closing.close(world.db, closed, visitor=world.visitor_of(id_), at=world.now)
    kept = {note for note, _ in before[closed]} - {note for note, _ in theirs}
    assert kept <= {note for note, _ in world.reach(closed)}
    for one in world.browsers:
        if one != closed:
            assert world.reach(one) == before[one], one


def expect_only_theirs_ended(
    world: World, by: DeviceId, *, before: dict[DeviceId, Found], theirs: set[tuple[str, bool]]
) -> None:
    ended = {note for note, _ in theirs}
    assert {note for note, _ in world.reach(by)} >= {note for note, _ in before[by]}
    for one in world.browsers:
        if one == by:
            continue
        had, has = ({note for note, _ in found} for found in (before[one], world.reach(one)))
        assert had - ended <= has, (one, "lost what was not theirs")
        assert has <= had, (one, "gained")


DOES: tuple[Callable[[World, DeviceId], None], ...] = (
    *(joins, joins, joins, makes, makes, opens_again),
    *(gives, takes_back, presses, presses, closes),
)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_loses_by_a_press_what_they_did_not_give(db: Db, seed: int) -> None:
    world = World(db, random.Random(seed))
    for _ in range(6):
        world.makes(world.comes())
    for _ in range(STEPS):
        open_ones = [one for one in world.browsers if is_open(world, one)]
        if len(open_ones) < 4:
            world.makes(world.comes())
            continue
        world.chance.choice(DOES)(world, world.chance.choice(open_ones))
