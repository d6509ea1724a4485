"""Debian's Firefox, driven by the standard that it speaks itself: WebDriver BiDi, https://w3c.github.io/webdriver-bidi."""

import asyncio
import itertools
import json
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")
START_SECONDS = 60
ANSWER_SECONDS = 30

# The language of the pages; and nothing is asked of the network but what is asked here.
_PREFERENCES = {
    "intl.accept_languages": "fr",
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#",
}
# https://www.w3.org/TR/webdriver2/#keyboard-actions
CONTROL, ENTER, END = "\ue009", "\ue007", "\ue010"


class Firefox:
    """One running Firefox; `complaints` is what the consoles of its pages said of ours."""

    def __init__(self, line: ClientWebSocketResponse) -> None:
        self.complaints: list[str] = []
        self._line = line
        self._numbers: Iterator[int] = itertools.count(1)
        self._asked: dict[int, asyncio.Future[dict[str, Any]]] = {}

    async def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of a command. Raises RuntimeError with what Firefox says against it."""
        number = next(self._numbers)
        self._asked[number] = asyncio.get_running_loop().create_future()
        await self._line.send_json({"id": number, "method": method, "params": params})
        answer = await asyncio.wait_for(self._asked[number], ANSWER_SECONDS)
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    async def listen(self) -> None:
        """Give answers to who asked, until the line ends."""
        async for message in self._line:
            if message.type is not WSMsgType.TEXT:
                continue
            told = json.loads(message.data)
            if (asked := self._asked.pop(told.get("id"), None)) is not None:
                asked.set_result(told)
            elif told.get("method") == "log.entryAdded" and told["params"]["level"] == "error":
                self.complaints.append(told["params"]["text"])

    async def new_page(self) -> "Page":
        """A window of somebody else: with no cookie of the others."""
        person = (await self.ask("browser.createUserContext"))["userContext"]
        made = await self.ask("browsingContext.create", type="window", userContext=person)
        return Page(self, made["context"])


class Page:
    """What one person sees and does."""

    def __init__(self, firefox: Firefox, context: str) -> None:
        self._firefox = firefox
        self._context = context

    async def goto(self, url: str) -> None:
        await self._firefox.ask("browsingContext.navigate", context=self._context, url=url, wait="complete")

    async def to_front(self) -> None:
        """Only the window in front has the keyboard."""
        await self._firefox.ask("browsingContext.activate", context=self._context)

    async def tell(self, expression: str) -> Any:
        """The value of an expression of the page, as a string, a number, a truth or none."""
        told = await self._firefox.ask(
            "script.evaluate", expression=expression, target={"context": self._context}, awaitPromise=True
        )
        if told["type"] == "exception":
            raise RuntimeError(told["exceptionDetails"]["text"])
        return told["result"].get("value")

    async def until(self, expression: str, *, within: float = 30) -> None:
        """Wait until an expression is true, also over a page that is only coming; `within` s."""
        try:
            async with asyncio.timeout(within):
                while True:
                    with suppress(RuntimeError):
                        if await self.tell(f"Boolean({expression})"):
                            return
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"expected within {within} s: {expression}") from None

    async def click(self, selector: str) -> None:
        """With the pointer, in the middle of what can be seen of it."""
        element = f"document.querySelector({json.dumps(selector)})"
        await self.until(f"{element}?.checkVisibility()")
        found = await self._firefox.ask(
            "script.evaluate", expression=element, target={"context": self._context}, awaitPromise=False
        )
        await self._perform(
            "pointer",
            [
                {
                    "type": "pointerMove",
                    "x": 0,
                    "y": 0,
                    "origin": {"type": "element", "element": {"sharedId": found["result"]["sharedId"]}},
                },
                {"type": "pointerDown", "button": 0},
                {"type": "pointerUp", "button": 0},
            ],
        )

    async def type(self, text: str) -> None:
        """Key by key."""
        await self._perform(
            "key", [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        )

    async def press(self, *keys: str) -> None:
        """All of them together."""
        down = [{"type": "keyDown", "value": key} for key in keys]
        await self._perform("key", [*down, *({"type": "keyUp", "value": key} for key in reversed(keys))])

    async def _perform(self, kind: str, actions: Sequence[dict[str, Any]]) -> None:
        source = {"type": kind, "id": kind, "actions": actions}
        await self._firefox.ask("input.performActions", context=self._context, actions=[source])


@asynccontextmanager
async def firefox(profile: Path) -> AsyncIterator[Firefox]:
    """A Firefox without windows on the screen, with a profile of its own; `PROGRAM` must be there."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _PREFERENCES.items()]
    await asyncio.to_thread(_lay, profile / "user.js", "\n".join(lines))
    process = await asyncio.create_subprocess_exec(
        *(PROGRAM or "", "--headless", "--no-remote", "--profile", str(profile)),
        *("--remote-debugging-port", "0", "about:blank"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(START_SECONDS):
            address = await _address(process)
        async with (
            ClientSession() as session,
            session.ws_connect(f"{address}/session", max_msg_size=0) as line,
        ):
            browser = Firefox(line)
            listening = asyncio.create_task(browser.listen())
            await browser.ask("session.new", capabilities={})
            await browser.ask("session.subscribe", events=["log.entryAdded"])
            yield browser
            await line.close()
            await listening
    finally:
        process.kill()
        await process.communicate()


def _lay(file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_text(text)


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    sign = "WebDriver BiDi listening on "
    async for told in process.stderr:
        if sign in (line := told.decode(errors="replace")):
            return line.partition(sign)[2].strip()
    raise AssertionError("expected Firefox to serve WebDriver BiDi, and it ended")
