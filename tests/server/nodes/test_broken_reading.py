"""A connection to PostgreSQL that ends while a note is read: who comes is told to come again."""

from aiohttp import ClientSession, WSMsgType

from crdt.seat import Close
from server.nodes.connecting import connect
from tests.server.nodes.living import rows, until
from tests.server.nodes.serving import Node
from tests.visitor import LED_HERE
from tests.wire.notes import OnServer

_WAITS = (
    "FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    " AND query LIKE '%FROM journal%'"
)


async def test_a_page_is_told_to_come_again_where_its_note_could_not_be_read(
    nodes: list[Node], served_database: str
) -> None:
    note = await OnServer.make(nodes[0])
    async with ClientSession(headers=LED_HERE) as session, await connect(served_database) as db:
        async with db.transaction():
            await db.execute("LOCK TABLE journal IN ACCESS EXCLUSIVE MODE")
            async with session.ws_connect(f"{nodes[0].url}/sync/{note.edit}") as socket:
                await until(lambda: rows(served_database, f"SELECT 1 {_WAITS}") != [])
                await db.execute(f"SELECT pg_terminate_backend(pid) {_WAITS}")
                message = await socket.receive()
        assert message.type is WSMsgType.CLOSE
        assert message.data == Close.RELOADING.code
