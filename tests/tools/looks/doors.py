"""Doors, notices, sheets, the trash, the team: pages for who has little, and how to come to each."""

import re

from playwright.async_api import Page

from tests.journeys.sharing import NOWHERE
from tests.tools.looks.stage import PASSPHRASE, PASSWORD, Stage, soon

FILE_TOO_LARGE = 33 * 1024 * 1024


async def door_to_print(stage: Stage) -> Page:
    made = await stage.link("print", recipient="L. Benali", max_openings=3)
    return await stage.somebody(made["url"])


async def door_of_password(stage: Stage) -> Page:
    made = await stage.link("edit", label="Cabinet", password=PASSWORD)
    return await stage.somebody(made["url"])


async def door_wrong(stage: Stage) -> Page:
    return await guessed(await door_of_password(stage), times=1)


async def door_often(stage: Stage) -> Page:
    made = await stage.link("edit", label="Cabinet", password=PASSWORD)
    page = await stage.somebody(stage.site.url)
    await page.goto(made["url"])
    await guessed(page, times=6)
    await page.locator(".wrong", has_text=re.compile("attendez|wait")).wait_for()
    return page


async def guessed(page: Page, *, times: int) -> Page:
    for _ in range(times):
        await page.locator("input[type=password]").fill("pas-celui-ci")
        async with page.expect_navigation():
            await page.locator("button[type=submit]").click()
        await page.locator(".wrong").wait_for()
    return page


async def link_expired(stage: Stage) -> Page:
    made = await stage.link("read", label="Presse", expires_at=soon(1))
    page = await stage.somebody(made["url"])
    while await page.locator("article").count():
        await page.reload()
    return page


async def link_unknown(stage: Stage) -> Page:
    return await stage.somebody(stage.site.url + NOWHERE)


async def nothing_here(stage: Stage) -> Page:
    return await stage.somebody(f"{stage.site.url}/nothing")


async def may_not(stage: Stage) -> Page:
    return await stage.somebody(f"{stage.links[0]['read']}/history")


async def too_large(stage: Stage) -> Page:
    page = await stage.somebody(f"{stage.site.url}/notes/import")
    page.set_default_timeout(60_000)
    file = {"name": "a.md", "mimeType": "text/markdown", "buffer": b"a" * FILE_TOO_LARGE}
    await page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    # As a browser without script sends it: ours says so before the file leaves.
    async with page.expect_navigation():
        await page.locator("form:has([type=file])").evaluate("form => form.submit()")
    return page


async def unavailable(stage: Stage) -> Page:
    return await stage.somebody(f"{stage.sites.away.url}/team/provider")


async def members_only(stage: Stage) -> Page:
    return await stage.somebody(f"{stage.sites.team.url}/notes/import")


async def team_home(stage: Stage) -> Page:
    return await stage.somebody(stage.sites.team.url)


async def team_door(stage: Stage) -> Page:
    return await stage.somebody(f"{stage.sites.team.url}/team")


async def team_provider(stage: Stage) -> Page:
    return await stage.somebody(f"{stage.sites.away.url}/team")


async def team_library(stage: Stage) -> Page:
    page = await team_door(stage)
    await page.locator("input[type=password]").fill(PASSPHRASE)
    await page.locator("form button").click()
    await page.wait_for_url(re.compile(r"/$"))
    for title in ("Retraites : la réforme par points", "Déplacement à Nantes"):
        made = await page.request.post(
            f"{stage.sites.team.url}/api/notes", data={"markdown": f"# {title}\n\nTexte.\n"}
        )
        assert made.ok, await made.text()
    await page.goto(stage.sites.team.url)
    return page


async def sheet_current(stage: Stage) -> Page:
    made = await stage.ask("POST", f"{stage.links[1]['edit']}/editions")
    return await stage.page(made["url"])


async def sheet_older(stage: Stage) -> Page:
    made = await stage.ask("POST", f"{stage.links[2]['edit']}/editions")
    words = "Un paragraphe de plus, et un autre chiffre : 12 milliards."
    page = await added(stage, stage.links[2]["edit"], words)
    await page.goto(made["url"])
    return page


async def added(stage: Stage, link: str, words: str) -> Page:
    """The editor, once the server has what was typed at the end of the note."""
    page = await stage.editor(link)
    await page.evaluate("document.querySelector('.cm-content').focus()")
    await page.keyboard.press("Control+End")
    await page.keyboard.type(words)
    reads = "async ([link, words]) => (await (await fetch(`${link}/note.md`)).text()).includes(words)"
    await page.wait_for_function(reads, arg=[link, words], polling=200)
    return page


async def sheet_page(stage: Stage) -> Page:
    """Nothing on it has changed, but on another one."""
    text = "# Eau\n\nUn début.\n\n\\newpage\n\n## Coût\n\nDix millions.\n"
    made = await stage.ask("POST", f"{stage.site.url}/api/notes", markdown=text)
    edition = await stage.ask("POST", f"{made['links']['edit']}/editions")
    page = await added(stage, made["links"]["edit"], "Et deux de plus.")
    await page.goto(f"{edition['url']}/1")
    return page


async def sheet_page_older(stage: Stage) -> Page:
    page = await sheet_page(stage)
    await page.goto(f"{page.url.removesuffix('1')}2")
    return page


async def sheet_page_of_folder(stage: Stage) -> Page:
    page = await sheet_of_folder(stage)
    await page.goto(f"{page.url}/3")
    return page


async def sheet_page_of_folder_older(stage: Stage) -> Page:
    """A page with other words, of a pochette of which two notes have changed."""
    texts = ("# Eau\n\nUn début.\n\n\\newpage\n\n## Coût\n\nDix millions.\n", "# Énergie\n\nTexte.\n")
    notes = [await stage.ask("POST", f"{stage.site.url}/api/notes", markdown=text) for text in texts]
    links = [note["links"]["edit"] for note in notes]
    folder = (await stage.ask("POST", f"{stage.site.url}/api/folders", title="Débat"))["links"]["edit"]
    await stage.ask("POST", f"{folder}/notes", links=links)
    edition = await stage.ask("POST", f"{folder}/editions")
    page, _ = [await added(stage, link, "Et deux de plus.") for link in links]
    await page.goto(f"{edition['url']}/4")
    return page


async def sheet_of_folder(stage: Stage) -> Page:
    made = await stage.ask("POST", f"{stage.folder['edit']}/editions")
    return await stage.page(made["url"])


async def trash_ask(stage: Stage) -> Page:
    made = await stage.ask("POST", f"{stage.site.url}/api/notes", markdown="# Ancienne version\n")
    return await stage.page(f"{made['links']['edit']}/trash")


async def trash(stage: Stage) -> Page:
    page = await trash_ask(stage)
    await page.locator("form button.danger").click()
    await page.locator(".trashed").wait_for()
    return page


async def trash_empty(stage: Stage) -> Page:
    return await stage.somebody(f"{stage.site.url}/trash")


async def in_trash(stage: Stage) -> Page:
    made = await stage.ask("POST", f"{stage.site.url}/api/notes", markdown="# Ancienne version\n")
    await stage.ask("POST", f"{made['links']['edit']}/trash")
    return await stage.somebody(made["links"]["read"])


async def erase(stage: Stage) -> Page:
    return await stage.page(f"{stage.links[0]['edit']}/erasures")


async def erase_sure(stage: Stage) -> Page:
    page = await erase(stage)
    await page.locator("textarea[name=text]").fill("Personne ne perd de droits acquis.")
    await page.locator("button[value=look]").click()
    await page.locator("button[value=erase]").wait_for()
    return page


async def erase_done(stage: Stage) -> Page:
    made = await stage.ask(
        "POST", f"{stage.site.url}/api/notes", markdown="# Code\n\nLe code est 1234-5678.\n"
    )
    page = await stage.page(f"{made['links']['edit']}/erasures")
    await page.locator("textarea[name=text]").fill("Le code est 1234-5678.")
    await page.locator("button[value=look]").click()
    await page.locator("button[value=erase]").click()
    await page.locator("a.primary").wait_for()
    return page
