"""Classeurs at home, how one begins, and where notes go: how to come to each."""

from playwright.async_api import Page

from tests.tools.looks.stage import Stage

THEMES = ("Logement", "Économie", "Transports")


async def _binder(stage: Stage, name: str, *themes: str) -> str:
    """The own address of a classeur of this browser, with a note for each theme."""
    url = str((await stage.ask("POST", f"{stage.site.url}/api/binders", name=name))["url"])
    for theme in themes:
        made = await stage.ask("POST", f"{url}/notes", markdown=f"# {theme} : la note de synthèse\n")
        await stage.ask("PUT", f"{stage.site.url}/n/{made['note']}/card", theme=theme)
    return url


async def home(stage: Stage) -> Page:
    await _binder(stage, "Presse et réponses")
    await _binder(stage, "Débats", "Santé", "Débats")
    await _binder(stage, "Programme", *THEMES, "Logement")
    return await stage.page(stage.site.url)


async def new(stage: Stage) -> Page:
    return await stage.page(f"{stage.site.url}/binders/new")


async def new_refused(stage: Stage) -> Page:
    page = await new(stage)
    await page.locator("[name=name]").fill("\u200b")
    await page.locator("button.primary").click()
    await page.locator(".wrong").wait_for()
    return page


async def made(stage: Stage) -> Page:
    page = await new(stage)
    await page.locator("[name=name]").fill("Territoires")
    await page.locator("button.primary").click()
    await page.locator(".once").wait_for()
    return page


async def move(stage: Stage) -> Page:
    page = await home(stage)
    await page.locator("a.put").first.click()
    await page.locator("dialog[open] .into").wait_for()
    return page


async def move_classified(stage: Stage) -> Page:
    made = await stage.ask("POST", f"{stage.site.url}/api/notes", markdown="# Entretien avec le ministre\n")
    await stage.ask("PUT", f"{made['links']['edit']}/card", classification="Diffusion restreinte")
    return await move(stage)


async def move_page(stage: Stage) -> Page:
    await _binder(stage, "Programme", *THEMES)
    return await stage.page(f"{stage.links[1]['edit']}/binder")


async def take_out(stage: Stage) -> Page:
    url = await _binder(stage, "Programme", "Logement")
    await _binder(stage, "Débats")
    made = await stage.ask("POST", f"{url}/notes", markdown="# Loyers\n")
    return await stage.page(f"{stage.site.url}/n/{made['note']}/binder")
