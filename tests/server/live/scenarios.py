"""What an editor may rely on, by websocket and over HTTP; `join` is the fixture of either."""

import asyncio

from server.settings.config import Config
from tests.conftest import Client
from tests.server.live.conftest import Join
from tests.server.live.editors import Editor
from tests.server.live.sockets import make_note, rows


async def a_keystroke_reaches_the_other_editor_and_is_acknowledged(client: Client, join: Join) -> None:
    token, _ = await make_note(client, "# Santé\n")
    anna, bruno = await join(token), await join(token)
    await bruno.until(lambda: str(bruno.text) == "# Santé\n")
    await anna.until(lambda: anna.is_saved and str(anna.text) == "# Santé\n")
    await anna.type("Bonjour 😀")
    await bruno.until(lambda: str(bruno.text) == "# Santé\nBonjour 😀")
    await anna.until(lambda: anna.is_saved)
    text = await (await client.get(f"/n/{token}/note.md")).text()
    assert text.endswith("# Santé\nBonjour 😀")


async def text_typed_around_the_handshake_is_saved_when_it_is_on_disk(client: Client, join: Join) -> None:
    token, _ = await make_note(client)
    offline = Editor()
    offline.text += "avant "
    anna = await join(token, editor=offline)
    await anna.type("pendant ")
    assert not anna.is_saved
    await anna.until(lambda: anna.is_saved)
    assert (await (await client.get(f"/n/{token}/note.md")).text()).endswith("avant pendant ")


async def a_write_on_a_read_link_is_dropped_answered_and_not_stored(
    client: Client, join: Join, config: Config
) -> None:
    token, read = await make_note(client, "texte")
    reader, editor = await join(read), await join(token)
    await reader.until(lambda: str(reader.text) == "texte")
    before = rows(config)
    await reader.type(" volé")
    await reader.until(lambda: reader.denied == 1)
    assert not reader.is_saved
    await editor.until(lambda: str(editor.text) == "texte")
    await editor.type(" juste")
    await editor.until(lambda: editor.is_saved)
    assert rows(config) == before + 1
    assert (await (await client.get(f"/n/{token}/note.md")).text()).endswith("texte juste")


async def a_copy_of_another_epoch_never_merges(client: Client, join: Join) -> None:
    token, _ = await make_note(client, "texte")
    old = Editor()
    old.text += "ancien"
    assert (await (await join(token, editor=old, query="?epoch=7")).closed())[0] == 4411
    now = await join(token, query="?epoch=1")
    await now.until(lambda: str(now.text) == "texte")


async def somebody_who_never_reads_is_closed_and_nobody_waits(client: Client, join: Join) -> None:
    token, _ = await make_note(client)
    deaf, anna, bruno = await join(token), await join(token), await join(token)
    block = "x" * 60_000
    hearing = asyncio.create_task(bruno.until(lambda: str(bruno.text).endswith("!")))
    for _ in range(200):
        await anna.erase(0, len(anna.text))
        await anna.type(block)
        await anna.until(lambda: anna.is_saved)
    await anna.type("!")
    await hearing
    code, reason = await deaf.closed()
    assert code == 4508
    assert reason.startswith("outbox-full: ")
