"""`pochette check` compares the search index with the notes; `--repair` has what is wrong made anew."""

import pytest

from server.app import create_app
from server.http.keys import ENGINE
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.database import database
from tests.server.search.indexed import contents, until_whole
from tests.server.visits import make
from tests.shell import place_of, pochette

# Each of a note of its own, by the number of it in the index.
DAMAGES = (
    "INSERT INTO search_words SELECT area, 'zzz', doc, 1 FROM search_words WHERE doc = ? LIMIT 1",
    "DELETE FROM search_words WHERE doc = ? AND word LIKE 'lign%'",
    "UPDATE search_words SET place = 2 WHERE doc = ? AND word LIKE 'lign%'",
    "UPDATE search_words SET area = 8 WHERE doc = ? AND word LIKE 'lign%'",
    "UPDATE search_notes SET text = (SELECT text FROM search_notes WHERE id = 7) WHERE id = ?",
    "UPDATE search_notes SET text = substr(text, 1, 1) WHERE id = ?",
    "UPDATE search_notes SET words = substr(words, 1, 1) WHERE id = ?",
)
COUNT = "8 notes, 0 of them cannot be read."


async def some_notes(client: Client) -> None:
    for number in range(8):
        await make(client, markdown=f"# Gare {number}\n\nUne ligne.")
    await until_whole(client)


@pytest.mark.sqlite("what check says of the index alone")
async def test_what_is_wrong_is_named_and_made_anew_beside_a_server(config: Config) -> None:
    data = place_of(config)
    async with client_of(create_app(config)) as client:
        await some_notes(client)
        before = await client.app[ENGINE].read(contents)
        assert (await pochette("check", *data))[:2] == (0, f"{COUNT}\n")
        with database(config) as db:
            for doc, damage in enumerate(DAMAGES, 1):
                db.execute(damage, (doc,))
            wrong = [note for (note,) in db.execute("SELECT note FROM search_notes WHERE id < 8")]
        code, out, _ = await pochette("check", "--repair", *data)
        *told, repaired, count = out.splitlines()
        assert (code, count) == (0, COUNT)
        assert sorted(told) == sorted(
            f"{note}: the search index has other words than the note" for note in wrong
        )
        assert repaired.startswith("What is wrong is deleted, and made anew by the server")
        await until_whole(client)
        assert await client.app[ENGINE].read(contents) == before


@pytest.mark.whole
@pytest.mark.sqlite("what check says of the index alone")
async def test_words_of_a_note_that_is_gone_are_deleted_on_a_stopped_server(config: Config) -> None:
    async with client_of(create_app(config)) as client:
        await some_notes(client)
    with database(config) as db:
        db.execute("INSERT INTO search_words VALUES (2, 'zzz', 99, 1)")
        db.execute("DELETE FROM search_notes WHERE id = 2")
    data = place_of(config)
    code, out, _ = await pochette("check", *data)
    told = ["The search index has words of 2 notes that are gone.", "1 notes wait for the search index,"]
    assert (code, [line.partition(" which")[0] for line in out.splitlines()]) == (1, [*told, COUNT])
    assert (await pochette("check", "--repair", *data))[0] == 0
    with database(config) as db:
        assert list(db.execute("SELECT count(DISTINCT doc) FROM search_words")) == [(7,)]
