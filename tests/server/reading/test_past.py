"""What is erased or pruned is neither shown nor counted, and rows go with their device."""

import asyncio
from functools import partial

from server.clock import now_ms
from server.command import backup
from server.history.retention import prune
from server.history.trash import DAY_MS
from server.http.keys import ENGINE, SEAL
from server.ids import NoteId
from server.live.keys import ROOMS
from server.live.open_note import Standing
from server.reading.passages import HASH_BYTES
from server.reading.readings import READINGS
from server.settings.config import Config
from server.storage import losses, readings
from server.storage.readings import Position
from tests.conftest import Client
from tests.server.history.erasing import compacted, erase
from tests.server.live.editors import Editor, join_synced
from tests.server.reading.reader import Reader, Writer, rows
from tests.server.visitors.pairs import joined
from tests.server.visitors.thieves import press
from tests.server.visits import make, visit

SECRET = "Zyklamenkönigin"
TEXT = f"# Note\n\nUn.\n\nDeux {SECRET}.\n\nTrois.\n\nQuatre.\n"


async def test_an_erased_passage_is_neither_shown_nor_counted(client: Client, config: Config) -> None:
    made = await make(client, markdown=TEXT)
    reader = await Reader.come(client, made.read)
    ((_, _, _, hashes),) = await rows(client, made.id)
    # Behind the number of the rules, the title and the first passage.
    at = 1 + 2 * (HASH_BYTES + 2)
    erased = bytes(hashes)[at : at + HASH_BYTES]
    assert (await erase(client, made, text=f"Deux {SECRET}."))[0] == 201
    assert [passages for *_, passages in await rows(client, made.id)] == [None]
    assert await reader.state() == ("rewritten", 0)
    page = await client.get(made.read, headers=reader.cookie)
    assert SECRET not in await page.text()
    await reader.opens()
    assert await reader.says() == "read"
    assert await reader.state() == ("read", 0)
    await compacted(client)
    await backup.back_up(config, config.data / "b.zip")
    assert [path for path in config.data.rglob("*") if path.is_file() and erased in path.read_bytes()] == []


async def test_what_was_pruned_is_not_shown_even_where_it_was_cached(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    reader, writer = await Reader.come(client, made.read), await Writer.come(client, made)
    await writer.replaces(SECRET, "")
    assert (await reader.opens())["html"].count(SECRET) == 1, "marked as taken away"
    await prune(client.app[ENGINE], client.app[SEAL], history_days=1, at=now_ms() + DAY_MS)
    told = await reader.opens()
    assert SECRET not in told["html"]
    assert told["since"]["is_rewritten"]


async def test_a_version_of_the_past_is_the_text_that_was_shown(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    writer, texts = await Writer.come(client, made), client.app[READINGS].texts
    look = partial(readings.standing, notes=[NoteId(made.id)])
    known: dict[Position, str] = {}
    for number in range(40):
        await writer.replaces("Un", f"Un {number}") if number % 3 else await writer.puts(TEXT)
        now = (await client.app[ENGINE].read(look))[NoteId(made.id)]
        known[now.position] = writer.text
    for _ in range(2):
        assert {at: await texts.at(NoteId(made.id), at) for at in known} == known
        texts.forget()
    last = max(known)
    for never in (last._replace(seq=last.seq + 1), last._replace(epoch=last.epoch + 1)):
        assert await texts.at(NoteId(made.id), never) is None


async def test_the_place_of_a_page_is_that_of_its_text_while_people_type(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    editors = [await join_synced(client, made.edit_token) for _ in range(3)]
    rooms, texts = client.app[ROOMS], client.app[READINGS].texts
    is_over = asyncio.Event()

    async def types(editor: Editor) -> None:
        for number in range(200):
            await editor.type(f"m{number} ")
            if number % 4 == 3:
                await editor.until(lambda: editor.is_saved)

    async def looks() -> list[Standing]:
        found = []
        while not is_over.is_set():
            found.append(await rooms.standing(NoteId(made.id)))
            await asyncio.sleep(0)
        return found

    looking = asyncio.create_task(looks())
    await asyncio.gather(*map(types, editors))
    is_over.set()
    found = await looking
    placed = {Position(one.epoch, one.seq): one.text for one in found if one.seq is not None}
    assert len(placed) > 20
    assert sum(one.seq is None for one in found) <= len(found) // 10
    for position, text in placed.items():
        assert await texts.at(NoteId(made.id), position) == text


async def test_the_rows_of_a_stolen_device_go_once_that_is_final(client: Client) -> None:
    laptop = await visit(client)
    phone = await joined(client, laptop)
    made = await make(client, markdown=TEXT, headers=laptop)
    await Reader(client, made.read, phone).opens()
    await press(client, laptop)
    engine, seal = client.app[ENGINE], client.app[SEAL]
    for later, kept in ((losses.PENDING_MS - DAY_MS, 1), (losses.PENDING_MS + DAY_MS, 0)):
        await prune(engine, seal, history_days=0, at=now_ms() + later)
        assert len(await rows(client, made.id)) == kept
