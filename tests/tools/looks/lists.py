"""The list of a classeur: as it is, filtered, with notes chosen, for a reader, and without a note."""

from typing import Final

from playwright.async_api import Page

from tests.tools.looks.stage import Stage

NOTES: Final = (
    ("Logements vacants : remettre 100 000 logements sur le marché", "Logement", "to-review"),
    ("Rénover 500 000 logements par an", "Logement", "ready"),
    ("Encadrer les loyers : où, combien, pour qui", "Logement", "reviewed"),
    ("Bailleurs sociaux : la trésorerie", "Logement", "draft"),
    ("Débat de lundi : questions probables", "Économie", "draft"),
    ("Retraites : la réforme par points", "Économie", "reviewed"),
    ("Rouvrir vingt petites gares : le plan et son financement", "Transports", "ready"),
    ("Un mot pour la presse", "", "draft"),
)


async def binder(stage: Stage) -> str:
    """The address of a classeur with these notes."""
    made = await stage.ask("POST", f"{stage.site.url}/api/binders", name="Programme")
    base = f"{stage.site.url}/c/{made['binder']}"
    for title, theme, status in reversed(NOTES):
        told = await stage.ask("POST", f"{base}/notes", markdown=f"# {title}\n\nUn texte.")
        await stage.ask("PUT", f"{stage.site.url}/n/{told['note']}/card", theme=theme, status=status)
    return base


async def all_notes(stage: Stage) -> Page:
    return await stage.page(await binder(stage))


async def theme(stage: Stage) -> Page:
    return await stage.page(f"{await binder(stage)}?view=liste&theme=Logement")


async def filters(stage: Stage) -> Page:
    page = await stage.page(await binder(stage))
    await page.locator(".chosen [popovertarget=filter]").click()
    return page


async def menu(stage: Stage) -> Page:
    page = await stage.page(await binder(stage))
    await page.locator(".where .name").click()
    return page


async def picked(stage: Stage) -> Page:
    page = await stage.page(await binder(stage))
    if stage.look.is_phone:
        await page.locator(".top button.x").click()
        await page.locator("#pick-several").click()
    for box in (await page.locator(".pick input").all())[:3]:
        await box.check()
    return page


async def told(stage: Stage) -> Page:
    page = await picked(stage)
    await page.locator("[data-do=archive]").click()
    await page.locator("#done button").wait_for()
    return page


async def reader(stage: Stage) -> Page:
    base = await binder(stage)
    link = await stage.ask("POST", f"{base}/links", role="read")
    page = await stage.somebody(link["url"])
    await page.locator("button[name=skip]").click()
    return page


async def empty(stage: Stage) -> Page:
    made = await stage.ask("POST", f"{stage.site.url}/api/binders", name="Débats")
    return await stage.page(f"{stage.site.url}/c/{made['binder']}")
