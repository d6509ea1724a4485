"""States of lists: what is counted again, and for how long a list waits."""

import asyncio
from functools import partial

import pytest

from server.http.keys import ENGINE
from server.ids import NoteId
from server.reading import passages, states
from server.reading.readings import READINGS
from server.storage.readings import standing
from tests.conftest import Client
from tests.server.reading.reader import Reader, Writer, rows
from tests.server.visits import make

LONG = "# Note\n\n" + "".join(f"Ligne {number}.\n\n" for number in range(2100))


async def test_a_version_is_laid_out_once_for_all_who_look(client: Client) -> None:
    made = await make(client, markdown="# Note\n\nUn.\n\nDeux.\n\nTrois.\n")
    readers = [await Reader.come(client, made.read) for _ in range(3)]
    writer, kept = await Writer.come(client, made), client.app[READINGS].passages
    look = partial(standing, notes=[NoteId(made.id)])
    for number in range(2):
        await writer.replaces("Deux", f"Deux et {number}")
        position = (await client.app[ENGINE].read(look))[NoteId(made.id)].position
        assert kept.known(NoteId(made.id), position) is None
        found = []
        for reader in readers:
            assert await reader.state() == ("changed", 1)
            found.append(kept.known(NoteId(made.id), position))
        assert found[0] is found[1] is found[2] is not None


async def test_a_list_does_not_wait_for_long_texts(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = await make(client, markdown=LONG)
    reader, writer = await Reader.come(client, made.read), await Writer.come(client, made)
    await writer.replaces("Ligne 7.", "Ligne sept.")
    monkeypatch.setattr(states, "_WAIT_S", 0.0)
    answer = await client.get(f"{made.read}/state", headers=reader.cookie)
    assert (await answer.json())["passages"] == 0
    await reader.settled()
    monkeypatch.setattr(states, "_WAIT_S", 20.0)
    assert await reader.state() == ("changed", 1)


async def test_a_long_note_keeps_no_large_row_and_is_counted_all_the_same(client: Client) -> None:
    made = await make(client, markdown=LONG)
    reader, writer = await Reader.come(client, made.read), await Writer.come(client, made)
    assert [kept for *_, kept in await rows(client, made.id)] == [None]
    await writer.replaces("Ligne 7.", "Ligne sept.")
    async with asyncio.timeout(20):
        while (state := await reader.state()) == ("changed", 0):
            await reader.settled()
    assert state == ("changed", 1)


async def test_hashes_of_older_rules_are_made_anew(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = await make(client, markdown="# Note\n\nUn.\n\nDeux.\n\nTrois.\n")
    reader, writer = await Reader.come(client, made.read), await Writer.come(client, made)
    await writer.replaces("Deux", "Deux et demi")
    monkeypatch.setattr(passages, "_RULES", b"\x03")
    for _ in range(2):
        assert await reader.state() == ("changed", 1)
    assert {bytes(kept)[:1] for *_, kept in await rows(client, made.id)} == {b"\x03"}
