"""The belt: where the word of a withdrawal is lost between nodes, who is withdrawn is out within moments."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
from aiohttp import ClientSession, DummyCookieJar
from yarl import URL

from crdt.seat import Close
from tests.server.live.editors import Editor
from tests.server.nodes.arriving import comes_by
from tests.server.nodes.living import owners, run
from tests.server.nodes.postgres import Postgres
from tests.server.nodes.serving import serving
from tests.visitor import LED_HERE, Visitor

# Ways are looked at twice a second, links once.
PROMPT_S = 2.5
CLOSE_LINKS = """
UPDATE links SET closed_at = floor(extract(epoch FROM now()) * 1000),
    changed_at = floor(extract(epoch FROM now()) * 1000)
"""


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession(cookie_jar=DummyCookieJar(), headers=LED_HERE) as session:
        yield session


async def opened(session: ClientSession, url: str, cookie: dict[str, str]) -> Editor:
    editor = Editor()
    await editor.connect(session, url, headers=cookie)
    await editor.until(lambda: editor.is_saved)
    return editor


async def ended(editor: Editor) -> Close:
    """With which code, in time."""
    async with asyncio.timeout(PROMPT_S):
        code, _ = await editor.closed()
    return next(close for close in Close if close.code == code)


async def test_a_withdrawal_that_another_node_does_not_hear_of_ends_its_sockets(
    postgres: Postgres, tmp_path: Path, session: ClientSession
) -> None:
    """PostgreSQL passes nothing on any more: it was told by a right that is taken from the nodes."""
    database = postgres.create("quiet").replace("postgres@", "quiet@")
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute("CREATE ROLE quiet LOGIN")
        db.execute("ALTER DATABASE quiet OWNER TO quiet")
    with serving(tmp_path, database) as (here, there):
        visitor = await Visitor.come(session, here.url)
        binder = (await visitor.asks("POST", "/api/binders", json={"name": "Programme"}))["binder"]
        note = (await visitor.asks("POST", f"/c/{binder}/notes", json={"markdown": "# Note\n"}))["note"]
        link = await visitor.asks("POST", f"/c/{binder}/links", json={"role": "edit"})
        guest = await comes_by(session, there.url, URL(link["url"]).path)
        theirs = await opened(session, f"{there.url}/sync/{note}", guest)
        ours = await opened(session, f"{there.url}/sync/{note}", visitor.cookie)
        own = await visitor.asks("POST", f"/n/{note}/links", json={"role": "edit"})
        by_link = await opened(session, f"{there.url}/sync/{URL(own['url']).name}", {})
        assert owners(database) == {binder: here.url, note: there.url}

        run(postgres.url("quiet"), "REVOKE EXECUTE ON FUNCTION pg_notify FROM PUBLIC")
        await visitor.asks("POST", f"/c/{binder}/delete", json={"name": "Programme"})
        assert await ended(theirs) is Close.CHANGED
        assert "other nodes could not be told" in (tmp_path / "node0.log").read_text()
        run(database, CLOSE_LINKS)  # as a command does, which says no word at all
        assert await ended(by_link) is Close.WITHDRAWN
        late = Editor()
        await late.connect(session, f"{there.url}/sync/{note}", headers=guest)
        assert await ended(late) is Close.WITHDRAWN
        await ours.type("Je reste.")
        await ours.until(lambda: ours.is_saved)
        assert ours.socket is not None
        await ours.socket.close()
