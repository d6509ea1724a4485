"""A row of `targets` for each note, pochette and classeur: made and ended with it; rights rest on it."""

from collections.abc import Collection
from typing import Any, Final

import pytest

from crdt.roles import Role
from server.app import create_app
from server.http.keys import ENGINE
from server.ids import BinderId, DeviceId, FolderId, LinkId, NoteId, VisitorId
from server.settings.config import Config
from server.storage import (
    Db,
    binder_trash,
    binders,
    devices,
    folders,
    notes,
    readable,
    renewals,
    shelf,
    trash,
    ways,
)
from server.storage.binders import BinderRow
from server.storage.devices import Device
from server.storage.engines.connection import Connection
from server.storage.folders import FolderRow
from server.storage.rights import grants, links, openings
from server.storage.rights.links import Link
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target
from tests.conftest import client_of
from tests.server.everything import use_everything
from tests.server.storage.targets_of_before import KINDS as KIND_OF

ME: Final = DeviceId("me")
EVERY: Final[tuple[Target, ...]] = (
    NoteTarget(NoteId("note")),
    FolderTarget(FolderId("pochette")),
    BinderTarget(BinderId("classeur")),
)


async def test_each_note_pochette_and_classeur_has_its_row_whatever_made_it(config: Config) -> None:
    async with client_of(create_app(config)) as client:
        await use_everything(client)
        made, told = await client.app[ENGINE].read(_made_and_told)
    assert sorted(told) == sorted(made)
    assert {kind for kind, _ in made} == {"note", "folder", "binder"}


def _made_and_told(db: Db) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    made = [
        (kind, id_)
        for kind, table in KIND_OF.items()
        for (id_,) in db.execute(f"SELECT id FROM {table}")  # noqa: S608 - constants
    ]
    rows = list(db.execute("SELECT id, note, folder, binder FROM targets"))
    told = [(kind, id_) for id_, *of in rows for kind, one in zip(KIND_OF, of, strict=True) if one]
    return made, told


@pytest.fixture
def filled(db: Db) -> Db:
    """A note, a pochette and a classeur that a device made, came to by a link, and was granted."""
    row = Device(id=ME, visitor=VisitorId("v"), name="x", colour=1, seen_at=1)
    devices.insert(db, row, b"secret", "curl")
    notes.insert(db, NoteId("note"), "Note", 1)
    folders.insert(db, FolderRow(id=FolderId("pochette"), changed_at=1))
    binders.insert(db, BinderRow(id=BinderId("classeur"), name="Classeur", created_at=1, changed_at=1))
    for target in EVERY:
        link = Link(id=LinkId(f"link of {target.id}"), target=target, role=Role.EDIT)
        links.insert(db, link, by=ME, at=1)
        openings.opened(db, ME, target, link.used, 2)
        grants.grant(db, ME, target, Role.MANAGE)
    return db


def mentions(db: Db, those: Collection[str]) -> set[str]:
    """The tables with a row that says one of these ids."""
    found = set[str]()
    for table in db.tables():
        for row in db.execute(f"SELECT * FROM {table.name}"):  # noqa: S608 - of this schema
            if any(value in those for value in row if isinstance(value, str)):
                found.add(table.name)
    return found


async def test_what_is_erased_leaves_no_row_in_any_table(config: Config) -> None:
    """A classeur's moves name where something was before; the classeur may be gone by then."""
    async with client_of(create_app(config)) as client:
        await use_everything(client)
        before, after = await client.app[ENGINE].write(_erase_each)
    assert {"targets", "links", "grants", "openings", "comings"} <= before["note"] & before["binder"]
    assert {"recoveries", "handovers", "carryings", "lost_openings"} <= before["note"]
    assert {"access_requests", "shut_to_requests", "recognised"} <= before["binder"]
    assert after == {"note": set(), "binder": {"binder_moves"}}


def _erase_each(db: Db) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    before, after = dict[str, set[str]](), dict[str, set[str]]()
    for kind in ("binder", "note"):
        ids = [id_ for (id_,) in db.execute(f"SELECT {kind} FROM targets WHERE {kind} IS NOT NULL")]  # noqa: S608
        marks = ", ".join("?" * len(ids))
        of = {*ids, *(id_ for (id_,) in db.execute(f"SELECT id FROM links WHERE target IN ({marks})", ids))}  # noqa: S608
        before[kind] = mentions(db, of)
        for id_ in ids:
            if kind == "note":
                trash.put(db, NoteId(id_), title=None, at=1)
                assert trash.purge(db, NoteId(id_))
            else:
                binder_trash.end(db, BinderId(id_))
        after[kind] = mentions(db, of)
    return before, after


@pytest.mark.parametrize("table", ["notes", "folders", "binders"])
def test_none_goes_while_there_is_a_right_on_it_and_its_row_goes_with_it(filled: Db, table: str) -> None:
    (target,) = (one for one in EVERY if KIND_OF[one.kind] == table)
    delete = f"DELETE FROM {table} WHERE id = ?"  # noqa: S608 - constants
    for of in ("openings", "grants", "comings", "links"):
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            filled.execute(delete, (target.id,))
        column = "link" if of == "comings" else "target"
        filled.execute(f"DELETE FROM {of} WHERE {column} = ?", (target.id,))  # noqa: S608 - constants
    if table == "notes":
        filled.execute("DELETE FROM search_changes")
    filled.execute(delete, (target.id,))
    assert sorted(id_ for (id_,) in filled.execute("SELECT id FROM targets")) == sorted(
        one.id for one in EVERY if one != target
    )


@pytest.mark.parametrize(
    "values",
    [
        ("other", "note", None, None),
        ("note", "note", "pochette", None),
        ("note", None, None, None),
        ("nothing", "nothing", None, None),
        ("note", "note", None, None),
    ],
)
def test_a_row_of_two_things_of_none_or_of_what_has_one_is_refused(
    filled: Db, values: tuple[str | None, ...]
) -> None:
    with pytest.raises(Exception, match=r"(?i)constraint"):
        filled.execute("INSERT INTO targets (id, note, folder, binder) VALUES (?, ?, ?, ?)", values)


class Heard:
    """The rows that a database gave, as well as giving them."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self.rows: list[tuple[Any, ...]] = []

    def execute(self, sql: str, parameters: Any = (), /) -> list[tuple[Any, ...]]:
        found = list(self._db.execute(sql, parameters))
        self.rows += found
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)


def test_who_may_edit_a_pochette_is_no_reader_of_it_among_notes_and_classeurs(filled: Db) -> None:
    """By a link to a pochette one reads what it shows, and that is asked elsewhere."""
    filled.execute("DELETE FROM grants")
    heard = Heard(filled)
    found = readable.rights(heard, ME, proof="", now=3)
    assert (set(found.notes), set(found.binders)) == ({"note"}, {"classeur"})
    assert [row for row in heard.rows if "pochette" in row] == []
    assert {row[0] for row in heard.rows} >= {"note", "classeur"}


@pytest.mark.sqlite("its plans")
def test_the_rights_of_a_device_are_found_without_reading_those_of_others(filled: Db) -> None:
    ran: list[str] = []
    assert isinstance(filled, Connection)
    filled.trace_v2(1, lambda event: ran.append(event["sql"]))
    for target in EVERY:
        links.find(filled, LinkId(f"link of {target.id}"))
        links.of_target(filled, target)
        ways.strongest(filled, ME, target, proof="asked", now=3)
        renewals.reach(filled, target, VisitorId("v"))
    notes.openings(filled, ME)
    folders.openings(filled, ME)
    binders.openings(filled, ME)
    shelf.readable(filled, ME, proof="", now=3)
    shelf.over(filled, ME, reached=(), now=3)
    readable.readable(filled, ME, proof="", now=3)
    trash.of_device(filled, ME)
    grants.managed(filled, [ME])
    filled.trace_v2(0)
    whole = ("links", "grants", "openings", "came", "targets", "recoveries")
    for sql in dict.fromkeys(ran):
        for *_, step in list(filled.execute(f"EXPLAIN QUERY PLAN {sql}", ("",) * sql.count("?"))):
            assert not str(step).startswith(tuple(f"SCAN {table}" for table in whole)), (step, sql)
