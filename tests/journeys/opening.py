"""A link as a person opens it where no script does."""

from playwright.async_api import Page


async def open_without_script(page: Page, address: str) -> None:
    """The first visit of this browser: one press."""
    await page.goto(address)
    await page.get_by_role("button", name="Ouvrir la").click()
