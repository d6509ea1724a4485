"""WebKitGTK's MiniBrowser, driven by WebKitWebDriver over WebDriver's HTTP, https://www.w3.org/TR/webdriver2."""

import asyncio
import base64
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.browsers import page
from tests.journeys.site import free_port

_MINI_BROWSER = next(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"), None)
# glibc loads any locale under any name; no French one has to be installed for French pages.
_LOCALE = Path("/usr/lib/locale/C.utf8")
START_SECONDS = 60
ANSWER_SECONDS = 60

# X gives the keyboard to the window under the pointer, which rests in the middle of the screen:
# every window covers it.
# Without the sizes of its own toolbar, a window can be as narrow as a phone.
_SCREEN = "700x700x24"
_STYLES = "* { min-width: 0; min-height: 0; margin: 0; padding: 0; border-width: 0; font-size: 1px }"

# WebKit's driver gives no console. This is installed with the first script of a test in a page.
_HEAR_ERRORS = """if (!window.heardErrors) {
  const heard = window.heardErrors = []
  addEventListener('error', event => heard.push(event.message))
  addEventListener('unhandledrejection', event => heard.push(String(event.reason)))
  const { error } = console
  console.error = (...said) => { heard.push(said.join(' ')); error(...said) }
  addEventListener('securitypolicyviolation', refusal => heard.push(`${refusal.violatedDirective} refuses`))
}"""


def missing() -> str | None:
    """The program that is not installed, if any."""
    for program in ("WebKitWebDriver", "Xvfb"):
        if shutil.which(program) is None:
            return program
    return None if _MINI_BROWSER else "MiniBrowser"


class _Page(page.Page):
    """A MiniBrowser with its own driver, which has one session with one cookie jar, and its own screen."""

    def __init__(self, client: ClientSession, session: str, closing: AsyncExitStack) -> None:
        super().__init__()
        self._client = client
        self._session = session
        self._closing = closing

    async def goto(self, url: str) -> None:
        await self._post("/url", {"url": url})

    async def evaluate(self, expression: str) -> Any:
        script = (
            f"{_HEAR_ERRORS}\nreturn (async () =>"
            f" JSON.stringify([await ({expression}), window.heardErrors.splice(0)]))()"
        )
        told = json.loads(await self._post("/execute/sync", {"script": script, "args": []}))
        value, errors = told
        self.errors += errors
        return value

    async def type(self, text: str) -> None:
        await self._post("/actions", {"actions": [page.key_actions(text)]})

    async def press(self, *keys: str) -> None:
        await self._post("/actions", {"actions": [page.chord_actions(keys)]})

    async def click_at(self, x: int, y: int, *, times: int = 1) -> None:
        await self._post("/actions", {"actions": [page.click_actions(x, y, times)]})

    async def resize(self, width: int, height: int) -> None:
        toolbar = 0
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                await self._post("/window/rect", {"width": width, "height": height + toolbar})
                inner_width, inner_height = await self.evaluate("[innerWidth, innerHeight]")
                if (inner_width, inner_height) == (width, height):
                    break
                toolbar += height - inner_height if inner_width == width else 0
        await self.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")

    async def screenshot(self) -> bytes:
        async with self._client.get(f"{self._session}/screenshot") as answer:
            return base64.b64decode((await answer.json())["value"])

    async def close(self) -> None:
        with suppress(page.ScriptError, TimeoutError):
            await self.evaluate("null")
        await self._closing.aclose()

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        async with self._client.post(self._session + path, json=body) as answer:
            value = (await answer.json())["value"]
        if isinstance(value, dict) and "error" in value:
            raise page.ScriptError(f"{path}: {value['error']}: {value['message']}")
        return value


class _Browser(page.Browser):
    def __init__(self, folder: Path, closing: AsyncExitStack, *, is_dark: bool) -> None:
        self._folder = folder
        self._closing = closing
        self._arguments = ["--automation", *(["--dark-mode"] if is_dark else [])]

    async def new_page(self) -> page.Page:
        async with AsyncExitStack() as opening:
            client = await opening.enter_async_context(
                ClientSession(timeout=ClientTimeout(total=ANSWER_SECONDS))
            )
            display = await opening.enter_async_context(_screen())
            address = await opening.enter_async_context(_driver(client, _environment(self._folder, display)))
            session = await _session(client, address, self._arguments)
            opened = _Page(client, session, closing := opening.pop_all())
        self._closing.push_async_callback(closing.aclose)
        await opened.resize(1280, 800)
        return opened


@asynccontextmanager
async def started(folder: Path, *, is_dark: bool = False) -> AsyncIterator[page.Browser]:
    await asyncio.to_thread(_prepare, folder)
    async with AsyncExitStack() as closing:
        yield _Browser(folder, closing, is_dark=is_dark)


def _prepare(folder: Path) -> None:
    (folder / "gtk-3.0").mkdir()
    (folder / "gtk-3.0" / "gtk.css").write_text(_STYLES)
    (folder / "locales").mkdir()
    (folder / "locales" / "fr_FR.UTF-8").symlink_to(_LOCALE)


def _environment(folder: Path, display: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "DISPLAY": display,
        "GDK_BACKEND": "x11",
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "LANG": "fr_FR.UTF-8",
        "LOCPATH": str(folder / "locales"),
        "NO_AT_BRIDGE": "1",
    }


@asynccontextmanager
async def _screen() -> AsyncIterator[str]:
    """A screen in memory; gives its name for DISPLAY."""
    process = await asyncio.create_subprocess_exec(
        *("Xvfb", "-displayfd", "1", "-screen", "0", _SCREEN, "-nolisten", "tcp", "-noreset"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        number = await asyncio.wait_for(process.stdout.readline(), START_SECONDS)
        assert number, "expected Xvfb to give the number of its screen, and it ended"
        yield f":{number.decode().strip()}"
    finally:
        process.kill()
        await process.communicate()


@asynccontextmanager
async def _driver(client: ClientSession, environment: dict[str, str]) -> AsyncIterator[str]:
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *("WebKitWebDriver", f"--port={port}"),
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(START_SECONDS):
            await _until_ready(client, address)
        yield address
    finally:
        process.kill()
        await process.wait()


async def _until_ready(client: ClientSession, address: str) -> None:
    """The driver does not say when it listens."""
    while True:
        with suppress(ClientError):
            await (await client.get(f"{address}/status")).read()
            return
        await asyncio.sleep(page.POLL_SECONDS)


async def _session(client: ClientSession, address: str, arguments: list[str]) -> str:
    # By default the driver waits while a page loads: a script that the next page replaces is never answered.
    wanted = {"webkitgtk:browserOptions": {"binary": str(_MINI_BROWSER), "args": arguments}}
    async with client.post(f"{address}/session", json={"capabilities": {"alwaysMatch": wanted}}) as answer:
        made = (await answer.json())["value"]
    assert "sessionId" in made, made
    return f"{address}/session/{made['sessionId']}"
