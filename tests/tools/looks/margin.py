"""The margin of comments with few and many of them, and in every state: how to come to each."""

from playwright.async_api import Page

from export.samples import sample
from tests.journeys.many_comments import say_much, talk
from tests.journeys.writer import Writer
from tests.tools.bench.paper_text import long_text
from tests.tools.bench.screens.margin import passages
from tests.tools.looks.editing import run
from tests.tools.looks.stage import Stage


async def _note(stage: Stage, count: int, *, parts: int = 1) -> str:
    text = long_text(parts) if parts > 1 else sample("fr")
    made = await stage.ask("POST", f"{stage.site.url}/api/notes", markdown=text)
    link: str = made["links"]["edit"]
    await say_much(link, passages(text, count), proposed="d’autres mots")
    return link


async def _opened(stage: Stage, link: str) -> Page:
    page = await run(await stage.editor(link), "comments")
    await page.locator("#comments li").first.wait_for()
    return page


async def three(stage: Stage) -> Page:
    return await _opened(stage, await _note(stage, 3))


async def thirty(stage: Stage) -> Page:
    link = await _note(stage, 30)
    await talk(link, "On garde ce titre pour samedi ?", "Oui, et la page 2 est à relire.")
    return await _opened(stage, link)


async def thirty_current(stage: Stage) -> Page:
    page = await _opened(stage, await _note(stage, 30))
    if not stage.look.is_phone:
        await page.locator("#comments li").nth(3).click()
        await page.wait_for_function("() => !document.querySelector('#comments .gliding')")
    return page


async def two_hundred(stage: Stage) -> Page:
    page = await _opened(stage, await _note(stage, 200, parts=6))
    if not stage.look.is_phone:
        await page.evaluate("document.querySelector('.doc').scrollTop = 6000")
        await page.locator("#comments li").nth(4).wait_for()
        await page.wait_for_timeout(500)  # cards move once the scroll has ended
    return page


async def talk_open(stage: Stage) -> Page:
    link = await _note(stage, 3)
    await talk(link, "On garde ce titre pour samedi ?", "Oui, et la page 2 est à relire.")
    page = await _opened(stage, link)
    await page.locator("#comments .of-note").click()
    return page


async def writing(stage: Stage) -> Page:
    page = await _opened(stage, await _note(stage, 30))
    text = await Writer(page, None).text()
    await Writer(page, None).select(passages(text, 60)[2])
    await run(page, "comment")
    await page.locator("#comments .draft textarea").fill("Quelle est la source de ce chiffre ?")
    return page
