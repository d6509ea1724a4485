"""Debian's Firefox, driven by the protocol that it speaks itself: WebDriver BiDi, https://w3c.github.io/webdriver-bidi."""

import asyncio
import base64
import itertools
import json
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from tests.browsers import page

_PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")
START_SECONDS = 60
ANSWER_SECONDS = 60

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


def missing() -> str | None:
    """The program that is not installed, if any."""
    return None if _PROGRAM else "firefox-esr"


class _Browser(page.Browser):
    def __init__(self, line: ClientWebSocketResponse) -> None:
        self._line = line
        self._numbers: Iterator[int] = itertools.count(1)
        self._asked: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._pages: dict[str, _Page] = {}

    async def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of a command. Raises ScriptError with what Firefox says against it."""
        number = next(self._numbers)
        self._asked[number] = asyncio.get_running_loop().create_future()
        await self._line.send_json({"id": number, "method": method, "params": params})
        answer = await asyncio.wait_for(self._asked[number], ANSWER_SECONDS)
        if answer["type"] == "error":
            raise page.ScriptError(f"{method}: {answer['error']}: {answer['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    async def listen(self) -> None:
        """Give answers to their commands, and errors to their pages, until the connection ends."""
        async for message in self._line:
            if message.type is not WSMsgType.TEXT:
                continue
            told = json.loads(message.data)
            if (asked := self._asked.pop(told.get("id"), None)) is not None:
                asked.set_result(told)
            elif told.get("method") == "log.entryAdded" and told["params"]["level"] == "error":
                context = told["params"]["source"].get("context")
                if context in self._pages:
                    self._pages[context].errors.append(told["params"]["text"])

    async def new_page(self) -> page.Page:
        person = (await self.ask("browser.createUserContext"))["userContext"]
        made = await self.ask("browsingContext.create", type="window", userContext=person)
        opened = _Page(self, made["context"], person)
        self._pages[made["context"]] = opened
        await opened.resize(1280, 800)
        return opened


class _Page(page.Page):
    def __init__(self, browser: _Browser, context: str, person: str) -> None:
        super().__init__()
        self._browser = browser
        self._context = context
        self._person = person

    async def goto(self, url: str) -> None:
        await self._browser.ask("browsingContext.navigate", context=self._context, url=url, wait="complete")

    async def evaluate(self, expression: str) -> Any:
        told = await self._browser.ask(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})))()",
            target={"context": self._context},
            awaitPromise=True,
        )
        if told["type"] == "exception":
            raise page.ScriptError(told["exceptionDetails"]["text"])
        return json.loads(told["result"].get("value", "null"))

    async def type(self, text: str) -> None:
        await self._perform(page.key_actions(text))

    async def press(self, *keys: str) -> None:
        await self._perform(page.chord_actions(keys))

    async def click_at(self, x: int, y: int, *, times: int = 1) -> None:
        await self._perform(page.click_actions(x, y, times))

    async def resize(self, width: int, height: int) -> None:
        viewport = {"width": width, "height": height}
        await self._browser.ask("browsingContext.setViewport", context=self._context, viewport=viewport)

    async def screenshot(self) -> bytes:
        taken = await self._browser.ask("browsingContext.captureScreenshot", context=self._context)
        return base64.b64decode(taken["data"])

    async def close(self) -> None:
        await self._browser.ask("browser.removeUserContext", userContext=self._person)

    async def _perform(self, actions: dict[str, Any]) -> None:
        # Only the window in front has the keyboard.
        await self._browser.ask("browsingContext.activate", context=self._context)
        await self._browser.ask("input.performActions", context=self._context, actions=[actions])


@asynccontextmanager
async def started(
    folder: Path, *, is_dark: bool = False, refuses_storage: bool = False
) -> AsyncIterator[page.Browser]:
    """A Firefox without windows on the screen, with a profile of its own.

    `refuses_storage`: as with *block all cookies*, which is true of every kind of storage.
    """
    preferences = {**_PREFERENCES, "ui.systemUsesDarkTheme": int(is_dark)}
    if refuses_storage:
        preferences["network.cookie.cookieBehavior"] = 2
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
    await asyncio.to_thread((folder / "user.js").write_text, "\n".join(lines))
    process = await asyncio.create_subprocess_exec(
        *(_PROGRAM or "", "--headless", "--no-remote", "--profile", str(folder)),
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
            browser = _Browser(line)
            listening = asyncio.create_task(browser.listen())
            await browser.ask("session.new", capabilities={})
            await browser.ask("session.subscribe", events=["log.entryAdded"])
            yield browser
            await line.close()
            await listening
    finally:
        process.kill()
        await process.communicate()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    sign = "WebDriver BiDi listening on "
    async for told in process.stderr:
        if sign in (line := told.decode(errors="replace")):
            return line.partition(sign)[2].strip()
    raise AssertionError("expected Firefox to serve WebDriver BiDi, and it ended")
