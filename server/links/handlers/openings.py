"""An opening by a link, kept for the device; a page that is fetched to be taken along is none."""

from aiohttp import web

from server.http.access import ACCESS
from server.http.carrying import is_taken_along
from server.http.keys import ENGINE
from server.links.rules import openings


async def remember(request: web.Request) -> None:
    """Keep by which link the device came."""
    if not is_taken_along(request):
        await openings.remember(request.app[ENGINE], request[ACCESS])
