"""The dialogs over the editor, and the history of a note: how to come to each, whatever the language."""

from playwright.async_api import Page

from tests.tools.looks.editing import own, run
from tests.tools.looks.stage import PASSWORD, Stage, soon


async def naming(stage: Stage) -> Page:
    page = await stage.somebody(f"{stage.links[0]['edit']}?view=edit")
    await page.locator(".cm-content").wait_for()
    await page.locator(".cm-content").focus()
    await page.locator("#name[open]").wait_for()
    return page


async def card(stage: Stage) -> Page:
    page = await run(await own(stage), "card")
    await page.locator("dialog[open]").wait_for()
    return page


async def status(stage: Stage) -> Page:
    page = await run(await own(stage), "status")
    await page.locator("dialog[open]").wait_for()
    return page


async def editions(stage: Stage) -> Page:
    await stage.ask("POST", f"{stage.links[0]['edit']}/editions", recipient="L. Benali", copy=3)
    await stage.ask("POST", f"{stage.links[0]['edit']}/editions", format="large")
    page = await run(await own(stage), "editions")
    await page.locator("dialog[open] li").first.wait_for()
    return page


async def editions_none(stage: Stage) -> Page:
    page = await run(await stage.editor(stage.links[3]["edit"]), "editions")
    await page.locator("dialog[open]").wait_for()
    return page


async def shortcuts(stage: Stage) -> Page:
    page = await run(await own(stage), "shortcuts")
    await page.locator("#shortcuts[open]").wait_for()
    return page


async def picture(stage: Stage) -> Page:
    page = await run(await own(stage), "picture")
    await page.locator("dialog[open]").wait_for()
    return page


async def share(stage: Stage) -> Page:
    page = await own(stage)
    await page.locator("#share").click()
    await page.locator("dialog[open] [role=tab].new").click()
    await page.locator("dialog[open] .addr").wait_for()
    return page


async def share_print(stage: Stage) -> Page:
    page = await share(stage)
    await page.locator("dialog[open] .seg label").first.click()
    return page


async def share_made(stage: Stage) -> Page:
    page = await share(stage)
    await page.locator("dialog[open] .seg label").last.click()
    await page.locator("dialog[open] [name=label]").fill("WhatsApp santé")
    await page.locator("#link-password").fill(PASSWORD)
    await page.locator("dialog[open] .make").click()
    await page.locator("dialog[open] .addr").wait_for()
    return page


async def share_links(stage: Stage) -> Page:
    for role, label in (("read", "Presse"), ("comment", "Cabinet"), ("edit", "Pôle économie")):
        await stage.link(role, label=label, expires_at=soon(86_400), password=PASSWORD)
    page = await own(stage)
    await page.locator("#share").click()
    await page.locator("dialog[open] [role=tab]").filter(has_text="Presse").click()
    await page.locator("dialog[open] .change-link").first.click()
    await page.locator("dialog[open] form.change .do").scroll_into_view_if_needed()
    return page


async def history(stage: Stage) -> Page:
    page = await stage.page(f"{stage.sites.worked}/history")
    await page.locator("#versions li").first.wait_for(state="attached")
    await page.locator("#now .cm-line").first.wait_for()
    return page


async def history_compared(stage: Stage) -> Page:
    page = await history(stage)
    await page.locator("#versions select").select_option(index=0)
    await page.locator("#track input").focus()
    await page.keyboard.press("ArrowLeft")
    change = page.locator("#now ins, #now del").first
    await change.evaluate("change => change.scrollIntoView({ block: 'center', behavior: 'instant' })")
    return page


async def history_beside(stage: Stage) -> Page:
    page = await history(stage)
    await page.locator("#versions select").select_option(index=1)
    if not stage.look.is_phone:
        await page.locator("#versions .go button").first.click()
    return page


async def history_naming(stage: Stage) -> Page:
    page = await history(stage)
    await page.locator("#name").click()
    await page.locator("dialog[open]").wait_for()
    return page
