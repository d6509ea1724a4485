"""The dialog of the search, as journeys open it."""

from playwright.async_api import Locator, Page, expect


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Chercher", exact=True)


def field(page: Page) -> Locator:
    return dialog(page).get_by_role("combobox", name="Chercher")


def options(page: Page) -> Locator:
    return dialog(page).get_by_role("option")


async def open_search(page: Page, key: str = "Control+k") -> None:
    """Press the key until its page listens: what scripts wait for may come after the load of the page."""
    opened = page.locator("dialog.finding")
    for _ in range(100):
        await page.keyboard.press(key)
        await page.wait_for_timeout(50)
        if await opened.count():
            break
    await opened.locator("input").wait_for()


async def look(page: Page, words: str) -> None:
    if not await dialog(page).count():
        await open_search(page)
    await field(page).fill(words)


async def found(page: Page, words: str, *titles: str) -> None:
    """Type until each of these notes is found, in this order: a new note is found within two seconds."""
    for _ in range(20):
        await look(page, words)
        await expect(dialog(page).locator(".count")).not_to_be_empty()
        if [await one.inner_text() for one in await dialog(page).locator(".of b").all()] == list(titles):
            return
        await field(page).fill("")
        await page.wait_for_timeout(200)
    raise AssertionError(await dialog(page).inner_text())
