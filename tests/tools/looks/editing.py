"""The page of the editor in every state: how to come there, whatever the language and the width."""

import asyncio

from playwright.async_api import Page, WebSocketRoute

from tests.journeys.events import event, listen_in
from tests.journeys.writer import VIEW, Writer
from tests.tools.looks.stage import Stage

FIND = "retraites"


async def empty(stage: Stage) -> Page:
    made = await stage.ask("POST", f"{stage.site.url}/api/notes", markdown="")
    return await stage.editor(made["links"]["edit"])


async def sample(stage: Stage) -> Page:
    page = await stage.page(stage.site.url)
    await page.request.get(stage.site.url)
    made = await page.request.post(
        f"{stage.site.url}/notes", form={"example": "1"}, headers={"Origin": stage.site.url}
    )
    return await stage.editor(made.url.partition("?")[0])


async def own(stage: Stage) -> Page:
    return await stage.editor(stage.links[0]["edit"])


async def worked(stage: Stage) -> Page:
    return await stage.editor(stage.sites.worked)


async def run(page: Page, name: str) -> Page:
    """What a button of the page does, wherever the width has put it."""
    await page.evaluate("name => document.querySelector(`[data-run=${name}]`).click()", name)
    return page


async def fetch_parts(page: Page) -> None:
    """Wait until the parts of the page are fetched: cells and their menu are one of them."""
    await page.wait_for_function("() => performance.getEntriesByName('parts-fetched').length > 0")


async def put_caret(page: Page, passage: str) -> None:
    await Writer(page, None).put_caret(passage, after=True)


async def together(stage: Stage) -> Page:
    page = await worked(stage)
    other = await stage.somebody(f"{stage.sites.worked}?view=edit")
    await other.locator(".cm-content").wait_for()
    await other.request.put(f"{stage.site.url}/api/visitor", data={"name": "Inès Robert"})
    await other.reload()
    await other.locator(".cm-content").wait_for()
    await put_caret(other, "13,8 % de son PIB")
    await put_caret(page, "rendre le système")
    await page.locator("#people > *").nth(1).wait_for(state="attached")
    await page.locator(".remote-caret").first.wait_for(state="attached")
    return page


async def authors(stage: Stage) -> Page:
    page = await run(await worked(stage), "authors")
    await page.locator("#editor .by").first.wait_for()
    await put_caret(page, "à parité")
    return page


async def comments(stage: Stage) -> Page:
    page = await run(await worked(stage), "comments")
    await page.locator("#comments li").first.wait_for()
    await page.locator("#comments li").first.evaluate("card => card.click()")
    await page.wait_for_function("() => !document.querySelector('#comments .gliding')")
    return page


async def comment(stage: Stage) -> Page:
    page = await worked(stage)
    await Writer(page, None).select("système *lisible* et juste")
    await run(page, "comment")
    await page.locator("#comments .draft").wait_for()
    return page


async def commenting(stage: Stage) -> Page:
    made = await stage.link("comment", label="Cabinet")
    page = await stage.somebody(f"{made['url']}?view=edit")
    await page.locator(".cm-content").wait_for()
    await page.locator("#state[data-state=saved]").wait_for(state="attached")
    return page


async def reading(stage: Stage) -> Page:
    page = await stage.somebody(f"{stage.links[0]['read']}?view=edit")
    await page.locator("article, .cm-content").first.wait_for()
    return page


async def menu(stage: Stage) -> Page:
    page = await own(stage)
    await page.locator("[popovertarget=more]").click()
    return page


async def menu_end(stage: Stage) -> Page:
    page = await menu(stage)
    await page.evaluate("document.querySelector('#more').scrollTo(0, 9999)")
    return page


async def find(stage: Stage) -> Page:
    page = await run(await own(stage), "find")
    await page.locator("[role=search] input").first.fill(FIND)
    return page


async def slash(stage: Stage) -> Page:
    page = await empty(stage)
    await page.locator(".cm-content").click()
    await page.keyboard.type("/")
    await page.locator("#slash:popover-open").wait_for()
    return page


async def table(stage: Stage) -> Page:
    page = await own(stage)
    await fetch_parts(page)
    await put_caret(page, "## Chiffrage")
    await page.evaluate(f"{VIEW}.dispatch({{scrollIntoView: true}})")
    await page.locator(".lp-head").evaluate("head => head.scrollIntoView({ block: 'center' })")
    await page.locator(".lp-row:not(.lp-head) .lp-cell").nth(1).click()
    return page


async def table_menu(stage: Stage) -> Page:
    page = await table(stage)
    await page.locator("#table-tools").click()
    return page


async def blocks(stage: Stage) -> Page:
    page = await sample(stage)
    await page.locator(".lp-roll").first.evaluate("roll => roll.scrollIntoView({ block: 'start' })")
    return page


async def plain(stage: Stage) -> Page:
    page = await own(stage)
    await page.evaluate("document.querySelector('#plain').click()")
    return page


async def offline(stage: Stage) -> Page:
    page = await own(stage)
    await put_caret(page, "droits acquis.")
    await page.context.set_offline(True)
    await page.keyboard.type(" Écrit dans un tunnel.")
    await page.locator("#state[data-state=offline]").wait_for(state="attached")
    await page.locator("#banner").wait_for()
    return page


async def disk(stage: Stage) -> Page:
    page, routes = await listened(stage)
    routes[-1].send(event('{"event":"disk","writable":false}'))
    await page.locator("#banner").wait_for()
    return page


async def listened(stage: Stage) -> tuple[Page, list[WebSocketRoute]]:
    """The editor, with the sockets of its page."""
    page = await stage.page()
    routes = await listen_in(page)
    await page.goto(f"{stage.links[0]['edit']}?view=edit")
    await page.locator("#state[data-state=saved]").wait_for(state="attached")
    return page, routes


async def went_back(stage: Stage) -> Page:
    """The server deletes words without a sound, and then says that it went back."""
    page, routes, is_deaf = await stage.page(), list[WebSocketRoute](), asyncio.Event()

    def pass_on(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        server.on_message(lambda message: None if is_deaf.is_set() else route.send(message))
        routes.append(route)

    await page.route_web_socket("**/sync/**", pass_on)
    await page.goto(f"{stage.links[0]['edit']}?view=edit")
    await page.locator("#state[data-state=saved]").wait_for(state="attached")
    words = " Trois ans d’avance."
    await put_caret(page, "droits acquis.")
    await page.keyboard.type(words)
    await page.locator("#state[data-state=saved]").wait_for(state="attached")
    is_deaf.set()
    other = await stage.editor(stage.links[0]["edit"])
    await put_caret(other, words.strip())
    for _ in words:
        await other.keyboard.press("Backspace")
    await other.locator("#state[data-state=saved]").wait_for(state="attached")
    await other.close()
    is_deaf.clear()
    await routes[-1].close(code=4411, reason="went-back")
    await page.locator("#banner[data-lost]").wait_for()
    return page


async def withdrawn(stage: Stage) -> Page:
    link = await stage.link("edit", label="Stagiaire")
    page = await stage.somebody(stage.site.url)
    await page.request.put(f"{stage.site.url}/api/visitor", data={"name": "Karim"})
    await page.goto(f"{link['url']}?view=edit")
    await page.locator("#state[data-state=saved]").wait_for(state="attached")
    await page.context.set_offline(True)
    await put_caret(page, "droits acquis.")
    await page.keyboard.type(" Jamais envoyé.")
    await stage.ask("DELETE", f"{stage.links[0]['edit']}/links/{link['id']}")
    await page.context.set_offline(False)
    await page.locator("body.stopped").wait_for()
    return page


async def reopened(stage: Stage) -> Page:
    await stage.ask("PUT", f"{stage.links[1]['edit']}/card", status="ready")
    page = await stage.editor(stage.links[1]["edit"])
    await page.evaluate("document.querySelector('.cm-content').focus()")
    await page.keyboard.press("Control+End")
    await page.keyboard.type("Un mot de plus.")
    await page.locator("#reopened").wait_for()
    return page


async def rescued(stage: Stage) -> Page:
    link = await stage.link("edit", label="Train")
    page = await stage.somebody(stage.site.url)
    await page.request.put(f"{stage.site.url}/api/visitor", data={"name": "Karim"})
    await page.goto(f"{link['url']}?view=edit")
    await page.locator("#state[data-state=saved]").wait_for(state="attached")
    await page.evaluate("document.querySelector('#keep').click()")
    await page.locator("#keep:checked:enabled").wait_for(state="attached")
    await page.context.set_offline(True)
    await put_caret(page, "droits acquis.")
    await page.keyboard.type(" Écrit dans le train, jamais envoyé.")
    await page.locator("#banner").wait_for()
    await asyncio.sleep(1)  # the copy on the device is written behind the keys
    await stage.ask("DELETE", f"{stage.links[0]['edit']}/links/{link['id']}")
    context = page.context
    await page.close()
    await context.set_offline(False)
    page = await context.new_page()
    await page.goto(f"{link['url']}?view=edit")
    await page.locator("dialog[open]").wait_for()
    return page
