"""Browsers that make notes, open them and join each other, at the tables themselves."""

import random
import secrets
from dataclasses import dataclass, field

from crdt.roles import Role
from server.ids import DeviceId, LinkId, NoteId, VisitorId
from server.storage import Db, devices, notes
from server.storage.devices import SHARING, Device
from server.storage.rights import grants, links, openings
from server.storage.rights.links import Link, Used
from server.targets import NoteTarget


@dataclass
class World:
    """Browsers that make notes, open them and join each other; times count up by one."""

    db: Db
    chance: random.Random
    browsers: list[DeviceId] = field(default_factory=list)
    opens: dict[NoteId, LinkId] = field(default_factory=dict)
    now: int = 1

    def comes(self) -> DeviceId:
        id_ = DeviceId(f"d{len(self.browsers)}")
        visitor = VisitorId(f"v{len(self.browsers)}")
        self.now += 1
        device = Device(id=id_, visitor=visitor, name=None, colour=1, seen_at=self.now)
        devices.insert(self.db, device, secrets.token_bytes(32), "curl")
        self.browsers.append(id_)
        return id_

    def makes(self, device: DeviceId) -> NoteId:
        note, link = NoteId(f"n{len(self.opens)}"), LinkId(f"l{len(self.opens)}")
        self.now += 1
        notes.insert(self.db, note, "", self.now)
        links.insert(self.db, Link(id=link, target=NoteTarget(note), role=Role.EDIT), by=device, at=self.now)
        grants.grant(self.db, device, NoteTarget(note), Role.MANAGE)
        openings.opened(self.db, device, NoteTarget(note), Used(link=link, generation=1), self.now)
        self.opens[note] = link
        return note

    def opens_again(self, device: DeviceId, note: NoteId) -> None:
        """By the address of today, as home leads there."""
        self.now += 1
        ((generation,),) = self.db.execute("SELECT generation FROM links WHERE id = ?", (self.opens[note],))
        openings.opened(
            self.db, device, NoteTarget(note), Used(link=self.opens[note], generation=generation), self.now
        )

    def reach(self, device: DeviceId) -> frozenset[tuple[str, bool]]:
        """Each note that a device finds, and whether it manages it."""
        listed = {one.note for one in notes.openings(self.db, device)}
        rows = self.db.execute(f"SELECT target FROM grants WHERE device IN ({SHARING})", (device,))  # noqa: S608
        granted = {note for (note,) in rows}
        return frozenset((note, note in granted) for note in listed | granted)

    def reaches(self, *, but: DeviceId | None = None) -> dict[DeviceId, frozenset[tuple[str, bool]]]:
        return {one: self.reach(one) for one in self.browsers if one != but}

    def shared_by(self, device: DeviceId) -> set[tuple[str, bool]]:
        """What a browser reaches and does not keep from the devices that it has joined."""
        held = "SELECT target, device FROM grants UNION SELECT target, device FROM openings"
        query = (
            f"SELECT target FROM ({held}) AS held JOIN devices ON devices.id = held.device"  # noqa: S608
            " WHERE kept_for = ? AND given_to IS DISTINCT FROM ? AND visitor <> ?"
        )
        visitor = self.visitor_of(device)
        kept = {note for (note,) in self.db.execute(query, (device, visitor, visitor))}
        return {(note, manages) for note, manages in self.reach(device) if note not in kept}

    def visitor_of(self, device: DeviceId) -> VisitorId:
        rows = self.db.execute("SELECT visitor FROM devices WHERE id = ?", (device,))
        return next(VisitorId(visitor) for (visitor,) in rows)

    def family(self, device: DeviceId) -> set[DeviceId]:
        visitor = self.visitor_of(device)
        return {one for one in self.browsers if self.visitor_of(one) == visitor}
