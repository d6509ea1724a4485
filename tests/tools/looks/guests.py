"""People who come by a link to a classeur: the first visit, the dialog with them, a removal, a request."""

from playwright.async_api import Page

from tests.tools.looks.stage import Stage

COME = ("Karim Haddad", "Awa Diop", "Inès Robert")


async def arrival(stage: Stage) -> Page:
    made = await stage.ask("POST", f"{await _binder(stage)}/links", role="edit")
    return await stage.somebody(made["url"])


async def arrival_to_read(stage: Stage) -> Page:
    made = await stage.ask("POST", f"{await _binder(stage)}/links", role="read")
    return await stage.somebody(made["url"])


async def people(stage: Stage) -> Page:
    page = await stage.page(await _visited(stage))
    await page.locator("#share").click()
    await page.locator("[role=tab]").filter(has_text="Telegram").click()
    await page.locator(".folk").wait_for()
    return page


async def removal(stage: Stage) -> Page:
    page = await people(stage)
    await page.locator(".folk .shut-link").first.click()
    await page.locator(".sure").wait_for()
    return page


async def removal_page(stage: Stage) -> Page:
    page = await managed(stage)
    await page.locator(".came a.danger").first.click()
    return page


async def managed(stage: Stage) -> Page:
    return await stage.page(f"{await _visited(stage)}/manage")


async def asking(stage: Stage) -> Page:
    return await stage.somebody(f"{stage.site.url}/n/{'A' * 22}")


async def asked(stage: Stage) -> Page:
    page = await asking(stage)
    await page.locator("[name=name]").fill("Léa Costa")
    await page.locator("form button").click()
    await page.locator("[role=status]").first.wait_for()
    return page


async def requests(stage: Stage) -> Page:
    base = await _binder(stage)
    lea = await stage.somebody(base)
    await lea.locator("[name=name]").fill("Léa Costa")
    await lea.locator("form button").click()
    page = await stage.page(base)
    await page.locator("#share").click()
    await page.locator(".share [role=tab].access").click()
    await page.locator(".share .request").wait_for()
    return page


async def _binder(stage: Stage) -> str:
    made = await stage.ask("POST", f"{stage.site.url}/api/binders", name="Programme")
    base = f"{stage.site.url}/c/{made['binder']}"
    await stage.ask("POST", f"{base}/notes", markdown="# Loyers\n\nEncadrer.")
    return base


async def _visited(stage: Stage) -> str:
    """A classeur with a link by which some have come; the last one is not recognised yet."""
    base = await _binder(stage)
    link = await stage.ask("POST", f"{base}/links", role="edit", label="Telegram économie")
    for name in COME:
        await _comes(stage, link["url"], name)
    listed = await stage.context.request.get(f"{base}/links", headers={"Accept": "application/json"})
    (shown,) = [one for one in (await listed.json())["links"] if one["id"] == link["id"]]
    for person in shown["people"]:
        await stage.ask("POST", f"{base}/links/{link['id']}/people/{person['visitor']}/recognised")
    await _comes(stage, link["url"], "Yacine Belhadj")
    return base


async def _comes(stage: Stage, url: str, name: str) -> None:
    page = await stage.somebody(url)
    await page.locator("[name=name]").fill(name)
    await page.locator("form button").first.click()
    await page.locator("#share").wait_for()
