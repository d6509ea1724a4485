"""What the wire promises to clients that do not speak our subprotocol."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from crdt.roles import Role
from server.http.access import ACCESS, Handler
from server.http.intake import Intake
from server.http.keys import CONFIG
from server.ids import LinkId, NoteId, VisitorId
from server.live.crowd import Crowd
from server.live.keys import CROWD, ROOMS
from server.live.rooms import Rooms
from server.live.socket import MESSAGES, connect, of_messages
from server.rights.access import Access
from server.settings.config import Config
from server.storage import Db, notes
from server.storage.engines.sqlite import Sqlite
from server.targets import NoteTarget
from tests.served import Served
from tests.server.live.editors import Editor
from tests.wire.form import IS_LONG
from tests.wire.node import Peer
from tests.wire.notes import OnServer
from tests.wire.visitors import browser, opened

# y-websocket gives a line up on which it has heard nothing for so long.
STOCK_PATIENCE_S = 30
REMINDER_S = 0.05


async def test_a_stock_client_with_other_peoples_text_that_we_never_had_is_of_another_epoch(
    served: Served, session: ClientSession
) -> None:
    note = await OnServer.make(served)
    async with browser(served) as claire:
        author = await opened(claire, note.sync)
        await author.type("connu")
        await author.until(lambda: author.is_saved)
    author.text += ", inconnu"
    stranger = Editor()
    stranger.doc.apply_update(author.doc.get_update())
    await stranger.connect(session, note.sync, ours=False)
    assert (await stranger.closed())[0] == 4410
    assert await note.text() == "connu"


async def test_a_stock_client_on_a_read_link_is_told_no_stores_nothing_and_goes_on_reading(
    served: Served, session: ClientSession
) -> None:
    note = await OnServer.make(served, "texte")
    writer = await opened(session, note.sync)
    await writer.until(lambda: str(writer.text) == "texte")
    async with Peer.open("stock.mjs", note.base, note.read) as reader:
        await reader.ask("synced")
        before = note.rows()
        await reader.ask("write", text=" volé")
        await writer.type(" juste")
        await reader.ask("until", marks=["juste"])
        state = await reader.ask("state")
        assert (state["denied"], state["closes"], state["opened"]) == (1, [], 1)
    assert await note.text() == "texte juste"
    assert note.rows() == before + 1


async def test_stock_providers_come_back_after_a_restart_with_all_that_was_typed_meanwhile(
    mortal: Served,
) -> None:
    note = await OnServer.make(mortal, "texte")
    async with AsyncExitStack() as stack:
        peers = [
            await stack.enter_async_context(Peer.open("stock.mjs", note.base, note.edit)) for _ in range(2)
        ]
        for peer in peers:
            await peer.ask("synced")
        mortal.stop()
        for number, peer in enumerate(peers):
            await peer.ask("write", text=f" {number}")
        mortal.start()
        for peer in peers:
            await peer.ask("until", marks=[" 0", " 1"])
        states = [await peer.ask("state") for peer in peers]
        assert states[0]["text"] == states[1]["text"] == await note.text()
        assert [state["closes"][0] for state in states] == [1012, 1012]


async def test_a_stock_provider_gives_up_a_link_that_does_not_exist(served: Served) -> None:
    note = await OnServer.make(served)
    async with Peer.open("stock.mjs", note.base, "A" * 32) as peer:
        assert await peer.ask("ended") == {"code": 4401}


async def test_a_stock_provider_gives_up_a_message_beyond_all_measure(served: Served) -> None:
    note = await OnServer.make(served, "texte")
    async with Peer.open("stock.mjs", note.base, note.edit) as peer:
        await peer.ask("synced")
        await peer.ask("write", text="x" * (10 << 20))
        assert await peer.ask("ended") == {"code": 4400}, "whatever the network makes of the first tries"
    assert await note.text() == "texte"


async def test_stock_clients_see_each_other_with_the_name_that_they_give_and_a_colour_of_ours(
    served: Served,
) -> None:
    note = await OnServer.make(served)
    async with (
        Peer.open("stock.mjs", note.base, note.edit) as anna,
        Peer.open("stock.mjs", note.base, note.edit) as bruno,
    ):
        await anna.ask("synced")
        await anna.ask("present", name="Anna")
        people = await bruno.ask("meets", name="Anna")
        assert people["user"].keys() == {"name", "colour", "color", "colorLight", "visitor"}


async def test_a_quiet_stock_client_hears_something_again_and_again(tmp_path: Path) -> None:
    async with (
        quick_reminders(tmp_path) as url,
        ClientSession() as session,
        session.ws_connect(url) as socket,
    ):
        assert (await socket.receive_bytes()).startswith(b"\x00\x00")
        for _ in range(3):
            assert (await socket.receive_bytes()).startswith(b"\x01"), "presence, which is nothing new"


@pytest.mark.skipif(not IS_LONG, reason="waits longer than the patience of y-websocket: POCHETTE_LONG=1")
async def test_a_silent_npm_provider_keeps_its_line(served: Served) -> None:
    note = await OnServer.make(served, "texte")
    async with Peer.open("stock.mjs", note.base, note.edit) as peer:
        await peer.ask("synced")
        await peer.ask("fallSilent")
        await asyncio.sleep(STOCK_PATIENCE_S + 10)
        assert (await peer.ask("state"))["opened"] == 1


@asynccontextmanager
async def quick_reminders(folder: Path) -> AsyncIterator[str]:
    """A server of one note whose rooms remind often; the value is its websocket."""
    access = Access(
        link=LinkId("l1"),
        target=NoteTarget(NoteId("n1")),
        role=Role.EDIT,
        device=None,
        visitor=VisitorId("v1"),
        name=None,
        colour=1,
    )

    @web.middleware
    async def admit(request: web.Request, handler: Handler) -> web.StreamResponse:
        request[ACCESS] = access
        return await handler(request)

    def make(db: Db) -> None:
        notes.insert(db, access.note, "", 0)

    app = web.Application(middlewares=[admit])
    app.router.add_get("/sync", connect)
    app[CONFIG] = Config()
    async with Sqlite.open(folder / "notes.db") as engine, Rooms.open(engine, reminder_s=REMINDER_S) as rooms:
        await engine.write(make)
        app[ROOMS], app[CROWD] = rooms, Crowd()
        app[MESSAGES] = Intake(of_messages(app[CONFIG].max_message))
        async with TestServer(app) as server:
            yield str(server.make_url("/sync"))
