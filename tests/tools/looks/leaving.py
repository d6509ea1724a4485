"""What leaves a classeur, and what in it is for one visitor; how to come to each."""

import json

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


async def for_me(stage: Stage) -> Page:
    await _for_claire(stage)
    return await stage.page(f"{stage.site.url}/for-me")


async def for_me_at_home(stage: Stage) -> Page:
    await _for_claire(stage)
    return await stage.page(stage.site.url)


async def for_me_none(stage: Stage) -> Page:
    return await stage.somebody(f"{stage.site.url}/for-me")


async def _for_claire(stage: Stage) -> None:
    base, notes = await binder(stage)
    link = await stage.ask("POST", f"{base}/links", role="comment")
    page = await stage.somebody(link["url"])
    await page.locator("input[name=name]").fill("Karim Haddad")
    await page.locator("form button.primary").click()
    await page.locator("nav.rail").wait_for(state="attached")
    for note, text in (
        (notes[0], "@Claire Marchand d’où vient le chiffre de 2,3 milliards ? Il n’est pas dans le rapport."),
        (notes[2], "Il faudrait demander à @claire marchand ce qu’en dit la Fondation."),
    ):
        body = json.dumps({"text": text})
        address = f"{stage.site.url}/n/{note}/comments"
        headers = {"Content-Type": "application/json"}
        answer = await page.context.request.post(address, data=body, headers=headers)
        assert answer.ok, await answer.text()


async def archive(stage: Stage) -> Page:
    base, notes = await binder(stage)
    await stage.ask("POST", f"{base}/notes/archive", notes=notes[1:])
    return await stage.page(f"{base}/archive")
