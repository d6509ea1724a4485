"""A browser that comes to a node by a link to a classeur."""

from aiohttp import ClientSession
from yarl import URL

from tests.server.visits import cookie_of


async def comes_by(session: ClientSession, url: str, path: str) -> dict[str, str]:
    """The cookie of a new browser that comes to a node by a link."""
    arrival = f"{url}{path}/arrival"
    async with session.post(arrival, data={"name": "Karim"}, allow_redirects=False) as answer:
        assert answer.status == 303, await answer.text()
        cookie, place = cookie_of(answer), URL(answer.headers["Location"]).path
    async with session.get(f"{url}{place}", headers=cookie) as answer:
        assert answer.status == 200, await answer.text()
    return cookie
