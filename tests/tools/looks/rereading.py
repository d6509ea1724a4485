"""A note that has changed since this browser read it: the band, the marks, the ways through them, *Lue*."""

from pathlib import Path

from playwright.async_api import Page

from tests.tools.looks.stage import Stage

READ = Path(__file__).with_suffix(".md").read_text("utf-8")
NOW = (
    READ.replace("580 M€ par an, couvert par", "640 M€ par an, couvert **aux trois quarts** par")
    .replace("du chantier.", "du chantier et garantit le loyer.")
    .replace("de la vacance.", "de la vacance.\n4. Les logements en travaux en sont exemptés.")
    .replace("310 M€", "330 M€")
    .replace("elle paiera aussi les travaux", "elle paiera désormais les travaux")
    .replace("\nLes propriétaires âgés sont visités à domicile.\n", "")
)
ANEW = READ.split("::: retenir", maxsplit=1)[0] + "\n\n".join(f"Tout autre chose, {n}." for n in range(20))


async def changed(stage: Stage) -> Page:
    return await _reread(stage, NOW)


async def moved(stage: Stage) -> Page:
    page = await _reread(stage, NOW)
    await page.locator(".since-pill button").last.click()
    await page.locator(".since-now").wait_for()
    return page


async def later(stage: Stage) -> Page:
    page = await moved(stage)
    for _ in range(5):
        await page.keyboard.press("j")
    return page


async def onward(stage: Stage) -> Page:
    told = await stage.ask("POST", f"{stage.site.url}/api/notes", markdown=READ)
    folder = await stage.ask("POST", f"{stage.site.url}/api/folders", title="Logement")
    links = [told["links"]["read"], *(link["read"] for link in stage.links)]
    await stage.ask("POST", f"{folder['links']['edit']}/notes", links=links)
    page = await stage.somebody(f"{folder['links']['read']}?view=read")
    await page.locator("main ol a").first.click()
    await page.locator("#read").wait_for()
    return page


async def rewritten(stage: Stage) -> Page:
    return await _reread(stage, ANEW)


async def end(stage: Stage) -> Page:
    page = await _reread(stage, READ)
    await page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    await page.locator("body.read-end").wait_for()
    return page


async def said(stage: Stage) -> Page:
    page = await _reread(stage, NOW)
    await page.locator("#read button:visible").click()
    await page.locator("#read [aria-pressed=true]").wait_for()
    return page


async def _reread(stage: Stage, text: str) -> Page:
    """Somebody has read the note; then it becomes the text."""
    told = await stage.ask("POST", f"{stage.site.url}/api/notes", markdown=READ)
    links = told["links"]
    page = await stage.somebody(f"{links['read']}?view=read")
    await page.locator("#text").wait_for()
    if text != READ:
        await page.wait_for_load_state("networkidle")
        answer = await stage.context.request.post(
            f"{links['edit']}/import",
            params={"name": "note.md", "place": "whole"},
            data=text.encode(),
            headers={"Accept": "application/json", "Content-Type": "application/octet-stream"},
        )
        assert answer.ok, await answer.text()
        await page.reload()
        await page.locator("#since").wait_for()
    return page
