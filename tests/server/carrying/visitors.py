"""Browsers that come by a link for the first time, as people do."""

from tests.conftest import Client
from tests.server.visits import cookie_of


async def reader_of(client: Client, path: str) -> dict[str, str]:
    """The cookie of a browser that comes by a link to a note or a pochette for the first time."""
    answer = await client.post(path)
    assert answer.status == 200, await answer.text()
    return cookie_of(answer)
