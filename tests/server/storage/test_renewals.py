"""Renewed links against a model: chance opens, renews, keeps and closes, and both agree on every way in."""

import random
from dataclasses import dataclass, field

import pytest

from crdt.roles import Role
from server.ids import DeviceId, FolderId, ItemId, LinkId, NoteId, VisitorId
from server.storage import Db, arrivals, devices, folders, notes, password_grants, renewals
from server.storage.arrivals import TRUSTED_AFTER_MS, Arrival, is_trusted
from server.storage.devices import Device
from server.storage.engines.connection import Connection
from server.storage.folders import FolderRow
from server.storage.migrations import migrations
from server.storage.rights import grants, links, openings
from server.storage.rights.links import Link, Used
from server.targets import FolderTarget, NoteTarget
from tests.server.storage.older import apply_until

NOTE, FOLDER = NoteId("note"), FolderId("folder")
OF_NOTE = [LinkId("edit"), LinkId("read")]
OF_FOLDER = [LinkId("put"), LinkId("look")]
DEVICES = [DeviceId(f"d{number}") for number in range(5)]


def fill(db: Db) -> None:
    notes.insert(db, NOTE, "Eau", 1)
    folders.insert(db, FolderRow(id=FOLDER, changed_at=1))
    for id_, role in zip(OF_NOTE, (Role.EDIT, Role.READ), strict=True):
        links.insert(db, Link(id=id_, target=NoteTarget(NOTE), role=role), by=None, at=1)
    for id_, role in zip(OF_FOLDER, (Role.EDIT, Role.READ), strict=True):
        links.insert(db, Link(id=id_, target=FolderTarget(FOLDER), role=role), by=None, at=1)
    for number, device in enumerate(DEVICES):
        row = Device(id=device, visitor=VisitorId(f"v{number}"), name=None, colour=1, seen_at=1)
        devices.insert(db, row, device.encode(), "")


@dataclass
class Model:
    """The generation of each link, and by which link and generation each device and the note came."""

    current: dict[LinkId, int] = field(default_factory=lambda: dict.fromkeys(OF_NOTE + OF_FOLDER, 1))
    closed: set[LinkId] = field(default_factory=set)
    came: dict[tuple[DeviceId, str], tuple[LinkId, int]] = field(default_factory=dict)
    item: tuple[LinkId, int] | None = None

    def renew(self, renewed: list[LinkId], keep: list[DeviceId]) -> None:
        for link in renewed:
            if link in self.closed:
                continue
            before = self.current[link]
            self.current[link] += 1
            for (device, what), by in self.came.items():
                if by == (link, before) and device in keep:
                    self.came[device, what] = (link, before + 1)
            if self.item == (link, before) and any(one in OF_FOLDER for one in renewed):
                self.item = (link, before + 1)

    def opens(self, by: tuple[LinkId, int] | None) -> bool:
        return by is not None and by[0] not in self.closed and self.current[by[0]] == by[1]


def agree(db: Db, model: Model) -> None:
    for device in DEVICES:
        of_note = password_grants.still_opens(db, openings.opened_by(db, device, NoteTarget(NOTE)), device, 9)
        of_folder = password_grants.still_opens(
            db, openings.opened_by(db, device, FolderTarget(FOLDER)), device, 9
        )
        assert (of_note is not None) is model.opens(model.came.get((device, "note")))
        assert (of_folder is not None) is model.opens(model.came.get((device, "folder")))
    listed = {(one.link, one.device) for one in arrivals.of_links(db, OF_NOTE + OF_FOLDER)}
    assert listed == {(by[0], device) for (device, _), by in model.came.items() if model.opens(by)}
    for item in folders.items(db, FOLDER):
        assert (password_grants.still_opens(db, item.used, None, 9) is not None) is model.opens(model.item)


@pytest.mark.parametrize("seed", range(30))
def test_a_way_in_is_good_for_the_generation_it_came_by(db: Db, seed: int) -> None:
    chance, model = random.Random(seed), Model()
    fill(db)
    for _ in range(60):
        link = chance.choice(OF_NOTE + OF_FOLDER)
        device, old = chance.choice(DEVICES), chance.random() < 0.3
        generation = max(1, model.current[link] - old)
        match chance.choice(["open", "open", "open", "renew", "put", "close"]):
            case "open" if link in OF_NOTE:
                openings.opened(db, device, NoteTarget(NOTE), Used(link=link, generation=generation), 5)
                model.came[device, "note"] = (link, generation)
            case "open":
                openings.opened(db, device, FolderTarget(FOLDER), Used(link=link, generation=generation), 5)
                model.came[device, "folder"] = (link, generation)
            case "renew":
                renewed = chance.sample(OF_NOTE + OF_FOLDER, chance.randint(1, 4))
                keep = chance.sample(DEVICES, chance.randint(0, 3))
                renewals.renew(db, renewed, keep=keep, at=6)
                model.renew(renewed, keep)
            case "put" if link in OF_NOTE:
                used = Used(link=link, generation=generation)
                folders.add(db, FOLDER, ItemId("item"), NOTE, came=used, by=None, at=5)
                model.item = (link, generation)
            case "close" if chance.random() < 0.1:
                links.close(db, link, 7)
                model.closed.add(link)
            case _:
                pass
        agree(db, model)


def test_a_press_reaches_the_pochettes_that_show_the_note(db: Db) -> None:
    fill(db)
    other = FolderId("other")
    folders.insert(db, FolderRow(id=other, changed_at=1))
    links.insert(db, Link(id=LinkId("others"), target=FolderTarget(other), role=Role.EDIT), by=None, at=1)
    grants.grant(db, DEVICES[0], FolderTarget(FOLDER), Role.MANAGE)
    for folder, link in ((FOLDER, "edit"), (other, "read")):
        used = Used(link=LinkId(link), generation=1)
        folders.add(db, folder, ItemId(f"in {folder}"), NOTE, came=used, by=None, at=1)
    whole = renewals.reach(db, NoteTarget(NOTE), VisitorId("v0"))
    assert set(whole.links) == {*OF_NOTE, *OF_FOLDER}
    assert (whole.folders_managed, whole.folders_elsewhere) == ((FOLDER,), (other,))
    assert renewals.reach(db, NoteTarget(NOTE), VisitorId("v1")).folders_elsewhere == (FOLDER, other)
    alone = renewals.reach(db, NoteTarget(NOTE), VisitorId("v0"), only=LinkId("read"))
    assert (alone.links, alone.folders_managed, alone.folders_elsewhere) == ((LinkId("read"),), (), (other,))


def test_the_trust_of_an_arrival_asks_for_a_name_and_two_days() -> None:
    came = Arrival(
        link=LinkId("l"),
        device=DeviceId("d"),
        visitor=VisitorId("v"),
        name="Claire",
        agent="",
        colour=1,
        since=0,
        seen_at=0,
        manages=False,
        is_new=False,
    )
    assert is_trusted(came, at=TRUSTED_AFTER_MS)
    assert not is_trusted(came, at=TRUSTED_AFTER_MS - 1)
    assert not is_trusted(came, at=TRUSTED_AFTER_MS, lost_names=["claire"])


def test_since_is_the_first_opening_by_the_current_address(db: Db) -> None:
    fill(db)

    def since() -> int:
        return arrivals.of_links(db, OF_NOTE)[0].since

    for at in (10, 20):
        openings.opened(db, DEVICES[0], NoteTarget(NOTE), Used(link=OF_NOTE[0], generation=1), at)
        assert since() == 10
    renewals.renew(db, OF_NOTE, keep=[DEVICES[0]], at=30)
    openings.opened(db, DEVICES[0], NoteTarget(NOTE), Used(link=OF_NOTE[0], generation=2), 40)
    assert since() == 10
    renewals.renew(db, OF_NOTE, keep=[], at=50)
    openings.opened(db, DEVICES[0], NoteTarget(NOTE), Used(link=OF_NOTE[0], generation=3), 60)
    assert since() == 60


def test_older_rows_keep_their_way_in_only_where_the_address_was_not_renewed_since() -> None:
    connection = Connection(":memory:")
    apply_until(connection, 18)
    connection.execute("INSERT INTO notes (id, created_at, changed_at) VALUES ('n', 1, 1)")
    connection.execute("INSERT INTO visitors VALUES ('v', NULL, 1, 1)")
    for link, generation, changed_at in (("never", 1, 99), ("before", 3, 10), ("after", 2, 30)):
        connection.execute(
            "INSERT INTO links (id, note, role, generation, created_at, changed_at)"
            " VALUES (?, 'n', 'edit', ?, 1, ?)",
            (link, generation, changed_at),
        )
        connection.execute(
            "INSERT INTO devices (id, secret_hash, visitor, created_at, seen_at) VALUES (?, ?, 'v', 1, 1)",
            (link, link.encode()),
        )
        connection.execute("INSERT INTO openings VALUES (?, 'n', ?, 20)", (link, link))
    columns = "id, batch, note, kind, recipient, gives, content, due_at, made_at, made_by"
    connection.execute(
        "INSERT INTO links (id, note, role, label, created_at, changed_at)"
        " VALUES ('mailed', 'n', 'read', 'anna@example.org', 7, 7)"
    )
    for id_, recipient, content in (
        ("sent", "anna@example.org", None),
        ("waits", "bo@example.org", '{"link": "never"}'),
        ("nowhere", "carl@example.org", None),
    ):
        values = (id_, "b", "n", "mail", recipient, "read", content, 7, 7, "v")
        connection.execute(f"INSERT INTO sendings ({columns}) VALUES ({', '.join('?' * 10)})", values)  # noqa: S608
    (nineteenth,) = (one for one in migrations() if one.number == 19)
    connection.execute(nineteenth.script)
    rows = connection.execute("SELECT link, generation, since FROM openings ORDER BY link")
    assert list(rows) == [("after", 0, 20), ("before", 3, 20), ("never", 1, 20)]
    rows = connection.execute("SELECT id, link FROM sendings ORDER BY id")
    assert list(rows) == [("nowhere", None), ("sent", "mailed"), ("waits", "never")]
    connection.close()
