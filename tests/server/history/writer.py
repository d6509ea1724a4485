"""Somebody with a name who writes in a note."""

from tests.conftest import Client
from tests.server.live.editors import Editor, join_synced
from tests.server.visits import Made, cookie_of


async def writer(client: Client, made: Made, name: str) -> Editor:
    """Somebody with a browser of their own in the note."""
    cookie = cookie_of(await client.get(made.edit))
    assert (await client.put("/api/visitor", json={"name": name}, headers=cookie)).status == 200
    return await join_synced(client, made.edit_token, headers=cookie)
