"""What is taken along: the sheet before and after, the day without a network, an address that is not here."""

from playwright.async_api import Page, expect

from tests.tools.looks import todays
from tests.tools.looks.stage import Stage


async def offered(stage: Stage) -> Page:
    page = await todays.day(stage)
    await page.locator("#carry").click()
    await page.locator(".carry-sheet label.choice").first.wait_for()
    return page


async def along(stage: Stage) -> Page:
    page = await offered(stage)
    await (
        page.locator("label.choice", has_text="Tout le classeur")
        .or_(page.locator("label.choice", has_text="The whole binder"))
        .click()
    )
    await expect(page.locator(".carry-sheet .now svg")).to_be_visible()
    return page


async def bar(stage: Stage) -> Page:
    page = await along(stage)
    await page.keyboard.press("Escape")
    return page


async def offline(stage: Stage) -> Page:
    page = await bar(stage)
    await page.context.set_offline(offline=True)
    await page.reload()
    await page.locator("#carried").wait_for()
    return page


async def note(stage: Stage) -> Page:
    page = await offline(stage)
    await page.locator(".of-today li a").nth(1).click()
    await page.locator("#text").wait_for()
    return page


async def sheet(stage: Stage) -> Page:
    page = await offline(stage)
    await page.locator("#carry").click()
    await page.locator(".carry-sheet label.choice").first.wait_for()
    return page


async def missing(stage: Stage) -> Page:
    page = await offline(stage)
    await page.goto(f"{stage.site.url}/n/0123456789012345678901")
    await page.locator("main section").first.wait_for()
    return page
