"""The index follows the notes: texts, titles, cards, comments, classeurs, and what a stopped server left."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast
from zipfile import ZipFile

import pytest
from yarl import URL

from crdt.note import first_update
from server.app import create_app
from server.command import backup
from server.command.renewing_key import begin_with_another_key
from server.http.keys import ENGINE
from server.ids import NoteId, VisitorId
from server.live.rooms import Rooms
from server.search.handlers.keys import INDEXER
from server.search.rules.indexer import Indexer, State, room_in
from server.settings.config import Config
from server.storage import (
    Db,
    DiskTroubleError,
    Engine,
    Result,
    Size,
    Trouble,
    journal,
    notes,
    search_index,
)
from server.storage.journal import Written
from tests.conftest import Client, client_of
from tests.databases import Databases
from tests.full_disk import no_room
from tests.server.comments.commenter import Commenter
from tests.server.database import database
from tests.server.live.editors import join_synced
from tests.server.search.indexed import contents, indexed, is_whole, until_indexed, until_whole
from tests.server.terms import Terms
from tests.server.visits import make


async def test_what_is_typed_is_in_it_and_what_is_deleted_is_not(client: Client) -> None:
    made = await make(client, markdown="# Gares\n\nLa ligne est rouverte.")
    await until_indexed(client, "gares", **{made.id: {"title"}})
    await until_indexed(client, "rouverte", **{made.id: {"text"}})
    anna = await join_synced(client, made.edit_token)
    await anna.type(" Le fret attend.")
    await until_indexed(client, "fret", **{made.id: {"text"}})
    await anna.erase(0, len("# Gares"))
    await until_indexed(client, "gares")
    assert await indexed(client, "rouverte") == {made.id: {"text"}}


async def test_what_readers_do_not_see_of_a_text_is_not_in_it(client: Client) -> None:
    signs = "**re**construire [la gare](https://exemple.org/secret), 100&nbsp;000 voyageurs, 13,8&nbsp;%"
    made = await make(client, markdown=f"# Note\n\n::: vigilance\n{signs}\n:::\n")
    for seen in ("reconstruire", "gare", "100 000", "13,8"):
        await until_indexed(client, seen, **{made.id: {"text"}})
    for unseen in ("secret", "nbsp", "vigilance", "construire"):
        assert await indexed(client, unseen) == {}, unseen


@pytest.mark.whole
async def test_what_is_typed_without_a_pause_is_in_it_all_the_same(client: Client) -> None:
    made = await make(client, markdown="# Note\n\n")
    anna = await join_synced(client, made.edit_token)

    async def type_on() -> None:
        while True:
            await anna.type("et ")
            await asyncio.sleep(0.02)

    await anna.type("Arrivée ")
    typing = asyncio.create_task(type_on())
    await until_indexed(client, "arrivée", **{made.id: {"text"}})
    typing.cancel()


@pytest.mark.whole
@pytest.mark.sqlite("its file cannot grow")
async def test_what_the_disk_has_not_taken_is_not_in_it(client: Client) -> None:
    made = await make(client, markdown="# Note\n\nDébut.")
    await until_whole(client)
    anna = await join_synced(client, made.edit_token)
    with no_room():
        await anna.type(" Jamais.")
        await client.app[INDEXER].look()
        await anna.closed()
    async with asyncio.timeout(20):
        while (await client.get("/health")).status != 200:  # noqa: ASYNC110 - a second old at most
            await asyncio.sleep(0.05)
    await until_whole(client)
    assert await indexed(client, "jamais") == {}
    while not anna.is_saved:
        with suppress(ConnectionError):  # told to come back, once the disk takes writes again
            await join_synced(client, made.edit_token, editor=anna)
    await until_indexed(client, "jamais", **{made.id: {"text"}})


async def test_a_card_is_in_it(client: Client) -> None:
    made = await make(client, markdown="# Note\n\nTexte.")
    for theme, gone in (("Logement", "Transport"), ("Transport", "Logement")):
        answer = await client.put(f"{made.edit}/card", json={"theme": theme}, headers=made.cookie)
        assert answer.status == 200
        await until_indexed(client, theme, **{made.id: {"text"}})
        assert await indexed(client, gone) == {}


async def test_comments_are_apart_and_go_in_the_moment_in_which_they_are_deleted(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\nLe prix est libre.")
    anna = Commenter(client, made.edit, made.cookie)
    _, told = await anna.says("Vérifier le barème.")
    await until_indexed(client, "barème", **{made.id: {"comments"}})
    await anna.says("Trouvé au cadastre.")
    await until_indexed(client, "cadastre", **{made.id: {"comments"}})
    path = f"{made.edit}/comments/{told['id']}"
    assert (await client.put(path, json={"text": "Vérifier le tarif."}, headers=made.cookie)).status == 200
    assert await indexed(client, "barème") == {}
    await until_indexed(client, "tarif", **{made.id: {"comments"}})
    assert (await client.delete(path, headers=made.cookie)).status == 200
    assert await indexed(client, "tarif") == {}
    await until_indexed(client, "cadastre", **{made.id: {"comments"}})
    assert await indexed(client, "libre") == {made.id: {"text"}}


async def test_a_note_that_moves_is_found_in_its_new_classeur(client: Client) -> None:
    made = await make(client, markdown="# Gares")
    await until_whole(client)
    assert (await client.app[ENGINE].read(contents))[made.id][1] is None
    for name in ("Programme", "Débats"):
        answer = await client.post("/api/binders", json={"name": name}, headers=made.cookie)
        told = await answer.json()
        path = URL(told["links"]["edit"]).path
        answer = await client.post(f"{path}/put", json={"notes": [made.id]}, headers=made.cookie)
        assert answer.status == 200, await answer.text()
        await until_whole(client)
        assert (await client.app[ENGINE].read(contents))[made.id][1] == told["binder"]


async def test_what_a_killed_server_had_not_indexed_is_indexed_after_the_next_start(config: Config) -> None:
    async with client_of(create_app(config)) as client:
        made = await make(client, markdown="# Gares\n\nLa ligne.")
        other = await make(client, markdown="# Autre")
        await until_whole(client)
        whole = await client.app[ENGINE].read(contents)
    with database(config) as db:
        db.execute("UPDATE search_notes SET seq = 0 WHERE note = ?", (made.id,))
        search_index.forget(db, NoteId(other.id))
        db.execute("DELETE FROM search_changes")
    async with client_of(create_app(config)) as client:
        await until_whole(client)
        assert await client.app[ENGINE].read(contents) == whole


@pytest.mark.whole
async def test_another_version_of_the_words_is_built_beside_and_says_how_far_it_is(config: Config) -> None:
    async with client_of(create_app(config)) as client:
        for number in range(3):
            await make(client, markdown=f"# Note {number}")
        await until_whole(client)
        await _until(client, State.OK)
        assert await client.app[INDEXER].progress() is None
    with database(config) as db:
        db.execute("UPDATE search_notes SET version = -1")
    async with client_of(create_app(config)) as client:
        await until_whole(client)
        await _until(client, State.OK)
    with database(config) as db:
        assert list(db.execute("SELECT count(*) FROM search_notes WHERE version = -1")) == [(0,)]


@pytest.mark.sqlite("a backup is restored into an empty database alone")
async def test_a_backup_has_nothing_of_it_and_it_is_made_anew_after_a_restore(
    config: Config, tmp_path: Path
) -> None:
    async with client_of(create_app(config)) as client:
        await make(client, markdown="# Gares\n\nLa ligne.")
        await make(client, markdown="# Autre")
        await until_whole(client)
        whole = await client.app[ENGINE].read(contents)
        await backup.back_up(config, tmp_path / "b.zip")
    with ZipFile(tmp_path / "b.zip") as archive:
        assert not [name for name in archive.namelist() if b'"search_' in archive.read(name)]
    restored = replace(config, data=tmp_path / "restored")
    await backup.restore(restored, tmp_path / "b.zip")
    await begin_with_another_key(restored)
    async with client_of(create_app(restored)) as client:
        await until_whole(client)
        assert await client.app[ENGINE].read(contents) == whole


@pytest.mark.whole
async def test_a_note_that_cannot_be_read_keeps_no_other_one_waiting(
    client: Client, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = await make(client, markdown="# Cassée"), await make(client, markdown="# Saine")
    await until_whole(client)

    def damage(db: Db) -> None:
        db.execute("UPDATE journal SET updates = ? WHERE note = ?", (b"\xff", broken.id))
        search_index.forget(db, NoteId(broken.id))
        search_index.forget(db, NoteId(sound.id))

    await client.app[ENGINE].write(damage)
    await until_indexed(client, "saine", **{sound.id: {"title"}})
    assert await indexed(client, "cassée") == {}
    assert [record.getMessage() for record in caplog.records if "cannot be read" in record.getMessage()]


async def test_without_room_it_waits_and_goes_on_once_there_is_some(
    databases: Databases, tmp_path: Path
) -> None:
    has_room = False
    async with databases.opened(tmp_path / "x.db") as engine, Rooms.open(engine) as rooms:
        await engine.write(partial(notes.insert, note=NoteId("a"), title="", at=1))
        indexer = Indexer(engine, rooms, has_room=lambda _: has_room)
        await indexer.look()
        assert (indexer.state, await engine.read(contents)) == (State.WAITING, {})
        has_room = True
        await indexer.look()
        assert (indexer.state, await engine.read(contents)) == (State.OK, {"a": ("", None, ())})
        await asyncio.to_thread(indexer.close)


async def test_of_several_processes_the_leader_reads_what_is_in_no_room(
    databases: Databases, tmp_path: Path
) -> None:
    """Also what one left behind that ended before the index had its last rows, after a while."""
    terms, now = Terms(), 0.0
    async with databases.opened(tmp_path / "x.db") as engine, Rooms.open(engine) as rooms:
        await engine.write(partial(_insert, note=NoteId("a")))
        indexer = Indexer(engine, rooms, leader=terms, again_s=60, clock=lambda: now)
        await indexer.look()
        assert (indexer.state, await engine.read(contents)) == (State.OK, {})
        terms.begin()
        await _until_ok(indexer)
        assert set(await engine.read(contents)) == {"a"}
        row = Written(VisitorId("v"), 1, first_update("# Gare a"))
        for note in "bc":
            await engine.write(partial(notes.insert, note=NoteId(note), title="", at=1))
            await engine.write(partial(journal.append, note=NoteId(note), seq=1, entries=[row]))
            await engine.write(lambda db: db.execute("DELETE FROM search_changes"))
        await indexer.look()
        assert set(await engine.read(contents)) == {"a"}, "none said that these have changed"
        now = 61.0
        await _until_ok(indexer)
        assert set(await engine.read(contents)) == {"a", "b", "c"}
        await engine.write(partial(_insert, note=NoteId("d")))
        terms.end()
        await indexer.look()
        assert "d" not in await engine.read(contents)
        terms.begin()
        await _until_ok(indexer)
        assert "d" in await engine.read(contents)
        await asyncio.to_thread(indexer.close)


async def _until_ok(indexer: Indexer) -> None:
    await indexer.look()
    while indexer.state is not State.OK:
        await indexer.look()


class Faulty:
    """An engine whose call number `at` is refused as by a full disk."""

    def __init__(self, engine: Engine, at: int) -> None:
        self._engine = engine
        self._left = at
        self.is_over = False

    async def read(self, work: Callable[[Db], Result], /) -> Result:
        self._count()
        return await self._engine.read(work)

    async def write(self, work: Callable[[Db], Result], /) -> Result:
        self._count()
        return await self._engine.write(work)

    def _count(self) -> None:
        self._left -= 1
        if self._left == 0:
            self.is_over = True
            raise DiskTroubleError("no room", Trouble.FULL)


async def test_whichever_call_is_refused_all_is_indexed_in_the_end(
    databases: Databases, tmp_path: Path
) -> None:
    """And nothing twice: the same calls are made again, until one run has had none refused."""
    async with databases.opened(tmp_path / "x.db") as engine, Rooms.open(engine) as rooms:
        for name in "abcdef":
            await engine.write(partial(_insert, note=NoteId(name)))
        at, whole = 1, {name: (f"# Gare {name}", None) for name in "abcdef"}
        while True:
            await engine.write(_forget_all)
            faulty = Faulty(engine, at)
            indexer = Indexer(cast("Engine", faulty), rooms)
            while not await engine.read(is_whole):
                with suppress(DiskTroubleError):
                    await indexer.look()
            await asyncio.to_thread(indexer.close)
            found = await engine.read(contents)
            assert {note: (text, binder) for note, (text, binder, _) in found.items()} == whole
            if not faulty.is_over:
                break
            at += 1
        assert at > len(whole)


def _insert(db: Db, *, note: NoteId) -> None:
    notes.insert(db, note, "", 1)
    journal.append(db, note, 1, [Written(VisitorId("v"), 1, first_update(f"# Gare {note}"))])


def _forget_all(db: Db) -> None:
    for note in "abcdef":
        search_index.forget(db, NoteId(note))


def test_room_is_asked_of_the_largest_size_and_of_the_disk(tmp_path: Path) -> None:
    has_room = room_in(tmp_path, 1000)
    assert [has_room(Size(file=2000, used=used)) for used in (950, 951)] == [True, False]
    assert room_in(tmp_path, 0)(Size(file=1, used=1 << 50))
    assert not room_in(tmp_path / "away", 0)(Size(file=1, used=1))


async def test_health_tells_it_and_makes_no_trouble_of_it(client: Client) -> None:
    await _until(client, State.OK)
    said = ""
    async with asyncio.timeout(20):
        while said != "waiting":  # it looks again meanwhile, and finds that nothing waits
            client.app[INDEXER].state = State.WAITING
            answer = await client.get("/health")
            assert answer.status == 200
            said = (await answer.json())["search"]


async def _until(client: Client, state: State) -> None:
    async with asyncio.timeout(20):
        while client.app[INDEXER].state is not state:  # noqa: ASYNC110 - it looks twice a second
            await asyncio.sleep(0.02)
