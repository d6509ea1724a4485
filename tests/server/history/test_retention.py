"""History older than a rule goes, and nothing else does: by the command, from the files, under open pages."""

import asyncio
import json
from functools import partial
from pathlib import Path

import pytest

from crdt.chronicle import Chronicle
from server.app import create_app
from server.clock import now_ms
from server.history.compaction import compact
from server.history.retention import prune, prune_daily
from server.history.trash import DAY_MS, DAYS
from server.http.keys import ENGINE, SEAL
from server.ids import NoteId, VersionId, VisitorId
from server.settings.config import Config
from server.storage import Db, Engine, journal, trash, versions
from server.storage.versions import Kind
from tests.conftest import Client, client_of
from tests.server.history.erasing import compacted, contents
from tests.server.live.editors import Editor, join_synced
from tests.server.visits import Made, make
from tests.shell import place_of, pochette

CANARY = "canari supprimé il y a longtemps"


def files_with(folder: Path, words: str) -> list[str]:
    return [name for name, content in contents(folder) if words.encode() in content]


async def write_and_delete(editor: Editor) -> None:
    """A canary that comes and goes, between words that stay."""
    await editor.type("Avant. ")
    await editor.until(lambda: editor.is_saved)
    await editor.type(CANARY)
    await editor.until(lambda: editor.is_saved)
    await editor.erase(len(editor.text) - len(CANARY.encode()), len(editor.text))
    await editor.until(lambda: editor.is_saved)


def grow_old(db: Db, note: str, days: int) -> None:
    """All that is written by now was written so many days ago."""
    for table in ("journal", "versions"):
        query = f"UPDATE {table} SET at = at - ? WHERE note = ?"  # noqa: S608 - one of two
        db.execute(query, (days * DAY_MS, note))


async def old_and_new(client: Client) -> tuple[Made, Editor]:
    """A note with a history of a hundred days, and a page that goes on writing today."""
    made = await make(client, markdown="# Note\n\n")
    anna = await join_synced(client, made.edit_token)
    await write_and_delete(anna)
    await client.app[ENGINE].write(partial(grow_old, note=made.id, days=100))
    await anna.type("Après 😀.")
    await anna.erase(0, len(b"# "))
    await anna.until(lambda: anna.is_saved)
    return made, anna


async def moments(engine: Engine, note: str) -> list[str]:
    """The text after each update, as pages play it."""
    rows = await engine.read(lambda db: list(journal.rows(db, NoteId(note))))
    chronicle, texts = Chronicle(), []
    for update in journal.updates(rows):
        chronicle.add(update)
        texts.append(chronicle.text_at(chronicle.moments))
    return texts


async def story(client: Client, made: Made) -> str:
    """What the page of the history is told, as it is read."""
    answer = await client.get(f"{made.edit}/story", headers=made.cookie)
    return json.dumps(await answer.json(), ensure_ascii=False)


async def test_old_history_goes_from_every_file_and_each_moment_since_is_the_same(
    client: Client, config: Config
) -> None:
    made, anna = await old_and_new(client)
    engine = client.app[ENGINE]
    before = await moments(engine, made.id)
    assert files_with(config.data, CANARY) != []
    done = await prune(engine, client.app[SEAL], history_days=90, at=now_ms())
    await compact(engine)
    assert (done.shortened, done.failed) == (1, ())
    assert files_with(config.data, CANARY) == []
    assert await moments(engine, made.id) == before[-3:]
    text = "Note\n\nAvant. Après 😀."
    assert await (await client.get(f"{made.read}/note.md")).text() == text
    await anna.type(" Et encore.")
    await anna.until(lambda: anna.is_saved)
    again = await join_synced(client, made.edit_token)
    assert str(again.text) == f"{text} Et encore."
    assert (await prune(engine, client.app[SEAL], history_days=90, at=now_ms())).shortened == 0


async def test_a_page_that_was_away_comes_back_to_the_same_note_and_is_merged(config: Config) -> None:
    async with client_of(create_app(config)) as client:
        made, anna = await old_and_new(client)
        assert anna.socket is not None
        await anna.socket.close()
        anna.text += " Dans le train."
    code, told, _ = await pochette("prune", "--history-days", "90", *place_of(config))
    assert (code, told.splitlines()[1]) == (0, "1 notes have no history older than 90 days any more.")
    async with client_of(create_app(config)) as client:
        await join_synced(client, made.edit_token, editor=anna, query="?epoch=1")
        text = await (await client.get(f"{made.read}/note.md")).text()
        assert text == str(anna.text) == "Note\n\nAvant. Après 😀. Dans le train."


@pytest.mark.whole
async def test_a_running_server_keeps_the_rule_by_itself_and_forgets_what_it_has_told(
    client: Client, config: Config
) -> None:
    made, _ = await old_and_new(client)
    assert CANARY in await story(client, made)
    done = asyncio.Event()
    engine, seal = client.app[ENGINE], client.app[SEAL]
    # As in a process that hears nothing of it: what is kept of a story names the first row of its journal.
    daily = asyncio.create_task(prune_daily(engine, seal, history_days=90, pruned=done.set, first_s=0))
    async with asyncio.timeout(20):
        await done.wait()
    daily.cancel()
    assert CANARY not in await story(client, made)
    await compacted(client)
    assert files_with(config.data, CANARY) == []


async def test_without_a_rule_all_history_is_kept(client: Client, config: Config) -> None:
    made, _ = await old_and_new(client)
    before = await moments(client.app[ENGINE], made.id)
    assert (await prune(client.app[ENGINE], client.app[SEAL], history_days=0, at=now_ms())).shortened == 0
    assert (await prune(client.app[ENGINE], client.app[SEAL], history_days=101, at=now_ms())).shortened == 0
    assert await moments(client.app[ENGINE], made.id) == before
    assert files_with(config.data, CANARY) != []


async def test_versions_that_somebody_named_are_kept_and_the_numbers_go_on(client: Client) -> None:
    made = await make(client, markdown="# Note")
    anna = await join_synced(client, made.edit_token)
    await anna.type(" 1")
    await anna.until(lambda: anna.is_saved)
    kinds = (Kind.FROZEN, Kind.NAMED, Kind.IMPORT, Kind.FROZEN, Kind.PRINTED, Kind.PRINTED)

    def keep(db: Db) -> None:
        for number, kind in enumerate(kinds, 1):
            words, id_ = f"Texte {number}", VersionId(f"v{number}")
            versions.keep(db, NoteId(made.id), id_, words, kind=kind, name="", at=now_ms(), by=VisitorId("v"))

    await client.app[ENGINE].write(keep)
    await client.app[ENGINE].write(partial(grow_old, note=made.id, days=100))
    assert (await prune(client.app[ENGINE], client.app[SEAL], history_days=90, at=now_ms())).shortened == 1
    found = await client.app[ENGINE].read(partial(versions.of_note, note=NoteId(made.id)))
    assert [(one.number, one.kind) for one in found] == [
        (6, Kind.PRINTED),
        (4, Kind.FROZEN),
        (2, Kind.NAMED),
    ]


async def test_names_of_authors_stay_though_their_old_words_are_one_entry(client: Client) -> None:
    made = await make(client)
    await client.put("/api/visitor", json={"name": "Anna"}, headers=made.cookie)
    anna = Editor()
    socket = await client.session.ws_connect(
        str(client.make_url(f"/sync/{made.edit_token}")), protocols=("pochette.1",), headers=made.cookie
    )
    await anna.attach(socket)
    await anna.until(lambda: anna.is_saved)
    await write_and_delete(anna)
    await client.app[ENGINE].write(partial(grow_old, note=made.id, days=100))
    await prune(client.app[ENGINE], client.app[SEAL], history_days=90, at=now_ms())
    told = await story(client, made)
    assert ("Anna" in told, "Avant." in told, CANARY in told) == (True, True, False)


async def test_a_note_of_more_writers_than_one_message_may_have_is_shortened(client: Client) -> None:
    """Each loading of a page is another client id."""
    made = await make(client)
    for number in range(510):
        written = Editor(client_id=1000 + number)
        written.text += f"{number} "
        update = written.doc.get_update()
        row = [journal.Written(VisitorId("v"), 1, update)]
        append = partial(journal.append, note=NoteId(made.id), seq=number + 1, entries=row)
        await client.app[ENGINE].write(append)
    text = await (await client.get(f"{made.read}/note.md")).text()
    done = await prune(client.app[ENGINE], client.app[SEAL], history_days=90, at=now_ms())
    assert (done.shortened, done.failed) == (1, ())
    rows = await client.app[ENGINE].read(lambda db: list(journal.rows(db, NoteId(made.id))))
    assert [row.seq for row in rows] == [510]
    assert await (await client.get(f"{made.read}/note.md")).text() == text


async def test_erasing_does_not_mix_with_pruning(client: Client, config: Config) -> None:
    """What was planned on a longer history is planned anew."""
    made, _ = await old_and_new(client)
    await prune(client.app[ENGINE], client.app[SEAL], history_days=90, at=now_ms())
    answer = await client.post(f"{made.edit}/erasures", json={"text": "Avant"}, headers=made.cookie)
    assert answer.status == 201
    await compacted(client)
    assert files_with(config.data, "Avant") == []
    assert await (await client.get(f"{made.read}/note.md")).text() == "Note\n\n. Après 😀."


async def test_after_its_days_a_note_leaves_the_trash_and_not_before(config: Config) -> None:
    async with client_of(create_app(config)) as client:
        young, old = (await make(client, markdown="# Jeune")), (await make(client, markdown=f"# {CANARY}"))
        for made, days in ((young, DAYS - 1), (old, DAYS + 1)):
            at = now_ms() - days * DAY_MS
            await client.app[ENGINE].write(partial(trash.put, note=NoteId(made.id), title=None, at=at))
        code, _, told = await pochette("prune", *place_of(config))
        assert (code, "stop it first" in told) == (1, True)
    code, told, _ = await pochette("prune", *place_of(config))
    assert (code, told.splitlines()[:2]) == (
        0,
        [
            "1 notes of the trash are deleted.",
            "All history is kept: set history_days to keep it only so long.",
        ],
    )
    assert "is written anew, without what was deleted" in told.splitlines()[2]
    assert files_with(config.data, CANARY) == []
    assert files_with(config.data, "Jeune") != []
