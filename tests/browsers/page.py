"""What the journeys on three engines do in a browser: one interface, one implementation for each protocol."""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

WAIT_SECONDS = 60.0
POLL_SECONDS = 0.03

# https://www.w3.org/TR/webdriver2/#keyboard-actions
TAB, ENTER, SHIFT, CONTROL, ESCAPE = "\ue004", "\ue007", "\ue008", "\ue009", "\ue00c"
LEFT, UP, RIGHT, DOWN = "\ue012", "\ue013", "\ue014", "\ue015"
BACKSPACE, HOME, DELETE, END, ALT = "\ue003", "\ue011", "\ue017", "\ue010", "\ue00a"

# The first visible element that has the text or the label.
_FIND = """((selector, text) => [...document.querySelectorAll(selector)].find(one => one.checkVisibility()
  && [one.textContent, one.ariaLabel, one.title].some(name => name?.includes(text))))"""
# The middle of what can be seen of an element, when a pointer would reach it.
_POINT = """(one => {
  if (!one) return null
  one.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' })
  const { left, top, right, bottom } = one.getBoundingClientRect()
  const middle = (from, to, most) => Math.floor((Math.max(from, 0) + Math.min(to, most)) / 2)
  const point = [middle(left, right, innerWidth), middle(top, bottom, innerHeight)]
  const hit = document.elementFromPoint(...point)
  return hit && (one.contains(hit) || hit.contains(one)) ? point : null
})"""


class ScriptError(Exception):
    """What a script of a test threw in the page, or that the page went away below it."""


class NotDriven(Exception):
    """The protocol has no command for it."""


class Page(ABC):
    """A window of one person, with cookies of their own. `errors` has what its console said."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    @abstractmethod
    async def goto(self, url: str) -> None:
        """Returns once the page has loaded."""

    @abstractmethod
    async def evaluate(self, expression: str) -> Any:
        """The value of an expression, or of its promise, as JSON can carry it. Raises ScriptError."""

    @abstractmethod
    async def type(self, text: str) -> None:
        """Key by key."""

    @abstractmethod
    async def press(self, *keys: str) -> None:
        """All of them together."""

    @abstractmethod
    async def click_at(self, x: int, y: int, *, times: int = 1) -> None:
        """With the mouse, in CSS pixels of the viewport."""

    @abstractmethod
    async def resize(self, width: int, height: int) -> None:
        """The viewport, in CSS pixels."""

    @abstractmethod
    async def screenshot(self) -> bytes:
        """A PNG of what can be seen."""

    @abstractmethod
    async def close(self) -> None:
        """Give the last errors of the console, and go."""

    async def compose(self, *steps: str) -> None:
        """As a keyboard for kana does: each step takes the place of the one before. Raises NotDriven."""
        raise NotDriven(f"{len(steps)} steps: WebDriver has no command that composes")

    async def until(self, expression: str, *, within: float = WAIT_SECONDS) -> None:
        """Wait until an expression, or its promise, is true, also in a page that loads; `within` s."""
        await self._poll(f"(async () => Boolean(await ({expression})))()", expression, within)

    async def click(self, selector: str, text: str = "") -> None:
        """Click the first visible element that has the text or the label, once it stands still."""
        expression = f"{_POINT}({_find(selector, text)})"
        wanted = f"{selector} {text} to be clicked"
        before: Sequence[int] = ()
        while (point := await self._poll(expression, wanted, WAIT_SECONDS)) != before:
            before = point
        await self.click_at(*point)

    async def sees(self, selector: str, text: str = "") -> None:
        """Wait until a visible element has the text or the label."""
        await self.until(_find(selector, text))

    async def _poll(self, expression: str, wanted: str, within: float) -> Any:
        try:
            async with asyncio.timeout(within):
                while True:
                    with suppress(ScriptError):
                        if value := await self.evaluate(expression):
                            return value
                    await asyncio.sleep(POLL_SECONDS)
        except TimeoutError:
            raise AssertionError(f"expected within {within} s: {wanted}") from None


class Browser(ABC):
    """One running engine."""

    @abstractmethod
    async def new_page(self) -> Page:
        """A window of somebody new, 1280 x 800 px."""


def _find(selector: str, text: str) -> str:
    return f"{_FIND}({json.dumps(selector)}, {json.dumps(text)})"


def key_actions(text: str) -> dict[str, Any]:
    """Keys one by one, as the two protocols of WebDriver take them."""
    return {
        "type": "key",
        "id": "keyboard",
        "actions": [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")],
    }


def chord_actions(keys: Sequence[str]) -> dict[str, Any]:
    """Keys that are down together."""
    down = [{"type": "keyDown", "value": key} for key in keys]
    up = [{"type": "keyUp", "value": key} for key in reversed(keys)]
    return {"type": "key", "id": "keyboard", "actions": down + up}


def click_actions(x: int, y: int, times: int) -> dict[str, Any]:
    return {
        "type": "pointer",
        "id": "mouse",
        "actions": [
            {"type": "pointerMove", "x": x, "y": y, "duration": 0},
            *[{"type": kind, "button": 0} for _ in range(times) for kind in ("pointerDown", "pointerUp")],
        ],
    }
