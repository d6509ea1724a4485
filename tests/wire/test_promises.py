"""What the wire promises to programs that are not ours, through the door."""

import asyncio

import pytest
from aiohttp import ClientSession

from crdt import frames
from tests.served import Served
from tests.server.live.editors import Editor
from tests.wire.node import Peer
from tests.wire.notes import OnServer
from tests.wire.visitors import browser, opened


async def test_what_is_typed_while_the_line_opens_is_on_disk_once_it_is_saved(mortal: Served) -> None:
    note = await OnServer.make(mortal, "texte")
    async with Peer.open("ours.mjs", note.sync, "eager") as peer:
        await peer.ask("saved")
        mortal.kill()
        await peer.ask("leave")
        mortal.start()
        assert await note.text() in {"xtexte", "textex"}


async def test_whoever_joins_or_reads_is_answered_while_somebody_types_without_a_pause(
    served: Served, session: ClientSession
) -> None:
    note = await OnServer.make(served)
    writer = await opened(session, note.sync)
    await writer.type("x")
    await writer.until(lambda: writer.is_saved)

    async def type_on() -> None:
        while True:
            await writer.type("x")
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as tasks:
        typing = tasks.create_task(type_on())
        hearing = tasks.create_task(writer.until(lambda: False))
        for _ in range(5):
            assert len(await note.text()) > 0
            joiner = await opened(session, note.sync)
            await joiner.until(lambda: len(joiner.text) > 0)  # noqa: B023 - awaited in its turn
        typing.cancel()
        hearing.cancel()


async def test_a_gap_is_healed_by_one_step_2_which_is_what_gets_acknowledged(
    served: Served, session: ClientSession
) -> None:
    note = await OnServer.make(served)
    editor = await opened(session, note.sync)
    await editor.until(lambda: editor.is_saved)
    editor.text += "perdu, "
    editor.lose()
    await editor.type("reçu")
    assert editor.sent == 2, "its step 2, and an update that builds on one which never came"
    await editor.until(lambda: editor.sent == 3)
    assert editor.acknowledged == 1, "the update is not on disk before the step 2 that heals it"
    await editor.until(lambda: editor.is_saved)
    assert await note.text() == "perdu, reçu"


async def test_whoever_never_heals_a_gap_is_closed_after_five_resyncs(
    served: Served, session: ClientSession
) -> None:
    note = await OnServer.make(served)
    editor = Editor()
    editor.text += "perdu, "
    editor.lose()
    editor.text += "reçu"
    (gap,) = editor.lose()
    async with session.ws_connect(note.sync) as socket:
        await socket.receive()
        for _ in range(5):
            await socket.send_bytes(frames.step_2(gap))
            assert (await socket.receive_bytes()).startswith(b"\x00\x00")
        await socket.send_bytes(frames.step_2(gap))
        await socket.receive()
        assert socket.close_code == 4422
    assert await note.text() == ""


@pytest.mark.parametrize("ours", [True, False])
async def test_nobody_writes_under_the_client_id_of_another_device(
    served: Served, session: ClientSession, *, ours: bool
) -> None:
    note = await OnServer.make(served)
    async with browser(served) as claire:
        author = await opened(claire, note.sync)
        await author.type("juste")
        await author.until(lambda: author.is_saved)
    thief = Editor(author.doc.client_id)
    await thief.connect(session, note.sync, ours=ours)
    await thief.until(lambda: str(thief.text) == "juste")
    await thief.type(", volé")
    if ours:
        await thief.until(lambda: {"event": "client-id-taken"} in thief.events)
    else:
        assert (await thief.closed())[0] == 4409
    assert await note.text() == "juste"
