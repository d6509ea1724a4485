"""What somebody manages: a note and its links, their devices, their mails; how to come to each."""

import json
from typing import Final

import apsw
from playwright.async_api import Page

from tests.looks.stage import PASSWORD, Stage

DAY_MS: Final = 24 * 3600 * 1000
WINDOWS: Final = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
MAC: Final = "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605.1 Version/18.0 Safari/605.1"
PHONE: Final = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1"


async def manage(stage: Stage) -> Page:
    await stage.link("comment", label="Relecture du cabinet", password=PASSWORD)
    return await stage.page(f"{stage.links[0]['edit']}/manage")


async def come_by(stage: Stage, link: str, name: str, *, days: int, **options: str) -> None:
    """Let somebody open a link, who did so for the first time some days ago."""
    page = await stage.somebody(link, **options)
    if name:
        body = json.dumps({"name": name})
        headers = {"Content-Type": "application/json"}
        await page.context.request.put(f"{stage.site.url}/api/visitor", data=body, headers=headers)
    database = apsw.Connection(str(stage.site.data / "pochette.db"))
    database.set_busy_timeout(5000)
    database.execute(
        "UPDATE openings SET since = since - ? WHERE opened_at = (SELECT max(opened_at) FROM openings)",
        (days * DAY_MS,),
    )
    database.close()


async def manage_renew(stage: Stage) -> Page:
    note = stage.links[0]
    review = await stage.link("comment", label="Relecture du cabinet")
    await stage.link("print", label="Imprimeur")
    await come_by(stage, note["edit"], "Karim Haddad", days=12, user_agent=WINDOWS)
    await come_by(stage, note["edit"], "", days=3, user_agent=PHONE)
    await come_by(stage, review["url"], "Sofia Lindqvist", days=40, user_agent=MAC)
    await come_by(stage, review["url"], "Claire", days=1, user_agent=PHONE)
    return await stage.page(f"{note['edit']}/manage/renew")


async def manage_renew_one(stage: Stage) -> Page:
    review = await stage.link("comment", label="Relecture de la presse")
    await come_by(stage, review["url"], "Nora Ben Saïd", days=5, user_agent=MAC)
    page = await stage.page(f"{stage.links[0]['edit']}/manage")
    await page.get_by_role("listitem").filter(has_text="Relecture de la presse").locator(".renew-one").click()
    return page


async def manage_renewed(stage: Stage) -> Page:
    people = ["anna@example.org", "bo@example.org", "carl@example.org"]
    await stage.ask("POST", f"{stage.links[3]['edit']}/mail", to=people, gives="read")
    page = await stage.page(f"{stage.links[3]['edit']}/manage/renew")
    await page.locator("form button.danger").click()
    await page.locator(".done").wait_for()
    return page


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
