"""What is erased, deleted or pruned is not in the search index either, nor in any byte of it."""

from functools import partial
from pathlib import Path

from server.app import create_app
from server.clock import now_ms
from server.command import backup
from server.history.compaction import compact
from server.history.retention import prune
from server.history.trash import DAY_MS
from server.http.keys import ENGINE, SEAL
from server.ids import NoteId
from server.opening import open_engine
from server.search.rules.words import VERSION
from server.settings.config import Config
from server.storage import Db, search_index
from server.storage.search_index import Entry, Put
from server.storage.search_rows import Words, packed
from tests.conftest import Client, client_of
from tests.server.comments.commenter import Commenter
from tests.server.history.erasing import compacted, erase
from tests.server.live.editors import join_synced
from tests.server.search.indexed import contents, indexed, until_indexed, until_whole, word_of
from tests.server.search.residue import files_with
from tests.server.visits import make

SECRET = "Zyklamenkönigin"
SECRETS = (SECRET, word_of(SECRET))
# Many words, so that pages of the index are split where it stands.
FILLING = " ".join(f"zy{number}kla" for number in range(3_000))


async def test_an_erased_word_is_in_no_byte_of_the_index_and_the_rest_is_found_again(
    client: Client, config: Config, tmp_path: Path
) -> None:
    made = await make(client, markdown=f"# Note de {SECRET}\n\nLe barème. {FILLING}")
    beside = await make(client, markdown=f"# Autre\n\n{FILLING}")
    anna = await join_synced(client, made.edit_token)
    await anna.type(f" Et {SECRET} encore.")
    await Commenter(client, made.edit, made.cookie).says(f"Qui est {SECRET} ?")
    await until_indexed(client, SECRET, **{made.id: {"title", "comments"}})
    await until_whole(client)
    assert files_with(config.data, *SECRETS) != []
    status, _ = await erase(client, made, text=SECRET)
    assert status == 201
    assert await indexed(client, SECRET) == {}
    await compacted(client)
    await until_whole(client)
    await backup.back_up(config, tmp_path / "b.zip")
    assert files_with(tmp_path, *SECRETS) == []
    assert await indexed(client, "barème") == {made.id: {"text"}}
    assert set(await client.app[ENGINE].read(contents)) == {made.id, beside.id}


async def test_between_the_erasure_and_the_next_look_nothing_is_in_it_whatever_was_read_before(
    client: Client,
) -> None:
    made = await make(client, markdown=f"Début {SECRET}.")
    await until_indexed(client, SECRET, **{made.id: {"text"}})
    note = NoteId(made.id)
    words = Words(text=frozenset({word_of(SECRET)}))
    entry = Entry(note=note, seq=1, version=VERSION, text=packed(SECRET), words=words)
    before = await client.app[ENGINE].read(partial(search_index.before, note=note))
    (step,) = search_index.steps(entry, before)
    assert (await erase(client, made, text=SECRET))[0] == 201
    put = await client.app[ENGINE].write(partial(search_index.write, step=step))
    assert put is Put.OUTDATED
    await until_whole(client)
    assert await indexed(client, SECRET) == {}


async def test_a_note_that_is_deleted_for_good_takes_its_words_along(client: Client, config: Config) -> None:
    made = await make(client, markdown=f"# Note de {SECRET}\n\n{FILLING}")
    await until_whole(client)
    assert (await client.post(f"{made.edit}/trash", json={}, headers=made.cookie)).status == 200
    assert await indexed(client, SECRET) == {made.id: {"title"}}, "it can be restored"
    answer = await client.post("/trash", json={"note": made.id, "do": "purge"}, headers=made.cookie)
    assert answer.status == 200, await answer.text()
    rows = "SELECT (SELECT count(*) FROM search_words) + (SELECT count(*) FROM search_notes)"
    assert await client.app[ENGINE].read(lambda db: list(db.execute(rows))) == [(0,)]
    await compacted(client)
    assert files_with(config.data, *SECRETS) == []


async def test_a_comment_that_is_deleted_is_in_no_byte_after_the_next_compaction(
    client: Client, config: Config
) -> None:
    made = await make(client, markdown=f"# Note\n\n{FILLING}")
    anna = Commenter(client, made.edit, made.cookie)
    _, told = await anna.says(f"Qui est {SECRET} ?")
    await until_indexed(client, SECRET, **{made.id: {"comments"}})
    answer = await client.delete(f"{made.edit}/comments/{told['id']}", headers=made.cookie)
    assert answer.status == 200
    await compact(client.app[ENGINE])
    assert files_with(config.data, *SECRETS) == []


async def test_history_that_is_pruned_is_in_no_index_that_was_left_behind(config: Config) -> None:
    """A server that was killed before it indexed a deletion, and is started after the days of the history."""
    async with client_of(create_app(config)) as client:
        made = await make(client, markdown=f"Début. {SECRET}")
        await until_whole(client)
        before = await client.app[ENGINE].read(partial(_seq, note=made.id))
        anna = await join_synced(client, made.edit_token)
        await anna.erase(len("Début. ".encode()), len(anna.text))
        await anna.type("Fin.")
        await anna.until(lambda: anna.is_saved)
        await until_whole(client)
        seal = client.app[SEAL]
    async with open_engine(config) as engine:
        await engine.write(partial(_put_back, note=NoteId(made.id), seq=before))
        done = await prune(engine, seal, history_days=1, at=now_ms() + 2 * DAY_MS)
        assert (done.shortened, done.failed) == (1, ())
        await compact(engine)
        assert files_with(config.data, *SECRETS) == []


def _seq(db: Db, *, note: str) -> int:
    ((seq,),) = db.execute("SELECT seq FROM search_notes WHERE note = ?", (note,))
    return int(seq)


def _put_back(db: Db, *, note: NoteId, seq: int) -> None:
    search_index.put(
        db,
        note,
        seq=seq,
        version=VERSION,
        text=f"Début. {SECRET}",
        title_words=(),
        words={word_of(SECRET)},
        comment_words=(),
    )
