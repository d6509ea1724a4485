"""The websocket: two editors, refusals with their close codes, and what other editors notice."""

import asyncio
from contextlib import suppress
from dataclasses import replace

import pytest
from aiohttp import WSServerHandshakeError

from crdt import frames
from server.app import create_app
from server.settings.config import KIB, MIB, Config
from tests.conftest import Client, client_of
from tests.server.live import scenarios
from tests.server.live.conftest import Join
from tests.server.live.editors import Editor
from tests.server.live.sockets import make_note, rows

test_a_keystroke_reaches_the_other_editor_and_is_acknowledged = (
    scenarios.a_keystroke_reaches_the_other_editor_and_is_acknowledged
)
test_text_typed_around_the_handshake_is_saved_when_it_is_on_disk = (
    scenarios.text_typed_around_the_handshake_is_saved_when_it_is_on_disk
)
test_a_write_on_a_read_link_is_dropped_answered_and_not_stored = (
    scenarios.a_write_on_a_read_link_is_dropped_answered_and_not_stored
)
test_a_copy_of_another_epoch_never_merges = scenarios.a_copy_of_another_epoch_never_merges
test_somebody_who_never_reads_is_closed_and_nobody_waits = (
    scenarios.somebody_who_never_reads_is_closed_and_nobody_waits
)


async def test_the_server_speaks_first_and_says_what_the_visitor_may(client: Client, join: Join) -> None:
    _, read = await make_note(client)
    reader = await join(read)
    assert reader.socket is not None
    first = await reader.socket.receive_bytes()
    assert first.startswith(b"\x00\x00")
    await reader.until(lambda: bool(reader.events))
    welcome = reader.events[0]
    assert (welcome["event"], welcome["role"], welcome["epoch"], welcome["writable"]) == (
        "welcome", "read", 1, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("message", "code", "reason"),
    [
        (b"\x63", 4400, "malformed: expected a message of type 0, 1 or 3, got type 99"),
        (b"\x00\x02\x05ab", 4400, "malformed: a length points beyond the end"),
        ("bonjour", 4400, "malformed: expected a binary message, got text"),
        (b"\x00" * ((4 << 20) + 1), 4400, "malformed: expected at most 4194304 bytes, got 4194305"),
        (frames.update(b"\x01\x01\x01\x00\x00\x00\x00"), 4422, "update-refused: a block of length zero"),
    ],
)
async def test_a_bad_message_closes_its_own_socket_with_a_name(
    client: Client, join: Join, message: bytes | str, code: int, reason: str
) -> None:
    token, _ = await make_note(client, "texte")
    anna, mallory = await join(token), await join(token)
    await anna.until(lambda: anna.is_saved and str(anna.text) == "texte")
    assert mallory.socket is not None
    if isinstance(message, str):
        await mallory.socket.send_str(message)
    else:
        await mallory.socket.send_bytes(message)
    assert (await mallory.closed()) == (code, reason)
    await anna.type(" intact")
    await anna.until(lambda: anna.is_saved)
    assert (await (await client.get(f"/n/{token}/note.md")).text()).endswith("texte intact")


async def test_a_message_beyond_all_measure_is_cut_off_and_nobody_else_notices(
    client: Client, join: Join
) -> None:
    token, _ = await make_note(client, "texte")
    anna, mallory = await join(token), await join(token)
    assert mallory.socket is not None
    with suppress(ConnectionError):
        await mallory.socket.send_bytes(b"\x00" * (9 << 20))
    assert (await mallory.closed())[0] in {1006, 4400, None}
    await anna.until(lambda: anna.is_saved and str(anna.text) == "texte")


async def test_an_unknown_link_is_named_to_the_socket(client: Client, join: Join) -> None:
    stranger = await join("A" * 32)
    assert (await stranger.closed())[0] == 4401


async def test_a_foreign_page_opens_no_socket(client: Client) -> None:
    token, _ = await make_note(client)
    with pytest.raises(WSServerHandshakeError) as refused:
        await client.ws_connect(f"/sync/{token}", headers={"Origin": "https://evil.example"})
    assert refused.value.status == 403


async def test_a_client_that_leaves_during_the_handshake_is_no_failure(client: Client, join: Join) -> None:
    token, _ = await make_note(client)
    url = client.make_url(f"/sync/{token}")
    handshake = (
        f"GET {url.path} HTTP/1.1\r\nHost: {url.authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    for turns in range(20):
        _, writer = await asyncio.open_connection(url.host, url.port)
        writer.write(handshake.encode())
        for _ in range(turns):  # a moment later each time, so that one meets the middle of the handshake
            await asyncio.sleep(0)
        writer.transport.abort()
    anna = await join(token)
    await anna.until(lambda: anna.is_saved)


async def test_a_hundred_idle_reconnects_add_no_row(client: Client, join: Join, config: Config) -> None:
    token, _ = await make_note(client, "texte")
    editor = await join(token)
    await editor.until(lambda: editor.is_saved and str(editor.text) == "texte")
    await editor.type(" écrit")
    await editor.until(lambda: editor.is_saved)
    before = rows(config)
    for _ in range(100):
        assert editor.socket is not None
        await editor.socket.close()
        await join(token, editor=editor)
        await editor.until(lambda: editor.is_saved)
    assert rows(config) == before


async def test_a_note_larger_than_an_outbox_can_be_opened(config: Config) -> None:
    config = replace(config, max_outbox=64 * KIB, max_note=16 * MIB)
    async with client_of(create_app(config)) as client:
        token, _ = await make_note(client)
        anna, bruno = Editor(), Editor()
        await anna.connect(client.session, str(client.make_url(f"/sync/{token}")))
        for _ in range(4):
            await anna.type("x" * 3_000_000)
            await anna.until(lambda: anna.is_saved)
        await bruno.connect(client.session, str(client.make_url(f"/sync/{token}")))
        await bruno.until(lambda: len(bruno.text) == 12_000_000)
        await bruno.type("z")
        await bruno.until(lambda: bruno.is_saved)
