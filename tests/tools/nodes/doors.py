"""Round robin without stickiness: by any node, and by the next where one refuses or answers 503."""

from collections.abc import Awaitable, Callable
from random import Random
from typing import TypeVar

from aiohttp import ClientError, ClientResponseError

Answer = TypeVar("Answer")
Door = Callable[[str], Awaitable[Answer]]


class NoDoorError(ConnectionError):
    """Every node refused, or said that it takes nobody now."""


class Doors:
    """The addresses at which people reach the nodes, as a plain proxy in front of them knows them."""

    def __init__(self, urls: list[str], chance: Random) -> None:
        self.urls = urls
        self._at = chance.randrange(len(urls))
        self.skipped = 0

    async def by_any(self, ask: "Door[Answer]") -> Answer:
        """Ask by the next node; a refusal or a 503 asks the one after it. Raises NoDoorError, ClientError.

        A node that takes the request and stays silent is not skipped: no proxy can know.
        """
        first = self._at = (self._at + 1) % len(self.urls)
        for url in (*self.urls[first:], *self.urls[:first]):
            try:
                return await ask(url)
            except ClientResponseError as error:
                if error.status != 503:
                    raise
            except (ClientError, ConnectionError):
                pass
            self.skipped += 1
        raise NoDoorError
