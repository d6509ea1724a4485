"""What leaves a classeur: its archive, its trash, the classeur itself; and how to come to each."""

from playwright.async_api import Page

from tests.tools.looks.stage import Stage

NAMES = ("Encadrer les loyers", "Ancienne version du budget", "Logements vacants : état des lieux et leviers")


async def binder(stage: Stage) -> tuple[str, list[str]]:
    """The address of a classeur that this browser manages, and the ids of its notes."""
    made = await stage.ask("POST", f"{stage.site.url}/api/binders", name="Programme")
    base = f"{stage.site.url}/c/{made['binder']}"
    notes = [
        (await stage.ask("POST", f"{base}/notes", markdown=f"# {title}\n\nTexte."))["note"] for title in NAMES
    ]
    return base, notes


async def delete(stage: Stage) -> Page:
    base, notes = await binder(stage)
    await stage.ask("POST", f"{stage.site.url}/n/{notes[1]}/trash")
    return await stage.page(f"{base}/delete")


async def trash(stage: Stage) -> Page:
    base, notes = await binder(stage)
    await stage.ask("POST", f"{stage.site.url}/n/{notes[1]}/trash")
    await stage.ask("POST", f"{stage.site.url}/n/{notes[2]}/trash")
    return await stage.page(f"{base}/trash")


async def trash_empty(stage: Stage) -> Page:
    base, _ = await binder(stage)
    return await stage.page(f"{base}/trash")


async def deleted(stage: Stage) -> Page:
    page = await delete(stage)
    await page.locator("input[name=name]").fill("programme")
    await page.locator("form button.danger").click()
    await page.locator(".trashed").wait_for()
    return page


async def archive_empty(stage: Stage) -> Page:
    base, _ = await binder(stage)
    return await stage.page(f"{base}/archive")


async def manage(stage: Stage) -> Page:
    base, _ = await binder(stage)
    return await stage.page(f"{base}/manage")
