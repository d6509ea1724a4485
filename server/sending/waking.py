"""Waking the sender, in whichever process it runs: what was queued leaves at once."""

from typing import Final

from aiohttp import web

from server.http.keys import LEADER
from server.nodes.keys import NODES
from server.sending.sender import SENDER

_KIND: Final = "queued"


def wake(app: web.Application) -> None:
    """Something to be sent is on disk. Where the word to the leader is lost, it looks within a second."""
    app[SENDER].wake()
    if not app[LEADER].is_leading:
        app[NODES].say(_KIND)


def listen(app: web.Application) -> None:
    """Hear what other processes have queued."""
    app[NODES].hear(_KIND, lambda _: app[SENDER].wake())
