"""How much an instance may hold, and what it answers then."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from shutil import disk_usage

import pytest

from server.app import create_app
from server.http.keys import CONFIG, ENGINE
from server.settings.config import KIB, Config
from server.storage.quota import Quota, max_disk
from tests.conftest import Client, client_of
from tests.server.live.editors import Editor

HTML = {"Accept": "text/html", "Accept-Language": "fr"}
Start = Callable[..., Awaitable[Client]]


@pytest.fixture
async def start(config: Config) -> AsyncIterator[Start]:
    """Serves with other settings; one server at a time."""
    async with AsyncExitStack() as open_ones:

        async def start(**settings: int) -> Client:
            client: Client = client_of(create_app(replace(config, **settings)))  # type: ignore[arg-type]
            return await open_ones.enter_async_context(client)

        yield start


async def a_note(client: Client, markdown: str = "") -> str:
    answer = await client.post("/api/notes", json={"markdown": markdown})
    assert answer.status == 201
    links = (await answer.json())["links"]
    return str(links["edit"].rsplit("/", 1)[1])


async def test_one_note_more_than_the_instance_may_hold_is_refused_in_words(start: Start) -> None:
    client = await start(max_notes=2)
    for _ in range(2):
        await a_note(client)
    answer = await client.post("/api/notes", json={})
    assert (answer.status, (await answer.json())["error"]["code"]) == (507, "too_many_notes")
    page = await client.post("/notes", data={}, headers=HTML)
    assert page.status == 507
    assert "déjà 2 notes" in await page.text()


async def test_a_database_that_is_nearly_as_large_as_it_may_be_takes_no_new_note_but_text(
    start: Start,
) -> None:
    client = await start()
    assert client.app is not None
    empty = await client.app[ENGINE].read(lambda db: db.size().used)
    await client.close()
    client = await start(max_disk=int(empty / 0.9) + 200 * KIB, max_note=640 * KIB)
    first = await a_note(client)
    answer = None
    for _ in range(40):
        answer = await client.post("/api/notes", json={"markdown": "x" * 20_000})
        if answer.status != 201:
            break
    assert answer is not None
    assert (answer.status, (await answer.json())["error"]["code"]) == (507, "no_space")
    editor = Editor()
    await editor.connect(client.session, str(client.make_url(f"/sync/{first}")))
    await editor.type("Il reste de la place pour écrire.")
    await editor.until(lambda: editor.is_saved)


@pytest.mark.sqlite("the other is as large as its server lets it be")
async def test_a_database_as_large_as_it_may_be_is_a_full_disk_until_there_is_room(
    start: Start, config: Config
) -> None:
    client = await start(max_disk=704 * KIB)
    token = await a_note(client)
    editor = Editor()
    await editor.connect(client.session, str(client.make_url(f"/sync/{token}")))
    await editor.until(lambda: editor.is_saved)

    def is_told() -> bool:
        return any(event.get("writable") is False for event in editor.events)

    while not is_told():
        await editor.type("x" * 20_000)
        await editor.until(lambda: editor.is_saved or is_told())
    assert config.database_file.stat().st_size <= 640 * KIB
    again = Editor()
    await again.connect(client.session, str(client.make_url(f"/sync/{token}")))
    await again.until(lambda: bool(again.events))
    assert again.events[0]["writable"] is False
    await client.close()

    larger = await start(max_disk=1024 * KIB)
    await editor.connect(larger.session, str(larger.make_url(f"/sync/{token}")))
    await editor.until(lambda: editor.is_saved)
    text = await (await larger.get(f"/n/{token}/note.md")).text()
    assert text == str(editor.text), "nothing that was typed is lost"


async def test_a_note_grows_to_its_limit_and_says_so_at_the_door(start: Start) -> None:
    client = await start(max_note=64 * KIB)
    token = await a_note(client, "# Santé\n")
    anna, bruno = Editor(), Editor()
    for editor in (anna, bruno):
        await editor.connect(client.session, str(client.make_url(f"/sync/{token}")))
        await editor.until(lambda editor=editor: editor.is_saved)  # type: ignore[misc]
    await anna.type("x" * 64 * KIB)
    await anna.until(lambda: {"event": "note-full", "limit": 64 * KIB} in anna.events)
    assert len([event for event in anna.events if event["event"] == "note-full"]) == 1
    await bruno.type("Il y a de la place pour moi.")
    await bruno.until(lambda: bruno.is_saved)
    await anna.until(lambda: "moi." in str(anna.text))
    assert not anna.is_saved
    await anna.erase(len("# Santé\n".encode()), len(anna.text) - 100)
    await anna.socket.close()  # type: ignore[union-attr]
    await anna.connect(client.session, str(client.make_url(f"/sync/{token}")))
    async with asyncio.timeout(10):
        await anna.until(lambda: anna.is_saved)
    assert await (await client.get(f"/n/{token}/note.md")).text() == str(anna.text)
    stock = Editor()
    await stock.connect(client.session, str(client.make_url(f"/sync/{token}")), ours=False)
    await stock.type("y" * 64 * KIB)
    assert await stock.closed() == (4413, "note-full: a note holds at most 65536 bytes")


async def test_without_settings_neither_notes_nor_the_disk_are_without_an_end(
    start: Start, config: Config
) -> None:
    client = await start()
    assert client.app is not None
    limit = Quota.of(client.app[CONFIG])

    assert limit.notes == 100_000
    assert limit.disk == (0 if config.database else disk_usage(config.data).total // 2)
    assert max_disk(replace(config, max_disk=0)) == 0
