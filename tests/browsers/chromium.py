"""Chromium, driven by Playwright over its DevTools protocol."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser as Program
from playwright.async_api import Error, async_playwright
from playwright.async_api import Page as Tab

from tests.browsers import page
from tests.journeys.conftest import CHROMIUM, OPTIONS

_NAMES = {
    page.TAB: "Tab",
    page.ENTER: "Enter",
    page.SHIFT: "Shift",
    page.CONTROL: "Control",
    page.ESCAPE: "Escape",
    page.BACKSPACE: "Backspace",
    page.HOME: "Home",
    page.END: "End",
    page.ALT: "Alt",
    page.DELETE: "Delete",
    page.LEFT: "ArrowLeft",
    page.UP: "ArrowUp",
    page.RIGHT: "ArrowRight",
    page.DOWN: "ArrowDown",
}


def missing() -> str | None:
    """The program that is not installed, if any."""
    return None if Path(CHROMIUM).exists() else CHROMIUM


class _Page(page.Page):
    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self._tab = tab
        tab.on("pageerror", lambda error: self.errors.append(str(error)))
        tab.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    async def goto(self, url: str) -> None:
        await self._tab.goto(url)

    async def evaluate(self, expression: str) -> Any:
        try:
            return await self._tab.evaluate(expression)
        except Error as error:
            raise page.ScriptError(error.message) from error

    async def type(self, text: str) -> None:
        for key in text:
            if key in _NAMES:
                await self._tab.keyboard.press(_NAMES[key])
            else:
                await self._tab.keyboard.type(key)

    async def press(self, *keys: str) -> None:
        await self._tab.keyboard.press("+".join(_NAMES.get(key, key) for key in keys))

    async def compose(self, *steps: str) -> None:
        keyboard = await self._tab.context.new_cdp_session(self._tab)
        for step in steps:
            caret = {"selectionStart": len(step), "selectionEnd": len(step)}
            await keyboard.send("Input.imeSetComposition", {"text": step, **caret})
        await keyboard.send("Input.insertText", {"text": steps[-1]})

    async def click_at(self, x: int, y: int, *, times: int = 1) -> None:
        await self._tab.mouse.click(x, y, click_count=times)

    async def resize(self, width: int, height: int) -> None:
        await self._tab.set_viewport_size({"width": width, "height": height})

    async def screenshot(self) -> bytes:
        return await self._tab.screenshot()

    async def close(self) -> None:
        await self._tab.context.close()


class _Browser(page.Browser):
    def __init__(self, program: Program, *, is_dark: bool) -> None:
        self._program = program
        self._is_dark = is_dark

    async def new_page(self) -> page.Page:
        context = await self._program.new_context(
            locale="fr-FR",
            color_scheme="dark" if self._is_dark else "light",
            viewport={"width": 1280, "height": 800},
        )
        return _Page(await context.new_page())


@asynccontextmanager
async def started(folder: Path, *, is_dark: bool = False) -> AsyncIterator[page.Browser]:
    async with async_playwright() as playwright:
        program = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield _Browser(program, is_dark=is_dark)
        await program.close()
