"""Who is removed from a link has nothing by it, and everybody else has what they had, in any order."""

import random
import secrets

import pytest

from crdt.roles import Role
from server.ids import BinderId, DeviceId, LinkId, NoteId, VisitorId
from server.storage import Db, arrivals, binders, devices, kept_rights, notes, renewals, ways
from server.storage.binders import BinderRow
from server.storage.devices import Device
from server.storage.rights import grants, links, openings
from server.storage.rights.links import Link
from server.targets import BinderTarget, NoteTarget, Target

BINDER, NOTE = BinderTarget(BinderId("b")), NoteTarget(NoteId("n"))
WAYS: dict[LinkId, tuple[Target, Role]] = {
    LinkId("all"): (BINDER, Role.EDIT),
    LinkId("some"): (BINDER, Role.READ),
    LinkId("one"): (NOTE, Role.COMMENT),
}
MANAGER = DeviceId("d0")
BROWSERS = [DeviceId(f"d{number}") for number in range(7)]
WORLDS, STEPS = 8, 60


def begin(db: Db) -> None:
    binders.insert(db, BinderRow(id=BINDER.id, name="Programme", created_at=1, changed_at=1))
    notes.insert(db, NOTE.id, "Loyers", 1)
    binders.put_note(db, NOTE.id, BINDER.id)
    for number, device in enumerate(BROWSERS):
        row = Device(id=device, visitor=VisitorId(f"v{number}"), name="x", colour=1, seen_at=1)
        devices.insert(db, row, secrets.token_bytes(32), "curl")
    grants.grant(db, MANAGER, BINDER, Role.MANAGE)
    for id_, (target, role) in WAYS.items():
        links.insert(db, Link(id=id_, target=target, role=role), by=MANAGER, at=1)


def held(db: Db, now: int) -> dict[DeviceId, tuple[object, ...]]:
    """The strongest right of each browser on the classeur and on the note in it."""

    def on(device: DeviceId, target: Target) -> Role | None:
        way = ways.strongest(db, device, target, proof="", now=now)
        return way.role if way else None

    return {device: (on(device, BINDER), on(device, NOTE)) for device in BROWSERS}


def comes(db: Db, chance: random.Random, now: int) -> None:
    """By the current address of a link."""
    link = links.find(db, chance.choice(list(WAYS)))
    assert link is not None
    openings.opened(db, chance.choice(BROWSERS), link.target, link.used, now)


def joins(db: Db, chance: random.Random, now: int) -> None:
    """A browser joins the devices of another one, and may give what it had."""
    device, host = chance.sample(BROWSERS[1:], 2)
    visitor = _visitor(db, host)
    if visitor != _visitor(db, device):
        kept_rights.join(db, device, visitor, by=None, at=now)
    if chance.random() < 0.5:
        kept_rights.give(db, device, now)


def removes(db: Db, chance: random.Random, now: int) -> None:
    """The manager removes one of those who came by a link."""
    link = chance.choice(list(WAYS))
    people = {one.visitor for one in arrivals.of_links(db, [link]) if not one.manages}
    if not people:
        return
    visitor = chance.choice(sorted(people))
    gone = set(devices.all_of(db, visitor))
    before = held(db, now)
    touched = {one for one in BROWSERS if gone & set(renewals.own_devices(db, one))}
    renewals.renew_without(db, [link], without=visitor, by=MANAGER, at=now)
    after = held(db, now)
    assert [after[one] for one in BROWSERS if one not in touched] == [
        before[one] for one in BROWSERS if one not in touched
    ]
    current = links.find(db, link)
    assert current is not None
    came = "SELECT 1 FROM openings WHERE device = ? AND link = ? AND generation = ?"
    assert not any(list(db.execute(came, (one, link, current.generation))) for one in gone)
    assert visitor not in {one.visitor for one in arrivals.of_links(db, [link])}


@pytest.mark.parametrize("seed", range(WORLDS))
def test_nobody_else_loses_anything_and_nothing_of_the_removed_is_left(db: Db, seed: int) -> None:
    chance = random.Random(seed)
    begin(db)
    for now in range(2, 2 + STEPS):
        chance.choice([comes, comes, comes, joins, removes])(db, chance, now)
    removes(db, chance, 2 + STEPS)


def _visitor(db: Db, device: DeviceId) -> VisitorId:
    found = devices.describe(db, device)
    assert found is not None
    return found.visitor
