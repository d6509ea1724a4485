"""Every gesture of a hand that knows Word: as expected, exactly back by Ctrl+Z, and there again by Ctrl+Y."""

import pytest

from tests.browsers import page as codes
from tests.browsers.page import CONTROL, Page
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.engines.desk import CARET, FROM, GESTURES, TO, Gesture
from tests.journeys.engines.editor import open_editor
from tests.journeys.engines.gestures import begin, changed, choose, click_words, hold, settled
from tests.journeys.site import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(900)]
KEYS = {
    "Ctrl": CONTROL,
    "Alt": codes.ALT,
    "Backspace": codes.BACKSPACE,
    "Delete": codes.DELETE,
    "Down": codes.DOWN,
    "End": codes.END,
    "Enter": codes.ENTER,
    "Shift": codes.SHIFT,
    "Tab": codes.TAB,
    "Up": codes.UP,
}
TIMES = {"click": 1, "double": 2, "triple": 3}
# More steps of undo than any gesture makes.
STEPS = 8


@pytest.mark.whole
async def test_gestures_of_the_desk_are_done_undone_and_done_again(site: Site, new_page: OpenPage) -> None:
    page = await new_page()
    await open_editor(page, (await site.new_note("Début\n"))["edit"], "Claire")
    found = {}
    for gesture in GESTURES:
        if differs := await _differs(page, gesture):
            found[gesture.name] = differs
    assert [f"{name}: {differs}" for name, differs in found.items()] == []


async def _differs(page: Page, gesture: Gesture) -> str:
    """What a gesture made of the text, or left of it by Ctrl+Z or Ctrl+Y, where it is not as expected."""
    text = await _begin(page, gesture.text)
    for step in gesture.steps.split(" "):
        await _do(page, step, gesture)
    if (got := await settled(page, gesture.wanted)) != gesture.wanted:
        return f"expected {gesture.wanted!r}, got {got!r}"
    if gesture.wanted == text:
        return ""
    seen = [got]
    while seen[-1] != text and len(seen) <= STEPS:
        await page.press(CONTROL, "z")
        seen.append(await changed(page, seen[-1]))
    if seen[-1] != text:
        return f"expected {text!r} back by Ctrl+Z, got {seen!r}"
    for wanted in reversed(seen[:-1]):
        await page.press(CONTROL, "y")
        if (got := await settled(page, wanted)) != wanted:
            return f"expected {wanted!r} again by Ctrl+Y, got {got!r}"
    return ""


async def _begin(page: Page, marked: str) -> str:
    """Another text, with its caret or its selection, where it says one; gives the text."""
    text = marked.translate(dict.fromkeys(map(ord, CARET + FROM + TO)))
    if CARET in marked:
        anchor = head = marked.index(CARET)
    elif FROM in marked:
        anchor, head = marked.index(FROM), marked.index(TO) - 1
    else:
        anchor = head = 0
    await begin(page, text, anchor, head)
    return text


async def _do(page: Page, step: str, gesture: Gesture) -> None:
    kind, _, words = step.partition(":")
    if step.startswith("'"):
        await page.type(step.strip("'").replace("_", " "))
    elif step == "paste":
        await hold(page, gesture.pasted, "text/html" if gesture.pasted.startswith("<") else "text/plain")
        await page.press(CONTROL, "v")
    elif step == "picture":
        await choose(page, gesture.text.index("!["))
    elif words and kind in TIMES:
        await click_words(page, words, TIMES[kind])
    else:
        *held, key = step.split("+")
        await page.press(*(KEYS.get(name, name) for name in (*held, key)))
