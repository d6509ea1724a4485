"""What the search index of a running server holds."""

import asyncio
from functools import partial

from server.http.keys import ENGINE
from server.search.rules.words import VERSION, words_of
from server.storage import Db, search_changes, search_index, search_rows
from tests.conftest import Client

# Longer than any test should take: an event that does not come.
PATIENCE_S = 20


def word_of(text: str) -> str:
    """As the index holds one word."""
    (word,) = words_of(text)
    return word


def places(db: Db, text: str) -> dict[str, set[str]]:
    """Note -> where the index holds a word of it."""
    rows = db.execute(
        "SELECT search_notes.note, search_words.area % 2, search_words.place FROM search_words"
        " JOIN search_notes ON search_notes.id = search_words.doc WHERE search_words.word = ?",
        (word_of(text),),
    )
    found: dict[str, set[str]] = {}
    for note, is_comment, place in rows:
        name = "comments" if is_comment else {1: "text", 2: "title"}[place]
        found.setdefault(note, set()).add(name)
    return found


async def indexed(client: Client, text: str) -> dict[str, set[str]]:
    """Note -> where the index holds a word of it now."""
    return await client.app[ENGINE].read(partial(places, text=text))


async def until_indexed(client: Client, text: str, **wanted: set[str]) -> None:
    """Return once the index holds a word there and nowhere else."""
    async with asyncio.timeout(PATIENCE_S):
        while await indexed(client, text) != wanted:  # noqa: ASYNC110 - as a person asks again
            await asyncio.sleep(0.02)


async def until_whole(client: Client) -> None:
    """Return once no note is behind."""
    async with asyncio.timeout(PATIENCE_S):
        while not await client.app[ENGINE].read(is_whole):  # noqa: ASYNC110 - as a person asks again
            await asyncio.sleep(0.02)


def is_whole(db: Db) -> bool:
    """Whether the index has every note as it is on disk."""
    return not search_changes.some(db, 1) and not search_index.stale(db, VERSION, 1)


def contents(db: Db) -> dict[str, tuple[str, str | None, tuple[tuple[int, str, int], ...]]]:
    """Note -> its text, the classeur in which it is found, and its words by area and place."""
    scopes = dict(db.execute("SELECT id, binder FROM search_scopes"))
    found = {}
    for doc, note, scope, text in list(db.execute("SELECT id, note, scope, text FROM search_notes")):
        words = db.execute(
            "SELECT area - ?, word, place FROM search_words WHERE doc = ? ORDER BY 1, 2", (2 * scope, doc)
        )
        found[note] = (search_rows.unpacked(text), scopes.get(scope), tuple(words))
    return found
