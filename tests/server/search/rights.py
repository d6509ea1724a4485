"""Histories of rights by chance: who may read which note, beside the database that says so."""

import random
import secrets
from collections.abc import Callable

from crdt.roles import Role
from server.ids import BinderId, DeviceId, LinkId, NoteId, VisitorId
from server.storage import (
    binders,
    devices,
    kept_rights,
    members,
    notes,
    password_grants,
    renewals,
    ways,
)
from server.storage.binders import BinderRow
from server.storage.devices import Device
from server.storage.engines.connection import Connection
from server.storage.rights import grants as rows
from server.storage.rights import links, openings
from server.storage.rights.links import Link
from server.targets import BinderTarget, NoteTarget, Target

PROOF = "proof"
BINDERS = [BinderId(f"b{number}") for number in range(3)]
NOTES = [NoteId(f"n{number}") for number in range(8)]
BROWSERS = [DeviceId(f"d{number}") for number in range(6)]


class World:
    """Browsers, notes and classeurs of one database; times count up by one."""

    def __init__(self, db: Connection, chance: random.Random) -> None:
        self.db = db
        self.chance = chance
        self.now = 1
        self.links: list[LinkId] = []
        for number, id_ in enumerate(BINDERS):
            row = BinderRow(id=id_, name=id_, is_team=number == 0, created_at=1, changed_at=1)
            binders.insert(db, row)
        for note in NOTES:
            notes.insert(db, note, note, 1)
        for number, device in enumerate(BROWSERS):
            row_ = Device(id=device, visitor=VisitorId(f"v{number}"), name="x", colour=1, seen_at=1)
            devices.insert(db, row_, secrets.token_bytes(32), "curl")

    @property
    def device(self) -> DeviceId:
        return self.chance.choice(BROWSERS)

    @property
    def note(self) -> NoteId:
        return self.chance.choice(NOTES)

    @property
    def binder(self) -> BinderId:
        return self.chance.choice(BINDERS)

    @property
    def target(self) -> Target:
        return NoteTarget(self.note) if self.chance.random() < 0.5 else BinderTarget(self.binder)

    def link(self) -> Link | None:
        return links.find(self.db, self.chance.choice(self.links)) if self.links else None


def grants(world: World) -> None:
    role = world.chance.choice([Role.READ, Role.EDIT, Role.MANAGE])
    rows.grant(world.db, world.device, world.target, role)


def makes_a_link(world: World) -> None:
    id_ = LinkId(f"l{len(world.links)}")
    chance = world.chance
    link = Link(
        id=id_,
        target=world.target,
        role=chance.choice(list(Role)),
        expires_at=chance.choice([None, None, world.now + chance.randrange(30)]),
        max_openings=chance.choice([None, None, None, 3]),
        password_hash=chance.choice([None, None, "hash"]),
    )
    links.insert(world.db, link, by=world.device, at=world.now)
    world.links.append(id_)


def comes(world: World) -> None:
    if link := world.link():
        openings.opened(world.db, world.device, link.target, link.used, world.now)


def says_the_password(world: World) -> None:
    if link := world.link():
        password_grants.admit(world.db, link.id, world.device, password_hash="hash", at=world.now)


def gets_a_password(world: World) -> None:
    if link := world.link():
        hash_ = world.chance.choice([None, "hash"])
        password_grants.change_password(world.db, link.id, hash_, world.now)


def is_renewed(world: World) -> None:
    if link := world.link():
        keep = world.chance.sample(BROWSERS, world.chance.randrange(3))
        renewals.renew(world.db, [link.id], keep=keep, at=world.now)


def is_closed(world: World) -> None:
    if (link := world.link()) and world.chance.random() < 0.4:
        links.close(world.db, link.id, world.now)


def joins(world: World) -> None:
    device, host = world.chance.sample(BROWSERS, 2)
    visitors = [found.visitor for one in (device, host) if (found := devices.describe(world.db, one))]
    if len(set(visitors)) == 2:
        kept_rights.join(world.db, device, visitors[1], by=None, at=world.now)
    match world.chance.randrange(3):
        case 0:
            kept_rights.give(world.db, device, world.now)
        case 1:
            kept_rights.take_back(world.db, host, device, world.now)
        case _:
            pass


def moves(world: World) -> None:
    binders.put_note(world.db, world.note, world.chance.choice([None, world.binder]))


def comes_into_the_team(world: World) -> None:
    members.let_in(world.db, world.device, proof=world.chance.choice([PROOF, "before"]), at=world.now)


def leaves_the_team(world: World) -> None:
    members.end(world.db, [world.device])


def goes_into_the_trash(world: World) -> None:
    of = world.chance.choice(["notes", "notes", "binders"])
    id_ = world.note if of == "notes" else world.binder
    at = world.chance.choice([None, world.now])
    world.db.execute(f"UPDATE {of} SET trashed_at = ? WHERE id = ?", (at, id_))  # noqa: S608 - constants


def goes_into_the_archive(world: World) -> None:
    at = world.chance.choice([None, world.now])
    world.db.execute("UPDATE notes SET archived_at = ? WHERE id = ?", (at, world.note))


ACTS: tuple[tuple[Callable[[World], None], int], ...] = (
    (grants, 3),
    (makes_a_link, 6),
    (comes, 10),
    (says_the_password, 4),
    (gets_a_password, 1),
    (is_renewed, 2),
    (is_closed, 2),
    (joins, 2),
    (moves, 4),
    (comes_into_the_team, 2),
    (leaves_the_team, 1),
    (goes_into_the_trash, 1),
    (goes_into_the_archive, 1),
)


def step(world: World) -> Callable[[World], None]:
    """Something happens; gives what."""
    acts, weights = [act for act, _ in ACTS], [weight for _, weight in ACTS]
    (act,) = world.chance.choices(acts, weights)
    act(world)
    world.now += 1
    return act


def rights_of(world: World, device: DeviceId) -> dict[NoteId, tuple[Role | None, BinderId | None]]:
    """By `ways.strongest`, one note after the other; what is in the trash is read by nobody."""
    found = {}
    for note, binder, trashed_at in list(world.db.execute("SELECT id, binder, trashed_at FROM notes")):
        way = ways.strongest(world.db, device, NoteTarget(note), proof=PROOF, now=world.now)
        reads = way is not None and way.role.allows(Role.READ) and trashed_at is None
        found[NoteId(note)] = (way.role if way and reads else None, binder if trashed_at is None else None)
    return found
