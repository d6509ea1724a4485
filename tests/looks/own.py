"""What somebody manages: a note and its links, their devices, their mails; how to come to each."""

from playwright.async_api import Page

from tests.looks.stage import PASSWORD, Stage


async def manage(stage: Stage) -> Page:
    await stage.link("comment", label="Relecture du cabinet", password=PASSWORD)
    return await stage.page(f"{stage.links[0]['edit']}/manage")


async def manage_recovery(stage: Stage) -> Page:
    page = await stage.page(f"{stage.links[2]['edit']}/manage")
    await page.locator("form[action$=recovery] button").click()
    await page.locator(".once").wait_for()
    return page


async def recover(stage: Stage) -> Page:
    page = await stage.page(f"{stage.links[3]['edit']}/manage")
    await page.locator("form[action$=recovery] button").click()
    return await stage.somebody(await page.locator(".once input").input_value())


async def devices(stage: Stage) -> Page:
    await join(stage)
    return await stage.page(f"{stage.site.url}/devices")


async def devices_code(stage: Stage) -> Page:
    page = await stage.page(f"{stage.site.url}/devices")
    await page.locator("form[action='/devices/code'] button").click()
    return page


async def devices_join(stage: Stage) -> Page:
    page = await devices_code(stage)
    return await stage.somebody(await page.locator("input[readonly]").first.input_value())


async def join(stage: Stage) -> Page:
    page = await devices_join(stage)
    await page.locator("form button.primary").click()
    await page.wait_for_load_state()
    return page


async def devices_sure(stage: Stage) -> Page:
    page = await devices(stage)
    await page.locator("summary").click()
    return page


async def devices_stolen(stage: Stage) -> Page:
    page = await devices_sure(stage)
    await page.locator("form[action='/devices/stolen'] button").click()
    await page.locator("section.done").wait_for()
    return page


async def mail(stage: Stage) -> Page:
    return await stage.page(f"{stage.links[1]['edit']}/mail")


async def mail_waiting(stage: Stage) -> Page:
    page = await mail(stage)
    await page.locator("[name=to]").fill("anna@example.org, bo@example.org")
    await page.locator("form[action$='/mail'] button.primary").click()
    await page.locator(".sendings").wait_for()
    return page


async def mail_wrong(stage: Stage) -> Page:
    page = await mail(stage)
    await page.locator("[name=to]").fill("anna@")
    await page.locator("form[action$='/mail'] button.primary").click()
    await page.locator(".wrong").wait_for()
    return page
