"""Home, files that come in, the reader, the pochette and its pages: how to come to each."""

from playwright.async_api import Page

from export.samples import sample
from tests.tools.looks.stage import Stage


async def home(stage: Stage) -> Page:
    return await stage.page(stage.site.url)


async def home_empty(stage: Stage) -> Page:
    return await stage.somebody(stage.site.url)


async def home_templates(stage: Stage) -> Page:
    page = await home(stage)
    await page.locator("[popovertarget=templates]:visible").first.click()
    return page


async def importing(stage: Stage) -> Page:
    return await stage.page(f"{stage.site.url}/notes/import")


async def import_into(stage: Stage) -> Page:
    return await stage.page(f"{stage.links[1]['edit']}/import")


async def import_refused(stage: Stage) -> Page:
    page = await importing(stage)
    await page.wait_for_load_state("networkidle")
    file = {"name": "Rapport.docx", "mimeType": "application/octet-stream", "buffer": b"no file of Word"}
    await page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    await page.locator("form button.primary").click()
    await page.locator("#brought .failed").first.wait_for()
    return page


async def reader(stage: Stage) -> Page:
    return await stage.page(f"{stage.sites.worked}?view=read")


async def reader_end(stage: Stage) -> Page:
    page = await reader(stage)
    await page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    return page


async def folder_read(stage: Stage) -> Page:
    return await stage.page(f"{stage.folder['read']}?view=read")


async def folder_note(stage: Stage) -> Page:
    page = await folder_read(stage)
    await page.locator("main ol a").nth(1).click()
    await page.locator(".turn").wait_for()
    return page


async def folder(stage: Stage) -> Page:
    page = await stage.page(stage.folder["edit"])
    await page.locator(".sums").wait_for()
    await page.locator(".making").wait_for(state="detached", timeout=90_000)
    await page.wait_for_function(
        "() => [...document.querySelectorAll('#view img')].every(one => one.naturalWidth > 0)"
    )
    return page


async def folder_told(stage: Stage) -> Page:
    """Somebody has read its first note, and tells it."""
    reader = await stage.somebody(stage.folder["read"])
    for path, wish in (("visitor", {"name": "Camille Roy"}), ("reading", {"tells": True})):
        await reader.request.put(f"{stage.site.url}/api/{path}", data=wish)
    await reader.locator("main ol a").first.click()
    await reader.locator("#read button:visible").first.click()
    await reader.wait_for_url(lambda url: "/notes/" not in url or not url.endswith("/read"))
    await reader.wait_for_load_state()
    return await folder(stage)


async def folder_chosen(stage: Stage) -> Page:
    page = await folder(stage)
    await page.locator("#list .main").nth(1).click()
    return page


async def folder_add(stage: Stage) -> Page:
    await stage.ask("POST", f"{stage.site.url}/api/notes", markdown="# Énergie : les tarifs de l’hiver\n")
    page = await folder(stage)
    await page.locator("#list button:has(use[href='#i-plus']), #list .add").first.click()
    await page.locator("dialog[open]").wait_for()
    return page


async def folder_name(stage: Stage) -> Page:
    page = await folder(stage)
    await page.locator("#rename").click()
    await page.locator("dialog[open]").wait_for()
    return page


async def folder_share(stage: Stage) -> Page:
    page = await folder(stage)
    await page.locator("#share").click()
    await page.locator("dialog[open] [role=tab].new").click()
    await page.locator("dialog[open] .addr").wait_for()
    return page


async def folder_empty(stage: Stage) -> Page:
    made = await stage.ask("POST", f"{stage.site.url}/api/folders", title="Débat")
    return await stage.page(made["links"]["edit"])


async def folder_preview(stage: Stage) -> Page:
    return await drawn(await stage.page(f"{stage.folder['edit']}/preview"))


async def print_preview(stage: Stage) -> Page:
    return await drawn(await stage.page(f"{stage.links[0]['edit']}/print"))


async def print_closer(stage: Stage) -> Page:
    """One that is set closer until it fits."""
    text = "# Eau\n\n" + "Un long paragraphe de la note.\n\n" * 27
    made = await stage.ask("POST", f"{stage.site.url}/api/notes", markdown=text)
    return await drawn(await stage.page(f"{made['links']['edit']}/print"))


async def print_commented(stage: Stage) -> Page:
    """A long note that is good for print, was printed once, and is printed with what was said of it."""
    told = await stage.ask("POST", f"{stage.site.url}/api/notes", markdown=sample("fr"))
    note = told["links"]["edit"]
    card = {"kind": "Note thématique", "theme": "Transports", "audience": "La candidate", "budget": 4}
    await stage.ask("PUT", f"{note}/card", **card, classification="Diffusion restreinte")
    await stage.ask("PUT", f"{note}/card", status="ready")
    await stage.ask("POST", f"{note}/editions", text="frozen")
    await stage.ask("POST", f"{note}/comments", text="On garde ce titre pour samedi ?")
    return await drawn(await stage.page(f"{note}/print?comments=1"))


async def print_impossible(stage: Stage) -> Page:
    row = "| a " * 41 + "|\n"
    made = await stage.ask(
        "POST", f"{stage.site.url}/api/notes", markdown=f"# Large\n\n{row}{'|---' * 41}|\n"
    )
    page = await stage.page(f"{made['links']['edit']}/print")
    await page.locator("[role=alert]").wait_for(timeout=60_000)
    return page


async def drawn(page: Page) -> Page:
    """Once the pages of the print can be seen."""
    await page.wait_for_function(
        """() => {
          const shown = [...document.querySelectorAll('.pg:not(.stale) img, .rail img')]
            .filter(one => one.checkVisibility())
            .filter(one => one.getBoundingClientRect().top < innerHeight)
            .filter(one => one.getBoundingClientRect().left < innerWidth)
          const isBusy = document.querySelector('#view')?.ariaBusy === 'true'
          return shown.length > 0 && !isBusy && shown.every(one => one.naturalWidth > 0)
        }""",
        timeout=90_000,
    )
    return page


async def folder_renewed(stage: Stage) -> Page:
    """Two notes of somebody else whose links were renewed: one of them can be read by a link of today."""
    made = await stage.ask("POST", f"{stage.site.url}/api/folders", title="Économie")
    theirs = await stage.somebody(stage.site.url)
    notes = []
    for title in ("Le fret ferroviaire", "Les ports de la Manche"):
        answer = await theirs.context.request.post(
            f"{stage.site.url}/api/notes", data={"markdown": f"# {title}\n\nTexte.\n"}
        )
        notes.append((await answer.json())["links"]["edit"])
    await stage.ask("POST", f"{made['links']['edit']}/notes", links=[*notes, stage.links[0]["read"]])
    for note in notes:
        answer = await theirs.context.request.post(f"{note}/manage/renew")
        if note == notes[0]:
            await (await stage.page(answer.url.partition("/manage")[0])).close()
    page = await stage.page(made["links"]["edit"])
    await page.locator(".again").wait_for()
    return page
