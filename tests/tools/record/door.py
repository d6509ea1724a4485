"""The door of a server: requests as browsers and programs send them, by whichever port it has now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yarl
from aiohttp import ClientSession, ClientTimeout, DummyCookieJar
from multidict import CIMultiDictProxy

from tests.tools.record.instance import HOST, URL, Instance

LED: Final = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "none"}
HERE: Final = {"Sec-Fetch-Site": "same-origin"}
JSON: Final = {"Accept": "application/json"}
PAGE: Final = {"Accept": "text/html"}
_COMMON: Final = {"Host": HOST, "Accept-Language": "fr"}
_PATIENCE_S: Final = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def location(self) -> str:
        """The path to which it leads."""
        return str(yarl.URL(self.headers["Location"]).path_qs)


class Door:
    """Asks the server that runs now."""

    def __init__(self, session: ClientSession, instance: Instance) -> None:
        self.session = session
        self.instance = instance

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.instance.port}"

    async def ask(self, method: str, path: str, headers: Mapping[str, str], data: Any = None) -> Answer:
        url = yarl.URL(self.base + path, encoded=True)
        asking = self.session.request(
            method, url, headers={**_COMMON, **headers}, data=data, allow_redirects=False
        )
        async with asking as answer:
            return Answer(answer.status, answer.headers, await answer.read())


def session() -> ClientSession:
    """Keeps no cookie. A server that stops ends its connections."""
    return ClientSession(
        cookie_jar=DummyCookieJar(), timeout=ClientTimeout(total=_PATIENCE_S), auto_decompress=True
    )


class Browser:
    """Somebody with a cookie, as it was given at last."""

    def __init__(self, door: Door, cookie: str = "") -> None:
        self.door = door
        self.cookie = cookie

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie} if self.cookie else {}

    async def opens(self, path: str, status: int = 200) -> Answer:
        """A page that somebody is led to."""
        return await self._asks("GET", path, {**PAGE, **LED}, status)

    async def reads(self, path: str, status: int = 200) -> Answer:
        """What a page of ours, or a program, asks for."""
        return await self._asks("GET", path, {**JSON, **HERE}, status)

    async def says(self, path: str, wish: object, status: int = 200, method: str = "POST") -> Answer:
        """JSON that a page of ours sends."""
        kind = {**JSON, **HERE, "Origin": URL, "Content-Type": "application/json"}
        return await self._asks(method, path, kind, status, json.dumps(wish).encode())

    async def sends(self, path: str, status: int = 303, **fields: str) -> Answer:
        """A form."""
        return await self._asks("POST", path, {**PAGE, **HERE, "Origin": URL}, status, fields or None)

    async def _asks(
        self, method: str, path: str, headers: Mapping[str, str], status: int, data: Any = None
    ) -> Answer:
        """Raises AssertionError where the answer is another one."""
        answer = await self.door.ask(method, path, {**headers, **self.headers}, data)
        assert answer.status == status, (method, path, answer.status, answer.text[:300])
        for given in answer.headers.getall("Set-Cookie", []):
            self.cookie = given.partition(";")[0]
        return answer
