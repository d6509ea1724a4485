"""Fingers of a test: what is dragged and swiped on a telephone."""

import asyncio

from playwright.async_api import Locator, Page


async def drag(page: Page, grip: Locator, *, by: int) -> None:
    """With a finger, `by` pixels down."""
    box = await grip.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await touch(page, [(x, y + by * step / 8) for step in range(9)])


async def swipe(page: Page, *, from_x: int, to_x: int) -> None:
    # Shown by the script, which is there from then on.
    await page.get_by_role("button", name="Partager").wait_for()
    await touch(page, [(from_x + (to_x - from_x) * step / 6, 400) for step in range(7)])


async def touch(page: Page, way: list[tuple[float, float]]) -> None:
    session = await page.context.new_cdp_session(page)
    for number, (x, y) in enumerate(way):
        kind = "touchMove" if number else "touchStart"
        await session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        await asyncio.sleep(0)
    await session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
