"""What somebody manages: a note and its links, their devices, their mails; how to come to each."""

import json
from typing import Final

import apsw
from playwright.async_api import Page

from tests.tools.looks.stage import PASSWORD, Stage

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
    await page.locator("[data-step=show]").wait_for()
    return page


async def devices_type(stage: Stage) -> Page:
    return await stage.somebody(f"{stage.site.url}/devices/add")


async def devices_type_wrong(stage: Stage) -> Page:
    page = await devices_type(stage)
    await page.locator("input.letters").fill("BCDF-GHJK")
    await page.locator("button.primary").click()
    await page.locator(".wrong").wait_for()
    return page


async def asked(stage: Stage, notes: int) -> tuple[Page, Page]:
    """The page that shows a code, and the one of a newcomer with so many notes of its own."""
    shows = await devices_code(stage)
    newcomer = await stage.somebody(f"{stage.site.url}/")
    for number in range(notes):
        made = await newcomer.context.request.post(
            f"{stage.site.url}/api/notes", data={"markdown": f"# Brouillon {number + 1}\n"}
        )
        assert made.ok
    await newcomer.goto(await shows.locator("input[readonly]").first.input_value())
    return shows, newcomer


async def compared(stage: Stage, *, gives: bool = False) -> tuple[Page, Page]:
    """Both, where they show the digits."""
    shows, newcomer = await asked(stage, 3 if gives else 0)
    if gives:
        await newcomer.locator("[name=give]").check()
    await newcomer.locator("button.primary").click()
    for page in (shows, newcomer):
        await page.locator("[data-step=compare]").wait_for()
    return shows, newcomer


async def devices_ask(stage: Stage) -> Page:
    return (await asked(stage, 0))[1]


async def devices_ask_gives(stage: Stage) -> Page:
    page = (await asked(stage, 3))[1]
    await page.locator("[name=give]").check()
    return page


async def devices_compare(stage: Stage) -> Page:
    return (await compared(stage))[0]


async def devices_compare_gives(stage: Stage) -> Page:
    return (await compared(stage, gives=True))[0]


async def devices_compare_newcomer(stage: Stage) -> Page:
    return (await compared(stage, gives=True))[1]


async def devices_wait(stage: Stage) -> Page:
    shows, _ = await compared(stage)
    await shows.locator("button.primary").click()
    await shows.locator("[data-step=wait]").wait_for()
    return shows


async def linked(stage: Stage, *, gives: bool = False) -> tuple[Page, Page]:
    """Both, once it is done."""
    shows, newcomer = await compared(stage, gives=gives)
    await shows.locator("button.primary").click()
    await newcomer.locator("button.primary").click()
    for page in (shows, newcomer):
        await page.locator("[data-step=linked]").wait_for()
    return shows, newcomer


async def devices_linked(stage: Stage) -> Page:
    return (await linked(stage, gives=True))[0]


async def devices_linked_newcomer(stage: Stage) -> Page:
    return (await linked(stage, gives=True))[1]


async def devices_given(stage: Stage) -> Page:
    shows, _ = await linked(stage, gives=True)
    await shows.locator("a.primary").click()
    await shows.locator(".given").first.wait_for()
    return shows


async def devices_kept(stage: Stage) -> Page:
    shows, newcomer = await asked(stage, 3)
    await newcomer.locator("button.primary").click()
    for page in (shows, newcomer):
        await page.locator("button.primary").click()
    await newcomer.locator("[data-step=linked]").wait_for()
    await newcomer.goto(f"{stage.site.url}/devices")
    return newcomer


async def devices_left(stage: Stage) -> Page:
    """One of this browser's devices has made a note, and then joined somebody else's."""
    shows, newcomer = await linked(stage)
    made = await newcomer.context.request.post(f"{stage.site.url}/api/notes", data={"markdown": "# Agenda\n"})
    assert made.ok
    other = await stage.somebody(f"{stage.site.url}/devices")
    await other.locator("form[action='/devices/code'] button").click()
    await newcomer.goto(await other.locator("input[readonly]").first.input_value())
    await newcomer.locator("button.primary").click()
    for page in (other, newcomer):
        await page.locator("[data-step=compare]").wait_for()
        await page.locator("button.primary").click()
    await newcomer.locator("[data-step=linked]").wait_for()
    await shows.locator("a.primary").click()
    return shows


async def devices_refused(stage: Stage) -> Page:
    shows, newcomer = await compared(stage)
    await newcomer.locator("form:has([value=refuse]) button").click()
    await shows.locator("[data-step=refused]").wait_for()
    return shows


async def devices_taken(stage: Stage) -> Page:
    shows, _ = await compared(stage)
    return await stage.somebody(shows.url)


async def devices_over(stage: Stage) -> Page:
    return await stage.somebody(f"{stage.site.url}/devices/add/BCDF-GHJK")


async def join(stage: Stage) -> None:
    """Another device of this browser's visitor."""
    _, newcomer = await linked(stage)
    await newcomer.close()


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
